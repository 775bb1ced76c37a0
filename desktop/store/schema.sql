-- A picture of the newest schema, made from the migrations; a test compares the two. Nothing reads it.

CREATE TABLE product (
    only integer primary key check (only = 1),
    version text not null
) strict;

CREATE TABLE seat (
    only integer primary key check (only = 1),
    id text not null check (id <> '')
) strict;

CREATE TABLE account (
    id integer primary key autoincrement,
    kind text not null check (kind <> ''),
    name text not null check (name <> ''),
    -- What its messages are named after on every seat. It stays when the account is removed, and its name is free then.
    scope text not null unique check (scope <> ''),
    settings text not null default '{}' check (json_valid(settings)),
    secret_key text not null default '',
    added_at integer not null,
    -- When the owner removed it; what was written there stays.
    removed_at integer
) strict;

CREATE TABLE lane (
    account integer primary key references account (id) on delete cascade,
    cursor text not null default '',
    retry_at integer,
    failures integer not null default 0 check (failures >= 0),
    heard_at integer,
    sentence text not null default '',
    stopped integer not null default 0 check (stopped in (0, 1))
, ended integer not null default 0 check (ended in (0, 1)), unreached integer not null default 0 check (unreached in (0, 1))) strict;

CREATE TABLE person (
    id integer primary key autoincrement,
    answered integer not null default 0 check (answered in (0, 1)),
    -- 1 when something became known by which the person's conversations may be ranked anew.
    stale integer not null default 0 check (stale in (0, 1))
) strict;

CREATE TABLE persona (
    id integer primary key,
    person integer not null references person (id),
    channel text not null,
    key text not null,
    handle text not null default '',
    name text not null default '',
    url text not null default '',
    followers integer,
    heard_ms integer not null default 0,
    unique (channel, key)
) strict;

CREATE TABLE conversation (
    id integer primary key autoincrement,
    person integer not null references person (id),
    persona integer not null references persona (id),
    account integer not null references account (id),
    channel text not null,
    kind text not null,
    audience text not null check (audience in ('public', 'private')),
    state text not null default 'open' check (state in ('open', 'waiting', 'snoozed', 'done')),
    band integer not null default 2 check (band in (0, 1, 2)),
    pinned integer not null default 0 check (pinned in (0, 1)),
    unread integer not null default 0 check (unread in (0, 1)),
    starred integer not null default 0 check (starred in (0, 1)),
    until integer,
    acted_at integer not null default 0,
    waits_from integer not null default 0,
    messages integer not null default 0 check (messages >= 0),
    messages_in integer not null default 0 check (messages_in >= 0),
    unanswered integer not null default 0 check (unanswered >= 0),
    first_id integer not null,
    last_id integer not null,
    last_in_id integer,
    waiting_since integer,
    rating integer,
    score real not null default 0,
    rank_version integer not null default 0,
    next_rank_at integer,
    draft_at integer,
    outgoing_at integer,
    subject text not null default '',
    snippet text not null default '',
    reasons text not null default '[]' check (json_valid(reasons)),
    last_at integer not null generated always as (last_id >> 20) stored,
    -- Open: what is pinned, then whoever waits longest, then those who do not wait, newest first. Put away until a
    -- time: the earliest first. Done: the newest first.
    place integer not null generated always as (
        case state
            when 'open' then coalesce(waiting_since, 4611686018427387904 - (last_id >> 20))
                - pinned * 4611686018427387904
            when 'done' then -(last_id >> 20)
            else coalesce(until, 0)
        end
    ) stored
, aside text not null default ''
    check (aside in ('', 'muted', 'not-ours', 'trash') and (aside = '' or state = 'done')), why text not null default '', asleep integer not null default 0 check (asleep in (0, 1)), back text not null default '', stand integer not null generated always as (
    case when state = 'open' and back <> '' and pinned = 0
        then coalesce(waiting_since, last_id >> 20) - 2305843009213693952
        else place end
) virtual, points integer not null default 0, answer_by integer, need integer generated always as (
    case when state <> 'open' then stand else
        case when pinned = 1 then 0 when back <> '' then 1 else 2 end * 288230376151711744
            + (16000 - max(-16000, min(16000, points))) * 4398046511104
            + min(coalesce(waiting_since, last_id >> 20), 4398046511103)
    end
) virtual, due integer generated always as (
    case when state <> 'open' then stand
        when waiting_since is null then 4611686018427387904 - (last_id >> 20)
        else coalesce(answer_by, waiting_since + 3600000)
    end
) virtual, sense integer not null default 0, needed integer not null default 0 check (needed in (0, 1)), language text not null default '', lane text not null generated always as (
    case state when 'open' then
        case when band = 0 or back <> '' then 'needs-you' when band = 1 then 'worth-a-look' else 'the-rest' end
    else state end
) virtual, home text not null generated always as (
    case aside when '' then lane else aside end
) virtual) strict;

