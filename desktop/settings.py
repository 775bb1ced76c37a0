"""The owner's choices: one frozen value, one TOML file that may also be edited by hand."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.row import Sorting
from desktop.domain.wording import worded
from desktop.paths import write_whole

if TYPE_CHECKING:
    from desktop.domain.targets import Targets

_KEY_LINE = re.compile(r"^\s*(?P<key>[A-Za-z0-9_-]+)\s*=")
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_TABLE_LINE = re.compile(r"^\s*\[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner may choose. Every field has a value that works for a shop that never opens the file.

    `response_target_minutes` is how soon a customer should have an answer, and `response_targets` where other times
    hold ("public 1 h; mail 6 h"); it counts while the shop is open: `opening_hours` ("Mo-Fr 9-12:30, 13:30-18; Sa 8-13",
    "" round the clock), `holidays` ("2026-12-24 to 2026-12-26 Christmas"), `time_zone` ("" this computer's).
    `tell_when_due` says by a notification who waits too long; `hold_seconds` how long a reply can be
    taken back; `wake_on_reply` is what was chosen for the last snooze; `spelling_languages` are dictionaries such as
    "de_DE, en_GB", "" for those that fit each conversation; `seat` names this machine in the log of triage ("" until
    the first start writes one); `keep_logs_days` is how long an older file of the log is kept.
    """

    response_target_minutes: int = 60
    response_targets: str = ""
    opening_hours: str = ""
    holidays: str = ""
    time_zone: str = ""
    tell_when_due: bool = True
    hold_seconds: int = 10
    theme: str = "system"
    contrast: str = "system"
    density: str = "comfortable"
    list_order: str = "need"
    text_scale: int = 100
    keymap: str = "shopbell"
    single_keys: bool = True
    shop_name: str = ""
    wake_on_reply: bool = True
    spelling: bool = True
    spelling_languages: str = ""
    seat: str = ""
    log_level: str = "info"
    keep_logs_days: int = 14

    @property
    def targets(self) -> "Targets":
        """How soon customers should have an answer."""
        from desktop.domain.targets import Targets

        if not any(getattr(self, key) for key in _ANSWERING):
            return Targets(usual=timedelta(minutes=self.response_target_minutes))
        from desktop.domain.answering import understood

        chosen = (self.response_targets, self.opening_hours, self.holidays, self.time_zone)
        return understood(self.response_target_minutes, *chosen)


KEYMAPS = ("shopbell", "thunderbird", "mastodon", "vi", "ctrl-only")
"""The presets of keys, each a file in `resources/keymaps`."""

_ANSWERING = ("response_targets", "opening_hours", "holidays", "time_zone")
"""What is said in words of its own; see `desktop.domain.answering`."""
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "contrast": ("system", "normal", "high"),
    "density": ("comfortable", "normal", "compact"),
    "list_order": tuple(sorting.value for sorting in Sorting),
    "keymap": KEYMAPS,
    "log_level": ("debug", "info", "warning", "error"),
}
_RANGES: Mapping[str, tuple[int, int]] = {
    "response_target_minutes": (1, 60 * 24 * 14),
    "hold_seconds": (0, 300),
    "text_scale": (50, 400),
    "keep_logs_days": (1, 365),
}
_DEFAULTS = Settings()
_ELSEWHERE: Mapping[str, str] = {
    "signature": worded("The setting “signature” belongs to each mail account; here it does nothing."),
}
"""What older files may hold that is chosen in another place."""


