-- Lists: mailboxes without an owner and a mail address, whose messages are their members'.
alter table mailbox add column is_list boolean default false not null;

-- What a member has of a message that was left for a list: with him it is new, heard or deleted.
create table delivery (
    message    varchar(26) not null references message (id),
    reader     varchar(64) not null references mailbox (username),
    state      varchar(8)  not null check (state in ('NEW', 'HEARD')),
    deleted_at timestamp(3) with time zone,
    primary key (message, reader)
);

create index delivery_by_reader on delivery (reader);

-- of NOTIFIED only: who was written to; null: the owner, before there were lists
alter table message_event add column reader varchar(64);
