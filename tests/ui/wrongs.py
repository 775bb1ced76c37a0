"""States of the window in which something went wrong, is refused or waits: what `places` leaves out.

Each is brought about as it comes about: by what the owner types, or by what the store holds after it happened.
"""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import to_ms
from desktop.domain.row import Lane
from desktop.store import accounts, saved, storm_members, triage, wrote
from desktop.sync import storms as watch
from desktop.ui.views.leaving import LeavingCard
from desktop.ui.views.reply.overdue import OverdueCard
from desktop.ui.views.search.page import Search
from desktop.ui.views.settings.new_channel import NewChannel
from desktop.ui.views.sign_in import Need, SignIn
from tests.ui.places import Place, State, settings_of

TYPED = (
    "order #48213 at 12 Mill Lane, or call +49 151 2345678",
    "Dear {{name}}, it is on its way.",
    "from:",
    '"never closed',
    "is:nothing",
    "before:32.13.",
    "(cake OR",
    "1e3 at 25:61",
    "31 feb",
    "3/4",
    "monday tuesday",
    "in 9 years",
    "yesterday",
)
"""What the states write into the fields."""
NAMES = (
    "mail.example.org",
    "shop.example.net",
    "feed.xml",
    "price.pdf",
    "Bakery on Elm Street",
    "AUTHENTICATIONFAILED",
    "bank-statement.png",
)
"""What servers, files and others are called in the sentences of the states."""
_SENTENCES = (
    "mail.example.org (port 993) refused the name or the password. Check both; some providers want an app password.",
    "shop.example.net does not answer. Shopbell tries again later.",
    "Reading mail: mail.example.org does not answer: connection refused. Check server and port, or the connection to the internet.",
    "shop.example.net sends more than 12 MB; Shopbell stopped reading.",
)
_REPLIES = {
    "refused": "The server refused mail to anna@example.org: AUTHENTICATIONFAILED.",
    "unknown": "The connection broke while the server was taking your reply. It may have been sent.",
    "overdue": "Shopbell was not open, or could not send, when this was to leave. Send it now, change the time, or keep it as a draft.",
    "queued": "Tried 5 times without success; it is kept and tried again every hour. shop.example.net does not answer. Shopbell tries again later.",
}


def _wait(place: Place, until: Callable[[], object]) -> None:
    """Let the window go on until something is true."""
    loop, look, late = QEventLoop(), QTimer(), QTimer()

    def see() -> None:
        place.shop.settled()
        place.settle()
        if until():
            loop.quit()

    look.timeout.connect(see)
    late.timeout.connect(loop.quit)
    look.start(10)
    late.start(60_000)
    loop.exec()
    look.stop()
    assert until(), f"it never came about: {[one.text() for one in place.window.findChildren(QLineEdit) if one.text()]}"


def _write(place: Place, write: Callable[..., object]) -> None:
    place.shop.writer.submit(write).result()
    place.settle()


