"""The settings of a channel as the owner corrects them: one line for each, and what it means."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QStyle, QStyleOptionFrame, QWidget

from desktop.connectors.base import Setting
from desktop.domain.text import plain
from desktop.domain.wording import split_about
from desktop.ui.setting_titles import setting_title
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.wording.language import retell

_HIGHEST = 280
_LOWEST = 40
_CARET = 6
"""What a line keeps free for the caret, and a little more."""
_CLAUSE = re.compile(r"[,;:]? [(]|[,;:] ")


class _Line(QLineEdit):
    """Comes into sight with the focus. Empty it says what it is for, in as many clauses as there is room for."""

    def __init__(self, area: QScrollArea, text: str, meaning: str) -> None:
        super().__init__(text)
        self._area = area
        self._meaning = meaning
        self.setPlaceholderText(meaning)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Scroll to it."""
        super().focusInEvent(event)
        self._area.ensureWidgetVisible(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for; the tip tells all of it."""
        super().resizeEvent(event)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).width() - _CARET
        measure = self.fontMetrics()
        heads = (self._meaning[:end] for end in _ends(self._meaning))
        fitting = next((head for head in heads if measure.horizontalAdvance(head) <= room), self._meaning)
        self.setPlaceholderText(fitting)


def _ends(meaning: str) -> list[int]:
    """Return where a sentence may end, its own end first, then before each of its commas and brackets."""
    return [len(meaning), *(found.start() for found in reversed(list(_CLAUSE.finditer(meaning))))]


class ChannelSettings(QScrollArea):
    """Lines in the order of the channel. `edited` follows every key."""

    edited = Signal()

    def __init__(
        self,
        theme: Theme,
        known: Sequence[Setting],
        given: Mapping[str, str],
        sentence: str,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """What the `sentence` names stands first, and `named` is its line; `typed` is what the owner wrote over `given`."""
        super().__init__()
        self._given = dict(given)
        written = self._given | dict(typed or {})
        self.lines: dict[str, QLineEdit] = {}
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        grid = QGridLayout(inner)
        px = theme.look.px
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(6))
        blamed = set(split_about(sentence)[1])
        for row, setting in enumerate(sorted(known, key=lambda one: one.key not in blamed)):
            meaning = retell(setting.meaning)
            line = _Line(self, written.get(setting.key, ""), setting.default or plain(meaning, 80))
            title = setting_title(setting.key)
            line.setAccessibleName(title)
            line.setAccessibleDescription(meaning)
            line.setCursorPosition(0)
            safe.tooltip(line, f"{' | '.join((meaning, *setting.choices))} ({setting.key})")
            line.textEdited.connect(self.edited)
            name = safe.label(title, look="quiet-small")
            name.setBuddy(line)
            grid.addWidget(name, row, 0)
            grid.addWidget(line, row, 1)
            self.lines[setting.key] = line
        self.named = next((self.lines[key] for key in self.lines if key in blamed), None)
        self.setWidget(inner)
        if inner.sizeHint().height() > px(_HIGHEST):
            # Beside the scroll bar.
            grid.setContentsMargins(0, 0, px(12), 0)
        self._height = min(inner.sizeHint().height(), px(_HIGHEST))
        self.setMaximumHeight(self._height)
        self.setMinimumHeight(min(self._height, px(_LOWEST)))

    def sizeHint(self) -> QSize:
        """All lines as far as there is room; the rest scrolls."""
        return QSize(super().sizeHint().width(), self._height)

    def values(self) -> dict[str, str]:
        """Return all settings as they stand now; a line left empty is a setting not given."""
        typed = {key: line.text().strip() for key, line in self.lines.items()}
        kept = {key: value for key, value in self._given.items() if key not in typed}
        return kept | {key: value for key, value in typed.items() if value}

    def changes(self) -> dict[str, str]:
        """Return what differs from what was given; "" for a setting that is no longer given."""
        now = self.values()
        return {key: now.get(key, "") for key in self._given | now if now.get(key, "") != self._given.get(key, "")}

    @property
    def is_edited(self) -> bool:
        """True when something differs from what was given."""
        return bool(self.changes())
