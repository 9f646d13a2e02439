-- Grants are a tree, several for one holder, and their rights are one JSON column, in the form of the public interface.
-- Portable between H2 and PostgreSQL.
alter table grant_ drop constraint grant_holder;
create index grant_kid_holder on grant_ (kid, holder);

alter table grant_ add column rights varchar(131072);
update grant_ set rights = '{' || substring(
       case when users is null then ''
            when users = '' then ',"users":[]'
            else ',"users":["'
                || replace(replace(replace(users, '\', '\\'), '"', '\"'), chr(10), '","') || '"]' end
    || case when plays is null then '' else ',"plays":' || cast(plays as varchar) end
    || case when not_before is null then '' else ',"notBefore":"'
            || replace(replace(cast(not_before at time zone 'UTC' as varchar), '+00', ''), ' ', 'T') || 'Z"' end
    || case when not_after is null then '' else ',"notAfter":"'
            || replace(replace(cast(not_after at time zone 'UTC' as varchar), '+00', ''), ' ', 'T') || 'Z"' end
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
    from 2) || '}';
alter table grant_ alter column rights set not null;

alter table grant_ drop column users;
alter table grant_ drop column plays;
alter table grant_ drop column not_before;
alter table grant_ drop column not_after;
alter table grant_ drop column play_for_seconds;
alter table grant_ drop column forward_depth;
alter table grant_ drop column save_allowed;
alter table grant_ drop column modify_allowed;
alter table grant_ drop column reply_allowed;
alter table grant_ drop column transcript_allowed;
alter table grant_ drop column phone_playback_allowed;
alter table grant_ drop column min_drm;

-- Counted beside plays_used, the holder's own.
alter table grant_ add column plays_handed_on integer default 0 not null; -- given to children when they were made
alter table grant_ add column plays_below integer default 0 not null; -- used by all descendants

alter table license_audit add column grant_id uuid; -- the grant that a decision made, changed or showed
