"""Three pages in a stack: the one shown, and the next and previous conversation already laid out beside it."""

from collections import deque
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Entry, Opened
from desktop.domain.item import MessageId
from desktop.render.pictures import Picture
from desktop.ui.conversation.album import Album
from desktop.ui.theme import Theme
from desktop.ui.views.conversation import timeline
from desktop.ui.views.conversation.placing import size_in, unshown
from desktop.ui.views.conversation.sheet import Sheet
from desktop.ui.widgets.safe_browser import SafeBrowser
from desktop.ui.wording import words

_PAGES = 3
_SOUGHT = 60
"""Characters by which a sentence is found in its message."""
_BREATH = 4
"""Milliseconds after a page was painted before the neighbours are laid out: another key may follow at once."""
_PATIENCE = 100
"""Milliseconds after which they are laid out also where nothing was painted, as in a window that is covered."""

_MORE = 100
"""Messages that are added when the owner asks for earlier ones."""


class Load(Protocol):
    """Reads a conversation, the newest `limit` messages of it where that is given."""

    def __call__(self, id_: ConversationId, /, *, limit: int = ...) -> Opened | None:
        """Return it, None when it is gone."""
        ...


class PageStack(QWidget):
    """Shows one conversation and keeps its neighbours ready. Pages that are not shown lie outside the visible area:
    they are laid out like any other, which a hidden widget is not.
    """

    link_chosen = Signal(QUrl, str)
    link_pointed = Signal(QUrl)
    save_wished = Signal(object, int)
    pictures_wished = Signal(object)
    """The owner wants the pictures of this message."""
    note_wished = Signal(object)
    """The owner wants to change this note."""
    read_in = Signal(object)
    """An Opened was read, to be shown now or soon."""
    laid_out = Signal()
    """The page shown is another, or was laid out anew."""
    resized = Signal()
    refreshed = Signal(object)
    """The conversation shown was read again by itself: the Opened, or None when it is gone."""

    def __init__(self, theme: Theme, clock: Clock, load: Load, mark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._load = load
        self._mark = mark
        self.album = Album()
        self._style = timeline.style(theme.look)
        self._sheets = [self._sheet() for _ in range(_PAGES)]
        self._current = self._sheets[0]
        self._wanted: list[ConversationId] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BREATH)
        self._is_painted = True
        self._soon.timeout.connect(self._prepare)
        theme.changed.connect(self._restyle)

    @property
    def browser(self) -> SafeBrowser:
        """The page shown."""
        return self._current.browser

    @property
    def asked(self) -> int:
        """How often any page wanted to load something from outside; nothing ever was."""
        return sum(sheet.browser.asked for sheet in self._sheets)

    def show_conversation(self, id_: ConversationId) -> Opened | None:
        """Bring a conversation to the front, at once when it was prepared; None when it is gone."""
        sheet = self._find(id_)
        if sheet is None:
            sheet = self._spare()
            self._fill(sheet, id_)
        elif sheet.stale:
            self._fill(sheet, id_)
        self._bring(sheet)
        self._go_on()
        return sheet.opened

    def prepare(self, *ids: ConversationId | None) -> None:
        """Lay these conversations out in the background, the likeliest first; two fit."""
        self._wanted = [id_ for id_ in ids if id_ is not None][: _PAGES - 1]
        self._go_on()

    def prepared(self, id_: ConversationId) -> bool:
        """True when a conversation would be shown without any work."""
        sheet = self._find(id_)
        return sheet is not None and not sheet.stale

    def forget(self, ids: frozenset[ConversationId] | None = None) -> None:
        """Have these conversations (all without `ids`) read again before they are shown next."""
        for sheet in self._sheets:
            if ids is None or (sheet.id is not None and sheet.concerns(ids)):
                sheet.stale = True
        self._go_on()

    def refresh(self) -> Opened | None:
        """Read the conversation shown again and keep the place the owner reads at."""
        sheet = self._current
        if sheet.id is None:
            return None
        untouched = sheet.is_untouched
        self._read(sheet, sheet.id)
        if untouched:
            self._render(sheet)
        else:
            self._render_in_place(sheet)
        return sheet.opened

    def go_on_with(self, id_: ConversationId) -> Opened | None:
        """Show in the same place the conversation that the one on show has become part of."""
        for sheet in self._sheets:
            if sheet.id == id_:
                sheet.id, sheet.stale = None, True
        self._current.id = id_
        return self.refresh()

    def go_to(self, message: MessageId, words_: str = "") -> bool:
        """Scroll to a message of the conversation shown, and mark `words_` in it; False when it is not there."""
        sheet = self._current
        timeline_ = sheet.opened.timeline if sheet.opened is not None else ()
        place = next((n - len(timeline_) for n, entry in enumerate(timeline_) if entry.id == message), 0)
        if not place:
            return False
        if sheet.page is not None and sheet.opened is not None:
            sheet.whole = sheet.whole or -place > len(timeline_) - (sheet.page.left_out - sheet.opened.earlier)
        self._render_from(sheet, -place)
        found = sheet.browser.document().find(words_[:_SOUGHT]) if words_ else QTextCursor()
        while not found.isNull() and not sheet.browser.within(place, found):
            found = sheet.browser.document().find(words_[:_SOUGHT], found)
        sheet.browser.mark([] if found.isNull() else [found])
        if not found.isNull():
            sheet.browser.bring_into_sight(found)
        return True

    def show_whole(self) -> None:
        """Lay out all of the conversation shown that was read, where the owner reads."""
        self._current.whole = True
        self._render_in_place(self._current)

    @property
    def widest(self) -> int:
        """How many pixels a bubble may be wide."""
        return self._theme.look.px(timeline.WIDEST)

    def unshown(self, entry: Entry) -> list[Picture]:
        """Return the pictures of a message that is shown, without those that are there or on their way."""
        return unshown(timeline.html_of(entry, self._current.unfolded), entry.id, self.album)

    def show_picture(self, message: MessageId, src: str) -> None:
        """Draw a picture that came where a page holds a place for it."""
        shown = self.album.shown(message, src)
        for sheet in self._sheets if shown is not None else ():
            entry = sheet.entry(message)
            if shown is None or entry is None:
                continue
            html, room = timeline.html_of(entry, sheet.unfolded), timeline.column(self._theme.look, sheet.width)
            name = f"{self._mark}:{self.album.name(message, src)}"
            sheet.browser.show_picture(name, shown.image, size_in(html, src, shown.size, room))

    def renew_pictures(self, message: MessageId) -> None:
        """Tell anew what is there of the pictures of a message, and what can be loaded."""
        for sheet in self._sheets:
            if sheet.entry(message) is None:
                continue
            if sheet is not self._current:
                sheet.page, sheet.stale = None, True
            elif sheet.is_untouched:
                self._render(sheet)
            else:
                self._render_in_place(sheet)
        self._go_on()

    def clear(self) -> None:
        """Show nothing."""
        for sheet in self._sheets:
            sheet.id, sheet.opened, sheet.stale = None, None, True
            self._put(sheet, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every page the room there is; one that was not scrolled goes on to show its newest message."""
        only_higher = event.size().width() == event.oldSize().width()
        kept = [sheet for sheet in self._sheets if only_higher and sheet.page is not None and sheet.is_untouched]
        self._lay()
        for sheet in kept:
            sheet.scroll(self.height(), self._gap)
        self._go_on()
        self.resized.emit()

    def _sheet(self) -> Sheet:
        browser = SafeBrowser(self._theme, self, give=self._give)
        browser.link_chosen.connect(self._link)
        browser.highlighted.connect(self._point)
        browser.painted.connect(self._painted)
        browser.setAccessibleName(self.tr("Conversation"))
        return Sheet(browser)

    def _give(self, name: QUrl) -> QImage | None:
        """Return a picture by the name we gave it, a box while it is on its way; None for every other name."""
        if name.scheme() != self._mark:
            return None
        image = self.album.image(name.path())
        if image is None:
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(self._theme.look.color("line"))
        return image

    def _find(self, id_: ConversationId) -> Sheet | None:
        return next((sheet for sheet in self._sheets if sheet.id == id_), None)

    def _spare(self) -> Sheet:
        """Return a page that is neither shown nor wanted soon."""
        others = [sheet for sheet in self._sheets if sheet is not self._current]
        return next((sheet for sheet in others if sheet.id not in self._wanted), others[0])

    def _bring(self, sheet: Sheet) -> None:
        if sheet is not self._current:
            sheet.browser.mark([])
            self._is_painted = False
        self._current = sheet
        self._lay()
        self.laid_out.emit()

    def _lay(self) -> None:
        size = self.size()
        away = size.width() + 1
        for sheet in self._sheets:
            shown = sheet is self._current
            corner = QPoint(0, 0) if shown else QPoint(away, 0)
            area = QRect(corner, size)
            if sheet.browser.geometry() != area:
                sheet.browser.setGeometry(area)
                sheet.browser.setFocusPolicy(Qt.FocusPolicy.StrongFocus if shown else Qt.FocusPolicy.NoFocus)

    def _painted(self) -> None:
        if not self._is_painted:
            self._is_painted = True
            # The rest of the window is painted together with it, before anything that is due by time.
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        """Lay the neighbours out after a breath, and not before the page just shown was painted."""
        self._soon.start(_BREATH if self._is_painted else _PATIENCE)

    def _prepare(self) -> None:
        """Do one piece of the work ahead and come back for the next, so that a key never waits long."""
        here = self._current
        if here.id is not None and (here.stale or self._off(here)):
            self.refreshed.emit(self.refresh())
            self._go_on()
            return
        if here.height != self.height() and here.is_untouched:
            here.scroll(self.height(), self._gap)
        for id_ in self._wanted:
            sheet = self._find(id_)
            if sheet is None or sheet.stale or self._off(sheet):
                self._fill(sheet or self._spare(), id_)
                self._go_on()
                return
        if here.later:
            here.grow()
            self._go_on()

    def _off(self, sheet: Sheet) -> bool:
        return sheet.width != self._room() or sheet.day != words.day_of(self._clock.now())

    def _fill(self, sheet: Sheet, id_: ConversationId) -> None:
        self._read(sheet, id_)
        self._render(sheet)

    def _read(self, sheet: Sheet, id_: ConversationId) -> None:
        if sheet.id != id_:
            sheet.unfolded, sheet.whole, sheet.page, sheet.limit = set(), False, None, 0
        sheet.opened = self._load(id_, limit=sheet.limit) if sheet.limit else self._load(id_)
        sheet.id, sheet.stale = id_, False
        if sheet.opened is not None:
            self.read_in.emit(sheet.opened)

    def _render(self, sheet: Sheet) -> None:
        """Lay out as much as can be seen of the newest message; what is left follows while no key is pressed."""
        if self._put(sheet, sheet.opened):
            sheet.scroll(self.height(), self._gap)
            while sheet.later and not sheet.is_covered(self.height()):
                sheet.grow()
                sheet.scroll(self.height(), self._gap)
            self._go_on()

    def _render_in_place(self, sheet: Sheet) -> None:
        """Lay all of it out and leave the owner where they read."""
        sheet.finish()
        bar = sheet.browser.verticalScrollBar()
        value = bar.value()
        if self._put(sheet, sheet.opened):
            sheet.finish()
            bar.setValue(value)

    def _render_from(self, sheet: Sheet, bubbles: int) -> None:
        """Lay out at least the newest so many bubbles and show the first of them; what is above follows unseen."""
        self._put(sheet, sheet.opened)
        while sheet.later and (sheet.browser.bubbles < bubbles or not sheet.later[0].ground):
            sheet.grow()
        if bubbles <= sheet.browser.bubbles:
            sheet.show_from(bubbles, self._gap)
        self._go_on()

    def _put(self, sheet: Sheet, opened: Opened | None) -> bool:
        """Begin the page anew; False when it would read as it does already."""
        now, width = self._clock.now(), self._room()
        sheet.day = words.day_of(now)
        page = None
        if opened is not None:
            wish = timeline.Wish(sheet.unfolded, sheet.whole, width, self._mark, self.isRightToLeft(), self.album)
            page = timeline.page(opened, self._theme.look, now, wish)
        if page == sheet.page and page is not None and width == sheet.width:
            return False
        sheet.page, sheet.width = page, width
        sheet.later = deque(page.later if page is not None else ())
        sheet.above = False
        html, grounds = (page.html, page.grounds) if page is not None else ("", ())
        sheet.browser.put(html, self._style, grounds)
        if sheet is self._current:
            self.laid_out.emit()
        return page is not None

    @property
    def _gap(self) -> int:
        """Pixels left above the message at which a page opens."""
        return self._theme.look.px(36)

    def _room(self) -> int:
        return max(200, self.width() - 2 * self._theme.look.px(22))

    def _restyle(self) -> None:
        self._style = timeline.style(self._theme.look)
        for sheet in self._sheets:
            if sheet.opened is not None:
                sheet.page = None
                self._render(sheet)

    def _add_earlier(self, sheet: Sheet, id_: ConversationId, before: Opened) -> None:
        sheet.limit = len(before.timeline) + _MORE
        sheet.whole = True
        self._read(sheet, id_)
        self._render_from(sheet, len(before.timeline))
        self.refreshed.emit(sheet.opened)

    def _point(self, url: QUrl) -> None:
        self.link_pointed.emit(QUrl() if url.scheme() == self._mark else url)

    def _link(self, url: QUrl, text: str) -> None:
        if url.scheme() != self._mark:
            self.link_chosen.emit(url, text)
            return
        verb, *rest = url.path().split("/")
        sheet = self._current
        if verb == "unfold":
            sheet.unfolded.add(MessageId(int(rest[0])))
        elif verb == "whole":
            sheet.whole = True
        elif verb == "earlier" and sheet.opened is not None and sheet.id is not None:
            self._add_earlier(sheet, sheet.id, sheet.opened)
            return
        elif verb == "pictures":
            self.pictures_wished.emit(MessageId(int(rest[0])))
            return
        elif verb == "note":
            self.note_wished.emit(MessageId(int(rest[0])))
            return
        elif verb == "save":
            self.save_wished.emit(MessageId(int(rest[0])), int(rest[1]))
            return
        self._render_in_place(sheet)
