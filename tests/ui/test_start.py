"""The start: nothing before the first rows that they do not need, and one order to stop in."""

import json
import os
import struct
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt, QThread, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import ConversationId, Lane
from desktop.domain.progress import Progress
from desktop.paths import Places
from desktop.store.migrate import migrate
from desktop.ui.bridge import Bridge
from desktop.ui.reads import Reads
from desktop.ui.session.running import Running
from desktop.ui.session.start import read_choices
from desktop.ui.tasks import Tasks
from desktop.ui.views.settings.card import SettingsCard
from desktop.ui.views.shape import keep, restore, taken
from tests.ui.values import ValueReads
from tests.wholes import is_ready, whole_window

_FIRST_PAINT = """
import json, os, sys
from pathlib import Path
from desktop import app
from desktop.paths import Places
from desktop.ui.views.inbox.table import InboxTable

paint = InboxTable.paintEvent

def painted(self, event):
    paint(self, event)
    import PySide6.QtCore
    named = ["PySide6.QtCore.Qt"] if "Qt" in vars(PySide6.QtCore) else []
    print(json.dumps(sorted(sys.modules) + named))
    sys.stdout.flush()
    os._exit(0)

InboxTable.paintEvent = painted
app.run_window(Places(Path(sys.argv[1])), demo=True)
"""

_OPENS = """
import sys
sys.addaudithook(lambda event, _: event == "sqlite3.connect" and sys.stderr.write("opened "))
"""

HEAVY = {
    "sqlite_utils", "keyring", "feedparser", "httpx2", "truststore", "nh3", "selectolax", "mailparser_reply", "regex",
    "platformdirs", "asyncio", "ssl", "email", "tomllib", "dataclasses", "multiprocessing", "concurrent.futures", "PySide6.QtSvg",
    "PySide6.QtNetwork", "desktop.sync", "desktop.connectors", "desktop.triage", "desktop.compose", "desktop.render",
    "desktop.secrets", "desktop.logs", "desktop.store.writer", "desktop.store.ingest", "desktop.ui.verbs", "desktop.ui.views.conversation.reader",
    "desktop.ui.views.reply.composer", "desktop.domain.conversation", "desktop.domain.draft", "desktop.domain.change",
    "desktop.domain.progress", "desktop.store.timeline", "desktop.store.text", "hashlib", "PySide6.QtCore.Qt",
}  # fmt: skip


def run(*arguments, home):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SHOPBELL_HOME": str(home)}
    environment.pop("PYTHONDEVMODE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).resolve().parents[2],
        check=False,
    )


@pytest.fixture
def shop(tmp_path):
    places = Places(tmp_path)
    places.make()
    migrate(places.database, places.backups, SystemClock())
    return places


@pytest.fixture
def opened(qapp, shop):
    """The window of the shop; closed at the end also when the test fails, or its threads would be the next one's."""
    with ExitStack() as stack:
        yield lambda *, demo=True: stack.enter_context(whole_window(qapp, shop, demo=demo, size=(1000, 700)))


def _one_message(shop, times=1):
    from desktop.domain.item import Author, Incoming, Kind
    from desktop.store import accounts, ingest
    from desktop.store.writer import Writer
    from desktop.triage.rank import default_ranker

    now = SystemClock().now()
    said = [
        Incoming(
            remote_id=f"{n}", channel="mail", kind=Kind.MAIL, author=Author(key=f"{n}@x.example", name="Ana"),
            written_at=now, received_at=now, raw=b"1", sha256=b"1" * 32, subject=f"Cake {n}",
            text="Where is my cake? It never arrived.",
        )
        for n in range(times)
    ]  # fmt: skip

    def write(db):
        accounts.add(db, "mail", "Mail", {}, "", now)
        account = accounts.account(db.conn, "Mail")
        return ingest.ingest(db, account, said, cursor=None, now=now, rank=default_ranker())

    writer = Writer(shop.database, SystemClock())
    writer.submit(write).result()
    writer.close()


def test_nothing_heavy_is_loaded_before_the_first_rows_are_painted(shop):
    _one_message(shop)
    ended = run("-c", _FIRST_PAINT, str(shop.home), home=shop.home)
    assert ended.returncode == 0, ended.stderr
    loaded = set(json.loads(ended.stdout))
    assert "sqlite3" in loaded
    assert loaded & HEAVY == set()


