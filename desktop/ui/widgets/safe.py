"""Text from outside on widgets: always plain, on one line, without control or direction characters."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from desktop.domain.text import plain
from desktop.ui.widgets.tip import tip


def label(text: str = "", parent: QWidget | None = None, *, look: str = "") -> QLabel:
    """Return a label that shows `text` as it is; `look` names its style."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        made.setProperty("look", look)
    made.setText(plain(text))
    return made


def say(target: QLabel, text: str, limit: int = 300) -> None:
    """Put text on a label made by `label`."""
    fit = plain(text, limit)
    if target.text() != fit:
        target.setText(fit)


def tooltip(target: QWidget, text: str) -> None:
    """Set a tooltip that cannot be taken for markup."""
    target.setToolTip(tip(text))


def warn(parent: QWidget | None, title: str, text: str) -> None:
    """Show a message the owner must see; does not block. One of the same title that is still open says enough."""
    shown = parent.findChildren(QMessageBox) if parent is not None else ()
    if any(box.isVisible() and box.text() == plain(title) for box in shown):
        return
    box = question(parent, title, text)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.open()


def question(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    """Return a message box with plain text, to which the caller adds buttons; it goes away with its closing."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(plain(title, 80))
    box.setText(plain(title))
    box.setInformativeText(plain(text, 900))
    return box
