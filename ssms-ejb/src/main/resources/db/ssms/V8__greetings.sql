-- What owners of mailboxes say to their callers themselves. The sound is not here: see the storage directory.
create table greeting (
    mailbox     varchar(64)                 not null references mailbox (username),
    kind        varchar(16)                 not null,
    kid         uuid                        not null unique,
    samples     integer                     not null,
    recorded_at timestamp(3) with time zone not null,
    ends_at     timestamp(3) with time zone,
    primary key (mailbox, kind)
);

-- Keys and files that are no greeting, or not yet: destroyed when that does not change.
create table greeting_left (
    kid   uuid                        primary key,
    since timestamp(3) with time zone not null
);

alter table mailbox add column greetings_locked boolean default false not null;
