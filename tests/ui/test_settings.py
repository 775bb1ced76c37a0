"""The settings in the window: what is changed there is in force at once and is in the owner's files."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.connectors import registry
from desktop.connectors.mail import autoconfig
from desktop.domain.account import Account, AccountId, Health
from desktop.domain.errors import KeyringMissing, Unreachable
from desktop.domain.item import Author
from desktop.domain.row import Lane
from desktop.secrets import MemorySecrets, SessionSecrets
from desktop.store import accounts, removal
from desktop.ui.bridge import Bridge
from desktop.ui.channels import Channels
from desktop.ui.household import ACCOUNTS, KEYS, Household
from desktop.ui.icons import Icons
from desktop.ui.keymap import choose
from desktop.ui.preferences import Preferences
from desktop.ui.reads import Reads
from desktop.ui.setting_titles import setting_title
from desktop.ui.theme import Theme
from desktop.ui.troubles import Troubles
from desktop.ui.verbs import Verbs
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.settings.accounts import AccountsPage
from desktop.ui.views.settings.appearance import AppearancePage
from desktop.ui.views.settings.keys import KeysPage
from desktop.ui.views.settings.new_channel import OFFERED
from desktop.ui.views.sign_in import SignIn
from desktop.ui.widgets.toast import Toast
from tests.ui.keyrings import Watched
from tests.ui.workshop import RESOURCES, Workshop

KEYMAPS = RESOURCES / "keymaps"


class Engine:
    """Answers what it is told to."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.wrong: Exception | None = None

    def check(self, account: Account, cancel: object = None) -> Author:
        if self.wrong is not None:
            raise self.wrong
        return Author(key="us", name="Hazel & Rye", handle="hello@hazelrye.example")

    def sync_now(self, account: object = None) -> None:
        self.asked.append(account)

    def trouble(self, account: object) -> None:
        return None


class Locked(MemorySecrets):
    """A keyring that takes nothing."""

    def set(self, key: str, value: str) -> None:
        raise KeyringMissing("The keyring is locked. Unlock it and try again.")

    def delete(self, key: str) -> None:
        self.set(key, "")