def test_the_file_is_opened_once_for_the_first_rows(shop):
    _one_message(shop)
    opens = run("-c", _OPENS + _FIRST_PAINT, str(shop.home), home=shop.home)
    assert opens.stderr.count("opened") == 1, opens.stderr


def test_no_source_file_is_read_again_for_what_the_window_imports(tmp_path):
    ended = run("-c", "import desktop.ui, desktop.app, linecache; print(*linecache.cache, sep='\\n')", home=tmp_path)
    assert ended.returncode == 0, ended.stderr
    names = ended.stdout.splitlines()
    assert [name for name in names if f"{os.sep}desktop{os.sep}" in name] == []


_WIDTHS = """
import os, sys
from pathlib import Path
from desktop import app
from desktop.paths import Places
from desktop.ui.theme import Theme
from desktop.ui.views.inbox.table import InboxTable
from PySide6.QtCore import QTimer

paint, dress = InboxTable.paintEvent, Theme.dress

def painted(self, event):
    paint(self, event)
    if not self.verticalScrollBar().maximum():
        print("the list does not scroll")
    print(self.viewport().width(), len(widths))
    sys.stdout.flush()
    if widths:
        os._exit(0)

widths = []

def dressed(self):
    dress(self)
    widths.append(1)

InboxTable.paintEvent, Theme.dress = painted, dressed
app.run_window(Places(Path(sys.argv[1])), demo=True, size=(1360, 130))
"""


def test_the_rows_are_as_wide_in_the_first_frame_as_they_stay(shop):
    _one_message(shop, times=30)
    ended = run("-c", _WIDTHS, str(shop.home), home=shop.home)
    assert ended.returncode == 0, ended.stderr
    *before, after = (line.split() for line in ended.stdout.splitlines())
    assert before[0][1:] == ["0"], ended.stdout
    assert after[1:] == ["1"], ended.stdout
    assert {line[0] for line in before} == {after[0]}


def test_a_picture_of_the_sample_shop_can_be_made_without_a_screen(tmp_path):
    picture = tmp_path / "shop.png"
    ended = run(
        "-m", "desktop", "open", "--demo", "--screenshot", str(picture), "--size", "1360x850", home=tmp_path / "home"
    )
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1360, 850)
    colours = {image.pixel(x, y) for x in range(0, 1360, 7) for y in range(0, 850, 7)}
    assert len(colours) > 50


def test_a_picture_that_cannot_be_written_is_said_so(tmp_path):
    ended = run(
        "-m", "desktop", "open", "--screenshot", str(tmp_path / "no" / "folder" / "x.png"), home=tmp_path / "home"
    )
    assert ended.returncode == 1
    assert "could not be written" in ended.stderr


def test_the_window_opens_on_its_own_data_and_stops_in_order(qtbot, opened, monkeypatch):
    stopped: list[str] = []
    whole = opened()
    whole.show()
    qtbot.waitUntil(lambda: whole._running is not None)
    running = whole._running
    assert isinstance(running, Running)
    # No thread may keep the one that paints waiting for a third of a frame.
    assert sys.getswitchinterval() < 0.001
    qtbot.waitUntil(lambda: is_ready(whole))
    for part, name in (
        (running._engine, "engine"),
        (running._writer, "writer"),
        (running._tasks, "tasks"),
        (whole._reads, "reads"),
    ):
        _tell(monkeypatch, part, "close", lambda name=name: stopped.append(name))
    _tell(monkeypatch, whole._window, "stop", lambda: stopped.append("timers"))
    whole.close()
    assert stopped == ["timers", "engine", "writer", "tasks", "reads"]
    assert not any(t.name.startswith(("store", "sync", "ui-task")) and t.is_alive() for t in threading.enumerate())


@pytest.mark.parametrize(("demo", "title"), [(True, "Shopbell: the sample shop"), (False, "Shopbell")])
def test_the_sample_shop_is_told_from_the_own_one_by_the_name_of_the_window(opened, demo, title):
    whole = opened(demo=demo)
    assert whole._window.windowTitle() == title


