-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- What was forwarded to somebody, the newest first.
create index if not exists grant_received on grant_ (holder, granted_at);