class House:
    """The window with its settings, over a real store."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        self.has_spelling = False
        self.theme = Theme(app, RESOURCES, "light")
        self.shop = Workshop(folder, self.theme, ("mail", "mastodon"))
        self.window = MainWindow(
            reads=self.shop.reads, clock=self.shop.clock, theme=self.theme, icons=Icons(RESOURCES / "icons", self.theme)
        )
        self.window.load()
        self.window.resize(1200, 800)
        self.window.show()
        self.window.complete()
        self.theme.dress()
        self.window.start(self.shop.tasks)
        self.config = folder / "settings.toml"
        self.keyring = MemorySecrets()
        self._watched = Watched(self.keyring)
        self.secrets = SessionSecrets(self._watched)
        self.engine = Engine()
        self.verbs = Verbs(
            window=self.window,
            desk=self.shop.desk,
            theme=self.theme,
            clock=self.shop.clock,
            keymap=choose(KEYMAPS, "shopbell"),
            toast=Toast(self.theme, self.shop.clock, self.window.inbox),
            browse=_nowhere,
            further={"settings": self.open},
        )
        self.troubles = troubles = Troubles(
            window=self.window,
            engine=self.engine,
            secrets=self.secrets,
            tasks=self.shop.tasks,
            notices=self.verbs.notices,
            theme=self.theme,
            folder=folder,
            change=self.shop.desk.amend_settings,
        )

        def reads() -> Reads:
            return Reads(self.shop.path)

        self.house = Household(
            window=self.window,
            theme=self.theme,
            clock=self.shop.clock,
            preferences=Preferences(self.window, self.theme, self.config, KEYMAPS, reads),
            channels=Channels(
                engine=self.engine,
                writer=self.shop.writer,
                secrets=self.secrets,
                clock=self.shop.clock,
                open_reads=reads,
            ),
            verbs=self.verbs,
            troubles=troubles,
            has_spelling=lambda: self.has_spelling,
        )
        self.over = False
        self.bridge = Bridge()
        self.shop.writer.listen(self.bridge.publish)
        self.bridge.changed.connect(self._changed)
        self.verbs.start()
        self.window.focus_list()

    def _changed(self, change) -> None:  # type: ignore[no-untyped-def]
        if self.over:
            # It was under way when the window closed.
            return
        self.window.take_change(change)
        self.verbs.take_change(change)
        self.house.follow()

    def open(self) -> None:
        self.house.open()

    def page(self, id_: str = "appearance") -> QWidget:
        if self.house.card is None:
            self.house.open(id_)
        assert self.house.card is not None
        self.house.card.show_page(id_)
        return self.house.card.page(id_)

    def saved(self) -> dict[str, object]:
        return tomllib.loads(self.config.read_text()) if self.config.exists() else {}

    def keys(self) -> dict[str, dict[str, list[str]]]:
        own = self.config.with_name("keys.toml")
        return tomllib.loads(own.read_text()) if own.exists() else {}

    def names(self) -> list[str]:
        return [account.name for account in accounts.accounts(self.shop.reads.connection)]

    def close(self) -> None:
        self.over = True
        self.house.close()
        self.verbs.stop()
        self.window.stop()
        self.bridge.close()
        self.shop.tasks.close()
        delete(self.window)
        self.shop.close()
        self._watched.end()


def _nowhere(_url: str) -> bool:
    return True


@pytest.fixture
def house(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, qapp)
    house.window.activateWindow()
    qtbot.waitUntil(house.window.isActiveWindow)
    yield house
    house.close()
    qapp.setStyleSheet("")


def press(qtbot: QtBot, house: House, key: "str | Qt.Key", modifiers: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(house.window.windowHandle(), key, modifiers or Qt.KeyboardModifier.NoModifier)


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# How it looks


def test_ctrl_comma_opens_the_settings_and_esc_closes_them(qtbot: QtBot, house: House) -> None:
    assert house.house.card is None
    press(qtbot, house, ",", Qt.KeyboardModifier.ControlModifier)
    assert house.house.card is not None
    press(qtbot, house, Qt.Key.Key_Escape)
    assert house.house.card is None
    assert house.window.isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]


def test_the_head_stands_over_its_page_from_whichever_side_it_is_read(qtbot: QtBot, house: House) -> None:
    house.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    house.page()
    card = house.house.card
    assert card is not None
    close = next(button for button in card.findChildren(QPushButton) if button.text() == "Close")
    name = card.findChildren(QLineEdit)[0]
    qtbot.waitUntil(lambda: name.width() > 400)
    assert close.mapTo(card, QPoint(0, 0)).x() == name.mapTo(card, QPoint(0, 0)).x()


def test_pages_are_made_when_they_are_looked_at(qtbot: QtBot, house: House) -> None:
    house.page()
    assert house.house.card is not None
    assert len(house.house.card.findChildren(KeysPage)) == 0
    house.page(KEYS)
    assert len(house.house.card.findChildren(KeysPage)) == 1
    assert len(house.house.card.findChildren(AccountsPage)) == 0


def test_colours_contrast_and_rows_change_at_once_and_are_kept(qtbot: QtBot, house: House) -> None:
    house.config.write_text("# mine\nhold_seconds = 20\n")
    page = house.page()
    assert isinstance(page, AppearancePage)
    high = house.window.inbox.table.verticalHeader().defaultSectionSize()
    click(qtbot, page.theme.button("dark"))
    assert house.theme.look.name == "dark"
    click(qtbot, page.contrast.button("high"))
    assert house.theme.look.name == "dark-contrast"
    click(qtbot, page.density.button("compact"))
    assert house.window.inbox.table.verticalHeader().defaultSectionSize() < high
    wanted = {"hold_seconds": 20, "theme": "dark", "contrast": "high", "density": "compact"}
    qtbot.waitUntil(lambda: house.saved() == wanted)
    assert house.config.read_text().startswith("# mine\n")


def test_arrows_choose_within_a_row_of_choices(qtbot: QtBot, house: House) -> None:
    page = house.page()
    assert isinstance(page, AppearancePage)
    page.theme.button("system").setFocus()
    press(qtbot, house, Qt.Key.Key_Right)
    assert page.theme.current == "light"
    qtbot.waitUntil(lambda: house.saved() == {"theme": "light"})


def test_the_name_of_the_shop_is_in_the_rail_as_it_is_typed(qtbot: QtBot, house: House) -> None:
    page = house.page()
    assert isinstance(page, AppearancePage)
    page._name.setFocus()
    qtbot.keyClicks(page._name, "Crumb & Co")
    qtbot.waitUntil(lambda: house.saved() == {"shop_name": "Crumb & Co"})
    assert house.window.rail.accessibleName().startswith("Crumb & Co.")


def test_the_size_of_the_text_is_kept_for_the_next_start(qtbot: QtBot, house: House) -> None:
    page = house.page()
    assert isinstance(page, AppearancePage)
    click(qtbot, page.text_size.button("150"))
    qtbot.waitUntil(lambda: house.saved() == {"text_scale": 150})


def test_spelling_can_be_switched_off_where_there_is_any(qtbot: QtBot, house: House) -> None:
    said = [label.text() for label in house.page().findChildren(QLabel)]
    assert not [words for words in said if "pelling" in words]
    house.house.open()
    house.has_spelling = True
    page = house.page()
    assert isinstance(page, AppearancePage)
    with qtbot.waitSignal(house.house.preferences.changed) as told:
        click(qtbot, page.spelling.button("off"))
    assert told.args[0].spelling is False
    qtbot.waitUntil(lambda: house.saved() == {"spelling": False})


# Keys


def keys_page(house: House) -> KeysPage:
    page = house.page(KEYS)
    assert isinstance(page, KeysPage)
    return page


def find(qtbot: QtBot, house: House, words: str) -> KeysPage:
    """Choose a command by its words, as by hand."""
    page = keys_page(house)
    page.search.setFocus()
    page.search.clear()
    qtbot.keyClicks(page.search, words)
    press(qtbot, house, Qt.Key.Key_Return)
    assert page.recorder.hasFocus()
    return page


def test_another_keymap_is_in_force_at_once(qtbot: QtBot, house: House) -> None:
    page = keys_page(house)
    click(qtbot, page.preset.button("thunderbird"))
    assert house.verbs.commands["conversation.finish"].keys == ("a",)
    qtbot.waitUntil(lambda: house.saved() == {"keymap": "thunderbird"})
    head = {b.text(): b.accessibleDescription() for b in house.window.reader.findChildren(QPushButton)}
    assert head["Done"] == "a"


def test_single_letters_can_be_switched_off(qtbot: QtBot, house: House) -> None:
    click(qtbot, keys_page(house).single.button("off"))
    assert house.verbs.commands["conversation.finish"].keys == ("Ctrl+E",)
    assert house.verbs.commands["list.next"].keys == ("Down",)
    qtbot.waitUntil(lambda: house.saved() == {"single_keys": False})


def test_a_free_key_is_given_to_a_command_by_pressing_it(qtbot: QtBot, house: House) -> None:
    page = find(qtbot, house, "star or unstar")
    press(qtbot, house, "y")
    assert page.recorder.key == "y"
    click(qtbot, page.use)
    qtbot.waitUntil(lambda: house.keys() == {"triage": {"conversation.star": ["y"]}})
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.star"].keys == ("y",))
    assert page.search.hasFocus()
    press(qtbot, house, Qt.Key.Key_Escape)
    house.window.focus_list()
    chosen = house.window.current_conversations()[0]
    press(qtbot, house, "y")
    qtbot.waitUntil(lambda: house.shop.opened(chosen).row.starred)


def test_two_keys_in_a_row_are_one(qtbot: QtBot, house: House) -> None:
    page = find(qtbot, house, "star or unstar")
    press(qtbot, house, "g")
    assert not page.use.isEnabled()
    press(qtbot, house, "y")
    assert page.recorder.key == "g y"
    click(qtbot, page.use)
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.star"].keys == ("g y",))


def test_a_key_that_is_taken_is_refused_and_its_command_is_named_until_the_owner_takes_it(
    qtbot: QtBot, house: House
) -> None:
    page = find(qtbot, house, "star or unstar")
    press(qtbot, house, "e")
    assert page._sentence.text() == "“e” is already “Done”."
    assert not page.use.isEnabled()
    assert house.keys() == {}
    click(qtbot, page.take)
    qtbot.waitUntil(lambda: house.keys() == {"triage": {"conversation.star": ["e"], "conversation.finish": []}})
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.finish"].keys == ())


def test_what_is_in_the_way_of_keys_in_a_row_is_named_by_its_own_key(qtbot: QtBot, house: House) -> None:
    page = find(qtbot, house, "star or unstar")
    press(qtbot, house, "e")
    press(qtbot, house, "y")
    assert page.recorder.key == "e y"
    assert page._sentence.text() == "“e y” begins with “e” (“Done”)."
    click(qtbot, page.take)
    qtbot.waitUntil(lambda: house.keys() == {"triage": {"conversation.star": ["e y"], "conversation.finish": []}})
    page = find(qtbot, house, "done")
    press(qtbot, house, "e")
    assert page._sentence.text() == "“e” is how “e y” (“Star or unstar”) begins."


@pytest.mark.parametrize(
    ("key", "modifiers", "sentence"),
    [
        (Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier, "uses Alt"),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, "is already “All commands”"),
    ],
)
def test_what_cannot_be_a_key_is_said_before_it_is_kept(
    qtbot: QtBot, house: House, key: Qt.Key, modifiers: Qt.KeyboardModifier, sentence: str
) -> None:
    page = find(qtbot, house, "star or unstar")
    press(qtbot, house, key, modifiers)
    assert sentence in page._sentence.text()
    assert not page.use.isEnabled()


def test_one_command_or_all_can_be_put_back(qtbot: QtBot, house: House) -> None:
    own = house.config.with_name("keys.toml")
    own.write_text('# mine\n[triage]\n"conversation.star" = ["y"]\n"conversation.wait" = ["v"]\n')
    house.house.preferences.rebind({})
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.wait"].keys == ("v",))
    page = find(qtbot, house, "star or unstar")
    click(qtbot, page.reset)
    qtbot.waitUntil(lambda: house.keys() == {"triage": {"conversation.wait": ["v"]}})
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.star"].keys == ("s",))
    click(qtbot, page.reset_all)
    qtbot.waitUntil(lambda: house.verbs.commands["conversation.wait"].keys == ("w",))
    assert own.read_text().startswith("# mine\n")


# Channels


def accounts_page(house: House) -> AccountsPage:
    page = house.page(ACCOUNTS)
    assert isinstance(page, AccountsPage)
    return page


def test_every_channel_stands_there_with_how_it_is_doing(house: House) -> None:
    page = accounts_page(house)
    names = house.names()
    assert [line.accessibleName().partition(".")[0] for line in page._lines.values()] == names
    assert all(Health.NEW.value or line.text() for line in page._lines.values())


def test_a_channel_is_tried_and_says_how_it_went(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.test)
    qtbot.waitUntil(lambda: page._sentence.text() == "It works: found hello@hazelrye.example.")
    house.engine.wrong = Unreachable("mail.example does not answer.")
    click(qtbot, page.test)
    qtbot.waitUntil(lambda: page._sentence.text() == "mail.example does not answer.")


def test_a_channel_is_added_by_the_settings_its_kind_has(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    assert page.new.kind.button("feed").text() == "Blogs && news"
    click(qtbot, page.new.kind.button("feed"))
    click(qtbot, page.new.add)
    assert page.new._sentence.text() == "Still needed: Address of the feed."
    assert page.new.form is not None
    qtbot.keyClicks(page.new.name, "Town blog")
    qtbot.keyClicks(page.new.form.lines["url"], "https://blog.example/feed")
    click(qtbot, page.new.add)
    qtbot.waitUntil(lambda: "Town blog" in house.names())
    qtbot.waitUntil(lambda: "“Town blog” is added" in page._sentence.text())
    made = accounts.account(house.shop.reads.connection, "Town blog")
    assert made is not None
    assert (made.kind, dict(made.settings)) == ("feed", {"url": "https://blog.example/feed"})
    qtbot.waitUntil(lambda: made.id in page._lines)
    assert house.engine.asked == [made.id]


def falls_ill(house: House, id_: AccountId, health: Health, sentence: str) -> None:
    """Let a channel be as if it had just been asked for news."""
    now = house.window.overview.statuses
    house.window.overview.statuses = [
        replace(status, health=health, sentence=sentence) if status.account.id == id_ else status for status in now
    ]
    house.house.follow()


def test_a_new_channel_that_is_not_heard_says_why_in_the_place_of_the_promise(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    click(qtbot, page.new.kind.button("feed"))
    assert page.new.form is not None
    qtbot.keyClicks(page.new.name, "Town blog")
    qtbot.keyClicks(page.new.form.lines["url"], "https://blog.example/feed")
    click(qtbot, page.new.add)
    qtbot.waitUntil(lambda: "“Town blog” is added" in page._sentence.text())
    made = accounts.account(house.shop.reads.connection, "Town blog")
    assert made is not None
    qtbot.waitUntil(lambda: page._chosen == made.id)
    falls_ill(house, made.id, Health.NEEDS_OWNER, "The password was refused.")
    assert page._sentence.text() == "The password was refused."
    falls_ill(house, made.id, Health.FINE, "")
    assert not page._sentence.isVisible()


def test_what_came_of_a_trial_stays_though_the_channel_is_still_called_ill(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    chosen = page._chosen
    assert chosen is not None
    falls_ill(house, chosen, Health.TROUBLE, "mail.example does not answer.")
    assert page._sentence.text() == "mail.example does not answer."
    page.test.setFocus()
    qtbot.keyClick(page.test, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._sentence.text().startswith("It works"))
    assert page.test.hasFocus(), "it can be pressed again"
    falls_ill(house, chosen, Health.FINE, "")
    assert page._sentence.text().startswith("It works")


def stops(qtbot: QtBot, first: QWidget) -> list[QWidget]:
    """Press Tab from `first` on until it is reached again; return what had the focus."""
    first.setFocus()
    found: list[QWidget] = []
    while (here := QApplication.focusWidget()) is not None and here not in found:
        found.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    return found


def test_tab_goes_through_the_channels_from_top_to_bottom(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.change)
    form = page._form
    assert form is not None
    line = next(iter(form.lines.values()))
    qtbot.waitUntil(line.isVisible)
    stood = [one for one in stops(qtbot, next(iter(page._lines.values()))) if page.isAncestorOf(one)]
    assert line in stood
    tops = [one.mapTo(page, QPoint(0, 0)).y() for one in stood]
    assert tops == sorted(tops)


@pytest.mark.parametrize("again", [False, True])
def test_tab_comes_from_the_name_to_the_address_and_the_password_and_then_to_the_servers(
    qtbot: QtBot, house: House, again: bool
) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    if again:
        click(qtbot, page.new.kind.button("feed"))
        click(qtbot, page.new.kind.button("mail"))
    assert page.new.form is not None
    assert page.new.servers is not None
    address, servers = page.new.form.lines["address"], list(page.new.servers.lines.values())
    qtbot.waitUntil(address.isVisible)
    stood = stops(qtbot, page.new.name)
    assert stood[:5] == [page.new.name, address, page.new.password, page.new.add, page.new.open]
    click(qtbot, page.new.open)
    assert QApplication.focusWidget() is servers[0]
    stood = stops(qtbot, page.new.name)
    assert stood[: len(servers) + 4] == [page.new.name, address, page.new.password, *servers, page.new.add]


def test_what_opens_below_is_brought_into_sight_with_the_caret(qtbot: QtBot, house: House) -> None:
    house.window.resize(900, 480)
    page = accounts_page(house)
    click(qtbot, page.add)
    page.new.open.click()
    assert page.new.servers is not None
    line = page.new.servers.lines["imap_host"]
    assert QApplication.focusWidget() is line
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())


def test_the_servers_of_a_new_mailbox_are_found_by_its_address(
    qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = accounts_page(house)
    asked: list[str] = []

    def find(settings: Mapping[str, str], *_: object) -> dict[str, str]:
        asked.append(settings["address"])
        return {**settings, "imap_host": "imap.shop.example", "smtp_host": "smtp.shop.example"}

    monkeypatch.setattr(autoconfig, "find", find)
    click(qtbot, page.add)
    assert page.new.form is not None
    assert list(page.new.form.lines) == ["address"]
    qtbot.keyClicks(page.new.name, "Post")
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    qtbot.keyClicks(page.new.password, "s3cret")
    click(qtbot, page.new.add)
    qtbot.waitUntil(lambda: "Post" in house.names())
    made = accounts.account(house.shop.reads.connection, "Post")
    assert made is not None
    assert asked == ["us@shop.example"]
    assert (made.settings["imap_host"], made.settings["smtp_host"]) == ("imap.shop.example", "smtp.shop.example")
    qtbot.waitUntil(lambda: not page.new.isVisible())


def test_servers_that_are_not_found_are_asked_for_and_nothing_typed_is_lost(
    qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autoconfig, "told", lambda *_: {})
    monkeypatch.setattr(autoconfig, "_greets", lambda *_: False)
    page = accounts_page(house)
    click(qtbot, page.add)
    assert page.new.form is not None
    assert page.new.servers is not None
    qtbot.keyClicks(page.new.name, "Post")
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    qtbot.keyClicks(page.new.password, "s3cret")
    assert not page.new.servers.isVisible()
    click(qtbot, page.new.add)
    assert page.new._sentence.text() == "Looking for the servers of your address …"
    qtbot.waitUntil(page.new.servers.isVisible)
    assert page.new._sentence.text().startswith("The mail servers of shop.example were not found")
    assert QApplication.focusWidget() is page.new.servers.lines["imap_host"]
    assert "Post" not in house.names()
    assert page.new.password.text() == "s3cret"
    qtbot.keyClicks(page.new.servers.lines["imap_host"], "imap.shop.example")
    click(qtbot, page.new.add)
    qtbot.waitUntil(lambda: "Post" in house.names())


def test_enter_in_any_line_of_a_new_channel_adds_it_or_says_what_it_lacks(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    assert page.new.form is not None
    for line in (page.new.name, page.new.form.lines["address"], page.new.password):
        page.new._say("")
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert page.new._sentence.text().startswith("Still needed: Address")


def test_a_click_beside_the_settings_never_throws_away_a_channel_that_is_begun(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    card = house.house.card
    assert card is not None
    click(qtbot, page.add)
    assert not card.is_begun
    assert page.new.form is not None
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    house.open()
    assert card.isVisible()
    page.new.form.lines["address"].clear()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert card.isHidden()


def test_a_channel_that_is_begun_stays_where_the_way_to_add_one_is_taken_once_more(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    click(qtbot, page.add)
    assert page.new.form is not None
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    card = house.house.card
    assert card is not None
    card.show_page(KEYS)
    house.house.open_accounts()
    assert house.house.card is card
    assert page.new.isVisible()
    assert page.new.form.lines["address"].text() == "us@shop.example"


def test_what_ends_after_the_settings_were_closed_is_told_all_the_same(
    qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = accounts_page(house)
    let_go = Event()

    def check(*_: object) -> Author:
        let_go.wait(60)
        raise Unreachable("mail.example does not answer.")

    house.engine.check = check  # type: ignore[method-assign]
    click(qtbot, page.test)
    page.new.show()
    page.new.begin()
    click(qtbot, page.new.kind.button("feed"))
    assert page.new.form is not None
    qtbot.keyClicks(page.new.name, "Town blog")
    qtbot.keyClicks(page.new.form.lines["url"], "https://blog.example/feed")
    click(qtbot, page.new.add)
    card = house.house.card
    assert card is not None
    with qtbot.waitSignal(card.destroyed):
        card.put_away()
    told: list[str] = []
    monkeypatch.setattr(house.verbs.notices._toast, "say", lambda text, **_more: told.append(text))
    let_go.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0] == "mail.example does not answer."
    assert told[1].startswith("“Town blog” is added")


def fill_mail(qtbot: QtBot, page: AccountsPage) -> None:
    click(qtbot, page.add)
    assert page.new.form is not None
    qtbot.keyClicks(page.new.name, "Post")
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    click(qtbot, page.new.open)
    assert page.new.servers is not None
    qtbot.keyClicks(page.new.servers.lines["imap_host"], "imap.shop.example")
    click(qtbot, page.new.add)
    assert page.new._sentence.text() == "Still needed: the password."
    qtbot.keyClicks(page.new.password, "s3cret")
    click(qtbot, page.new.add)


def test_a_password_goes_to_the_keyring_and_nowhere_else(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    fill_mail(qtbot, page)
    qtbot.waitUntil(lambda: "Post" in house.names())
    made = accounts.account(house.shop.reads.connection, "Post")
    assert made is not None
    assert house.keyring.get(made.secret_key) == "s3cret"
    assert "s3cret" not in str(made)
    qtbot.waitUntil(lambda: page.new.password.text() == "")


def test_a_name_that_is_taken_is_refused_before_its_password_is_kept(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    fill_mail(qtbot, page)
    qtbot.waitUntil(lambda: "Post" in house.names())
    kept = dict(house.keyring._kept)
    qtbot.waitUntil(lambda: not page.new.isVisible())
    fill_mail(qtbot, page)
    qtbot.waitUntil(lambda: "is an account called “Post”" in page.new._sentence.text())
    assert house.keyring._kept == kept


def test_the_caret_is_where_it_was_after_a_channel_was_refused(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    fill_mail(qtbot, page)
    qtbot.waitUntil(lambda: "Post" in house.names())
    qtbot.waitUntil(lambda: not page.new.isVisible())
    fill_mail(qtbot, page)
    qtbot.waitUntil(page.new.isEnabled)
    page.new.password.setFocus()
    qtbot.keyClick(page.new.password, Qt.Key.Key_Return)
    assert not page.new.isEnabled()
    qtbot.waitUntil(page.new.isEnabled)
    assert QApplication.focusWidget() is page.new.password


def test_where_the_keyring_is_locked_nothing_is_added_unless_for_this_session(qtbot: QtBot, house: House) -> None:
    house.secrets._keyring = Locked()
    page = accounts_page(house)
    fill_mail(qtbot, page)
    qtbot.waitUntil(page.new.session.isVisible)
    assert "The keyring is locked" in page.new._sentence.text()
    assert "Post" not in house.names()
    click(qtbot, page.new.session)
    qtbot.waitUntil(lambda: "Post" in house.names())
    made = accounts.account(house.shop.reads.connection, "Post")
    assert made is not None
    assert house.secrets.get(made.secret_key) == "s3cret"


def test_the_question_before_a_channel_is_removed_outlasts_news_and_means_the_one_it_names(
    qtbot: QtBot, house: House
) -> None:
    page = accounts_page(house)
    first, second, *_ = house.names()
    click(qtbot, page.remove)
    assert first in page._sentence.text()
    house.house.follow()
    assert page.really.isVisible()
    assert page.keep.isVisible()
    assert QApplication.focusWidget() is page.keep
    # A channel that was being added is there now, and stands chosen.
    page._before, page._awaits_new = frozenset(page._lines) - {list(page._lines)[1]}, True
    house.house.follow()
    assert page._chosen == list(page._lines)[1]
    assert first in page._sentence.text()
    click(qtbot, page.really)
    qtbot.waitUntil(lambda: first not in house.names())
    assert second in house.names()


def test_a_channel_is_removed_only_when_said_twice_and_its_messages_stay(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    first = house.names()[0]
    told = len(house.shop.rows())
    click(qtbot, page.remove)
    assert first in page._sentence.text()
    click(qtbot, page.keep)
    assert house.names()[0] == first
    click(qtbot, page.remove)
    click(qtbot, page.really)
    qtbot.waitUntil(lambda: first not in house.names())
    qtbot.waitUntil(lambda: len(page._lines) == len(house.names()))
    assert len(house.shop.rows()) == told


def test_a_channel_is_removed_also_where_the_keyring_cannot_be_asked(
    qtbot: QtBot, tmp_path: Path, house: House
) -> None:
    keyring = Locked()
    house.secrets._keyring = keyring
    page = accounts_page(house)
    (first, *rest) = accounts.accounts(house.shop.reads.connection)
    house.shop.writer.submit(
        lambda db: db.conn.execute("update account set secret_key = 'k' where id = ?", (first.id,))
    ).result()
    click(qtbot, page.remove)
    click(qtbot, page.really)
    qtbot.waitUntil(lambda: house.names() == [one.name for one in rest])
    qtbot.waitUntil(lambda: "forgotten as soon as" in page._sentence.text())
    assert page._sentence.property("look") != "trouble-small"
    assert removal.left_secrets(house.shop.reads.connection) == [(first.id, "k")]


def test_a_password_left_in_the_keyring_goes_when_its_channel_is_added_again(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    fill_mail(qtbot, page)
    qtbot.waitUntil(lambda: page.new.password.text() == "")
    first = accounts.account(house.shop.reads.connection, "Post")
    assert first is not None
    house.shop.writer.submit(lambda db: accounts.remove(db, first.id, house.shop.clock.now())).result()
    assert house.keyring.get(first.secret_key)
    fill_mail(qtbot, accounts_page(house))
    qtbot.waitUntil(lambda: "Post" in house.names())
    again = accounts.account(house.shop.reads.connection, "Post")
    assert again is not None
    assert (again.id, house.keyring.get(again.secret_key)) == (first.id, "s3cret")
    assert not house.keyring.get(first.secret_key)


def test_settings_that_are_changed_leave_the_others_as_they_are_by_now(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    account = accounts.accounts(house.shop.reads.connection)[0]
    click(qtbot, page.change)
    form = page._form
    assert form is not None
    house.shop.writer.submit(
        lambda db: accounts.amend_settings(db, account.id, {"born": "2026-01-01T00:00:00+00:00"})
    ).result()
    form.lines["folder"].clear()
    form.lines["folder"].textEdited.emit("")
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: page._sentence.text() == "Saved.")
    now = accounts.account(house.shop.reads.connection, account.name)
    assert now is not None
    assert dict(now.settings) == {"network": account.settings["network"], "born": "2026-01-01T00:00:00+00:00"}


def test_settings_that_could_not_be_kept_still_stand_there_and_can_be_saved_again(qtbot: QtBot, house: House) -> None:
    page = accounts_page(house)
    house.shop.writer.submit(
        lambda db: db.execute(
            "create trigger full before update on account begin select raise(abort, 'database or disk is full'); end"
        )
    ).result()
    click(qtbot, page.change)
    assert page._form is not None
    folder = page._form.lines["folder"]
    folder.selectAll()
    qtbot.keyClicks(folder, "elsewhere")
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: page._sentence.text().startswith("That did not work"))
    assert folder.text() == "elsewhere"
    house.shop.writer.submit(lambda db: db.execute("drop trigger full")).result()
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: page._sentence.text() == "Saved.")


def test_settings_that_were_begun_are_there_again_after_a_look_at_another_channel(qtbot: QtBot, house: House) -> None:
    page, card = accounts_page(house), house.house.card
    assert card is not None
    first, second = list(page._lines.values())[:2]
    click(qtbot, page.change)
    assert page._form is not None
    folder = page._form.lines["folder"]
    folder.selectAll()
    qtbot.keyClicks(folder, "elsewhere")
    click(qtbot, second)
    assert card.is_begun
    click(qtbot, page.change)
    assert page._form is not None
    assert page._form.lines["folder"].text() != "elsewhere"
    click(qtbot, first)
    click(qtbot, page.change)
    assert page._form is not None
    assert page._form.lines["folder"].text() == "elsewhere"
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: page._sentence.text() == "Saved.")
    assert not card.is_begun


def test_a_channel_that_was_begun_is_there_again_after_a_look_at_another(qtbot: QtBot, house: House) -> None:
    page, card = accounts_page(house), house.house.card
    assert card is not None
    click(qtbot, page.add)
    assert page.new.form is not None
    qtbot.keyClicks(page.new.form.lines["address"], "us@shop.example")
    qtbot.keyClicks(page.new.password, "s3cret")
    click(qtbot, next(iter(page._lines.values())))
    assert page.new.isHidden()
    assert card.is_begun
    click(qtbot, page.add)
    assert page.new.form.lines["address"].text() == "us@shop.example"
    assert page.new.password.text() == "s3cret"


def test_a_new_password_is_asked_for_by_the_card_that_asks_elsewhere(qtbot: QtBot, house: House) -> None:
    fill_mail(qtbot, accounts_page(house))
    qtbot.waitUntil(lambda: "Post" in house.names())
    page = accounts_page(house)
    made = accounts.account(house.shop.reads.connection, "Post")
    assert made is not None
    qtbot.waitUntil(lambda: made.id in page._lines)
    click(qtbot, page._lines[made.id])
    click(qtbot, page.password)
    cards = [card for card in house.window.findChildren(SignIn) if card.isVisible()]
    assert len(cards) == 1
    qtbot.keyClicks(cards[0].password, "another")
    qtbot.keyClick(cards[0].password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.keyring.get(made.secret_key) == "another")


def test_settings_of_a_channel_in_trouble_that_could_not_be_kept_stand_there_again(qtbot: QtBot, house: House) -> None:
    house.shop.writer.submit(
        lambda db: db.execute(
            "create trigger full before update on account begin select raise(abort, 'database or disk is full'); end"
        )
    ).result()
    account = accounts.accounts(house.shop.reads.connection)[0]

    def shown() -> SignIn:
        (card,) = [card for card in house.window.findChildren(SignIn) if card.isVisible()]
        return card

    house.troubles.change(account.id)
    first = shown()
    assert first.settings is not None
    folder = first.settings.lines["folder"]
    folder.setFocus()
    folder.selectAll()
    qtbot.keyClicks(folder, "elsewhere")
    qtbot.keyClick(folder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.troubles.overlay not in (None, first))
    again = shown()
    assert again.settings is not None
    assert again.settings.lines["folder"].text() == "elsewhere"
    assert again.accessibleDescription()
    house.shop.writer.submit(lambda db: db.execute("drop trigger full")).result()
    # Enter saves what stands there, without another key.
    qtbot.keyClick(again.first, Qt.Key.Key_Return)
    kept = lambda: accounts.accounts(house.shop.reads.connection)[0].settings  # noqa: E731
    qtbot.waitUntil(lambda: kept().get("folder") == "elsewhere")


def test_keys_go_to_the_list_after_a_click_in_the_rail(qtbot: QtBot, house: House) -> None:
    line = house.window.rail._lanes[Lane.WORTH_A_LOOK]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    press(qtbot, house, "s")
    first = house.shop.reads.page(Lane.WORTH_A_LOOK, limit=1)[0].id
    qtbot.waitUntil(lambda: house.shop.opened(first).row.starred)


def test_what_names_a_key_names_the_one_in_force(qtbot: QtBot, house: House) -> None:
    head, line = house.window.inbox.head, house.window.status_line
    head.set_held(3)
    assert head._tools is not None
    assert head._tools.held.text() == "3 new, press . to show"
    assert line._hint.text() == "Press ? for the keys that work here"
    click(qtbot, keys_page(house).preset.button("ctrl-only"))
    assert head._tools.held.text() == "3 new, press Ctrl+. to show"
    assert line._hint.text() == "Press F1 for the keys that work here"
    click(qtbot, keys_page(house).preset.button("shopbell"))
    page = find(qtbot, house, "show what is new")
    click(qtbot, page.none)
    qtbot.waitUntil(lambda: head._tools.held.text() == "3 new: show")


def test_what_a_setting_is_for_ends_at_a_clause_where_there_is_little_room(house: House) -> None:
    form = ChannelSettings(house.theme, registry.channel("mail").settings, {}, "")
    form.resize(900, 400)
    form.show()
    QApplication.processEvents()
    line = form.lines["aliases"]
    clause, whole = "your other addresses on this account", "your other addresses on this account, separated by commas"
    said = []
    for words in (whole, clause, "your other"):
        # As wide as these words in whatever type the window has, and what a line has around them.
        line.resize(line.fontMetrics().horizontalAdvance(words) + 40, line.height())
        said.append(line.placeholderText())
    form.deleteLater()
    assert said == [whole, clause, whole]


def test_every_setting_of_a_channel_that_is_offered_has_words_of_its_own() -> None:
    """A key such as imap_host is for those who write files."""
    keys = {setting.key for kind in OFFERED for setting in registry.channel(kind).settings}
    assert len(keys) > 10
    assert [key for key in keys if setting_title(key) == key.replace("_", " ").capitalize() and "_" in key] == []
    assert len({setting_title(key) for key in keys}) == len(keys)
    assert setting_title("some_key") == "Some key"
