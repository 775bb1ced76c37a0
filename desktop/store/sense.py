"""The owner's own sense as the log keeps it, handed to whatever ranks; and the line of “Needs you”, which it moves."""

import json
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable
from weakref import ref

from desktop.domain.act import SENSE_LINE, Stamp
from desktop.domain.row import Band
from desktop.domain.sense import Cause, Lesson, Sense, Wish, Wished, gather

if TYPE_CHECKING:
    from desktop.domain.conversation import Rank

UNDONE = "-"
"""What stands in the place of a lesson where one is taken back, or that is taken back."""

_NEED, _PLAIN = 288230376151711744, 2
_MOST_POINTS, _POINT = 16000, 4398046511104
"""Of what the column `need` is made: see the migration that brought it."""

_LINES = "select ms, counter, seat, conversation_key, lesson, undoes_ms, undoes_counter, undoes_seat from act"
_NEWEST_FIRST = "order by ms desc, counter desc, seat desc"


@runtime_checkable
class Sensible(Protocol):
    """A ranker that goes by the owner's sense."""

    needs_you: float
    """The points at which “Needs you” begins without the owner."""
    heeded: object
    """For what it was last told to."""

    def heed(self, sense: Sense, heeded: object) -> None:
        """Go by that sense from now on."""
        ...


def tell(conn: sqlite3.Connection, rank: "Rank") -> None:
    """Let the ranker go by the owner's newest sense, if it can; within a write, before anything is ranked.

    Where the ranker draws the line is noted.
    """
    if not isinstance(rank, Sensible):
        return
    line = round(100 * rank.needs_you)
    conn.execute("update sense set base = ?1, revision = revision + 1 where base <> ?1", (line,))
    newest = "(select ms from act where lesson <> '' order by ms desc, counter desc, seat desc limit 1)"
    now = conn.execute(f"select revision, crowded, {newest} from sense").fetchone()
    # Two data files may be written to in one process: what holds for one does not for the other.
    now = (ref(conn), *now)
    if rank.heeded != now:
        rank.heed(sense(conn), now)


def sense(reader: sqlite3.Connection) -> Sense:
    """Return the owner's sense as it is now."""
    revision, crowded = reader.execute("select revision, crowded from sense").fetchone()
    lessons = (
        one
        for one in _standing(reader, f"{_LINES} where lesson <> '' and conversation_key <> ? {_NEWEST_FIRST}")
        if isinstance(one, Lesson)
    )
    wishes = (
        one
        for one in _standing(reader, f"{_LINES} where lesson <> '' and conversation_key = ? {_NEWEST_FIRST}")
        if isinstance(one, Wished)
    )
    kept, pins = gather(lessons, wishes)
    return Sense(lessons=kept, pins=pins, crowded=crowded / 100, revision=revision)


def revision(reader: sqlite3.Connection) -> int:
    """Return the number of the sense that holds now."""
    return int(reader.execute("select revision from sense").fetchone()[0])


def outdated(reader: sqlite3.Connection, limit: int) -> list[int]:
    """Return open conversations that were ranked by an older sense, those of the upper lanes first."""
    found: list[int] = []
    for band in range(3):
        rows = reader.execute(
            "select id from conversation where state = 'open' and band = ? and sense < (select revision from sense)"
            " limit ?",
            (band, limit - len(found)),
        ).fetchall()
        found += [row[0] for row in rows]
    return found


def renewed(conn: sqlite3.Connection, *, plainly: bool = False) -> set[int]:
    """Take note that other lessons stand now than before: the line follows at once, the conversations a little later.

    `plainly` says that none of them can have moved the line. Returns the conversations that stand in another lane now.
    """
    conn.execute("update sense set revision = revision + 1")
    if not plainly:
        own = round(100 * sense(conn).own_line)
        if conn.execute("update sense set own = ?1 where own <> ?1 returning 1", (own,)).fetchall():
            return follow_line(conn)
    return set()


def follow_line(conn: sqlite3.Connection) -> set[int]:
    """Let the open conversations stand on the side of the line on which their points are; return those that crossed it.

    What is pinned stays where it is, and so does what needs nobody: what is automatic, and what was answered.
    """
    line = conn.execute("select base + own + crowded from sense").fetchone()[0]
    # By the index on `need`, which begins with what is pinned and what came back and goes on by points: only what
    # crosses the line is read.
    first, last = _NEED * _PLAIN, beyond(line - 1) - 1
    crossed = conn.execute(
        "update conversation set band = 1 where id in (select id from conversation where state = 'open'"
        " and lane = 'needs-you' and (need < ?1 or need > ?2) and band = 0 and pinned = 0 and points < ?3)"
        " returning id",
        (first, last, line),
    ).fetchall()
    # Of those that came back, which stand above in any case, only where they will stand when they are dealt with.
    for lane, upto in (("needs-you", first - 1), ("worth-a-look", last), ("the-rest", last)):
        crossed += conn.execute(
            "update conversation set band = 0 where id in (select id from conversation where state = 'open'"
            " and lane = ? and need <= ? and band <> 0 and points >= ? and waiting_since is not null and not exists"
            " (select 1 from json_each(reasons) where value ->> 0 = 'automatic')) returning id",
            (lane, upto, line),
        ).fetchall()
    return {row[0] for row in crossed}


def beyond(points: int) -> int:
    """Return below which `need` all lies that has more points, with what is pinned and what came back."""
    return _NEED * _PLAIN + (_MOST_POINTS - max(-_MOST_POINTS, min(_MOST_POINTS, points))) * _POINT


def _standing(reader: sqlite3.Connection, query: str) -> Iterator[Lesson | Wished]:
    """Yield what stands, newest first: what is taken back is passed over, unless that was taken back itself."""
    undone: set[tuple[object, ...]] = set()
    for line in reader.execute(query, (SENSE_LINE,)):
        stamp, lesson, undoes = line[:3], line[4], line[5:]
        if stamp in undone:
            continue
        if lesson == UNDONE:
            undone.add(undoes)
        else:
            try:
                known = loaded(Stamp(*stamp), line[3], lesson)
            except (ValueError, KeyError, TypeError):
                # A newer version at another seat may have written what is not known here yet.
                continue
            yield known


def dumped(one: Lesson | Wished) -> str:
    """Return a lesson, or a word about the sense itself, as the log keeps it."""
    if isinstance(one, Wished):
        kept: dict[str, Any] = {"wish": one.wish, "about": one.about}
    else:
        kept = {
            "cause": one.cause,
            "way": one.way,
            "weight": one.weight,
            "prior": one.prior,
            "features": one.features,
            "sender": one.sender,
            "reason": one.reason,
            "band": one.band,
            "advert": int(one.advert),
        }
    return json.dumps({name: value for name, value in kept.items() if value != ""}, ensure_ascii=False)


def loaded(stamp: Stamp, key: str, kept: str) -> Lesson | Wished:
    """Return what `dumped` has made; raises ValueError, KeyError or TypeError for what a newer version has."""
    found = cast("dict[str, Any]", json.loads(kept))
    if "wish" in found:
        return Wished(stamp=stamp, wish=Wish(found["wish"]), about=found.get("about", ""))
    return Lesson(
        stamp=stamp,
        cause=Cause(found["cause"]),
        way=found["way"],
        weight=found["weight"],
        prior=found["prior"],
        features=tuple(found["features"]),
        conversation_key=key,
        sender=found.get("sender", ""),
        reason=found.get("reason", ""),
        band=Band(found["band"]),
        advert=bool(found["advert"]),
    )
