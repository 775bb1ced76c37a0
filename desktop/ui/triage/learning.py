"""More like this, less like this: what the owner says outright of a conversation or of one of its reasons, and takes back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Facts, Opened, Rank, Reason
from desktop.domain.sense import Sense
from desktop.ui.reads import Reads
from desktop.ui.views.pickers.why import Why
from desktop.ui.wording.language import retell
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


class Learning(QObject):
    """Made once, when the window is put together; GUI thread. `learned_wished` asks for all that was learned."""

    learned_wished = Signal()

    def __init__(self, work: Workplace, chosen: Callable[[], Sequence[ConversationId]]) -> None:
        """`chosen` are those a verb means."""
        super().__init__(work.window)
        self._window = work.window
        self._desk = work.desk
        self._theme = work.theme
        self._chosen = chosen
        self._float = work.show
        self._undo = work.undo
        self.rank: Rank | None = None
        """With it what is corrected stands where it belongs at once, else a little later."""
        self._card: Why | None = None

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        return {
            "conversation.why": self.why,
            "conversation.more": partial(self.correct_chosen, more=True),
            "conversation.less": partial(self.correct_chosen, more=False),
        }

    def why(self) -> None:
        """Show the terms of the score."""
        opened = self._window.opened()
        if opened is None or is_begun(opened.row.id):
            return
        card = self._card = Why(self._theme, opened.row, opened.language)
        card.corrected.connect(self._correct_on_card)
        card.undo_wished.connect(self._take_back)
        card.learned_wished.connect(self.learned_wished)
        card.closed.connect(partial(self._put_away, card))
        self._float(card)
        self._read_sense()

    def correct_chosen(self, *, more: bool) -> None:
        """Learn from the one conversation that a verb means; of several nothing can be learned."""
        ids = self._chosen()
        if len(ids) > 1:
            self._desk.told.emit(self.tr("Choose one: from several at once nothing is learned."))
        elif ids:
            self._correct(ids[0], None, self._who(ids[0]), more=more)

    def follow(self, change: ChangeSet) -> None:
        """Show on the card what a commit has changed of it."""
        card = self._card
        if card is None or not (change.learned or card.row.id in change.conversations):
            return
        row = self._window.reads.rows([card.row.id]).get(card.row.id)
        if row is not None:
            card.show_row(row)
        if change.learned:
            self._read_sense()

    # Within

    def _correct_on_card(self, reason: object, more: bool) -> None:  # noqa: FBT001 - a slot
        card = self._card
        if card is not None and (reason is None or isinstance(reason, Reason)):
            self._correct(card.row.id, reason, card.row.who, more=more)

    def _correct(self, id_: ConversationId, reason: Reason | None, who: str, *, more: bool) -> None:
        rank = self.rank

        def write(db: "Database", now: "datetime") -> ChangeSet:
            from desktop.store import learned
            from desktop.triage.personal import features, features_of_reason

            def teach(facts: Facts) -> tuple[str, ...]:
                return features(facts) if reason is None else features_of_reason(reason)

            return learned.correct(db, id_, more=more, now=now, teach=teach, reason=reason, rank=rank)

        what = who if reason is None else retell(reason.words)
        said = (self.tr("Counts for more: {what}") if more else self.tr("Counts for less: {what}")).format(what=what)
        self._desk.learn(write, said, self._say_on_card)

    def _take_back(self) -> None:
        self._undo()
        self._say_on_card("")

    def _say_on_card(self, sentence: str) -> None:
        if self._card is not None:
            self._card.say(sentence)

    def _who(self, id_: ConversationId) -> str:
        opened: Opened | None = self._window.opened()
        if opened is not None and opened.row.id == id_:
            return opened.row.who
        row = self._window.reads.rows([id_]).get(id_)
        return "" if row is None else row.who

    def _read_sense(self) -> None:
        card = self._card

        def show(sense: Sense) -> None:
            if card is not None and card is self._card:
                card.show_sense(sense)

        self._desk.look(_sense, show)

    def _put_away(self, card: Why) -> None:
        # Another one may have taken its place.
        if card is self._card:
            self._card = None


def _sense(reads: Reads) -> Sense:
    from desktop.store.sense import sense

    return sense(reads.connection)
