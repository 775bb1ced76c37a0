"""The whole window over the sample shop in one process, and every state of it that is made in a moment.

A state is a function that brings it about; `STATES` names them all. Add one where a new place is built: it is then
looked at in every language, scale and size by the tests of what fits and of what is read out.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete, isValid

from desktop.compose.spelling import Spot
from desktop.connectors.registry import channel
from desktop.domain.account import AccountId
from desktop.domain.act import Stamp
from desktop.domain.progress import Progress
from desktop.domain.row import Lane, Sorting
from desktop.domain.sense import Cause, Lesson, Sense
from desktop.secrets import MemorySecrets, SessionSecrets
from desktop.ui.bridge import Bridge
from desktop.ui.channels import Channels
from desktop.ui.desk import Desk
from desktop.ui.icons import Icons
from desktop.ui.keymap import load
from desktop.ui.preferences import Preferences
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.verbs import Verbs
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.first_run import FirstRun
from desktop.ui.views.leaving import LeavingCard
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.learned import Counting, Learned, Learnt
from desktop.ui.views.pickers.why import Why
from desktop.ui.views.reply.spelling_languages import SpellingLanguages
from desktop.ui.views.reply.spelling_picker import SpellingPicker
from desktop.ui.views.settings.accounts import AccountsPage
from desktop.ui.views.settings.answering import AnsweringPage
from desktop.ui.views.settings.appearance import AppearancePage
from desktop.ui.views.settings.card import SettingsCard
from desktop.ui.views.settings.keys import KeysPage
from desktop.ui.views.settings.page import Page
from desktop.ui.views.sign_in import Need, SignIn
from desktop.ui.widgets.toast import Toast
from desktop.ui.widgets.underlines import Underlines
from tests.ui.workshop import RESOURCES, Workshop

NETWORKS = ("mail", "mastodon", "review", "blog")


class Place:
    """A window ready for keys."""

    def __init__(self, shop: Workshop, app: QApplication, scale: int, size: tuple[int, int]) -> None:
        self.app = app
        self._as_found = (app.font(), app.styleSheet())
        self.shop = shop
        self.theme = Theme(app, RESOURCES, "light", scale=scale)
        self.theme.start()
        self.window = MainWindow(
            reads=shop.reads,
            clock=shop.clock,
            theme=self.theme,
            icons=Icons(RESOURCES / "icons", self.theme),
            shop_name="Hazel & Rye Bakery",
        )
        self.window.load()
        self.window.resize(*size)
        self.window.show()
        self.window.complete()
        self.theme.dress()
        self.tasks = Tasks(lambda: Reads(shop.path))
        self.ends = ExitStack()
        """What a state has begun besides, and what ends it."""
        self.window.start(self.tasks)
        self.toast = Toast(self.theme, shop.clock, self.window.inbox)
        self.verbs = Verbs(
            window=self.window,
            desk=Desk(shop.writer, shop.path, shop.engine, shop.clock, self.tasks, hold=timedelta(seconds=10)),
            theme=self.theme,
            clock=shop.clock,
            keymap=load(RESOURCES / "keymaps" / "shopbell.toml"),
            toast=self.toast,
            browse=_nowhere,
        )
        self.bridge = Bridge()
        shop.writer.listen(self.bridge.publish)
        self.bridge.changed.connect(self.window.take_change)
        self.bridge.changed.connect(self.verbs.take_change)
        self.verbs.start()
        self.window.reader.announce()
        self.window.focus_list()
        self.settle()

    def run(self, id_: str) -> None:
        """Carry a command out."""
        self.verbs.commands.run(id_)
        self.settle()

    def type(self, text: str) -> None:
        """Put text where the focus is."""
        from PySide6.QtTest import QTest

        field = self.app.focusWidget()
        assert field is not None
        QTest.keyClicks(field, text)
        self.settle()

    def focus(self) -> QWidget:
        """Return where the keys go."""
        found = self.app.focusWidget()
        assert found is not None
        return found

    def over(self, card: Overlay) -> None:
        """Open a card over the window."""
        card.open_over(self.window)
        self.settle()

    def go_to(self, channel: str) -> None:
        """Stand on the first conversation of a channel."""
        lanes = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)
        rows = (row for lane in lanes for row in self.shop.reads.page(lane, limit=100))
        row = next(row for row in rows if row.channel == channel)
        self.window.select(row.id)
        self.settle()

    def settle(self) -> None:
        """Have everything done that was put off until the window is idle."""
        for _ in range(3):
            self.app.sendPostedEvents()
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            self.app.processEvents()
        for _ in range(3):
            self.app.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def close(self) -> None:
        self.ends.close()
        self.verbs.stop()
        self.window.stop()
        self.bridge.close()
        self.tasks.close()
        self.settle()
        delete(self.window)
        font, sheet = self._as_found
        self.app.setFont(font)
        self.app.setStyleSheet(sheet)


@contextmanager
def open_place(
    app: QApplication, folder: Path, scale: int = 100, size: tuple[int, int] = (1360, 850)
) -> Iterator[Place]:
    """A window over a sample shop of its own; both are closed also where the test fails, or it never came up."""
    with ExitStack() as stack:
        stack.callback(app.setStyleSheet, "")
        shop = Workshop(folder, Theme(app, RESOURCES, "light"), NETWORKS)
        stack.callback(shop.close)
        place = Place(shop, app, scale, size)
        stack.callback(place.close)
        yield place


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """A window that has the keys, over a sample shop of its own."""
    with open_place(qapp, tmp_path) as made:
        made.window.activateWindow()
        made.settle()
        yield made


def _nowhere(url: str) -> object:
    return url


def at_start(_place: Place) -> None:
    """The list and its first conversation."""


def palette(place: Place) -> None:
    place.run("palette")


def palette_without_hits(place: Place) -> None:
    place.run("palette")
    place.type("qqqq")


def search(place: Place) -> None:
    place.run("search")


def search_without_hits(place: Place) -> None:
    place.run("search")
    place.type("before:never")


def snooze(place: Place) -> None:
    place.run("conversation.snooze")


def snooze_not_understood(place: Place) -> None:
    place.run("conversation.snooze")
    place.type("never")


def why(place: Place) -> None:
    place.run("conversation.why")


def why_corrected(place: Place) -> None:
    place.run("conversation.why")
    (card,) = (one for one in place.window.findChildren(Why) if one.isVisible())
    card.say(said("Counts for less: Somebody With A Rather Long Name"))
    place.settle()


def learned(place: Place) -> None:
    """Some lessons, things that are always shown, and a moved line."""
    stamp = Stamp(0, 0, "")
    lesson = Lesson(stamp=stamp, cause=Cause.CORRECTED, way=1, weight=3, prior=0.0, features=(), conversation_key="k")
    sense = Sense(lessons=(lesson,) * 12, pins=("allergy", "about:#market", "from:mail/marta@example.org"), crowded=0.3)
    counting = (
        Counting("delivery", 1.21, 9),
        Counting("from:mail/marta@example.org", 0.84, 4, "Marta Oduya"),
        Counting("in:mail", -0.12, 31),
        Counting("not parking", -0.6, 2),
        Counting("about:#market", 0.4, 1),
        Counting("term:reach", -0.33, 1),
    )
    card = Learned(place.theme, "Marta Oduya", "z")
    card.show_learnt(Learnt(sense, counting, {"from:mail/marta@example.org": "Marta Oduya"}))
    card.say(said("All lessons are forgotten"))
    place.over(card)


def learned_nothing(place: Place) -> None:
    card = Learned(place.theme)
    card.show_learnt(Learnt(Sense(), (), {}))
    place.over(card)


def order_changed(place: Place) -> None:
    place.window.inbox.head.set_stale(True)
    place.settle()


def keys(place: Place) -> None:
    place.run("keys")


def sign_in(place: Place) -> None:
    sentence = "The certificate of mail.example.org is not trusted by this computer (self-signed certificate)."
    known = tuple(setting for setting in channel("mail").settings if setting.key in ("imap_host", "imap_port"))
    settings = ChannelSettings(place.theme, known, {"imap_host": "mail.example.org"}, sentence)
    place.over(SignIn(place.theme, "Old mailbox", sentence, Need.PASSWORD, settings))


def keyring_locked(place: Place) -> None:
    place.over(SignIn(place.theme, "Mail", "The keyring is locked. Unlock it and try again. ", Need.KEYRING))


def reply(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write")
    place.type("Dear customer, we are so sorry. The driver is on his way to you.")


def reply_in_public(place: Place) -> None:
    place.go_to("mastodon")
    place.run("reply.write")
    place.type("So sorry! " * 52)


def both_at_once(place: Place) -> None:
    """A public and a private text, the public one with something in it that is better not said there."""
    # The last one, which no other state stands on: its drafts stay.
    *_, row = (row for row in place.shop.rows("mastodon") if row.audience == "public" and row.band.value == "needs-you")
    place.window.select(row.id)
    place.run("reply.write")
    _wait_for_drafts(place)
    place.run("reply.both")
    place.verbs.composer.text.setPlainText("Please write to marta.o@posteo.example about it.")
    place.verbs.composer.beside.text.setPlainText("Here is what we can do.")
    place.settle()


def _wait_for_drafts(place: Place) -> None:
    composer, loop = place.verbs.composer, QEventLoop()
    if not composer.is_ready:
        composer.ready.connect(loop.quit)
        QTimer.singleShot(5_000, loop.quit)
        loop.exec()
    assert composer.is_ready


def misspelt(place: Place) -> None:
    """What may be meant by a word, as if a dictionary had been asked."""
    place.go_to("mail")
    place.run("reply.write")
    text = place.verbs.composer.text
    text.setPlainText("You will recieve it tomorrow.")
    Underlines(text, place.theme).show_found([Spot(9, 7, "recieve")])
    SpellingPicker(place.theme, text, Spot(9, 7, "recieve"), ("receive", "relieve", "reverie")).open()
    place.settle()


def spelling_languages(place: Place) -> None:
    place.over(SpellingLanguages(place.theme, ("de_AT", "de_DE", "en_GB", "fr_FR"), ("de_AT", "en_GB")))


def recipients(place: Place) -> None:
    place.go_to("mail")
    place.run("reply.write-to-all")


def toast(place: Place) -> None:
    place.toast.say(said("Done: Somebody With A Rather Long Name"), action=said("Undo"), keys="z", seconds=8)
    place.settle()


def countdown(place: Place) -> None:
    place.toast.say(
        said("Sending in {left}: {whom}").replace("{whom}", "Mail to somebody@example.org"),
        action=said("Undo"),
        keys="z",
        second=said("Send now"),
        until=place.shop.clock.now() + timedelta(seconds=9),
    )
    place.settle()


def picked(place: Place) -> None:
    place.run("list.select")
    place.run("list.select")


def empty(place: Place) -> None:
    place.run("go.snoozed")


def outbox(place: Place) -> None:
    place.run("go.outbox")


def begun_keys(place: Place) -> None:
    from PySide6.QtTest import QTest

    QTest.keyClick(place.window.windowHandle(), "g")
    place.verbs.next_keys._appear()
    place.settle()


def first_run(place: Place) -> None:
    place.window.show_instead(FirstRun())
    place.settle()


def leaving(place: Place) -> None:
    place.over(LeavingCard(place.theme, place.shop.replies(), place.shop.clock.now()))


def fetching(place: Place) -> None:
    account = place.window.overview.statuses[0].account.id
    place.window.take_progress(
        Progress(account=AccountId(account), done=12_400, total=50_000, rate=310.0, remaining=121.0)
    )
    place.window.status_line.set_warning(said("Nothing new is fetched until there is room."))
    place.window.status_line.set_outbox(said("Not sent yet: 3"))
    place.settle()


def said(text: str) -> str:
    """Return words of the test in the language of the run."""
    return QApplication.translate("", text)


def settings_of(page: str) -> "Callable[[Place], None]":
    """Return the state in which the settings show a page."""

    def state(place: Place) -> None:
        path = place.shop.path.with_name("settings.toml")
        preferences = Preferences(place.window, place.theme, path, RESOURCES / "keymaps", _reads_of(place))
        channels = Channels(
            engine=place.shop.engine,  # type: ignore[arg-type]
            writer=place.shop.writer,
            secrets=SessionSecrets(MemorySecrets()),
            clock=place.shop.clock,
            open_reads=_reads_of(place),
        )
        place.ends.callback(preferences.close)
        place.ends.callback(channels.close)

        def make_keys() -> Page:
            made = KeysPage(place.theme, preferences, place.verbs.commands)
            made.list.take()
            return made

        def make_channels() -> Page:
            made = AccountsPage(place.theme, channels, lambda: place.window.overview.statuses, place.shop.clock)
            made.add.click()
            return made

        pages = (
            ("appearance", said("Appearance"), lambda: AppearancePage(place.theme, preferences, spelling=True)),
            ("keys", said("Keys"), make_keys),
            ("channels", said("Channels"), make_channels),
            (
                "answering",
                said("Answering"),
                lambda: AnsweringPage(place.theme, preferences, place.shop.clock, place.window.reads.channels()),
            ),
        )
        place.over(SettingsCard(place.theme, pages, page))

    state.__name__ = f"settings_{page}"
    return state


def _reads_of(place: Place) -> Callable[[], Reads]:
    return lambda: Reads(place.shop.path)


State = Callable[[Place], None]
STATES: tuple[State, ...] = (
    at_start,
    palette,
    palette_without_hits,
    search,
    search_without_hits,
    snooze,
    snooze_not_understood,
    why,
    why_corrected,
    learned,
    learned_nothing,
    order_changed,
    keys,
    sign_in,
    keyring_locked,
    reply,
    reply_in_public,
    misspelt,
    spelling_languages,
    recipients,
    toast,
    countdown,
    picked,
    empty,
    outbox,
    begun_keys,
    first_run,
    leaving,
    fetching,
    settings_of("appearance"),
    settings_of("keys"),
    settings_of("channels"),
    settings_of("answering"),
    both_at_once,
)


def clear(place: Place) -> None:
    """Take away what a state has left over the window, and go back to the list."""
    for card in place.window.findChildren(Overlay):
        if isValid(card):
            card.put_away()
    place.verbs.keyboard.rebind()
    place.toast.clear()
    place.window.show_instead(None)
    place.settle()
    place.run("back")
    place.run("back")
    place.window.inbox.sort(Sorting.NEED)
    place.window.inbox.head.set_stale(False)
    place.run("go.needs-you")
    place.window.focus_list()
    place.settle()


def shown(root: QWidget) -> list[QWidget]:
    """Return every widget that can be seen, in the order of the tree."""
    return [widget for widget in root.findChildren(QWidget) if isValid(widget) and widget.isVisible()]