def test_a_key_pressed_right_after_the_first_paint_is_carried_out(qtbot, opened, shop, monkeypatch):
    # On a slow machine the commands take longer than a decision ever does.
    monkeypatch.setattr("desktop.ui.keys.turns._LONGEST_MS", 1)
    _one_message(shop)
    whole = opened()
    with qtbot.waitSignal(whole._window.first_painted):
        whole.show()
    assert whole._running is None
    qtbot.keyClick(whole._window.windowHandle(), "s")
    qtbot.waitUntil(lambda: whole._running is not None and whole._running.verbs is not None)
    qtbot.waitUntil(lambda: whole._reads.page(Lane.STARRED) != [])


def test_what_follows_the_first_paint_is_done_in_steps_between_which_keys_are_heard(qtbot, opened):
    whole = opened()
    turns = []
    between = QTimer()
    between.timeout.connect(partial(turns.append, None))
    with qtbot.waitSignal(whole._window.first_painted):
        whole.show()
    between.start(0)
    qtbot.waitUntil(lambda: whole._running is not None)
    assert len(turns) > 10
    turns.clear()
    qtbot.waitUntil(lambda: is_ready(whole))
    assert len(turns) > 8
    between.stop()


@pytest.mark.parametrize("steps", range(0, 20, 3))
def test_the_window_can_be_closed_between_any_two_steps(qtbot, opened, steps):
    whole = opened()
    with qtbot.waitSignal(whole._window.first_painted):
        whole.show()
    turns = []
    between = QTimer()
    between.timeout.connect(partial(turns.append, None))
    between.start(0)
    qtbot.waitUntil(lambda: len(turns) >= steps)
    between.stop()
    whole.close()
    alive = [thread.name for thread in threading.enumerate() if thread.name.startswith(("store", "sync", "ui-task"))]
    assert alive == []


@pytest.mark.parametrize("after", ["the window", "the verbs"])
def test_who_wishes_for_a_channel_before_there_are_commands_gets_the_form_when_there_are(qtbot, opened, after):
    whole = opened()
    wished = []

    def wish():
        running = whole._running
        if not wished and running is not None and (after == "the window" or running.verbs is not None):
            wished.append(running._is_ready)
            whole._window.account_wished.emit()

    between = QTimer()
    between.timeout.connect(wish)
    with qtbot.waitSignal(whole._window.first_painted):
        whole.show()
    between.start(0)
    qtbot.waitUntil(lambda: whole._running is not None)
    qtbot.waitUntil(lambda: bool(whole._window.findChildren(SettingsCard)))
    between.stop()
    assert wished == [False]


