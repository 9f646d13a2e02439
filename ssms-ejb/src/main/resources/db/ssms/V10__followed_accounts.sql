-- The version of the owner's account when he was proved and made his phone password; null: an operator gave it.
alter table sip_secret add column account_version bigint;

-- How far we have come after the accounts of the license server: when everything of a deleted one was taken away, and the
-- version that it had after the reset of which its phones were told last.
create table account_followed (
    username      varchar(64) primary key,
    cleared_at    timestamp(3) with time zone,
    reset_version bigint      default 0 not null
);
