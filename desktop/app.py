"""The composition root of the window: the only file that names every part, in the order in which they start and stop.

Before the first painted rows nothing is loaded but QtWidgets, sqlite3 and what paints; the writer, the engine, the
worker processes and the commands follow. They stop in the opposite order: timers, engine, writer, readers, window.
"""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.domain.clock import Clock, SystemClock
from desktop.domain.row import Sorting
from desktop.paths import Places, resource
from desktop.store.connection import Reader, looks_whole, open_newest, schema_version
from desktop.ui.icons import Icons
from desktop.ui.reads import Reads
from desktop.ui.session.start import Choices, read_choices
from desktop.ui.theme import Theme
from desktop.ui.views import shape
from desktop.ui.views.main_window import MainWindow
from desktop.ui.wording.language import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.doorbell import Doorbell
    from desktop.secrets import Secrets
    from desktop.ui.keys.turns import Turns
    from desktop.ui.session.ending import Ending
    from desktop.ui.session.gradually import Gradually
    from desktop.ui.session.keeping import Keeping
    from desktop.ui.session.one_window import OneWindow
    from desktop.ui.session.other_shop import OtherShop
    from desktop.ui.session.running import Running

_SETTLED_MS = 700
_UNSEEN = ("offscreen", "minimal")
"""Where Qt draws what nobody sees."""
_TURN = 0.0001
"""Seconds for which a thread may keep another waiting. Python's own 0.005 are a third of a frame; and one key waits many
times, because each call by which Qt paints lets go for a moment."""


def run_window(
    places: Places,
    *,
    demo: bool = False,
    screenshot: Path | None = None,
    theme: str | None = None,
    size: tuple[int, int] | None = None,
    secrets: "Secrets | None" = None,
    clock: Clock | None = None,
    bell: "Doorbell | None" = None,
) -> int:
    """Show the window until it is closed; return the exit code.

    `screenshot` writes a picture of the settled window and closes it. `theme` overrides the owner's choice, `secrets`
    where passwords are kept (the sample shop keeps none). `bell` is rung by a second start.
    Raises ShopbellError when the data cannot be opened.
    """
    # Nothing made while starting is garbage; collecting it would only take time.
    gc.disable()
    clock = clock or SystemClock()
    told, reader = _make_ready(places, clock)
    qInstallMessageHandler(_hear_qt)
    app = QApplication.instance() or QApplication(["shopbell"])
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    app.setApplicationName("Shopbell")
    app.setDesktopFileName("shopbell")
    speak(app, resource("i18n"), os.environ)
    if reader is None and not _bring_up_to_date(app, places, clock, theme, bell):
        return 0
    whole = _Whole(
        app,
        places,
        clock,
        demo=demo,
        screenshot=screenshot,
        theme=theme,
        size=size,
        secrets=secrets,
        reader=reader,
    )
    whole.tell(told)
    whole.bell = bell
    whole.show()
    code = app.exec()
    whole.close()
    if bell is not None:
        bell.close()
    other = whole.other if whole.other is not None and whole.other.is_next else None
    del whole
    _let_go(app)
    if other is not None:
        other.become()
    return code


def show_refusal(sentence: str) -> None:
    """Show why the window does not open, and wait until that was read; nothing where there is no screen."""
    app = QApplication.instance() or QApplication(["shopbell"])
    if not isinstance(app, QApplication) or app.platformName() in _UNSEEN:
        return
    from desktop.ui.widgets import safe
    from desktop.ui.wording.language import retell

    speak(app, resource("i18n"), os.environ)
    box = safe.question(None, app.translate("Start", "Shopbell cannot open"), retell(sentence))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.exec()


def _hear_qt(kind: object, _where: object, words: str) -> None:
    """Put what Qt remarks into the log; say in one sentence what it cannot go on without, where it would abort."""
    from logging import getLogger

    from PySide6.QtCore import QtMsgType

    if kind == QtMsgType.QtFatalMsg:
        why = words.strip().partition(".")[0]
        sys.stderr.write(f"shopbell: The window cannot open ({why}). The list without it: shopbell inbox\n")
        sys.stderr.flush()
        os._exit(1)
    getLogger("qt").info("%s", words)


