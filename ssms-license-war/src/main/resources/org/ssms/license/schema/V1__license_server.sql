-- The license server's own tables. Portable between H2 and PostgreSQL.

-- account and account_role are read by the Elytron JDBC realm of the security domain `ssms`.
create table account (
    username varchar(255) not null primary key,
    password_hash varchar(72) not null, -- bcrypt, modular crypt format
    enabled boolean default true not null
);

create table account_role (
    username varchar(255) not null references account (username),
    role varchar(64) not null,
    primary key (username, role)
);

-- A session token that was given back before its end. Rows past expires_at are of no use and are removed.
create table revoked_token (
    jti uuid not null primary key,
    expires_at timestamp(6) with time zone not null
);
create index revoked_token_expiry on revoked_token (expires_at);

-- A deposited message key, only ever wrapped under a key encryption key. Destroying it removes the key and keeps the row,
-- so that neither the KID nor the message id can be used again.
create table message_key (
    kid uuid not null primary key,
    message_id varchar(26) not null unique,
    kek_id varchar(128) not null,
    wrapped_key varchar(256), -- base64url: nonce, ciphertext, tag of AES-256-GCM; associated data: messageId|kid
    owner varchar(255) not null,
    caller varchar(1024) not null,
    deposited_at timestamp(6) with time zone not null,
    manifest_sha256 varchar(43), -- base64url; null: the recording is not finished, no license yet
    destroyed_at timestamp(6) with time zone,
    constraint message_key_destroyed check ((wrapped_key is null) = (destroyed_at is not null))
);

-- What one holder may do with one message. A null right is not restricted. Times are the server's.
create table grant_ (
    id uuid not null primary key,
    kid uuid not null references message_key (kid),
    holder varchar(255) not null,
    parent uuid references grant_ (id), -- null: the owner's own, made at deposit
    users varchar(30000), -- one a line; null: no restriction
    plays integer,
    plays_used integer default 0 not null,
    not_before timestamp(6) with time zone,
    not_after timestamp(6) with time zone,
    play_for_seconds bigint, -- after the first play
    first_played_at timestamp(6) with time zone,
    forward_depth integer,
    save_allowed boolean,
    modify_allowed boolean,
    reply_allowed boolean,
    transcript_allowed boolean,
    phone_playback_allowed boolean,
    min_drm varchar(32),
    granted_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone,
    constraint grant_holder unique (kid, holder)
);
create index grant_parent on grant_ (parent);

-- Every decision, written in the transaction that takes it. Rows are never changed. Holds no secret.
create sequence license_audit_id start with 1 increment by 1;
create table license_audit (
    id bigint not null primary key,
    at timestamp(6) with time zone not null,
    event varchar(32) not null,
    kid uuid,
    message_id varchar(26),
    actor varchar(255),
    decision varchar(16) not null, -- GRANTED or REFUSED
    reason varchar(32), -- null when granted
    remote_address varchar(64) not null
);
create index license_audit_message on license_audit (message_id);
