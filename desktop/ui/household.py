"""Joins the settings with the window: what they are made of, and where their changes go."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.domain.account import ChannelStatus
from desktop.domain.clock import Clock
from desktop.ui.channels import Channels
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme
from desktop.ui.troubles import Troubles
from desktop.ui.verbs import Verbs
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.settings.accounts import AccountsPage
from desktop.ui.views.settings.answering import AnsweringPage
from desktop.ui.views.settings.appearance import AppearancePage
from desktop.ui.views.settings.card import SettingsCard
from desktop.ui.views.settings.keys import KeysPage
from desktop.ui.views.settings.page import Page

APPEARANCE, KEYS, ACCOUNTS, ANSWERING = "appearance", "keys", "channels", "answering"


class Household(QObject):
    """Made on the GUI thread when the settings are opened first."""

    def __init__(
        self,
        *,
        window: MainWindow,
        theme: Theme,
        clock: Clock,
        preferences: Preferences,
        channels: Channels,
        verbs: Verbs,
        troubles: Troubles,
        has_spelling: Callable[[], bool] = bool,
        own_shop: Callable[[], object] | None = None,
    ) -> None:
        """`verbs` go by the keys that are chosen, `troubles` asks for passwords.

        `has_spelling` tells whether this system has dictionaries; `own_shop` leads from the sample shop to the own one.
        """
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._clock = clock
        self.preferences = preferences
        self.channels = channels
        self._verbs = verbs
        self._troubles = troubles
        self._has_spelling = has_spelling
        self._own_shop = own_shop
        self.card: SettingsCard | None = None
        self._accounts: AccountsPage | None = None
        preferences.rekeyed.connect(verbs.rekey)
        preferences.failed.connect(verbs.notices.trouble)

    def open(self, page: str = APPEARANCE) -> None:
        """Show the settings at a page; when they are on show, put them away, unless a form is begun there."""
        if self.card is not None:
            if not self.card.is_begun:
                self.card.put_away()
            return
        card = SettingsCard(
            self._theme,
            (
                (APPEARANCE, self.tr("Appearance"), self._make_appearance),
                (KEYS, self.tr("Keys"), self._make_keys),
                (ACCOUNTS, self.tr("Channels"), self._make_accounts),
                (ANSWERING, self.tr("Answering"), self._make_answering),
            ),
            page,
        )
        card.closed.connect(self._closed)
        self.card = card
        card.open_over(self._window)

    def show(self, page: str) -> None:
        """Show a page of the settings, also where another one is on show."""
        if self.card is None:
            self.open(page)
        else:
            self.card.show_page(page)

    def open_accounts(self) -> None:
        """Show where a channel is added; the form is open where there is none yet."""
        self.show(ACCOUNTS)
        if self._accounts is not None and not self._window.overview.statuses:
            self._accounts.add.click()

    def follow(self) -> None:
        """Show anew how the channels are doing, where they are on show."""
        if self._accounts is not None:
            self._accounts.renew()

    def close(self) -> None:
        """Keep what was decided, and let go of what is under way."""
        self.preferences.close()
        self.channels.close()

    def _closed(self) -> None:
        self.card = self._accounts = None

    def _make_appearance(self) -> Page:
        return AppearancePage(self._theme, self.preferences, spelling=self._has_spelling())

    def _make_answering(self) -> Page:
        return AnsweringPage(self._theme, self.preferences, self._clock, self._window.reads.channels())

    def _make_keys(self) -> Page:
        return KeysPage(self._theme, self.preferences, self._verbs.commands)

    def _make_accounts(self) -> Page:
        note = self._verbs.notices.note
        page = AccountsPage(self._theme, self.channels, self._statuses, self._clock, note, self._own_shop)
        page.password_wished.connect(self._troubles.ask_password)
        self._accounts = page
        return page

    def _statuses(self) -> list[ChannelStatus]:
        return self._window.overview.statuses
