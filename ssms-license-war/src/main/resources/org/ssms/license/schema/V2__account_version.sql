-- Raised when everything that was handed out for an account before is to end; tokens and sessions carry it.
alter table account add column version bigint default 0 not null;
