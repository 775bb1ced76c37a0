"""Everything the reader shows: every message of a person over all channels, and our replies on their way."""

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from desktop.domain.account import AccountId
from desktop.domain.clock import from_ms
from desktop.domain.conversation import ConversationId, Entry, Opened, PersonId
from desktop.domain.draft import Parent, Phase, ReplyState
from desktop.domain.item import ID_SHIFT, Attachment, Audience, Direction, Kind, MessageId
from desktop.domain.row import InboxRow
from desktop.domain.standing import BY_OWNER, Standing
from desktop.domain.wording import worded
from desktop.store import files, notes, people
from desktop.store.connection import Damaged
from desktop.store.heard import told
from desktop.store.text import bare_id, hash64, strings
from desktop.store.values import moment, numbers

QUOTE = 20_000
MANY = 50
"""Conversations with more messages are asked one by one for their newest."""

_ENTRY = """
select message.id, message.conversation, direction, message.channel, kind, audience, persona.name, persona.handle,
    persona.key, written_at, body.subject, text, fresh, html, fresh_html, remote_images, message.url, rating,
    attachments, automatic, unreadable, reply, own_id, message.account, gone,
    persona.person <> (select person from conversation where id = message.conversation)
from message join body on body.message = message.id join persona on persona.id = message.persona
where message.id in (select value from json_each(?)) order by message.id
"""


def opened(reader: sqlite3.Connection, shown: InboxRow, limit: int) -> Opened | None:
    """Return the conversation of that row with the person's whole history; see `desktop.store.inbox.opened`."""
    conversation = shown.id
    ids, total = _history(reader, shown.person, conversation, limit)
    entries = _entries(reader, ids)
    shown_here = {entry.conversation for entry in entries} | {conversation}
    entries += _on_their_way(reader, shown_here)
    entries += notes.entries(reader, shown_here)
    entries.sort(key=_when)
    answered = reader.execute(
        "select coalesce(account.id, conversation.account), last_in_id from conversation"
        " left join message on message.id = last_in_id"
        " left join account on account.id = message.account and removed_at is null where conversation.id = ?",
        (conversation,),
    ).fetchone()
    if answered is None:
        # It has become part of another since the first look.
        return None
    account, reply_to = answered
    language, by_owner = told(reader, conversation)
    return Opened(
        row=shown,
        personas=people.personas(reader, shown.person),
        timeline=tuple(entries),
        earlier=max(0, total - len(ids)),
        account=AccountId(account),
        reply_to=None if reply_to is None else MessageId(reply_to),
        language=language,
        by_owner=by_owner,
    )


def home_of(reader: sqlite3.Connection, messages: Collection[MessageId]) -> ConversationId | None:
    """Return the conversation in which the newest of these messages is now, None when none of them is left."""
    line = reader.execute(
        "select conversation from message where id in (select value from json_each(?)) order by id desc limit 1",
        (numbers(messages),),
    ).fetchone()
    return None if line is None else ConversationId(line[0])


def _when(entry: Entry) -> tuple[int, int]:
    return entry.id >> ID_SHIFT, entry.id


def _history(
    reader: sqlite3.Connection, person: PersonId, conversation: ConversationId, limit: int
) -> tuple[list[int], int]:
    """Return the newest messages of the person's conversations, this one's first of all, and how many there are."""
    own = [
        line[0]
        for line in reader.execute(
            "select id from message where conversation = ? order by id desc limit ?", (conversation, limit)
        ).fetchall()
    ]
    # The newest `limit` messages cannot lie in more than the `limit` conversations that moved last.
    others = reader.execute(
        "select id, messages from conversation where person = ? and id <> ? and aside <> 'trash'"
        " order by last_id desc limit ?",
        (person, conversation, limit),
    ).fetchall()
    few = [line[0] for line in others if line[1] <= MANY]
    found = reader.execute(
        "select id from message where conversation in (select value from json_each(?)) order by id desc limit ?",
        (numbers(few), limit),
    ).fetchall()
    for other in (line[0] for line in others if line[1] > MANY):
        found += reader.execute(
            "select id from message where conversation = ? order by id desc limit ?", (other, limit)
        ).fetchall()
    rest = sorted((line[0] for line in found), reverse=True)[: limit - len(own)]
    total = reader.execute(
        "select coalesce(sum(messages), 0) from conversation where person = ? and (aside <> 'trash' or id = ?)",
        (person, conversation),
    ).fetchone()[0]
    return own + rest, total


def _entries(reader: sqlite3.Connection, ids: Collection[int]) -> list[Entry]:
    lines = reader.execute(_ENTRY, (numbers(ids),)).fetchall()
    files = attachments(reader, [line[0] for line in lines if line[18]])
    proofs = _proofs(reader, [line[21] for line in lines if line[21]])
    entries, seen = [], set()
    # Of copies of our own reply the one of which is known what became of it; that knows its id without the brackets.
    for line in sorted(lines, key=_is_found_only):
        twin = (bare_id(line[22]), *_common(line))
        if line[22] and twin in seen:
            continue
        seen.add(twin)
        entries.append(_entry(line, files.get(line[0], ()), proofs.get(line[21])))
    return entries


def _is_found_only(line: tuple[Any, ...]) -> bool:
    """Return whether a message is none of the replies that were sent from here."""
    return not line[21]


