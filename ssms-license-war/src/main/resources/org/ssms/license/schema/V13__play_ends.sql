-- Portable between H2 and PostgreSQL. Can be repeated after it was broken off at any statement.

-- When a counted play is over, whatever was heard of it. Null: nothing counts it, or it is of before.
alter table lease add column if not exists play_ends_at timestamp(6) with time zone;
