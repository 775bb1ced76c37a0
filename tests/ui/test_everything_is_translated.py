"""Nothing on the screen but the customers' own words and the owner's names is left in English in another language.

Every state is painted into a picture that keeps its letters (SVG), so that what a row, a chip or a page draws by itself
is read too. The language of the test puts into brackets what a translator is given, and nothing else.
"""

import html
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QLocale, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.ui.delegates import inbox_row
from desktop.ui.theme import Theme
from tests.translating import collected, speaking
from tests.ui import places, wrongs
from tests.ui.places import NETWORKS, STATES, Place, clear, shown
from tests.ui.workshop import RESOURCES, Workshop

_KEYS = {"Ctrl", "Esc", "Tab", "Space", "Del", "Alt", "Shift", "Backspace", "Home", "End", "PgUp", "PgDn", "Enter"}
_NAMES = {"Shopbell", "Mastodon", "Bluesky", "Facebook", "Thunderbird", "Inter", "vi", "aerc"}
_OPERATORS = {"from", "to", "subject", "in", "channel", "is", "has", "label", "before", "after"}
_SETTINGS = {
    "imap",
    "smtp",
    "host",
    "port",
    "security",
    "user",
    "auth",
    "file",
    "aliases",
    "hold",
    "sender",
    "name",
    "signature",
}
_SETTINGS |= {
    "copy",
    "to",
    "self",
    "address",
    "ca",
    "tls",
    "starttls",
    "none",
    "password",
    "xoauth",
    "no",
    "yes",
    "url",
}
_TYPED = (
    "qqqq",
    "never",
    "before:never",
    "before:today",
    "So sorry! " * 52,
    "Dear customer, we are so sorry. The driver is on his way to you.",
    "receive",
    "relieve",
    "reverie",  # what a dictionary offers
    "Mo-Fr 9-12:30, 13:30-18; Sa 8-13",  # with the weekdays of the system
    *wrongs.TYPED,
    *wrongs.NAMES,
)
"""What the states write into the fields, and what is offered for it while it is written."""
_SHORT_WORDS = frozenset(("as", "at", "by", "in", "is", "it", "no", "of", "on", "or", "to", "up", "us", "we"))
_LONGEST = 14
"""Pieces in which one sentence may be painted: lines, marked letters, keys within it."""


class Words:
    """What may stand on the screen as it is: everything in the database, and names."""

    def __init__(self, path: Path, typed: Iterable[str]) -> None:
        fields = [*_fields(path), *_TYPED, *typed]
        self._text = " ".join(_even(field) for field in fields)
        self._names = {word for field in fields if len(field) < 60 for word in re.findall(r"\w+|[^\W_]+", field)}
        self._names |= {part for name in list(self._names) for part in name.split("_")}
        for locale in map(QLocale, ("de_DE", "de_AT", "fr_FR", "en_GB", "en_US", "es_ES", "pl_PL", "tr_TR", "ar_EG")):
            # Languages are called as those call them who speak them.
            own = f"{locale.nativeLanguageName()} {locale.nativeTerritoryName()}"
            self._names |= set(re.findall(r"\w+", f"{own} {own.title()}"))
        self._names |= _KEYS | _NAMES | _OPERATORS | _SETTINGS
        locale = QLocale()
        for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
            self._names |= {locale.dayName(day, form) for day in range(1, 8)}
            self._names |= {locale.monthName(month, form) for month in range(1, 13)}

    def holds(self, piece: str, before: str = "", after: str = "") -> bool:
        """Whether a piece is somebody's words: a name, or words that stand so in what was written."""
        words = re.findall(r"[^\W\d_]{2,}", re.sub("“[^“”]+”", "", piece))
        if piece.endswith("…") and words and any(name.startswith(words[-1]) for name in self._names):
            del words[-1]
        if all(word in self._names for word in words) or re.fullmatch("[A-Z]{2}", piece):
            return True
        if re.fullmatch("[a-z]{2}", piece) and piece not in _SHORT_WORDS:
            # The first two letters of a name that is written small.
            return any(name.startswith(piece) for name in self._names)
        whole = [piece] if len(words) > 1 else []
        whole += [f"{before} {piece}"] if before else []
        whole += [f"{piece} {after}"] if after else []
        return any(_even(text).strip(" …★☆") in self._text for text in whole)


_OWN = {"name", "handle", "key", "subject", "snippet", "matched", "people", "text", "fresh", "html", "fresh_html"}
_OWN |= {"recipients", "copies", "query", "summary"}
"""The columns that hold what others wrote, and names."""


