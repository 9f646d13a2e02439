-- A message that its owner has deleted can be restored until it is gone.
alter table message add column deleted_at timestamp(3) with time zone;
