"""The words that were looked for are found in a page as the index finds them: whatever capitals, accents, signs between."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QTextBrowser

from desktop.domain.query import words_of
from desktop.domain.reading import parse
from desktop.paths import resource
from desktop.ui.theme import Theme
from desktop.ui.views.search import marks as search_marks
from desktop.ui.views.search.marks import fold, pattern


def marked(query: str, text: str) -> list[str]:
    found = pattern(words_of(parse(query)))
    units = text.encode("utf-16-le")
    spans = [] if found is None else [match.span() for match in found.finditer(fold(text))]
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("cake", "Cake, cakes and a CAKE", ["Cake", "CAKE"]),
        ("cak*", "Cake, cakes and pancake", ["Cake", "cakes"]),
        ("brulee", "Crème Brûlée", ["Brûlée"]),
        ('"gluten free"', "gluten-free, gluten  free, free of gluten", ["gluten-free", "gluten  free"]),
        ("cake", "🎂🎂 cake", ["cake"]),
        ("tart OR -bread", "tart and bread", ["tart"]),
        ("is:open", "is open", []),
        ('"a.b(c"', "a b c", ["a b c"]),
        ("strasse", "Straße, STRASSE, Strassen", ["Straße", "STRASSE"]),
        ("weiß", "weiss und Weiß", ["weiss", "Weiß"]),
        ("蛋糕", "我想订一个生日蛋糕，明天", ["蛋糕"]),
    ],
)
def test_what_is_marked(query: str, text: str, words: list[str]) -> None:
    assert marked(query, text) == words


@pytest.mark.parametrize("text", ["", "Ǆ ﬁ İ ß", "e\u0301", "\U0001f9d1\u200d\U0001f373 é", "\ud800x"])
def test_folded_text_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text.encode("utf-16-le", "surrogatepass")) // 2


class Shown(QTextBrowser):
    """A window that shows one page and says when another is opened."""

    opened_changed = Signal(object)
    laid_out = Signal()

    @property
    def reader(self):
        return SimpleNamespace(pages=SimpleNamespace(browser=self, laid_out=self.laid_out))


def test_a_page_is_looked_through_once_and_again_only_where_it_has_grown(qtbot, monkeypatch):
    looked = []
    monkeypatch.setattr(search_marks, "fold", lambda text: looked.append(text) or fold(text))
    theme = Theme(QApplication.instance(), resource(), "light")
    theme.start()
    window = Shown()
    qtbot.addWidget(window)
    window.setPlainText("Where is my cake?")
    marks = search_marks.Marks(window, theme)
    marks.show("cake")
    qtbot.waitUntil(lambda: not marks._again.isActive())
    assert looked.count("Where is my cake?") == 1
    assert len(window.extraSelections()) == 1
    marks.show("cake")
    window.append("A cake for two.")
    qtbot.waitUntil(lambda: len(window.extraSelections()) == 2)
