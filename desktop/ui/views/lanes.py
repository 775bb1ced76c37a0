"""The lane on show: as a list of conversations, or as a page of its own; and where the owner stood in one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.row import Found, InboxRow, Lane
from desktop.ui.views.inbox.pane import InboxPane
from desktop.ui.views.shape import Stand


class Lanes(QStackedWidget):
    """The left of the window. `inbox` shows every lane that was not given a page."""

    def __init__(self, inbox: InboxPane) -> None:
        super().__init__()
        self._inbox = inbox
        self._pages: dict[Lane | Found, QWidget] = {}
        self._left_at: Stand | None = None
        """Where the owner stood in a lane before a search or a page was shown."""
        self.lane: Lane | Found = Lane.NEEDS_YOU
        """The lane shown, or the search."""
        self.addWidget(inbox)

    @property
    def shows_list(self) -> bool:
        """True while the list is on show."""
        return self.currentWidget() is self._inbox

    @property
    def has_page(self) -> bool:
        """True where the lane has a page of its own."""
        return self.lane in self._pages

    @property
    def stand(self) -> Stand:
        """The lane on show and the conversation its list stands on; of a search or a page, where one came from."""
        if isinstance(self.lane, Lane) and not self.has_page:
            return self.lane, self._inbox.current
        return self._left_at or (Lane.NEEDS_YOU, None)

    def add_page(self, lane: Lane, page: QWidget) -> None:
        """Have a widget of its own stand for a lane, such as the outbox."""
        self._pages[lane] = page
        self.addWidget(page)

    def go_to(self, lane: Lane | Found, rows: Sequence[InboxRow] | None = None) -> None:
        """Show a lane: its list (whose first `rows` may be read already), or the page that was given for it."""
        self._left_at = self.stand
        self.lane = lane
        page = self._pages.get(lane)
        if page is None:
            self._inbox.show_lane(lane, rows=rows)
        self.show_again()
        if page is not None:
            page.setFocus()

    def take_focus(self) -> None:
        """Have the keys go to what is on show."""
        page = self.currentWidget()
        if page is self._inbox:
            self._inbox.take_focus()
        elif page is not None:
            page.setFocus()

    def show_again(self) -> None:
        """Show the lane itself, where it was given its page only after one went there."""
        self.setCurrentWidget(self._pages.get(self.lane, self._inbox))