CREATE TABLE badge (
    lane text not null,
    channel text not null,
    total integer not null default 0 check (total >= 0),
    unread integer not null default 0 check (unread >= 0),
    primary key (lane, channel)
) strict, without rowid;

CREATE TABLE thread_name (
    name integer primary key,
    conversation integer not null
) strict;

CREATE TABLE message (
    id integer primary key,
    account integer not null references account (id),
    remote_id text not null check (remote_id <> ''),
    conversation integer not null references conversation (id) on delete cascade deferrable initially deferred,
    persona integer not null references persona (id),
    partner integer not null references persona (id),
    direction text not null check (direction in ('in', 'out')),
    channel text not null,
    kind text not null,
    audience text not null check (audience in ('public', 'private')),
    addressed integer not null check (addressed in (0, 1)),
    seen integer not null check (seen in (0, 1)),
    answered integer not null default 0 check (answered in (0, 1)),
    server_flags integer not null default 0,
    wanted_flags integer not null default 0,
    gone integer not null default 0 check (gone in (0, 1)),
    written_at integer not null,
    received_at integer not null,
    subject_key integer,
    joins_by_subject integer not null default 0 check (joins_by_subject in (0, 1)),
    own_id text not null default '',
    reply text not null default '',
    rating integer,
    automatic text not null default '',
    matched text not null default '',
    language text not null default '',
    url text not null default '',
    hint text not null default '',
    unreadable text not null default '',
    remote_images integer not null default 0,
    attachments integer not null default 0,
    render_version integer not null default 0,
    sha256 blob not null,
    people text not null default '[]' check (json_valid(people)),
    parent_ids text not null default '[]' check (json_valid(parent_ids)),
    reply_to text not null default '[]' check (json_valid(reply_to)),
    unique (account, remote_id)
) strict;

CREATE TABLE body (
    message integer primary key references message (id) on delete cascade,
    subject text not null default '',
    people text not null default '',
    text text not null default '',
    fresh text not null default '',
    html text not null default '',
    fresh_html text not null default ''
, age integer generated always as (-message) virtual) strict;

CREATE TABLE raw (
    message integer primary key references message (id) on delete cascade,
    size integer not null,
    data blob not null
) strict;

CREATE TABLE attachment (
    message integer not null references message (id) on delete cascade,
    number integer not null,
    name text not null,
    media_type text not null,
    size integer not null,
    part text not null,
    primary key (message, number)
) strict, without rowid;

CREATE TABLE act (
    ms integer not null,
    counter integer not null,
    seat text not null,
    verb text not null,
    conversation_key text not null,
    before text not null check (json_valid(before)),
    after text not null check (json_valid(after)),
    gesture text not null,
    undoes_ms integer,
    undoes_counter integer,
    undoes_seat text, about text not null default '', lesson text not null default '',
    primary key (ms, counter, seat),
    check ((undoes_ms is null) = (undoes_seat is null) and (undoes_ms is null) = (undoes_counter is null))
) strict, without rowid;

