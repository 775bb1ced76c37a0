"""The list: pages of a lane, rows by id, counts. A page walks an index and reads no more than it returns."""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desktop.domain.clock import from_ms
from desktop.domain.kinds import Audience, Kind
from desktop.domain.row import (
    OPEN_LANES,
    Band,
    ConversationId,
    Counts,
    InboxRow,
    Label,
    Lane,
    PersonId,
    Reason,
    Sorting,
    State,
    Tone,
    put_reasons,
)
from desktop.domain.targets import USUAL, Targets
from desktop.store.connection import data_version
from desktop.store.lane_order import lane_order
from desktop.store.values import moment, numbers

if TYPE_CHECKING:
    from desktop.domain.conversation import Facts, Opened
    from desktop.store.timeline import home_of, parent, raw

__all__ = [
    "counts",
    "data_version",
    "facts",
    "following",
    "home_of",
    "ids",
    "lane_of",
    "opened",
    "page",
    "parent",
    "places",
    "raw",
    "row",
    "rows",
]

_LATER = frozenset({"home_of", "parent", "raw"})
"""What is read of single messages lies beside; it is loaded when first asked for, the list does not need it."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from desktop.store import timeline

    found = globals()[name] = getattr(timeline, name)
    return found


_BEGUN = (
    "select (select count(*) from draft where conversation < 0 and reply = ''),"
    " (select count(*) from outbox where conversation < 0 and state not in ('sent', 'withdrawn'))"
)
"""How many new messages, which have no conversation yet, are drafts, and how many are on their way."""
_LINES = 10_000
"""Lines of an order that are read at a time."""
_BANDS = (Band.NEEDS_YOU, Band.WORTH_A_LOOK, Band.THE_REST)
_WITH_BEGUN = (Lane.DRAFTS, Lane.OUTBOX)
"""Where new messages stand that have no conversation yet."""
_NUMBER = {lane: number for number, lane in enumerate(Lane)}

_COLUMNS = """
conversation.id, {place}, conversation.channel, kind, audience, conversation.person, persona.name, persona.handle,
persona.key, subject, snippet, state, aside, unread, starred, messages, last_at, waiting_since, until, score,
band, reasons, draft_at, rating, why, asleep, back, answer_by,
(select json_group_array(json_array(label.id, name, colour, place)) from conversation_label join label
    on label.id = label where conversation_label.conversation = conversation.id)
