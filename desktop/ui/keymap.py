"""Keys as data: one of the shipped keymaps, changed by the owner's own file, checked for clashes.

Three layers: the keys of Shopbell, what a preset changes of them, what the owner changes of both. Within a layer a key
that is taken is refused and the command that has it is named; a higher layer takes it away from a lower one.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.domain.text import plain
from desktop.ui.commands import Context, Entry, by_id, said
from desktop.ui.keys.strokes import clash, is_bare, portable, uses_alt, writes

translate = QCoreApplication.translate

Keys = dict[str, dict[Context, tuple[str, ...]]]
"""Command id to place to keys, each in Qt's portable form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """The keys in force, and one sentence for each line of a file that could not be followed."""

    name: str
    keys: Keys
    problems: tuple[str, ...] = field(default=())


BASE = "shopbell"
"""The preset that every other one is read over."""


SPARE = "ctrl-only"
"""The preset that lends its keys where single letters are switched off."""


def load(
    shipped: Path,
    own: Path | None = None,
    *,
    preset: Path | None = None,
    single_keys: bool = True,
    spare: Path | None = None,
) -> Keymap:
    """Read the shipped keymap, what `preset` changes of it, and the owner's changes (a missing file changes nothing).

    Without `single_keys` every key goes that would write something in a text; a command that had no other gets those
    of the keymap `spare` which are free. Never raises for the owner's file: what cannot be followed is named in
    `problems`, everything else holds.
    """
    reading = _Reading()
    name = reading.take(shipped)
    if preset is not None and preset != shipped:
        name = reading.take(preset)
    if own is not None and own.exists():
        name = reading.take(own, by_owner=True) or name
    if not (single_keys and reading.single_keys):
        reading.drop_single_keys(spare)
    return Keymap(name=name, keys=reading.keys, problems=tuple(reading.problems))


def choose(folder: Path, preset: str, own: Path | None = None, *, single_keys: bool = True) -> Keymap:
    """Read the keymap of that name in `folder`, with the owner's changes; an unknown name is that of Shopbell."""
    wanted = folder / f"{preset}.toml"
    base = folder / f"{BASE}.toml"
    spare = folder / f"{SPARE}.toml"
    return load(base, own, preset=wanted if wanted.exists() else base, single_keys=single_keys, spare=spare)


class _Reading:
    """Files read one after the other, each a layer over the one before."""

    def __init__(self) -> None:
        self.keys: Keys = {}
        self.problems: list[str] = []
        self.single_keys = True
        self._entries = by_id()
        self._layer: set[tuple[str, Context]] = set()
        """The lines of the file that is being read."""
        self._is_owner = False

    def take(self, path: Path, *, by_owner: bool = False) -> str:
        """Read one file and return the name it gives itself; its lines win over those of the files before."""
        self._layer, self._is_owner = set(), by_owner
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as bad:
            self._complain(
                translate("Keymap", "The keys in {file} cannot be read: {why}."),
                file=path.name,
                why=translate("Keymap", "it is not in UTF-8")
                if isinstance(bad, UnicodeDecodeError)
                else plain(str(bad)).rstrip("."),
            )
            return ""
        self.single_keys = told.pop("single_keys", self.single_keys) is not False
        for place, lines in told.items():
            if place in set(Context) and isinstance(lines, dict):
                for id_, keys in lines.items():
                    self._line(Context(place), id_, keys)
            elif place != "name":
                self._complain(translate("Keymap", "There is no place called [{place}] for keys."), place=place)
        return plain(str(told.get("name", "")))

    def drop_single_keys(self, spare: Path | None) -> None:
        """Leave only keys that write nothing: those with Ctrl, function keys, arrows, Enter and the like."""
        bare = set()
        for id_, by_place in self.keys.items():
            had_any = any(by_place.values())
            for place, keys in by_place.items():
                by_place[place] = tuple(key for key in keys if not writes(key))
            if had_any and not any(by_place.values()):
                bare.add(id_)
        if spare is not None:
            self._lend(bare, spare)

    def _lend(self, bare: set[str], spare: Path) -> None:
        for place, lines in tomllib.loads(spare.read_text(encoding="utf-8")).items():
            for id_ in bare & set(lines if place in set(Context) else ()):
                here = Context(place)
                free = (key for key in map(portable, lines[id_]) if not holders(self.keys, id_, here, key))
                self.keys[id_][here] = tuple(free)

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
            self._layer.add((id_, place))
            wanted = [str(key) for key in keys]
            self.keys.setdefault(id_, {})[place] = tuple(dict.fromkeys(self._free(entry, place, wanted)))

    def _free(self, entry: Entry, place: Context, wanted: list[str]) -> Iterator[str]:
        for text in wanted:
            key = portable(text)
            if wrong := unfit(key, place):
                self._complain(wrong, key=text, title=said(entry.title))
            elif self._is_clear(entry, place, key):
                yield key

    def _is_clear(self, entry: Entry, place: Context, key: str) -> bool:
        """Return whether the key may be used, after taking it from a lower layer that had it."""
        for id_, other_place in holders(self.keys, entry.id, place, key):
            other = said(self._entries[id_].title)
            if (id_, other_place) in self._layer:
                self._complain(
                    translate("Keymap", "“{key}” is already “{other}”, so “{title}” does not get it."),
                    key=key,
                    other=other,
                    title=said(entry.title),
                )
                return False
            left = tuple(k for k in self.keys[id_][other_place] if not clash(k, key))
            self.keys[id_][other_place] = left
            if self._is_owner and not any(self.keys[id_].values()):
                self._complain(
                    translate("Keymap", "“{key}” is now “{title}”; “{other}” has no key left."),
                    key=key,
                    title=said(entry.title),
                    other=other,
                )
        return True

    def _complain(self, sentence: str, **words: str) -> None:
        self.problems.append(sentence.format(**{name: plain(word) for name, word in words.items()}))


def unfit(key: str, place: Context) -> str:
    """Return why a key cannot be used there, with places for {key} and {title}, or "" when it can."""
    if not key:
        return translate("Keymap", "“{key}” is not a key (for “{title}”).")
    if uses_alt(key):
        return translate("Keymap", "“{key}” uses Alt, which writes letters on many keyboards (for “{title}”).")
    if place is Context.WINDOW and is_bare(key):
        return translate(
            "Keymap", "“{key}” would be heard while you type; “{title}” needs Ctrl or a function key there."
        )
    if place is Context.COMPOSER and writes(key) and is_bare(key):
        return translate("Keymap", "“{key}” is text while you write; “{title}” needs Ctrl there.")
    return ""


def holders(keys: Keys, id_: str, place: Context, key: str) -> list[tuple[str, Context]]:
    """Return the other commands, with their places, that `key` would no longer reach if `id_` had it in `place`."""
    return [
        (other, other_place)
        for other, by_place in keys.items()
        for other_place, theirs in by_place.items()
        if other != id_ and _meet(place, other_place) and any(clash(k, key) for k in theirs)
    ]


def _meet(one: Context, other: Context) -> bool:
    return one is other or Context.WINDOW in (one, other)
