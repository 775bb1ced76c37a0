"""The card for what is not about the shop: put this one aside, or have the watch leave alone what holds a phrase."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from shiboken6 import isValid

from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.domain.exclude import Reach


Weigh = Callable[[Sequence[str], Callable[["Reach"], None]], None]
"""Finds out off the GUI thread in how many mentions some phrases stand, then tells it there."""
_FEW = 4
"""Of fewer mentions nothing can be said of most of them."""


class NotOurs(AskingCard):
    """`picked` carries the phrase to exclude, "" for just this one, which is what Enter takes."""

    picked = Signal(str)

    def __init__(self, theme: Theme, many: int, found_for: str, weigh: Weigh | None = None) -> None:
        """`found_for` is the watched phrase for which it is in the list, "" where no watch has found it.

        `weigh` finds out in how many of those found for it a phrase stands.
        """
        super().__init__(
            theme,
            QCoreApplication.translate("NotOurs", "Not about us"),
            asks=QCoreApplication.translate("NotOurs", "A phrase of your own to leave alone"),
            hint=QCoreApplication.translate("NotOurs", "Or a phrase of your own to leave alone"),
            offers=QCoreApplication.translate("NotOurs", "What to do"),
            width=480,
        )
        self._many = many
        self._found_for = found_for
        self._weigh = weigh
        self._total = 0
        self._holding: dict[str, int] = {}
        self._phrases: Sequence[str] = ()
        if not found_for:
            # No watch has found it: there is nothing to leave alone from now on, so nothing to type.
            self._ask.hide()
            self._line.hide()
            self.first = self._list
        self._typed("")

    def offer(self, phrases: Sequence[str]) -> None:
        """Add phrases to exclude, below what is on offer already."""
        if isValid(self) and not self.isHidden():
            self._phrases = phrases
            self._offer_anew()

    def show_reach(self, reach: "Reach") -> None:
        """Say how much would be left alone for each phrase."""
        if isValid(self) and not self.isHidden():
            self._total = reach.total
            self._holding |= reach.holding
            self._offer_anew()

    def _offer_anew(self) -> None:
        stood = self._list.currentIndex().row()
        self._typed(self._ask.text())
        self._list.setCurrentIndex(self._list.model().index(max(0, stood), 0))

    def _detail(self, phrase: str) -> str:
        """Return in how many a phrase stands; "" for what is in the one alone that is being put aside."""
        holding = self._holding.get(phrase, 0)
        if holding < 2:
            return ""
        return self.tr("in {n} of {all} found").format(n=words.number(holding), all=words.number(self._total))

    def _typed(self, text: str) -> None:
        own = " ".join(text.split())
        just = self.tr("Just this one")
        if self._many > 1:
            just = self.tr("Just these {n}").format(n=words.number(self._many))
        phrases = [*([own] if own else []), *(phrase for phrase in self._phrases if phrase != own)]
        offers = [
            Choice(
                title=self.tr("And nothing more with “{phrase}”").format(phrase=plain(p)),
                detail=self._detail(p),
                value=p,
            )
            for p in phrases
        ]
        offers.insert(1 if own else 0, Choice(title=just, value=""))
        self._list.offer(offers)
        note = self.tr("It goes to “Not about us” and stays there, whatever is added to it.")
        if self._found_for:
            note = self.tr(
                "It is here because it says “{phrase}”. What holds a phrase chosen here is not found again."
            ).format(phrase=plain(self._found_for, 60))
        is_broad = self._holding.get(own, 0) * 2 > self._total >= _FEW
        if is_broad:
            note = self.tr(
                "“{phrase}” stands in most of what is found: hardly anything would be found any more."
            ).format(phrase=plain(own, 60))
        self._note.say(note, trouble=is_broad)
        self.arrange()
        unknown = [phrase for phrase in phrases if phrase not in self._holding]
        if unknown and self._found_for and self._weigh is not None:
            self._holding |= dict.fromkeys(unknown, 0)
            self._weigh(unknown, self.show_reach)

    def _take(self, value: object) -> None:
        self.put_away()
        self.picked.emit(str(value))
