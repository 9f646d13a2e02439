-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- By what who has left a message without an account proves that it was he: a keyed hash of the code that he was told.
alter table message_key add column if not exists control_code varchar(43);
create unique index if not exists message_key_control_code on message_key (control_code);
