"""The sheet of keys that work where the owner is, made from the table of commands."""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.commands import Command, Commands, Context, key_text
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe
from desktop.ui.widgets.scrolled import Scrolled

_MOST_KEYS = 3
_DIGIT = re.compile(r"label\.[1-9]")


class KeysSheet(Overlay):
    """Shows title and keys of every command a key reaches from `context`, by group, in two columns."""

    def __init__(self, theme: Theme, commands: Commands, context: Context) -> None:
        super().__init__(theme, "", width=760)
        title = self.tr("Keys that work here")
        self.setAccessibleName(title)
        self._caps: list[QBoxLayout] = []
        self.lines = {command.id: _line(commands, command, context) for command in commands.valid_in(context)}
        self.box.addWidget(safe.label(title, look="card-title"))
        scroll = Scrolled(self._columns(commands.valid_in(context)))
        scroll.setAccessibleName(title)
        self.box.addWidget(scroll)
        said = self.tr("Esc closes this. {key} finds every command by name.").format(key=commands.key("palette"))
        note = safe.label(said if commands.key("palette") else self.tr("Esc closes this."), look="card-note")
        note.setWordWrap(True)
        self.box.addWidget(note)
        self.first = scroll

    def _columns(self, commands: list[Command]) -> QWidget:
        inner = QWidget()
        columns = self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        px = self.theme.look.px
        columns.setContentsMargins(px(16), px(8), px(16), px(8))
        columns.setSpacing(px(32))
        groups: dict[str, list[Command]] = {}
        for command in commands:
            groups.setdefault(command.group, []).append(command)
        halves = _halves(list(groups.items()))
        for half in halves:
            column = QVBoxLayout()
            column.setSpacing(px(12))
            for name, members in half:
                column.addLayout(self._group(name, members))
            column.addStretch(1)
            columns.addLayout(column, 1)
        return inner

    def arrange(self) -> None:
        """Put one column below the other where there is too little room for both, then keys of one command likewise."""
        window = self.parentWidget()
        if window is not None:
            room = min(self.theme.look.px(760), window.width() - self.theme.look.px(48)) - self.theme.look.px(12)
            for part in (self._sides, *self._caps):
                part.setDirection(QBoxLayout.Direction.LeftToRight)
            if self._least() > room:
                self._sides.setDirection(QBoxLayout.Direction.TopToBottom)
            for caps in sorted(self._caps, key=_width, reverse=True):
                if self._least() <= room:
                    break
                caps.setDirection(QBoxLayout.Direction.TopToBottom)
        super().arrange()

    def _least(self) -> int:
        """Return the pixels both columns need as they stand now."""
        self._sides.activate()  # What is inside tells nobody that it changed before the next event.
        return self._sides.minimumSize().width()

    def _group(self, name: str, commands: list[Command]) -> QGridLayout:
        grid = QGridLayout()
        px = self.theme.look.px
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(5))
        grid.setColumnStretch(0, 1)
        grid.addWidget(safe.label(name, look="group"), 0, 0)
        for row, (words, keys) in enumerate(self._rows(commands), start=1):
            title = safe.label(words)
            title.setWordWrap(True)
            grid.addWidget(title, row, 0)
            caps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            caps.setSpacing(px(4))
            caps.addStretch(1)
            for key in keys:
                caps.addWidget(_cap(key), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._caps.append(caps)
            grid.addLayout(caps, row, 1)
        return grid

    def _rows(self, commands: list[Command]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield words and keys of each command; the digits of the labels, which differ in nothing else, in one line."""
        digits = [command for command in commands if _DIGIT.fullmatch(command.id) and len(self.lines[command.id]) == 1]
        for command in commands:
            if len(digits) < 2 or command not in digits:
                yield command.title, self.lines[command.id][:_MOST_KEYS]
            elif command is digits[0]:
                first, last = self.lines[command.id][0], self.lines[digits[-1].id][0]
                yield self.tr("One of the first labels on or off"), (f"{first} … {last}",)


def _cap(key: str) -> QLabel:
    return safe.label(key, look="cap")


def _width(caps: QBoxLayout) -> int:
    return caps.minimumSize().width()


def _line(commands: Commands, command: Command, context: Context) -> tuple[str, ...]:
    here = commands.keys_in(command.id, context)
    window = commands.keys_in(command.id, Context.WINDOW)
    return tuple(dict.fromkeys(key_text(key) for key in (*here, *window)))


def _halves(groups: list[tuple[str, list[Command]]]) -> tuple[list[tuple[str, list[Command]]], ...]:
    """Share the groups between two columns of about the same height, in order."""
    sizes = [len([one for one in members if not _DIGIT.fullmatch(one.id)]) + 3 for _, members in groups]
    best = min(range(len(groups) + 1), key=lambda cut: abs(sum(sizes[:cut]) - sum(sizes[cut:])), default=0)
    return groups[:best], groups[best:]
