"""Why a conversation stands where it stands: every term of its score, adding up to the lane it is in."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.domain.conversation import InboxRow, Lane, Reason, Tone
from desktop.triage.rank import NEEDS_YOU, WORTH_A_LOOK
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_TOKENS = {Tone.HURRY: "hurry", Tone.NOTICE: "notice", Tone.FACT: "quiet"}


def points(value: float) -> str:
    """Return points with their sign and two decimals, in the owner's locale: "+1.50", "−0.70"."""
    text = QLocale().toString(abs(value), "f", 2)
    if float(f"{abs(value):.2f}") == 0.0:
        return text
    return f"+{text}" if value > 0 else f"\u2212{text}"


class Why(Overlay):
    """The reasons of one row, strongest first, with a bar for each and their sum."""

    def __init__(self, theme: Theme, row: InboxRow, language: str = "") -> None:
        """`language` is the one they write in, "" where it is not known."""
        super().__init__(theme, "", width=520)
        title = self.tr("Why is this here?")
        self.setAccessibleName(title)
        self.total = sum((reason.points for reason in row.reasons), 0.0)
        self.terms = [(retell(reason.words), points(reason.points)) for reason in row.reasons]
        self.setAccessibleDescription("; ".join(f"{text} {value}" for text, value in self.terms))
        self.box.addWidget(safe.label(title, look="card-title"))
        holder = QWidget()
        grid = QGridLayout(holder)
        px = theme.look.px
        grid.setContentsMargins(px(16), px(8), px(16), px(8))
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        longest = max((abs(reason.points) for reason in row.reasons), default=1.0) or 1.0
        for line, reason in enumerate(row.reasons):
            self._term(grid, line, reason, longest)
        self._sum(grid, len(row.reasons))
        self.box.addWidget(holder)
        self.note = f"{self._lane(row)} {self._language(language)}"
        note = safe.label(self.note, look="card-note")
        note.setWordWrap(True)
        self.box.addWidget(note)

    def _term(self, grid: QGridLayout, line: int, reason: Reason, longest: float) -> None:
        grid.addWidget(Elided(retell(reason.words)), line, 0)
        grid.addWidget(_Bar(self.theme, reason.points / longest, _TOKENS[reason.tone]), line, 1)
        grid.addWidget(_figure(self.theme, points(reason.points)), line, 2)

    def _sum(self, grid: QGridLayout, line: int) -> None:
        rule = QFrame()
        rule.setProperty("look", "hairline")
        grid.addWidget(rule, line, 0, 1, 3)
        empty = self.tr("Nothing speaks for it or against it") if not self.terms else self.tr("Together")
        grid.addWidget(safe.label(empty, look="sum"), line + 1, 0)
        grid.addWidget(_figure(self.theme, points(self.total), look="sum"), line + 1, 2)

    def _language(self, language: str) -> str:
        if not language:
            return self.tr("In which language they write is not known.")
        return self.tr("They write in this language: {name}.").format(name=words.language_name(language))

    def _lane(self, row: InboxRow) -> str:
        needs, worth = points(NEEDS_YOU), points(WORTH_A_LOOK)
        lane = words.lane_title(Lane(row.band.value))
        rule = self.tr(
            "“Needs you” begins at {needs} while somebody waits for an answer, “Worth a look” at {worth}. "
            "Within a lane, what may harm somebody stands on top, then who waits longest."
        ).format(needs=needs, worth=worth)
        return self.tr("So it stands in “{lane}”.").format(lane=lane) + " " + rule


def _figure(theme: Theme, text: str, look: str = "") -> QLabel:
    label = safe.label(text, look=look)
    label.setFont(theme.look.figures(bold=look == "sum"))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        return QSize(self._theme.look.px(140), self._theme.look.px(10))

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
