"""Channels that need the owner: says so once when it begins, and offers the ways out when asked."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu

from desktop.connectors import registry
from desktop.domain.account import AccountId, ChannelStatus, Health
from desktop.domain.change import ChangeSet
from desktop.domain.errors import KeyringMissing, Misconfigured, ShopbellError
from desktop.domain.text import plain
from desktop.secrets import SessionSecrets
from desktop.store.maintenance import LOW_DISK, disk_free
from desktop.ui.notices import Notices
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.sign_in import Need, SignIn
from desktop.ui.wording import words
from desktop.ui.wording.language import retell, sentence_of

Change = Callable[[AccountId, Mapping[str, str], Callable[[ChangeSet], None], Callable[[str], None]], object]
"""Changes some settings of a channel, then calls back on the GUI thread: the first, or the second with why it could not."""

_NOTHING: Mapping[str, str] = {}


class Engine(Protocol):
    """What is asked of the engine; both return at once."""

    def sync_now(self, account: AccountId | None = None) -> None:
        """Ask an account for news now, also one that had stopped."""
        ...

    def trouble(self, account: AccountId) -> ShopbellError | None:
        """Return what the account's last work failed of."""
        ...


class Troubles(QObject):
    """GUI thread. A password that is typed here goes to the keyring, or by the owner's choice to memory alone."""

    asked = Signal(object)
    """A channel that is well was asked for news: its AccountId."""

    def __init__(
        self,
        *,
        window: MainWindow,
        engine: Engine,
        secrets: SessionSecrets,
        tasks: Tasks,
        notices: Notices,
        theme: Theme,
        folder: Path,
        change: Change,
    ) -> None:
        """`folder` is where the data lie, `change` changes some settings of a channel."""
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._secrets = secrets
        self._tasks = tasks
        self._notices = notices
        self._theme = theme
        self._folder = folder
        self._change = change
        self._known: set[AccountId] = set()
        self._asked: set[AccountId] = set()
        self.overlay: SignIn | None = None
        window.channel_chosen.connect(self.look_at)
        window.rail.channel_asked.connect(self.offer)

    @Slot()
    def follow(self) -> None:
        """Say which channel has come to need the owner since the last look; each is said once. Look at the disk too."""
        self._window.status_line.set_warning(self._room())
        stuck = {s.account.id: s for s in self._window.overview.statuses if s.health is Health.NEEDS_OWNER}
        new = [status for id_, status in stuck.items() if id_ not in self._known]
        self._known = set(stuck)
        if new and self.overlay is None:
            self._tell(new[0])

    def _room(self) -> str:
        free = disk_free(self._folder)
        if free >= LOW_DISK:
            return ""
        text = self.tr("Only {size} MB are free on the disk: nothing new is fetched until there is room.")
        return text.format(size=words.number(free // 2**20))

    @Slot(object)
    def worked(self, account: AccountId) -> None:
        """Say how it went when the owner had asked for another try and the channel has made it."""
        status = self._status(account)
        if account not in self._asked or status is None:
            return
        self._asked.discard(account)
        if status.health is Health.NEEDS_OWNER:
            self._tell(status)
        elif status.sentence:
            self._tell_why(status)
        else:
            self._notices.note(self.tr("{channel} is heard again.").format(channel=status.account.name))

    def _status(self, account: AccountId) -> ChannelStatus | None:
        return next((s for s in self._window.overview.statuses if s.account.id == account), None)

    def _tell(self, status: ChannelStatus) -> None:
        text = self.tr("{channel} is not heard: {sentence}").format(
            channel=status.account.name, sentence=retell(status.sentence)
        )
        self._notices.offer(text, self.tr("What now?"), partial(self.look_at, status.account.id))

    def _tell_why(self, status: ChannelStatus) -> None:
        """Say what is wrong with a channel that is tried again by itself: a name or a port may be wrong all the same."""
        sentence, account = retell(status.sentence), status.account
        if registry.channel(account.kind).settings:
            self._notices.offer(sentence, self.tr("Settings of this channel"), partial(self.change, account.id))
        else:
            self._notices.trouble(sentence)

    @Slot(object)
    def look_at(self, account: AccountId) -> None:
        """A channel was chosen: offer the ways out when it needs the owner, else ask it for news."""
        status = self._status(account)
        if status is not None and status.health is Health.NEEDS_OWNER:
            self._open(status, status.sentence, self._need(status))
            return
        if status is not None and status.sentence:
            self._tell_why(status)
        self.asked.emit(account)
        self._engine.sync_now(account)

    @Slot(object, QPoint)
    def offer(self, account: AccountId, place: QPoint) -> None:
        """Offer what can be done with a channel in a menu at a place of the screen."""
        status = self._status(account)
        if status is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = menu.addAction(self.tr("Look for news now"))
        look.triggered.connect(partial(self.look_at, account))
        if registry.channel(status.account.kind).settings:
            change = menu.addAction(self.tr("Settings of this channel"))
            change.triggered.connect(partial(self.change, account))
        menu.popup(place)

    def change(self, account: AccountId) -> None:
        """Let the owner change the settings of a channel; the new ones are tried at once."""
        status = self._status(account)
        if status is not None:
            title = self.tr("Settings of {channel}").format(channel=plain(status.account.name, 60))
            self._open(status, status.sentence, Need.ANOTHER_TRY, title)

    def ask_password(self, account: AccountId) -> None:
        """Ask for another password of a channel, whether it needs one or not."""
        status = self._status(account)
        if status is not None and status.account.secret_key:
            title = self.tr("Password of {channel}").format(channel=plain(status.account.name, 60))
            self._open(status, status.sentence, Need.PASSWORD, title)

    def _need(self, status: ChannelStatus) -> Need:
        trouble = self._engine.trouble(status.account.id)
        if isinstance(trouble, KeyringMissing):
            return Need.KEYRING
        wrong_elsewhere = isinstance(trouble, Misconfigured) or not status.account.secret_key
        return Need.ANOTHER_TRY if wrong_elsewhere else Need.PASSWORD

    def _open(
        self, status: ChannelStatus, sentence: str, need: Need, title: str = "", typed: Mapping[str, str] = _NOTHING
    ) -> None:
        settings = self._settings(status, sentence, need, typed)
        card = SignIn(self._theme, status.account.name, sentence, need, settings, title)
        self._show(status, card)
        card.again.connect(partial(self._again, status))

    def _show(self, status: ChannelStatus, card: SignIn) -> None:
        if self.overlay is not None:
            self.overlay.put_away()
        card.closed.connect(self._closed)
        card.corrected.connect(partial(self._corrected, status))
        card.typed.connect(partial(self._typed, status, card.need))
        card.settings_wished.connect(partial(self.change, status.account.id))
        self.overlay = card
        card.open_over(self._window)

    def _settings(
        self, status: ChannelStatus, sentence: str, need: Need, typed: Mapping[str, str]
    ) -> ChannelSettings | None:
        if need is not Need.ANOTHER_TRY:
            return None
        account = status.account
        return ChannelSettings(self._theme, registry.channel(account.kind).settings, account.settings, sentence, typed)

    def _corrected(self, status: ChannelStatus, changes: Mapping[str, str]) -> None:
        def lost(sentence: str) -> None:
            """What was typed stands there again."""
            self._open(status, sentence, Need.ANOTHER_TRY, typed=changes)

        self._change(status.account.id, changes, partial(self._saved, status), lost)

    def _closed(self) -> None:
        self.overlay = None

    def _again(self, status: ChannelStatus) -> None:
        self._asked.add(status.account.id)
        self._notices.note(self.tr("Trying {channel} again.").format(channel=status.account.name))
        self._engine.sync_now(status.account.id)

    def _typed(self, status: ChannelStatus, need: Need, password: str) -> None:
        if need is Need.KEYRING:
            self._secrets.keep(status.account.secret_key, password)
            self._again(status)
            return

        def save(_reads: Reads) -> None:
            self._secrets.set(status.account.secret_key, password)

        self._tasks.run(save, partial(self._saved, status), partial(self._not_saved, status, password))

    def _saved(self, status: ChannelStatus, _result: object) -> None:
        self._again(status)

    def _not_saved(self, status: ChannelStatus, password: str, error: Exception) -> None:
        """Show what was typed again, to be saved once more or used for the session."""
        card = SignIn(self._theme, status.account.name, sentence_of(error), Need.KEYRING, password=password)
        self._show(status, card)
        card.again.connect(partial(self._typed, status, Need.PASSWORD, password))
