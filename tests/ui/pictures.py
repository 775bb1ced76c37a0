"""Pictures of every state of the window, painted in this process without a screen: quick to make, for looking at.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.pictures FOLDER [--theme dark] [--scale 200] [--size 900x600]
        [--words mirrored] [--density compact] [--only NAME]

The gallery of the functional tests drives the real program; this one reaches what is hard to bring about there.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QLocale, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.change import ChangeSet
from desktop.domain.progress import Progress
from desktop.domain.row import Counts, Lane
from desktop.paths import resource
from desktop.store import accounts, labels, notes, saved
from desktop.sync.beginnings import NO_MAIL
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.find import FindBar
from desktop.ui.views.overlay import Overlay
from desktop.ui.wording import words
from desktop.ui.wording.language import speak
from desktop.ui.wording.pseudo import pretend
from tests.ui.places import STATES, Place, State, clear
from tests.ui.workshop import RESOURCES, Workshop
from tests.ui.wrongs import (
    channels_in_trouble,
    leaving_with_troubles,
    overdue_card,
    put_aside,
    replies_in_every_state,
    storm,
    what_cannot_be_read,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

NETWORKS = ("mail", "mastodon", "bluesky", "facebook", "review", "blog", "comment")
THEMES = ("light", "dark", "light-contrast", "dark-contrast")
NAMES = ("M", "Bartholomew " * 16, "مريم الخطيب", "👩‍👩‍👧‍👦 The Family", "", "\u202eevil.exe", "Zoë Ångström-O’Brien")
_LABELS = (
    "Refund",
    "Allergy",
    "Wholesale",
    "Wedding cakes",
    "Catering & events",
    "A label with quite a long name that goes",
)
_PAUSE_MS = 300


def wait(place: Place, milliseconds: int = _PAUSE_MS) -> None:
    """Let what was asked off the GUI thread be shown: a picture is taken of what is there by then."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    place.settle()


def equip(shop: Workshop) -> None:
    """Give the sample shop labels, saved searches, a note, and people of every kind of name."""
    now = shop.clock.now()
    rows = shop.reads.page(Lane.NEEDS_YOU, limit=50)
    for name in _LABELS:
        shop.writer.submit(lambda db, name=name: labels.make(db, name, now=now)).result()
    for name, query in (("Cakes unanswered", "cake is:unread"), ("Complaints this week", "never arrived")):
        shop.writer.submit(lambda db, name=name, query=query: saved.add(db, name, query)).result()
    text = "Called her on Tuesday; she wants the baker to ring back after six. Do not offer a voucher again."
    shop.writer.submit(lambda db: notes.add(db, rows[1].id, text, now=now)).result()


def label_picker(place: Place) -> None:
    place.run("label.pick")


def label_colours(place: Place) -> None:
    place.run("label.pick")
    focus = place.app.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F3)


def new_label(place: Place) -> None:
    place.run("label.pick")
    place.type("gift")


def saved_replies(place: Place) -> None:
    place.go_to("mail")
    wait(place)
    place.run("reply.saved")
    for _ in range(10):
        if not any(card.isVisible() for card in place.window.findChildren(Overlay)):
            wait(place)


