"""What a newcomer sees: two ways to begin and nothing else."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import which

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.paths import places
from desktop.ui.widgets import safe

_EXAMPLE = (
    "{program} \\\n    accounts add mail --name Mail --secret-stdin \\\n"
    "    --set address=you@example.com --set imap_host=imap.example.com --set smtp_host=smtp.example.com"
)


def program_words(folder: Path | None, which: Callable[[str], str | None] = which) -> str:
    """Return how this very program is called in a terminal for the data in `folder`."""
    call = ["shopbell"] if which("shopbell") else [sys.executable, "-m", "desktop"]
    if folder is not None and folder != places().home:
        call += ["--home", str(folder)]
    return shlex.join(call)


class FirstRun(QWidget):
    """`sample_wished` opens the sample shop. Adding an account shows how, in the place where it is done."""

    sample_wished = Signal()

    def __init__(self, folder: Path | None = None, parent: QWidget | None = None) -> None:
        """`folder` is where the data lie."""
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = safe.label(self.tr("Everything customers say to you, in one list."), look="title")
        line = safe.label(
            self.tr("The one who needs an answer first stands on top. Nothing leaves this machine unasked."),
            look="quiet",
        )
        self._sample = QPushButton(self.tr("Open the sample shop"))
        self._sample.setProperty("look", "primary")
        self._sample.clicked.connect(self.sample_wished)
        self._add = QPushButton(self.tr("How to add an account"))
        self._add.clicked.connect(self._show_how)
        self._how = QLabel(_EXAMPLE.format(program=program_words(folder)))
        self._how.setTextFormat(Qt.TextFormat.PlainText)
        self._how.setProperty("look", "code")
        self._how.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._how.setAccessibleName(self.tr("The command that adds a mail account"))
        self._then = safe.label(
            self.tr("Type this in a terminal; the password is asked for and goes to your keyring."), look="quiet"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(10)
        column.addStretch(2)
        for label in (title, line, self._how, self._then):
            label.setWordWrap(True)
            if label is not self._how:
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
            if label is line:
                column.addSpacing(10)
                for button in (self._sample, self._add):
                    column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._how.hide()
        self._then.hide()

    def _show_how(self) -> None:
        self._how.show()
        self._then.show()
        self._add.setEnabled(False)
