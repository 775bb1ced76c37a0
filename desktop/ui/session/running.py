"""What begins after the first paint: the writer, the engine, the commands; and how they end."""

import logging
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.paths import Places, resource
from desktop.ui.bridge import Bridge
from desktop.ui.reads import Reads
from desktop.ui.session import modules
from desktop.ui.session.choosing import Choosing
from desktop.ui.session.gradually import Gradually, loading
from desktop.ui.session.start import Choices
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.main_window import MainWindow
from desktop.ui.widgets.toast import Toast
from desktop.ui.wording.language import retell, sentence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from desktop.secrets import Secrets
    from desktop.settings import Settings
    from desktop.store.writer import Writer
    from desktop.sync.engine import Engine
    from desktop.triage.rank import Ranker
    from desktop.ui.conversation.original import Original
    from desktop.ui.conversation.pictures import Pictures
    from desktop.ui.desk import Desk
    from desktop.ui.figures import Reckoning
    from desktop.ui.household import Household
    from desktop.ui.keys.turns import Turns
    from desktop.ui.notices import Notices
    from desktop.ui.reply.spelling import Spelling
    from desktop.ui.session.calling import Calling
    from desktop.ui.session.others import Others
    from desktop.ui.troubles import Troubles
    from desktop.ui.verbs import Verbs

_log = logging.getLogger(__name__)

_PAGES = ("appearance", "keys", "channels", "answering")
"""The pages of the settings, each with a command of its own."""


