"""The language the window speaks: the translation that fits the system, and two made-up ones that show what is missed.

With SHOPBELL_WORDS=longer every sentence is accented, a good third longer and stands in brackets; with
SHOPBELL_WORDS=mirrored it is spelled in Hebrew letters and the window is read from the right; with
SHOPBELL_WORDS=turned only the latter. Whatever then still reads as English, is cut or stands on the wrong side was
forgotten.
"""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop.domain.errors import ShopbellError
from desktop.domain.wording import split_about
from desktop.ui.wording.words import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_log = logging.getLogger(__name__)


def _as_it_is(text: str) -> str:
    return text


class _Below:
    """Says in the owner's language what is made below the window, in English until another language is spoken."""

    say: Callable[[str], str] = staticmethod(_as_it_is)


def retell(text: str) -> str:
    """Return a sentence that was made below the window in the owner's language; what is none comes back as it is.

    A setting it is about is called by its title.
    """
    said, keys = split_about(text)
    if not keys:
        return _Below.say(text)
    from desktop.ui.setting_titles import setting_title

    titles = ", ".join(f"“{setting_title(key)}”" for key in dict.fromkeys(keys))
    look = QCoreApplication.translate("Settings", "Look at {settings}.")
    return f"{_Below.say(said)} {look.format(settings=titles)}"


def sentence_of(error: Exception) -> str:
    """Return what the owner is told of an error; a mistake of ours goes to the log, whose name would tell nobody anything."""
    if isinstance(error, ShopbellError):
        return retell(str(error))
    _log.error("what the owner asked for failed", exc_info=error)
    return QCoreApplication.translate(
        "Language", "That did not work: something in Shopbell went wrong. The log says more."
    )


def speak(app: "QApplication", folder: Path, environ: Mapping[str, str]) -> None:
    """Have everything said from now on in the owner's language; `folder` holds the translations. GUI thread."""
    made_up = environ.get("SHOPBELL_WORDS", "")
    if made_up == "turned":
        from PySide6.QtCore import Qt

        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    elif made_up:
        from desktop.ui.wording.pseudo import pretend

        if pretend(app, made_up) is not None:
            understand(folder)
        return
    translator = QTranslator(app)
    if translator.load(QLocale(), "shopbell", "_", str(folder)) and translator.language()[:2] != "en":
        app.installTranslator(translator)
        _speak_of_qt(app)
        app.setLayoutDirection(QLocale(translator.language()).textDirection())
        understand(folder)
    elif translator.load("shopbell_en", str(folder)):
        # English needs no words but those that go with a number: "1 conversation", "2 conversations".
        app.installTranslator(translator)
        if number(12_345) != "12,345":
            # English is spoken where numbers are written otherwise: those within sentences from below follow.
            understand(folder)


def understand(folder: Path | None) -> None:
    """Say from now on what is made below the window by the list in `folder`; as it is for None."""
    if folder is None:
        _Below.say = staticmethod(_as_it_is)
        return
    from desktop.ui.wording.retelling import read

    _Below.say = read(folder / "sentences.txt")


def _speak_of_qt(app: "QApplication") -> None:
    """Have Qt's own menus and buttons in the same language, where Qt has it."""
    from PySide6.QtCore import QLibraryInfo

    qt = QTranslator(app)
    if qt.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
