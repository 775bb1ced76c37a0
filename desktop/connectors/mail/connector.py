"""One mail account: the connector that reads, listens, marks, sends and looks for what was sent."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from desktop.connectors.base import Addresses, Batch, Cancel, Capabilities, Context, FileLimits, Limits
from desktop.connectors.mail import compose, folders, smtp
from desktop.connectors.mail.cursor import Place
from desktop.connectors.mail.idle import Idle
from desktop.connectors.mail.imap import Denied, ImapSession, open_session
from desktop.connectors.mail.settings import MailSettings, Server
from desktop.connectors.mail.sync import Look, Reader
from desktop.connectors.mail.tokens import quoted
from desktop.connectors.mail.uids import UidSet
from desktop.connectors.mail.wire import Lost
from desktop.domain.address import is_own
from desktop.domain.draft import Delivered, Draft, Parent, Phase, Plan
from desktop.domain.errors import ChannelError, Misconfigured, SignInNeeded, Unreachable, Unsure
from desktop.domain.item import Audience, Author, Flag
from desktop.domain.wording import about, worded

POLL = timedelta(seconds=120)
LOOK_AGAIN_SECONDS = 30.0
"""During a long first sync the mailboxes are looked at this often, so that new mail does not wait for old mail."""
_FILES_ITSELF = ("X-GM-EXT-1",)
RELAYED_WITHIN = timedelta(hours=24)
"""How long a copy to ourselves may be on its way: a relay that meets a busy or greylisting server tries for hours."""
FILED_AFTER = 5.0
"""Seconds in which a provider that files what it sends has done so; only then a missing copy is ours to file."""
FILES = FileLimits(total=25_000_000, growth=1.37)
"""What nearly every server takes. Files travel in base64, in lines of 76: a good third more than they are."""

T = TypeVar("T")


class MailConnector:
    """Called on worker threads, one call at a time; `listen` has its own thread and connection. Raises ChannelError."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = MailSettings.of(context.account)
        self._session: ImapSession | None = None
        self._reader: Reader | None = None
        self._place: tuple[str, Place, float] = ("", Place(), 0.0)
        self._boxes: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._taken_at = float("-inf")
        self._files_itself = False
        self._idle = Idle(self._signed_in, POLL.total_seconds())

    @property
    def capabilities(self) -> Capabilities:
        """What a mail account can do."""
        return Capabilities(
            poll=POLL,
            can_reply=self._settings.smtp is not None,
            can_listen=True,
            can_flag=True,
            hold=self._settings.hold,
            limits={Audience.PRIVATE: Limits(files=FILES)},
            begins=True,
            signature=self._settings.signature,
        )

    def check(self, cancel: Cancel) -> Author:
        """Sign in where mail is read and where it is sent; the sentence of a failure says which of them it was."""
        with _about(worded("Reading mail")):
            self.close()
            self._boxes_of(self._connected(cancel))
        if self._settings.smtp is not None:
            with _about(worded("Sending mail")):
                smtp.check(self._outgoing(), self._login(), cancel)
        return Author(
            key=self._settings.address.lower(), handle=self._settings.address, name=self._settings.sender_name
        )

    # ------------------------------------------------------------------------------------------------- reading

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return what changed since `cursor`, and the next window of what was not read yet, newest first."""
        return self._with_session(cancel, lambda session: self._step(session, cursor, budget))

    def _step(self, session: ImapSession, cursor: str, budget: int) -> Batch:
        clock = self._context.clock
        expected, place, looked_at = self._place
        reader = self._reader
        look = Look()
        if reader is None or not cursor or cursor != expected or clock.monotonic() - looked_at > LOOK_AGAIN_SECONDS:
            if not cursor or cursor != expected:
                place = Place.load(cursor)
            if reader is None:
                reader = Reader(session, self._boxes_of(session), clock.now())
            looked_at = clock.monotonic()
            self._place = ("", Place(), 0.0)
            look = reader.look(place)
        self._place, self._reader = ("", Place(), 0.0), reader
        batch = reader.next_window(place, budget, look)
        if batch.more:
            self._place = (batch.cursor, place, looked_at)
        return batch

    def _boxes_of(self, session: ImapSession) -> list[tuple[str, str]]:
        if not self._boxes:
            self._boxes = folders.boxes(session.folders())
        return self._boxes

    def listen(self, cancel: Cancel) -> bool:
        """Wait for news on a connection of its own; see `Idle.wait`."""
        return self._idle.wait(cancel)

    def push_flags(self, wanted: Sequence[tuple[str, frozenset[Flag]]], cancel: Cancel) -> None:
        """Add the marks where the mailbox still is what it was; what has gone from there needs none."""
        groups: dict[tuple[str, int], dict[frozenset[Flag], set[int]]] = {}
        for remote, flags in wanted:
            place = folders.located(remote)
            if place is not None and flags:
                mailbox, validity, uid = place
                groups.setdefault((mailbox, validity), {}).setdefault(flags, set()).add(uid)
        if groups:
            self._with_session(cancel, lambda session: _store_all(session, groups))
            self._reader = None

    # ------------------------------------------------------------------------------------------------ answering

    def prepare(self, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
        """Freeze a draft into the bytes of a mail. Pure."""
        return compose.prepare(self._settings, reply_id, draft, parent, now)

    def addresses(self, parent: Parent | None) -> Addresses:
        """Return whom a reply goes to unless the owner says otherwise. Pure."""
        return compose.addresses(self._settings, parent)

    def deliver(self, plan: Plan, report: Callable[[Phase], None], cancel: Cancel) -> Delivered:
        """Send it, once."""
        delivered = smtp.deliver(self._outgoing(), self._login(), plan, report, cancel)
        self._taken_at = self._context.clock.monotonic()
        return delivered

    def find_delivered(self, plan: Plan, cancel: Cancel) -> Delivered | None:
        """Look for it among what we sent, then in the inbox (a copy to ourselves), by the ids that we gave it.

        Finding nothing proves something only where there would be something to find; else it raises Unsure.
        """
        return self._with_session(cancel, lambda session: self._find(session, plan))

    def proves_after(self) -> timedelta:
        """Return how long a copy to ourselves may be on its way; Sent, where the provider files it, tells at once."""
        return timedelta(0) if self._files_itself else RELAYED_WITHIN

    def file_copy(self, plan: Plan, cancel: Cancel) -> None:
        """Put a copy into Sent unless it is there, or the provider is known to do that itself.

        Many providers do it without a word, a moment later: that moment is waited for.
        """
        self._with_session(cancel, lambda session: self._file(session, plan, cancel))

    def close(self) -> None:
        """Let go of both connections. May be called on any thread and more than once."""
        self._drop()
        self._idle.close()

    def _find(self, session: ImapSession, plan: Plan) -> Delivered | None:
        self._reader = None
        for mailbox, role in sorted(self._boxes_of(session), key=lambda box: box[1] != "sent"):
            selected = session.select(mailbox)
            found = _search_ids(session, plan)
            if found:
                return Delivered(
                    proof=worded(f"found in {mailbox}"),
                    remote_id=folders.remote_id(mailbox, selected.uidvalidity, found.highest),
                    filed=role == "sent",
                )
        self._files_itself = bool(session.capabilities.intersection(_FILES_ITSELF))
        to_ourselves = any(is_own(recipient, self._settings.own) for recipient in plan.recipients)
        if to_ourselves or self._files_itself:
            return None
        raise Unsure(
            worded("This mail server keeps no copy of what it sends, so it cannot say whether your reply arrived.")
        )

    def _file(self, session: ImapSession, plan: Plan, cancel: Cancel) -> None:
        sent = next((mailbox for mailbox, role in self._boxes_of(session) if role == "sent"), "")
        if not sent or session.capabilities.intersection(_FILES_ITSELF):
            return
        self._reader = None
        session.select(sent)
        filed = bool(_search_ids(session, plan))
        moment = self._taken_at + FILED_AFTER - self._context.clock.monotonic()
        if not filed and moment > 0:
            cancel.wait(moment)
            cancel.check()
            session.run(b"NOOP")
            filed = bool(_search_ids(session, plan))
        if not filed:
            session.append(sent, plan.payload, "\\Seen", self._context.clock.now())

    def _outgoing(self) -> Server:
        if self._settings.smtp is None:
            raise Misconfigured(
                about(worded("This account only reads mail: it has no server to send by."), "smtp_host")
            )
        return self._settings.smtp

    def _login(self) -> smtp.Login:
        settings = self._settings
        return smtp.Login(user=settings.user, secret=self._context.secret.get(), auth=settings.auth)

    # ------------------------------------------------------------------------------------------------ connection

    def _signed_in(self, cancel: Cancel) -> ImapSession:
        settings = self._settings
        secret = self._context.secret.get()
        session = open_session(settings.imap, cancel)
        try:
            with session.wire.under(cancel):
                session.sign_in(settings.user, secret, settings.auth)
        except BaseException:
            session.wire.close()
            raise
        return session

    def _connected(self, cancel: Cancel) -> ImapSession:
        session = self._signed_in(cancel)
        with self._lock:
            self._session = session
        return session

    def _with_session(self, cancel: Cancel, work: Callable[[ImapSession], T]) -> T:
        """Do work on the kept connection; when that has died since, on a new one."""
        cancel.check()
        session = self._session
        if session is not None:
            try:
                return self._on(session, cancel, work)
            except Lost:
                cancel.check()
        return self._on(self._connected(cancel), cancel, work)

    def _on(self, session: ImapSession, cancel: Cancel, work: Callable[[ImapSession], T]) -> T:
        try:
            with session.wire.under(cancel):
                return work(session)
        except Denied as denied:
            self._drop()
            self._boxes = []
            raise Unreachable(
                worded(f"The mail server would not do that now: {denied}. Shopbell tries again.")
            ) from denied
        except BaseException:
            self._drop()
            raise

    def _drop(self) -> None:
        with self._lock:
            session, self._session = self._session, None
        self._reader = None
        if session is not None:
            session.wire.close()


@contextlib.contextmanager
def _about(what: str) -> Iterator[None]:
    """Begin the sentence of a failure with what was being done."""
    try:
        yield
    except (Misconfigured, SignInNeeded) as failed:
        raise type(failed)(f"{what}: {failed}") from failed
    except ChannelError as failed:
        failed.args = (f"{what}: {failed}", *failed.args[1:])
        raise


def _search_ids(session: ImapSession, plan: Plan) -> UidSet:
    """Return where the reply lies in the open mailbox. Some providers replace the Message-ID, so there are two."""
    found = session.search(b"HEADER Message-ID " + quoted(plan.remote_key))
    return found or session.search(b"HEADER X-Shopbell-Id " + quoted(plan.reply_id))


def _store_all(session: ImapSession, groups: dict[tuple[str, int], dict[frozenset[Flag], set[int]]]) -> None:
    for (mailbox, validity), marks in groups.items():
        try:
            if session.select(mailbox).uidvalidity != validity:
                continue
        except Denied:
            continue
        for flags, uids in marks.items():
            for part in _parts(UidSet.of(uids)):
                session.store(part, flags)


def _parts(uids: UidSet) -> Iterator[UidSet]:
    """Cut a set so that each command stays short enough for any server."""
    for start in range(0, len(uids.ranges), 200):
        yield UidSet(uids.ranges[start : start + 200])