def load(path: Path) -> tuple[Settings, list[str]]:
    """Return the settings in the file and one sentence for everything in it that could not be used.

    A missing file gives the defaults and no sentence; a broken one the defaults and a sentence. Never raises.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return _DEFAULTS, []
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or worded("it is not in UTF-8")
        return _DEFAULTS, [worded(f"The settings in {path} cannot be read ({why}); the usual ones are used.")]
    except tomllib.TOMLDecodeError as error:
        return _DEFAULTS, [_not_toml(path, error)]
    settings, complaints = _understand(found)
    return settings, [_at(path, text, key, complaint) for key, complaint in complaints]


def _at(path: Path, text: str, key: str, complaint: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        match = _KEY_LINE.match(line)
        if match is not None and match["key"] == key:
            return worded(f"Line {number} of {path}: {complaint}")
    return f"{path}: {complaint}"


def _not_toml(path: Path, error: tomllib.TOMLDecodeError) -> str:
    place, why = _PLACE.search(str(error)), _PLACE.sub("", str(error))
    if place is None or not place["line"]:
        return worded(f"The end of {path} is not understood ({why}); the usual settings are used.")
    return worded(f"Line {place['line']} of {path} is not understood ({why}); the usual settings are used.")


def _understand(found: Mapping[str, object]) -> tuple[Settings, list[tuple[str, str]]]:
    known = {field.name for field in fields(Settings)}
    good: dict[str, object] = {}
    complaints: list[tuple[str, str]] = []
    for key, value in found.items():
        if key not in known:
            unknown = worded(f"The setting “{key}” is not known here; it is kept but does nothing.")
            complaints.append((key, _ELSEWHERE.get(key, unknown)))
        elif complaint := _complaint(key, value):
            complaints.append((key, complaint))
        else:
            good[key] = value
    return Settings(**good), complaints  # type: ignore[arg-type]


def _complaint(key: str, value: object) -> str:
    usual = getattr(_DEFAULTS, key)
    shown = json.dumps(usual, ensure_ascii=False)
    if type(value) is not type(usual):
        wanted = _wanted(usual)
        return worded(f"The setting “{key}” must be {wanted}; {shown} is used.")
    if key in _CHOICES and value not in _CHOICES[key]:
        return worded(f"The setting “{key}” can be {', '.join(_CHOICES[key])}; {shown} is used.")
    if key in _RANGES and isinstance(value, int):
        low, high = _RANGES[key]
        if not low <= value <= high:
            return worded(f"The setting “{key}” must lie between {low} and {high}; {shown} is used.")
    if key in _ANSWERING and value:
        from desktop.domain.answering import complaint

        why = complaint(key, str(value))
        return worded(f"The setting “{key}” is left out: {why}") if why else ""
    return ""


def _wanted(usual: object) -> str:
    if isinstance(usual, bool):
        return worded("true or false")
    return worded("a whole number") if isinstance(usual, int) else worded("text in quotes")


def save(path: Path, settings: Settings) -> None:
    """Write the settings; the file is replaced whole or not at all.

    The owner's comments, order and unknown keys stay. A file that is not valid TOML, or not in UTF-8, is kept beside the
    new one with the ending ".broken". Raises OSError.
    """
    old = _old_bytes(path)
    try:
        before: str | None = old.decode("utf-8-sig")
    except UnicodeDecodeError:
        before = None
    text = _merged(before or "", settings)
    if before is None or _strangers(text) is None or _strangers(text) != _strangers(before):
        path.with_name(path.name + ".broken").write_bytes(old)
        text = _merged("", settings)
    write_whole(path, text)


def _old_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _strangers(text: str) -> dict[str, object] | None:
    """Return what the file says beyond our own keys, or None when it is not TOML."""
    own = {field.name for field in fields(Settings)}
    try:
        return {key: value for key, value in tomllib.loads(text).items() if key not in own}
    except tomllib.TOMLDecodeError:
        return None


def _merged(old: str, settings: Settings) -> str:
    """Return `old` with the line of every setting replaced, those that differ from the default added above tables."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    head, tables = _split(old)
    kept: list[str] = []
    written: set[str] = set()
    for key, line in _entries(head):
        if key in values:
            kept.append(_line(key, values[key]))
            written.add(key)
        else:
            kept.append(line)
    added = [
        _line(key, value) for key, value in values.items() if key not in written and value != getattr(_DEFAULTS, key)
    ]
    while added and kept and not kept[-1].strip():
        kept.pop()
    gap = [""] if added and tables else []
    return "\n".join([*kept, *added, *gap, *tables]).rstrip("\n") + "\n"


def _split(text: str) -> tuple[list[str], list[str]]:
    """Return the lines before the first table and the lines from there on."""
    lines = text.replace("\r\n", "\n").split("\n")
    top = next((n for n, line in enumerate(lines) if _TABLE_LINE.match(line)), len(lines))
    return lines[:top], lines[top:]


def _entries(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the key ("" for none) and text of each entry; a value in triple quotes may span several lines."""
    rest = iter(lines)
    for line in rest:
        match = _KEY_LINE.match(line)
        if match is None:
            yield "", line
            continue
        quotes = next((q for q in ('"""', "'''") if line.count(q) == 1), "")
        entry = [line]
        while quotes and (more := next(rest, None)) is not None:
            entry.append(more)
            if quotes in more:
                break
        yield match["key"], "\n".join(entry)


def _line(key: str, value: object) -> str:
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    if not isinstance(value, str):
        return f"{key} = {value}"
    fit = value.encode("utf-8", errors="replace").decode("utf-8")
    return f"{key} = {json.dumps(fit, ensure_ascii=False)}".replace("\x7f", "\\u007f")
