-- Who called, as far as it is proved.

-- what the caller's provider has signed of his number (RFC 8588): A, B, C; null: nothing that could be verified
alter table message add column attestation varchar(1) check (attestation in ('A', 'B', 'C'));

-- of KEY_DEPOSITED only: where the caller's address comes from (FROM, ASSERTED, AUTHENTICATED), and the asserted identity that
-- an anonymous caller withholds from the listener; it is nowhere else
alter table message_event add column caller_source varchar(16);
alter table message_event add column audited_caller varchar(255);
