"""What becomes of new messages before they are sent: by whom they can leave, thrown away, put back; part of the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.begun import new_place
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Entry
from desktop.domain.draft import Draft, Enclosure
from desktop.domain.errors import Refused
from desktop.domain.item import Attachment, Kind
from desktop.sync.ways import Way
from desktop.ui.reads import Reads
from desktop.ui.reply.replying import Replying
from desktop.ui.reply.ways import read_beginnings
from desktop.ui.wording.language import sentence_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_OFFERED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A mail that passes a message on, as it was begun, and the names of those files that could not be taken along."""

    draft: Draft
    missing: tuple[str, ...]


class Beginning(Replying):
    """GUI thread only, as the rest of the desk."""

    def beginnings(
        self, place: ConversationId, done: Callable[[tuple[Way, ...]], None], failed: Callable[[str], None]
    ) -> None:
        """Read by which accounts a new message can leave; where none can, the one way says why."""
        self._tasks.run(
            lambda reads: read_beginnings(reads, place, self._open_connector, self._clock),
            done,
            lambda error: failed(sentence_of(error)),
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
                changes |= _drop(db, draft, now)
            return changes

        thrown: list[Draft] = []
        self._write(write, lambda _: done(thrown))

    def forward(
        self, entry: Entry, account: AccountId, done: Callable[[Forwarded], None], failed: Callable[[str], None]
    ) -> None:
        """Begin a mail that passes a message on, with its files; by `account` where mail can leave by it.

        Where no account can send mail, `failed` says so.
        """
        place, now = new_place(self.now()), self.now()

        def work(reads: Reads) -> Forwarded:
            from desktop.store import drafts, files

            ways = read_beginnings(reads, place, self._open_connector, self._clock)
            way = next((one for one in ways if one.account == account), ways[0])
            if not way.is_open:
                raise Refused(way.refusal)
            made, missing = _passed_on(reads, entry, way)
            bare = replace(made, enclosures=())

            def write(db: "Database") -> ChangeSet:
                changes = drafts.save(db, bare, now)
                return changes | files.attach(db, bare, made.enclosures, now) if made.enclosures else changes

            self._writer.submit(write).result()
            return Forwarded(draft=bare, missing=missing)

        self._tasks.run(work, done, lambda error: failed(sentence_of(error)))

    def drop_untouched(self, draft: Draft) -> None:
        """Let go of a new message that still is as it was begun; one to which something was done stays."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import drafts

            changes = ChangeSet()
            for kept in drafts.of_conversation(db.conn, draft.conversation):
                same = (kept.text.strip(), kept.subject, kept.to, kept.cc) == (
                    draft.text.strip(),
                    draft.subject,
                    (),
                    (),
                )
                if same:
                    changes |= _drop(db, kept, now)
            return changes

        self._write(write, lambda _: None)

    def put_back(self, thrown: Sequence[Draft], done: Callable[[], None], failed: Callable[[Exception], None]) -> None:
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

        self._write(write, lambda _: done(), failed)


def _addresses(reads: Reads, words: str) -> list[tuple[str, str]]:
    from desktop.store import persons

    return persons.addresses(reads.connection, words, limit=_OFFERED)


def _drop(db: "Database", draft: Draft, now: datetime) -> ChangeSet:
    from desktop.store import drafts, files

    changes = ChangeSet()
    if draft.files:
        changes = files.detach(db, draft, [file.number for file in draft.files], now)
    return changes | drafts.save(db, replace(draft, text="", to=(), cc=(), subject=""), now)


def _passed_on(reads: Reads, entry: Entry, way: Way) -> tuple[Draft, tuple[str, ...]]:
    """Return the mail that passes a message on with those of its files that are here, and the names of the others."""
    from desktop.compose.files import refusal
    from desktop.compose.forward import Passed, forwarded, forwarded_subject, with_forwarded
    from desktop.store import inbox
    from desktop.store.heard import language_of

    parent = inbox.parent(reads.connection, entry.id)
    passed = Passed(
        who=entry.who,
        handle=entry.handle,
        written_at=entry.written_at,
        subject=entry.subject,
        text=entry.text,
        to=parent.sent_to if parent is not None and entry.kind is Kind.MAIL else (),
        url=entry.url,
        language=language_of(reads.connection, entry.id),
    )
    taken: list[Enclosure] = []
    missing: list[str] = []
    raw = reads.raw(entry.id) if entry.attachments else b""
    for file in entry.attachments:
        found = _enclosure(raw, file)
        if found is None or refusal((*taken, found), way.limits):
            missing.append(file.name)
        else:
            taken.append(found)
    draft = way.draft(with_forwarded(forwarded(passed)))
    return replace(draft, subject=forwarded_subject(passed), enclosures=tuple(taken)), tuple(missing)


def _enclosure(raw: bytes, file: Attachment) -> Enclosure | None:
    """Return a file of a message with its bytes, None where they are not here."""
    from desktop.connectors.mail.parts import attachment_bytes, safe_name

    try:
        data = attachment_bytes(raw, file.part) if raw and file.part else b""
    except LookupError:
        return None
    return (
        Enclosure(name=safe_name(file.name, file.media_type), media_type=file.media_type, data=data) if data else None
    )
