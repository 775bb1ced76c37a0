"""The child of the benchmark of keys: presses a key again and again in a real window, and prints what it took as JSON.

`python -m tests.bench.pressing ours|floor|search HOME KEYS MILLISECONDS next|page|letter`. The clock of a key starts when it is due,
also when the window is still busy then, and stops when list and conversation are both painted and handed to the screen.
With each key comes for how much of that time the window was ready to go on and no core was free for it.
`search` types words of the shop into its search; the clock of a letter stops when what it finds is painted.
`pulling` instead of `ours` adds one account after the other to the shop, from the settings in the JSON file named last,
and presses while its mails are being pulled by the window's own engine; what is pressed in between does not count.
"""

import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QHeaderView, QTableView, QTextBrowser, QWidget

SIZE = (1360, 850)
PATIENCE = 5.0
SETTLE = 3.0
WARM_UP = 10
_SHORTEST = 4
"""Letters of a word that is searched for."""
STROKES = {
    "next": (Qt.Key.Key_J,),
    "done": (Qt.Key.Key_E,),
    "page": (Qt.Key.Key_PageDown,) * 5 + (Qt.Key.Key_PageUp,) * 2,
}
"""What is pressed in turn; pages go down more often than up, so that most of them were not seen before."""


class Paints:
    """Tells when the frame was handed over that shows what a key is for; `at` is 0.0 before."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.at = 0.0

    def finish(self) -> None:
        """The frame being painted is the one."""
        # It comes up when the frame being painted is done with, but before whatever else is due later.
        QTimer.singleShot(0, self._handed_over)

    def _handed_over(self) -> None:
        self.at = self.at or time.perf_counter()

    def again(self) -> None:
        """Wait for the next frame."""
        self.seen.clear()
        self.at = 0.0


class Watch(Paints):
    """Sees the paints of the two places a key changes; `at` is when the frame with both was handed over, 0.0 before."""

    def __init__(self, table: type[QWidget], page: type[QWidget]) -> None:
        super().__init__()
        for kind, name in ((table, "table"), (page, "page")):
            self._listen(kind, name)

    def _listen(self, kind: type[QWidget], name: str) -> None:
        paint = kind.paintEvent

        def painted(widget, event):
            paint(widget, event)
            self.seen.add(name)
            if len(self.seen) == 2:
                self.finish()

        kind.paintEvent = painted


class Answers(Paints):
    """Sees the answer to the last letter typed into the search being painted, or said where nothing was found."""

    def __init__(self, search: type[QWidget], hits: type[QWidget]) -> None:
        super().__init__()
        answer, paint = search.show_hits, hits.paintEvent

        def answered(overlay, asked, found, meant):
            answer(overlay, asked, found, meant)
            if asked == overlay._asked and not overlay._awaited:
                self.seen.add("answer")
                if not found:
                    self.finish()

        def painted(widget, event):
            paint(widget, event)
            if "answer" in self.seen:
                self.finish()

        search.show_hits, hits.paintEvent = answered, painted


Key = tuple[float, float]
"""Milliseconds from when a key was due to the frame, and for how many of them there was no core."""


def _always() -> bool:
    return True


def _without_core() -> float:
    """Return for how many milliseconds this thread was ready and did not run, since it began; 0.0 where not told."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1]) / 1e6
    except (OSError, IndexError):
        return 0.0


def press(
    app: QApplication,
    window: QWidget,
    watch: Paints,
    strokes: Sequence[Qt.Key],
    pace: float,
    going: Callable[[], bool] = _always,
) -> list[Key]:
    """Return what each of these keys took, pressed every `pace` milliseconds on average while `going`."""
    rng = random.Random(7)
    taken: list[Key] = []
    # It sleeps until something comes up, as a window in use does: one that looks again and again takes the interpreter
    # from the thread that looks for the answer. The timer wakes it where nothing ever comes.
    sleeping, awake = QEventLoop.ProcessEventsFlag.WaitForMoreEvents, QTimer()
    awake.start(1000)
    due = time.perf_counter() + 0.1
    for stroke in strokes:
        if not going():
            break
        waited = _without_core()
        while time.perf_counter() < due:
            waited = _without_core()
            app.processEvents()
            time.sleep(0.0003)
        watch.again()
        QTest.keyClick(window.windowHandle(), stroke)
        while not watch.at and time.perf_counter() - due < PATIENCE:
            app.processEvents(sleeping)
        if not watch.at:
            raise SystemExit(f"the window did not follow a key: painted {sorted(watch.seen)}")
        taken.append((1000 * (watch.at - due), _without_core() - waited))
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


