"""Saves a file that came with a message where the owner says; it is never opened from here."""

import contextlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.conversation import Entry, Opened
from desktop.domain.errors import Refused
from desktop.domain.item import Attachment, MessageId
from desktop.ui.conversation.quarantine import mark
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.views.conversation.timeline import ORIGINAL
from desktop.ui.wording.language import retell


class Attachments(QObject):
    """`said` is one sentence about how it went. GUI thread; bytes are read and written off it."""

    said = Signal(str)

    def __init__(self, window: QWidget, tasks: Tasks, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._folder = folder

    def save(self, opened: Opened | None, message: MessageId, n: int) -> None:
        """Ask where to put the n-th file of a message of the conversation shown, then put it there.

        `ORIGINAL` is the message as it came.
        """
        entry = _entry(opened, message)
        if entry is None or n >= len(entry.attachments):
            return
        from desktop.connectors.mail.parts import safe_name

        if n == ORIGINAL:
            ending = "eml" if entry.channel == "mail" else "txt"
            self._ask(self.tr("Save the original"), f"message-{message}.{ending}", partial(self.put, message, None))
        else:
            file = entry.attachments[n]
            name = safe_name(file.name, file.media_type)
            self._ask(self.tr("Save the attachment"), name, partial(self.put, message, file))

    def _ask(self, title: str, name: str, put: Callable[[str], None]) -> None:
        # Where it cannot be made, the dialog opens in another folder.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        dialog = QFileDialog(self._window, title, str(self._folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(put)
        dialog.open()

    def put(self, message: MessageId, file: Attachment | None, target: str) -> None:
        """Write the file, or without one the message as it came, to `target`."""
        part = file.part if file is not None else None
        self._tasks.run(partial(_write, message, part, Path(target)), self._saved, self._failed)

    def _saved(self, name: str) -> None:
        self.said.emit(self.tr("Saved {name}").format(name=name))

    def _failed(self, error: Exception) -> None:
        why = retell(str(error))
        told = isinstance(error, Refused)
        self.said.emit(why if told else self.tr("The attachment could not be saved: {why}").format(why=why))


def _entry(opened: Opened | None, message: MessageId) -> Entry | None:
    return next((e for e in opened.timeline if e.id == message), None) if opened is not None else None


def _write(message: MessageId, part: str | None, target: Path, reads: Reads) -> str:
    from desktop.compose.files import saving
    from desktop.connectors.mail.parts import attachment_bytes

    raw = reads.raw(message)
    data = raw if part is None else attachment_bytes(raw, part)
    with saving(target):
        # Never executable, and readable by the owner alone.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mark(target)
    return target.name
