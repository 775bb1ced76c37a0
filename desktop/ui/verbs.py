"""Joins the table of commands with the window: each command is one method here, the same for key, menu and palette."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Lane
from desktop.domain.draft import Reply
from desktop.ui.commands import Commands, Context
from desktop.ui.conversation.paging import go_to_end, page
from desktop.ui.conversation.person import People
from desktop.ui.desk import Desk
from desktop.ui.keymap import Keymap
from desktop.ui.keys.keyboard import Keyboard
from desktop.ui.keys.menu import ContextMenu, open_further
from desktop.ui.keys.turns import Turns
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.notices import Notices
from desktop.ui.reply.new_messages import NewMessages
from desktop.ui.reply.replies import Replies
from desktop.ui.reply.saved_replies import SavedReplies
from desktop.ui.reply.standing import summary
from desktop.ui.search.finding import Finding
from desktop.ui.theme import Theme
from desktop.ui.triage.conversations import Triage
from desktop.ui.triage.label_menu import LabelMenu
from desktop.ui.triage.learning import Learning
from desktop.ui.triage.lessons import Lessons
from desktop.ui.triage.ordering import Ordering
from desktop.ui.triage.storms import Storms
from desktop.ui.views.inbox.bulk_bar import BulkBar
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.menu_button import MenuButton
from desktop.ui.views.outbox import OutboxPage
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.keys_sheet import KeysSheet
from desktop.ui.views.pickers.next_keys import NextKeys
from desktop.ui.views.pickers.palette import Palette
from desktop.ui.views.reply.composer import Composer
from desktop.ui.views.search.page import Search
from desktop.ui.widgets.toast import Toast
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words
from desktop.ui.workplace import Workplace

_AGAIN_MS = 500
_TICK_MS = 100  # so that no two countdowns in the window are seen to differ
_LANES = tuple(lane for _, lanes in words.LANES for lane in lanes)
_HEAD = ("conversation.finish", "conversation.snooze", "conversation.wait", "conversation.why")


class Browse(Protocol):
    """Opens an address in the owner's browser."""

    def __call__(self, url: str) -> object:
        """Open `url`."""
        ...


