"""Why a conversation stands where it stands: every term of its score, adding up to the lane it is in; and what corrects it."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.conversation import InboxRow, Lane, Reason, Tone
from desktop.domain.row import Band, is_back
from desktop.domain.sense import Sense
from desktop.domain.text import plain
from desktop.triage.rank import NEEDS_YOU, ON_TOP, WORTH_A_LOOK
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.scrolled import Scrolled, bring_into_sight
from desktop.ui.widgets.tip import tip
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_TOKENS = {Tone.HURRY: "hurry", Tone.NOTICE: "notice", Tone.FACT: "quiet"}
_QUOTED = 160
_DOWN, _UP = (Qt.Key.Key_Down, Qt.Key.Key_J), (Qt.Key.Key_Up, Qt.Key.Key_K)
_ELSEWHERE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MORE, _LESS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,)


def _to_a_word(text: str) -> str:
    """Return a text that was cut without the piece of a word at its end."""
    whole, _, piece = text.rpartition(" ")
    return f"{whole} …" if whole and piece.endswith("…") else text


def points(value: float) -> str:
    """Return points with their sign and two decimals, in the owner's locale: "+1.50", "−0.70"."""
    text = QLocale().toString(abs(value), "f", 2)
    if float(f"{abs(value):.2f}") == 0.0:
        return text
    return f"+{text}" if value > 0 else f"\u2212{text}"


