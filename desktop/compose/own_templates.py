"""The owner's own saved replies, as files: one each, so that what was written by hand is never rewritten."""

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path

from desktop.compose.files import REFUSED
from desktop.compose.templates import LONGEST, complaint
from desktop.domain.errors import Refused
from desktop.domain.kinds import Audience
from desktop.domain.text import plain
from desktop.domain.wording import worded

PREFIX = "saved-"
"""With what the names of files begin that are written here; others are the owner's."""


def save(
    folder: Path, *, title: str, text: str, language: str, audience: Audience | None = None, name: str = ""
) -> str:
    """Keep a text as a saved reply and return its name; one of that `name` is replaced.

    Blocks on the disk. Raises Refused with a sentence when it is empty, too long, or its braces make no sense.
    """
    said = plain(title, 80).strip()
    if not said:
        raise Refused(worded("Give it a name, so that you find it again."))
    if wrong := complaint({"long": text, "short": "", "audience": ""}):
        raise Refused(worded(f"This saved reply {wrong}."))
    name = name or said
    lines = [f"language = {_quoted(language[:2].lower() or 'en')}", "", "[[template]]", f"name = {_quoted(name)}"]
    lines += [f"title = {_quoted(said)}", f"long = {_quoted(text.strip()[:LONGEST])}"]
    if audience is not None:
        lines.append(f"audience = {_quoted(audience)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _path(folder, name)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise Refused(worded(f"It could not be kept: {error.strerror or REFUSED}.")) from error
    return name


def remove(folder: Path, name: str) -> None:
    """Delete a saved reply that was written here. Raises Refused with a sentence when it is not one of those."""
    path = _path(folder, name)
    try:
        path.unlink()
    except FileNotFoundError:
        raise Refused(worded("This saved reply stands in a file of your own; take it out there.")) from None
    except OSError as error:
        raise Refused(worded(f"It could not be removed: {error.strerror or REFUSED}.")) from error


def written_here(folder: Path) -> frozenset[str]:
    """Return the names of the saved replies that were written here, and may be changed and removed here."""
    names: set[str] = set()
    try:
        files = list(folder.glob(f"{PREFIX}*.toml"))
    except OSError:
        return frozenset()
    for file in files:
        try:
            entries = tomllib.loads(file.read_text(encoding="utf-8")).get("template", [])
        except (OSError, ValueError):
            continue
        names |= {str(entry.get("name", "")) for entry in entries if isinstance(entry, dict)}
    return frozenset(names)


def general(text: str, first_name: str) -> str:
    """Return a text for others than the one it was written to: their first name, and braces, stand for nobody else."""
    bare = text.replace("{", "(").replace("}", ")")
    if not first_name:
        return bare
    return re.sub(rf"\b{re.escape(first_name)}\b", "{first_name}", bare)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{PREFIX}{hashlib.sha256(name.encode()).hexdigest()[:16]}.toml"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