class Running(QObject):
    """Made on the GUI thread after the first paint. `ready` follows when every command works."""

    ready = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        places: Places,
        clock: Clock,
        theme: Theme,
        choices: Choices,
        demo: bool,
        secrets: "Secrets | None",
        turns: "Turns | None" = None,
        further: "Mapping[str, Callable[[], object]] | None" = None,
    ) -> None:
        """`turns` holds the keys of the window back until the commands follow them; `further` are commands carried out
        elsewhere.
        """
        super().__init__(window)
        self._window = window
        self._places = places
        self._clock = clock
        self._theme = theme
        self._choices = choices
        self._demo = demo
        self._secrets = secrets
        self._turns = turns
        self._further = dict(further or {})
        self._joining: Gradually | None = None
        self._over = False
        self._is_ready = False
        self.choosing = Choosing(self)
        self._bridge = Bridge()
        self._tasks = Tasks(partial(Reads, places.database, choices.aimed))
        self._writer: Writer | None = None
        self._engine: Engine | None = None
        self._desk: Desk | None = None
        self._verbs: Verbs | None = None
        self._others: Others | None = None
        self._reckoning: Reckoning | None = None
        self._spelling: Spelling | None = None
        self._pictures: Pictures | None = None
        self._original: Original | None = None
        self._calling: Calling | None = None

    @property
    def verbs(self) -> "Verbs | None":
        """The commands, once `ready` was emitted."""
        return self._verbs

    @property
    def tasks(self) -> Tasks:
        """What is done off the GUI thread."""
        return self._tasks

    def start(self) -> None:
        """Begin: the order of the lane is read and the rest is loaded off the GUI thread."""
        self._window.start(self._tasks)
        self._window.account_wished.connect(self.choosing.add_account)
        self._tasks.run(
            partial(modules.load, self._places, targets=self._choices.targets), self._begin_to_join, self._failed
        )

    def close(self) -> None:
        """End in order: commands (what is typed is saved), engine, writer, readers."""
        self._over = True
        if self._joining is not None:
            self._joining.stop()
        if self._verbs is not None:
            self._verbs.stop()
        self.choosing.close()
        if self._spelling is not None:
            self._spelling.close()
        self._bridge.close()
        if self._calling is not None:
            self._calling.close()
        if self._others is not None:
            self._others.stop()
        if self._pictures is not None:
            self._pictures.close()
        if self._engine is not None:
            self._engine.close()
        if self._writer is not None:
            self._writer.close()
        self._tasks.close()

    def _begin_to_join(self, rank: "Ranker") -> None:
        self._joining = Gradually(chain(self._join(rank), self._begin_spelling()), self)

    def _join(self, rank: "Ranker") -> "Iterator[None]":
        """Put the parts together on the GUI thread, in steps; all modules without widgets are loaded by now."""
        yield from loading(*modules.VERBS)
        from desktop.ui.asking import Asking
        from desktop.ui.conversation.attachments import Attachments
        from desktop.ui.conversation.links import show_folder
        from desktop.ui.session.leaving import Leaving
        from desktop.ui.session.others import Others

        writer, engine = self._begin_behind(rank)
        yield
        verbs, desk = yield from self._make_verbs(writer, engine, rank)
        self._verbs, self._desk = verbs, desk
        verbs.triage.wakes_on_reply = self._choices.wake_on_reply
        verbs.triage.remembered.connect(self.choosing.remember_waking)
        self._window.inbox.sorted.connect(self.choosing.remember_order)
        yield
        Leaving(
            self._window,
            self._theme,
            verbs.outbox,
            desk,
            verbs.notices,
            self._clock,
            lambda: verbs.composer.is_unsaved,
        )
        self._original = self._follow_links(verbs.notices)
        self._files = Attachments(self._window, self._tasks, self._places.attachments)
        self._files.said.connect(verbs.notices.note)
        self._window.save_wished.connect(self._save)
        self._pictures = self._make_pictures(verbs.notices)
        self._bridge.changed.connect(self._changed)
        self._bridge.progressed.connect(self._window.take_progress)
        self._troubles = self._make_troubles(engine, verbs.notices, desk)
        self._asking = Asking(self._window, engine.trouble, self._clock)
        desk.asked.connect(self._asking.begin)
        self._troubles.asked.connect(self._asking.begin)
        self._bridge.changed.connect(self._asking.changed)
        self._bridge.began.connect(self._asking.began)
        self._bridge.status_changed.connect(self._status)
        self._bridge.worked.connect(self._worked)
        self._bridge.said.connect(self._say)
        self._others = Others(Reads(self._places.database), writer, self._tasks)
        self._others.wrote.connect(self._others_wrote)
        yield
        self._reckoning = self._make_reckoning(verbs)
        verbs.start()
        self._others.start()
        self._call()
        self._window.reader.announce()
        engine.start(anew=True)
        for sentence in (*self._choices.sentences, *rank.told)[:1]:
            verbs.notices.offer(retell(sentence), self.tr("Open the folder"), partial(show_folder, self._places.home))
        self._is_ready = True
        self.ready.emit()
        self.choosing.begin(partial(self._make_household, verbs, writer, engine))

    @Slot(str)
    def _say(self, sentence: str) -> None:
        """Say what came of a file of the owner's that was edited by hand."""
        from desktop.ui.conversation.links import show_folder

        if self._verbs is not None and not self._over:
            folder = partial(show_folder, self._places.home)
            self._verbs.notices.by_itself(retell(sentence), self.tr("Open the folder"), folder)

    def _call(self) -> None:
        """Tell who waits too long; of the sample shop nobody does."""
        from desktop.ui.session.calling import Calling

        if not self._demo:
            self._calling = Calling(self._window, self._tasks, self._clock, self._choices, self._places.home)
            if self._verbs is not None:
                self._verbs.storms.alarming.connect(self._calling.announce)

    def _begin_behind(self, rank: "Ranker") -> "tuple[Writer, Engine]":
        from desktop.ui.session.behind import keep_secrets, make_engine, make_writer

        self._writer = writer = make_writer(self._window, self._places, self._clock, self._choices.seat, self)
        writer.listen(self._bridge.publish)
        self._kept = keep_secrets(self._places, self._choices, self._secrets, in_memory=self._demo)
        self._engine = engine = make_engine(
            writer,
            self._kept,
            rank,
            self._bridge,
            places=self._places,
            clock=self._clock,
            choices=self._choices,
        )
        return writer, engine

    def _make_troubles(self, engine: "Engine", notices: "Notices", desk: "Desk") -> "Troubles":
        from desktop.ui.troubles import Troubles

        return Troubles(
            window=self._window,
            engine=engine,
            secrets=self._kept,
            tasks=self._tasks,
            notices=notices,
            theme=self._theme,
            folder=self._places.home,
            change=desk.amend_settings,
        )

    def _follow_links(self, notices: "Notices") -> "Original":
        from desktop.ui.conversation.links import Links
        from desktop.ui.conversation.original import Original

        links = Links(self._window, self._window.status_line)
        self._window.reader.link_pointed.connect(links.point)
        self._window.reader.link_chosen.connect(links.choose)
        original = Original(links, self._window.opened)
        original.said.connect(notices.note)
        return original

    def _make_pictures(self, notices: "Notices") -> "Pictures":
        from desktop.ui.conversation.pictures import Pictures

        window, reads = self._window, partial(Reads, self._places.database)
        pictures = Pictures(window.reader.pages, window.opened, window.overview.is_offline, reads, self._clock)
        pictures.said.connect(notices.trouble)
        return pictures

    def load_pictures(self) -> None:
        """Load the pictures of the conversation shown that lie outside."""
        if self._pictures is not None:
            self._pictures.load_next()

    def show_original(self) -> None:
        """Open the page on the web where the conversation shown stands."""
        if self._original is not None:
            self._original.show()

    def _make_reckoning(self, verbs: "Verbs") -> "Reckoning":
        from desktop.ui.figures import Reckoning
        from desktop.ui.keys.hints import Hints

        Hints(self._window, verbs.commands, verbs.keyboard, verbs.composer)
        reckoning = Reckoning(self._window, self._tasks, self._clock, self._choices.aimed)
        reckoning.silent.connect(verbs.notices.by_itself)
        reckoning.reckon()
        return reckoning

    def _make_verbs(
        self, writer: "Writer", engine: "Engine", rank: "Ranker"
    ) -> "Generator[None, None, tuple[Verbs, Desk]]":
        from desktop.ui import keymap
        from desktop.ui.conversation.links import browse
        from desktop.ui.desk import Desk
        from desktop.ui.reply.saved_replies import SavedReplies
        from desktop.ui.verbs import Verbs

        yield
        desk = Desk(writer, self._places.database, engine, self._clock, self._tasks, hold=self._choices.hold)
        keys = keymap.choose(
            resource("keymaps"),
            self._choices.keymap,
            self._places.home / "keys.toml",
            single_keys=self._choices.single_keys,
        )
        yield
        verbs = Verbs(
            window=self._window,
            desk=desk,
            theme=self._theme,
            clock=self._clock,
            keymap=keys,
            toast=Toast(self._theme, self._clock, self._window.inbox),
            browse=browse,
            turns=self._turns,
            further={
                "settings": self.choosing.open_settings,
                **{f"settings.{page}": partial(self.choosing.show_settings, page) for page in _PAGES},
                "conversation.pictures": self.load_pictures,
                "conversation.original": self.show_original,
                **self._further,
            },
            saved=SavedReplies(self._tasks, self._places.home / "templates", self._places.config),
        )
        verbs.learning.rank = rank
        return verbs, desk

    def _begin_spelling(self) -> "Iterator[None]":
        """Look for dictionaries once every command works; where nothing can read them, nothing is loaded."""
        if find_spec("enchant") is None:
            return
        yield from loading(*modules.SPELLING)
        from desktop.ui.reply.spelling import Spelling

        if self._verbs is not None:
            reads, config = partial(Reads, self._places.database), self._places.config
            self._spelling = Spelling(self._window, self._theme, self._verbs, reads, config)
            self._spelling.chosen.connect(self.choosing.choose_dictionaries)

    def _make_household(self, verbs: "Verbs", writer: "Writer", engine: "Engine") -> "Household":
        from desktop.ui.channels import Channels
        from desktop.ui.household import Household
        from desktop.ui.preferences import Preferences

        reads = partial(Reads, self._places.database)
        preferences = Preferences(self._window, self._theme, self._places.config, resource("keymaps"), reads)
        preferences.changed.connect(self._chosen)
        return Household(
            window=self._window,
            theme=self._theme,
            clock=self._clock,
            preferences=preferences,
            channels=Channels(
                engine=engine,
                writer=writer,
                secrets=self._kept,
                clock=self._clock,
                open_reads=reads,
            ),
            verbs=verbs,
            troubles=self._troubles,
            has_spelling=self._has_spelling,
            own_shop=self._further.get("shop.own"),
        )

    def _has_spelling(self) -> bool:
        return self._spelling is not None and self._spelling.is_there

    @Slot(object)
    def _chosen(self, settings: "Settings") -> None:
        self._choices.aim(settings.targets)
        self._choices.tell_when_due = settings.tell_when_due
        if self._spelling is not None:
            self._spelling.choose(settings)

    @Slot(object)
    def _changed(self, change: ChangeSet) -> None:
        if self._over:
            # It was under way when the window closed.
            return
        self._window.take_change(change)
        if self._verbs is not None:
            self._verbs.take_change(change)
        if self._reckoning is not None:
            self._reckoning.follow(change)
        if self._calling is not None:
            self._calling.follow(change)
        if change.accounts:
            self.choosing.follow()

    @Slot()
    def _status(self) -> None:
        if not self._over:
            self._window.overview.read()
            self._troubles.follow()
            self.choosing.follow()

    @Slot()
    def _others_wrote(self) -> None:
        if not self._over and self._verbs is not None:
            self._window.take_unknown_change()
            self._verbs.take_unknown_change()
        if not self._over and self._reckoning is not None:
            self._reckoning.reckon()

    @Slot(object)
    def _worked(self, account: AccountId) -> None:
        if not self._over:
            self._troubles.worked(account)
            self._asking.worked(account)

    @Slot(object, int)
    def _save(self, message: object, n: int) -> None:
        self._files.save(self._window.opened(), message, n)  # type: ignore[arg-type]

    def _failed(self, error: Exception) -> None:
        from desktop.ui.widgets import safe

        if self._turns is not None:
            self._turns.end()
        safe.warn(self._window, self.tr("Shopbell can only show what it has"), sentence_of(error))
