"""Brings the pictures of a message: those that came with it at once, those from outside when the owner asks, and no other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.connectors.base import Cancel
from desktop.domain.clock import Clock
from desktop.domain.conversation import Entry, Opened
from desktop.domain.errors import ChannelError, Malformed, Refused, Unreachable
from desktop.domain.kinds import MessageId
from desktop.render.links import true_host
from desktop.ui.conversation.album import Shown
from desktop.ui.conversation.decoding import decode
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.ui.views.conversation.pages import PageStack

_DWELL = 150
"""Milliseconds a message is shown before its own pictures are looked for: who leafs through asks for none."""
_log = logging.getLogger(__name__)


class Fetch(Protocol):
    """Gets a picture from outside."""

    def __call__(self, url: str, *, clock: Clock, cancel: Cancel) -> bytes:
        """Return its bytes; raises ChannelError."""
        ...


@dataclass(slots=True)
class _Round:
    """The pictures of a message that were asked for together. `dead` are the hosts that did not answer one of them."""

    message: MessageId
    left: int
    dead: set[str] = field(default_factory=set)
    failed: int = 0
    why: str = ""


class Pictures(QObject):
    """`said` is one sentence about what could not be done. GUI thread; all work is done off it."""

    said = Signal(str)

    def __init__(
        self,
        pages: "PageStack",
        opened: Callable[[], Opened | None],
        offline: Callable[[], bool],
        open_reads: Callable[[], Reads],
        clock: Clock,
        fetch: Fetch | None = None,
    ) -> None:
        """`opened` tells what is shown, `offline` whether no channel can be reached."""
        super().__init__(pages)
        self._pages = pages
        self._opened = opened
        self._offline = offline
        self._clock = clock
        self._fetch = fetch or _fetch
        self._cancel = Cancel()
        # Threads of their own: a server that does not answer must not keep a search waiting.
        self._tasks = Tasks(open_reads)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DWELL)
        self._soon.timeout.connect(self._bring_own)
        self._tried: set[tuple[MessageId, str]] = set()
        pages.pictures_wished.connect(self.load)
        pages.laid_out.connect(self._soon.start)

    def close(self) -> None:
        """Stop what is under way."""
        self._soon.stop()
        self._cancel.set()
        self._tasks.close()

    def load_next(self) -> None:
        """Load the pictures of the newest message shown that has any left."""
        for entry in reversed(self._entries()):
            if any(not picture.within for picture in self._pages.unshown(entry)):
                self.load(entry.id)
                return
        self.said.emit(self.tr("There are no pictures to load here."))

    def load(self, message: MessageId) -> None:
        """Load the pictures from outside of a message that is shown."""
        entry = next((entry for entry in self._entries() if entry.id == message), None)
        wanted = [one.src for one in self._pages.unshown(entry) if not one.within] if entry is not None else []
        if not wanted:
            return
        if self._offline():
            self.said.emit(self.tr("You are offline. Pictures can be loaded when there is a connection."))
            return
        batch = _Round(message, len(wanted))
        width, ratio = self._screen()
        for src in wanted:
            self._pages.album.ask(message, src)
            work = partial(self._from_outside, batch, src, width, ratio)
            self._tasks.run(work, partial(self._came, batch, src), partial(self._failed, batch, src))
        self._pages.renew_pictures(message)

    def _bring_own(self) -> None:
        """Bring the pictures that came with the messages shown."""
        for entry in reversed(self._entries()):
            own = [one.src for one in self._pages.unshown(entry) if one.within] if "cid:" in entry.html else []
            wanted = [src for src in own if (entry.id, src) not in self._tried]
            if wanted:
                self._tried.update((entry.id, src) for src in wanted)
                work = partial(_own, entry.id, wanted, *self._screen())
                self._tasks.run(work, partial(self._own_came, entry.id), partial(self._no_own, entry.id))

    def _from_outside(self, batch: _Round, src: str, width: int, ratio: float, _reads: Reads) -> Shown:
        host = urlsplit(src).netloc
        if host in batch.dead:
            raise Unreachable(host)
        try:
            data = self._fetch(src, clock=self._clock, cancel=self._cancel)
        except Unreachable:
            batch.dead.add(host)
            raise
        _log.info("a picture came from %s, %d bytes", true_host(src), len(data))
        return decode(data, width, ratio)

    def _came(self, batch: _Round, src: str, shown: Shown) -> None:
        if self._pages.album.put(batch.message, src, shown):
            self._pages.show_picture(batch.message, src)
            self._count(batch)
        else:
            self._failed(batch, src, Malformed(src))

    def _failed(self, batch: _Round, src: str, error: Exception) -> None:
        self._pages.album.give_up(batch.message, src)
        batch.failed += 1
        batch.why = batch.why or self._in_words(error, true_host(src))
        if not isinstance(error, ChannelError):
            # Its words may hold the address.
            _log.warning("a picture from %s could not be shown: %s", true_host(src), type(error).__name__)
        self._count(batch)

    def _count(self, batch: _Round) -> None:
        batch.left -= 1
        if batch.left:
            return
        self._pages.renew_pictures(batch.message)
        if batch.failed:
            text = self.tr("Pictures that could not be loaded: {n}. {why}")
            self.said.emit(text.format(n=words.number(batch.failed), why=batch.why))

    def _in_words(self, error: Exception, host: str) -> str:
        if isinstance(error, Unreachable):
            return self.tr("{host} does not answer.").format(host=host)
        if isinstance(error, Refused):
            return self.tr("{host} did not give them.").format(host=host)
        return self.tr("What {host} sent is too large, or no picture.").format(host=host)

    def _own_came(self, message: MessageId, found: dict[str, Shown]) -> None:
        kept = [src for src, shown in found.items() if self._pages.album.put(message, src, shown)]
        if kept:
            self._pages.renew_pictures(message)

    def _no_own(self, message: MessageId, error: Exception) -> None:
        _log.warning("the pictures of message %d could not be read: %s", message, type(error).__name__)

    def _entries(self) -> tuple[Entry, ...]:
        opened = self._opened()
        return opened.timeline if opened is not None else ()

    def _screen(self) -> tuple[int, float]:
        """Return the width of the column in pixels, and how many of the screen make one of them."""
        return self._pages.widest, self._pages.devicePixelRatioF()


def _fetch(url: str, *, clock: Clock, cancel: Cancel) -> bytes:
    from desktop.connectors.picture import fetch

    return fetch(url, clock=clock, cancel=cancel)


def _own(message: MessageId, wanted: list[str], width: int, ratio: float, reads: Reads) -> dict[str, Shown]:
    """Return those of the pictures within a mail that can be shown."""
    from desktop.connectors.mail.parts import named

    found = named(reads.raw(message), [src[4:] for src in wanted])
    shown: dict[str, Shown] = {}
    for src in wanted:
        data = found.get(src[4:], b"")
        try:
            shown[src] = decode(data, width, ratio)
        except Malformed:
            _log.info("a picture of message %d cannot be shown, %d bytes", message, len(data))
    return shown
