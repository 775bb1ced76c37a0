-- Storms: who wrote in which hour, the storms that were noticed, and the conversations that stand behind one row.

-- Each person once an hour (hours since 1970), of the last eight weeks; `unhappy` when they complained.
create table wrote (
    account integer not null,
    hour integer not null,
    persona integer not null,
    unhappy integer not null default 0 check (unhappy in (0, 1)),
    primary key (account, hour, persona)
) strict, without rowid;

insert or ignore into wrote (account, hour, persona, unhappy)
    select message.account, (message.id >> 20) / 3600000, message.persona,
        max(conversation.reasons like '%["complaint"%')
    from message join conversation on conversation.id = message.conversation
    where message.id > (select coalesce(max(id), 0) from message) - (4838400000 << 20)
        and message.direction = 'in' and message.automatic = ''
    group by 1, 2, 3;

create table storm (
    id integer primary key autoincrement,
    -- 0 for one that goes through the whole shop.
    account integer not null,
    -- Hours since 1970: its first, when it was noticed, its highest, and the first after it.
    began integer not null,
    found integer not null,
    peak_hour integer not null,
    ended integer,
    peak integer not null,
    -- People an hour that would be usual now.
    usual real not null default 0,
    -- People of the last sixty minutes, how far it has come, and milliseconds from its peak to half of it.
    rate integer not null default 0,
    phase text not null check (phase in ('rising', 'peak', 'fading', 'over')),
    half integer,
    unhappy integer not null default 0 check (unhappy in (0, 1)),
    -- 1 when it is large enough to be folded; `unfolded` when the owner would rather see all of it.
    folds integer not null default 0 check (folds in (0, 1)),
    unfolded integer not null default 0 check (unfolded in (0, 1)),
    told integer not null default 0 check (told in (0, 1))
) strict;

create table storm_member (
    conversation integer primary key references conversation (id) on delete cascade,
    storm integer not null references storm (id) on delete cascade,
    -- 1 when it stands behind the row of the storm.
    folded integer not null default 0 check (folded in (0, 1))
) strict;
create index storm_members on storm_member (storm, folded);
