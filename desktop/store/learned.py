"""What the owner's acts teach, and what they say of their sense themselves. All of it stands in the log of acts.

For the window and the command line; each write is a gesture of its own, which `triage.undo` takes back:

- `triage.act(db, [id], verb, now=…, teach=features)` and `outbox.queue(db, …, teach=features)` teach what the act tells;
  without `teach` an act teaches nothing: leave it out while the window is not in front, and for what is done in bulk.
  `features` is `desktop.triage.personal.features`.
- `correct(db, id, more=True, now=…, teach=features, rank=rank)`: + and − on a row. With `reason=` one of the row's own
  reasons: + and − on that term, known by `desktop.triage.personal.features_of_reason`. With `rank` the row itself is
  ranked at once, the others follow in the background; a run of corrections moves the line of “Needs you” at once.
- `pin(db, feature, now=…)`, `unpin(…)`: always show me a word, a sender, a topic (`personal.feature_of_word`,
  `personal.feature_of_sender`); `forget(db, sender, now=…)`: what was learned from a sender; `unlearn(db, now=…)`: the
  last lesson; `reset(db, now=…)`: all lessons. Each returns a ChangeSet with `said` for the toast, which is empty when
  there was nothing to do. `ChangeSet.learned` is True whenever something of this is another than before.
- `store.sense.sense(reader)` is all that counts now: lessons, pins, the line; `personal.Personal(sense)` weighs it.
- `sender_of(reader, id)` names a conversation's sender, `senders(reader, "Marta")` who is called so,
  `explore(reader, lane, page, now)` which conversations of lower lanes to show on a page so that what was ranked too low
  can be found.
"""

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.act import SENSE_LINE, Mark, Stamp, Verb
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Facts, Rank
from desktop.domain.row import OPEN_LANES, ConversationId, Lane, Reason, State
from desktop.domain.sense import OUTRIGHT, Cause, Lesson, Teach, Wish, Wished, named
from desktop.domain.wording import worded
from desktop.store import acts as log
from desktop.store import gestures, scores, summary
from desktop.store.marks import Change, marks
from desktop.store.scores import BANDS, DUE_NOW
from desktop.store.sense import beyond, dumped, sense, tell

if TYPE_CHECKING:
    from sqlite_utils import Database

OWN_REASONS = frozenset(("personal", "pinned"))
"""The reasons that come of the owner's sense: what is learned is learned on top of the others."""
EXPLORED = 2
"""So many conversations of lower lanes are shown on a page."""
_AMONG = 500
"""Of the conversations of a lane, the newest so many are chosen from."""

_LOW = """
select last_id, id from conversation where home = ? and unread = 1 and waiting_since is not null
    and reasons not like '%["automatic",%' and reasons not like '%["spam",%' order by last_id desc limit ?
"""
"""Lane by lane, as the index goes: of several at once, all of a large inbox would be read and sorted."""

_HIGHER = """
select 1 from conversation indexed by conversation_needed where state = 'open' and lane = ? and need < ? and points > ?
    and waiting_since is not null and id <> ? limit 1
"""
_LONGER = """
select 1 from conversation indexed by conversation_open where state = 'open' and lane = ? and stand < ?
    and waiting_since < ? and id <> ? limit 1
"""
"""Lane by lane, from the top down to where the others stand: of all at once, every conversation of a large inbox would be
read where nobody does."""

_NO_STAMP = Stamp(0, 0, "")
_BESIDE = Mark(state=State.OPEN, unread=False, starred=False)
_PASSING = frozenset((Verb.DONE, Verb.MUTE, Verb.TRASH))


# -- what acts teach -----------------------------------------------------------------------------------------------------


def taught(conn: sqlite3.Connection, changes: Sequence[Change], teach: Teach, now: datetime) -> list[Change]:
    """Return the changes with what they teach, before they are carried out; what is done in bulk teaches nothing."""
    if len(changes) != 1:
        return list(changes)
    (change,) = changes
    told = _told_by(change.verb)
    if told is None or not change.conversation:
        return [change]
    facts = summary.facts(conn, [change.conversation], now).get(ConversationId(change.conversation))
    if facts is None or facts.automatic or not _means_it(change, facts):
        return [change]
    cause, way = told
    return [replace(change, lesson=dumped(_lesson(conn, facts, cause, way, teach(facts))))]


def _told_by(verb: Verb) -> tuple[Cause, int] | None:
    if verb in _PASSING:
        return Cause.PASSED, -1
    return {
        Verb.STAR: (Cause.STARRED, 1),
        Verb.UNSTAR: (Cause.STARRED, 0),
        Verb.NOT_OURS: (Cause.NOT_OURS, -1),
    }.get(verb)


