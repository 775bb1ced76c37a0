"""Bytes from outside turned into a picture no larger than it is shown; on a worker thread, within bounds."""

from threading import Lock

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from desktop.domain.errors import Malformed
from desktop.ui.conversation.album import Shown

MOST_PIXELS = 25_000_000
_MOST_SIDE = 32_000
_MOST_SHOWN = 4_000_000
"""Pixels of a picture as it is shown, however long it is."""
_MOST_MEGABYTES = 100
"""What 25 megapixels take while they are decoded; Qt refuses what would take more."""
_ONE_AT_A_TIME = Lock()


def decode(data: bytes, width: int, ratio: float) -> Shown:
    """Return the picture, scaled down to `width` pixels of a screen with that ratio; raises Malformed.

    PNG, JPEG, GIF and WebP by their first bytes; of a moving picture its first. Any thread; one at a time.
    """
    form = kind(data)
    if not form:
        raise Malformed("This is no picture that can be shown.")
    with _ONE_AT_A_TIME:
        QImageReader.setAllocationLimit(_MOST_MEGABYTES)
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(form.encode()))
        reader.setDecideFormatFromContent(False)
        reader.setAutoTransform(True)
        size = reader.size()
        if not size.isValid() or max(size.width(), size.height()) > _MOST_SIDE:
            raise Malformed("This picture is broken, or larger than any screen.")
        if size.width() * size.height() > MOST_PIXELS:
            raise Malformed("This picture has more than 25 megapixels.")
        # A camera held upright leaves the turning to us.
        turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        across = size.height() if turned else size.width()
        reader.setScaledSize(_scaled(size, width * ratio / across))
        image = reader.read()
    if image.isNull():
        raise Malformed("This picture is broken.")
    return Shown(_screened(image, ratio), size.transposed() if turned else size)


def _scaled(size: QSize, by: float) -> QSize:
    """Return the size at which a picture is kept: no wider than the column, and no larger than a few screens."""
    by = min(1.0, by, (_MOST_SHOWN / (size.width() * size.height())) ** 0.5)
    return QSize(max(1, round(size.width() * by)), max(1, round(size.height() * by)))


def _screened(image: QImage, ratio: float) -> QImage:
    form = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    image = image.convertToFormat(form)
    image.setDevicePixelRatio(ratio)
    return image


def kind(data: bytes) -> str:
    """Return what the first bytes say a picture is: png, jpeg, gif or webp; "" for anything else, such as a drawing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
