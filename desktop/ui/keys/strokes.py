"""Key presses as texts, alone or in a row, and which command a row of them means.

A stroke is one press in Qt's portable form ("e", "Shift+E", "Ctrl+Return"); a key of the keymap is one stroke or
several with a space between ("g i"). Nothing here knows a window.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Generic, TypeVar

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

T = TypeVar("T")

_MODIFIERS = ("Ctrl+", "Alt+", "Meta+")
_FORM = QKeySequence.SequenceFormat.PortableText


def portable(text: str) -> str:
    """Return a key's text in its one form ("ctrl+return" -> "Ctrl+Return", "G  i" -> "g i"), "" when it is no key."""
    strokes = [_stroke(part) for part in text.split()]
    return " ".join(strokes) if strokes and all(strokes) else ""


def _stroke(text: str) -> str:
    sequence = QKeySequence.fromString(text, _FORM)
    if sequence.count() != 1:
        return ""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]
    return "" if combination.key() == Qt.Key.Key_unknown else stroke_of(combination)


def stroke_of(combination: QKeyCombination) -> str:
    """Return a press as a stroke: the same for either keypad, and for a sign with and without the Shift it may need."""
    modifiers = combination.keyboardModifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    form = QKeySequence(QKeyCombination(modifiers, combination.key())).toString(_FORM)
    if len(form) == 1:
        return form.lower()
    last = form.removeprefix("Shift+")
    return last if len(last) == 1 and not last.isalpha() else form


def strokes(key: str) -> tuple[str, ...]:
    """Return the presses of a key of the keymap, in order."""
    return tuple(key.split(" "))


def is_bare(key: str) -> bool:
    """Return whether a key means something to a text box, so that it must not be taken from the whole window."""
    first = strokes(key)[0]
    last = first.removeprefix("Shift+")
    return not first.startswith(_MODIFIERS) and not (last.startswith("F") and last[1:].isdigit())


def writes(key: str) -> bool:
    """Return whether a press of a key is a letter, digit or sign: what "single keys" can be without."""
    return any(len(one.removeprefix("Shift+")) == 1 for one in strokes(key))


def uses_alt(key: str) -> bool:
    """Return whether a key needs Alt, which writes letters on many keyboards and opens menus on others."""
    return "Alt+" in key


def clash(one: str, other: str) -> bool:
    """Return whether two keys cannot stand in one place: they are the same, or one is how the other begins."""
    first, second = strokes(one), strokes(other)
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


class Step(Enum):
    """What a press was that started no command."""

    UNKNOWN = auto()
    """Nothing begins with it: it belongs to whoever has the focus."""
    BEGUN = auto()
    """The first presses of some key."""
    BROKEN = auto()
    """It followed such presses and led nowhere; it means nothing by itself."""


class Chords(Generic[T]):
    """Follows presses through a tree of keys. No key may begin with another; the keymap sees to that."""

    def __init__(self, keys: Mapping[str, T]) -> None:
        self._keys = {strokes(key): meaning for key, meaning in keys.items()}
        self._begins = {row[:length] for row in self._keys for length in range(1, len(row))}
        self._row: tuple[str, ...] = ()

    def press(self, stroke: str) -> T | Step:
        """Return what the row of presses that ends with `stroke` means by now."""
        row = (*self._row, stroke)
        if row in self._begins:
            self._row = row
            return Step.BEGUN
        self._row = ()
        if row in self._keys:
            return self._keys[row]
        return Step.BROKEN if len(row) > 1 else Step.UNKNOWN

    def knows(self, stroke: str) -> bool:
        """Return whether a press means something as things stand."""
        row = (*self._row, stroke)
        return bool(self._row) or row in self._begins or row in self._keys

    def following(self) -> list[tuple[str, T]]:
        """Return what may follow the presses that wait, each with what it means."""
        begun = len(self._row)
        return [(" ".join(row[begun:]), meaning) for row, meaning in self._keys.items() if row[:begun] == self._row]

    @property
    def begun(self) -> tuple[str, ...]:
        """The presses that wait for the next one."""
        return self._row

    def forget(self) -> None:
        """Begin anew."""
        self._row = ()
