"""Languages that nobody speaks: English made longer, or spelled in letters read from the right."""

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

_PART = re.compile(r"(\{[^{}]*\}|%L?\w|<[^<>]*>|&\w+;)")
_FORM_OF_DATE = re.compile(r"[dMyhHmsaApPtz\s.,:/'\-]+")
_ACCENTS = str.maketrans("aceginosuyzACEGINOSUYZ", "áçéĝíñóšúýžÁÇÉĜÍÑÓŠÚÝŽ")
_VOWELS = re.compile(r"([aeiouyAEIOUY])")
_HEBREW = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz", "אבצדהופגהיזכלמנוספקרשתטויז"
)  # not a translation: letters that are read from the right


def longer(text: str) -> str:
    """Return `text` with accents, in brackets and about 40 % longer; what is filled in later stays as it is."""
    if _FORM_OF_DATE.fullmatch(text):
        return text
    return f"[{_each(text, _stretch)}]"


def mirrored(text: str) -> str:
    """Return `text` in Hebrew letters; what is filled in later stays as it is."""
    if _FORM_OF_DATE.fullmatch(text):
        return text
    return _each(text, _hebrew)


def _each(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if n % 2 else change(part) for n, part in enumerate(_PART.split(text)))


def _stretch(text: str) -> str:
    return _VOWELS.sub(r"\1\1", text).translate(_ACCENTS)


def _hebrew(text: str) -> str:
    return text.lower().translate(_HEBREW)


_WAYS = {"longer": longer, "mirrored": mirrored}


class Pseudo(QTranslator):
    """Translates everything by one of the two ways; "" where there is nothing to say."""

    def __init__(self, way: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = _WAYS[way]

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's own name
        """Never: it knows every sentence."""
        return False

    def translate(
        self, _context: str, text: str, _hint: str | bytes | None = None, _count: int = -1
    ) -> str:  # a count is put in by Qt, in the place of %n
        """Return the made-up words for a sentence."""
        return self._say(text) if text else ""


def pretend(app: QApplication, way: str) -> Pseudo | None:
    """Have the window speak a made-up language ("longer", "mirrored"); other names change nothing."""
    if way not in _WAYS:
        return None
    pseudo = Pseudo(way, app)
    app.installTranslator(pseudo)
    if way == "mirrored":
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return pseudo
