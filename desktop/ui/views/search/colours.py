"""Colours for what is typed into the search field: operators, their values, phrases, and what joins them."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

from desktop.domain.reading import pieces
from desktop.ui.theme import Look

_INKS = {"operator": "accent", "value": "accent", "phrase": "ink", "join": "quiet"}
_BOLD = 600


def paint(field: QLineEdit, look: Look) -> None:
    """Colour what stands in the field; a line edit takes formats only as an input method gives them."""
    text, at = field.text(), field.cursorPosition()
    attributes = []
    for piece in pieces(text):
        if piece.kind not in _INKS:
            continue
        form = QTextCharFormat()
        form.setForeground(look.color(_INKS[piece.kind]))
        form.setFontWeight(_BOLD if piece.kind in ("operator", "join") else 400)
        start = _units(text[: piece.start])
        size = _units(text[piece.start : piece.end])
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes.append(QInputMethodEvent.Attribute(kind, start - at, size, form))
    QCoreApplication.sendEvent(field, QInputMethodEvent("", attributes))


def _units(text: str) -> int:
    """Return the length in the units Qt counts in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