def nothing_written(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write")
    place.run("reply.send")


def _sending(text: str) -> State:
    def state(place: Place) -> None:
        place.go_to("mastodon")
        place.run("reply.write")
        place.verbs.composer.text.selectAll()
        place.type(text)
        place.run("reply.send")

    return state


def private_in_public(place: Place) -> None:
    _sending(TYPED[0])(place)


def still_to_fill_in(place: Place) -> None:
    _sending(TYPED[1])(place)


def _search(text: str) -> State:
    def state(place: Place) -> None:
        place.run("search")
        place.type(text)
        QTest.keyClick(place.app.focusWidget(), Qt.Key.Key_Return)
        card = place.window.findChild(Search)
        assert card is not None
        _wait(place, lambda: not isValid(card) or not card._is_asking)

    state.__name__ = f"search {text}"
    return state


def _time(text: str, command: str) -> State:
    def state(place: Place) -> None:
        place.run(command)
        place.type(text)

    state.__name__ = f"{command} {text}"
    return state


def channels_in_trouble(place: Place) -> None:
    now = place.shop.clock.now()

    def fail(db: object) -> ChangeSet:
        change = ChangeSet()
        for n, sentence in enumerate(_SENTENCES):
            account = place.window.overview.statuses[n].account.id
            change |= accounts.record_failure(
                db, account, sentence=sentence, retry_at=now + timedelta(minutes=9), failures=3, stopped=n == 0
            )
        return change

    _write(place, fail)
    _wait(place, lambda: any(status.sentence for status in place.window.overview.statuses))


def chosen_channel_in_trouble(place: Place) -> None:
    status = place.window.overview.statuses[0]
    place.over(SignIn(place.theme, status.account.name, status.sentence, Need.PASSWORD))


def replies_in_every_state(place: Place) -> None:
    now, base = to_ms(place.shop.clock.now()), place.shop.rows("mail")[:6] + place.shop.rows("mastodon")[:2]
    states = [*_REPLIES.items(), ("sending", ""), ("committing", ""), ("sent", ""), ("queued", "")]

    def put(db) -> ChangeSet:  # type: ignore[no-untyped-def]
        for n, ((state, sentence), row) in enumerate(zip(states, base, strict=True)):
            account = db.conn.execute("select account from conversation where id = ?", (row.id,)).fetchone()[0]
            line = {"id": f"r{n}", "conversation": row.id, "account": account, "state": state, "text": "Thank you."}
            line |= {"summary": "anna@example.org", "audience": "private", "attempts": 5 if sentence else 0}
            line |= {"queued_at": now - 9_000, "not_before": now - 5_000, "due_at": now + 99_000, "sentence": sentence}
            line |= {
                "sha256": bytes(32),
                "remote_key": f"k{n}",
                "leave_at": now - 99_000 if state == "overdue" else None,
            }
            line |= {"lease_until": now + 9_000 if state in ("sending", "committing") else None}
            db.table("outbox").insert(line | {"sent_at": now if state == "sent" else None})
        return ChangeSet(
            replies=frozenset(f"r{n}" for n in range(len(states))), conversations=frozenset(r.id for r in base)
        )

    _write(place, put)
    place.run("go.outbox")
    _wait(place, lambda: len(place.shop.replies()) >= len(states))


def overdue_card(place: Place) -> None:
    reply = next(reply for reply in place.shop.replies() if reply.state == "overdue")
    place.over(OverdueCard(place.theme, reply, place.shop.clock.now()))


def leaving_with_troubles(place: Place) -> None:
    place.over(LeavingCard(place.theme, place.shop.replies(), place.shop.clock.now()))


def what_cannot_be_read(place: Place) -> None:
    row = place.shop.rows("mail")[0]

    def spoil(db) -> ChangeSet:  # type: ignore[no-untyped-def]
        said = "This mail could not be read (ValueError). Its original is kept."
        db.conn.execute(
            "update message set unreadable = ?, automatic = 'a mailing list' where conversation = ?", (said, row.id)
        )
        return ChangeSet(conversations=frozenset({row.id}))

    _write(place, spoil)
    place.window.select(row.id)
    _wait(place, lambda: place.window.opened() is not None)


def put_aside(place: Place) -> None:
    """One of each kind, in the lane in which it stands with its chip."""
    rows, now = place.shop.rows("mastodon")[:3], place.shop.clock.now()

    def put(db) -> ChangeSet:  # type: ignore[no-untyped-def]
        change = triage.act(db, [rows[0].id], Verb.NOT_OURS, now=now, about="elm street")
        change |= triage.act(db, [rows[1].id], Verb.NOT_OURS, now=now)
        change |= triage.act(db, [rows[2].id], Verb.WAIT, now=now, until=now + timedelta(minutes=1))
        return change | triage.act(db, [rows[2].id], Verb.STAR, now=now)

    _write(place, put)
    place.run("go.not-ours")
    _wait(place, lambda: place.window.lane is Lane.NOT_OURS)


def storm(place: Place) -> None:
    """The burst of the sample shop, behind one row that is looked at."""
    now, reader = place.shop.clock.now(), place.shop.reads.connection
    wanted = wrote.lively(reader, now, 3, timedelta(days=2))
    for seen in watch.look(reader, wanted, now):
        _write(place, lambda db, seen=seen: storm_members.keep(db, seen, same_within=12))
    rows = [row for lane in (Lane.WORTH_A_LOOK, Lane.THE_REST) for row in place.shop.reads.page(lane, limit=200)]
    row = next(row for row in rows if row.burst is not None)
    place.window.show_lane(Lane(row.band.value))
    _wait(place, lambda: place.window.inbox.select(row.id))


def come_back(place: Place) -> None:
    later = place.shop.clock.now() + timedelta(days=2)
    _write(place, lambda db: triage.wake_due(db, later))
    place.run("go.starred")


def _said_in_the_toast(place: Place, act: Callable[[], object]) -> None:
    before = place.toast.words
    act()
    _wait(place, lambda: place.toast.words != before and place.toast.isVisible())


def a_label_with_too_long_a_name(place: Place) -> None:
    row = place.shop.rows("mail")[0]
    _said_in_the_toast(place, lambda: place.verbs._desk.label([row.id], "q" * 90))


def a_search_of_that_name(place: Place) -> None:
    place.shop.writer.submit(lambda db: saved.add(db, "Cakes", "cake")).result()
    place.shop.writer.submit(lambda db: saved.add(db, "Bread", "bread")).result()
    _said_in_the_toast(place, lambda: place.verbs._desk.rename_search("Cakes", "Bread"))


def a_file_that_is_none(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write")
    empty = place.shop.path.with_name("price.pdf")
    empty.write_bytes(b"")
    place.verbs.composer.attach([empty])
    _wait(place, lambda: "price.pdf" in place.verbs.composer.form.trouble.text())


def _new_channel(kind: str, **given: str) -> State:
    def state(place: Place) -> None:
        settings_of("channels")(place)
        form = place.window.findChild(NewChannel)
        assert form is not None
        form.kind.chosen.emit(kind)
        lines = {name: line for part in form._forms() for name, line in part.lines.items()}
        for name, value in given.items():
            lines[name].setText(value)
        form.password.setText("secret")
        form.add.click()
        _wait(place, form._sentence.text)

    return state


def a_channel_with_a_wrong_address(place: Place) -> None:
    _new_channel("mail", address="nobody", imap_host="mail.example.org")(place)


def a_feed_that_is_no_address(place: Place) -> None:
    _new_channel("feed", url="feed.xml")(place)


WRONGS: tuple[State, ...] = (
    a_label_with_too_long_a_name,
    a_search_of_that_name,
    a_file_that_is_none,
    a_channel_with_a_wrong_address,
    a_feed_that_is_no_address,
    nothing_written,
    private_in_public,
    still_to_fill_in,
    *(_search(text) for text in TYPED[2:7]),
    *(_time(text, command) for text in TYPED[7:] for command in ("conversation.snooze", "conversation.wait")),
    channels_in_trouble,
    chosen_channel_in_trouble,
    replies_in_every_state,
    overdue_card,
    leaving_with_troubles,
    what_cannot_be_read,
    put_aside,
    storm,
    come_back,
)
