-- The audit is a chain of hashes under signed heads (ADR 0036). Portable between H2 and PostgreSQL. Can be repeated after
-- it was broken off at any statement.

-- Written with the row: HMAC-SHA-256 of what it says, base64url. Null: a row of before the chain.
alter table license_audit add column if not exists mac varchar(43);
-- Written once, some seconds after the commit: number in the chain, hash of the chain up to here (base64url), and what the
-- mac was found to be: RIGHT, NONE, WRONG. Null: not chained yet.
alter table license_audit add column if not exists place bigint;
alter table license_audit add column if not exists hash varchar(43);
alter table license_audit add column if not exists proof varchar(8);
alter table license_audit drop constraint if exists license_audit_place_positive;
alter table license_audit add constraint license_audit_place_positive check (place > 0);
create unique index if not exists license_audit_place on license_audit (place);

-- One row. Who makes the chain longer holds its lock.
create table if not exists audit_chain (
    number integer default 1 not null primary key,
    id uuid not null,
    started_at timestamp(6) with time zone not null,
    unproved_until bigint not null, -- rows of before the chain have ids up to this
    mac varchar(43) not null, -- of id and unproved_until, as of rows
    constraint audit_chain_single check (number = 1)
);

-- What was signed; the last one is the end of the chain.
create table if not exists audit_head (
    number bigint not null primary key,
    place bigint not null unique, -- of the last row that it stands for
    signed_at timestamp(6) with time zone not null,
    signed varchar(4096) not null, -- JWS, which says all of this, too
    stamp varchar(32768) -- of it, by RFC 3161: a response in DER, base64
);

-- What stood there and was no head of the chain: somebody has put it there, or altered one. Nothing reads it.
create table if not exists audit_head_refused (
    found_at timestamp(6) with time zone not null,
    number bigint not null,
    place bigint not null,
    signed_at timestamp(6) with time zone not null,
    signed varchar(4096) not null,
    stamp varchar(32768)
);

-- The public keys that have signed heads.
create table if not exists audit_key (
    key_id varchar(43) not null primary key, -- thumbprint
    jwk varchar(4096) not null,
    since timestamp(6) with time zone not null
);
