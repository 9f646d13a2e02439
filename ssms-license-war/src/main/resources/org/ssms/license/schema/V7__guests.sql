-- Guests: holders whose name is a mail address. Portable between H2 and PostgreSQL. Can be repeated after it was broken
-- off at any statement.

-- Mails that are to be sent; a row goes when the mail server has taken its mail. Holds no code.
create table if not exists guest_mail (
    id uuid not null primary key,
    grant_id uuid not null references grant_ (id),
    kind varchar(16) not null, -- INVITATION, CODE
    asked_at timestamp(6) with time zone not null,
    due_at timestamp(6) with time zone not null, -- moved ahead by the node that sends it
    attempts integer default 0 not null
);
create index if not exists guest_mail_due on guest_mail (due_at);

-- The code that was mailed last for an invitation, which is the grant.
create table if not exists guest_code (
    grant_id uuid not null primary key references grant_ (id),
    tag varchar(43) not null, -- base64url of HMAC-SHA-256
    expires_at timestamp(6) with time zone not null,
    tries_left integer not null
);
