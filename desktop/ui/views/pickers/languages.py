"""The card for the language a customer writes in: the owner knows better than a guess from a few words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from shiboken6 import isValid

from desktop.domain.conversation import ConversationId
from desktop.domain.languages import NAMES, name, primary
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.wording import words
from desktop.ui.wording.language import retell


class Languages(AskingCard):
    """`picked` carries a language ("pl"), "" for what their words tell, and whether it is for all of the person's."""

    picked = Signal(str, bool)

    def __init__(self, theme: Theme, title: str, now: str) -> None:
        """`now` is the language that holds, "" where none is known."""
        hint = QCoreApplication.translate("Languages", "Find a language")
        super().__init__(theme, title, asks=hint, hint=hint, offers=title, width=440)
        self._now = primary(now)
        self._languages = sorted(
            ((code, words.language_name(code)) for code in NAMES), key=lambda one: one[1].casefold()
        )
        self.theirs: Sequence[ConversationId] = ()
        """All conversations of the person, where they have more than one."""
        self._typed("")

    def offer_theirs(self, theirs: Sequence[ConversationId]) -> None:
        """Offer the languages for all conversations of the person too, behind those for this one."""
        if isValid(self) and not self.isHidden() and len(theirs) > 1:
            self.theirs = theirs
            stood = self._list.currentIndex().row()
            self._typed(self._ask.text())
            self._list.setCurrentIndex(self._list.model().index(max(0, stood), 0))

    def _typed(self, text: str) -> None:
        wanted = text.strip().casefold()
        found = [(code, own) for code, own in self._languages if _fits(wanted, code, own)]
        by_words = self.tr("As their words tell")
        offers = [Choice(title=own, detail=self._mark(code), value=(code, False)) for code, own in found]
        if wanted in by_words.casefold():
            offers.insert(0, Choice(title=by_words, value=("", False)))
        if self.theirs:
            many = self.tr("in all their conversations: {n}").format(n=words.number(len(self.theirs)))
            offers += [Choice(title=own, detail=many, value=(code, True)) for code, own in found]
        self._list.offer(offers)
        self._note.say(
            self.tr(
                "By it they are ranked, your spelling is looked up and saved replies are chosen. Undo takes it back."
            )
        )
        self.arrange()

    def _mark(self, code: str) -> str:
        return self.tr("now") if code == self._now else ""

    def _take(self, value: object) -> None:
        code, all_of_theirs = value if isinstance(value, tuple) else ("", False)
        self.put_away()
        self.picked.emit(code, all_of_theirs)


def _fits(wanted: str, code: str, own: str) -> bool:
    """Return whether what was typed is part of what a language is called, by its speakers, here or in English."""
    return wanted == code or any(wanted in one.casefold() for one in (own, name(code), retell(name(code))))
