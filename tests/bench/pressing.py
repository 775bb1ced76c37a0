"""The child of the benchmark of keys: presses a key again and again in a real window, and prints what it took as JSON.

`python -m tests.bench.pressing ours|floor HOME KEYS MILLISECONDS next|page`. The clock of a key starts when it is due,
also when the window is still busy then, and stops when list and conversation are both painted and handed to the screen.
"""

import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QHeaderView, QTableView, QTextBrowser, QWidget

SIZE = (1360, 850)
PATIENCE = 5.0
SETTLE = 3.0
WARM_UP = 10
STROKES = {
    "next": (Qt.Key.Key_J,),
    "page": (Qt.Key.Key_PageDown,) * 5 + (Qt.Key.Key_PageUp,) * 2,
}
"""What is pressed in turn; pages go down more often than up, so that most of them were not seen before."""


class Watch:
    """Sees the paints of the two places a key changes; `at` is when the frame with both was handed over, 0.0 before."""

    def __init__(self, table: type[QWidget], page: type[QWidget]) -> None:
        self.seen: set[str] = set()
        self.at = 0.0
        for kind, name in ((table, "table"), (page, "page")):
            self._listen(kind, name)

    def _listen(self, kind: type[QWidget], name: str) -> None:
        paint = kind.paintEvent

        def painted(widget, event):
            paint(widget, event)
            self.seen.add(name)
            if len(self.seen) == 2:
                # It comes up when the frame being painted is done with, but before whatever else is due later.
                QTimer.singleShot(0, self._handed_over)

        kind.paintEvent = painted

    def _handed_over(self) -> None:
        self.at = self.at or time.perf_counter()

    def again(self) -> None:
        """Wait for the next frame."""
        self.seen.clear()
        self.at = 0.0


def press(app: QApplication, window: QWidget, watch: Watch, strokes: Sequence[Qt.Key], pace: float) -> list[float]:
    """Return the milliseconds of each of these keys, pressed every `pace` milliseconds on average."""
    rng = random.Random(7)
    taken = []
    due = time.perf_counter() + 0.1
    for stroke in strokes:
        while time.perf_counter() < due:
            app.processEvents()
            time.sleep(0.0003)
        watch.again()
        QTest.keyClick(window.windowHandle(), stroke)
        while not watch.at and time.perf_counter() - due < PATIENCE:
            app.processEvents()
        if not watch.at:
            raise SystemExit(f"the window did not follow a key: painted {sorted(watch.seen)}")
        taken.append(1000 * (watch.at - due))
        due = max(watch.at, due + pace / 1000 * rng.uniform(0.86, 1.14))
    return taken


def until(app: QApplication, ready: Callable[[], bool]) -> None:
    """Run the event loop until `ready`."""
    end = time.monotonic() + 30
    while not ready():
        app.processEvents()
        time.sleep(0.001)
        if time.monotonic() > end:
            raise SystemExit("the window did not get ready")


def rest(app: QApplication, seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    until(app, lambda: time.monotonic() > end)


def ours(home: Path, strokes: Sequence[Qt.Key], pace: float) -> list[float]:
    """The product's own window, with engine and writer running behind it."""
    from desktop import app as product
    from desktop.domain.clock import SystemClock
    from desktop.paths import Places
    from desktop.secrets import MemorySecrets
    from desktop.ui.views.inbox_table import InboxTable
    from desktop.ui.widgets.safe_browser import SafeBrowser

    app = QApplication(["bench"])
    watch = Watch(InboxTable, SafeBrowser)
    whole = product._Whole(
        app,
        Places(home),
        SystemClock(),
        demo=False,
        screenshot=None,
        theme="light",
        size=SIZE,
        secrets=MemorySecrets(),
    )
    whole.show()
    until(app, lambda: whole._running is not None and whole._running.verbs is not None)
    rest(app, SETTLE)
    press(app, whole._window, watch, strokes[:WARM_UP], pace)
    taken = press(app, whole._window, watch, strokes, pace)
    whole.close()
    return taken


class _Rows(QAbstractTableModel):
    def __init__(self, rows: list[tuple[int, str]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return self.rows[index.row()][1] if role == Qt.ItemDataRole.DisplayRole else None


class _Table(QTableView):
    def keyPressEvent(self, event) -> None:
        if event.key() != Qt.Key.Key_J:
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(self.model().index(self.currentIndex().row() + 1, 0))
        event.accept()


class _Page(QTextBrowser):
    pass


def floor(home: Path, strokes: Sequence[Qt.Key], pace: float) -> list[float]:
    """What Qt itself takes: a table of one line a row, and the stored HTML put into a text browser at each key."""
    conn = sqlite3.connect(f"{(home / 'shopbell.db').as_uri()}?mode=ro", uri=True)
    rows = conn.execute(
        "select id, subject || ' ' || snippet from conversation where state = 'open' and lane = 'needs-you'"
        " order by place, id"
    ).fetchall()
    app = QApplication(["bench"])
    watch = Watch(_Table, _Page)
    window = QWidget()
    table, page = _Table(), _Page()
    table.setModel(_Rows(rows))
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(64)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    box = QHBoxLayout(window)
    box.addWidget(table, 1)
    box.addWidget(page, 2)

    def show(index: QModelIndex) -> None:
        found = conn.execute(
            "select html, text from body join message on message.id = body.message where conversation = ?",
            (rows[index.row()][0],),
        ).fetchone()
        if found[0]:
            page.setHtml(found[0])
        else:
            page.setPlainText(found[1])

    table.selectionModel().currentRowChanged.connect(show)
    window.resize(*SIZE)
    window.show()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    rest(app, 1.0)
    press(app, window, watch, strokes[:WARM_UP], pace)
    return press(app, window, watch, strokes, pace)


if __name__ == "__main__":
    which, home, keys, pace, kind = sys.argv[1:6]
    pressed = list(islice(cycle(STROKES[kind]), int(keys)))
    print(json.dumps({"ours": ours, "floor": floor}[which](Path(home), pressed, float(pace))))
    sys.stdout.flush()
