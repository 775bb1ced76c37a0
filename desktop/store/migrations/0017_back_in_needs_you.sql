-- What came back by itself stands in “Needs you”, whatever it says and whoever spoke last: the owner wanted to see it
-- again. Whom they have answered and wait for is ranked below, where a reminder would be seen by nobody.

drop trigger conversation_counted;
drop trigger conversation_counted_besides;
drop trigger conversation_recounted;
drop trigger conversation_uncounted;
drop index conversation_open;
drop index conversation_needed;
drop index conversation_due;
drop index conversation_newest;
drop index conversation_unread;
drop index conversation_unanswered;

alter table conversation drop column home;
alter table conversation drop column lane;
alter table conversation add column lane text not null generated always as (
    case state when 'open' then
        case when band = 0 or back <> '' then 'needs-you' when band = 1 then 'worth-a-look' else 'the-rest' end
    else state end
) virtual;
alter table conversation add column home text not null generated always as (
    case aside when '' then lane else aside end
) virtual;

create index conversation_open on conversation (state, lane, stand, id) where state = 'open';
create index conversation_needed on conversation (state, lane, need, id) where state = 'open';
create index conversation_due on conversation (state, lane, due, id) where state = 'open';
create index conversation_newest on conversation (home, last_id);
create index conversation_unread on conversation (home, last_id) where unread = 1;
create index conversation_unanswered on conversation (home, last_id) where waiting_since is not null;

-- Counted where it stands now.
update badge set total = badge.total - moved.total, unread = badge.unread - moved.unread from (
    select case band when 1 then 'worth-a-look' else 'the-rest' end as lane, channel, count(*) as total,
        sum(unread) as unread
        from conversation where state = 'open' and back <> '' and band <> 0 group by 1, 2
) as moved where moved.lane = badge.lane and moved.channel = badge.channel;
insert into badge (lane, channel, total, unread)
    select 'needs-you', channel, count(*), sum(unread)
        from conversation where state = 'open' and back <> '' and band <> 0 group by channel
    on conflict do update set total = badge.total + excluded.total, unread = badge.unread + excluded.unread;

create trigger conversation_counted after insert on conversation begin
    insert into badge (lane, channel, total, unread) values (new.home, new.channel, 1, new.unread)
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
end;

create trigger conversation_counted_besides after insert on conversation
when new.starred = 1 or new.draft_at is not null or new.outgoing_at is not null
begin
    insert into badge (lane, channel, total, unread)
        select 'starred', new.channel, 1, new.unread where new.starred = 1 and new.aside <> 'trash'
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
    insert into badge (lane, channel, total, unread)
        select 'drafts', new.channel, 1, new.unread where new.draft_at is not null and new.aside <> 'trash'
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
    insert into badge (lane, channel, total, unread)
        select 'outbox', new.channel, 1, new.unread where new.outgoing_at is not null
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
end;

create trigger conversation_recounted after update of
    state, aside, band, back, unread, starred, draft_at, outgoing_at, channel on conversation
when old.home is not new.home or old.unread is not new.unread or old.starred is not new.starred
    or (old.draft_at is null) is not (new.draft_at is null)
    or (old.outgoing_at is null) is not (new.outgoing_at is null) or old.channel is not new.channel
begin
    update badge set total = total - 1, unread = unread - old.unread
        where channel = old.channel and (lane = old.home
            or (lane = 'starred' and old.starred = 1 and old.aside <> 'trash')
            or (lane = 'drafts' and old.draft_at is not null and old.aside <> 'trash')
            or (lane = 'outbox' and old.outgoing_at is not null));
    insert into badge (lane, channel, total, unread) values (new.home, new.channel, 1, new.unread)
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
    insert into badge (lane, channel, total, unread)
        select 'starred', new.channel, 1, new.unread where new.starred = 1 and new.aside <> 'trash'
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
    insert into badge (lane, channel, total, unread)
        select 'drafts', new.channel, 1, new.unread where new.draft_at is not null and new.aside <> 'trash'
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
    insert into badge (lane, channel, total, unread)
        select 'outbox', new.channel, 1, new.unread where new.outgoing_at is not null
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
end;

create trigger conversation_uncounted after delete on conversation begin
    update badge set total = total - 1, unread = unread - old.unread
        where channel = old.channel and (lane = old.home
            or (lane = 'starred' and old.starred = 1 and old.aside <> 'trash')
            or (lane = 'drafts' and old.draft_at is not null and old.aside <> 'trash')
            or (lane = 'outbox' and old.outgoing_at is not null));
end;
