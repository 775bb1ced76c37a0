"""The line of a saved search in the rail."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from desktop.domain.text import plain
from desktop.ui.icons import Icons
from desktop.ui.ink import CENTER
from desktop.ui.theme import Theme
from desktop.ui.views.rail.lines import RailLine
from desktop.ui.widgets.avatar import initials

if TYPE_CHECKING:
    from desktop.domain.row import Found


class SavedLine(RailLine):
    """A search that is kept and how many conversations it finds; a click shows them."""

    def __init__(self, found: "Found", figure: str, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.found = found
        self.setObjectName("saved")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # An ampersand in a name is no mnemonic: what is drawn is the text as it is.
        self.setText(plain(found.name, 60))
        self.count(figure)
        self.tell()

    def tell(self, sentence: str = "") -> None:
        """Say what is searched for; a narrow line, and one that is cut, says its name as well."""
        said = sentence or plain(self.found.query)
        super().tell(f"{self.accessibleName()}. {said}" if self.narrow or self.is_cut else said)

    def count(self, figure: str) -> None:
        """Show another figure."""
        self.right = figure
        told = QCoreApplication.translate("Rail", "Saved search {name}: {total}")
        self.setAccessibleName(told.format(name=self.text(), total=figure or "0"))
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's own name
        """Stay as it is: what is shown decides."""
        return

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the name and the figure; where there is no room for them, the first letters in a frame."""
        look, chosen = self.theme.look, self.isChecked()
        ink, right = ("accent", "accent") if chosen else ("ink", "quiet")
        if self.narrow:
            self._draw_letters(painter, ink)
            return
        self.draw_words(painter, area, ink, look.hand(13, bold=chosen), right)

    def _draw_letters(self, painter: QPainter, ink: str) -> None:
        look = self.theme.look
        side = min(look.px(24), self.height() - 2)
        square = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        path = QPainterPath()
        path.addRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        painter.strokePath(path, QPen(look.color("accent" if self.isChecked() else "edge"), 1))
        if side >= look.px(16):
            look.hand(10, bold=True).write(painter, square, initials(self.text()), ink, CENTER)
