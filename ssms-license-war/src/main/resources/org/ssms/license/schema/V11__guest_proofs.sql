-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- When the guest of an invitation has first proved that the address is his; null: not yet.
alter table guest_code add column if not exists proved_at timestamp(6) with time zone;
