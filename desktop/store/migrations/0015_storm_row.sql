-- What the row of a storm says is kept as it changes: every page reads it, and counting fifty thousand takes too long.

-- 1 while it is open and not put aside.
alter table storm_member add column stands integer not null default 0 check (stands in (0, 1));
-- Its place among those behind the row, the lowest of which stands for all; null where it stands on its own.
alter table storm_member add column place integer;
-- How many people took part and what most of the members answer, when it was last looked at.
alter table storm add column people integer not null default 0;
alter table storm add column title text not null default '';

create view storm_standing (conversation, stands, place) as
    select member.conversation, state = 'open' and aside = '',
        case when member.folded = 1 and state = 'open' and aside = ''
            -- What neither presses nor was marked by the owner: a star, a label or what comes back stands on its own.
            and band <> 0 and pinned = 0 and starred = 0 and back = ''
            and not exists (select 1 from conversation_label where conversation_label.conversation = conversation.id)
        then
            -- Band, points in steps of half a point, the oldest of those that hardly differ.
            band * 72057594037927936 + min(32000, max(0, 16000 - points)) / 50 * 17592186044416 + conversation.id
        end
    from storm_member as member join conversation on conversation.id = member.conversation;

create trigger storm_joined after insert on storm_member begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;
create trigger storm_refolded after update of conversation, folded on storm_member begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;
create trigger storm_moved after update of state, aside, band, pinned, starred, back, points on conversation begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.id)
        where conversation = new.id;
end;
create trigger storm_labelled after insert on conversation_label begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;
create trigger storm_unlabelled after delete on conversation_label begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = old.conversation)
        where conversation = old.conversation;
end;

update storm_member set (stands, place) =
    (select stands, place from storm_standing where storm_standing.conversation = storm_member.conversation);
update storm set people = (
    select count(distinct message.persona) from storm_member join message
        on message.conversation = storm_member.conversation and direction = 'in' and automatic = ''
        where storm_member.storm = storm.id
);
update storm set title = coalesce((
    select subject from storm_member join conversation on conversation.id = storm_member.conversation
        where storm_member.storm = storm.id and subject <> '' group by subject
        having 2 * count(*) >= (select count(*) from storm_member where storm_member.storm = storm.id)
        order by count(*) desc, subject limit 1
), '');

drop index storm_folded;
create index storm_behind on storm_member (storm, place) where place is not null;
create index storm_alone on storm_member (storm, stands, place) where stands = 1 and place is null;
