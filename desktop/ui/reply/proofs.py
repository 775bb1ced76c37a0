"""What the dictionaries say of a reply, asked off the GUI thread: nothing here waits, every answer comes as a call."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.conversation import ConversationId, Opened
from desktop.settings import Settings
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.compose.dictionaries import Dictionaries
    from desktop.compose.spelling import Spot

_NEWEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearings:
    """What a reply in one conversation is looked up by: the dictionaries, and the folded words that are right here."""

    conversation: ConversationId
    tags: tuple[str, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A misspelt word with what may have been meant; `found` are all of the text."""

    spot: "Spot | None"
    suggestions: tuple[str, ...]
    found: "Sequence[Spot]"


class Proofs:
    """Made and used on the GUI thread. One thread asks the dictionaries, as they are not made for more."""

    def __init__(self, open_reads: Callable[[], Reads], words: Path) -> None:
        """`words` is the file of the owner's own words."""
        self._tasks = Tasks(open_reads, threads=1)
        self._words = words
        self._dictionaries: Dictionaries | None = None

    def close(self) -> None:
        """Ask nothing any more."""
        self._tasks.close()

    @property
    def installed(self) -> tuple[str, ...]:
        """The dictionaries of this system ("de_DE"), none before `open` has found them."""
        return self._dictionaries.installed if self._dictionaries is not None else ()

    def open(self, config: Path, found: Callable[[Settings], None]) -> None:
        """Look for dictionaries; `found` follows with the settings in force, and never where there is not one."""

        def work(_reads: object) -> "tuple[Dictionaries, Settings] | None":
            from desktop.compose.dictionaries import open_dictionaries
            from desktop.settings import load

            dictionaries = open_dictionaries()
            return None if dictionaries is None else (dictionaries, load(config)[0])

        def opened(answer: "tuple[Dictionaries, Settings] | None") -> None:
            if answer is not None:
                self._dictionaries = answer[0]
                found(answer[1])

        self._tasks.run(work, opened)

    def learn(
        self,
        opened: Opened,
        settings: Settings,
        home: str,
        done: Callable[[Bearings], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Find out what a reply in a conversation is looked up by; `home` is the owner's own language ("de_AT")."""
        work = partial(_bearings, opened, settings, home, self.installed, self._words)
        self._tasks.run(work, done, failed)

    def check(
        self,
        text: str,
        bearings: Bearings,
        done: "Callable[[Sequence[Spot]], None]",
        failed: Callable[[Exception], None],
    ) -> None:
        """Find the misspelt words of a text."""
        dictionaries = self._dictionaries
        if dictionaries is not None:
            self._tasks.run(lambda _reads: dictionaries.misspelt(text, bearings.tags, bearings.known), done, failed)

    def ask(
        self,
        text: str,
        bearings: Bearings,
        pick: "Callable[[Sequence[Spot]], Spot | None]",
        done: Callable[[Asked], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Find the misspelt words of a text and, for the one that is picked, what may have been meant."""
        dictionaries = self._dictionaries

        def work(_reads: object) -> Asked:
            if dictionaries is None:
                return Asked(spot=None, suggestions=(), found=())
            found = dictionaries.misspelt(text, bearings.tags, bearings.known)
            spot = pick(found)
            offered = dictionaries.suggestions(spot.word, bearings.tags) if spot is not None else ()
            return Asked(spot=spot, suggestions=offered, found=found)

        self._tasks.run(work, done, failed)

    def keep(self, word: str, done: Callable[[None], None], failed: Callable[[Exception], None]) -> None:
        """Make a word one of the owner's own."""
        from desktop.compose.own_words import add

        self._tasks.run(lambda _reads: add(self._words, word), done, failed, keeps=True)

    def forget(self, word: str, done: Callable[[None], None], failed: Callable[[Exception], None]) -> None:
        """Take a word out of the owner's own."""
        from desktop.compose.own_words import remove

        self._tasks.run(lambda _reads: remove(self._words, word), done, failed, keeps=True)


def _bearings(
    opened: Opened, settings: Settings, home: str, installed: Collection[str], words: Path, _reads: object
) -> Bearings:
    from desktop.compose.own_words import read
    from desktop.compose.spelling import vocabulary
    from desktop.compose.tongues import chosen
    from desktop.domain.item import Direction

    newest = opened.timeline[: -_NEWEST - 1 : -1]
    theirs = [entry.fresh or entry.text for entry in newest if entry.direction is Direction.IN and not entry.note]
    wanted = settings.spelling_languages.replace(",", " ").split()
    names = [opened.row.who, settings.shop_name, *(persona.name for persona in opened.personas)]
    return Bearings(
        conversation=opened.row.id,
        tags=chosen(tuple(installed), wanted, opened.language, home),
        known=vocabulary([*names, *theirs]) | read(words),
    )
