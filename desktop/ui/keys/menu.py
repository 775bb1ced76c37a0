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


_HEAD_GROUPS = ("Triage", "Reply")


def further(commands: Commands, shown: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return what can be done with a conversation besides what is `shown` already, in sections, as the table has it."""
    wanted = [
        entry
        for entry in TABLE
        if entry.id in commands and entry.id not in shown and Context.TRIAGE in entry.contexts and entry.id != "undo"
    ]
    sections = (tuple(entry.id for entry in wanted if entry.group == group) for group in _HEAD_GROUPS)
    return tuple(section for section in sections if section)


def open_further(commands: Commands, shown: Collection[str], parent: QWidget, place: QPoint) -> None:
    """Open a menu of what else can be done with a conversation at a place of the screen."""
    make_menu(commands, further(commands, shown), parent).popup(place)


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

    def __init__(self, widget: QWidget, commands: Commands) -> None:
        super().__init__(widget)
        self._widget = widget
        self._commands = commands
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self.open)

    def open(self, place: QPoint) -> None:
        """Show the menu at `place`; the click has chosen the conversation already."""
        make_menu(self._commands, LIST_MENU, self._widget).popup(self._widget.mapToGlobal(place))
