"""Keys as data: read from TOML, changed by the owner's own file, checked for clashes, and bound to the window.

Bare keys are bound to the triage panel only, so that they are never taken from somebody who types; keys with Ctrl and
the function keys belong to the window. A key that has no conflict with another command of the same place is bound once.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.domain.text import plain
from desktop.ui.commands import Command, Commands, Context, Entry, by_id, said

translate = QCoreApplication.translate

Keys = dict[str, dict[Context, tuple[str, ...]]]
"""Command id to place to keys, each in Qt's portable form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """The keys in force, and one sentence for each line of a file that could not be followed."""

    name: str
    keys: Keys
    problems: tuple[str, ...] = field(default=())


def load(shipped: Path, own: Path | None = None) -> Keymap:
    """Read the shipped keymap and the owner's changes to it (a file that is not there changes nothing).

    Never raises for the owner's file: what cannot be followed is named in `problems`, everything else holds.
    """
    reading = _Reading()
    name = reading.take(shipped)
    if own is not None and own.exists():
        reading.owner()
        name = reading.take(own) or name
    return Keymap(name=name, keys=reading.keys, problems=tuple(reading.problems))


def portable(text: str) -> str:
    """Return a key's text in Qt's portable form ("ctrl+return" -> "Ctrl+Return"), "" when it is no single key."""
    sequence = QKeySequence.fromString(text.strip(), QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or _key(sequence) == Qt.Key.Key_unknown:
        return ""
    form = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return form.lower() if len(form) == 1 else form


def forms(key: str) -> list[QKeySequence]:
    """Return every form in which a keyboard may send `key`.

    A sign that needs Shift on one keyboard needs none on another, and arrives with or without the modifier.
    """
    found = [QKeySequence(key)]
    if len(key) == 1 and not key.isalpha():
        found.append(QKeySequence(f"Shift+{key}"))
    return found


def _key(sequence: QKeySequence) -> Qt.Key:
    combination: QKeyCombination = sequence[0]  # type: ignore[index]
    return combination.key()


def _is_bare(key: str) -> bool:
    """Return whether a key writes something in a text box, so that it must not be bound to the whole window."""
    if key.startswith(("Ctrl+", "Alt+", "Meta+")):
        return False
    last = key.removeprefix("Shift+")
    return not (last.startswith("F") and last[1:].isdigit())


class _Reading:
    """Two files read one after the other: the shipped keys, then what the owner wants changed."""

    def __init__(self) -> None:
        self.keys: Keys = {}
        self.problems: list[str] = []
        self._entries = by_id()
        self._by_owner: set[tuple[str, Context]] = set()
        self._is_owner = False

    def owner(self) -> None:
        """From here on a line replaces what was there, and its keys win over the shipped ones."""
        self._is_owner = True

    def take(self, path: Path) -> str:
        """Read one file and return the name it gives itself."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as bad:
            self._complain(
                translate("Keymap", "The keys in {file} cannot be read: {why}."),
                file=path.name,
                why=plain(str(bad)).rstrip("."),
            )
            return ""
        for place, lines in told.items():
            if place in set(Context) and isinstance(lines, dict):
                for id_, keys in lines.items():
                    self._line(Context(place), id_, keys)
            elif place != "name":
                self._complain(translate("Keymap", "There is no place called [{place}] for keys."), place=place)
        return plain(str(told.get("name", "")))

    def _line(self, place: Context, id_: str, keys: object) -> None:
        entry = self._entries.get(id_)
        if entry is None:
            self._complain(translate("Keymap", "There is no command called “{id}”."), id=id_)
        elif place not in entry.contexts:
            self._complain(
                translate("Keymap", "“{title}” has no meaning in [{place}]."), title=said(entry.title), place=place
            )
        elif not isinstance(keys, list):
            self._complain(
                translate("Keymap", "The keys of “{title}” must stand in brackets."), title=said(entry.title)
            )
        else:
            if self._is_owner:
                self._by_owner.add((id_, place))
            wanted = [str(key) for key in keys]
            self.keys.setdefault(id_, {})[place] = tuple(self._free(entry, place, wanted))

    def _free(self, entry: Entry, place: Context, wanted: list[str]) -> Iterator[str]:
        for text in wanted:
            key = portable(text)
            if not key:
                self._complain(
                    translate("Keymap", "“{key}” is not a key (for “{title}”)."), key=text, title=said(entry.title)
                )
            elif place is Context.WINDOW and _is_bare(key):
                self._complain(
                    translate(
                        "Keymap", "“{key}” would be heard while you type; “{title}” needs Ctrl or a function key there."
                    ),
                    key=key,
                    title=said(entry.title),
                )
            elif self._is_clear(entry, place, key):
                yield key

    def _is_clear(self, entry: Entry, place: Context, key: str) -> bool:
        """Return whether the key may be used, after taking it from a shipped line when the owner wants it."""
        for id_, other_place in self._holders(entry.id, place, key):
            other = said(self._entries[id_].title)
            if not self._is_owner or (id_, other_place) in self._by_owner:
                self._complain(
                    translate("Keymap", "“{key}” is already “{other}”, so “{title}” does not get it."),
                    key=key,
                    other=other,
                    title=said(entry.title),
                )
                return False
            left = tuple(k for k in self.keys[id_][other_place] if not _clash(k, key))
            self.keys[id_][other_place] = left
            if not any(self.keys[id_].values()):
                self._complain(
                    translate("Keymap", "“{key}” is now “{title}”; “{other}” has no key left."),
                    key=key,
                    title=said(entry.title),
                    other=other,
                )
        return True

    def _holders(self, id_: str, place: Context, key: str) -> list[tuple[str, Context]]:
        return [
            (other, other_place)
            for other, by_place in self.keys.items()
            for other_place, keys in by_place.items()
            if other != id_ and _meet(place, other_place) and any(_clash(k, key) for k in keys)
        ]

    def _complain(self, sentence: str, **words: str) -> None:
        self.problems.append(sentence.format(**{name: plain(word) for name, word in words.items()}))


def _meet(one: Context, other: Context) -> bool:
    return one is other or Context.WINDOW in (one, other)


def _clash(one: str, other: str) -> bool:
    return bool(set(map(_text, forms(one))) & set(map(_text, forms(other))))


def _text(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


class Keyboard(QObject):
    """The shortcuts of one window. Made on the GUI thread when the window is put together, and lives with it."""

    def __init__(self, window: QWidget, places: Mapping[Context, QWidget], commands: Commands) -> None:
        """Bind the keys of `commands`: those of the window to `window`, the others to their widget in `places`."""
        super().__init__(window)
        self._bound: list[QShortcut] = []
        for command in commands:
            for context in Context:
                home = window if context is Context.WINDOW else places.get(context)
                if home is not None:
                    self._bind(home, context, command, commands.keys_in(command.id, context))

    def shortcuts(self) -> tuple[QShortcut, ...]:
        """Return every shortcut that was bound."""
        return tuple(self._bound)

    def _bind(self, home: QWidget, context: Context, command: Command, keys: tuple[str, ...]) -> None:
        if not keys:
            return
        shortcut = QShortcut(home)
        shortcut.setKeys([form for key in keys for form in forms(key)])
        shortcut.setContext(
            Qt.ShortcutContext.WindowShortcut
            if context is Context.WINDOW
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        shortcut.setAutoRepeat(command.repeats)
        shortcut.setObjectName(f"{command.id}@{context}")
        started = _Run(command.run, shortcut)
        shortcut.activated.connect(started.go)
        # Two forms of one sign may both match; clashes between commands were refused, so it is the same command.
        shortcut.activatedAmbiguously.connect(started.go)
        self._bound.append(shortcut)


class _Run(QObject):
    """What a shortcut starts; a child of it, so that the connection lives exactly as long."""

    def __init__(self, run: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._run = run

    def go(self) -> None:
        """Carry the command out."""
        self._run()
