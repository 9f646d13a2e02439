-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- Keys of what owners of mailboxes say to their callers themselves. Media nodes may have these, to play them to anybody;
-- they are kept apart from the keys of messages, which media nodes never get.
create table if not exists greeting_key (
    kid uuid not null primary key,
    greeting_id varchar(26) not null unique,
    owner varchar(255) not null,
    kek_id varchar(128) not null,
    wrapped_key varchar(256) not null, -- as in message_key, with greeting_id in the place of the message id
    deposited_at timestamp(6) with time zone not null
);
