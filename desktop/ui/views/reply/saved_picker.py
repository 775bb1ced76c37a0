"""The saved replies to choose from: with a digit, a few letters, or the arrows; what would be said stands below them."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.domain.text import plain
from desktop.sync.ways import Way
from desktop.ui.reply.saved_replies import Saved
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.views.pickers.palette import marked, match
from desktop.ui.widgets import safe
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.compose.templates import Filled, Template

_DIGITS = 9
_PREVIEW = 1200
_GAP = re.compile(r"\n{3,}")


class _Preview(QPlainTextEdit):
    """Shows a short letter whole where the window is high enough, and the first lines of it where it is not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._high = theme.look.px(188)
        self.setMinimumHeight(theme.look.px(72))
        self.setMaximumHeight(self._high)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high)


class SavedPicker(AskingCard):
    """`picked` carries the Filled text for the way it is for. One use."""

    picked = Signal(object)
    changed = Signal(object)
    """A Template the owner wants to change."""
    removed = Signal(object)
    """A Template the owner wants to be rid of."""

    def __init__(self, theme: Theme, saved: Saved, target: Way) -> None:
        super().__init__(
            theme,
            "",
            asks=self.tr("Find a saved reply"),
            hint=self.tr("Find a saved reply, or press its digit"),
            offers=self.tr("Saved replies"),
            width=620,
        )
        self.setAccessibleName(self.tr("Saved replies"))
        self._saved = saved
        self._target = target
        self._offers = [one for one in saved.templates if one.is_for(target.audience)]
        self.preview = _Preview(theme)
        self.preview.setObjectName("preview")
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(self.tr("What would be said"))
        self.box.addWidget(self.preview)
        self._own = QWidget()
        row = QHBoxLayout(self._own)
        px = theme.look.px
        row.setContentsMargins(px(12), px(4), px(12), px(10))
        self.change = VerbButton(self.tr("Change"), "", theme, look="quiet")
        self.remove = VerbButton(self.tr("Remove"), "", theme, look="quiet")
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.change)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.box.addWidget(self._own)
        self._ask.installEventFilter(self)
        self._list.selectionModel().currentChanged.connect(self._show_current)
        self._typed("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a digit for its reply while nothing is typed."""
        if watched is self._ask and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = event.text()
            if not self._ask.text() and len(digit) == 1 and digit in "123456789":
                offered = self._list.choices()
                if int(digit) <= len(offered):
                    self._take(offered[int(digit) - 1].value)
                return True
        return super().eventFilter(watched, event)

    def filled(self, template: "Template") -> "Filled":
        """Return a reply as it would be said."""
        from desktop.compose.templates import fill

        return fill(template, self._saved.known, self._target.limits)

    def _typed(self, text: str) -> None:
        language = QLocale().name()[:2]
        found = []
        for place, template in enumerate(self._offers):
            title = plain(template.title(language), 80)
            hit = match(text, title) or (match(text, template.name) and (0.0, ()))
            if hit:
                found.append((-hit[0], place, template, marked(title, hit[1])))
        found.sort(key=lambda entry: entry[:2])
        self._list.offer(
            [
                Choice(
                    title=title,
                    detail=self._detail(template),
                    keys=(str(number),) if number <= _DIGITS and not text else (),
                    value=template,
                )
                for number, (_, _, template, title) in enumerate(found, 1)
            ]
        )
        said = "" if found else self.tr("No saved reply is called that.")
        safe.say(self._note, said or self._saved.problem)
        self._note.setVisible(bool(said or self._saved.problem))
        self._show_current()
        self.arrange()

    def _detail(self, template: "Template") -> str:
        spoken = self._saved.known.language[:2].lower()
        if spoken and spoken not in template.bodies:
            other = next(iter(template.bodies)) if "en" not in template.bodies else "en"
            return words.language_name(other)
        if spoken and spoken != words.usual_language():
            return words.language_name(spoken)
        return self.tr("yours") if template.own else ""

    def _current(self) -> "Template | None":
        choice = self._list.current()
        return None if choice is None else choice.value  # type: ignore[return-value]

    def _show_current(self) -> None:
        template = self._current()
        text = "" if template is None else self.filled(template).text[:_PREVIEW]
        # The place that is left for the owner's own words says nothing yet.
        self.preview.setPlainText(_GAP.sub("\n\n", text))
        self._own.setVisible(template is not None and template.name in self._saved.changeable)

    def _take(self, value: object) -> None:
        self.put_away()
        self.picked.emit(self.filled(value))  # type: ignore[arg-type]

    def _change(self) -> None:
        template = self._current()
        self.put_away()
        if template is not None:
            self.changed.emit(template)

    def _remove(self) -> None:
        template = self._current()
        self.put_away()
        if template is not None:
            self.removed.emit(template)
