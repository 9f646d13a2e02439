-- Whether the caller is proved or only claimed: what the audit knows of him already, beside the message that shows him.

alter table message add column caller_source varchar(16) default 'FROM' not null
    check (caller_source in ('FROM', 'ASSERTED', 'AUTHENTICATED'));

update message set caller_source = coalesce(
    (select max(message_event.caller_source) from message_event
     where message_event.message_id = message.id and event = 'KEY_DEPOSITED' and message_event.caller_source is not null), 'FROM');
