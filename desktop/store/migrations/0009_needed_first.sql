-- Who most needs an answer stands first: by what the reasons add up to, in whole hundredths, so that no machine orders
-- them otherwise. What is pinned is on top, then what is back; of equals, who has waited longer comes first.

alter table conversation add column points integer not null default 0;
-- When the customer should have an answer, as the ranker sees it.
alter table conversation add column answer_by integer;

update conversation set points = coalesce(
    (select cast(round(sum(json_extract(value, '$[2]')) * 100) as integer) from json_each(reasons)), 0
) where id in (select id from conversation where id > :after and id <= :upto);

alter table conversation add column need integer generated always as (
    case when state <> 'open' then stand else
        case when pinned = 1 then 0 when back <> '' then 1 else 2 end * 288230376151711744
            + (16000 - max(-16000, min(16000, points))) * 4398046511104
            + min(coalesce(waiting_since, last_id >> 20), 4398046511103)
    end
) virtual;
alter table conversation add column due integer generated always as (
    case when state <> 'open' then stand
        when waiting_since is null then 4611686018427387904 - (last_id >> 20)
        else coalesce(answer_by, waiting_since + 3600000)
    end
) virtual;

create index conversation_needed on conversation (state, lane, need, id) where state = 'open';
create index conversation_due on conversation (state, lane, due, id) where state = 'open';
-- Nobody asks for the lane of one channel.
drop index conversation_open_channel;
