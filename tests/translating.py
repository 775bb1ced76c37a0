"""What the tests of the languages share: the script that collects sentences, and a language that marks what it knows."""

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.ui.wording import language
from desktop.ui.wording.pseudo import Pseudo

CHECKOUT = Path(__file__).resolve().parents[1]


def script() -> ModuleType:
    """Return packaging/translations.py."""
    name = "shopbell_translations"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, CHECKOUT / "packaging" / "translations.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def collected(folder: Path) -> set[tuple[str, str]]:
    """Return every text that a translator is given, with its context, collected from the source as it stands."""
    target = folder / "shopbell_en.ts"
    script().update(target, "en")
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(target).iter("context")
        for message in context.iter("message")
    }


class Known(Pseudo):
    """The longer English, of what a translator is given and of nothing else."""

    def __init__(self, way: str, known: Iterable[tuple[str, str]]) -> None:
        super().__init__(way)
        self._known = frozenset(known)

    def translate(self, context: str, text: str, hint: str | bytes | None = None, count: int = -1) -> str:
        # Nothing at all, which leaves the English; "" would be taken for a translation.
        return super().translate(context, text, hint, count) if (context, text) in self._known else None  # type: ignore[return-value]


@contextmanager
def speaking(known: Iterable[tuple[str, str]], folder: Path) -> Iterator[None]:
    """Have the window speak the longer English of what a translator is given."""
    (folder / "sentences.txt").write_text(script().listed(), encoding="utf-8")
    translator = Known("longer", known)
    QCoreApplication.installTranslator(translator)
    language.understand(folder)
    try:
        yield
    finally:
        language.understand(None)
        QCoreApplication.removeTranslator(translator)


def app() -> QApplication:
    """Return the application of the tests."""
    made = QApplication.instance()
    assert isinstance(made, QApplication)
    return made
