-- Drafts for each way to answer, files that go with them, replies for a later time, and two replies in one gesture.

-- The bytes of files, each once, however many drafts and replies it goes with.
create table file (
    sha256 blob primary key check (length(sha256) = 32),
    size integer not null check (size >= 0),
    data blob not null
) strict;

alter table draft rename to draft_before;
create table draft (
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
insert into draft (conversation, account, audience, text, in_reply_to, subject, recipients, copies, updated_at, reply)
    select conversation, account, audience, text, in_reply_to, subject, recipients, copies, updated_at, reply
    from draft_before;
drop table draft_before;

create table draft_file (
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
create index draft_file_bytes on draft_file (sha256);

alter table outbox rename to outbox_before;
create table outbox (
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
    envelope text not null default '[]' check (json_valid(envelope)),
    check ((state in ('claimed', 'sending', 'committing')) = (lease_until is not null)),
    check (state <> 'sent' or sent_at is not null)
) strict, without rowid;
insert into outbox (id, conversation, account, state, phase, text, subject, summary, audience, in_reply_to, recipients,
        copies, queued_at, not_before, due_at, attempts, sentence, worker, lease_ms, lease_until, sent_at, proof,
        remote_id, filed, sha256, remote_key, proof_key, sender, envelope)
    select id, conversation, account, state, phase, text, subject, summary, audience, in_reply_to, recipients, copies,
        queued_at, not_before, due_at, attempts, sentence, worker, lease_ms, lease_until, sent_at, proof, remote_id,
        filed, sha256, remote_key, proof_key, sender, envelope
    from outbox_before;

-- The exact requests, apart: a note of how far a reply has come must not write its files anew.
create table payload (
    reply text primary key references outbox (id) on delete cascade,
    data blob not null
) strict;
insert into payload (reply, data) select id, payload from outbox_before;
drop table outbox_before;

create index outbox_due on outbox (due_at) where state = 'queued';
create index outbox_conversation on outbox (conversation);
create index outbox_proof_key on outbox (proof_key) where proof_key <> '';
create index outbox_open on outbox (queued_at) where state not in ('sent', 'withdrawn');
create index outbox_sent on outbox (sent_at desc) where state = 'sent';
create index outbox_gesture on outbox (gesture) where gesture <> '';
create index outbox_scheduled on outbox (leave_at) where state = 'queued' and leave_at is not null;

create table reply_file (
    reply text not null references outbox (id) on delete cascade,
    number integer not null,
    name text not null check (name <> ''),
    media_type text not null,
    size integer not null,
    sha256 blob not null references file (sha256),
    primary key (reply, number)
) strict, without rowid;
create index reply_file_bytes on reply_file (sha256);
