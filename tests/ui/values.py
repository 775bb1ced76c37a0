"""Rows, conversations and a reader of plain values, for tests of views that need no store."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from desktop.domain.account import Account, AccountId, ChannelStatus, Health
from desktop.domain.conversation import (
    Band,
    ConversationId,
    Counts,
    Entry,
    InboxRow,
    Lane,
    Opened,
    Persona,
    PersonId,
    Reason,
    State,
    Tone,
)
from desktop.domain.draft import ReplyState
from desktop.domain.item import Attachment, Audience, Direction, Kind, MessageId
from desktop.domain.row import Sorting
from desktop.domain.standing import Standing
from desktop.ui.models.lanes import belongs

NOW = datetime(2026, 11, 21, 14, 32, tzinfo=UTC)


class StoppedClock:
    """A clock that a test moves by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()


def a_row(n: int, **changes: object) -> InboxRow:
    """A conversation; the n-th in the order of its lane."""
    since = NOW - timedelta(minutes=10 + 37 * n % 400)
    row = InboxRow(
        id=ConversationId(1000 + n),
        place=(0, n, n),
        channel="mail",
        kind=Kind.MAIL,
        audience=Audience.PRIVATE,
        person=PersonId(n),
        who=f"Person {n}",
        handle=f"person{n}@example.com",
        subject=f"Question {n}",
        snippet=f"What about order {4000 + n}, is it ready?",
        state=State.OPEN,
        unread=True,
        starred=False,
        messages=1,
        last_at=since,
        waiting_since=since,
        due_at=since + timedelta(hours=1),
        until=None,
        score=0.9,
        band=Band.NEEDS_YOU,
        reasons=(Reason(name="question", words="asks for help", points=0.2),),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def an_entry(n: int, text: str = "Where is my cake?", **changes: object) -> Entry:
    """A message of conversation 1000."""
    entry = Entry(
        id=MessageId(n),
        conversation=ConversationId(1000),
        direction=Direction.IN,
        channel="mail",
        kind=Kind.MAIL,
        audience=Audience.PRIVATE,
        who="Marta Oduya",
        handle="marta.o@posteo.example",
        written_at=NOW - timedelta(hours=30 - n),
        subject="",
        text=text,
        fresh="",
        html="",
        fresh_html="",
        remote_images=0,
        url="",
        rating=None,
        attachments=(),
        automatic="",
        unreadable="",
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def opened(row: InboxRow, *entries: Entry, personas: tuple[Persona, ...] = ()) -> Opened:
    """What the reader shows of a row."""
    return Opened(
        row=row,
        personas=personas or (persona(row.channel, row.handle),),
        timeline=entries or (an_entry(1, row.snippet, conversation=row.id),),
        earlier=0,
        account=AccountId(1),
        reply_to=MessageId(1),
    )


def persona(channel: str, handle: str) -> Persona:
    return Persona(channel=channel, key=handle, handle=handle, name="", url="", followers=None)


def a_status(n: int, name: str, health: Health = Health.FINE, **changes: object) -> ChannelStatus:
    account = Account(id=AccountId(n), kind="mail", name=name)
    heard = NOW - timedelta(minutes=n)
    status = ChannelStatus(account=account, health=health, heard_at=heard, unreached=health is Health.TROUBLE)
    return replace(status, **changes)  # type: ignore[arg-type]


class ValueReads:
    """Answers like the store's reader, from a list of rows that a test changes."""

    def __init__(self, rows: Sequence[InboxRow] = (), statuses: Sequence[ChannelStatus] = ()) -> None:
        self.all = {row.id: row for row in rows}
        self.conversations: dict[ConversationId, Opened] = {}
        self._statuses = list(statuses)
        self.version = 1
        self.asked_rows = 0

    def put(self, *rows: InboxRow) -> None:
        self.all.update({row.id: row for row in rows})
        self.version += 1

    def _of(self, lane: Lane) -> list[InboxRow]:
        return sorted((row for row in self.all.values() if belongs(row, lane)), key=lambda row: row.place)

    def page(
        self, lane: Lane, *, after: InboxRow | None = None, limit: int = 50, sorting: Sorting = Sorting.NEED
    ) -> list[InboxRow]:
        rows = self._of(lane)
        start = rows.index(after) + 1 if after else 0
        return rows[start : start + limit]

    def rows(
        self, ids: Sequence[ConversationId], lane: Lane | None = None, sorting: Sorting = Sorting.NEED
    ) -> dict[ConversationId, InboxRow]:
        self.asked_rows += 1
        return {id_: self.all[id_] for id_ in ids if id_ in self.all}

    def places(
        self, ids: Collection[ConversationId], lane: Lane, sorting: Sorting = Sorting.NEED
    ) -> dict[ConversationId, tuple[int, int, int]]:
        return {id_: self.all[id_].place for id_ in ids if id_ in self.all}

    def following(
        self, ids: Collection[ConversationId], lane: Lane, sorting: Sorting = Sorting.NEED
    ) -> dict[ConversationId, ConversationId]:
        order = [row.id for row in self._of(lane)]
        behind = dict(pairwise(order))
        return {id_: behind[id_] for id_ in ids if id_ in behind}

    def ids(self, lane: Lane, sorting: Sorting = Sorting.NEED) -> "array[int]":
        return array("q", [row.id for row in self._of(lane)])

    def counts(self) -> Counts:
        total = {lane: len(self._of(lane)) for lane in Lane}
        unread = {lane: sum(row.unread for row in self._of(lane)) for lane in Lane}
        return Counts(total=total, unread=unread)

    def opened(self, conversation: ConversationId, *, limit: int = 200) -> Opened | None:
        if conversation in self.conversations:
            return self.conversations[conversation]
        row = self.all.get(conversation)
        return None if row is None else opened(row)

    def raw(self, message: MessageId) -> bytes:
        return b""

    def home_of(self, messages: Sequence[MessageId]) -> ConversationId | None:
        return None

    def statuses(self, now: datetime) -> list[ChannelStatus]:
        return self._statuses

    def data_version(self) -> int:
        return self.version

    def close(self) -> None:
        return


def the_shop() -> ValueReads:
    """The sample of the drawing: a bakery on a Saturday."""

    def reason(words: str, tone: Tone = Tone.FACT) -> Reason:
        return Reason(name=words, words=words, points=0.1, tone=tone)

    marta = a_row(
        0,
        who="Marta Oduya",
        handle="marta.o@posteo.example",
        channel="mastodon",
        kind=Kind.POST,
        audience=Audience.PUBLIC,
        snippet="My birthday cake order 4471 never arrived and nobody picks up the phone. Anyone know a bakery?",
        due_at=NOW - timedelta(hours=2),
        reasons=(reason("“never arrived”", Tone.HURRY), reason("wrote twice"), reason("customer since March")),
    )
    rows = [
        marta,
        a_row(
            1,
            who="@jdfoodwalks",
            channel="bluesky",
            kind=Kind.POST,
            snippet="Queued 40 minutes at @hazelrye and they were out of buns again",
            waiting_since=NOW - timedelta(minutes=35),
            due_at=NOW + timedelta(minutes=25),
            reasons=(
                reason("“again”", Tone.HURRY),
                reason("12,400 followers", Tone.NOTICE),
                reason("spreading: 18 boosts in 40 min"),
            ),
        ),
        a_row(
            2,
            who="Tom Keller",
            snippet="Is the walnut loaf safe for someone with a sesame allergy? My son",
            waiting_since=NOW - timedelta(minutes=48),
            due_at=NOW + timedelta(hours=5),
            reasons=(reason("mentions: allergy", Tone.HURRY), reason("asks for help")),
        ),
        a_row(
            3,
            who="Lena P.",
            channel="review",
            kind=Kind.REVIEW,
            rating=2,
            unread=False,
            snippet="Lovely bread, rude service on Saturday morning, twice",
            waiting_since=NOW - timedelta(hours=5),
            due_at=NOW + timedelta(hours=15),
            reasons=(reason("2-star review", Tone.HURRY), reason("public")),
        ),
        a_row(
            4,
            who="Sofia Brandt",
            unread=False,
            snippet="Do you deliver to Lindenhof on Sundays? Asking for a friend",
            has_draft=True,
            starred=True,
        ),
        a_row(
            5,
            who="City Breakfast Blog",
            channel="blog",
            kind=Kind.BLOG,
            unread=False,
            waiting_since=None,
            due_at=None,
            snippet="“The ten best morning buns in town”: Hazel & Rye is fourth",
        ),
        *[a_row(10 + n, who=f"مريم {n}" if n % 9 == 3 else f"Guest {n}", unread=n % 3 == 0) for n in range(60)],
    ]
    shop = ValueReads(
        rows,
        [
            a_status(1, "Mail"),
            a_status(2, "Mastodon"),
            a_status(3, "Bluesky"),
            a_status(4, "Blogs & news", Health.QUIET, heard_at=NOW - timedelta(days=3)),
            a_status(5, "Reviews", Health.NEEDS_OWNER, sentence="The password was refused. Sign in again."),
        ],
    )
    shop.conversations[marta.id] = opened(
        marta,
        an_entry(
            1,
            "Hi! Could I order the hazelnut birthday cake for 12 people, for Saturday the 21st? Order number on the site says 4471.",
            subject="Birthday cake",
        ),
        an_entry(
            2,
            "With pleasure, Marta. It will be ready Saturday at 10, we bring it round by noon.",
            direction=Direction.OUT,
            delivery=Standing(state=ReplyState.SENT),
            subject="Re: Birthday cake",
        ),
        an_entry(
            27,
            "It is half past twelve and there is no cake. Twelve people are coming at three. See https://hazelrye.example/order/4471.\n\n> With pleasure, Marta.",
            fresh="It is half past twelve and there is no cake. Twelve people are coming at three. See https://hazelrye.example/order/4471.",
            remote_images=3,
            subject="Re: Birthday cake",
            attachments=(Attachment(name="receipt.pdf", media_type="application/pdf", size=48213, part="2"),),
        ),
        an_entry(
            29,
            "My birthday cake order 4471 from @hazelrye never arrived and nobody picks up the phone. Anyone know a bakery that answers?",
            channel="mastodon",
            kind=Kind.POST,
            audience=Audience.PUBLIC,
        ),
        personas=(persona("mail", "marta.o@posteo.example"), persona("mastodon", "@marta@social.example")),
    )
    return shop