def _make_ready(places: Places, clock: Clock) -> tuple[str, Reader | None]:
    """Make the database when it is missing or damaged; return what to tell the owner, and a connection to read by, None
    where the database is of an older release.

    Raises StoreFailure.
    """
    database = places.database
    if database.exists() and looks_whole(database):
        reader = open_newest(database)
        if reader is not None:
            return "", reader
    from desktop.store.migrate import migrate
    from desktop.store.rescue import make_sound

    places.make()
    told = make_sound(database, places.backups, clock)
    if schema_version(database) == 0:
        migrate(database, places.backups, clock)
    return told, open_newest(database)


def _bring_up_to_date(
    app: QApplication, places: Places, clock: Clock, theme: str | None, bell: "Doorbell | None"
) -> bool:
    """Return False when the owner closed the window before the data were up to date. Raises NewerDatabase, StoreFailure."""
    from desktop.ui.session.upgrade import Upgrade

    choices = read_choices(places.config)
    look = Theme(app, resource(), theme or choices.theme, contrast=choices.contrast, scale=choices.text_scale)
    look.start()
    look.dress()
    return Upgrade(app, places, clock, bell).run()


def _let_go(app: QApplication) -> None:
    """Have everything of the window destroyed while the application still stands; afterwards Qt could not do it."""
    app.setStyleSheet("")
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.unfreeze()
    gc.collect()


