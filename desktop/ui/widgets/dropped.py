"""Files and pictures that are dragged or pasted into a reply."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from desktop.domain.draft import Enclosure

Given = Path | Callable[[], Enclosure]
"""A file on the disk, or what makes one; both are read away from the GUI thread."""


def files_in(source: QMimeData) -> list[Given]:
    """Return the files named by what was dropped or pasted, else the picture in it; nothing where it is words."""
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    if paths:
        return list(paths)
    if source.hasImage() and not source.hasText():
        image = source.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [partial(_as_png, image.copy())]
    return []


def _as_png(image: QImage) -> Enclosure:
    """Return a picture as a file. Takes a while for a large one: not for the GUI thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Enclosure(name="picture.png", media_type="image/png", data=bytes(data.data()))
