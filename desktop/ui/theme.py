"""Tokens to palette, one style sheet and fonts: light or dark, usual or high contrast, or what the system says.

The only source of colour.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.ink import Hand

FAMILY = "Inter"
BODY = 13
"""Pixels of the body text at 100 %; every other size in the style sheet is given at the same scale."""

_TOKEN_LINE = re.compile(r'^([a-z_]+)\s*=\s*"(#[0-9a-f]{6})"\s*$', re.MULTILINE)
_PLACE = re.compile(r"@([a-z_]+)")
_LENGTH = re.compile(r"\b(\d+)u\b")


def read_tokens(text: str) -> dict[str, str]:
    """Return the tokens of a theme file: lines of the form `name = "#rrggbb"`, the only TOML a theme may hold."""
    return dict(_TOKEN_LINE.findall(text))


def contrast(one: QColor, other: QColor) -> float:
    """Return the WCAG 2 contrast ratio of two opaque colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and dress the widget accordingly."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Look:
    """One theme at one text scale: a frozen set of colours and sizes that painters may keep for a paint."""

    def __init__(self, name: str, tokens: Mapping[str, str], scale: int = 100) -> None:
        self.name = name
        self.tokens = dict(tokens)
        self.scale = scale
        self._colors = {token: QColor(value) for token, value in tokens.items()}
        self._brushes: dict[str, QBrush] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._hands: dict[tuple[int, bool, bool], Hand] = {}

    @property
    def dark(self) -> bool:
        """True when the ink is lighter than the pane."""
        return self._colors["ink"].lightness() > self._colors["pane"].lightness()

    def color(self, token: str) -> QColor:
        """Return the colour of a token; raises KeyError for one that no theme has."""
        return self._colors[token]

    def brush(self, token: str) -> QBrush:
        """Return a brush in the colour of a token. A palette makes it: QBrush itself would load Qt's namespace."""
        found = self._brushes.get(token)
        if found is None:
            mixed = QPalette()
            mixed.setColor(QPalette.ColorRole.Window, self._colors[token])
            found = self._brushes[token] = mixed.brush(QPalette.ColorRole.Window)
        return found

    def px(self, size: float) -> int:
        """Return `size` pixels of the drawing at the owner's text scale."""
        return round(size * self.scale / 100)

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """Return the product's font at `size` pixels (before scaling), weight 400 or 600."""
        found = self._fonts.get((size, bold))
        if found is None:
            found = QFont(FAMILY)
            found.setPixelSize(self.px(size))
            found.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            self._fonts[size, bold] = found
        return found

    def figures(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """Return the font with figures of equal width, for columns and countdowns."""
        font = QFont(self.font(size, bold=bold))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def hand(self, size: int = BODY, *, bold: bool = False, figures: bool = False) -> Hand:
        """Return what writes short texts at that size, with `figures` of equal width for columns; it is kept."""
        key = (size, bold, figures)
        found = self._hands.get(key)
        if found is None:
            font = self.figures(size, bold=bold) if figures else self.font(size, bold=bold)
            found = self._hands[key] = Hand(font, self.brush)
        return found

    def palette(self, first: QPalette | None = None) -> QPalette:
        """Return the Qt palette made from the tokens; shades that no token names stay those of `first`.

        Without `first` they are worked out from the ground, which loads Qt's namespace.
        """
        palette = first or QPalette(self.color("canvas"))
        roles = QPalette.ColorRole
        for role, token in (
            (roles.Window, "canvas"),
            (roles.WindowText, "ink"),
            (roles.Base, "pane"),
            (roles.AlternateBase, "hover"),
            (roles.Text, "ink"),
            (roles.Button, "pane"),
            (roles.ButtonText, "ink"),
            (roles.BrightText, "on_accent"),
            (roles.PlaceholderText, "faint"),
            (roles.Highlight, "accent"),
            (roles.HighlightedText, "on_accent"),
            (roles.Link, "accent"),
            (roles.LinkVisited, "accent"),
            (roles.ToolTipBase, "float"),
            (roles.ToolTipText, "on_float"),
            (roles.Mid, "line"),
            (roles.Accent, "accent"),
        ):
            palette.setColor(role, self.color(token))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        return palette

    def style(self, template: str) -> str:
        """Return a style sheet with every `@token` and every length in `u` (pixels at 100 %) filled in."""
        colored = _PLACE.sub(self._fill, template)
        return _LENGTH.sub(self._length, colored)

    def _fill(self, match: re.Match[str]) -> str:
        return self.tokens[match[1]]

    def _length(self, match: re.Match[str]) -> str:
        return f"{self.px(int(match[1]))}px"


class Theme(QObject):
    """The look in force; `changed` follows every new one, GUI thread.

    The choice is "light", "dark" or "system", the contrast "normal", "high" or "system".
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, folder: Path, choice: str = "system", *, contrast: str = "system", scale: int = 100
    ) -> None:
        super().__init__()
        self._app = app
        self._folder = folder
        self._scale = scale
        self._choice = choice
        self._contrast = contrast
        self._looks: dict[str, Look] = {}
        self._dressed = False
        self._sheet = ""
        self._hints: Any = None
        self._told: Any = None
        """What knows how much contrast the system asks for; Qt before 6.10 does not."""
        self.look = self._load(self._wanted())

    def start(self) -> None:
        """Put fonts and colours in force; `dress` follows after the first paint."""
        _load_fonts(self._folder / "fonts")
        self._app.setFont(self.look.font())
        self._app.setPalette(self.look.palette(self._app.palette()))

    def dress(self) -> None:
        """Add the style sheet: what is painted first goes by palette and tokens and does not wait for it."""
        from desktop.ui.motion import calm

        self._dressed = True
        calm(self._app)
        # Both are kept: PySide forgets what the hints have given as soon as it forgets the hints.
        self._hints = self._app.styleHints()
        self._told = self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        self._renew()
        self._apply()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        if self._told is not None:
            self._told.contrastPreferenceChanged.connect(self._system_changed)

    def choose(self, choice: str, contrast: str | None = None) -> None:
        """Change to a choice at once; without `contrast` that stays as it is."""
        self._choice = choice
        self._contrast = contrast or self._contrast
        self._renew()

    def rescale(self, scale: int) -> int:
        """Change the size of the text at once; returns the one before. What was laid out by that is not told here."""
        before, self._scale = self._scale, scale
        if before != scale:
            self._looks.clear()
            self._renew()
        return before

    def _wanted(self) -> str:
        return f"{self._ground()}-contrast" if self._is_high() else self._ground()

    def _is_high(self) -> bool:
        if self._contrast != "system" or not self._dressed:
            return self._contrast == "high"
        if self._told is None:
            return False
        from PySide6.QtCore import Qt

        return bool(self._told.contrastPreference() == Qt.ContrastPreference.HighContrast)

    def _ground(self) -> str:
        if self._choice in ("light", "dark"):
            return self._choice
        if not self._dressed:
            # The system's palette is known at once; its scheme would load all of Qt's constants before the first paint.
            ground = self._app.palette().color(QPalette.ColorRole.Window)
            return "dark" if ground.lightness() < 128 else "light"
        from PySide6.QtCore import Qt

        scheme = self._hints.colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return "dark" if self.look.dark else "light"
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"

    def _load(self, name: str) -> Look:
        if name not in self._looks:
            text = (self._folder / "themes" / f"{name}.toml").read_text(encoding="utf-8")
            self._looks[name] = Look(name, read_tokens(text), self._scale)
        return self._looks[name]

    def _system_changed(self, _scheme: object) -> None:
        self._renew()

    def _renew(self) -> None:
        look = self._load(self._wanted())
        if look is not self.look:
            self.look = look
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        if not self._sheet:
            sheets = sorted(self._folder.glob("style*.qss"))
            self._sheet = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
        self._app.setFont(self.look.font())
        self._app.setPalette(self.look.palette())
        self._app.setStyleSheet(self.look.style(self._sheet))


def _load_fonts(folder: Path) -> None:
    for file in sorted(folder.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
