"""What the owner chooses: the settings, made when they are first needed, and the choices that are kept with them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop.domain.row import Sorting

if TYPE_CHECKING:
    from desktop.ui.household import Household


class Choosing(QObject):
    """Made before there are commands; a page that is wished for until they `begin` is shown then. GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._make: Callable[[], Household] | None = None
        self._household: Household | None = None
        self._wished: Callable[[], None] | None = None

    def begin(self, make: "Callable[[], Household]") -> None:
        """Show what was wished for; `make` makes the settings, of which nothing is loaded before."""
        self._make = make
        if self._wished is not None:
            self._wished()

    def follow(self) -> None:
        """Have the settings follow how the channels are doing."""
        if self._household is not None:
            self._household.follow()

    def close(self) -> None:
        """End what the settings have begun."""
        if self._household is not None:
            self._household.close()

    def open_settings(self) -> None:
        """Show the settings, or put them away."""
        if household := self._settled():
            household.open()
        else:
            self._wished = self.open_settings

    def show_settings(self, page: str) -> None:
        """Show a page of the settings."""
        if household := self._settled():
            household.show(page)
        else:
            self._wished = partial(self.show_settings, page)

    @Slot()
    def add_account(self) -> None:
        """Show where a channel is added."""
        if household := self._settled():
            household.open_accounts()
        else:
            self._wished = self.add_account

    @Slot(object)
    def remember_order(self, sorting: Sorting) -> None:
        """Keep in which order lanes are listed."""
        if household := self._settled():
            household.preferences.change(list_order=sorting.value)

    @Slot(bool)
    def remember_waking(self, wakes: bool) -> None:  # noqa: FBT001 - a slot
        """Keep for the next snooze whether it wakes when they write."""
        if household := self._settled():
            household.preferences.change(wake_on_reply=wakes)

    @Slot(str)
    def choose_dictionaries(self, tags: str) -> None:
        """Keep the languages whose dictionaries read what is written."""
        if household := self._settled():
            household.preferences.change(spelling_languages=tags)

    def _settled(self) -> "Household | None":
        if self._household is None and self._make is not None:
            self._household = self._make()
        return self._household
