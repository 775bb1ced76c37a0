"""The pictures the owner has asked for: in memory, for as long as the window is open, the oldest messages' let go first."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop.domain.kinds import MessageId

MOST_BYTES = 128 << 20
"""Of pictures as they are shown, all together."""

_PLACE = "picture/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture made fit to be shown: no larger than the column, and how large it is by itself."""

    image: QImage
    size: QSize


class Album:
    """Knows pictures by the message they stand in and the address the message gives them. GUI thread."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._numbers: dict[tuple[MessageId, str], int] = {}
        self._names: dict[int, tuple[MessageId, str]] = {}
        self._shown: OrderedDict[MessageId, dict[str, Shown]] = OrderedDict()
        self._awaited: dict[MessageId, set[str]] = {}

    def ask(self, message: MessageId, src: str) -> None:
        """Remember that a picture is on its way."""
        self._awaited.setdefault(message, set()).add(src)

    def awaits(self, message: MessageId, src: str) -> bool:
        """Return whether a picture is on its way."""
        return src in self._awaited.get(message, ())

    def put(self, message: MessageId, src: str, shown: Shown) -> bool:
        """Keep a picture that came; False when one message has more than there is room for."""
        self.give_up(message, src)
        size = shown.image.sizeInBytes()
        while self._bytes + size > self._most:
            oldest = next(iter(self._shown), message)
            if oldest == message:
                return False
            self._bytes -= sum(one.image.sizeInBytes() for one in self._shown.pop(oldest).values())
        self._shown.setdefault(message, {})[src] = shown
        self._bytes += size
        return True

    def give_up(self, message: MessageId, src: str) -> None:
        """Expect a picture no longer."""
        self._awaited.get(message, set()).discard(src)

    def shown(self, message: MessageId, src: str) -> Shown | None:
        """Return a picture that is there."""
        return self._shown.get(message, {}).get(src)

    def name(self, message: MessageId, src: str) -> str:
        """Return by what name a page calls a picture: it says nothing of where it comes from."""
        number = self._numbers.setdefault((message, src), len(self._numbers))
        self._names[number] = (message, src)
        return f"{_PLACE}{number}"

    def image(self, name: str) -> QImage | None:
        """Return what is to be drawn for a name, None when that picture is not there."""
        number = name.removeprefix(_PLACE)
        key = self._names.get(int(number)) if name.startswith(_PLACE) and number.isdecimal() else None
        shown = self.shown(*key) if key is not None else None
        return None if shown is None else shown.image