def _means_it(change: Change, facts: Facts) -> bool:
    """Whether putting it away passes it over: nobody had read it, nobody ever answered it, and somebody waits."""
    if change.verb not in _PASSING:
        return True
    unanswered = facts.waiting_since is not None and facts.messages_in == facts.unanswered
    return change.before.state is State.OPEN and change.before.unread and unanswered


def by_answering(conn: sqlite3.Connection, conversation: int, teach: Teach, now: datetime) -> str:
    """Return what a reply teaches that is about to be queued, "" for nothing: others must wait longer or stand higher."""
    row = conn.execute(
        "select waiting_since, points from conversation where id = ? and waiting_since is not null", (conversation,)
    ).fetchone()
    if row is None:
        return ""
    facts = summary.facts(conn, [conversation], now).get(ConversationId(conversation))
    if facts is None or facts.automatic or not _is_passed_by(conn, conversation, *row):
        return ""
    return dumped(_lesson(conn, facts, Cause.ANSWERED, 1, teach(facts)))


def _is_passed_by(conn: sqlite3.Connection, conversation: int, since: int, points: int) -> bool:
    """Return whether others stand higher, or wait longer, than one that waits `since` then and has so many points."""
    for lane in OPEN_LANES:
        for query, values in ((_HIGHER, (beyond(points), points)), (_LONGER, (since, since))):
            if conn.execute(query, (lane, *values, conversation)).fetchone() is not None:
                return True
    return False


def _lesson(
    conn: sqlite3.Connection, facts: Facts, cause: Cause, way: int, features: tuple[str, ...], reason: str = ""
) -> Lesson:
    band, kept = conn.execute("select band, reasons from conversation where id = ?", (facts.conversation,)).fetchone()
    terms = [(name, points) for name, _, points, _ in json.loads(kept)]
    return Lesson(
        stamp=_NO_STAMP,
        cause=cause,
        way=way,
        weight=OUTRIGHT if cause is Cause.CORRECTED else 1,
        prior=round(sum(points for name, points in terms if name not in OWN_REASONS), 2),
        features=features,
        conversation_key="",
        sender=facts.sender,
        reason=reason,
        band=BANDS[band],
        advert=any(name == "spam" for name, _ in terms),
    )


# -- what the owner says outright ------------------------------------------------------------------------------------------


def correct(
    db: "Database",
    conversation: ConversationId,
    *,
    more: bool,
    now: datetime,
    teach: Teach,
    reason: Reason | None = None,
    rank: Rank | None = None,
) -> ChangeSet:
    """Learn that a conversation matters more, or less; with `reason` that this one of its reasons counts more, or less.

    With `rank` the conversation itself is ranked at once. Empty when there is no such conversation.
    """
    conn = db.conn
    here, names = marks(conn, [conversation]), log.keys(conn, [conversation])
    facts = summary.facts(conn, [conversation], now).get(conversation)
    if facts is None or conversation not in here or conversation not in names:
        return ChangeSet(initiator="triage")
    way, name = (1 if more else -1), "" if reason is None else reason.name
    lesson = _lesson(conn, facts, Cause.CORRECTED, way, teach(facts), name)
    change = Change(
        verb=Verb.CORRECT,
        conversation=conversation,
        key=names[conversation],
        before=here[conversation],
        after=here[conversation],
        about=name,
        lesson=dumped(lesson),
    )
    said = gestures.say(conn, "Matters more" if more else "Matters less", [conversation])
    told = ChangeSet(verb=Verb.CORRECT, about=name, said=said, who=gestures.who(conn, [conversation]))
    done = gestures.carry_out(conn, [change], gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told)
    if rank is None:
        conn.execute("update conversation set next_rank_at = ? where id = ?", (DUE_NOW, conversation))
    else:
        tell(conn, rank)
        scores.score(conn, [facts], rank)
    return done


def pin(db: "Database", feature: str, *, now: datetime) -> ChangeSet:
    """Always show what has the feature; empty when it is pinned already, or says nothing."""
    if not feature or feature in sense(db.conn).pins:
        return ChangeSet(initiator="triage")
    return _wish(db, Wish.PIN, feature, now, f"Always shown: {_bare(feature)}")


def unpin(db: "Database", feature: str, *, now: datetime) -> ChangeSet:
    """Show it no more than the rest; empty when it is not pinned."""
    if feature not in sense(db.conn).pins:
        return ChangeSet(initiator="triage")
    return _wish(db, Wish.UNPIN, feature, now, f"No longer always shown: {_bare(feature)}")


def forget(db: "Database", sender: str, *, now: datetime) -> ChangeSet:
    """Forget all lessons that were learned from a sender; empty when there are none."""
    if not any(lesson.sender == sender for lesson in sense(db.conn).lessons):
        return ChangeSet(initiator="triage")
    return _wish(db, Wish.FORGET, sender, now, f"Forgotten: {_bare(f'from:{sender}')}")


