"""When a reply shall leave: presets and plain words, with the truth about a computer that is off."""

from collections.abc import Callable
from datetime import datetime

from desktop.ui.theme import Theme
from desktop.ui.views.pickers.snooze import Snooze


class SendLater(Snooze):
    """Asks when. `picked` carries the moment in UTC; Esc picks nothing."""

    def __init__(self, theme: Theme, title: str, now: Callable[[], datetime]) -> None:
        super().__init__(theme, title, now)
        self._ask.setAccessibleName(self.tr("When it shall leave"))
        self._ask.setPlaceholderText(self.tr("When? tomorrow 8, mon 9, in 2 h …"))
        row = self._wakes.parentWidget()
        if row is not None:
            row.hide()

    def _typed(self, text: str) -> None:
        super()._typed(text)
        if not self._note.is_wrong:
            self._note.say(
                self.tr(
                    "It leaves at that time if this computer is on and Shopbell is open. If not, you are asked about it "
                    "when you open Shopbell again."
                )
            )
            self.arrange()
