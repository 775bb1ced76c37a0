"""Who the person of the conversation on show is: opens the card, and what is chosen on it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.domain.begun import is_begun
from desktop.domain.row import PersonId
from desktop.ui.reads import Reads
from desktop.ui.views.pickers.person import PersonCard
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop.store.acquaintance import Acquaintance


class People(QObject):
    """Made once, when the window is put together; GUI thread."""

    def __init__(
        self, work: Workplace, write: Callable[[tuple[str, ...]], object], browse: Callable[[str], object]
    ) -> None:
        """`write` begins a mail to addresses, `browse` opens a page."""
        super().__init__(work.window)
        self._window = work.window
        self._desk = work.desk
        self._theme = work.theme
        self._clock = work.clock
        self._float = work.show
        self._write = write
        self._browse = browse

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries the command out."""
        return {"conversation.person": self.show}

    def show(self) -> None:
        """Show who it is: at once what is on show, the rest as soon as it was read."""
        opened = self._window.opened()
        if opened is None or is_begun(opened.row.id):
            return
        card = PersonCard(self._theme, opened, self._clock)
        card.opened.connect(self._open)
        card.written.connect(self._write_to)
        card.browsed.connect(self._browse)
        self._float(card)
        self._desk.look(partial(_read, opened.row.person), partial(_tell, card))

    def _open(self, id_: object) -> None:
        self._window.select(id_)  # type: ignore[arg-type]
        self._window.open_current()

    def _write_to(self, address: str) -> None:
        self._write((address,))


def _read(person: PersonId, reads: Reads) -> "Acquaintance":
    from desktop.store.acquaintance import acquaintance

    return acquaintance(reads.connection, person)


def _tell(card: PersonCard, known: "Acquaintance") -> None:
    if isValid(card):
        card.show_known(known)
