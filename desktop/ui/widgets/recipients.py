"""Whom a mail goes to: shown in one line, and two lines to write in when the owner wants somebody else."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop.domain.address import bare, listed
from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe

_LONGEST_SUBJECT = 10_000
_ENDLESS = (1 << 31) - 1
"""No line of addresses is cut: half an address may be somebody else's."""


def in_words(to: Sequence[str], cc: Sequence[str]) -> str:
    """Return whom a mail goes to in one line."""
    line = ", ".join(to)
    return QCoreApplication.translate("Recipients", "{to} · Cc {cc}").format(to=line, cc=", ".join(cc)) if cc else line


class Recipients(QWidget):
    """Two lines of addresses, and one for the subject of a new message. `edited` follows every key of the owner, `left` when a line was left or Enter pressed."""

    edited = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._usual: tuple[str, ...] = ()
        self._is_touched = self._is_new = False
        self.to = self._line(self.tr("To"))
        self.cc = self._line(self.tr("Cc"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.look.px(6))
        self.subject = self._line(self.tr("Subject"))
        self.subject.setMaxLength(_LONGEST_SUBJECT)
        self.subject.setPlaceholderText(self.tr("No subject yet"))
        names: list[QLabel] = []
        for row, line in enumerate((self.to, self.cc, self.subject)):
            names.append(safe.label(line.accessibleName(), look="quiet-small"))
            names[-1].setBuddy(line)
            grid.addWidget(names[-1], row, 0)
            grid.addWidget(line, row, 1)
        self._cc_name, self._subject_name = names[1:]
        self.begins(is_new=False)
        self.hide()

    def begins(self, *, is_new: bool) -> None:
        """Offer what only a new message has: a subject."""
        self._is_new = is_new
        for part in (self.subject, self._subject_name):
            part.setVisible(is_new)
        self.setVisible(is_new)

    def spare(self, *, spares: bool) -> None:
        """Leave the room of Cc to the text where there is little, unless somebody stands there or is being written."""
        hidden = spares and self._is_new and not self.cc.text() and not self.cc.hasFocus()
        for part in (self.cc, self._cc_name):
            if part.isHidden() != hidden:
                part.setHidden(hidden)

    def begin(self, subject: str) -> None:
        """Show the subject of a new message; all lines stay in sight."""
        self.subject.setText(subject)
        self.begins(is_new=True)

    def written_subject(self) -> str:
        """Return what stands in the line for the subject."""
        return self.subject.text().strip()

    def write_on(self) -> bool:
        """Give the keys to the first line of a new message in which nothing stands; return False where all are filled."""
        for line in (self.to, self.subject):
            if not line.text().strip():
                line.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    @property
    def is_touched(self) -> bool:
        """True when the owner has changed something since `put`."""
        return self._is_touched

    def put(self, usual: Sequence[str], to: Sequence[str] = (), cc: Sequence[str] = ()) -> None:
        """Show whom a mail goes to: `usual` by itself, unless `to` names others.

        In sight only when it is unusual, or when the customer's own address cannot be right.
        """
        self._usual = tuple(usual)
        self._is_touched = False
        self.to.setText(", ".join(to or usual))
        self.cc.setText(", ".join(cc))
        self.setVisible(self._is_new or bool(to or cc) or any(bare(address) is None for address in to or usual))

    def expect(self, usual: Sequence[str]) -> None:
        """Take in that the mail goes to others by itself now; the lines stay in sight, or out of it, as they are."""
        if self._usual != tuple(usual):
            self._usual = tuple(usual)
            self.to.setText(", ".join(usual))

    def addressed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return To and Cc as they are to be kept: To is empty while it names whom the mail goes to by itself."""
        to = listed(self.to.text())
        return (() if to == self._usual else to), listed(self.cc.text())

    def copy_to(self, addresses: Sequence[str]) -> None:
        """Add people to Cc."""
        self._is_touched = True
        self.cc.setText(", ".join((*listed(self.cc.text()), *addresses)))
        self.show()
        self.edited.emit()

    def missing(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Return those of the addresses that are neither in To nor in Cc."""
        here = {address.lower() for address in self.everybody()}
        return tuple(address for address in addresses if address.lower() not in here)

    def everybody(self) -> tuple[str, ...]:
        """Return all addresses that stand here."""
        return (*listed(self.to.text()), *listed(self.cc.text()))

    def problem(self) -> str:
        """Return why no mail can go to what stands here, "" when it can."""
        if not listed(self.to.text()):
            if self._is_new:
                return self.tr("Nobody stands in To: write there who should receive this message.")
            return self.tr("Nobody stands in To: write there who should receive this reply.")
        wrong = next((address for address in self.everybody() if bare(address) is None), None)
        if wrong is None:
            return ""
        return self.tr("“{address}” is not an address mail can be sent to.").format(address=plain(wrong, 80))

    def in_words(self) -> str:
        """Return whom the mail goes to in one line."""
        return in_words(listed(self.to.text()), listed(self.cc.text()))

    def write(self) -> None:
        """Show both lines with the caret in Cc."""
        self.show()
        for part in (self.cc, self._cc_name):
            part.show()
        self.cc.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("address")
        line.setAccessibleName(name)
        line.setMaxLength(_ENDLESS)
        line.textEdited.connect(self._edited)
        line.editingFinished.connect(self.left)
        return line

    def _edited(self) -> None:
        self._is_touched = True
        self.edited.emit()