@contextmanager
def _window(home: Path) -> "Iterator[tuple[QApplication, Any, Any, Watch]]":
    """The product's own window, with engine and writer running behind it, its memory of passwords, and who watches it."""
    from desktop import app as product
    from desktop.domain.clock import SystemClock
    from desktop.paths import Places
    from desktop.secrets import MemorySecrets
    from desktop.ui.views.inbox.table import InboxTable
    from desktop.ui.widgets.safe_browser import SafeBrowser

    app = QApplication(["bench"])
    watch = Watch(InboxTable, SafeBrowser)
    secrets = MemorySecrets()
    whole = product._Whole(
        app,
        Places(home),
        SystemClock(),
        demo=False,
        screenshot=None,
        theme="light",
        size=SIZE,
        secrets=secrets,
    )
    whole.show()
    until(app, lambda: whole._running is not None and whole._running.verbs is not None)
    rest(app, SETTLE)
    yield app, whole, secrets, watch
    whole.close()


def ours(home: Path, strokes: Sequence[Qt.Key], pace: float) -> list[Key]:
    """The product's own window while nothing else happens in it."""
    with _window(home) as (app, whole, _, watch):
        press(app, whole._window, watch, strokes[:WARM_UP], pace)
        return press(app, whole._window, watch, strokes, pace)


def searching(home: Path, keys: int, pace: float) -> list[Key]:
    """The product's own search: so many letters of words that customers use there, each word from its first letter."""
    from desktop.ui.views.pickers.choices import Choices
    from desktop.ui.views.search.page import Search

    with _window(home) as (app, whole, _, _):
        watch = Answers(Search, Choices)
        whole._running.verbs.search()
        search = whole._window.findChild(Search)
        taken: list[Key] = []
        for word in islice(_words(home), keys):
            search._ask.clear()
            rest(app, 0.2)
            taken += press(
                app, whole._window, watch, [getattr(Qt.Key, f"Key_{letter.upper()}") for letter in word], pace
            )
            if len(taken) >= keys:
                break
        return taken[:keys]


def _words(home: Path) -> Iterator[str]:
    """Yield words of the shop's conversations, the same ones each time."""
    conn = sqlite3.connect(f"{(home / 'shopbell.db').as_uri()}?mode=ro", uri=True)
    said = conn.execute("select subject || ' ' || snippet from conversation order by id limit 5000").fetchall()
    conn.close()
    words = sorted({word.lower() for (text,) in said for word in text.split() if word.isascii() and word.isalpha()})
    rng = random.Random(7)
    while True:
        yield rng.choice([word for word in words if len(word) >= _SHORTEST])


@dataclass
class _Pull:
    """What the store tells of the mails that come in; `stored` is counted on its thread."""

    stored: int = 0
    ended: list[object] = field(default_factory=list)

    def take(self, change: Any) -> None:
        self.stored += len(change.new_messages)

    def end(self, account: object) -> None:
        self.ended.append(account)


def pulling(home: Path, strokes: Sequence[Qt.Key], pace: float, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    """The product's own window while it pulls one mailbox after the other: what the keys took, and the mails stored."""
    from desktop.domain.clock import SystemClock
    from desktop.store.accounts import add

    pull = _Pull()
    taken: list[Key] = []
    with _window(home) as (app, whole, secrets, watch):
        writer, bridge = whole._running._writer, whole._running._bridge
        writer.listen(pull.take)
        bridge.worked.connect(pull.end)
        press(app, whole._window, watch, strokes[:WARM_UP], pace)
        for account in accounts:
            secrets.set(account["name"], account["password"])
            before = pull.stored
            now = SystemClock().now()
            made = partial(
                add,
                kind="mail",
                name=account["name"],
                settings=account["settings"],
                secret_key=account["name"],
                now=now,
            )
            number = writer.submit(made).result()
            whole._running._engine.wake()
            until(app, lambda before=before: pull.stored > before)
            taken += press(
                app,
                whole._window,
                watch,
                strokes[len(taken) :],
                pace,
                lambda number=number: number not in pull.ended,
            )
            if len(taken) == len(strokes):
                break
            rest(app, 1.0)
    return {"taken": taken, "stored": pull.stored}


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


def floor(home: Path, strokes: Sequence[Qt.Key], pace: float) -> list[Key]:
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
    which, home, keys, pace, kind, *more = sys.argv[1:]
    if which == "search":
        print(json.dumps(searching(Path(home), int(keys), float(pace))))
        sys.exit()
    pressed = list(islice(cycle(STROKES[kind]), int(keys)))
    if which == "pulling":
        settings = json.loads(Path(more[0]).read_text(encoding="utf-8"))
        print(json.dumps(pulling(Path(home), pressed, float(pace), settings)))
    else:
        print(json.dumps({"ours": ours, "floor": floor}[which](Path(home), pressed, float(pace))))
    sys.stdout.flush()