def _fields(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(path)
    tables = (
        "account",
        "persona",
        "conversation",
        "message",
        "body",
        "label",
        "note",
        "draft",
        "outbox",
        "saved_search",
        "attachment",
    )
    for table in tables:
        for column in {row[1] for row in connection.execute(f"pragma table_info({table})")} & _OWN:
            for (value,) in connection.execute(f"select {column} from {table}"):
                yield html.unescape(re.sub("<[^>]*>", " ", str(value)))
    connection.close()


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def painted(widget: QWidget) -> list[str]:
    """Return every text that a widget and what is in it paint, in the order of painting."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = QSvgGenerator()
    picture.setOutputDevice(buffer)
    picture.setSize(widget.size())
    painter = QPainter(picture)
    widget.render(painter, QPoint())
    painter.end()
    drawn = bytes(buffer.data().data()).decode()
    return [html.unescape(text).strip() for text in re.findall(r"<text[^>]*>(.*?)</text>", drawn, re.DOTALL)]


def outside(texts: Iterable[str]) -> Iterator[str]:
    """Yield what stands outside of the brackets; a sentence may be painted in several pieces, or end in "…"."""
    depth = pieces = 0
    for text in texts:
        if text in ("[", "]"):  # keys
            continue
        left, pieces = "", pieces + 1 if depth else 0
        if pieces > _LONGEST:
            depth = pieces = 0  # its end lies beyond the edge of a page
        for char in text:
            depth += {"[": 1, "]": -1}.get(char, 0)
            left += "\n" if char in "[]" else "" if depth else char
            depth = max(depth, 0)
        if text.endswith("…"):
            depth = 0
        yield from (piece.strip(" :,.;") for piece in re.split(r"[\n·|()]", left))


def unsaid(texts: Iterable[str], words: Words) -> list[str]:
    """Return what is neither translated nor somebody's own."""
    pieces = [piece for piece in outside(texts) if piece]
    return [
        piece
        for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False)
        if re.search(r"[A-Za-z]{2,}", piece) and not words.holds(piece, before, after)
    ]


def typed(root: QWidget) -> Iterator[str]:
    """Yield what stands in the fields in sight: the owner has written it."""
    for widget in shown(root):
        if isinstance(widget, QLineEdit):
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit) or (isinstance(widget, QTextEdit) and not widget.isReadOnly()):
            yield widget.toPlainText()


def told(root: QWidget) -> Iterator[str]:
    """Yield what is said of the widgets in sight, each by itself."""
    for widget in shown(root):
        tip = html.unescape(re.sub("<[^>]*>", "", widget.toolTip()))
        yield from (widget.accessibleName(), widget.accessibleDescription(), tip, widget.statusTip())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Workshop]:
    made = Workshop(Path(tmp_path_factory.mktemp("unsaid")), Theme(qapp, RESOURCES, "light"), NETWORKS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    made = {("", said) for said in re.findall(r'said\("([^"]+)"\)', Path(places.__file__).read_text(encoding="utf-8"))}
    return collected(tmp_path_factory.mktemp("collected")) | made


@pytest.fixture
def place(
    qapp: QApplication, shop: Workshop, known: set[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """The window, in which every row is painted in letters and none as a picture that was kept."""
    for name in ("_picture", "_plain"):
        monkeypatch.setattr(inbox_row.InboxRowDelegate, name, _none_kept, raising=False)
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    with speaking(known, tmp_path):
        made = Place(shop, qapp, 100, (1360, 850))
        yield made
        made.close()
        made.settle()
    QLocale.setDefault(before)
    qapp.setStyleSheet("")


def _none_kept(*_: object) -> None:
    return None


def _look(place: Place, states: Iterable[Callable[[Place], None]], own: Iterable[str] = ()) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for state in states:
        state(place)
        words = Words(place.shop.path, typed(place.window))
        left = unsaid(painted(place.window), words)
        left += [piece for text in told(place.window) for piece in unsaid([text], words)]
        new = sorted(set(left) - set(own) - set().union(*found.values()))
        if new:
            found[state.__name__] = new
        clear(place)
    return found


def _report(found: dict[str, list[str]]) -> str:
    return "\n" + "\n".join(f"{state}: {piece!r}" for state, pieces in found.items() for piece in pieces)


def test_every_state_is_said_in_the_owners_language(place: Place) -> None:
    found = _look(place, STATES)
    assert not found, _report(found)


def test_what_goes_wrong_is_said_in_the_owners_language(place: Place) -> None:
    found = _look(place, wrongs.WRONGS)
    assert not found, _report(found)
