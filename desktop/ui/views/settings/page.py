"""A page of the settings: titles in a column, with what is chosen below each."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets import safe


class Page(QWidget):
    """What the card of the settings shows, one at a time. GUI thread."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.look.px(6))

    @property
    def is_begun(self) -> bool:
        """Whether a form was begun in it of which nothing is in force yet."""
        return False

    @property
    def foot(self) -> QWidget | None:
        """What stands below the page wherever it is scrolled to; None where nothing does."""
        return None

    def _heading(self, title: str) -> QLabel:
        """Add a title, at some distance from what is above it."""
        if self._column.count():
            self._column.addSpacing(self._theme.look.px(8))
        name = safe.label(title, look="strong")
        self._column.addWidget(name)
        return name

    def _put(self, title: str, widget: QWidget) -> None:
        """Add a title and what is chosen by it; the title is its name where it has none of its own."""
        self._heading(title).setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(title)
        self._column.addWidget(widget)

    def _note(self, words: str) -> None:
        """Add a line that explains what is above it."""
        note = safe.label(words, look="quiet-small")
        note.setWordWrap(True)
        self._column.addWidget(note)


def room_in(column: QVBoxLayout) -> QVBoxLayout:
    """Return room in `column` for what comes and goes; Tab comes to it where it stands, not after everything else."""
    place = QWidget()
    place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    column.addWidget(place)
    room = QVBoxLayout(place)
    room.setContentsMargins(0, 0, 0, 0)
    return room
