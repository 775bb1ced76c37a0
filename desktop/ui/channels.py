"""What the owner does with channels: try one, add one, change its settings, let go of one. Nothing waits on the window."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Channel, Context, KnownSecret
from desktop.domain.account import Account, AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.errors import ShopbellError
from desktop.domain.item import Author
from desktop.domain.text import plain
from desktop.secrets import SessionSecrets
from desktop.store.writer import Writer
from desktop.sync.forgetting import forget_secrets
from desktop.ui.reads import Reads
from desktop.ui.setting_titles import setting_title
from desktop.ui.tasks import Tasks
from desktop.ui.wording.language import retell, sentence_of

if TYPE_CHECKING:
    from sqlite_utils import Database

OFFERED = ("mail", "feed", "watch")
"""Kinds of channels that are added by a form of their settings."""
_LONGEST_NAME = 60

Done = Callable[[str], None]
"""Hears a sentence about what was done."""
Failed = Callable[[str], None]
"""Hears a sentence about what is wrong."""


class Engine(Protocol):
    """What is asked of the engine."""

    def check(self, account: Account, cancel: Cancel | None = None) -> Author:
        """Sign in and return who we are there; blocks."""
        ...

    def sync_now(self, account: AccountId | None = None) -> None:
        """Ask an account for news now; returns at once."""
        ...


class Channels:
    """Used on the GUI thread, where the answers come back. A thread of its own does what may take long."""

    def __init__(
        self,
        *,
        engine: Engine,
        writer: Writer,
        secrets: SessionSecrets,
        clock: Clock,
        open_reads: Callable[[], Reads],
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._secrets = secrets
        self._clock = clock
        self._errands = Tasks(open_reads, threads=1)
        self._cancel = Cancel()

    def close(self) -> None:
        """Let go of what is under way."""
        self._cancel.set()
        self._errands.close()

    def test(self, account: Account, done: Done, failed: Failed) -> None:
        """Sign in to a channel and say how it went."""

        def work(_reads: Reads) -> str:
            who = self._engine.check(account, self._cancel)
            return who.handle or who.name or who.key

        def ended(found: str) -> None:
            words = _tr("It works: signed in as {who}.") if account.secret_key else _tr("It works: found {who}.")
            done(words.format(who=plain(found, 200)))

        self._errands.run(work, ended, partial(_say, failed))

    def amend(self, account: Account, changes: Mapping[str, str], done: Done, failed: Failed) -> None:
        """Change some settings, once the channel's own code has understood them, and ask for news by them."""
        wanted = {key: value for key, value in {**account.settings, **changes}.items() if value}

        def work(reads: Reads) -> None:
            self._try(account.kind, account.name, wanted, reads)
            self._writer.submit(partial(_amend, account.id, changes)).result()

        def changed(_nothing: object) -> None:
            self._engine.sync_now(account.id)
            done(_tr("Saved."))

        self._errands.run(work, changed, partial(_say, failed))

    def add(
        self,
        channel: Channel,
        name: str,
        settings: Mapping[str, str],
        password: str,
        *,
        for_session: bool,
        done: Done,
        failed: Callable[[str, Exception], None],
    ) -> None:
        """Add a channel, and find out what it needs that was not given; its password goes to the keyring, or `for_session`
        to memory alone.

        `failed` hears a sentence, and the error it tells of.
        """
        named = plain(name, _LONGEST_NAME)

        def work(reads: Reads) -> AccountId:
            _refuse_taken(reads, named)
            wanted = registry.find_settings(channel, settings, self._clock, self._cancel)
            self._try(channel.kind, named, wanted, reads)
            key = uuid4().hex if channel.needs_secret else ""
            if key:
                (self._secrets.keep if for_session else self._secrets.set)(key, password)
                # Where a removed account comes back, its new password takes the place of what is still to be forgotten.
                forget_secrets(self._writer, reads.connection, self._secrets)
            return self._writer.submit(partial(_add, channel.kind, named, wanted, key, self._clock)).result()[1]

        def added(account: AccountId) -> None:
            self._engine.sync_now(account)
            done(_tr("“{name}” is added; what is there comes in now.").format(name=named))

        def not_added(error: Exception) -> None:
            failed(sentence_of(error), error)

        self._errands.run(work, added, not_added)

    def remove(self, account: Account, done: Done, failed: Failed) -> None:
        """Let go of a channel and of its password; what was written there stays."""

        def work(reads: Reads) -> str:
            change = self._writer.submit(partial(_remove, account.id, self._clock)).result()
            said = retell(change.said)
            if account.id not in forget_secrets(self._writer, reads.connection, self._secrets):
                return said
            left = _tr(
                "Its password is forgotten as soon as the keyring can be asked, at the latest at the next start."
            )
            return f"{said} {left}".strip()

        def removed(said: str) -> None:
            words = _tr("“{name}” is removed. What was written there stays.").format(name=plain(account.name, 60))
            done(f"{words} {said}".strip())

        self._errands.run(work, removed, partial(_say, failed))

    def _try(self, kind: str, name: str, settings: Mapping[str, str], _reads: Reads) -> None:
        """Let the channel's own code read the settings, so that a wrong one is named now and not at night."""
        account = Account(id=AccountId(0), kind=kind, name=name, settings=settings)
        registry.open_connector(Context(account=account, secret=KnownSecret(), clock=self._clock)).close()


def missing(channel: Channel, settings: Mapping[str, str], *, finds: bool = False) -> str:
    """Return what a form still lacks, or has wrong, "" when nothing; where it `finds` the rest, what it asks for is enough."""
    absent = [setting.key for setting in channel.settings if setting.required and not settings.get(setting.key)]
    if finds and channel.find:
        absent = [key for key in absent if key in channel.asks]
    if absent:
        return _tr("Still needed: {names}.").format(names=", ".join(map(setting_title, absent)))
    for setting in channel.settings:
        value = settings.get(setting.key, "")
        if value and setting.choices and value not in setting.choices:
            words = _tr("“{name}” can be {choices}.")
            return words.format(name=setting_title(setting.key), choices=", ".join(setting.choices))
    return ""


def _refuse_taken(reads: Reads, name: str) -> None:
    """Raise before a password is kept for an account that would then be refused."""
    from desktop.store import accounts

    if accounts.account(reads.connection, name) is not None:
        raise ShopbellError(_tr("There is an account called “{name}” already.").format(name=name))


def _add(
    kind: str, name: str, settings: dict[str, str], key: str, clock: Clock, db: "Database"
) -> tuple[ChangeSet, AccountId]:
    from desktop.store import accounts

    made = accounts.add(db, kind, name, settings, key, clock.now())
    return ChangeSet(accounts=frozenset({made}), initiator="accounts"), made


def _amend(account: AccountId, changes: Mapping[str, str], db: "Database") -> ChangeSet:
    from desktop.store import accounts

    return accounts.amend_settings(db, account, changes)


def _remove(account: AccountId, clock: Clock, db: "Database") -> ChangeSet:
    from desktop.store import accounts

    return accounts.remove(db, account, clock.now())


def _say(failed: Failed, error: Exception) -> None:
    failed(sentence_of(error))


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
