"""The keys of one window: which command a press means where the focus is.

Keys with Ctrl and function keys are Qt's own shortcuts, because Qt finds them on keyboards of every script. Letters,
signs, and keys pressed one after the other are followed here: they act in the list and the conversation only, never
where somebody types, and a row of presses that leads nowhere starts nothing.
"""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from desktop.ui.commands import Command, Commands, Context
from desktop.ui.keys.strokes import Chords, Step, is_bare, stroke_of, strokes

_PATIENCE_MS = 3000
"""A row of presses that is not gone on with is forgotten after that."""
_READING_MS = 12_000
"""The same while it is shown how the row may go on."""
_MODIFIERS = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)
)
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate)


class Keyboard(QObject):
    """Made on the GUI thread when the window is put together, and lives with it; hears keys after `watch`."""

    turned = Signal()
    """A row of presses has begun, gone on or ended."""

    def __init__(self, window: QWidget, places: Mapping[Context, QWidget], commands: Commands) -> None:
        """`places` says where the focus must be for the keys of a context; a place may lie within another."""
        super().__init__(window)
        self._window = window
        # What lies within another place is asked first.
        self._places = sorted(places.items(), key=lambda item: -_depth(item[1]))
        self._commands = commands
        self._shortcuts: list[_Shortcut] = []
        self._chords: dict[Context, Chords[Command]] = {}
        self._held: Command | None = None
        self._let_go = (0, 0)
        self.is_held = False
        """Whether the key that was last looked up among the shortcuts is being held down."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._forget)
        self.rebind()

    def rebind(self) -> None:
        """Take the keys that the commands have now in place of those before."""
        for old in self._shortcuts:
            old.let_go()
        self._forget()
        self._chords = {context: Chords(self._rows(context)) for context in Context}
        by_key: dict[str, dict[Context, Command]] = {}
        for command in self._commands:
            for context in Context:
                for key in self._commands.keys_in(command.id, context):
                    if not _is_followed(key):
                        by_key.setdefault(key, {})[context] = command
        self._shortcuts = [_Shortcut(self, self._window, key, meant) for key, meant in by_key.items()]

    def watch(self, window: QWindow) -> None:
        """Follow the keys of `window` from now on; whoever watches it later hears them first."""
        window.installEventFilter(self)

    @property
    def waits(self) -> bool:
        """True while a row of presses has begun that the next one goes on with: where the focus was, it has to be still."""
        return self._patience.isActive() and bool(self._chords[self.here()].begun)

    def following(self) -> tuple[str, list[tuple[str, str]]]:
        """Return the presses that wait, and every key that may follow with the title of what it does."""
        chords = self._chords[self.here()]
        if not chords.begun:
            return "", []
        return " ".join(chords.begun), [(key, command.title) for key, command in chords.following()]

    def wait_longer(self) -> None:
        """Give the owner time to read how the row of presses may go on."""
        if self.waits:
            self._patience.start(_READING_MS)

    def here(self) -> Context:
        """Return where the focus is: in one of the places, else only in the window."""
        focus = QApplication.focusWidget()
        if focus is not None:
            for context, place in self._places:
                if place is focus or place.isAncestorOf(focus):
                    return context
        return Context.WINDOW

    def _rows(self, context: Context) -> dict[str, Command]:
        places = {context, Context.WINDOW}
        return {
            key: command
            for command in self._commands
            for place in places
            for key in self._commands.keys_in(command.id, place)
            if _is_followed(key)
        }

    def _forget(self) -> None:
        for chords in self._chords.values():
            chords.forget()
        self._patience.stop()
        self.turned.emit()

    # The keys of the window

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the presses that mean something; the others go where the focus is."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._let_go = (event.key(), event.timestamp())
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.is_held = self._is_repeated(event)
        if kind == QEvent.Type.ShortcutOverride and self.waits:
            # A row of presses has begun: what follows belongs to it, and is no shortcut.
            event.accept()
            return True
        if kind in _CLICKS:
            self._forget()
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        focus = QApplication.focusWidget()
        if focus is None or event.key() in _MODIFIERS or _is_covered():
            return False
        chords = self._chords[self.here()]
        stroke = stroke_of(event.keyCombination())
        if not stroke or not chords.knows(stroke) or (not chords.begun and _keeps(focus, event)):
            self._held = None
            return False
        if self._is_repeated(event):
            if self._held is not None and self._held.repeats:
                self._held.run()
            return True
        is_single = not chords.begun
        self._follow(chords.press(stroke), is_single=is_single)
        return True

    def _is_repeated(self, event: QKeyEvent) -> bool:
        """Return whether the key is being held down.

        X11 tells of a held key as let go and pressed in the same millisecond, and Qt takes the two for one only where
        it has both before it looks. Under a screen reader Qt hands on presses without their time.
        """
        at_once = event.timestamp() != 0 and self._let_go == (event.key(), event.timestamp())
        return event.isAutoRepeat() or (at_once and QGuiApplication.platformName() == "xcb")

    def _follow(self, met: "Command | Step", *, is_single: bool) -> None:
        self._held = None
        if met is Step.BEGUN:
            self._patience.start(_PATIENCE_MS)
            self.turned.emit()
            return
        if self._patience.isActive():
            self._patience.stop()
            self.turned.emit()
        if isinstance(met, Command):
            self._held = met if is_single else None
            met.run()


class _Shortcut(QObject):
    """One key with what it means in each place."""

    def __init__(self, keyboard: Keyboard, window: QWidget, key: str, meant: Mapping[Context, Command]) -> None:
        super().__init__(keyboard)
        self._keyboard = keyboard
        self._meant = meant
        self._shortcut = QShortcut(QKeySequence(key), window)
        self._shortcut.setObjectName(key)
        self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        self._shortcut.setAutoRepeat(all(command.repeats for command in meant.values()))
        self._shortcut.activated.connect(self._go)

    def let_go(self) -> None:
        """Hear the key no longer."""
        self._shortcut.setEnabled(False)
        self._shortcut.deleteLater()
        self.deleteLater()

    def _go(self) -> None:
        command = self._meant.get(self._keyboard.here()) or self._meant.get(Context.WINDOW)
        if command is not None and (command.repeats or not self._keyboard.is_held):
            command.run()


def _is_followed(key: str) -> bool:
    return is_bare(key) or len(strokes(key)) > 1


def _depth(widget: QWidget) -> int:
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _is_covered() -> bool:
    return QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None


def _keeps(focus: QWidget, event: QKeyEvent) -> bool:
    """Return whether who has the focus needs the press: a text, a list of choices that finds them by letters, a button."""
    if isinstance(focus, QAbstractButton) and event.key() == Qt.Key.Key_Space:
        return True
    if isinstance(focus, QComboBox) and event.key() != Qt.Key.Key_Escape:
        return True
    asked = QKeyEvent(
        QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count()
    )
    QCoreApplication.sendEvent(focus, asked)
    return asked.isAccepted()
