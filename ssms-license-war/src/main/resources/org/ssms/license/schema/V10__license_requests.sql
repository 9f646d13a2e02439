-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- What is good for one license: a hash of who asked and of his player's key. Null: it may come again.
alter table lease add column if not exists request varchar(43);
create unique index if not exists lease_request on lease (request);