"""
_WHO = "join persona on persona.id = conversation.persona"


def page(
    reader: sqlite3.Connection,
    lane: Lane,
    *,
    after: InboxRow | None = None,
    before: InboxRow | None = None,
    limit: int = 50,
    sorting: Sorting = Sorting.NEED,
    targets: Targets = USUAL,
    folding: bool = True,
) -> list[InboxRow]:
    """Return up to `limit` rows of a lane in its order, after one row or just before another.

    Without `folding` what stands behind the row of a storm is there like everything else.
    `after` and `before` need not be in the lane any more: their place in the same order is what counts. `targets`
    set when each is due of which the ranker has not said so.
    """
    standing = _standing(reader) if folding and lane in OPEN_LANES else None
    statement, values = page_query(lane, after=after, before=before, limit=limit, sorting=sorting, standing=standing)
    found = [_row(line, lane, targets) for line in reader.execute(statement, values).fetchall()]
    found = found[::-1] if before is not None else found
    if standing is not None:
        from desktop.store import folds

        found = list(folds.dressed(reader, {row.id: row for row in found}, standing).values())
    if lane in _WITH_BEGUN:
        from desktop.store import begun

        found = begun.with_page(reader, lane, found, after, before)
        return found[:limit] if before is None else found[-limit:]
    return found


_ANY_FOLDED = "select 1 from storm_member where place is not null limit 1"


def _standing(reader: sqlite3.Connection) -> dict[int, int] | None:
    """Return what stands for a storm, each with its storm; None where nothing is folded, which costs microseconds."""
    if reader.execute(_ANY_FOLDED).fetchone() is None:
        return None
    from desktop.store import folds

    return folds.leads(reader)


def page_query(
    lane: Lane,
    *,
    after: InboxRow | None,
    before: InboxRow | None,
    limit: int,
    sorting: Sorting = Sorting.NEED,
    standing: dict[int, int] | None = None,
) -> tuple[str, tuple[object, ...]]:
    """Return the statement of a page and its values; of what is folded, only what is `standing` for it is read."""
    order = lane_order(lane, sorting)
    where: list[str] = [order.where]
    if standing is not None:
        from desktop.store import folds

        where.append(folds.shown(standing))
    values: list[object] = []
    anchor = after or before
    if anchor is not None:
        place = order.key(anchor.place[1])
        where.append(order.beyond(forward=after is not None))
        values += [place, place, anchor.id]
    columns = _COLUMNS.format(place=order.place)
    way = order.way(back=before is not None)
    source = f"{order.source} {_WHO}"
    return f"select {columns} from {source} where {' and '.join(where)} order by {way} limit ?", (*values, limit)


def rows(
    reader: sqlite3.Connection,
    ids: Collection[ConversationId],
    *,
    lane: Lane | None = None,
    sorting: Sorting = Sorting.NEED,
    targets: Targets = USUAL,
) -> dict[ConversationId, InboxRow]:
    """Return the rows of those conversations that exist, with their places in `lane` (else the lane each is in)."""
    columns = _COLUMNS.format(place="need" if lane is None else lane_order(lane, sorting).place)
    found = reader.execute(
        f"select {columns} from conversation {_WHO} where conversation.id in (select value from json_each(?))",
        (numbers(ids),),
    ).fetchall()
    shown = {line[0]: _row(line, lane, targets) for line in found}
    unsent = [id_ for id_ in ids if id_ < 0]
    if unsent:
        from desktop.store import begun

        shown |= begun.rows(reader, unsent, lane or Lane.DRAFTS)
    standing = _standing(reader)
    return shown if standing is None else _with_folds(reader, shown, standing, lane, columns, targets)


def _with_folds(
    reader: sqlite3.Connection,
    shown: dict[ConversationId, InboxRow],
    standing: dict[int, int],
    lane: Lane | None,
    columns: str,
    targets: Targets,
) -> dict[ConversationId, InboxRow]:
    """Return the rows as a lane shows them that folds; it is also told what stands now for those of a storm."""
    from desktop.store import folds

    more = folds.also(reader, shown, standing) if lane in OPEN_LANES else []
    if more:
        found = reader.execute(
            f"select {columns} from conversation {_WHO} where conversation.id in (select value from json_each(?))",
            (numbers(more),),
        ).fetchall()
        shown |= {line[0]: _row(line, lane, targets) for line in found}
    return folds.dressed(reader, shown, standing)


def places(
    reader: sqlite3.Connection, conversations: Collection[ConversationId], lane: Lane, sorting: Sorting = Sorting.NEED
) -> dict[ConversationId, tuple[int, int, int]]:
    """Return the places of conversations in `lane`, as their rows have them; those that are gone are missing.

    They come in one line: after each line of an answer, other threads of Python go first.
    """
    number = _NUMBER[lane]
    (found,) = reader.execute(
        f"select json_group_array(json_array(id, {lane_order(lane, sorting).place})) from conversation"
        " where id in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchone()
    unsent = [id_ for id_ in conversations if id_ < 0]
    begun = rows(reader, unsent, lane=lane) if unsent else {}
    read = {id_: (number, place, id_) for id_, place in json.loads(found)}
    return read | {id_: row.place for id_, row in begun.items()}


def following(
    reader: sqlite3.Connection, conversations: Collection[ConversationId], lane: Lane, sorting: Sorting = Sorting.NEED
) -> dict[ConversationId, ConversationId]:
    """Return which conversation comes behind each of these in `lane`, also one that is folded; none behind the last.

    They come in one line, as places do.
    """
    order = lane_order(lane, sorting)
    beyond = order.beyond(forward=True, place=f"one.{order.column}", id_="one.id")
    behind = (
        f"select conversation.id from {order.source} where {order.where} and {beyond} order by {order.way()} limit 1"
    )
    (found,) = reader.execute(
        f"select json_group_array(json_array(id, ({behind}))) from conversation as one"
        " where id in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchone()
    return {id_: next_ for id_, next_ in json.loads(found) if next_ is not None}


def row(reader: sqlite3.Connection, conversation: ConversationId, *, targets: Targets = USUAL) -> InboxRow | None:
    """Return one conversation's row, None when there is no such conversation."""
    return rows(reader, [conversation], targets=targets).get(conversation)


def opened(
    reader: sqlite3.Connection, conversation: ConversationId, *, limit: int = 200, targets: Targets = USUAL
) -> "Opened | None":
    """Return the conversation with the person's whole history, None when there is no such conversation.

    The owner's notes stand in it where they were written; of the person's other conversations, those in the trash are
    left out.
    """
    from desktop.store import timeline

    if conversation < 0:
        from desktop.store import begun

        return begun.opened(reader, conversation)
    shown = row(reader, conversation, targets=targets)
    return None if shown is None else timeline.opened(reader, shown, limit)


