"""Icons: one set of strokes, drawn in a colour of the theme when first asked for, then kept."""

from pathlib import Path

from PySide6.QtGui import QPixmap

from desktop.ui.theme import Theme


class Icons:
    """Draws the files of one folder. GUI thread only.

    `waiting` ones are empty until `begin`: the first rows need not wait until Qt has loaded what draws SVG.
    """

    def __init__(self, folder: Path, theme: Theme, *, waiting: bool = False) -> None:
        self._waiting = waiting
        self._folder = folder
        self._theme = theme
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def begin(self) -> None:
        """Draw from now on; what was painted with empty icons has to be painted again."""
        self._waiting = False

    def pixmap(self, name: str, ink: str = "ink", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Return the icon in the colour of the token `ink`, `size` logical pixels wide, for a screen of that pixel ratio.

        A name without a file raises FileNotFoundError.
        """
        if self._waiting:
            return QPixmap()
        value = self._theme.look.tokens[ink]
        key = (name, value, size, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, value, size, ratio)
        return self._drawn[key]

    def _draw(self, name: str, value: str, size: int, ratio: float) -> QPixmap:
        from PySide6.QtCore import QByteArray
        from PySide6.QtGui import QImage

        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        side = round(size * ratio)
        # Asking for the size inside the SVG keeps strokes sharp; the stroke is 1.5 px at 16 px.
        stroke = 1.5 * 24 / size if size <= 24 else 1.5
        text = (
            self._sources[name]
            .replace("currentColor", value)
            .replace('width="24"', f'width="{side}"', 1)
            .replace('height="24"', f'height="{side}"', 1)
            .replace('stroke-width="2"', f'stroke-width="{stroke}"')
        )
        image = QImage.fromData(QByteArray(text.encode()), "SVG")  # type: ignore[arg-type]  # the stub asks for bytes, the call for str
        if image.isNull():
            image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(0)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
