"""Links in messages: where they truly lead is shown before, and only what may be opened is opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.views.status import StatusLine
from desktop.ui.widgets import safe
from desktop.ui.wording.language import retell

Open = Callable[[str], object]


def browse(url: str) -> object:
    """Open an address in the owner's own browser or mail program, when it is one that may be opened."""
    from PySide6.QtGui import QDesktopServices

    from desktop.render.links import may_open

    return may_open(url) and QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def show_folder(folder: Path) -> object:
    """Show a folder of this computer in the owner's own file manager."""
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def written(url: QUrl) -> str:
    """Return an address as it is sent: spaces and letters of other scripts stay in the form that travels."""
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


class Links(QObject):
    """Follows the mouse over links and decides about clicks. GUI thread."""

    def __init__(self, window: QWidget, status: StatusLine, open_url: Open = browse) -> None:
        super().__init__(window)
        self._window = window
        self._status = status
        self._open = open_url
        self._pending = ""

    def point(self, url: QUrl) -> None:
        """Say where the link under the mouse leads."""
        if url.isEmpty():
            self._status.say("")
            return
        from desktop.render.links import may_open, suspicious, true_host

        address = written(url)
        if not may_open(address):
            self._status.say(self.tr("This link cannot be opened."), warning=True)
            return
        warning = retell(suspicious("", address))
        host = true_host(address) or address
        self._status.say(warning or self.tr("Opens {host}").format(host=host), warning=bool(warning))

    def choose(self, url: QUrl, text: str) -> bool:
        """Open a link that was clicked, and return whether it was; asks first when it is not what it seems to be."""
        from desktop.render.links import may_open, suspicious

        address = written(url)
        if not may_open(address):
            self._status.say(self.tr("This link cannot be opened."), warning=True)
            return False
        warning = retell(suspicious(text, address))
        if not warning:
            self._open(address)
            return True
        self._pending = address
        box = safe.question(self._window, self.tr("Open this link?"), f"{warning} {address}")
        box.addButton(self.tr("Open it"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Leave it"), QMessageBox.ButtonRole.RejectRole))
        box.accepted.connect(self._open_pending)
        box.open()
        return False

    def _open_pending(self) -> None:
        if self._pending:
            self._open(self._pending)
            self._pending = ""
