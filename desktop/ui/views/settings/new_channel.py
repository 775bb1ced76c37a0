"""A form that adds a channel: its kind, its name, the settings that kind declares, its password.

Where a channel can find out what it needs, the rest stands aside: it is shown when it was not found, or wished for.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.connectors import registry
from desktop.connectors.base import Channel, Setting
from desktop.domain.errors import KeyringMissing
from desktop.domain.wording import split_about
from desktop.ui.channels import OFFERED, Channels, missing
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.settings.page import room_in
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.told import Told
from desktop.ui.wording.language import retell


class NewChannel(QWidget):
    """`told` carries what to say once the channel is added. What is typed stays where something is still wrong."""

    told = Signal(str)

    def __init__(self, theme: Theme, channels: Channels, late: Callable[[str], object]) -> None:
        """`late` hears what came of it when the settings were closed meanwhile."""
        super().__init__()
        self._late = late
        self._theme = theme
        self._channels = channels
        kinds = [(kind, retell(registry.channel(kind).title)) for kind in OFFERED]
        self.kind = Segments(theme, self.tr("Kind of channel"), kinds, OFFERED[0])
        self.kind.chosen.connect(self._show_kind)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the channel"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setPlaceholderText(self.tr("Password"))
        self._note = safe.label(self.tr("The password goes to your keyring and nowhere else."), look="quiet-small")
        self._note.setWordWrap(True)
        verbs = self._make_verbs()
        for line in (self.name, self.password):
            line.returnPressed.connect(self.add.click)
        self._sentence = Told()
        self.form: ChannelSettings | None = None
        self.servers: ChannelSettings | None = None
        """What need not be told, None where all of it is in the form."""
        self._typed: dict[str, str] = {}
        """What was typed before another kind was chosen."""
        self._stood: tuple[QWidget | None, QWidget | None] = (None, None)
        """What had the focus when a channel was tried, and what got it while nothing here could have it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.look.px(6))
        column.addWidget(safe.label(self.tr("A new channel"), look="strong"))
        column.addWidget(self.kind)
        column.addWidget(self.name)
        self._form_place = room_in(column)
        column.addWidget(self.password)
        column.addWidget(self._note)
        column.addWidget(self._sentence)
        self._servers_place = room_in(column)
        column.addWidget(verbs)

    def _make_verbs(self) -> QWidget:
        self.add = QPushButton(self.tr("Add it"))
        self.add.setProperty("look", "primary")
        self.add.clicked.connect(partial(self._add, for_session=False))
        self.open = QPushButton(self.tr("Servers"))
        safe.tooltip(self.open, self.tr("They are found by your address; here you can name them yourself."))
        self.open.clicked.connect(self._open_servers)
        self.session = QPushButton(self.tr("Use it for this session"))
        self.session.clicked.connect(partial(self._add, for_session=True))
        verbs = QWidget()
        row = Flow(verbs)
        row.setSpacing(self._theme.look.px(6))
        for button in (self.add, self.open, self.session):
            row.addWidget(button)
        return verbs

    def begin(self) -> None:
        """Show an empty form, or what was begun on it."""
        if not self.is_begun:
            self.kind.choose(OFFERED[0])
            self._empty(OFFERED[0])
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed here."""
        return any((self.name.text(), self.password.text(), *self._told().values()))

    @property
    def channel(self) -> Channel:
        """The kind that is chosen."""
        return registry.channel(self.kind.current)

    def _told(self) -> dict[str, str]:
        """Return the settings that were typed, of whichever kind."""
        here = ((key, line.text().strip()) for form in self._forms() for key, line in form.lines.items())
        return self._typed | dict(here)

    def _empty(self, kind: str) -> None:
        self.name.clear()
        self.password.clear()
        self._let_go()
        self._typed = {}
        self._show_kind(kind)

    def _let_go(self) -> None:
        for form in self._forms():
            form.hide()
            form.deleteLater()
        self.form = self.servers = None

    def _show_kind(self, kind: str) -> None:
        # What was typed is there again when this kind is chosen again.
        self._typed = self._told()
        self._let_go()
        channel = registry.channel(kind)
        asked = [one for one in channel.settings if not channel.find or one.key in channel.asks]
        rest = [one for one in channel.settings if one not in asked]
        self.form = self._make_form(asked, self._form_place)
        self.servers = self._make_form(rest, self._servers_place) if rest else None
        if self.servers is not None:
            self.servers.setVisible(self.servers.is_edited)
        self.open.setVisible(self.servers is not None and not self.servers.is_edited)
        self.name.setPlaceholderText(self.tr("Name, such as {title}").format(title=retell(channel.title)))
        self.password.setVisible(channel.needs_secret)
        self._note.setVisible(channel.needs_secret)
        self.session.hide()
        self._say("")

    def _make_form(self, known: Sequence[Setting], place: QVBoxLayout) -> ChannelSettings:
        form = ChannelSettings(self._theme, known, {}, "")
        place.addWidget(form)
        for key, line in form.lines.items():
            line.setText(self._typed.get(key, ""))
            line.returnPressed.connect(self.add.click)
        return form

    def _forms(self) -> list[ChannelSettings]:
        return [form for form in (self.form, self.servers) if form is not None]

    def _open_servers(self) -> None:
        if self.servers is not None:
            self._open_at(self.servers, next(iter(self.servers.lines.values())))

    def _open_at(self, servers: ChannelSettings, line: QWidget) -> None:
        servers.show()
        self.open.hide()
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str, *, trouble: bool = True) -> None:
        self._sentence.say(sentence, trouble=trouble, limit=600)
        self._sentence.setVisible(bool(sentence))

    def _add(self, *, for_session: bool) -> None:
        channel, password = self.channel, self.password.text()
        values = {key: value for form in self._forms() for key, value in form.values().items()}
        lacks = missing(channel, values, finds=True)
        if not lacks and channel.needs_secret and not password:
            lacks = self.tr("Still needed: the password.")
        if lacks:
            self._say(lacks)
            return
        if missing(channel, values):
            self._say(self.tr("Looking for the servers of your address …"), trouble=False)
        stood = QApplication.focusWidget()
        self.setEnabled(False)
        self._stood = (stood, QApplication.focusWidget())
        self._channels.add(
            channel,
            self.name.text().strip() or channel.title,
            values,
            password,
            for_session=for_session,
            done=self._added,
            failed=self._failed,
        )

    def _added(self, sentence: str) -> None:
        if not isValid(self):
            self._late(sentence)
            return
        self.setEnabled(True)
        self._empty(self.kind.current)
        self.told.emit(sentence)

    def _failed(self, sentence: str, error: Exception) -> None:
        if not isValid(self):
            self._late(sentence)
            return
        self.setEnabled(True)
        self.session.setVisible(isinstance(error, KeyringMissing))
        self._say(sentence)
        stood, went = self._stood
        if stood is not None and isValid(stood) and self.isAncestorOf(stood) and QApplication.focusWidget() is went:
            stood.setFocus(Qt.FocusReason.OtherFocusReason)
        servers = self.servers
        for key in split_about(str(error))[1][:1]:
            if servers is not None and key in servers.lines:
                self._open_at(servers, servers.lines[key])
