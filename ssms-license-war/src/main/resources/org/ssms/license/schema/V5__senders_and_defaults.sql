-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- To whom a message was, or was not, forwarded, in the asker's words; and which member of a request asked for too much.
alter table license_audit add column if not exists recipient varchar(255);
alter table license_audit add column if not exists member varchar(32);

-- Who has proved to have left the message; null: nobody, or he hides himself. When he last allowed more than before, and
-- when he took it back.
alter table message_key add column if not exists sender varchar(255);
alter table message_key add column if not exists extended_at timestamp(6) with time zone;
alter table message_key add column if not exists recalled_at timestamp(6) with time zone;
create index if not exists message_key_sender on message_key (sender, deposited_at);

-- Of an owner's grant, what the sender and the policies allow: JSON. The column rights is what the owner has not given
-- up himself. Grants of before keep both in rights: nobody is known who could widen them.
alter table grant_ add column if not exists limits varchar(131072);

-- What users have decided of rights beforehand: JSON, as in the public interface.
create table if not exists rights_default (
    username varchar(255) not null primary key references account (username) on delete cascade,
    rights varchar(262144) not null
);
