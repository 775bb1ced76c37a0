"""A form that adds a channel: its kind, its name, the settings that kind declares, its password."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.connectors import registry
from desktop.connectors.base import Channel
from desktop.ui.channels import OFFERED, Channels, missing
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.segments import Segments
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
        self.add = QPushButton(self.tr("Add it"))
        self.add.setProperty("look", "primary")
        self.add.clicked.connect(partial(self._add, for_session=False))
        for line in (self.name, self.password):
            line.returnPressed.connect(self.add.click)
        self.session = QPushButton(self.tr("Use it for this session"))
        self.session.clicked.connect(partial(self._add, for_session=True))
        self._sentence = safe.label(look="trouble-small")
        self._sentence.setWordWrap(True)
        self.form: ChannelSettings | None = None
        self._stood: tuple[QWidget | None, QWidget | None] = (None, None)
        """What had the focus when a channel was tried, and what got it while nothing here could have it."""
        place = QWidget()
        place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        # Its own place, so that Tab comes to the settings between the name and the password.
        self._form_place = QVBoxLayout(place)
        self._form_place.setContentsMargins(0, 0, 0, 0)
        verbs = QWidget()
        row = Flow(verbs)
        row.setSpacing(theme.look.px(6))
        row.addWidget(self.add)
        row.addWidget(self.session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.look.px(6))
        column.addWidget(safe.label(self.tr("A new channel"), look="strong"))
        column.addWidget(self.kind)
        for part in (self.name, place, self.password, self._note, verbs, self._sentence):
            column.addWidget(part)

    def begin(self) -> None:
        """Show an empty form."""
        self.kind.choose(OFFERED[0])
        self._show_kind(OFFERED[0])
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed here."""
        typed = self.name.text() or self.password.text()
        return not self.isHidden() and (bool(typed) or (self.form is not None and self.form.is_edited))

    @property
    def channel(self) -> Channel:
        """The kind that is chosen."""
        return registry.channel(self.kind.current)

    def _show_kind(self, kind: str) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        channel = registry.channel(kind)
        self.form = ChannelSettings(self._theme, channel.settings, {}, "")
        self._form_place.addWidget(self.form)
        for line in self.form.lines.values():
            line.returnPressed.connect(self.add.click)
        self.name.setPlaceholderText(self.tr("Name, such as {title}").format(title=retell(channel.title)))
        self.password.clear()
        self.password.setVisible(channel.needs_secret)
        self._note.setVisible(channel.needs_secret)
        self.session.hide()
        self._say("")

    def _say(self, sentence: str) -> None:
        safe.say(self._sentence, sentence, 600)
        self._sentence.setVisible(bool(sentence))

    def _add(self, *, for_session: bool) -> None:
        channel, form = self.channel, self.form
        if form is None:
            return
        values, password = form.values(), self.password.text()
        lacks = missing(channel, values)
        if not lacks and channel.needs_secret and not password:
            lacks = self.tr("Still needed: the password.")
        if lacks:
            self._say(lacks)
            return
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
        self.password.clear()
        self.name.clear()
        self.told.emit(sentence)

    def _failed(self, sentence: str, of_keyring: bool) -> None:  # noqa: FBT001 - what a callback is given
        if not isValid(self):
            self._late(sentence)
            return
        self.setEnabled(True)
        self.session.setVisible(of_keyring)
        self._say(sentence)
        stood, went = self._stood
        if stood is not None and isValid(stood) and self.isAncestorOf(stood) and QApplication.focusWidget() is went:
            stood.setFocus(Qt.FocusReason.OtherFocusReason)
