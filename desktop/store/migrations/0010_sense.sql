-- The owner's own sense of what matters. What an act taught stands in the log with it, and nowhere else: whatever is
-- undone there is as if it had never been learned.

alter table act add column lesson text not null default '';
create index act_taught on act (ms, counter, seat) where lesson <> '';

-- What a reply on its way will teach once it was sent.
alter table outbox add column lesson text not null default '';

create table sense (
    only integer primary key check (only = 1),
    -- Grows with everything by which conversations may stand elsewhere.
    revision integer not null default 0,
    -- Where the line of "Needs you" lies without the owner, how far they moved it, and how far crowding raised it: in
    -- hundredths, as the points of conversations.
    base integer not null default 240,
    own integer not null default 0,
    crowded integer not null default 0,
    -- The days (since 1970) on which crowding was looked at last, and on which the line was moved for it.
    looked integer not null default 0,
    moved integer not null default 0
) strict;
insert into sense (only) values (1);

-- The revision of the sense by which it was ranked.
alter table conversation add column sense integer not null default 0;
-- 1 once it has stood in "Needs you".
alter table conversation add column needed integer not null default 0 check (needed in (0, 1));
create index conversation_sense on conversation (band, sense) where state = 'open';

-- How many conversations began on a day (since 1970), and how many of those have come to stand in "Needs you".
create table newcomers (
    day integer primary key,
    total integer not null default 0,
    needed integer not null default 0
) strict;
