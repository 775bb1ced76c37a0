"""The bar over the list while several are chosen: how many, and the verbs that mean all of them."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.commands import Commands
from desktop.ui.keys.menu import LIST_MENU, make_menu
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

_VERBS = ("conversation.finish", "conversation.snooze", "label.pick", "conversation.trash")
_ALL, _NONE = "list.select-all", "list.select-none"


class BulkBar(QFrame):
    """Lies over the head of the list, so that no row moves; takes no focus by itself."""

    def __init__(self, theme: Theme, commands: Commands, head: QWidget) -> None:
        super().__init__(head)
        self._commands = commands
        self._theme = theme
        self.setProperty("look", "bulk")
        self.setAccessibleName(QCoreApplication.translate("BulkBar", "Chosen together"))
        self._words = Elided(look="strong")
        px = theme.look.px
        top, below = QHBoxLayout(), QHBoxLayout()
        for line in (top, below):
            line.setSpacing(px(4))
        top.addWidget(self._words, 1)
        self._buttons: list[VerbButton] = []
        all_title = QCoreApplication.translate("BulkBar", "All")
        none_title = QCoreApplication.translate("BulkBar", "None")
        for id_, title in ((_ALL, all_title), (_NONE, none_title)):
            top.addWidget(self._button(id_, title))
        self._verbs = {id_: self._button(id_, _short(id_) or commands[id_].title) for id_ in _VERBS}
        for button in self._verbs.values():
            below.addWidget(button)
        self._more = VerbButton(QCoreApplication.translate("BulkBar", "More"), "", theme)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self._open_more)
        below.addWidget(self._more)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(6), px(14), px(6))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addLayout(below)
        head.installEventFilter(self)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are chosen; 0 takes the bar away."""
        self._words.say(words.many(self.tr("{n} chosen", "", count), count))
        if bool(count) == self.isHidden():
            self._lay()
            self.setVisible(bool(count))
            self.raise_()

    @property
    def words(self) -> str:
        """What it says, "" while it is not shown."""
        return "" if self.isHidden() else self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the head."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._lay()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where there is little room, and then verbs: they are in the menu."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        px = self._theme.look.px
        for button in self._buttons:
            button.make_room(self.width() + px(60))
        room = self.width() - px(28) - self._more.sizeHint().width()
        for button in self._verbs.values():
            room -= button.sizeHint().width() + px(4)
            button.setHidden(room < 0)

    def _lay(self) -> None:
        head = self.parentWidget()
        if head is not None:
            self.setGeometry(0, 0, head.width(), head.height() - 1)

    def _button(self, id_: str, title: str) -> VerbButton:
        command = self._commands[id_]
        button = VerbButton(title, command.keys[0] if command.keys else "", self._theme, look="plain")
        button.setProperty("command", id_)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        safe.tooltip(button, self._commands.tip(id_))
        button.clicked.connect(command.run)
        self._buttons.append(button)
        return button

    def _open_more(self) -> None:
        shown = {id_ for id_, button in self._verbs.items() if button.isVisible()} | {"reply.write"}
        rest = tuple(tuple(id_ for id_ in part if id_ not in shown) for part in LIST_MENU)
        place = self._more.mapToGlobal(QPoint(0, self._more.height()))
        make_menu(self._commands, tuple(part for part in rest if part), self).popup(place)


def _short(id_: str) -> str:
    return {"conversation.trash": QCoreApplication.translate("BulkBar", "Trash")}.get(id_, "")
