"""Which dictionaries a reply is looked up in: those the owner chooses, or those that fit each conversation."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Signal

from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.widgets import safe
from desktop.ui.wording import words


class SpellingLanguages(AskingCard):
    """`chosen` carries the dictionaries ("de_DE") in force from now on, none for those that fit the conversation."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, installed: Sequence[str], wanted: Sequence[str]) -> None:
        title = QCoreApplication.translate("SpellingLanguages", "Spelling: language")
        hint = QCoreApplication.translate("SpellingLanguages", "Find a language")
        super().__init__(theme, title, asks=title, hint=hint, offers=title, width=440)
        self._installed = tuple(installed)
        self._wanted = [tag for tag in wanted if tag in installed]
        self._typed("")

    def _typed(self, text: str) -> None:
        offers = [Choice(title=self.tr("As the conversation"), detail=self._mark(not self._wanted), value="")]
        counts = Counter(tag.partition("_")[0] for tag in self._installed)
        for tag in self._installed:
            name = name_of(tag, with_country=counts[tag.partition("_")[0]] > 1)
            offers.append(Choice(title=name, detail=self._mark(tag in self._wanted), value=tag))
        wanted = text.strip().casefold()
        self._list.offer([one for one in offers if wanted in one.title.casefold()])
        safe.say(
            self._note,
            self.tr("Enter puts one on or off, Esc leaves. A word is right that one of them has."),
        )
        self.arrange()

    def _mark(self, is_on: bool) -> str:  # noqa: FBT001 - a word for it
        return self.tr("on") if is_on else ""

    def _take(self, value: object) -> None:
        tag = str(value)
        if not tag:
            self._wanted = []
        elif tag in self._wanted:
            self._wanted.remove(tag)
        else:
            self._wanted.append(tag)
        row = self._list.currentIndex().row()
        self._typed(self._ask.text())
        self._list.setCurrentIndex(self._list.model().index(row, 0))
        self.chosen.emit(tuple(self._wanted))


def name_of(tag: str, *, with_country: bool) -> str:
    """Return a dictionary's language as those who speak it write it, with the country where there are several."""
    name = words.language_name(tag)
    country = QLocale(tag).nativeTerritoryName() if with_country and "_" in tag else ""
    return f"{name} ({country})" if country else name