class _Whole(QObject):
    """Everything of one window. Two steps up: `show` until the first paint, `_follow` after it; one way down."""

    def __init__(
        self,
        app: QApplication,
        places: Places,
        clock: Clock,
        *,
        demo: bool,
        screenshot: Path | None,
        theme: str | None,
        size: tuple[int, int] | None,
        secrets: "Secrets | None",
        reader: Reader | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._places = places
        self._clock = clock
        self._demo = demo
        self._screenshot = screenshot
        self._secrets = secrets
        self._size = size
        self._running: Running | None = None
        self._steps: Gradually | None = None
        self.bell: Doorbell | None = None
        self._one: OneWindow | None = None
        self._ending: Ending | None = None
        self._keeping: Keeping | None = None
        self._keeps = screenshot is None and size is None
        """Whether the next start shall find the window as it is."""
        self._choices: Choices = read_choices(places.config)
        self._hook = sys.excepthook
        self._reads = Reads(places.database, self._choices.aimed, reader)
        self._theme = Theme(
            app,
            resource(),
            theme or self._choices.theme,
            contrast=self._choices.contrast,
            scale=self._choices.text_scale,
        )
        self._theme.start()
        self._icons = Icons(resource("icons"), self._theme, waiting=True)
        self._window = MainWindow(
            reads=self._reads,
            clock=clock,
            theme=self._theme,
            icons=self._icons,
            shop_name=self._choices.shop_name,
            density=self._choices.density,
            sorting=Sorting(self._choices.list_order),
            folder=places.home,
        )
        if demo:
            which = self.tr("the sample shop")
            self._window.setWindowTitle(f"Shopbell: {which}")
        self._wants_other = False
        self.other: OtherShop | None = None
        """The way to the sample shop, or from it to the owner's own; there after the first paint."""
        self._state = QSettings(str(places.home / "window.ini"), QSettings.Format.IniFormat, self)

    def tell(self, sentence: str) -> None:
        """Have the owner told something as soon as the window can."""
        if sentence:
            self._choices.sentences.insert(0, sentence)

    def show(self) -> None:
        """Show the first rows; everything that is not needed for them begins after they were painted."""
        sys.excepthook = self._uncaught
        sys.setswitchinterval(_TURN)
        window = self._window
        if self._keeps:
            window.load(*shape.read_stand(self._state))
        else:
            window.load()
        if self._size is not None:
            window.resize(*self._size)
        elif self._screenshot is None:
            shape.restore(window, window.panes, self._state)
        window.first_painted.connect(self._follow)
        window.closing.connect(self._remember)
        window.sample_wished.connect(self._leave_for_other)
        window.show()
        window.focus_list()

    @Slot()
    def _follow(self) -> None:
        from desktop.ui.keys.turns import Turns
        from desktop.ui.session.gradually import Gradually

        # What is pressed from now on waits for the commands.
        turns = Turns(self._window)
        handle = self._window.windowHandle()
        if handle is not None:
            turns.watch(handle)
            turns.begin_start()
        self._steps = Gradually(self._complete(turns), self)

    def _complete(self, turns: "Turns") -> "Iterator[None]":
        """Add all that the first paint did not wait for, in steps."""
        self._icons.begin()
        yield
        yield from self._window.completing()
        self._theme.dress()
        yield
        from desktop.ui.session.garbage import Garbage
        from desktop.ui.session.other_shop import OtherShop
        from desktop.ui.session.running import Running

        self.other = OtherShop(self._window, self._places, demo=self._demo)
        self.other.said.connect(self._say)
        if self._wants_other:
            self.other.open()
        yield
        self._running = Running(
            window=self._window,
            places=self._places,
            clock=self._clock,
            theme=self._theme,
            choices=self._choices,
            demo=self._demo,
            secrets=self._secrets,
            turns=turns,
            further={self.other.command: self.other.open},
        )
        self._running.ready.connect(self._settled)
        self._running.start()
        self._garbage = Garbage(self, self._window.windowHandle())

    @Slot()
    def _settled(self) -> None:
        # What lives now lives as long as the window: no later collection needs to look at it.
        gc.freeze()
        if self._keeps and self._running is not None:
            from desktop.ui.session.keeping import Keeping

            self._keeping = Keeping(self._window, self._state.fileName(), self._running.tasks)
        if self.bell is not None:
            from desktop.ui.session.one_window import OneWindow

            self._one = OneWindow(self._window, self.bell)
        from desktop.ui.session.ending import Ending

        self._ending = Ending(self)
        self._ending.asked.connect(self._end)
        if self._screenshot is not None:
            QTimer.singleShot(_SETTLED_MS, self, self._picture)

    @Slot()
    def _end(self) -> None:
        # Not `quit`, which asks the window first: nobody may be there to answer.
        self._app.exit(0)

    @Slot()
    def _picture(self) -> None:
        target = self._screenshot
        if target is not None and not self._window.grab().save(str(target)):
            sys.stderr.write(f"shopbell: The picture could not be written to {target}.\n")
            self._app.exit(1)
            return
        self._app.exit(0)

    @Slot()
    def _remember(self) -> None:
        if self._keeping is not None:
            self._keeping.end()
        if self._keeps:
            shape.keep(shape.taken(self._window, self._window.panes, self._window.lanes.stand), self._state)

    @Slot()
    def _leave_for_other(self) -> None:
        self._wants_other = True
        if self.other is not None:
            self.other.open()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if self._running is not None and self._running.verbs is not None:
            self._running.verbs.notices.note(sentence)

    def close(self) -> None:
        """Stop everything in order: timers, engine, writer, readers, window."""
        if self._steps is not None:
            self._steps.stop()
        self._window.stop()
        if self._one is not None:
            self._one.stop()
        self._window.hide()
        if self.other is not None:
            self.other.close()
        if self._running is not None:
            self._running.close()
        self._reads.close()
        self._window.close()
        self._window.deleteLater()
        if self._ending is not None:
            self._ending.close()
        sys.excepthook = self._hook

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: object) -> None:
        """Log what nobody caught, and tell the owner in plain words; the window stays."""
        from desktop.logs import log_uncaught
        from desktop.ui.widgets import safe

        log_uncaught(kind, error, trace)  # type: ignore[arg-type]
        if issubclass(kind, KeyboardInterrupt):
            self._app.exit(1)
            return
        if self._screenshot is not None:
            self._hook(kind, error, trace)  # type: ignore[arg-type]
            self._app.exit(1)
            return
        safe.warn(
            self._window,
            self.tr("Something went wrong"),
            self.tr("Your data is safe. What happened was written to the log in {folder}. ({what})").format(
                folder=self._places.logs, what=f"{kind.__name__}: {error}"
            ),
        )
