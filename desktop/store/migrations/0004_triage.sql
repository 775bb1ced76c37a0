-- Labels and notes, and what is set aside: muted, not about the shop, in the trash.

create table label (
    id integer primary key,
    -- The name it was made with, folded: by it the log names the label, on every seat.
    key text not null unique check (key <> ''),
    name text not null check (name <> ''),
    folded text not null check (folded <> ''),
    colour text not null check (colour <> ''),
    place integer not null,
    -- 0 once the owner has removed it; a label of that name gets its colour and place back.
    kept integer not null default 1 check (kept in (0, 1))
) strict;

create unique index label_folded on label (folded) where kept = 1;

create table conversation_label (
    conversation integer not null references conversation (id) on delete cascade,
    label integer not null references label (id),
    primary key (conversation, label)
) strict, without rowid;

create index conversation_label_label on conversation_label (label, conversation);

-- What the owner wrote down for themselves. Its id is made like a message's, so that both stand in one order of time.
create table note (
    id integer primary key,
    key text not null unique check (key <> ''),
    conversation integer not null references conversation (id) on delete cascade,
    written_at integer not null,
    text text not null check (text <> ''),
    -- 0 once it was taken back.
    kept integer not null default 1 check (kept in (0, 1))
) strict;

create index note_conversation on note (conversation, id);

create virtual table note_search using fts5 (
    text,
    content = 'note', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2"
);

create trigger note_written after insert on note begin
    insert into note_search (rowid, text) values (new.id, new.text);
end;

create trigger note_lost after delete on note begin
    insert into note_search (note_search, rowid, text) values ('delete', old.id, old.text);
end;

-- What the marks cannot say: the name of a label, the text of a note, the phrase excluded.
alter table act add column about text not null default '';

-- What is set aside is done besides, so that nothing of what looks for open conversations need know of it.
alter table conversation add column aside text not null default ''
    check (aside in ('', 'muted', 'not-ours', 'trash') and (aside = '' or state = 'done'));
-- Why it is not about the shop: the phrase excluded.
alter table conversation add column why text not null default '';
-- 1 for a snoozed one that stays asleep when they write.
alter table conversation add column asleep integer not null default 0 check (asleep in (0, 1));
-- How it came back by itself, until something is done about it.
alter table conversation add column back text not null default '';

-- The lane it is counted in.
alter table conversation add column home text not null generated always as (
    case aside when '' then lane else aside end
) virtual;

-- Its place in the lane: between what is pinned and who waits stands what came back by itself, longest waiting first.
alter table conversation add column stand integer not null generated always as (
    case when state = 'open' and back <> '' and pinned = 0
        then coalesce(waiting_since, last_id >> 20) - 2305843009213693952
        else place end
) virtual;

drop index conversation_open;
drop index conversation_open_channel;
drop index conversation_put_away;
drop index conversation_starred;
drop index conversation_drafted;
drop index conversation_person;
drop index conversation_history;
create index conversation_open on conversation (state, lane, stand, id) where state = 'open';
create index conversation_open_channel on conversation (channel, state, lane, stand, id) where state = 'open';
create index conversation_put_away on conversation (state, aside, stand, id) where state <> 'open';
create index conversation_starred on conversation (last_at desc, id) where starred = 1 and aside <> 'trash';
create index conversation_drafted on conversation (draft_at desc, id) where draft_at is not null and aside <> 'trash';
create index conversation_person on conversation (person, first_id) where aside <> 'trash';
create index conversation_history on conversation (person, last_id, messages, aside);

drop trigger conversation_counted;
drop trigger conversation_counted_besides;
drop trigger conversation_recounted;
drop trigger conversation_uncounted;

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
    state, aside, band, unread, starred, draft_at, outgoing_at, channel on conversation
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
