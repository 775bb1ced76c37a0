"""What a channel needs of the owner: what is wrong in one sentence, and the ways out of it."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.views.channel_settings import ChannelSettings
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.scrolled import Scrolled
from desktop.ui.wording.language import retell


class Need(Enum):
    """What would help: the keyring, another password, or only another try."""

    KEYRING = "keyring"
    PASSWORD = "password"  # noqa: S105 - the name of a need
    ANOTHER_TRY = "another-try"


class SignIn(Overlay):
    """`again` asks to try once more as things are, `typed` carries the password the owner typed, `corrected` the
    settings that shall be others; each closes it.
    """

    again = Signal()
    typed = Signal(str)
    corrected = Signal(object)
    settings_wished = Signal()
    """The password is not what is wrong, or not all of it."""

    def __init__(
        self,
        theme: Theme,
        channel: str,
        sentence: str,
        need: Need,
        settings: ChannelSettings | None = None,
        title: str = "",
        *,
        password: str = "",
    ) -> None:
        """`settings` are offered where another try alone would not help, or where the owner asked for them.

        `password` is one that was typed already and could not be saved: to try again is to save it.
        """
        sentence = retell(sentence)
        title = title or self.tr("{channel} needs you").format(channel=plain(channel, 60))
        super().__init__(theme, title, width=480 if settings is None else 560)
        self.settings = settings
        self.need = need
        self.setAccessibleDescription(plain(sentence, 600))
        self.box.addWidget(safe.label(title, look="card-title"))
        said = safe.label(look="card-body")
        safe.say(said, sentence, 600)
        said.setWordWrap(True)
        self.box.addWidget(said)
        said.setVisible(bool(sentence))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        self.password.setPlaceholderText(self._field_words())
        self.password.setText(password)
        self._typed_before = password
        self.password.textChanged.connect(self._edited)
        self._use = self._button(self._use_words(), self._give, primary=True)
        self._save = self._button(self.tr("Save and try again"), self._correct, primary=True)
        self._again = self._button(self.tr("Try again"), self._try)
        self._others = self._button(self.tr("Name and servers"), self._wish_settings)
        if settings is not None:
            settings.edited.connect(self._edited)
        self._edited()
        self._arrange()

    def _button(self, words: str, run: Callable[[], None], *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        if primary:
            button.setProperty("look", "primary")
            button.setEnabled(False)
        return button

    def _arrange(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        px = self.theme.look.px
        column.setContentsMargins(px(16), px(8), px(16), px(16))
        column.setSpacing(px(10))
        note = safe.label(self._note_words(), look="quiet-small")
        note.setWordWrap(True)
        row = Flow()
        row.setSpacing(px(10))
        row.setAlignment(Qt.AlignmentFlag.AlignRight)
        for button in (self._others, self._again, self._use, self._save):
            row.addWidget(button)
        if self.settings is not None:
            column.addWidget(self.settings)
        column.addWidget(self.password)
        column.addWidget(note)
        column.addLayout(row)
        scrolled = Scrolled(inner)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.addWidget(scrolled)
        wants_password = self.need is not Need.ANOTHER_TRY
        self.password.setVisible(wants_password)
        self._use.setVisible(wants_password)
        self._save.setVisible(self.settings is not None)
        self._others.setVisible(self.need is Need.PASSWORD and self.settings is None)
        note.setVisible(bool(note.text()))
        named = self.settings.named if self.settings is not None else None
        otherwise = self._save if self.is_begun else self._again
        self.first = self.password if wants_password else named or otherwise

    @property
    def is_begun(self) -> bool:
        """Whether a password or a setting was typed."""
        return bool(self.password.text()) or (self.settings is not None and self.settings.is_edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed with Enter, or try again when nothing is; leave with Esc."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        if self._others.hasFocus():
            self._wish_settings()
        elif self._again.hasFocus():
            self._try()
        elif self._save.isEnabled():
            self._correct()
        elif self._use.isEnabled():
            self._give()
        else:
            self._try()

    def _give(self) -> None:
        password = self.password.text()
        self.password.clear()
        self.put_away()
        self.typed.emit(password)

    def _edited(self) -> None:
        """Offer only what takes what is typed: another button would lose it."""
        self._use.setEnabled(bool(self.password.text()))
        self._save.setEnabled(self.settings is not None and self.settings.is_edited)
        loses_nothing = self.password.text() == self._typed_before if self._typed_before else not self.is_begun
        for button in (self._again, self._others):
            button.setEnabled(loses_nothing)

    def _correct(self) -> None:
        if self.settings is not None:
            changes = self.settings.changes()
            self.put_away()
            self.corrected.emit(changes)

    def _wish_settings(self) -> None:
        self.put_away()
        self.settings_wished.emit()

    def _try(self) -> None:
        self.put_away()
        self.again.emit()

    def _field_words(self) -> str:
        if self.need is Need.KEYRING:
            return self.tr("Password for this session")
        return self.tr("New password")

    def _note_words(self) -> str:
        return {
            Need.KEYRING: self.tr(
                "Unlock your keyring and try again, or type the password for this session: it is kept in memory"
                " until Shopbell is closed, and never written."
            ),
            Need.PASSWORD: self.tr("The new password goes to your keyring and nowhere else."),
            Need.ANOTHER_TRY: "",
        }[self.need]

    def _use_words(self) -> str:
        return self.tr("Use for this session") if self.need is Need.KEYRING else self.tr("Save and sign in")
