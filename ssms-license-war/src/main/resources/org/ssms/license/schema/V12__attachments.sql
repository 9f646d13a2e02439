-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- Whether the mail brings the protected file.
alter table guest_mail add column if not exists attached boolean default false not null;
