-- Plays are leases: reserved with the license, settled by what the player reports. Portable between H2 and PostgreSQL.
create table license_node (
    id uuid not null primary key, -- a new one at each start
    seen_at timestamp(6) with time zone not null
);

create table lease (
    id uuid not null primary key,
    grant_id uuid not null references grant_ (id),
    node uuid not null, -- that gave the license; whose row is gone is dead
    plays_edition integer not null, -- of the grant and its ancestors together; -1: nothing was counted
    state varchar(16) not null, -- RESERVED, PLAYED, RETURNED
    issued_at timestamp(6) with time zone not null,
    started_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone
);
create index lease_grant on lease (grant_id);
create index lease_issued on lease (issued_at);
create index lease_state on lease (state, node);

-- Counters do not overflow where the plays themselves reach up to 2147483647.
alter table grant_ alter column plays_used set data type bigint;
alter table grant_ alter column plays_handed_on set data type bigint;
alter table grant_ alter column plays_below set data type bigint;
alter table grant_ add column plays_reserved integer; -- came out of the parent's; null: counted there when it is played
alter table grant_ add column plays_edition integer default 0 not null; -- how often the plays were set anew