CREATE VIRTUAL TABLE persona_search using fts5 (
    key, handle, name,
    content = 'persona', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE label (
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

CREATE TABLE conversation_label (
    conversation integer not null references conversation (id) on delete cascade,
    label integer not null references label (id),
    primary key (conversation, label)
) strict, without rowid;

CREATE TABLE note (
    id integer primary key,
    key text not null unique check (key <> ''),
    conversation integer not null references conversation (id) on delete cascade,
    written_at integer not null,
    text text not null check (text <> ''),
    -- 0 once it was taken back.
    kept integer not null default 1 check (kept in (0, 1))
) strict;

CREATE VIRTUAL TABLE note_search using fts5 (
    text,
    content = 'note', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE file (
    sha256 blob primary key check (length(sha256) = 32),
    size integer not null check (size >= 0),
    data blob not null
) strict;

CREATE TABLE draft (
    conversation integer not null,
    account integer not null references account (id),
    audience text not null check (audience in ('public', 'private')),
    -- Of the way it takes; '' where they are the conversation's own.
    channel text not null default '',
    kind text not null default '',
    -- '' while there are only files.
    text text not null,
    in_reply_to integer,
    subject text not null default '',
    recipients text not null default '[]' check (json_valid(recipients)),
    copies text not null default '[]' check (json_valid(copies)),
    updated_at integer not null,
    reply text not null default '',
    primary key (conversation, account, audience)
) strict, without rowid;

CREATE TABLE draft_file (
    conversation integer not null,
    account integer not null references account (id),
    audience text not null check (audience in ('public', 'private')),
    number integer not null,
    name text not null check (name <> ''),
    media_type text not null,
    size integer not null,
    sha256 blob not null references file (sha256),
    primary key (conversation, account, audience, number)
) strict, without rowid;

CREATE TABLE outbox (
    id text primary key,
    conversation integer not null,
    account integer not null references account (id),
    state text not null check (state in
        ('queued', 'claimed', 'sending', 'committing', 'sent', 'refused', 'unknown', 'withdrawn', 'overdue')),
    phase text check (phase in ('connect', 'mail', 'rcpt', 'body', 'commit')),
    -- Of the way it takes; '' where they are the conversation's own.
    channel text not null default '',
    kind text not null default '',
    text text not null,
    subject text not null default '',
    summary text not null default '',
    audience text not null check (audience in ('public', 'private')),
    in_reply_to integer,
    recipients text not null default '[]' check (json_valid(recipients)),
    copies text not null default '[]' check (json_valid(copies)),
    queued_at integer not null,
    not_before integer not null,
    -- When the owner wants it to leave; null for as soon as the hold is over.
    leave_at integer,
    due_at integer not null,
    -- What was written as one, and which of them must have been sent before this one leaves.
    gesture text not null default '',
    after text not null default '',
    attempts integer not null default 0 check (attempts >= 0),
    sentence text not null default '',
    worker text not null default '',
    lease_ms integer not null default 0,
    lease_until integer,
    sent_at integer,
    proof text not null default '',
    remote_id text not null default '',
    filed integer not null default 0 check (filed in (0, 1)),
    sha256 blob not null check (length(sha256) = 32),
    remote_key text not null default '',
    proof_key text not null default '',
    sender text not null default '',
    envelope text not null default '[]' check (json_valid(envelope)), lesson text not null default '',
    check ((state in ('claimed', 'sending', 'committing')) = (lease_until is not null)),
    check (state <> 'sent' or sent_at is not null)
) strict, without rowid;

CREATE TABLE payload (
    reply text primary key references outbox (id) on delete cascade,
    data blob not null
) strict;

CREATE TABLE reply_file (
    reply text not null references outbox (id) on delete cascade,
    number integer not null,
    name text not null check (name <> ''),
    media_type text not null,
    size integer not null,
    sha256 blob not null references file (sha256),
    primary key (reply, number)
) strict, without rowid;

CREATE VIRTUAL TABLE search using fts5 (
    subject, text, people,
    content = 'body', content_rowid = 'age',
    prefix = '1',
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE saved_search (
    id integer primary key,
    name text not null check (name <> ''),
    folded text not null unique check (folded <> ''),
    query text not null check (query <> ''),
    place integer not null
) strict;

CREATE TABLE sense (
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
, ranked_by integer not null default 0) strict;

CREATE TABLE newcomers (
    day integer primary key,
    total integer not null default 0,
    needed integer not null default 0
) strict;

CREATE TABLE wrote (
    account integer not null,
    hour integer not null,
    persona integer not null,
    unhappy integer not null default 0 check (unhappy in (0, 1)),
    primary key (account, hour, persona)
) strict, without rowid;

CREATE TABLE storm (
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
, people integer not null default 0, title text not null default '') strict;

CREATE TABLE storm_member (
    conversation integer primary key references conversation (id) on delete cascade,
    storm integer not null references storm (id) on delete cascade,
    -- 1 when it stands behind the row of the storm.
    folded integer not null default 0 check (folded in (0, 1))
, stands integer not null default 0 check (stands in (0, 1)), place integer) strict;

CREATE VIEW storm_standing (conversation, stands, place) as
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

CREATE UNIQUE INDEX account_name on account (name) where removed_at is null;

CREATE INDEX person_stale on person (stale) where stale = 1;

CREATE INDEX persona_person on persona (person);

CREATE INDEX conversation_outgoing on conversation (outgoing_at desc, id) where outgoing_at is not null;

CREATE INDEX conversation_wakes on conversation (until) where until is not null;

CREATE INDEX conversation_next_rank on conversation (next_rank_at) where next_rank_at is not null;

CREATE INDEX conversation_rank_version on conversation (rank_version);

CREATE INDEX message_conversation on message (conversation, id);

CREATE INDEX message_persona on message (persona, id);

CREATE INDEX message_subject on message (subject_key, id) where subject_key is not null;

CREATE INDEX message_wanted on message (account) where wanted_flags <> 0;

CREATE INDEX message_reply on message (reply) where reply <> '';

CREATE INDEX act_conversation on act (conversation_key, ms);

CREATE INDEX act_gesture on act (gesture);

CREATE UNIQUE INDEX label_folded on label (folded) where kept = 1;

CREATE INDEX conversation_label_label on conversation_label (label, conversation);

CREATE INDEX note_conversation on note (conversation, id);

CREATE INDEX conversation_put_away on conversation (state, aside, stand, id) where state <> 'open';

CREATE INDEX conversation_starred on conversation (last_at desc, id) where starred = 1 and aside <> 'trash';

CREATE INDEX conversation_drafted on conversation (draft_at desc, id) where draft_at is not null and aside <> 'trash';

CREATE INDEX conversation_person on conversation (person, first_id) where aside <> 'trash';

CREATE INDEX conversation_history on conversation (person, last_id, messages, aside);

CREATE INDEX draft_file_bytes on draft_file (sha256);

CREATE INDEX outbox_due on outbox (due_at) where state = 'queued';

CREATE INDEX outbox_conversation on outbox (conversation);

CREATE INDEX outbox_proof_key on outbox (proof_key) where proof_key <> '';

CREATE INDEX outbox_open on outbox (queued_at) where state not in ('sent', 'withdrawn');

CREATE INDEX outbox_sent on outbox (sent_at desc) where state = 'sent';

CREATE INDEX outbox_gesture on outbox (gesture) where gesture <> '';

CREATE INDEX outbox_scheduled on outbox (leave_at) where state = 'queued' and leave_at is not null;

CREATE INDEX reply_file_bytes on reply_file (sha256);

CREATE INDEX message_rendered on message (render_version);

CREATE UNIQUE INDEX body_age on body (age);

CREATE INDEX message_channel on message (channel, id);

CREATE INDEX message_account on message (account, id);

CREATE INDEX message_attached on message (id) where attachments > 0;

CREATE INDEX act_taught on act (ms, counter, seat) where lesson <> '';

CREATE INDEX conversation_sense on conversation (band, sense) where state = 'open';

CREATE INDEX storm_members on storm_member (storm, folded);

CREATE INDEX conversation_told on conversation (person) where language <> '';

CREATE INDEX message_ours on message (id, conversation, written_at) where direction = 'out' and automatic = '';

CREATE INDEX storm_behind on storm_member (storm, place) where place is not null;

CREATE INDEX storm_alone on storm_member (storm, stands, place) where stands = 1 and place is null;

CREATE INDEX conversation_open on conversation (state, lane, stand, id) where state = 'open';

CREATE INDEX conversation_needed on conversation (state, lane, need, id) where state = 'open';

CREATE INDEX conversation_due on conversation (state, lane, due, id) where state = 'open';

CREATE INDEX conversation_newest on conversation (home, last_id);

CREATE INDEX conversation_unread on conversation (home, last_id) where unread = 1;

CREATE INDEX conversation_unanswered on conversation (home, last_id) where waiting_since is not null;

CREATE TRIGGER act_kept before update on act begin
    select raise(abort, 'the log of acts is only ever added to');
end;

CREATE TRIGGER act_never_deleted before delete on act begin
    select raise(abort, 'the log of acts is only ever added to');
end;

CREATE TRIGGER persona_named after insert on persona begin
    insert into persona_search (rowid, key, handle, name) values (new.id, new.key, new.handle, new.name);
end;

CREATE TRIGGER persona_renamed after update of key, handle, name on persona begin
    insert into persona_search (persona_search, rowid, key, handle, name)
        values ('delete', old.id, old.key, old.handle, old.name);
    insert into persona_search (rowid, key, handle, name) values (new.id, new.key, new.handle, new.name);
end;

CREATE TRIGGER persona_forgotten after delete on persona begin
    insert into persona_search (persona_search, rowid, key, handle, name)
        values ('delete', old.id, old.key, old.handle, old.name);
end;

CREATE TRIGGER note_written after insert on note begin
    insert into note_search (rowid, text) values (new.id, new.text);
end;

CREATE TRIGGER note_lost after delete on note begin
    insert into note_search (note_search, rowid, text) values ('delete', old.id, old.text);
end;

CREATE TRIGGER body_reworded after update of subject, text, people on body begin
    insert into search (search, rowid, subject, text, people)
        values ('delete', old.age, old.subject, old.text, old.people);
    insert into search (rowid, subject, text, people) values (new.age, new.subject, new.text, new.people);
end;

CREATE TRIGGER body_removed after delete on body begin
    insert into search (search, rowid, subject, text, people)
        values ('delete', old.age, old.subject, old.text, old.people);
end;

CREATE TRIGGER storm_joined after insert on storm_member begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;

CREATE TRIGGER storm_refolded after update of conversation, folded on storm_member begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;

CREATE TRIGGER storm_moved after update of state, aside, band, pinned, starred, back, points on conversation begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.id)
        where conversation = new.id;
end;

CREATE TRIGGER storm_labelled after insert on conversation_label begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = new.conversation)
        where conversation = new.conversation;
end;

CREATE TRIGGER storm_unlabelled after delete on conversation_label begin
    update storm_member set (stands, place) =
        (select stands, place from storm_standing where conversation = old.conversation)
        where conversation = old.conversation;
end;

CREATE TRIGGER conversation_counted after insert on conversation begin
    insert into badge (lane, channel, total, unread) values (new.home, new.channel, 1, new.unread)
        on conflict do update set total = total + 1, unread = unread + excluded.unread;
end;

CREATE TRIGGER conversation_counted_besides after insert on conversation
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

CREATE TRIGGER conversation_recounted after update of
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

CREATE TRIGGER conversation_uncounted after delete on conversation begin
    update badge set total = total - 1, unread = unread - old.unread
        where channel = old.channel and (lane = old.home
            or (lane = 'starred' and old.starred = 1 and old.aside <> 'trash')
            or (lane = 'drafts' and old.draft_at is not null and old.aside <> 'trash')
            or (lane = 'outbox' and old.outgoing_at is not null));
end;
