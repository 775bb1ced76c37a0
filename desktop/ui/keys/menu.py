"""Commands as a menu: the same words and keys as everywhere, for those who use the mouse."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.commands import TABLE, Commands, Context, key_text

LIST_MENU = (
    ("reply.write",),
    ("conversation.finish", "conversation.reopen", "conversation.snooze", "conversation.snooze-again"),
    ("conversation.wait", "conversation.wait-for"),
    ("conversation.star", "label.pick", "conversation.note", "conversation.language"),
    ("conversation.read", "conversation.unread"),
    ("conversation.mute", "conversation.not-ours", "conversation.trash"),
    ("conversation.why", "conversation.person", "conversation.more", "conversation.less"),
)
"""What a right click on a conversation offers, in sections."""
STORM_MENU = ("storm.show", "storm.fold", "storm.close")
"""What it offers before on the row that stands for a storm."""

Idle = Callable[[], frozenset[str]]
"""Tells which commands would change nothing now: no menu offers them, while their keys say so."""

_HEAD_GROUPS = ("Triage", "Labels", "Reply")
_NOT_OF_ONE = frozenset(("undo", "redo", *(f"label.{n}" for n in range(1, 10))))
"""What means no conversation of its own, and labels that the picker offers by name."""


def further(commands: Commands, shown: Collection[str], *, is_storm: bool) -> tuple[tuple[str, ...], ...]:
    """Return what can be done with a conversation besides what is `shown` already, in sections, as the table has it.

    What can be done with a storm is only offered where one is meant (`is_storm`).
    """
    left_out = {*shown, *_NOT_OF_ONE, *(() if is_storm else STORM_MENU)}
    wanted = [
        entry
        for entry in TABLE
        if entry.id in commands and entry.id not in left_out and Context.TRIAGE in entry.contexts
    ]
    sections = (tuple(entry.id for entry in wanted if entry.group == group) for group in _HEAD_GROUPS)
    return tuple(section for section in sections if section)


def open_further(
    commands: Commands,
    is_storm: Callable[[], bool],
    idle: Idle,
    shown: Collection[str],
    parent: QWidget,
    place: QPoint,
) -> None:
    """Open a menu of what else can be done with a conversation at a place of the screen."""
    make_menu(commands, further(commands, {*shown, *idle()}, is_storm=is_storm()), parent).popup(place)


def make_menu(commands: Commands, sections: tuple[tuple[str, ...], ...], parent: QWidget) -> QMenu:
    """Return a menu of these commands; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for section in sections:
        if not menu.isEmpty():
            menu.addSeparator()
        for id_ in section:
            command = commands[id_]
            # Shown only: the key itself is bound once, by the keyboard.
            key = f"\t{key_text(command.keys[0])}" if command.keys else ""
            action = menu.addAction(command.title.replace("&", "&&") + key)
            action.setObjectName(id_)
            action.triggered.connect(_Pick(command.run, action).go)
    return menu


class _Pick(QObject):
    """What an entry starts; a child of it, so that the connection lives exactly as long."""

    def __init__(self, run: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._run = run

    def go(self) -> None:
        """Carry the command out."""
        self._run()


class ContextMenu(QObject):
    """Offers the verbs on a right click, or the menu key, in a list."""

    def __init__(self, widget: QWidget, commands: Commands, is_storm: Callable[[], bool], idle: Idle) -> None:
        """`is_storm` tells whether the list stands on a storm."""
        super().__init__(widget)
        self._widget = widget
        self._commands = commands
        self._is_storm = is_storm
        self._idle = idle
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self.open)

    def open(self, place: QPoint) -> None:
        """Show the menu at `place`; the click has chosen the conversation already."""
        sections = (STORM_MENU, *LIST_MENU) if self._is_storm() else LIST_MENU
        left_out = self._idle()
        offered = (tuple(id_ for id_ in section if id_ not in left_out) for section in sections)
        make_menu(self._commands, tuple(filter(None, offered)), self._widget).popup(self._widget.mapToGlobal(place))
