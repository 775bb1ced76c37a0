"""The files that go with a reply: what each is called, how large it is, and a way to leave it out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.compose.files import size_in_words
from desktop.domain.draft import DraftFile
from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.wording.language import retell

_LONGEST = 40


class ReplyFiles(QWidget):
    """`removed` carries the number of a file that the owner leaves out."""

    removed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Files of the reply"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = Flow(self)
        self._flow.setSpacing(theme.look.px(6))
        self._files: tuple[DraftFile, ...] = ()
        self._cards: list[QWidget] = []
        self._coming = 0
        self.hide()

    @property
    def files(self) -> tuple[DraftFile, ...]:
        """The files on show."""
        return self._files

    def show_files(self, files: Sequence[DraftFile], *, coming: int = 0) -> None:
        """Show these files; `coming` of more are being read."""
        if tuple(files) != self._files or coming != self._coming:
            self._files, self._coming = tuple(files), coming
            self._make()
        self.setVisible(bool(self._files) or coming > 0)

    def _make(self) -> None:
        for card in self._cards:
            self._flow.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(file) for file in self._files]
        if self._coming:
            self._cards.append(safe.label(self.tr("Reading the file …"), self, look="quiet-small"))
        for card in self._cards:
            self._flow.addWidget(card)
            card.show()
        self._flow.invalidate()
        self.updateGeometry()

    def _card(self, file: DraftFile) -> QWidget:
        card = QFrame(self)
        card.setProperty("look", "card")
        row = QHBoxLayout(card)
        px = self._theme.look.px
        row.setContentsMargins(px(8), px(2), px(4), px(2))
        row.setSpacing(px(6))
        name = plain(file.name, _LONGEST)
        label = safe.label(f"{name}  ·  {retell(size_in_words(file.size))}", look="quiet-small")
        safe.tooltip(label, file.name)
        away = QToolButton()
        away.setObjectName(str(file.number))
        away.setProperty("look", "away")
        away.setText("×")
        away.setAccessibleName(self.tr("Remove {name}").format(name=name))
        safe.tooltip(away, away.accessibleName())
        away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        away.clicked.connect(self._remove)
        row.addWidget(label)
        row.addWidget(away)
        return card

    def _remove(self) -> None:
        button = self.sender()
        if button is not None:
            self.removed.emit(int(button.objectName()))
