"""Saves a file that came with a message where the owner says; it is never opened from here."""

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.conversation import Opened
from desktop.domain.item import Attachment, MessageId
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks


class Attachments(QObject):
    """`said` is one sentence about how it went. GUI thread; bytes are read and written off it."""

    said = Signal(str)

    def __init__(self, window: QWidget, tasks: Tasks, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._folder = folder

    def save(self, opened: Opened | None, message: MessageId, n: int) -> None:
        """Ask where to put the n-th file of a message of the conversation shown, then put it there."""
        found = _find(opened, message, n)
        if found is None:
            return
        from desktop.connectors.mail.parts import safe_name

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        start = self._folder / safe_name(found.name, found.media_type)
        dialog = QFileDialog(self._window, self.tr("Save the attachment"), str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(start.name)
        dialog.fileSelected.connect(partial(self.put, message, found))
        dialog.open()

    def put(self, message: MessageId, file: Attachment, target: str) -> None:
        """Write the file to `target`."""
        self._tasks.run(partial(_write, message, file.part, Path(target)), self._saved, self._failed)

    def _saved(self, name: str) -> None:
        self.said.emit(self.tr("Saved {name}").format(name=name))

    def _failed(self, error: Exception) -> None:
        self.said.emit(self.tr("The attachment could not be saved: {why}").format(why=error))


def _find(opened: Opened | None, message: MessageId, n: int) -> Attachment | None:
    for entry in opened.timeline if opened is not None else ():
        if entry.id == message and n < len(entry.attachments):
            return entry.attachments[n]
    return None


def _write(message: MessageId, part: str, target: Path, reads: Reads) -> str:
    from desktop.connectors.mail.parts import attachment_bytes

    data = attachment_bytes(reads.raw(message), part)
    # Never executable, and readable by the owner alone.
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return target.name