class Verbs(QObject):
    """Made once, when the window is put together, on the GUI thread; lives as long as the window."""

    def __init__(
        self,
        *,
        window: MainWindow,
        desk: Desk,
        theme: Theme,
        clock: Clock,
        keymap: Keymap,
        toast: Toast,
        browse: Browse,
        turns: Turns | None = None,
        further: Mapping[str, Callable[[], object]] | None = None,
        saved: SavedReplies | None = None,
    ) -> None:
        """`turns` may have begun before: what was pressed meanwhile follows when the verbs `start`.

        `further` are commands that are carried out elsewhere.
        """
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._theme = theme
        self._clock = clock
        self._browse = browse
        self._overlay: Overlay | None = None
        self._turns = turns or Turns(self)
        work = Workplace(
            window=window,
            desk=desk,
            theme=theme,
            clock=clock,
            turns=self._turns,
            show=self._float,
            undo=self.undo,
            key=self._key,
        )
        self.triage = Triage(work)
        self.ordering = Ordering(window.inbox, desk.told.emit)
        self.learning = Learning(work, self.triage.chosen)
        self.lessons = Lessons(work)
        self.learning.learned_wished.connect(self.lessons.open)
        self.finding = Finding(work)
        LabelMenu(work, self.search_label)
        self.storms = Storms(window=window, desk=desk, find=self.finding.show)
        self.replies = Replies(work, saved or SavedReplies(desk.tasks))
        self.new_messages = NewMessages(window=window, desk=desk, turns=self._turns)
        self.people = People(work, self.new_messages.write, browse)
        self.triage.throw_away = self.new_messages.throw_away
        self.commands = Commands(self._runs() | dict(further or {}), keymap.keys)
        self.notices = Notices(toast, self.commands)
        self.outbox = OutboxModel(self)
        self.composer = Composer(theme, desk, self.outbox, self.commands)
        self.outbox_page = OutboxPage(theme, self.outbox, clock)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_TICK_MS)
        self._countdown.timeout.connect(self._tick)
        self.menu = MenuButton(theme, self.commands)
        window.rail.set_corner(self.menu)
        window.reader.set_composer(self.composer)
        self._show_keys()
        window.lanes.add_page(Lane.OUTBOX, self.outbox_page)
        self.keyboard = Keyboard(window, {Context.TRIAGE: window.panes, Context.COMPOSER: self.composer}, self.commands)
        self.next_keys = NextKeys(theme, self.keyboard, window)
        ContextMenu(window.inbox.table, self.commands, self.storms.is_here, self.triage.idle)
        self.ordering.offer(self.commands)
        self.bulk_bar = BulkBar(theme, self.commands, window.inbox.head)
        window.inbox.picked.changed.connect(self.bulk_bar.show_count)
        self._connect()
        window.carry(toast)
        for problem in keymap.problems[:1]:
            self.notices.trouble(problem)

    def _connect(self) -> None:
        window, desk = self._window, self._desk
        window.opened_changed.connect(self.composer.open)
        window.height_changed.connect(self.composer.fit)
        window.search_wished.connect(self.search)
        window.rail.label_chosen.connect(self.search_label)
        window.inbox.table.clicked.connect(self._window.show_current)
        window.read_wished.connect(desk.seen)
        self.composer.finished.connect(window.focus_list)
        self.composer.wanted.connect(window.show_reader)
        self.composer.browse.connect(self._browse)
        self.outbox_page.acted.connect(self.replies.act)
        self.outbox_page.opened.connect(self._show)
        desk.said.connect(self._said)
        desk.told.connect(self.notices.note)
        desk.failed.connect(self.notices.trouble)
        self.replies.join(self.composer, self.outbox, self.notices)
        self.new_messages.join(self.composer, self.notices)
        desk.decided.connect(self._turns.decided)

    def start(self) -> None:
        """Read what may be read after the first paint, and look after the keys."""
        handle = self._window.windowHandle()
        if handle is not None:
            self.keyboard.watch(handle)
            self._turns.watch(handle)
        self._turns.end()
        self._desk.outbox(self._show_outbox)
        self.finding.start()
        self.storms.start(self.notices)

    def take_change(self, change: ChangeSet) -> None:
        """Follow a commit, after the list has: the outbox and the composer re-read what concerns them."""
        self.triage.follow(change)
        self.learning.follow(change)
        self.lessons.follow(change)
        self.finding.take_change(change)
        self.new_messages.take_change(change)
        self.storms.take_change(change)
        if change.replies:
            self._desk.outbox(self._show_outbox)
        if change.drafts:
            self.composer.changed(change)

    def take_unknown_change(self) -> None:
        """Follow a commit of another process: the outbox is read again."""
        self._desk.outbox(self._show_outbox)

    def stop(self) -> None:
        """Save what is typed, before the store closes."""
        self._countdown.stop()
        self.triage.stop()
        self.composer.close_down()

    @property
    def turns(self) -> Turns:
        """What holds the keys back while something is being decided."""
        return self._turns

    def offer(self, runs: Mapping[str, Callable[[], object]]) -> None:
        """Offer more commands from now on, with their keys."""
        self.commands.offer(runs)
        self._rebind()

    def withdraw(self, ids: Iterable[str]) -> None:
        """Offer some commands no longer."""
        self.commands.withdraw(ids)
        self._rebind()

    def _rebind(self) -> None:
        """Put the keys of the commands in force, once no row of presses is under way that this would break."""
        if self.keyboard.waits:
            QTimer.singleShot(_AGAIN_MS, self, self._rebind)
        else:
            self.keyboard.rebind()

    # Commands

    def _runs(self) -> dict[str, Callable[[], object]]:
        window = self._window
        runs: dict[str, Callable[[], object]] = {
            "list.next": window.select_next,
            "list.previous": window.select_previous,
            "list.first": partial(go_to_end, window, -1),
            "list.last": partial(go_to_end, window, 1),
            "conversation.page": partial(page, window, 1),
            "conversation.page-back": partial(page, window, -1),
            "conversation.open": self.open,
            "conversation.find": self.find,
            "back": self.back,
            "list.show-new": window.inbox.show_held,
            "lane.next": partial(self._go, 1),
            "lane.previous": partial(self._go, -1),
            "undo": self.undo,
            "search": self.search,
            "search.save": self.finding.save,
            "search.rename": self.finding.rename,
            "search.remove": self.finding.remove,
            "palette": self.palette,
            "keys": self.keys,
            "sync": self._desk.sync_now,
            "menu": self.open_menu,
            "quit": window.close,
            "list.next-needing": self.next_needing,
        }
        runs |= self.triage.runs() | self.replies.runs() | self.storms.runs()
        runs |= self.new_messages.runs() | self.people.runs()
        runs |= self.ordering.runs() | self.learning.runs() | self.lessons.runs()
        runs["list.select-all"] = partial(self.finding.with_all, runs["list.select-all"])
        return runs | {f"go.{lane.value}": partial(window.show_lane, lane) for lane in _LANES}

    def open(self) -> None:
        """Go into the conversation, or press the button that has the focus."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
        else:
            self._window.open_current()

    def find(self) -> None:
        """Ask for words to find in the conversation, and bring it to sight where the list has the whole room."""
        if self._window.opened() is not None:
            self._window.show_reader()
            self._window.reader.seek()

    def back(self) -> None:
        """Leave the reply or the conversation for the list; what is typed stays a draft."""
        self.composer.save()
        if self._window.inbox.table.hasFocus() and not self._window.inbox.picking and self.finding.back():
            return
        self._window.lanes.show_again()
        self._window.inbox.stop_picking()
        self._window.focus_list()
        self._window.show_current()

    def next_needing(self) -> None:
        """Go to the next conversation that needs the owner, in the lane for those."""
        if self._window.lane is Lane.NEEDS_YOU:
            self._window.select_next()
        else:
            self._window.show_lane(Lane.NEEDS_YOU)

    def undo(self) -> None:
        """Take the held reply back whose countdown is shown, else the last gesture of triage."""
        if not self.notices.undo_held():
            self.triage.undo()

    def search_label(self, name: str) -> None:
        """Search for what bears a label."""
        self.search(f'label:"{name}" ')

    def search(self, query: str = "") -> None:
        """Search everything, beginning with a query."""
        search = Search(self._theme, self._desk.search, self._clock.now, query)
        search.opened.connect(self._show_found)
        search.waiting.connect(self._turns.begin)
        search.answered.connect(self.finding.answered)
        search.save_wished.connect(self.finding.keep)
        save = self.commands["search.save"]
        search.offer_to_save(save.title, save.keys)
        self._float(self.finding.equip(search))

    def _show_found(self, id_: ConversationId, query: str) -> None:
        self.finding.show(query, id_)

    def palette(self) -> None:
        """Offer every command by name."""
        self._float(Palette(self._theme, self.commands))

    def keys(self) -> None:
        """Show the keys that work where the focus is."""
        self._float(KeysSheet(self._theme, self.commands, self.keyboard.here()))

    def open_menu(self) -> None:
        """Offer every command, group by group."""
        self.menu.open()

    # Replies

    def _show_outbox(self, replies: list[Reply]) -> None:
        now = self._clock.now()
        self._pass_time(now)
        self.outbox.show_replies(replies, now)
        if self.outbox.counts_down(now):
            self._countdown.start()
        self._count_outbox(now)
        self.replies.tell_troubles(replies)

    def _tick(self) -> None:
        now = self._clock.now()
        self._pass_time(now)
        if not self.outbox.counts_down(now):
            self._countdown.stop()
        self._count_outbox(now)

    def _pass_time(self, now: datetime) -> None:
        ended = self.outbox.tick(now)
        if ended:
            # The timeline calls them held until it is told.
            self._window.reader.news(ended)

    def _count_outbox(self, now: datetime) -> None:
        self._window.status_line.set_outbox(summary(self.outbox.replies(), now))

    # Within

    def _said(self, sentence: str) -> None:
        self.notices.done(sentence, self.triage.undo)

    def _show(self, id_: ConversationId) -> None:
        self._window.select(id_)

    def _go(self, step: int) -> None:
        place = _LANES.index(self._window.lane) if self._window.lane in _LANES else 0
        self._window.show_lane(_LANES[(place + step) % len(_LANES)])

    def show_card(self, card: Overlay) -> None:
        """Put a card over the window, in place of the one that is there; never of one on which something is begun."""
        self._float(card)

    def _float(self, overlay: Overlay) -> None:
        if self._overlay is not None:
            if self._overlay.is_begun:
                # Its keys are pressed by mistake: what is typed there is ended first.
                overlay.closed.emit()
                overlay.deleteLater()
                return
            self._overlay.put_away()
        self._overlay = overlay
        overlay.closed.connect(self._landed)
        overlay.open_over(self._window)

    def _landed(self) -> None:
        self._overlay = None

    def rekey(self, keymap: Keymap) -> None:
        """Put other keys in force, and show them wherever a key is shown."""
        self.commands.rekey(keymap.keys)
        self.keyboard.rebind()
        self._show_keys()
        self.menu.name()
        for button in self._window.findChildren(VerbButton):
            command = button.property("command")
            if command:
                keys = self.commands[command].keys
                button.set_keys(keys[0] if keys else "")
        self.composer.form.show_keys()

    def _key(self, id_: str) -> str:
        return self.commands.key(id_)

    def _show_keys(self) -> None:
        self._window.set_key(self.commands.key)
        self._window.inbox.head.set_key(self.commands.key("list.show-new"))
        self._window.status_line.set_key(self.commands.key("keys"))
        more = partial(open_further, self.commands, self.storms.is_here, self.triage.idle, _HEAD, self._window)
        self._window.reader.head.set_more(more)
        self._window.reader.set_verbs([self._head_verb(id_) for id_ in _HEAD])

    def _head_verb(self, id_: str) -> tuple[str, str, Callable[[], object]]:
        titles = {"conversation.wait": self.tr("Wait"), "conversation.why": self.tr("Why?")}
        command = self.commands[id_]
        return titles.get(id_, command.title), command.keys[0] if command.keys else "", command.run