def send_later(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write")
    place.type("Dear customer, thank you.")
    wait(place)
    place.run("reply.later")


def both(place: Place) -> None:
    place.go_to("review")
    wait(place)
    place.run("reply.both")
    wait(place)


def guard(place: Place) -> None:
    place.go_to("facebook")
    wait(place)
    place.run("reply.write")
    place.type("So sorry! Please call 0171 2345678 or write to anna@example.org.")
    wait(place)
    place.run("reply.send")


def wait_so_many_days(place: Place) -> None:
    place.run("conversation.wait-for")


def not_ours(place: Place) -> None:
    place.run("conversation.not-ours")


def note(place: Place) -> None:
    place.window.select_next()
    wait(place)
    place.run("conversation.note")


def found_words(place: Place) -> None:
    place.go_to("mail")
    place.run("conversation.find")
    place.type("the")


def completed(place: Place) -> None:
    place.run("search")
    place.type("is:")


def hits(place: Place) -> None:
    place.run("search")
    place.type("cake")
    wait(place)


def found(place: Place) -> None:
    place.verbs.finding.show("cake", name="Cakes unanswered")
    wait(place)


def new_message(place: Place) -> None:
    """Begun, with nothing in it yet."""
    place.window.show_lane(Lane.NEEDS_YOU)
    place.run("reply.new")
    wait(place)


def known_people(place: Place) -> None:
    """Known people are offered for an address that is being written."""
    new_message(place)
    place.type("ada@example.org, ")
    place.type("n")
    wait(place)


def new_message_written(place: Place) -> None:
    """To two people, with a subject and a long text, and found again among the drafts."""
    new_message(place)
    place.type("ada@example.org, tom@example.org")
    for said in ("", "Rye on Fridays, from next week on", "Good morning,"):
        QTest.keyClick(place.focus(), Qt.Key.Key_Tab)
        place.type(said)
    place.verbs.composer.insert("\n\nfrom Friday on we bake rye again. Shall I keep two loaves for you?" * 4)
    place.verbs.composer.save()
    wait(place, 900)
    place.window.show_lane(Lane.DRAFTS)
    wait(place)


def forwarded(place: Place) -> None:
    place.window.show_lane(Lane.NEEDS_YOU)
    place.go_to("mail")
    place.run("reply.forward")
    wait(place)


def person(place: Place) -> None:
    place.window.show_lane(Lane.NEEDS_YOU)
    place.go_to("mail")
    place.run("conversation.person")
    wait(place)


def nobody_to_write_by(place: Place) -> None:
    """A new message where no account can send one."""
    place.verbs.notices.offer(str(NO_MAIL), "Add an account", place.window.account_wished.emit)


def keys_while_writing(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write")
    wait(place)
    place.run("keys")


def names(place: Place) -> None:
    """People of one letter, of two hundred, of another script, of signs alone, and without a name."""
    rows = place.shop.reads.page(Lane.NEEDS_YOU, limit=len(NAMES))
    change = "update persona set name = ? where id = (select persona from conversation where id = ?)"
    for row, name in zip(rows, NAMES, strict=True):
        place.shop.writer.submit(
            lambda db, row=row, name=name: db.conn.execute(change, (name.strip(), row.id))
        ).result()
    place.window.show_lane(Lane.NEEDS_YOU)
    wait(place)


def held_back(place: Place) -> None:
    place.window.inbox.head.set_held(4)


def disk_nearly_full(place: Place) -> None:
    place.window.status_line.set_warning(
        "Only 120 MB are free on the disk: nothing new is fetched until there is room."
    )


def replies_not_sent(place: Place) -> None:
    place.toast.say("2 replies have not left yet", action="Look", seconds=timedelta(minutes=1).total_seconds())


def a_million(place: Place) -> None:
    """A shop of seven digits, wherever something is counted."""
    many = 1_234_567
    counts = Counts(total=dict.fromkeys(Lane, many), unread=dict.fromkeys(Lane, many))
    place.run("list.select")
    wait(place)
    window, account = place.window, place.window.overview.statuses[0].account.id
    window.rail.set_counts(counts)
    window.rail.set_saved([(line, words.number(many)) for line in window.rail.saved()])
    window.status_line.set_counts(counts)
    window.status_line.set_outbox(words.many("Not sent yet: {n}", many))
    window.inbox.head.set_held(many)
    window.inbox.head.set_selected(many)
    place.verbs.bulk_bar.show_count(many)
    window.take_progress(Progress(account=account, done=many, total=3 * many, rate=310.0, remaining=12_100.0))


def offline(place: Place) -> None:
    """No channel can be reached."""

    def fail(db: "Database") -> ChangeSet:
        change = ChangeSet()
        for status in place.window.overview.statuses:
            change |= accounts.record_failure(
                db, status.account.id, sentence="The server does not answer.", retry_at=None, failures=3, unreached=True
            )
        return change

    place.shop.writer.submit(fail).result()
    place.window.overview.read()
    wait(place)


FURTHER: tuple[State, ...] = (
    label_picker, label_colours, new_label, saved_replies, send_later, both, guard, wait_so_many_days, not_ours, note,
    new_message, known_people, new_message_written, forwarded, person, nobody_to_write_by, found_words, completed, hits, found, keys_while_writing, held_back, disk_nearly_full, replies_not_sent, names,
    what_cannot_be_read, replies_in_every_state, overdue_card, leaving_with_troubles, put_aside, storm, channels_in_trouble,
    offline, a_million,
)  # fmt: skip
"""What the last ones change in the shop stays."""


def tidy(place: Place) -> None:
    """Take away what a state has left, also what stays on show in the program until it is over."""
    clear(place)
    for bar in place.window.findChildren(FindBar):
        bar.end()
    line = place.window.status_line
    line.set_warning("")
    line.set_outbox("")
    line.set_progress(None)
    place.window.inbox.head.set_held(0)
    place.window.focus_list()


def take(place: Place, states: dict[str, State], to: Callable[[str], Path]) -> None:
    """Bring each state about, save its picture, and take it away again."""
    for name, state in states.items():
        state(place)
        wait(place)
        place.window.grab().save(str(to(name)))
        sys.stdout.write(f"{to(name)}\n")
        tidy(place)
        wait(place, 60)


def main() -> int:
    """Make the pictures that were asked for."""
    every = {state.__name__: state for state in (*STATES, *FURTHER)}
    parser = argparse.ArgumentParser(prog="python -m tests.ui.pictures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light", choices=THEMES)
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="1360x850")
    parser.add_argument("--words", default="", choices=("", "longer", "mirrored"))
    parser.add_argument("--density", default="comfortable", choices=("comfortable", "normal", "compact"))
    parser.add_argument("--only", action="append", choices=tuple(every))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    # English too has words for one and words for several.
    speak(app, resource("i18n"), {})
    if asked.words:
        pretend(app, asked.words)
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Path(folder), Theme(app, RESOURCES, "light"), NETWORKS)
        equip(shop)
        width, height = map(int, asked.size.split("x"))
        place = Place(shop, app, asked.scale, (width, height))
        ground, _, contrast = asked.theme.partition("-")
        place.theme.choose(ground, "high" if contrast else "normal")
        place.window.inbox.set_density(asked.density)
        looks = "-".join(filter(None, (asked.theme, str(asked.scale), asked.size, asked.words, asked.density)))
        take(
            place,
            {name: every[name] for name in asked.only or every},
            lambda name: asked.folder / f"{name}-{looks}.png",
        )
        place.close()
        shop.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
