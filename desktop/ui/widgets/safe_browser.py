"""Shows sanitised HTML and nothing else: loads no resource, opens no link by itself, draws bubbles behind messages."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QByteArray, QEvent, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from desktop.ui.ink import turned
from desktop.ui.theme import Theme

_OBJECT = "\ufffc"
"""Stands in a text where something is drawn."""


class SafeBrowser(QTextBrowser):
    """A page of messages. `asked` counts what the HTML wanted to load; none of it was loaded.

    What is there already, `give` returns for a name of our own, None for every other.

    `link_chosen` carries the address and the text under the mouse; whether it is opened is for others to decide.
    """

    link_chosen = Signal(QUrl, str)
    painted = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, give: Callable[[QUrl], QImage | None] | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._give = give
        self._grounds: list[str] = []
        self._grows = -1
        self._style = ""
        self.asked = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its place is always kept: a page is laid out once, and ends where the verbs and the composer end.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setEnabled(False)
        self.verticalScrollBar().rangeChanged.connect(self._needs_bar)
        self._mark = QWidget(self)
        self._mark.setObjectName("focus-mark")
        self._mark.hide()
        # Room at the sides by the viewport: a right-aligned table would count the document's own margin twice.
        self.document().setDocumentMargin(0)
        self._leave_room()
        theme.changed.connect(self._leave_room)
        self.anchorClicked.connect(self._clicked)

    def _leave_room(self) -> None:
        beside, bar = self._theme.look.px(22), self._theme.look.px(12)
        # Qt turns the bar round where it is read from the right, but not these.
        left, right = (bar, beside) if self.isRightToLeft() else (beside, bar)
        self.setViewportMargins(left, 0, right, 0)
        self._place_mark()

    def _place_mark(self) -> None:
        """Keep the mark of the focus beside the text, clear of its letters."""
        px = self._theme.look.px
        edge = QRect(px(10), 0, px(2), self.height())
        self._mark.setGeometry(turned(edge, self.rect()) if self.isRightToLeft() else edge)

    def changeEvent(self, event: QEvent) -> None:
        """Stand where the language begins."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._leave_room()

    def put(self, html: str, style: str, grounds: Sequence[str]) -> None:
        """Show a page; `grounds` are the tokens of its bubbles, one for each outermost frame, top to bottom."""
        self._grounds, self._grows = list(grounds), -1
        document = self.document()
        if style != self._style:
            self._style = style
            document.setDefaultStyleSheet(style)
            document.setDefaultFont(self._theme.look.font())
        self.setHtml(html)

    def add(self, html: str, ground: str = "") -> None:
        """Add a bubble above all others when it has a `ground`, else more to the bubble that came last."""
        frames = self.document().rootFrame().childFrames()
        if not frames:
            return
        cursor = QTextCursor(self.document())
        if ground:
            # Two steps up from the frame lies the line that says who wrote it and when; before that it belongs.
            above = self.document().findBlock(frames[0].firstPosition() - 2).previous()
            cursor.setPosition(above.position() + above.length() - 1)
            self._grounds.insert(0, ground)
            self._grows = 0
        else:
            cursor.setPosition(frames[self._grows].lastPosition())
        place = cursor.position()
        cursor.beginEditBlock()
        # Qt lets the first of what is added flow into the block before it: a letter that is taken away again.
        cursor.insertHtml(f"<p>x</p>{html}")
        cursor.setPosition(place)
        cursor.deleteChar()
        cursor.endEditBlock()

    def nudge(self, by: float) -> None:
        """Move every bubble down by a part of a pixel."""
        frames = self.document().rootFrame().childFrames()
        cursor = QTextCursor(self.document().findBlock(frames[0].firstPosition() - 2))
        shape = cursor.blockFormat()
        shape.setTopMargin(shape.topMargin() + by)
        cursor.setBlockFormat(shape)

    def bubble_top(self, n: int) -> float:
        """Return where the n-th bubble begins, in pixels of the document; n may count from the end."""
        areas = self._areas()
        return areas[n].top() if areas else 0.0

    @property
    def bubbles(self) -> int:
        """How many bubbles there are by now."""
        return len(self._grounds)

    def mark(self, found: Sequence[QTextCursor], current: int = -1) -> None:
        """Show these places of the page as found, one of them as the one that is looked at."""
        look = self._theme.look
        marks = []
        for n, cursor in enumerate(found):
            one = QTextEdit.ExtraSelection()
            one.cursor = cursor
            one.format.setBackground(look.color("accent" if n == current else "notice_tint"))
            one.format.setForeground(look.color("on_accent" if n == current else "ink"))
            marks.append(one)
        self.setExtraSelections(marks)

    def bring_into_sight(self, cursor: QTextCursor) -> None:
        """Scroll until a place can be read, with some of what stands around it; not at all where it is in sight."""
        area = self.cursorRect(cursor)
        if area.top() < 0 or area.bottom() > self.viewport().height():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + area.top() - self.viewport().height() // 3)

    def within(self, n: int, cursor: QTextCursor) -> bool:
        """Return whether a place lies in the n-th bubble, counted from the end where n is negative."""
        frames = self.document().rootFrame().childFrames()
        return frames[n].firstPosition() <= cursor.selectionStart() <= frames[n].lastPosition()

    def loadResource(self, kind: int, name: QUrl | str) -> QImage | QByteArray:
        """Load nothing: give the picture that is there, else count the wish."""
        wanted = kind == QTextDocument.ResourceType.ImageResource.value and self._give is not None
        image = self._give(QUrl(name)) if wanted and self._give is not None else None
        if image is not None:
            return image
        self.asked += 1
        return QByteArray()

    def show_picture(self, name: str, image: QImage, size: QSize) -> None:
        """Draw a picture that came in the places that bear its name; what is read stays where it is."""
        document = self.document()
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        for cursor in self._pictures(name):
            shape = cursor.charFormat().toImageFormat()
            if QSize(round(shape.width()), round(shape.height())) != size:
                above, before = self.cursorRect(cursor).bottom() <= 0, document.size().height()
                shape.setWidth(size.width())
                shape.setHeight(size.height())
                cursor.setCharFormat(shape)
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + (round(document.size().height() - before) if above else 0))
        self.viewport().update()

    def _pictures(self, name: str) -> Iterator[QTextCursor]:
        cursor = self.document().find(_OBJECT)
        while not cursor.isNull():
            if cursor.charFormat().toImageFormat().name() == name:
                yield QTextCursor(cursor)
            cursor = self.document().find(_OBJECT, cursor)

    def doSetSource(self, *_where: object) -> None:  # noqa: N802 - Qt's own name
        """Stay on this page, whatever a link says."""
        return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bubbles, then the text on them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        look = self._theme.look
        shown = QRectF(event.rect())
        offset = self.verticalScrollBar().value()
        radius = look.px(10)
        for area, ground in zip(self._areas(), self._grounds, strict=False):
            moved = area.translated(0, -offset)
            if moved.intersects(shown):
                painter.setBrush(look.color(ground))
                painter.drawRoundedRect(moved, radius, radius)
        painter.end()
        super().paintEvent(event)
        self.painted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show at the edge that the keys scroll it now."""
        super().focusInEvent(event)
        self._mark.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take that away."""
        super().focusOutEvent(event)
        # Qt takes the focus away also from a page that Python is taking apart, which has no parts any more.
        mark = getattr(self, "_mark", None)
        if mark is not None:
            mark.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the mark of the focus as high as the page."""
        super().resizeEvent(event)
        self._place_mark()

    def link_text(self, url: QUrl) -> str:
        """Return the words of the link under the mouse, as far as they go in one piece; "" when there is none."""
        cursor = self.cursorForPosition(self.viewport().mapFromGlobal(self.cursor().pos()))
        it = cursor.block().begin()
        wanted = url.toString()
        pieces: list[str] = []
        while not it.atEnd():
            fragment = it.fragment()
            if fragment.isValid() and QUrl(fragment.charFormat().anchorHref()).toString() == wanted:
                pieces.append(fragment.text())
            it += 1
        return "".join(pieces)

    def _needs_bar(self, low: int, high: int) -> None:
        """Show the handle only where there is something to scroll."""
        self.verticalScrollBar().setEnabled(high > low)

    def _areas(self) -> list[QRectF]:
        document = self.document()
        layout = document.documentLayout()
        areas = []
        pad = self._theme.look.px(10)
        for frame in document.rootFrame().childFrames():
            shape = frame.frameFormat()
            left, top = shape.leftMargin(), shape.topMargin()
            right, bottom = shape.rightMargin(), shape.bottomMargin()
            area = layout.frameBoundingRect(frame)
            if isinstance(frame, QTextTable):
                # Qt gives the corner of the first cell's text and the size of the table with its margins.
                area.adjust(-pad, -pad, -pad - left - right, -pad - top - bottom)
            else:
                area.adjust(left - pad, top - pad, pad - right, pad - bottom)
            areas.append(area)
        return areas

    def _clicked(self, url: QUrl) -> None:
        self.link_chosen.emit(url, self.link_text(url))
