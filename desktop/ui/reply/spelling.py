"""Spelling in the texts of the composer, where the system has dictionaries; where it has none, there is nothing of it."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.compose.own_words import NAME
from desktop.compose.spelling import Spot, fold
from desktop.domain.conversation import ConversationId, Opened
from desktop.settings import Settings
from desktop.ui.reply.proofs import Asked, Bearings, Proofs
from desktop.ui.theme import Theme
from desktop.ui.verbs import Verbs
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.reply.spelling_languages import SpellingLanguages
from desktop.ui.views.reply.spelling_picker import SpellingPicker
from desktop.ui.widgets.reply_text import ReplyText
from desktop.ui.widgets.underlines import Underlines
from desktop.ui.wording.language import sentence_of

if TYPE_CHECKING:
    from desktop.ui.reads import Reads

_log = logging.getLogger(__name__)
COMMANDS = ("spelling.next", "spelling.language")


class Spelling(QObject):
    """Made on the GUI thread once every command works; dictionaries are looked for then, on a thread of their own."""

    chosen = Signal(str)
    """The dictionaries the owner has chosen, as the settings have them."""
    found = Signal()
    """There are dictionaries."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        verbs: Verbs,
        open_reads: "Callable[[], Reads]",
        config: Path,
        *,
        home: str = "",
    ) -> None:
        """`config` is the settings file, beside which the owner's own words lie; `home` the owner's language ("de_AT")."""
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._verbs = verbs
        self._composer = verbs.composer
        self._home = home or _home()
        self._proofs = Proofs(open_reads, config.with_name(NAME))
        self._settings = Settings()
        self._fields: dict[ReplyText, Underlines] = {}
        self._bearings: Bearings | None = None
        self._learnt_from: Opened | None = None
        self._lesson = 0
        self._when_learnt: Callable[[], object] | None = None
        self._ignored: dict[ConversationId, frozenset[str]] = {}
        self._checking: set[Underlines] = set()
        self._again: set[Underlines] = set()
        self._picker: SpellingPicker | None = None
        self._proofs.open(config, self._opened)

    @property
    def is_there(self) -> bool:
        """Whether this system has dictionaries."""
        return bool(self._proofs.installed)

    @property
    def is_on(self) -> bool:
        """Whether texts are looked at."""
        return bool(self._fields)

    def close(self) -> None:
        """Look nothing up any more."""
        self._proofs.close()

    def choose(self, settings: Settings) -> None:
        """Put other settings in force."""
        before, self._settings = self._settings, settings
        if not self.is_there:
            return
        if settings.spelling != self.is_on:
            self._begin() if settings.spelling else self._end()
        elif (settings.spelling_languages, settings.shop_name) != (before.spelling_languages, before.shop_name):
            self._relearn()

    def lines(self, text: ReplyText) -> Underlines | None:
        """Return what is drawn under a text, None while spelling is off."""
        return self._fields.get(text)

    @property
    def picker(self) -> SpellingPicker | None:
        """The list beside a misspelt word, None while there is none."""
        return self._picker

    # On and off

    def _opened(self, settings: Settings) -> None:
        self._settings = settings
        if settings.spelling:
            self._begin()
        self.found.emit()

    def _begin(self) -> None:
        composer = self._composer
        for text in (composer.text, composer.beside.text):
            lines = self._fields[text] = Underlines(text, self._theme)
            lines.stale.connect(self._check)
            text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            text.customContextMenuRequested.connect(self._menu_wished)
        composer.ready.connect(self._follow)
        self._verbs.offer({"spelling.next": self.next, "spelling.language": self.pick_languages})
        self._follow()

    def _end(self) -> None:
        if self._picker is not None:
            self._picker.put_away()
        for text, lines in self._fields.items():
            lines.stop()
            text.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
            text.customContextMenuRequested.disconnect(self._menu_wished)
        self._fields.clear()
        self._checking.clear()
        self._again.clear()
        self._bearings = self._learnt_from = None
        self._ask_no_more()
        self._composer.ready.disconnect(self._follow)
        self._verbs.withdraw(COMMANDS)

    # Looking up

    def _follow(self) -> None:
        """The draft of a conversation was read: of another one, or anew of the one on show."""
        opened, before = self._composer.opened, self._learnt_from
        if opened is not None and before is not None and opened.row.id == before.row.id:
            if (opened.timeline, opened.language) != (before.timeline, before.language):
                self._relearn()
            return
        self._bearings = self._learnt_from = None
        self._ask_no_more()
        for text, lines in self._fields.items():
            lines.clear()
            # Who only reads has nothing looked up.
            if not text.document().isEmpty():
                self._check(lines)

    def _relearn(self) -> None:
        """Other words, or other dictionaries, are right from now on; until they are known, what is drawn stays."""
        if self._learnt_from is not None:
            self._learnt_from = None
            self._learn()

    def _check(self, lines: Underlines) -> None:
        bearings = self._bearings
        if not self._is_ours(lines):
            return
        if bearings is None:
            self._learn()
        elif lines in self._checking:
            self._again.add(lines)
        else:
            self._checking.add(lines)
            done, failed = partial(self._checked, lines, bearings), partial(self._not_checked, lines)
            self._proofs.check(lines.read(), self._with_ignored(bearings), done, failed)

    def _checked(self, lines: Underlines, bearings: Bearings, found: Sequence[Spot]) -> None:
        self._checking.discard(lines)
        is_right = self._is_ours(lines) and bearings is self._bearings
        if is_right:
            lines.show_found(found)
        if lines in self._again or not is_right:
            self._again.discard(lines)
            self._check(lines)

    def _is_ours(self, lines: Underlines) -> bool:
        """Return whether lines are still drawn: spelling may have been switched off meanwhile, and on again."""
        return lines in self._fields.values()

    def _learn(self) -> None:
        opened, before = self._composer.opened, self._learnt_from
        if opened is not None and (before is None or before.row.id != opened.row.id):
            self._learnt_from = opened
            self._lesson += 1
            done, failed = partial(self._learnt, self._lesson), partial(self._not_learnt, self._lesson)
            self._proofs.learn(opened, self._settings, self._home, done, failed)

    def _learnt(self, lesson: int, bearings: Bearings) -> None:
        if lesson != self._lesson or self._composer.conversation != bearings.conversation:
            return
        self._bearings = bearings
        run, self._when_learnt = self._when_learnt, None
        if run is not None:
            run()
        self._check_all()

    def _not_learnt(self, lesson: int, error: Exception) -> None:
        _log.warning("it could not be found out what is right in a conversation", exc_info=error)
        if lesson == self._lesson:
            self._learnt_from = None
            self._ask_no_more()

    def _ask_no_more(self) -> None:
        """Forget the word that was to be offered, and let the keys through."""
        if self._when_learnt is not None:
            self._when_learnt = None
            self._verbs.turns.end()

    def _check_all(self) -> None:
        for lines in list(self._fields.values()):
            self._check(lines)

    def _with_ignored(self, bearings: Bearings) -> Bearings:
        ignored = self._ignored.get(bearings.conversation)
        if ignored is None:
            return bearings
        return Bearings(conversation=bearings.conversation, tags=bearings.tags, known=bearings.known | ignored)

    # The next misspelt word

    def next(self) -> None:
        """Offer what may be meant by the next misspelt word: at the caret or behind it, then from the beginning."""
        if self._composer.opened is None:
            return
        beside = self._composer.beside.text
        text = beside if beside.hasFocus() else self._composer.text
        picker = self._picker
        after = picker.spot if picker is not None and picker.belongs_to(text) else None
        self._verbs.turns.begin()
        if self._bearings is None:
            self._when_learnt = partial(self._ask_next, text, after)
            self._learn()
        else:
            self._ask_next(text, after)

    def _ask_next(self, text: ReplyText, after: Spot | None) -> None:
        caret = text.textCursor().position()
        self._ask(text, partial(_next, after=after, caret=caret), partial(self._offer, text))

    def _ask(
        self, text: ReplyText, pick: Callable[[Sequence[Spot]], Spot | None], done: Callable[[Asked], None]
    ) -> None:
        lines, bearings = self._fields.get(text), self._bearings
        if lines is None or bearings is None:
            self._verbs.turns.end()
            return
        self._checking.add(lines)
        self._proofs.ask(lines.read(), self._with_ignored(bearings), pick, done, partial(self._failed, lines))

    def _offer(self, text: ReplyText, asked: Asked) -> None:
        lines = self._took(text, asked)
        if lines is not None and asked.spot is not None:
            self._show_picker(lines, asked.spot, asked.suggestions)
        elif lines is not None:
            self._verbs.notices.note(self._nothing_found())
        self._verbs.turns.end()

    def _took(self, text: ReplyText, asked: Asked) -> Underlines | None:
        """Draw what was found; return where, None when the text is another one by now."""
        lines = self._fields.get(text)
        if lines is None:
            return None
        self._checking.discard(lines)
        if not lines.is_as_read() or self._bearings is None:
            self._check(lines)
            return None
        lines.show_found(asked.found)
        if lines in self._again:
            self._again.discard(lines)
            self._check(lines)
        return lines

    def _nothing_found(self) -> str:
        if self._bearings is not None and not self._bearings.tags:
            return self.tr("There is no dictionary here for this language. Choose others with “Spelling: language”.")
        return self.tr("No misspelt word was found.")

    def _show_picker(self, lines: Underlines, spot: Spot, suggestions: Sequence[str]) -> None:
        if self._picker is not None:
            self._picker.put_away()
        picker = SpellingPicker(self._theme, lines.text, spot, suggestions)
        picker.replaced.connect(lines.replace)
        picker.kept.connect(self._keep)
        picker.ignored.connect(self._ignore)
        picker.closed.connect(partial(self._put_away, lines))
        self._picker = picker
        picker.open()
        lines.ask_about(spot)

    def _put_away(self, lines: Underlines) -> None:
        self._picker = None
        lines.ask_about(None)

    def _not_checked(self, lines: Underlines, error: Exception) -> None:
        _log.warning("a text could not be looked up", exc_info=error)
        self._checking.discard(lines)

    def _failed(self, lines: Underlines, error: Exception) -> None:
        self._not_checked(lines, error)
        self._verbs.turns.end()

    # What is done about a word

    def _ignore(self, spot: Spot) -> None:
        if self._bearings is not None:
            here = self._bearings.conversation
            self._ignored[here] = self._ignored.get(here, frozenset()) | {fold(spot.word)}
            self._check_all()

    def _keep(self, spot: Spot) -> None:
        self._proofs.keep(spot.word, partial(self._kept, spot.word), self._not_kept)

    def _kept(self, word: str, _done: None) -> None:
        said = self.tr("“{word}” is one of your words now.").format(word=word)
        self._verbs.notices.offer(said, self.tr("Undo"), partial(self._forget, word))
        self._relearn()

    def _forget(self, word: str) -> None:
        self._proofs.forget(word, self._forgotten, self._not_kept)

    def _forgotten(self, _done: None) -> None:
        self._relearn()

    def _not_kept(self, error: Exception) -> None:
        self._verbs.notices.trouble(sentence_of(error))

    # The menu of the text

    def _menu_wished(self, place: QPoint) -> None:
        text = self.sender()
        if not isinstance(text, ReplyText):
            return
        lines = self._fields[text]
        spot = lines.at(text.cursorForPosition(place).position())
        where = text.mapToGlobal(place)
        if spot is None or self._bearings is None:
            self._pop_up(text, text.createStandardContextMenu(), where)
        else:
            self._ask(text, partial(_same, spot=spot), partial(self._offer_menu, text, where))

    def _offer_menu(self, text: ReplyText, where: QPoint, asked: Asked) -> None:
        lines = self._took(text, asked)
        menu = text.createStandardContextMenu()
        spot = asked.spot
        if lines is not None and spot is not None:
            found = [
                *((word, partial(lines.replace, spot, word)) for word in asked.suggestions),
                (self.tr("Add to my words"), partial(self._keep, spot)),
                (self.tr("Ignore here"), partial(self._ignore, spot)),
            ]
            first = menu.actions()[0]
            for words, run in found:
                action = QAction(words.replace("&", "&&"), menu)
                action.triggered.connect(run)
                menu.insertAction(first, action)
            menu.insertSeparator(first)
        self._pop_up(text, menu, where)

    def _pop_up(self, text: ReplyText, menu: QMenu, where: QPoint) -> None:
        menu.setParent(text, menu.windowFlags())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    # Languages

    def pick_languages(self) -> None:
        """Offer the dictionaries of this system."""
        wanted = self._settings.spelling_languages.replace(",", " ").split()
        card = SpellingLanguages(self._theme, self._proofs.installed, wanted)
        card.chosen.connect(self._choose_languages)
        self._verbs.show_card(card)

    def _choose_languages(self, tags: tuple[str, ...]) -> None:
        self.chosen.emit(", ".join(tags))


def _next(spots: Sequence[Spot], *, after: Spot | None, caret: int) -> Spot | None:
    """Return the misspelt word to go to: behind the one on show, else at the caret or behind it; then from the top."""
    ahead = [s for s in spots if (s.start > after.start if after is not None else s.end >= caret)]
    return next(iter([*ahead, *spots]), None)


def _same(spots: Sequence[Spot], *, spot: Spot) -> Spot | None:
    return spot if spot in spots else None


def _home() -> str:
    """Return the owner's own language and country; a system without either speaks English."""
    name = QLocale.system().name()
    return name if len(name.partition("_")[0]) in (2, 3) else "en_US"
