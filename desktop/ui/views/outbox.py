"""The outbox: every reply that is held, queued, on its way, refused or unsure, and what can be done about it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from desktop.domain.clock import Clock
from desktop.domain.draft import Reply, ReplyState
from desktop.ui.delegates.reply_row import ReplyRow
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.reply_actions import ReplyActions


class OutboxPage(QFrame):
    """Stands in the place of the list. `acted` carries a reply and what the owner chose; `opened` a conversation."""

    acted = Signal(object, str)
    opened = Signal(object)

    def __init__(self, theme: Theme, model: OutboxModel, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("outbox")
        self._model = model
        self._clock = clock
        self.table = _table(theme, model)
        self.table.setAccessibleName(self.tr("Outbox"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Outbox"))
        self._empty = safe.label(self.tr("Nothing is waiting to be sent."), look="card-note")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._state = _paragraph()
        self._text = _paragraph()
        self.choices = ReplyActions(theme, focus=True)
        self.choices.chosen.connect(self.acted)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        px = theme.look.px
        foot.setContentsMargins(px(16), px(10), px(16), px(14))
        foot.setSpacing(px(8))
        foot.addWidget(self._state)
        foot.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choices)
        buttons.addStretch(1)
        foot.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(safe.label(self.tr("Outbox"), look="card-title"))
        box.addWidget(self._empty, 1)
        box.addWidget(self.table, 1)
        box.addWidget(self._foot)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        for change in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            change.connect(self._renew)
        self._renew()

    def current(self) -> Reply | None:
        """Return the reply the owner stands on."""
        return self._model.at(self.table.currentIndex().row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the focus to the replies, when there are any."""
        super().focusInEvent(event)
        if not self.table.isHidden():
            self.table.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Have the conversation of the current reply shown beside it, so that the verbs mean what is seen."""
        super().showEvent(event)
        reply = self.current()
        if reply is not None and reply.state is ReplyState.SENT:
            # What came on top meanwhile is what the owner comes for.
            self.table.setCurrentIndex(self._model.index(0, 0))
            reply = self.current()
        if reply is not None:
            self.opened.emit(reply.conversation)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()
        reply = self._model.at(index.row())
        if reply is not None and self.isVisible():
            self.opened.emit(reply.conversation)

    def _renew(self) -> None:
        has_rows = self._model.rowCount() > 0
        self.table.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        if has_rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self._show_current()

    def _show_current(self) -> None:
        reply = self.current()
        self._foot.setVisible(reply is not None)
        self.choices.show_for(reply, self._clock.now())
        if reply is not None:
            said = self._model.saying(reply)
            safe.say(self._state, f"{said.words}. {said.sentence}" if said.sentence else said.words, 600)
            safe.say(self._text, reply.text, 600)


def _paragraph() -> QLabel:
    label = safe.label(look="quiet-small")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _table(theme: Theme, model: OutboxModel) -> QTableView:
    table = QTableView()
    table.setObjectName("replies")
    row = ReplyRow(theme, model, table)
    table.setModel(model)
    table.setItemDelegate(row)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(row.height())
    table.setShowGrid(False)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    return table
