"""Every command as a menu, group by group, with the key that does the same: for the mouse, and where no letters come in.

Nothing is made before it is opened, and the keys shown are those in force at that moment.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.ui.commands import Commands, key_text


def make_main_menu(commands: Commands, parent: QWidget) -> QMenu:
    """Return a menu of all groups; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in _groups(commands):
        menu.addMenu(GroupMenu(commands, group, menu))
    return menu


def make_menu_bar(commands: Commands, parent: QWidget | None = None) -> QMenuBar:
    """Return the same as a menu bar; without a `parent` it is the system's own, where the system has one."""
    bar = QMenuBar(parent)
    for group in _groups(commands):
        bar.addMenu(GroupMenu(commands, group, bar))
    return bar


class GroupMenu(QMenu):
    """The commands of one group."""

    def __init__(self, commands: Commands, group: str, parent: QWidget) -> None:
        super().__init__(group.replace("&", "&&"), parent)
        self._commands = commands
        self._group = group
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._run)

    def fill(self) -> None:
        """Offer the commands anew."""
        self.clear()
        for command in self._commands:
            if command.group == self._group:
                # Shown only: the key itself is bound once, by the keyboard.
                key = f"\t{key_text(command.keys[0])}" if command.keys else ""
                self.addAction(command.title.replace("&", "&&") + key).setObjectName(command.id)

    def _run(self, action: QAction) -> None:
        self._commands.run(action.objectName())


def _groups(commands: Commands) -> list[str]:
    return list(dict.fromkeys(command.group for command in commands))
