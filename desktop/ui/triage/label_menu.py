"""What the owner does with a label itself from its line in the rail, by the right button or the menu key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from desktop.domain.row import Label
from desktop.ui.triage.deciding import Deciding
from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.pickers.labels import colours
from desktop.ui.workplace import Workplace


class LabelMenu(QObject):
    """Offers to find a label's conversations, to rename, recolour and remove it; each with the words of the label picker."""

    def __init__(self, work: Workplace, find: Callable[[str], object]) -> None:
        """`find` shows the conversations that bear the label of a name."""
        super().__init__(work.window)
        self._window = work.window
        self._desk: Deciding = work.desk
        self._theme = work.theme
        self._float = work.show
        self._find = find
        work.window.rail.label_asked.connect(self.offer)

    @Slot(object, QPoint)
    def offer(self, label: Label, at: QPoint) -> None:
        """Offer what can be done with a label in a menu at a place of the screen."""
        menu = QMenu(self._window)
        menu.addAction(self.tr("Find its conversations"), partial(self._find, label.name))
        menu.addAction(self.tr("Rename …"), partial(self._ask_name, label))
        shades = menu.addMenu(self.tr("Colour"))
        for colour, title in colours().items():
            shade = shades.addAction(title, partial(self._desk.recolour_label, label, colour, _nothing))
            shade.setCheckable(True)
            shade.setChecked(colour == label.colour)
        menu.addAction(self.tr("Remove"), partial(self._desk.remove_label, label, _nothing))
        menu.popup(at)
        menu.aboutToHide.connect(menu.deleteLater)

    def _ask_name(self, label: Label) -> None:
        card = NameCard(self._theme, self.tr("Rename this label"), label.name)
        card.named.connect(partial(self._rename, label))
        self._float(card)

    def _rename(self, label: Label, name: str) -> None:
        self._desk.rename_label(label, name, _nothing)


def _nothing() -> None:
    """The rail follows the change by itself."""
