"""The page on the web where a customer's message stands."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal

from desktop.domain.conversation import Entry, Opened
from desktop.domain.kinds import Direction, Kind
from desktop.render.links import may_open, true_host
from desktop.ui.conversation.links import Links, written


class Original(QObject):
    """Opens the newest message shown that has a page, by the same rules as a link in it. GUI thread."""

    said = Signal(str)
    """One sentence: which host it goes to, or why there is nothing to open."""

    def __init__(self, links: Links, opened: Callable[[], Opened | None]) -> None:
        """`opened` tells what is shown."""
        super().__init__(links)
        self._links = links
        self._opened = opened

    def show(self) -> None:
        """Open it in the owner's browser, or say why not; asks first where the address is not what it seems."""
        opened = self._opened()
        if opened is None:
            return
        theirs = _theirs(opened)
        place = next((entry.url for entry in reversed(theirs) if entry.url), "")
        if not place:
            self.said.emit(self._why_none(theirs))
            return
        url = QUrl(place)
        if url.scheme() not in ("http", "https") or not may_open(written(url)):
            self.said.emit(self.tr("The address of this message is not one that can be opened."))
        elif self._links.choose(url, ""):
            self.said.emit(self.tr("Opened in the browser: {host}").format(host=true_host(written(url))))

    def _why_none(self, theirs: list[Entry]) -> str:
        if any(entry.kind is Kind.MAIL for entry in theirs):
            return self.tr("A mail has no page on the web: what you see is the original.")
        return self.tr("None of these messages says where on the web it stands.")


def _theirs(opened: Opened) -> list[Entry]:
    """Return what customers wrote in this conversation, oldest first; not what the same person wrote elsewhere."""
    return [
        entry
        for entry in opened.timeline
        if entry.conversation == opened.row.id and entry.direction is Direction.IN and not entry.note
    ]
