-- Grants are a tree, several for one holder, and their rights are one JSON column, in the form of the public interface.
-- Portable between H2 and PostgreSQL, whose DateStyle does not matter.
-- Can be repeated after it was broken off at any statement: H2 commits each of them, and the server may be killed.
alter table grant_ drop constraint if exists grant_holder;
create index if not exists grant_kid_holder on grant_ (kid, holder);

alter table grant_ add column if not exists rights varchar(131072);
-- they are there, unless a first run was broken off below: then all rights are written already
alter table grant_ add column if not exists users varchar(30000);
alter table grant_ add column if not exists plays integer;
alter table grant_ add column if not exists not_before timestamp(6) with time zone;
alter table grant_ add column if not exists not_after timestamp(6) with time zone;
alter table grant_ add column if not exists play_for_seconds bigint;
alter table grant_ add column if not exists forward_depth integer;
alter table grant_ add column if not exists save_allowed boolean;
alter table grant_ add column if not exists modify_allowed boolean;
alter table grant_ add column if not exists reply_allowed boolean;
alter table grant_ add column if not exists transcript_allowed boolean;
alter table grant_ add column if not exists phone_playback_allowed boolean;
alter table grant_ add column if not exists min_drm varchar(32);
update grant_ set rights = '{' || substring(
       case when users is null then ''
            when users = '' then ',"users":[]'
            else ',"users":["'
                || replace(replace(replace(users, '\', '\\'), '"', '\"'), chr(10), '","') || '"]' end
    || case when plays is null then '' else ',"plays":' || cast(plays as varchar) end
    || case when not_before is null then '' else ',"notBefore":"'
            || to_char(not_before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"') || '"' end
    || case when not_after is null then '' else ',"notAfter":"'
            || to_char(not_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"') || '"' end
    || case when play_for_seconds is null then '' else ',"playFor":"PT' || cast(play_for_seconds as varchar) || 'S"' end
    || case when forward_depth is null then '' else ',"forward":' || cast(forward_depth as varchar) end
    || case when save_allowed is null then '' when save_allowed then ',"save":true' else ',"save":false' end
    || case when modify_allowed is null then '' when modify_allowed then ',"modify":true' else ',"modify":false' end
    || case when reply_allowed is null then '' when reply_allowed then ',"reply":true' else ',"reply":false' end
    || case when transcript_allowed is null then '' when transcript_allowed then ',"transcript":true'
            else ',"transcript":false' end
    || case when phone_playback_allowed is null then '' when phone_playback_allowed then ',"phonePlayback":true'
            else ',"phonePlayback":false' end
    || case when min_drm is null then '' else ',"minDrm":"' || lower(min_drm) || '"' end
    from 2) || '}'
    where rights is null;
alter table grant_ alter column rights set not null;

alter table grant_ drop column if exists users;
alter table grant_ drop column if exists plays;
alter table grant_ drop column if exists not_before;
alter table grant_ drop column if exists not_after;
alter table grant_ drop column if exists play_for_seconds;
alter table grant_ drop column if exists forward_depth;
alter table grant_ drop column if exists save_allowed;
alter table grant_ drop column if exists modify_allowed;
alter table grant_ drop column if exists reply_allowed;
alter table grant_ drop column if exists transcript_allowed;
alter table grant_ drop column if exists phone_playback_allowed;
alter table grant_ drop column if exists min_drm;

-- Counted beside plays_used, the holder's own.
alter table grant_ add column if not exists plays_handed_on integer default 0 not null; -- given to children when they were made
alter table grant_ add column if not exists plays_below integer default 0 not null; -- used by all descendants

alter table license_audit add column if not exists grant_id uuid; -- the grant that a decision made, changed or showed
