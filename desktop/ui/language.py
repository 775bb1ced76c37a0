"""The language the window speaks: the translation that fits the system, and two made-up ones that show what is missed.

With SHOPBELL_WORDS=longer every sentence is accented, a good third longer and stands in brackets; with
SHOPBELL_WORDS=mirrored it is spelled in Hebrew letters and the window is read from the right. Whatever then still
reads as English, is cut or stands on the wrong side was forgotten.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak(app: QApplication, folder: Path, environ: Mapping[str, str]) -> None:
    """Have everything said from now on in the owner's language; `folder` holds the translations. GUI thread."""
    made_up = environ.get("SHOPBELL_WORDS", "")
    if made_up:
        from desktop.ui.pseudo import pretend

        pretend(app, made_up)
        return
    if not folder.is_dir():
        return
    translator = QTranslator(app)
    if translator.load(QLocale(), "shopbell", "_", str(folder)):
        app.installTranslator(translator)
