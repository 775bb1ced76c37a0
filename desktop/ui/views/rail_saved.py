"""The line of a saved search in the rail."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.domain.text import plain
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme
from desktop.ui.views.rail_lines import RailLine

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
        self.tell(plain(found.query))

    def count(self, figure: str) -> None:
        """Show another figure."""
        self.right = figure
        told = QCoreApplication.translate("Rail", "Saved search {name}, {total} conversations")
        self.setAccessibleName(told.format(name=self.text(), total=figure or "0"))
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's own name
        """Stay as it is: what is shown decides."""
        return

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the name and the figure."""
        look, chosen = self.theme.look, self.isChecked()
        ink, right = ("accent", "accent") if chosen else ("ink", "quiet")
        self.draw_words(painter, area, ink, look.hand(13, bold=chosen), right)