def test_what_nobody_caught_is_told_in_plain_words(qtbot, opened):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    whole = opened()
    whole._uncaught(ValueError, ValueError("<b>broken</b>"), None)
    box = whole._window.findChild(QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert "<b>broken</b>" in box.informativeText()
    box.close()


def test_a_mistake_in_the_settings_is_shown_with_the_way_to_its_file(qtbot, opened, shop, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    went = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: went.append(url.toLocalFile()) or True)
    shop.config.write_text("theme = = dark\n", encoding="utf-8")
    whole = opened()
    whole.show()
    qtbot.waitUntil(lambda: is_ready(whole))
    toast = whole._running.verbs.notices._toast
    assert toast.words.startswith("Line 1 of ")
    toast._action.click()
    whole.close()
    assert went == [str(shop.config.parent)]
    assert shop.config.read_text(encoding="utf-8") == "theme = = dark\n"


def _tell(monkeypatch, part, name, tell):
    kept = getattr(part, name)

    def told(*arguments, **named):
        tell()
        return kept(*arguments, **named)

    monkeypatch.setattr(part, name, told)


def test_without_a_settings_file_the_usual_choices_hold(tmp_path):
    choices = read_choices(tmp_path / "settings.toml")
    assert (choices.theme, choices.density, choices.text_scale) == ("system", "comfortable", 100)
    (tmp_path / "settings.toml").write_text('theme = "dark"\nshop_name = "Hazel"\nresponse_target_minutes = 90\n')
    choices = read_choices(tmp_path / "settings.toml")
    assert (choices.theme, choices.shop_name, choices.targets.usual.total_seconds()) == ("dark", "Hazel", 5400)


def test_the_usual_choices_are_those_of_the_settings():
    from desktop.settings import Settings

    usual, choices = Settings(), read_choices(Path("/nowhere/settings.toml"))
    assert (usual.theme, usual.density, usual.text_scale, usual.log_level, usual.seat, usual.shop_name) == (
        choices.theme, choices.density, choices.text_scale, choices.log_level, choices.seat, choices.shop_name,
    )  # fmt: skip
    assert (usual.hold_seconds, usual.response_target_minutes * 60) == (
        choices.hold.seconds,
        choices.targets.usual.seconds,
    )


# Threads


@pytest.fixture
def tasks():
    tasks = Tasks(ValueReads)
    yield tasks
    tasks.close()


def test_work_is_done_elsewhere_and_its_result_comes_back_here(qtbot, qapp, tasks):
    seen = []
    tasks.run(lambda _reads: threading.current_thread().name, lambda name: seen.append((name, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("ui-task")
    assert seen[0][1] is qapp.thread()


def test_work_that_fails_tells_why(qtbot, tasks):
    why = []
    tasks.run(lambda _reads: 1 / 0, why.append, why.append)
    qtbot.waitUntil(lambda: bool(why))
    assert isinstance(why[0], ZeroDivisionError)


def test_nothing_comes_back_after_closing(qtbot):
    tasks = Tasks(ValueReads)
    gate, seen = threading.Event(), []
    tasks.run(lambda _reads: gate.wait(60), seen.append)
    tasks.run(lambda _reads: 2, seen.append)
    gate.set()
    tasks.close()
    tasks.run(lambda _reads: 3, seen.append)
    qtbot.waitUntil(lambda: not any(t.is_alive() for t in tasks._threads))
    assert seen == []


def test_what_keeps_something_of_the_owners_is_done_also_while_closing_and_the_rest_is_not(qtbot):
    tasks = Tasks(ValueReads, threads=1)
    begun, free, kept, told = threading.Event(), threading.Event(), [], []
    tasks.run(lambda _reads: (begun.set(), free.wait(60)), told.append)
    tasks.run(lambda _reads: kept.append("read"), told.append)
    tasks.run(lambda _reads: kept.append("written"), told.append, keeps=True)
    assert begun.wait(60)
    late = threading.Timer(0.2, free.set)
    late.start()
    tasks.close()
    late.join()
    assert kept == ["written"]
    assert told == []


def test_news_from_any_thread_arrive_on_this_one_and_a_thousand_do_no_harm(qtbot, qapp):
    bridge = Bridge()
    seen = []

    class Hears:
        def changed(self, change):
            seen.append((change, QThread.currentThread()))

    hears = Hears()
    bridge.changed.connect(hears.changed)
    change = ChangeSet(conversations=frozenset({ConversationId(1)}))
    thread = threading.Thread(target=lambda: [bridge.publish(change) for _ in range(1000)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(seen) == 1000)
    assert {where is qapp.thread() for _, where in seen} == {True}
    bridge.close()
    bridge.publish(change)
    assert len(seen) == 1000


def test_progress_and_everything_else_of_the_engine_go_their_own_ways(qtbot):
    bridge = Bridge()
    with qtbot.waitSignal(bridge.progressed):
        bridge.publish_event(Progress(account=AccountId(1), done=1, total=2, rate=1.0, remaining=None))
    with qtbot.waitSignal(bridge.status_changed):
        bridge.publish_event(object())


def test_an_empty_change_is_no_news(qtbot):
    bridge = Bridge()
    with qtbot.assertNotEmitted(bridge.changed):
        bridge.publish(ChangeSet())


def test_a_reader_reads_what_the_store_has(shop):
    reads = Reads(shop.database)
    assert reads.counts().total
    assert reads.rows([]) == {}
    assert reads.data_version() == reads.data_version()
    reads.close()


def test_the_first_window_is_no_larger_than_the_screen(qtbot, tmp_path):
    window, panes = QWidget(), QSplitter()
    qtbot.addWidget(window)
    qtbot.addWidget(panes)
    room = window.screen().availableSize()
    window.resize(room.width() + 400, room.height() + 400)
    restore(window, panes, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    assert window.width() == room.width()
    assert window.height() < room.height(), "there is no room for its title"
    window.resize(300, 200)
    restore(window, panes, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    assert (window.width(), window.height()) == (300, 200)


@pytest.mark.parametrize("maximised", [False, True])
def test_a_window_of_a_larger_screen_fits_on_the_one_that_is_left(qtbot, tmp_path, maximised):
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    large, small, panes = QWidget(), QWidget(), QSplitter()
    for widget in (large, small, panes):
        qtbot.addWidget(widget)
    if maximised:
        large.setWindowState(Qt.WindowState.WindowMaximized)
    keep(_as_on_a_screen_of(3840, taken(large, panes, (Lane.NEEDS_YOU, None))), kept)
    room = small.screen().availableSize()
    small.resize(room.width() + 400, room.height() + 400)
    restore(small, panes, kept)
    assert small.width() == room.width()
    assert small.height() <= room.height()
    assert small.isMaximized() is maximised


def _as_on_a_screen_of(width, values):
    """Put another width of the screen into what Qt keeps of a window, where its sixth number of four bytes stands."""
    geometry = bytearray(values["window/geometry"].data())
    struct.pack_into(">i", geometry, 46, width)
    return values | {"window/geometry": QByteArray(bytes(geometry))}


def test_the_width_of_the_list_is_remembered(qtbot, tmp_path):
    def two_panes():
        window = QWidget()
        qtbot.addWidget(window)
        panes = QSplitter(window)
        panes.addWidget(QWidget())
        panes.addWidget(QWidget())
        panes.resize(1000, 400)
        return window, panes

    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window, panes = two_panes()
    panes.setSizes([650, 350])
    left = panes.sizes()
    keep(taken(window, panes, (Lane.NEEDS_YOU, None)), kept)
    window, panes = two_panes()
    assert panes.sizes() != left
    restore(window, panes, kept)
    assert panes.sizes() == left


def test_the_window_comes_back_in_the_shape_it_was_left_in(qtbot, qapp, shop):
    @contextmanager
    def opened():
        with whole_window(qapp, shop, size=None) as whole:
            whole.show()
            qtbot.waitUntil(lambda: is_ready(whole))
            yield whole

    with opened() as first:
        first._window.resize(820, 600)
        shape = first._window.size()
    with opened() as second:
        assert second._window.height() == shape.height()


def test_no_qt_class_is_made_off_the_gui_thread(shop):
    code = (
        "import sys\n"
        "from desktop.paths import Places\n"
        "from pathlib import Path\n"
        "import desktop.ui.session.running\n"
        "from desktop.ui.session.modules import load\n"
        "before = set(sys.modules)\n"
        "load(Places(Path(sys.argv[1])), None)\n"
        "made = [name for name in set(sys.modules) - before if name.startswith(('desktop.ui', 'PySide6'))]\n"
        "print(sorted(made))\n"
    )
    ended = run("-c", code, str(shop.home), home=shop.home)
    assert ended.stdout.strip() == "[]", ended.stderr


_JOINED = """
import os, sys
from pathlib import Path
from desktop import app
from desktop.paths import Places
from desktop.ui.session import running

join = running.Running._join

def joined(self, rank):
    from desktop.sync.engine import Engine

    Engine.start = lambda *_, **__: None  # its own threads load what they need
    before = set(sys.modules)
    for _ in join(self, rank):
        pass
    print(sorted(name for name in set(sys.modules) - before if not name.startswith(("desktop.ui", "encodings"))))
    sys.stdout.flush()
    os._exit(0)

running.Running._join = joined
app.run_window(Places(Path(sys.argv[1])), demo=True)
"""


def test_the_gui_thread_loads_only_widgets_when_the_parts_are_put_together(shop):
    _one_message(shop)
    ended = run("-c", _JOINED, str(shop.home), home=shop.home)
    assert ended.stdout.strip() == "[]", ended.stderr


def test_the_gui_thread_does_not_wait_for_what_the_writer_loads(shop):
    """The window waits for the writer to open the file, so what that needs is loaded before, on another thread."""
    code = (
        "import sys; from pathlib import Path; from desktop.paths import Places; from desktop.ui.session.modules import load;"
        f"load(Places(Path({str(shop.home)!r})), None);"
        "before = set(sys.modules); from desktop.domain.clock import SystemClock; from desktop.store.writer import Writer;"
        f"Writer(Path({str(shop.database)!r}), SystemClock()).close(); print(sorted(set(sys.modules) - before))"
    )
    done = run("-c", code, home=shop.home)
    assert done.stdout.strip() == "[]", done.stderr
