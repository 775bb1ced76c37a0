"""Tells who waits too long while the window is not looked at: once for each wait, several at once, never out of hours."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, InboxRow
from desktop.domain.targets import Targets
from desktop.domain.text import plain
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.domain.change import ChangeSet

_EVERY_MS = 30_000
_PAUSE_MS = 1_500
"""News that follow one another are looked at together."""
_NAMED = 3
"""So many are named; more are counted."""
_MOST = 5_000
"""So many waits that were told are remembered one by one, the newest; whoever waits longer than those counts as told."""
_LONGEST = 60

Wait = tuple[int, int]
"""A conversation and since when it waits, in milliseconds."""


class Shows(Protocol):
    """What shows a notification; `desktop.ui.session.bubbles.Bubbles` does."""

    def show(self, title: str, body: str, action: str) -> None:
        """Show one, in the place of the one before."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The waits that are due soon or overdue and were not told yet, and the rows of the first few of them.

    Waits that began by `unseen` (milliseconds) are so many that nobody looks at them: they are never told.
    """

    waits: tuple[Wait, ...]
    rows: tuple[InboxRow, ...]
    unseen: int


class Alerts(QObject):
    """Made and used on the GUI thread. What is due while the owner looks at the window counts as told."""

    chosen = Signal(object)
    """The notification was clicked; carries the ConversationId that waits longest of those it told."""

    def __init__(
        self,
        *,
        parent: QObject,
        tasks: Tasks,
        clock: Clock,
        targets: Callable[[], Targets],
        shows: Shows,
        is_wanted: Callable[[], bool],
        in_sight: Callable[[], bool],
        file: Path,
    ) -> None:
        """`is_wanted` tells whether the owner wants notifications, `in_sight` whether the window is looked at.

        In `file` stands what was told already, so that another start tells nothing again.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._clock = clock
        self._targets = targets
        self._shows = shows
        self._is_wanted = is_wanted
        self._in_sight = in_sight
        self._file = file
        told, self._told_until = _read(file)
        self._told = set(told)
        self._about: ConversationId | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self)
        self._again.setInterval(_EVERY_MS)
        self._again.timeout.connect(self.look)
        self._again.start()

    def follow(self, change: "ChangeSet") -> None:
        """Look soon, where a commit may have made somebody late."""
        if change.conversations and not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """Look no more."""
        self._soon.stop()
        self._again.stop()

    def look(self) -> None:
        """Look now who waits too long."""
        now = self._clock.now()
        if self._targets().is_open(now):
            work = partial(find, now=now, told=frozenset(self._told), told_until=self._told_until)
            self._tasks.run(work, partial(self._take, now))

    def announce(self, title: str, body: str) -> None:
        """Tell of something else that cannot wait, under the same conditions; a click leads to the window alone."""
        if self._is_wanted() and not self._in_sight() and self._targets().is_open(self._clock.now()):
            self._about = None
            self._shows.show(title, body, self.tr("Open"))

    def click(self) -> None:
        """The notification was clicked."""
        if self._about is not None:
            self.chosen.emit(self._about)

    def _take(self, now: datetime, found: Found) -> None:
        quiet = self._in_sight() or not self._is_wanted()
        fresh = [wait for wait in found.waits if wait not in self._told]
        if not fresh and found.unseen <= self._told_until:
            return
        self._remember(fresh, found.unseen)
        if not fresh:
            return
        if not quiet and found.rows:
            self._about = found.rows[0].id
            self._shows.show(self._title(found), self._body(found, now), self.tr("Open"))

    def _remember(self, fresh: Sequence[Wait], unseen: int) -> None:
        """Keep what was told; of too many the oldest waits go, and up to when those began all counts as told."""
        told = sorted(self._told.union(fresh), key=lambda wait: wait[1])
        gone = told[: max(0, len(told) - _MOST)]
        self._told_until = max(self._told_until, unseen, gone[-1][1] if gone else -1)
        self._told = {wait for wait in told[len(gone) :] if wait[1] > self._told_until}
        self._tasks.run(
            partial(_write, self._file, sorted(self._told), self._told_until), _nothing, _nothing, keeps=True
        )

    def _title(self, found: Found) -> str:
        new = len(found.waits)
        if new == 1:
            return self.tr("{who} waits for an answer").format(who=_who(found.rows[0]))
        return words.many(self.tr("{n} wait for an answer", "", new), new)

    def _body(self, found: Found, now: datetime) -> str:
        if len(found.waits) == 1:
            row = found.rows[0]
            return f"{words.urgency(row, now)[0]}  ·  {words.channel_title(row.channel)}"
        lines = [f"{_who(row)}: {words.urgency(row, now)[0]}" for row in found.rows[:_NAMED]]
        more = len(found.waits) - len(lines)
        if more > 0:
            lines.append(words.many(self.tr("and {n} more", "", more), more))
        return "\n".join(lines)


def _who(row: InboxRow) -> str:
    return plain(row.who or row.handle, _LONGEST) or words.nameless()


def find(reads: Reads, *, now: datetime, told: frozenset[Wait], told_until: int) -> Found:
    """Return who is due soon or overdue and was not told, and the rows of the first of them."""
    from desktop.store import answers

    unseen = answers.looked_from(reads.connection)
    late = answers.late(reads.connection, now, reads.targets, told=told, told_until=max(told_until, unseen))
    first = [one.conversation for one in late[:_NAMED]]
    rows = reads.rows(first)
    return Found(
        waits=tuple((int(one.conversation), one.since_ms) for one in late),
        rows=tuple(rows[id_] for id_ in first if id_ in rows),
        unseen=unseen,
    )


def _read(file: Path) -> tuple[Sequence[Wait], int]:
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads(file.read_text(encoding="utf-8"))
        told, until = (kept["told"], int(kept["until"])) if isinstance(kept, dict) else (kept, -1)
        return [(int(id_), int(since)) for id_, since in told], until
    return [], -1


def _write(file: Path, told: Sequence[Wait], until: int, _reads: Reads) -> None:
    fresh = file.with_name(f".{file.name}")
    fresh.write_text(json.dumps({"told": told, "until": until}), encoding="utf-8")
    fresh.replace(file)


def _nothing(_done: object) -> None:
    return