def unlearn(db: "Database", *, now: datetime) -> ChangeSet:
    """Forget the last lesson; empty when there is none."""
    lessons = sense(db.conn).lessons
    if not lessons:
        return ChangeSet(initiator="triage")
    return _wish(db, Wish.UNLEARN, named(lessons[-1].stamp), now, "The last lesson is forgotten")


def reset(db: "Database", *, now: datetime) -> ChangeSet:
    """Forget all lessons, and put the line back; what is pinned stays. Empty when there is nothing to forget."""
    if not sense(db.conn).lessons:
        return ChangeSet(initiator="triage")
    return _wish(db, Wish.RESET, "", now, "All lessons are forgotten")


def _wish(db: "Database", wish: Wish, about: str, now: datetime, said: str) -> ChangeSet:
    line = dumped(Wished(stamp=_NO_STAMP, wish=wish, about=about))
    change = Change(
        verb=Verb.SENSE, conversation=0, key=SENSE_LINE, before=_BESIDE, after=_BESIDE, about=about, lesson=line
    )
    told = ChangeSet(verb=Verb.SENSE, about=about, said=said)
    return gestures.carry_out(db.conn, [change], gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told)


def wished_for(wish: Wish, about: str) -> str:
    """Return a word about the sense itself as what the owner has asked for, such as for what is taken back."""
    what = _bare(f"from:{about}" if wish is Wish.FORGET else about)
    return {
        Wish.PIN: worded(f"always show {what}"),
        Wish.UNPIN: worded(f"no longer always show {what}"),
        Wish.FORGET: worded(f"forget {what}"),
        Wish.UNLEARN: worded("forget the last lesson"),
        Wish.RESET: worded("forget all lessons"),
    }[wish]


def _bare(feature: str) -> str:
    """Return a feature for a sentence: a sender without the channel, anything else in quotes."""
    if feature.startswith("from:"):
        return feature.partition("/")[2] or feature
    return f"“{feature.removeprefix('about:')}”"


# -- what may lie too low ----------------------------------------------------------------------------------------------------


def sender_of(reader: sqlite3.Connection, conversation: ConversationId) -> str:
    """Return who wrote a conversation, as lessons and pins name them; "" when there is no such conversation."""
    row = reader.execute(
        "select persona.channel || '/' || key from conversation join persona on persona.id = persona"
        " where conversation.id = ?",
        (conversation,),
    ).fetchone()
    return "" if row is None else str(row[0])


def called(reader: sqlite3.Connection, senders: Sequence[str]) -> dict[str, str]:
    """Return what senders, as lessons and pins name them, are called: name, else handle; without those that are gone."""
    rows = reader.execute(
        "select sender, coalesce(nullif(name, ''), nullif(handle, ''), persona.key)"
        " from (select value as sender from json_each(?)) join persona on channel = substr(sender, 1, instr(sender, '/') - 1)"
        " and persona.key = substr(sender, instr(sender, '/') + 1)",
        (json.dumps(list(senders)),),
    ).fetchall()
    return {str(sender): str(who) for sender, who in rows}


def senders(reader: sqlite3.Connection, called: str) -> list[str]:
    """Return those who are called so, by address, handle or name, as lessons and pins name them; often nobody."""
    if not called.strip():
        return []
    rows = reader.execute(
        "select channel || '/' || key from persona where key = ?1 or channel || '/' || key = ?1"
        " or lower(handle) in (lower(?1), '@' || lower(?1)) or lower(name) = lower(?1) order by heard_ms desc, id",
        (called.strip(),),
    ).fetchall()
    return [str(row[0]) for row in rows]


def explore(
    reader: sqlite3.Connection, lane: Lane, page: int, now: datetime, *, pages: int = 1
) -> list[ConversationId]:
    """Return which conversations of the lanes below `lane` to show on its page (from 0), at most two.

    With `pages` those of so many pages from there on, in their order.

    They wait, nobody has read them, and neither are they automatic nor do they look like advertising. The same all day
    on one seat, as long as nothing happens to them; others the next day.
    """
    names = [band.value for band in BANDS]
    below = names[names.index(lane.value) + 1 :] if lane.value in names else []
    found = sorted((row for one in below for row in reader.execute(_LOW, (one, _AMONG)).fetchall()), reverse=True)
    return chosen([row[1] for row in found[:_AMONG]], f"{now:%Y-%m-%d}/{log.seat(reader)}", page, pages=pages)


def chosen(ids: Sequence[int], seed: str, page: int, *, pages: int = 1) -> list[ConversationId]:
    """Return the two of these conversations that are this page's, by nothing but the seed: no page shares one."""
    drawn = sorted(ids, key=lambda one: hashlib.blake2b(f"{seed}/{one}".encode(), digest_size=8).digest())
    return [ConversationId(one) for one in drawn[page * EXPLORED : (page + pages) * EXPLORED]]
