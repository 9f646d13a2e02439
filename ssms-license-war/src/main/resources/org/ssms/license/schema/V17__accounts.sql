-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- Accounts that operators keep. Where its owner wants mail; null: nobody has said, or he is gone. When an operator made
-- it; null: it came from the accounts file. When it was deleted: its name stays taken, so that nobody else inherits what
-- it has been given.
alter table account add column if not exists mail_address varchar(254);
alter table account add column if not exists created_at timestamp(6) with time zone;
alter table account add column if not exists deleted_at timestamp(6) with time zone;

-- The hash that a password which was set here has replaced: the accounts file may have it still, and then says nothing
-- new. Null: none was set here.
alter table account add column if not exists replaced_hash varchar(72);

-- The secret by which the owner sets his first password, bcrypt; good once, until then.
alter table account add column if not exists secret_hash varchar(72);
alter table account add column if not exists secret_until timestamp(6) with time zone;

-- Phone passwords that were made when the account had an earlier version than that are void; what bears no version, when
-- it was made before that time. Null: none is void.
alter table account add column if not exists phone_version bigint default 0 not null;
alter table account add column if not exists phone_since timestamp(6) with time zone;

create index if not exists account_enabled on account (enabled);
create index if not exists account_created on account (created_at);