def _common(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what copies of one message have in common beside its id; some mailers give every mail the same id."""
    said_by_mail = line[4] == Kind.MAIL and line[2] == Direction.IN
    return (line[2], line[8], line[9], line[10]) if said_by_mail else (line[2],)


def _entry(line: tuple[Any, ...], files: tuple[Attachment, ...], delivery: Standing | None) -> Entry:
    (number, conversation, direction, channel, kind, audience, name, handle, key, written, subject, text, fresh, html,
     fresh_html, images, url, rating, _, automatic, unreadable, *_) = line  # fmt: skip
    return Entry(
        id=MessageId(number),
        conversation=ConversationId(conversation),
        direction=Direction(direction),
        channel=str(channel),
        kind=Kind(kind),
        audience=Audience(audience),
        who=str(name or handle or key),
        handle=str(handle or key),
        written_at=from_ms(written),
        subject=str(subject),
        text=str(text),
        fresh=str(fresh),
        html=str(html),
        fresh_html=str(fresh_html),
        remote_images=images,
        url=str(url),
        rating=rating,
        attachments=files,
        automatic=str(automatic),
        unreadable=str(unreadable),
        delivery=delivery,
        other=bool(line[-1]) and direction == Direction.IN,
    )


def _proofs(reader: sqlite3.Connection, replies: Collection[str]) -> dict[str, Standing]:
    lines = reader.execute(
        "select id, proof, gesture from outbox where id in (select value from json_each(?))",
        (json.dumps(list(replies)),),
    ).fetchall()
    return {line[0]: Standing(state=ReplyState.SENT, by_owner=line[1] == BY_OWNER, gesture=line[2]) for line in lines}


def _on_their_way(reader: sqlite3.Connection, conversations: Collection[int]) -> list[Entry]:
    lines = reader.execute(
        "select outbox.id, outbox.conversation, coalesce(nullif(outbox.channel, ''), conversation.channel),"
        " coalesce(nullif(outbox.kind, ''), conversation.kind), outbox.audience, sender, account.name, queued_at,"
        " outbox.subject, text, outbox.state, sentence, not_before, outbox.due_at, attempts, phase, leave_at, gesture"
        " from outbox"
        " join conversation on conversation.id = outbox.conversation join account on account.id = outbox.account"
        " where outbox.state not in ('sent', 'withdrawn')"
        " and outbox.conversation in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchall()
    return [
        Entry(
            id=MessageId(line[7] << ID_SHIFT | hash64(line[0]) & ((1 << ID_SHIFT) - 1)),
            conversation=ConversationId(line[1]),
            direction=Direction.OUT,
            channel=line[2],
            kind=Kind(line[3]),
            audience=Audience(line[4]),
            who=line[5] or line[6],
            handle=line[5] or line[6],
            written_at=from_ms(line[7]),
            subject=line[8],
            text=line[9],
            fresh="",
            html="",
            fresh_html="",
            remote_images=0,
            url="",
            rating=None,
            attachments=_enclosed(reader, line[0]),
            automatic="",
            unreadable="",
            delivery=_standing(line[10:]),
        )
        for line in lines
    ]


def _standing(line: tuple[Any, ...]) -> Standing:
    state, sentence, not_before, due_at, attempts, phase, leave_at, gesture = line
    return Standing(
        state=ReplyState(state),
        sentence=sentence,
        not_before=from_ms(not_before),
        due_at=from_ms(due_at),
        attempts=attempts,
        phase=None if phase is None else Phase(phase),
        leave_at=moment(leave_at),
        gesture=gesture,
    )


def _enclosed(reader: sqlite3.Connection, reply: str) -> tuple[Attachment, ...]:
    """Return the files of a reply on its way; its message has them once it was sent."""
    return tuple(
        Attachment(name=file.name, media_type=file.media_type, size=file.size, part="")
        for file in files.of_reply(reader, reply)
    )


def attachments(reader: sqlite3.Connection, messages: Collection[int]) -> dict[int, tuple[Attachment, ...]]:
    """Return the files of each message that has any."""
    found: defaultdict[int, list[Attachment]] = defaultdict(list)
    for line in reader.execute(
        "select message, name, media_type, size, part from attachment"
        " where message in (select value from json_each(?)) order by message, number",
        (numbers(messages),),
    ).fetchall():
        found[line[0]].append(Attachment(name=line[1], media_type=line[2], size=line[3], part=line[4]))
    return {number: tuple(files) for number, files in found.items()}


def parent(reader: sqlite3.Connection, message: MessageId) -> Parent | None:
    """Return what a connector must know of the message that is being answered, None when there is no such message."""
    line = reader.execute(
        "select remote_id, own_id, parent_ids, body.subject, persona.key, persona.handle, persona.name, reply_to,"
        " message.people, audience, hint, substr(case fresh when '' then text else fresh end, 1, ?), written_at, message.url"
        " from message join body on body.message = message.id join persona on persona.id = message.persona"
        " where message.id = ?",
        (QUOTE, message),
    ).fetchone()
    if line is None:
        return None
    return Parent(
        remote_id=line[0],
        own_id=line[1],
        parent_ids=strings(line[2]),
        subject=line[3],
        author_key=line[4],
        author_handle=line[5],
        author_name=line[6],
        reply_to=strings(line[7]),
        sent_to=tuple(who[0] for who in json.loads(line[8])),
        audience=Audience(line[9]),
        conversation_hint=line[10],
        quote=line[11],
        written_at=from_ms(line[12]),
        url=line[13],
    )


def raw(reader: sqlite3.Connection, message: MessageId) -> bytes:
    """Return the message's bytes as they were fetched, b"" when there are none.

    Raises Damaged with a sentence when the disk has not kept them as they were.
    """
    line = reader.execute("select data from raw where message = ?", (message,)).fetchone()
    try:
        return b"" if line is None else zlib.decompress(line[0])
    except zlib.error as error:
        raise Damaged(
            worded("The original of this message was damaged on the disk; only its words are left.")
        ) from error
