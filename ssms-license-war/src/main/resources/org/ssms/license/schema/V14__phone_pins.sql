-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- The PIN by which a subscriber listens by phone. No row: he has none.
create table if not exists phone_pin (
    username varchar(255) not null primary key references account (username) on delete cascade,
    hash varchar(255) not null, -- base64url: bcrypt, modular crypt format, sealed under the key encryption key
    set_at timestamp(6) with time zone not null,
    wrong integer default 0 not null -- guesses since the last one that was right
);