class Why(Overlay):
    """The reasons of one row, strongest first, with a bar for each and their sum; + and − say what should count for more or less.

    `corrected` carries the Reason that was meant, None for the conversation as a whole, and whether it counts more.
    """

    corrected = Signal(object, bool)
    undo_wished = Signal()
    learned_wished = Signal()
    """The owner would see all that was learned."""

    def __init__(self, theme: Theme, row: InboxRow, language: str = "") -> None:
        """`language` is the one they write in, "" where it is not known."""
        super().__init__(theme, "", width=560)
        self.language = language
        self._sense: Sense | None = None
        title = self.tr("Why is this here?")
        self.setAccessibleName(title)
        self.box.addWidget(safe.label(title, look="card-title"))
        self._inner = QWidget()
        self._lines = QVBoxLayout(self._inner)
        px = theme.look.px
        self._lines.setContentsMargins(px(16), px(4), px(16), px(8))
        self._lines.setSpacing(px(1))
        scroll = Scrolled(self._inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.addWidget(scroll)
        self._foot()
        self.show_row(row)

    def _foot(self) -> None:
        foot = QWidget()
        line = QHBoxLayout(foot)
        px = self.theme.look.px
        line.setContentsMargins(px(12), 0, px(12), px(10))
        self.said = Elided(look="meta")
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setProperty("look", "link")
        self.undo.hide()
        self.undo.clicked.connect(self.undo_wished)
        self.learned = QPushButton(self.tr("What was learned"))
        self.learned.setProperty("look", "link")
        self.learned.clicked.connect(self.learned_wished)
        line.addWidget(self.said, 1)
        line.addWidget(self.undo)
        line.addWidget(self.learned)
        self.box.addWidget(foot)

    # What it shows

    def show_row(self, row: InboxRow) -> None:
        """Show the reasons of a conversation as they are now; the line that had the focus keeps it."""
        here = self._focused()
        stood = None if here is None else here.name
        self.row = row
        self.total = sum((reason.points for reason in row.reasons), 0.0)
        self.terms = [(retell(reason.words), points(reason.points)) for reason in row.reasons]
        self.setAccessibleDescription("; ".join(f"{text} {value}" for text, value in self.terms))
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if quoted := _to_a_word(plain(row.snippet or row.subject, _QUOTED)):
            said = safe.label(self.tr("They said: “{words}”").format(words=quoted), look="quiet")
            said.setWordWrap(True)
            self._add(said)
        self._split()
        longest = max((abs(reason.points) for reason in row.reasons), default=1.0) or 1.0
        self.lines = [TermLine(self, reason, reason.points / longest) for reason in row.reasons]
        self.lines.append(TermLine(self, None, 0.0))
        for line in self.lines:
            if line.reason is None:
                rule = QFrame()
                rule.setProperty("look", "hairline")
                self._add(rule)
            self._add(line)
        self.first = next((line for line in self.lines if line.name == stood), self.lines[-1])
        self._note = safe.label("", look="quiet")
        self._note.setWordWrap(True)
        self._lines.addSpacing(self.theme.look.px(8))
        self._add(self._note)
        self._say_note()
        if stood is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrange()

    def show_sense(self, sense: Sense) -> None:
        """Tell how far learning is, and where the owner has moved the line."""
        self._sense = sense
        self._say_note()
        self.arrange()

    def say(self, sentence: str) -> None:
        """Say what was just learned, and offer to take it back; "" for nothing."""
        self.said.say(sentence)
        self.undo.setVisible(bool(sentence))

    def _split(self) -> None:
        up = sum((reason.points for reason in self.row.reasons if reason.points > 0), 0.0)
        down = sum((reason.points for reason in self.row.reasons if reason.points < 0), 0.0)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, self.theme.look.px(4), 0, self.theme.look.px(6))
        line.addWidget(safe.label(self.tr("Up {points}").format(points=points(up)), look="meta"))
        line.addWidget(_Split(self.theme, up, down), 1)
        line.addWidget(safe.label(self.tr("Down {points}").format(points=points(down)), look="meta"))
        self._add(holder)

    def _add(self, widget: QWidget) -> None:
        self._lines.addWidget(widget)
        # What is not shown yet takes no room when the card is measured.
        widget.show()

    def _say_note(self) -> None:
        self.note = " ".join(filter(None, (self._lane(self.row), self._progress(), self._said_language())))
        safe.say(self._note, self.note)

    def _progress(self) -> str:
        if self._sense is None:
            return ""
        taken, needed = self._sense.progress
        parts = []
        if not self._sense.speaks:
            parts.append(self.tr("Still learning ({n} of {needed}).").format(n=taken, needed=needed))
        if self._sense.own_line:
            parts.append(
                self.tr("Your corrections moved the line by {points}.").format(points=points(self._sense.own_line))
            )
        if self._sense.crowded:
            moved = points(self._sense.crowded)
            parts.append(self.tr("It was raised by {points}, as too much came to stand above it.").format(points=moved))
        return " ".join(parts)

    def _said_language(self) -> str:
        if not self.language:
            return self.tr("In which language they write is not known.")
        return self.tr("They write in this language: {name}.").format(name=words.language_name(self.language))

    @property
    def line(self) -> float:
        """The points at which “Needs you” begins for this conversation, as far as the owner's sense is known here."""
        drawn = NEEDS_YOU + (self._sense.line if self._sense is not None else 0.0)
        on_top = any(reason.name in ON_TOP for reason in self.row.reasons)
        return min(NEEDS_YOU, drawn) if on_top else drawn

    def _lane(self, row: InboxRow) -> str:
        lane = words.lane_title(Lane(row.band.value))
        here = self.tr("So it stands in “{lane}”.").format(lane=lane)
        if is_back(row):
            return self.tr("It came back by itself: it stands on top of “{lane}” until you have dealt with it.").format(
                lane=lane
            )
        beyond = self.total - self.line
        if row.band is Band.NEEDS_YOU:
            told = self.tr("That is {points} above the line of “Needs you”, {line}.")
            more = told.format(points=points(beyond).removeprefix("+"), line=points(self.line))
        elif row.band is Band.WORTH_A_LOOK or beyond >= 0:
            told = self.tr("“Needs you” begins at {line} while somebody waits for an answer: {points} from here.")
            more = told.format(points=points(-beyond), line=points(self.line))
        else:
            told = self.tr("“Worth a look” begins at {line}: {points} from here.")
            more = told.format(points=points(WORTH_A_LOOK - self.total), line=points(WORTH_A_LOOK))
        order = self.tr("Within a lane, what may harm somebody stands on top, then whoever most needs an answer.")
        return f"{here} {more} {order}"

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from line to line, correct the one with the focus, take a correction back."""
        key, line = event.key(), self._focused()
        if event.modifiers() & _ELSEWHERE:
            super().keyPressEvent(event)
            return
        if key in _DOWN or key in _UP:
            here = self.lines.index(line) if line is not None else len(self.lines) - 1
            there = self.lines[max(0, min(len(self.lines) - 1, here + (1 if key in _DOWN else -1)))]
            there.setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_sight(there)
        elif key in _MORE or key in _LESS:
            (line or self.lines[-1]).correct(more=key in _MORE)
        elif key == Qt.Key.Key_Z:
            self.undo_wished.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _focused(self) -> "TermLine | None":
        focus = self.window().focusWidget()
        return focus if isinstance(focus, TermLine) and self.isAncestorOf(focus) else None


class TermLine(QWidget):
    """One term with its bar, its points, and + and −; the last one, without a reason, is the sum: the whole conversation."""

    def __init__(self, card: Why, reason: Reason | None, share: float) -> None:
        super().__init__()
        self.reason = reason
        self.name = "" if reason is None else reason.name
        theme = card.theme
        self._theme = theme
        px = theme.look.px
        line = QHBoxLayout(self)
        line.setContentsMargins(px(4), px(2), px(2), px(2))
        line.setSpacing(px(6))
        none = self.tr("Nothing speaks for it or against it") if not card.terms else self.tr("Together")
        said = none if reason is None else retell(reason.words)
        value = points(card.total if reason is None else reason.points)
        look = "sum" if reason is None else ""
        line.addWidget(Elided(said, look=look), 1)
        if reason is not None:
            line.addWidget(_Bar(theme, share, _TOKENS[reason.tone]))
        line.addWidget(_figure(theme, value, look=look))
        self.can_correct = reason is None or round(reason.points, 2) != 0.0
        whole = self.tr("this conversation") if reason is None else said
        for sign, form, more in (
            ("\u2212", self.tr("Count this for less: {what}"), False),
            ("+", self.tr("Count this for more: {what}"), True),
        ):
            button = QPushButton(sign)
            button.setProperty("look", "sign")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedSize(px(24), px(24))
            button.setToolTip(tip(form.format(what=whole)))
            button.setAccessibleName(form.format(what=whole))
            button.clicked.connect(self._more if more else self._less)
            button.setEnabled(self.can_correct)
            line.addWidget(button)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{said} {value}")
        self.setAccessibleDescription(self.tr("+ counts it for more, − for less") if self.can_correct else "")

    def correct(self, *, more: bool) -> None:
        """Have it count more from now on, or less."""
        if self.can_correct:
            card = self._card()
            if card is not None:
                card.corrected.emit(self.reason, more)

    def _card(self) -> Why | None:
        """Return the card it is on; it holds none, so that neither keeps the other alive."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, Why):
            parent = parent.parentWidget()
        return parent

    def _more(self) -> None:
        self.correct(more=True)

    def _less(self) -> None:
        self.correct(more=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it to the card: on the way there, what scrolls would take the arrows."""
        card = self._card()
        if card is not None:
            card.keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it went."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and an edge where it has the focus."""
        if not self.hasFocus():
            return
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("accent"))
        painter.setBrush(look.color("selection"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
        painter.end()


def _figure(theme: Theme, text: str, look: str = "") -> QLabel:
    label = safe.label(text, look=look)
    label.setFont(theme.look.figures(bold=look == "sum"))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setMinimumWidth(theme.look.px(50))
    return label


class _Bar(QWidget):
    """A bar to the right of the middle for what speaks for it, to the left for what speaks against it."""

    def __init__(self, theme: Theme, share: float, ink: str) -> None:
        super().__init__()
        self._theme = theme
        self._share = max(-1.0, min(1.0, share))
        self._ink = ink
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the room of the longest bar to either side."""
        return QSize(self._theme.look.px(120), self._theme.look.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar from the middle line."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, half = self.width() / 2, self.width() / 2 - 1
        length = abs(self._share) * half
        left = middle if self._share > 0 else middle - length
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(self._ink))
        painter.drawRoundedRect(QRectF(left, 1, max(length, 1), self.height() - 2), 2, 2)
        painter.fillRect(QRectF(middle - 0.5, 0, 1, self.height()), look.color("line"))
        painter.end()


class _Split(QWidget):
    """All that speaks for it beside all that speaks against it, each as long as its share of both."""

    def __init__(self, theme: Theme, up: float, down: float) -> None:
        super().__init__()
        self._theme = theme
        both = up - down
        self._share = up / both if both else 0.0
        self._empty = not both
        self.setFixedHeight(theme.look.px(10))
        self.setMinimumWidth(theme.look.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what speaks for it first, in the direction of reading."""
        look = self._theme.look
        painter = QPainter(self)
        if self._empty:
            painter.fillRect(self.rect(), look.color("line"))
            painter.end()
            return
        cut = round(self.width() * self._share)
        inks: tuple[QColor, QColor] = (look.color("accent"), look.color("edge"))
        first, second = inks[::-1] if self.isRightToLeft() else inks
        if self.isRightToLeft():
            cut = self.width() - cut
        painter.fillRect(0, 1, cut, self.height() - 2, first)
        painter.fillRect(cut, 1, self.width() - cut, self.height() - 2, second)
        painter.end()
