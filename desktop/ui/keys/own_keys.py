"""The owner's own keys, as lines of his file: changed one by one, his comments and everything else in it stay."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from desktop.paths import write_whole
from desktop.ui.commands import Context

Line = tuple[Context, str]
"""Where a line stands, and the command it is about."""

_TABLE = re.compile(r"^\s*\[\s*(?P<place>[\w-]+)\s*\]")
_ENTRY = re.compile(r'^\s*(?:"(?P<quoted>[^"]+)"|(?P<plain>[\w-]+))\s*=')


def lines_of(path: Path) -> dict[Line, tuple[str, ...]]:
    """Return the lines of the file that are about commands; none when it is missing or cannot be read."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    return _understood(told)


def write(path: Path, changes: Mapping[Line, Sequence[str] | None]) -> None:
    """Put lines into the file, or take them out (None); it is replaced whole or not at all.

    A file that is not valid is kept beside the new one with the ending ".broken". Raises OSError.
    """
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = b""
    old = _text(there)
    wanted = {line: tuple(keys) for line, keys in (lines_of(path) | dict(changes)).items() if keys is not None}
    text = _changed(old or "", changes)
    if old is None or _read(text) != wanted:
        if there.strip():
            path.with_name(path.name + ".broken").write_bytes(there)
        text = _changed("", wanted)
    write_whole(path, text)


def _text(data: bytes) -> str | None:
    """Return what a file says, None where it is not in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _read(text: str) -> dict[Line, tuple[str, ...]] | None:
    try:
        return _understood(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return None


def _understood(told: Mapping[str, object]) -> dict[Line, tuple[str, ...]]:
    return {
        (Context(place), id_): tuple(map(str, keys))
        for place, entries in told.items()
        if place in set(Context) and isinstance(entries, dict)
        for id_, keys in entries.items()
        if isinstance(keys, list)
    }


def _changed(old: str, changes: Mapping[Line, Sequence[str] | None]) -> str:
    """Return the text with each line in its place: where it was, else at the end of its part, else in a new part."""
    left = dict(changes)
    parts = [_part(place, entries, left) for place, entries in _parts(old)]
    new = dict.fromkeys(place for (place, _), keys in left.items() if keys is not None)
    parts += ["\n".join(["", f"[{place}]", *_written(place, left)]) for place in new]
    return "\n".join(part for part in parts if part).strip("\n") + "\n"


def _part(place: str, entries: list[tuple[str, str]], left: "dict[Line, Sequence[str] | None]") -> str:
    kept: list[str] = []
    for id_, text in entries:
        line = (Context(place), id_) if place in set(Context) and id_ else None
        if line is None or line not in left:
            kept.append(text)
        elif (keys := left.pop(line)) is not None:
            kept.append(_line(id_, keys))
    if place in set(Context):
        gap = [kept.pop() for _ in range(len(kept)) if kept and not kept[-1].strip()]
        kept += [*_written(Context(place), left), *gap]
    return "\n".join(kept)


def _written(place: Context, left: "dict[Line, Sequence[str] | None]") -> list[str]:
    """Return the lines that belong to a part and are not in it yet; they are no longer left."""
    here = {line: left.pop(line) for line in list(left) if line[0] is place}
    return [_line(id_, keys) for (_, id_), keys in here.items() if keys is not None]


def _parts(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each part of the file: its place ("" before the first), its entries with their command ("" for none)."""
    place, entries = "", list[tuple[str, str]]()
    rest = iter(text.replace("\r\n", "\n").split("\n")) if text else iter(())
    for line in rest:
        table = _TABLE.match(line)
        if table is not None:
            yield place, entries
            place, entries = table["place"], [("", line)]
            continue
        entry = _ENTRY.match(line)
        whole = [line]
        # A list may go on over several lines.
        while entry is not None and "[" in whole[0] and "]" not in whole[-1]:
            more = next(rest, None)
            if more is None:
                break
            whole.append(more)
        entries.append((entry["quoted"] or entry["plain"] if entry is not None else "", "\n".join(whole)))
    yield place, entries


def _line(id_: str, keys: Sequence[str]) -> str:
    return f'"{id_}" = {json.dumps(list(keys), ensure_ascii=False)}'
