"""What becomes of new messages before they are sent: by whom they can leave, thrown away, put back; part of the desk."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft
from desktop.sync.ways import Way
from desktop.ui.reads import Reads
from desktop.ui.reply.replying import Replying
from desktop.ui.reply.ways import read_beginnings

if TYPE_CHECKING:
    from sqlite_utils import Database

_OFFERED = 6


class Beginning(Replying):
    """GUI thread only, as the rest of the desk."""

    def beginnings(
        self, place: ConversationId, done: Callable[[tuple[Way, ...]], None], failed: Callable[[str], None]
    ) -> None:
        """Read by which accounts a new message can leave; where none can, the one way says why."""
        self._tasks.run(
            lambda reads: read_beginnings(reads, place, self._open_connector, self._clock),
            done,
            lambda error: failed(self._sentence(error)),
        )

    def known_addresses(self, words: str, done: Callable[[list[tuple[str, str]]], None]) -> None:
        """Read the mail addresses, with names, of known people that words mean."""
        self._tasks.run(lambda reads: _addresses(reads, words), done, self._fail)

    def throw_away(self, places: Sequence[ConversationId], done: Callable[[list[Draft]], None]) -> None:
        """Throw drafts of new messages away; `done` gets them, with their files, to put them back."""
        now, chosen = self.now(), tuple(places)
        self.drafts.flush()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import drafts, files

            changes = ChangeSet()
            for draft in (one for place in chosen for one in drafts.of_conversation(db.conn, place)):
                thrown.append(replace(draft, enclosures=files.enclosures(db.conn, draft.files)))
                if draft.files:
                    changes |= files.detach(db, draft, [file.number for file in draft.files], now)
                changes |= drafts.save(db, replace(draft, text="", to=(), cc=(), subject=""), now)
            return changes

        thrown: list[Draft] = []
        self._write(write, lambda _: done(thrown))

    def put_back(self, thrown: Sequence[Draft], done: Callable[[], None]) -> None:
        """Put drafts back that were thrown away."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import drafts, files

            changes = ChangeSet()
            for draft in thrown:
                changes |= drafts.save(db, draft, now)
                if draft.enclosures:
                    changes |= files.attach(db, draft, draft.enclosures, now)
            return changes

        self._write(write, lambda _: done())


def _addresses(reads: Reads, words: str) -> list[tuple[str, str]]:
    from desktop.store import persons

    return persons.addresses(reads.connection, words, limit=_OFFERED)
