"""The owner's own saved replies, as files: one each, so that what was written by hand is never rewritten."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from desktop.compose.files import REFUSED
from desktop.compose.templates import LONGEST, complaint
from desktop.domain.errors import Refused
from desktop.domain.kinds import Audience
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.paths import write_whole

PREFIX = "saved-"
"""With what the names of files begin that are written here; others are the owner's."""
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


def save(
    folder: Path, *, title: str, text: str, language: str, audience: Audience | None = None, name: str = ""
) -> str:
    """Keep a text as a saved reply and return its name; of one of that `name` these words take the place of those in
    this language, and everything else about it stays.

    Blocks on the disk. Raises Refused with a sentence when it is empty, too long, its braces make no sense, or when
    there is another one of that title and no `name` is given.
    """
    said = plain(title, 80).strip()
    if not said:
        raise Refused(worded("Give it a name, so that you find it again."))
    if wrong := complaint({"long": text, "short": "", "audience": ""}):
        raise Refused(worded(f"This saved reply {wrong}."))
    spoken = language[:2].lower() or "en"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        name = name or _free_name(folder, said)
        path, entries = _place(folder, name, spoken)
        kept = next((entry for entry in entries if entry.get("name") == name), {})
        made = {**kept, "name": name, "title": said, "long": text.strip()[:LONGEST]}
        if audience is not None:
            made["audience"] = str(audience)
        _write(path, spoken, [made, *(entry for entry in entries if entry is not kept)])
    except OSError as error:
        raise Refused(worded(f"It could not be kept: {error.strerror or REFUSED}.")) from error
    return name


def _write(path: Path, language: str, entries: Sequence[Mapping[str, str]]) -> None:
    lines = [f"language = {_quoted(language)}"]
    for entry in entries:
        lines += ["", "[[template]]", *(f"{_key(key)} = {_quoted(value)}" for key, value in entry.items())]
    write_whole(path, "\n".join(lines) + "\n")


def _free_name(folder: Path, title: str) -> str:
    """Return a name for a new one of that title. Raises Refused when there is one of that title already."""
    name, number = title, 1
    while files := _files(folder, name):
        titles = {entry.get("title") for file in files for entry in _entries(file)[1] if entry.get("name") == name}
        if title in titles:
            raise Refused(
                worded(f"There is a saved reply “{title}” already. Change that one, or give this another name.")
            )
        number += 1
        name = f"{title} {number}"
    return name


def _place(folder: Path, name: str, language: str) -> tuple[Path, list[dict[str, str]]]:
    """Return the file for a saved reply in a language, one of its own for each, and what stands there."""
    for file in _files(folder, name):
        spoken, entries = _entries(file)
        if spoken == language:
            return file, entries
    path = free = _path(folder, name)
    number = 0
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}_{language}{number if number > 1 else ''}{path.suffix}")
    return free, []


def _files(folder: Path, name: str) -> list[Path]:
    """Return the files of a saved reply that were written here."""
    return sorted(folder.glob(f"{_path(folder, name).stem}*.toml"))


def _entries(file: Path) -> tuple[str, list[dict[str, str]]]:
    """Return the language of a file and its entries; "" and none for one that cannot be understood."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError:
        return "", []
    entries = told.get("template", [])
    found = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    words = [{key: value for key, value in entry.items() if isinstance(value, str)} for entry in found]
    return str(told.get("language", "")), words


def remove(folder: Path, name: str) -> dict[str, bytes]:
    """Delete a saved reply that was written here, and return its files as they were, for `put_back`.

    What was written beside it by hand stays, and so does a file that cannot be understood. Raises Refused with a sentence when it is not one of those.
    """
    gone: dict[str, bytes] = {}
    try:
        for file in _files(folder, name):
            language, entries = _entries(file)
            others = [entry for entry in entries if entry.get("name") != name]
            if len(others) == len(entries):
                continue
            gone[file.name] = file.read_bytes()
            if others:
                _write(file, language, others)
            else:
                file.unlink()
    except OSError as error:
        with suppress(Refused):
            put_back(folder, gone)
        raise Refused(worded(f"It could not be removed: {error.strerror or REFUSED}.")) from error
    if not gone:
        raise Refused(worded("This saved reply stands in a file of your own; take it out there."))
    return gone


def put_back(folder: Path, files: Mapping[str, bytes]) -> None:
    """Undo `remove`. Raises Refused with a sentence when the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise Refused(worded(f"It could not be kept: {error.strerror or REFUSED}.")) from error


def written_here(folder: Path) -> frozenset[str]:
    """Return the names of the saved replies that were written here, and may be changed and removed here."""
    names: set[str] = set()
    try:
        files = list(folder.glob(f"{PREFIX}*.toml"))
    except OSError:
        return frozenset()
    for file in files:
        try:
            found = {entry.get("name", "") for entry in _entries(file)[1]}
            names |= {name for name in found if file.stem.startswith(_path(folder, name).stem)}
        except OSError:
            continue
    return frozenset(names)


def general(text: str, first_name: str) -> str:
    """Return a text for others than the one it was written to: their first name, and braces, stand for nobody else."""
    bare = text.replace("{", "(").replace("}", ")")
    if not first_name:
        return bare
    return re.sub(rf"\b{re.escape(first_name)}\b", "{first_name}", bare)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{PREFIX}{hashlib.sha256(name.encode()).hexdigest()[:16]}.toml"


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
