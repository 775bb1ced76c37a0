"""The outer shape of the window: what is remembered of it, and what holds a place before its part is there."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, QSize, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.domain.row import ConversationId, Lane

Stand = tuple[Lane, ConversationId | None]
"""A lane, and the conversation on which its list stands."""


Kept = dict[str, QByteArray | str | int]


def taken(window: QWidget, panes: QSplitter, stand: Stand) -> Kept:
    """Return what is remembered: size, place, the width of the list, the lane that is shown and where in it."""
    lane, conversation = stand
    return {
        "window/geometry": window.saveGeometry(),
        "window/maximised": int(window.isMaximized()),
        "window/panes": panes.saveState(),
        "window/lane": lane.value,
        "window/conversation": conversation or 0,
    }


def keep(values: Kept, state: QSettings) -> None:
    """Remember what was `taken`; on any thread that has `state` to itself."""
    for key, value in values.items():
        state.setValue(key, value)


def restore(window: QWidget, panes: QSplitter, state: QSettings) -> None:
    """Take the shape of the last time; the first time, and on a screen of quite another size, one that fits."""
    geometry, widths = state.value("window/geometry"), state.value("window/panes")
    if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
        from PySide6.QtWidgets import QStyle  # hundreds of constants, made when first named: only when they are needed

        title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        room = window.screen().availableSize() - QSize(0, title)
        window.resize(window.size().boundedTo(room))
        if str(state.value("window/maximised")) == "1":
            from PySide6.QtCore import Qt  # as many

            window.setWindowState(Qt.WindowState.WindowMaximized)
    if isinstance(widths, QByteArray):
        panes.restoreState(widths)


def read_stand(state: QSettings) -> Stand:
    """Return where the owner stood the last time; the first lane where that is not known."""
    lane, conversation = str(state.value("window/lane") or ""), str(state.value("window/conversation") or "")
    known = next((one for one in Lane if one.value == lane), None)
    if known is None:
        return Lane.NEEDS_YOU, None
    return known, ConversationId(int(conversation)) if conversation.removeprefix("-").isdecimal() else None


def ground(role: QPalette.ColorRole) -> QWidget:
    """Return an empty widget in a colour of the palette: the place of what comes after the first paint."""
    place = QWidget()
    place.setBackgroundRole(role)
    place.setAutoFillBackground(True)
    return place


def every(parent: QWidget, interval: int, slot: Callable[[], None]) -> QTimer:
    """Return a stopped timer that calls `slot` every `interval` milliseconds."""
    timer = QTimer(parent)
    timer.setInterval(interval)
    timer.timeout.connect(slot)
    return timer
