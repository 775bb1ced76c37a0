"""Carries out what the owner decides: every verb becomes one write, and none of them waits on the GUI thread."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Hit
from desktop.ui.reads import Reads
from desktop.ui.reply.beginning import Beginning
from desktop.ui.reply.replying import Engine, Held, Outgoing, Writing, is_pending
from desktop.ui.wording.language import sentence_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

T = TypeVar("T")
__all__ = ["Desk", "Engine", "Held", "Outgoing", "Writing", "is_pending"]


class Desk(Beginning):
    """All that the window asks for: triage, replies, and what is here. GUI thread only."""

    asked = Signal(object)
    """An account was asked for news: its AccountId, None for all."""

    def sync_now(self) -> None:
        """Ask every account for news."""
        self.asked.emit(None)
        self._engine.sync_now()

    def amend_settings(
        self,
        account: AccountId,
        changes: Mapping[str, str],
        done: Callable[[ChangeSet], None],
        lost: Callable[[str], object],
    ) -> None:
        """Change some settings of a channel, "" takes one away, then call `done`; what moved meanwhile stays.

        Where they cannot be kept `lost` is told why.
        """

        def write(db: "Database") -> ChangeSet:
            from desktop.store import accounts

            return accounts.amend_settings(db, account, changes)

        def failed(error: Exception) -> None:
            lost(sentence_of(error))

        self._write(write, done, failed)

    # Learning

    def learn(
        self, write: "Callable[[Database, datetime], ChangeSet]", said: str, done: Callable[[str], object] | None = None
    ) -> None:
        """Carry out a word of the owner's about what matters to them, and say what was learned, if anything was."""
        now = self.now()

        def ended(change: ChangeSet) -> None:
            if change:
                self.said.emit(said)
            if done is not None:
                done(said if change else "")

        self._write(lambda db: write(db, now), ended)

    # Storms

    def fold_storm(self, storm: int, *, folded: bool, done: Callable[[ChangeSet], None]) -> None:
        """Put everybody in a storm back into the list, or behind its row again."""

        def write(db: "Database") -> ChangeSet:
            from desktop.store import storm_members

            return storm_members.unfold(db, storm, folded=folded)

        self._write(write, done)

    def storm_told(self, storm: int) -> None:
        """Note that the owner was told of a storm."""

        def write(db: "Database") -> ChangeSet:
            from desktop.store import storm_members

            storm_members.told(db, storm)
            return ChangeSet()

        self._write(write, _nothing)

    # Saved searches

    def save_search(self, name: str, query: str, *, finds: bool = True) -> None:
        """Keep a search under a name; `finds` tells whether there is anything yet that it finds."""
        said = self.tr("Saved: {name}") if finds else self.tr("Saved: {name}. What comes in later is counted there.")
        self._keep("add", said.format(name=name), name, query)

    def rename_search(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        self._keep("rename", self.tr("It is called {name} now.").format(name=new), name, new)

    def remove_search(self, name: str) -> None:
        """Keep a saved search no longer."""
        self._keep("remove", self.tr("Not saved any more: {name}").format(name=name), name)

    def _keep(self, verb: str, said: str, *given: str) -> None:
        def write(db: "Database") -> ChangeSet:
            from desktop.store import saved

            done: ChangeSet = getattr(saved, verb)(db, *given)
            return done

        self._write(write, lambda _: self.told.emit(said))

    # Reading

    def seek(self, work: "Callable[[Reads], T]", done: "Callable[[T], None]", failed: Callable[[str], None]) -> None:
        """Read off the GUI thread, then call `done` with the result, or `failed` with a sentence."""
        self._tasks.run(work, done, lambda error: failed(sentence_of(error)))

    def search(self, query: str, found: Callable[[Sequence[Hit], str], None], failed: Callable[[str], None]) -> None:
        """Search off the GUI thread; a query that cannot be understood comes back as a sentence.

        Where nothing has the last word as it stands, what begins with it is found, and what was meant told besides.
        """
        self._tasks.run(
            lambda reads: _search(reads, query), lambda told: found(*told), lambda error: failed(sentence_of(error))
        )


def _nothing(_change: ChangeSet) -> None:
    """Nothing follows."""


def _search(reads: Reads, query: str) -> tuple[list[Hit], str]:
    from desktop.store.search import everything
    from desktop.ui.search.completing import MOST_HITS, wider

    hits = everything(reads.connection, query, limit=MOST_HITS, typing=True)
    if hits or not (meant := wider(query)):
        return hits, ""
    return everything(reads.connection, meant, limit=MOST_HITS, typing=True), meant
