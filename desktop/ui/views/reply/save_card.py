"""The card on which a text becomes a saved reply, or a saved reply is changed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.writing_card import ENTER, WritingCard
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.told import Told
from desktop.ui.widgets.verb_button import VerbButton


class SaveCard(WritingCard):
    """`kept` carries title and text; the card stays open until `put_away`, so that what is refused can be put right."""

    kept = Signal(str, str)

    def __init__(self, theme: Theme, heading: str, *, title: str, text: str) -> None:
        super().__init__(theme, heading, width=560)
        px = theme.look.px
        self.title = QLineEdit(title)
        self.title.setMaxLength(80)
        self.title.setAccessibleName(self.tr("Name of the saved reply"))
        self.title.setPlaceholderText(self.tr("What it is called, such as “Opening hours”"))
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(self.tr("Text of the saved reply"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(px(170))
        self._given = (self.title.text(), self.text.toPlainText())
        self._trouble = Told()
        self._trouble.hide()
        hint = safe.label(
            self.tr("{first_name|there} becomes their first name, or “there” where it is not known."),
            look="quiet-small",
        )
        hint.setWordWrap(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(16), px(6), px(16), px(14))
        column.setSpacing(px(8))
        self.box.addWidget(safe.label(heading, look="card-title"))
        for part in (self.title, self.text, hint, self._trouble):
            column.addWidget(part)
        ways = QWidget()
        row = Flow(ways)
        row.setSpacing(px(10))
        self.leave = VerbButton(self.tr("Cancel"), "", theme)
        self.leave.clicked.connect(self.put_away)
        self.keep = VerbButton(self.tr("Save"), "Ctrl+Return", theme, look="primary")
        self.keep.clicked.connect(self.take)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column.addWidget(ways)
        self.box.addWidget(inner)
        self.first = self.title

    @property
    def is_begun(self) -> bool:
        """Whether anything was changed here."""
        return (self.title.text(), self.text.toPlainText()) != self._given

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves in the line of the name, too."""
        if event.key() in ENTER and self.title.hasFocus():
            self.take()
            event.accept()
        else:
            super().keyPressEvent(event)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be kept like this."""
        self._trouble.say(sentence, trouble=True)
        self._trouble.show()
        self.arrange()

    def take(self) -> None:
        """Ask to keep it."""
        self.kept.emit(self.title.text(), self.text.toPlainText())
