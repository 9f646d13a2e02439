-- Mailboxes as mail clients see them (RFC 3501 §2.3.1.1): numbers that are given once.
create table mail_folder (
    reader       varchar(64) primary key references mailbox (username),
    uid_validity bigint      not null,
    uid_next     bigint      not null
);

-- A message as a mail: form says which octets it has. Other octets are another mail, with a number of its own.
create table mail_entry (
    reader  varchar(64) not null references mailbox (username),
    uid     bigint      not null,
    message varchar(26) not null references message (id) on delete cascade,
    form    varchar(16) not null,
    marked  boolean     not null,
    primary key (reader, uid),
    unique (reader, message)
);

create index mail_entry_by_message on mail_entry (message);
