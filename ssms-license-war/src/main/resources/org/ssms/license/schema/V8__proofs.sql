-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- H(A1) of RFC 7616 with SHA-256, lower-case hexadecimal, for logging in by HTTP Digest; sealed by the key encryption
-- key for this account, base64url. Null: the account does not log in by digest.
alter table account add column if not exists digest_a1 varchar(160);

-- What is good once and was used, by its hash; of no use after good_until.
create table if not exists used_proof (
    id varchar(64) not null primary key,
    good_until timestamp(6) with time zone not null
);
create index if not exists used_proof_end on used_proof (good_until);
