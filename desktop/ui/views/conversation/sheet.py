"""One page: a conversation in a browser, laid out piece by piece while what is read stays where it is."""

from collections import deque
from math import ceil

from desktop.domain.conversation import ConversationId, Entry, Opened
from desktop.domain.item import MessageId
from desktop.ui.views.conversation import timeline
from desktop.ui.widgets.safe_browser import SafeBrowser


class Sheet:
    """One browser and the conversation on it, laid out from the newest message up. GUI thread."""

    def __init__(self, browser: SafeBrowser) -> None:
        self.browser = browser
        self.id: ConversationId | None = None
        self.opened: Opened | None = None
        self.page: timeline.Page | None = None
        self.later: deque[timeline.Portion] = deque()
        self.above = False
        self.unfolded: set[MessageId] = set()
        self.whole = False
        self.limit = 0
        self.stale = True
        self.width = 0
        self.height = 0
        self.rest = 0
        self.day: object = None

    @property
    def is_untouched(self) -> bool:
        """True while the owner has not scrolled away from where the page was opened."""
        bar = self.browser.verticalScrollBar()
        return bar.value() in (self.rest, bar.maximum())

    def concerns(self, ids: frozenset[ConversationId]) -> bool:
        """Return whether news of these conversations may change what is on it."""
        if self.id in ids or self.opened is None:
            return True
        return any(entry.conversation in ids for entry in self.opened.timeline)

    def entry(self, message: MessageId) -> Entry | None:
        """Return a message that is on it."""
        said = self.opened.timeline if self.opened is not None else ()
        return next((entry for entry in said if entry.id == message), None)

    def grow(self) -> None:
        """Add the next portion; what can be seen stays where it is."""
        portion = self.later.popleft()
        self.above = self.above or bool(portion.ground)
        bar = self.browser.verticalScrollBar()
        before, value = self.browser.bubble_top(-1), bar.value()
        self.browser.add(portion.html, portion.ground)
        moved = self.browser.bubble_top(-1) - before
        if moved:
            # By whole pixels only: otherwise letters in sight would be drawn anew a shade beside where they were.
            self.browser.nudge(ceil(moved) - moved)
            moved = round(self.browser.bubble_top(-1) - before)
            bar.setValue(value + moved)
            self.rest += moved

    def finish(self) -> None:
        """Add all that is left."""
        while self.later:
            self.grow()

    def is_covered(self, height: int) -> bool:
        """True when what is still missing of a page could not be seen now, in a place of this height."""
        whole = self.browser.document().size().height()
        above = self.above or self.later[0].ground
        return whole - (0 if above else self.browser.bubble_top(-1)) > height

    def scroll(self, height: int, gap: int) -> None:
        """Show the newest message: its end, or its beginning (`gap` pixels below the top) when it is longer than the page."""
        bar = self.browser.verticalScrollBar()
        self.height = height
        top = round(self.browser.bubble_top(-1)) - gap
        bar.setValue(min(bar.maximum(), top) if bar.maximum() - top > 0 else bar.maximum())
        self.rest = bar.value()

    def show_from(self, bubbles: int, gap: int) -> None:
        """Scroll to the beginning of the newest so many bubbles."""
        self.browser.verticalScrollBar().setValue(round(self.browser.bubble_top(-bubbles)) - gap)
