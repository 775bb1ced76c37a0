"""What the command line prints: sentences on stderr, tables and JSON on stdout."""

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from desktop.domain.text import plain

_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t")


class WrongUsage(Exception):
    """The call's words are off (exit code 2)."""


class Failed(Exception):
    """Something the owner named could not be done (exit code 1)."""


class NeedsOwner(Exception):
    """Only the owner can go on from here (exit code 3)."""


def say(sentence: str) -> None:
    """Print one sentence for the owner on stderr, on one line and without control characters."""
    print(f"shopbell: {plain(sentence, 1000)}", file=sys.stderr)


def in_words(trouble: OSError) -> str:
    """Return what the system refused, as a sentence."""
    if isinstance(trouble, FileExistsError | NotADirectoryError) and trouble.filename:
        return f"{trouble.filename} is a file, where a folder is needed."
    what = trouble.strerror or str(trouble)
    return f"{what}: {trouble.filename}." if trouble.filename else f"{what}."


def put(line: str = "") -> None:
    """Print one line or paragraph of the answer on stdout.

    Control characters in it are left out: what a stranger wrote must not speak to the terminal.
    """
    print(line.translate(_CONTROLS))


def put_json(value: object) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=_narrow(), indent=1))


def put_object(value: Mapping[str, object]) -> None:
    """Print one object on a line of its own (JSONL)."""
    print(json.dumps(value, ensure_ascii=_narrow()))


def _narrow() -> bool:
    """True when standard output cannot carry every letter, so that JSON must spell them."""
    return (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"


def decoded(given: bytes) -> str:
    """Return a text that was handed in; raises WrongUsage when it is in another encoding than UTF-8."""
    try:
        return given.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise WrongUsage("The text is not in UTF-8. Save it in UTF-8 and hand it in again.") from None


def put_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print columns as wide as their longest cell."""
    cells = [tuple(head), *(tuple(plain(cell, 60) for cell in row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def counted(number: int, one: str) -> str:
    """Return “1 mail” or “3 mails”, for words that take an s."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def unknown(what: str, name: str, there: Iterable[_Named]) -> Failed:
    """Return the failure to find something by its name, with the names that there are."""
    known = ", ".join(f"“{one.name}”" for one in there) or "none yet"
    return Failed(f"There is no {what} called “{name}”. There are: {known}.")


def iso(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601 with its zone, None for None."""
    return moment.isoformat(timespec="seconds") if moment is not None else None


def read_objects(lines: Iterable[bytes]) -> Iterable[dict[str, Any]]:
    """Read JSONL in UTF-8; raises WrongUsage naming the first line that is not an object.

    Bytes that are no UTF-8 become U+FFFD. What stands for no number (NaN, or more than a float holds) reads as null.
    """
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")
        if not text.strip():
            continue
        try:
            value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        except ValueError:
            raise WrongUsage(f"Line {number} is not JSON.") from None
        except RecursionError:
            raise WrongUsage(f"Line {number} is nested too deeply.") from None
        if not isinstance(value, dict):
            raise WrongUsage(f"Line {number} is not a JSON object.")
        yield value


def _no_number(_word: str) -> None:
    return None


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None
