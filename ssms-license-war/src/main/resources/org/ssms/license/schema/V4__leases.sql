-- Plays are leases: reserved with the license, settled by what the player reports.
-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.
create table if not exists license_node (
    id uuid not null primary key, -- a new one at each start
    seen_at timestamp(6) with time zone not null
);

create table if not exists lease (
    id uuid not null primary key,
    grant_id uuid not null references grant_ (id),
    node uuid not null, -- that gave the license; whose row is gone is dead
    plays_edition integer not null, -- of the grant and its ancestors together; -1: nothing was counted
    state varchar(16) not null, -- RESERVED, PLAYED, RETURNED
    issued_at timestamp(6) with time zone not null,
    started_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone
);
create index if not exists lease_grant on lease (grant_id);
create index if not exists lease_issued on lease (issued_at);
create index if not exists lease_state on lease (state, node);

-- Counters do not overflow where the plays themselves reach up to 2147483647.
alter table grant_ alter column plays_used set data type bigint;
alter table grant_ alter column plays_handed_on set data type bigint;
alter table grant_ alter column plays_below set data type bigint;
-- What came out of the parent's plays; null: counted there when it is played. How often the plays were set anew.
alter table grant_ add column if not exists plays_reserved integer;
alter table grant_ add column if not exists plays_edition integer default 0 not null;
