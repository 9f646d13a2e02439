-- The language in which the owner of a mailbox has read it last (ISO 639); null: never on a page.

alter table mailbox add column language varchar(8);
