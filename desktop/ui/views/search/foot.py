"""The line below what a search finds: how much that is or why there is nothing, and the button that keeps the search."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from desktop.ui.search.completing import MOST_HITS, typed, wider
from desktop.ui.theme import Theme, mark
from desktop.ui.widgets import safe
from desktop.ui.widgets.aloud import Aloud
from desktop.ui.widgets.grounded import GroundedLabel
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

_OPERATORS = "from:  to:  subject:  in:  channel:  is:unread  is:starred  is:waiting  is:snoozed  is:done  has:attachment  before:  after:"


class Foot(QHBoxLayout):
    """One sentence at a time. GUI thread only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        px = theme.look.px
        self._note = GroundedLabel(theme, "card-note")
        self._note.setWordWrap(True)
        self._aloud = Aloud(self._note)
        self._save: VerbButton | None = None
        self.setContentsMargins(0, px(6), 0, px(6))
        self.setSpacing(0)
        self.addWidget(self._note, 1)
        self.addSpacing(px(12))

    def offer_to_save(self, title: str, key: str, save: Callable[[], object]) -> None:
        """Have a button that keeps the search, shown while there is one."""
        self._save = VerbButton(title, key, self._theme)
        self._save.clicked.connect(save)
        self.insertWidget(1, self._save)

    def show_save(self, *, shown: bool) -> None:
        """Show the button that keeps the search, where it is offered, or hide it."""
        if self._save is not None:
            self._save.setVisible(shown)

    def note(self) -> str:
        """Return what is said."""
        return self._note.text()

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Say a sentence."""
        mark(self._note, "look", "card-trouble" if trouble else "card-note")
        safe.say(self._note, sentence)
        self._aloud.tell(self.note())

    def hint(self) -> None:
        """Say what may be typed."""
        self.say(self.tr("Words, “a phrase”, -without, and {operators}").format(operators=_OPERATORS))
        self._aloud.tell("")

    def tell(self, query: str, found: int, *, begun: bool) -> None:
        """Say how many a query finds; `begun` where those have only words that begin as its last one does."""
        more = found >= MOST_HITS
        if found and begun:
            told = self.tr("Found with words that begin so: {n}. Enter opens, Esc closes.")
            if more:
                told = self.tr("Found with words that begin so, the newest {n}. Enter lists all, Esc closes.")
            self.say(told.format(n=words.number(found)))
        elif more:
            self.say(self.tr("The newest {n} found. Enter lists all, Esc closes.").format(n=words.number(found)))
        elif found:
            self.say(words.many(self.tr("{n} found, newest first. Enter opens, Esc closes.", "", found), found))
        elif _is_short(query):
            self.say(self.tr("Nothing has just this word in it. Go on typing, or end it with * for all that begin so."))
        else:
            none = self.tr("Nothing was found. Fewer words find more; a word may be cut short with *.")
            later = self.tr("Saved, the search counts what comes in later.")
            self.say(f"{none} {later}")


def _is_short(query: str) -> bool:
    """Return whether a word is being typed of which the beginnings are too many to be looked for."""
    now = typed(query)
    return now is not None and not now.operator and now.value.isalnum() and not wider(query)