def _row(line: tuple[Any, ...], lane: Lane | None, targets: Targets) -> InboxRow:
    (number, place, channel, kind, audience, person, name, handle, key, subject, snippet, state, aside, unread, starred,
     messages, last_at, waiting, until, score, band, reasons, draft_at, rating, why, asleep, back, due,
     labels) = line  # fmt: skip
    waiting_since = moment(waiting)
    expected = None if waiting_since is None else targets.due(waiting_since, channel, audience)
    here = State(aside or state)
    # What came back by itself stands on top, however it is ranked.
    stands = Band.NEEDS_YOU if back else _BANDS[band]
    home = lane or lane_of_state(here, stands)
    return InboxRow(
        id=ConversationId(number),
        place=(_NUMBER[home], place, number),
        channel=channel,
        kind=Kind(kind),
        audience=Audience(audience),
        person=PersonId(person),
        who=name or handle or key,
        handle=handle or key,
        subject=subject,
        snippet=snippet,
        state=here,
        unread=bool(unread),
        starred=bool(starred),
        messages=messages,
        last_at=from_ms(last_at),
        waiting_since=waiting_since,
        due_at=None if expected is None else moment(due) or expected.at,
        until=moment(until),
        score=score,
        band=stands,
        reasons=put_reasons(here, back, why) + _reasons(reasons) if back or aside else _reasons(reasons),
        has_draft=draft_at is not None,
        rating=rating,
        labels=_labels(labels) if labels != "[]" else (),
        wakes_on_reply=not asleep,
        due_soon=None if expected is None else expected.soon,
        hours=targets.hours,
        burst=None,
        folded=False,
    )


@lru_cache(maxsize=2048)
def _reasons(text: str) -> tuple[Reason, ...]:
    if text == "[]":
        return ()
    return tuple(Reason(name=a, words=b, points=c, tone=Tone(d)) for a, b, c, d in json.loads(text))


@lru_cache(maxsize=512)
def _labels(text: str) -> tuple[Label, ...]:
    found = [Label(id=a, name=b, colour=c, place=d) for a, b, c, d in json.loads(text)]
    return tuple(sorted(found, key=lambda label: (label.place, label.id)))


def lane_of_state(state: State, band: Band) -> Lane:
    """Return the lane in which a conversation of that state and band stands."""
    return Lane(band.value) if state is State.OPEN else Lane(state.value)


def lane_of(row: InboxRow) -> Lane:
    """Return the lane in which a row stands (starred, drafts and outbox show it besides)."""
    return lane_of_state(row.state, row.band)


def ids(reader: sqlite3.Connection, lane: Lane, *, sorting: Sorting = Sorting.NEED) -> "array[int]":
    """Return all conversation ids of a lane in its order."""
    order = lane_order(lane, sorting)
    found = reader.execute(f"select id from {order.source} where {order.where} order by {order.way()}")
    found_ids = array("q")
    # Not all lines at once: a million take a hundred megabytes for a moment, which the process would keep.
    while lines := found.fetchmany(_LINES):
        found_ids.fromlist([line[0] for line in lines])
    if lane in OPEN_LANES and _standing(reader) is not None:
        from desktop.store import folds

        away = folds.hidden(reader)
        return array("q", [id_ for id_ in found_ids if id_ not in away])
    if lane in _WITH_BEGUN:
        from desktop.store import begun

        return begun.with_ids(reader, lane, found_ids)
    return found_ids


def counts(reader: sqlite3.Connection, channel: str = "") -> Counts:
    """Return how many conversations each lane holds, of all channels or of one."""
    found = reader.execute(
        "select lane, sum(total), sum(unread) from badge where ?1 = '' or channel = ?1 group by lane", (channel,)
    ).fetchall()
    total, unread = dict.fromkeys(Lane, 0), dict.fromkeys(Lane, 0)
    for name, many, new in found:
        total[Lane(name)], unread[Lane(name)] = many, new
    if channel in ("", "mail"):
        drafted, leaving = reader.execute(_BEGUN).fetchone()
        total[Lane.DRAFTS] += drafted
        total[Lane.OUTBOX] += leaving
    return Counts(total, unread)


def facts(reader: sqlite3.Connection, ids: Iterable[ConversationId], now: datetime) -> "dict[ConversationId, Facts]":
    """Return what the ranker may look at, for those of the conversations that exist."""
    from desktop.store import summary

    return summary.facts(reader, list(ids), now)
