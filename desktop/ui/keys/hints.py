"""The one hint at the bottom: which keys help where the focus is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.ui.commands import Commands, Context, key_text
from desktop.ui.views.overlay import Overlay

if TYPE_CHECKING:
    from desktop.ui.keys.keyboard import Keyboard
    from desktop.ui.views.main_window import MainWindow
    from desktop.ui.views.reply.composer import Composer


class Hints(QObject):
    """Follows the focus. GUI thread only; lives as long as the window."""

    def __init__(self, window: "MainWindow", commands: Commands, keyboard: "Keyboard", composer: "Composer") -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._keyboard = keyboard
        self._composer = composer
        # Under the same focus another conversation may be one that cannot be answered.
        composer.ready.connect(self._look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
            self._look()

    def _look(self) -> None:
        self._moved(None, QApplication.focusWidget())

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self._window:
            self._window.status_line.set_hint(self.words(now))

    def words(self, focus: QWidget) -> str:
        """Return the hint for where the focus is, "" for the usual one."""
        translate = QCoreApplication.translate
        key, here = self._commands.key, self._keyboard.here()
        if here is Context.COMPOSER and key("reply.send") and key("back"):
            text = translate("Hints", "{send} sends, {back} goes back to the list")
            return text.format(send=key("reply.send"), back=key("back"))
        if isinstance(focus, QLineEdit) and self._window.reader.isAncestorOf(focus):
            return translate("Hints", "Enter goes on, Shift+Enter goes back, Esc ends the search")
        pages = self._window.reader.pages
        if (focus is pages or pages.isAncestorOf(focus)) and key("reply.write") and key("conversation.find"):
            text = translate("Hints", "{reply} replies, {find} finds, {back} goes back to the list")
            if not self._composer.form.takes_text:
                text = translate("Hints", "{find} finds, {back} goes back to the list")
            return text.format(reply=key("reply.write"), find=key("conversation.find"), back=key("back"))
        if self._window.rail.isAncestorOf(focus):
            return translate("Hints", "Space chooses, Tab goes on, Esc goes back to the list")
        if here is Context.WINDOW and self._everywhere and not _is_over(focus):
            return QCoreApplication.translate("StatusLine", "Press {key} for the keys that work here").format(
                key=self._everywhere
            )
        return ""

    @property
    def _everywhere(self) -> str:
        """The key for the sheet of keys that is heard also where letters are not."""
        keys = self._commands.keys_in("keys", Context.WINDOW)
        return key_text(keys[0]) if keys else ""


def _is_over(focus: QWidget | None) -> bool:
    """Return whether the focus is in a card over the window, which says itself what helps there."""
    while focus is not None and not isinstance(focus, Overlay):
        focus = focus.parentWidget()
    return focus is not None
