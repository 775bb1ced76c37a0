"""The card for notes: one to write, and those there are to be changed or deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.views.writing_card import WritingCard
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.store.notes import Note


class NoteCard(WritingCard):
    """`kept` carries the text and the note it takes the place of, None for a new one; `deleted` a note.

    `left` carries what was begun and not kept, or "" where nothing is left of it, and the key of the note it would
    take the place of, "" for a new one: it is there again next time.
    """

    kept = Signal(str, object)
    deleted = Signal(object)
    left = Signal(str, str)

    def __init__(
        self, theme: Theme, title: str, notes: "Sequence[Note]", now: datetime, begun: Mapping[str, str]
    ) -> None:
        """`begun` is what was left before, by the keys that came with it."""
        super().__init__(theme, title, width=520)
        self._editing: Note | None = None
        self._begun = dict(begun)
        self._is_kept = False
        px = theme.look.px
        self.text = QPlainTextEdit()
        self.text.setObjectName("note")
        self.text.setAccessibleName(self.tr("Note"))
        self.text.setPlaceholderText(self.tr("For yourself: it is never sent"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(48))
        self.text.setMaximumHeight(px(120))
        self._show("")
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.addWidget(self.text)
        self._list = Choices(theme, self.tr("Notes of this conversation"), two_lines=True, most=4)
        self._list.offer([_offer(note, now) for note in notes])
        self._list.chosen.connect(self._edit)
        self._delete = VerbButton(self.tr("Delete"), "", theme, look="quiet")
        self._keep = VerbButton(self.tr("Keep"), "Ctrl+Return", theme, look="primary")
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(px(16), px(4), px(16), px(12))
        line.addStretch(1)
        for button, run in ((self._delete, self._remove), (self._keep, self.take)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(run)
            line.addWidget(button)
        self._delete.hide()
        self.box.addWidget(Elided(title, look="card-title"))
        self.box.addWidget(inner)
        if notes:
            self.box.addWidget(safe.label(self.tr("Choose one to change it:"), look="card-note"))
            self.box.addWidget(self._list)
            self._list.setMinimumHeight(px(56))
            self._list.clearSelection()
        self.box.addWidget(tools)
        self.first = self.text

    def put_away(self) -> None:
        """Close; what was begun is not lost."""
        if not self.isHidden() and not self._is_kept:
            self._leave()
        super().put_away()

    def _show(self, kept: str) -> None:
        """Show what was begun, else what is kept, to be gone on with at its end."""
        self.text.setPlainText(self._begun.get(self._key, kept))
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def _key(self) -> str:
        return "" if self._editing is None else self._editing.key

    def _leave(self) -> None:
        """Keep what stands here for the next time, unless it is what is kept already."""
        text, kept = self.text.toPlainText(), "" if self._editing is None else self._editing.text
        self._begun[self._key] = text
        self.left.emit("" if text == kept else text, self._key)

    def change(self, note: "Note") -> None:
        """Begin with a note that is there already."""
        self._edit(note)

    def _edit(self, note: object) -> None:
        self._leave()
        self._editing = note  # type: ignore[assignment]
        if self._editing is not None:
            self._show(self._editing.text)
            self._delete.show()
            self.text.setFocus()

    def take(self) -> None:
        """Keep the note."""
        text = self.text.toPlainText()
        self._is_kept = True
        editing, key = self._editing, self._key
        self.put_away()
        self.left.emit("", key)
        if text.strip() or editing is not None:
            self.kept.emit(text, editing)

    def _remove(self) -> None:
        note, key = self._editing, self._key
        self._is_kept = True
        self.put_away()
        if note is not None:
            self.left.emit("", key)
            self.deleted.emit(note)


def _offer(note: "Note", now: datetime) -> Choice:
    return Choice(title=plain(note.text, 200), below=words.stamp(note.written_at, now), value=note)
