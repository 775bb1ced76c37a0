"""Search over everything: results while the owner types, the hits marked, Enter opens the conversation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame
from shiboken6 import isValid

from desktop.domain.conversation import Hit
from desktop.domain.reading import among_notes, finished, mistake
from desktop.ui.commands import key_text
from desktop.ui.search.completing import Known, completes, offers, typed
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.views.search.colours import paint
from desktop.ui.views.search.foot import Foot
from desktop.ui.widgets.grounded import GroundedLine
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_PAUSE_MS = 60
"""Milliseconds without a key after which it is looked for what was typed while an answer was on its way."""
_PERSON = re.compile(r"\w{2}")
"""How a word begins that may be somebody's name."""

Found = Callable[[Sequence[Hit], str], None]
"""Takes the hits, and what was looked for instead where nothing has the last word as it stands ("" else)."""
Failed = Callable[[str], None]
Ask = Callable[[str, Found, Failed], None]
"""Looks for a query off the GUI thread, then calls the first with what it found or the second with a sentence."""
PeopleOf = Callable[[str, Callable[[Sequence[tuple[str, str]]], None]], None]


class Search(Overlay):
    """`opened` carries the conversation of the hit that was taken, and the query. A late answer is dropped."""

    opened = Signal(object, str)
    waiting = Signal()
    """Enter was pressed before there was an answer: what is typed from now on is meant for what it opens."""
    answered = Signal()
    """The answer that was waited for is there, or there will be none."""
    save_wished = Signal(str, bool)
    """A query to be kept, whether or not it finds anything yet, and whether it does."""

    def __init__(self, theme: Theme, ask: Ask, now: Callable[[], datetime], query: str = "") -> None:
        super().__init__(theme, "", width=680)
        self.setAccessibleName(self.tr("Search everything"))
        self._look_for = ask
        self._now = now
        self._asked = self._awaited = 0
        """Which question was asked last, and how many answers are on their way."""
        self._take_when_found = False
        self._is_asking = False
        self._withheld = ""
        self._is_bad = False
        self._save_keys: Sequence[str] = ()
        self._ask = self._make_line()
        line = QFrame()
        line.setProperty("look", "hairline")
        self._list = Choices(theme, self.tr("Results"), two_lines=True, most=8, ground="raised")
        self._offers = Choices(theme, self.tr("What may come next"), most=6, ground="raised")
        self._offers.hide()
        self._known = Known()
        self._people: tuple[str, Sequence[tuple[str, str]]] = ("", ())
        self._stepped = False
        self._recent: Sequence[str] = ()
        self._meant = ""
        """What was looked for instead of what is typed, of which nothing was found: the beginnings of its last word."""
        self._tell_people: PeopleOf | None = None
        for widget in (self._ask, self._offers, line, self._list):
            self.box.addWidget(widget)
        self._foot = Foot(theme)
        self.box.addLayout(self._foot)
        self.first = self._ask
        self._list.speak_through(self._ask)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._search)
        self._ask.textChanged.connect(self._typed)
        self._list.chosen.connect(self._open)
        self._offers.chosen.connect(self._complete)
        self._offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._offers.speak_through(self._ask)
        self._hint()
        self._ask.setText(query)

    def _make_line(self) -> GroundedLine:
        line = GroundedLine(self.theme)
        line.setObjectName("ask")
        line.setProperty("look", "clear")
        line.setAccessibleName(self.tr("Search everything"))
        line.setPlaceholderText(self.tr("Search everything"))
        line.setClearButtonEnabled(False)
        # Clear of the round corners.
        self.box.setContentsMargins(0, self.theme.look.px(8), 0, 0)
        return line

    def know(self, known: Known) -> None:
        """Complete labels and channels from now on."""
        self._known = replace(known, recent=self._recent)
        self._offer()

    def ask_people(self, people: "PeopleOf") -> None:
        """Complete people from now on: `people` looks for them off the GUI thread, then calls with what it found."""
        self._tell_people = people

    def offer_to_save(self, title: str, keys: Sequence[str]) -> None:
        """Offer to keep what is typed as a search, by a button and by these keys."""
        self._save_keys = keys
        self._foot.offer_to_save(title, keys[0] if keys else "", self.save)
        self._foot.show_save(shown=bool(self.query.strip()))

    def save(self) -> None:
        """Have what is typed kept; where that is nothing, or cannot be understood, say so."""
        if not self.query.strip():
            self._say(self.tr("Type what to look for, then save it."))
        elif wrong := mistake(self._whole()) or self._withheld:
            self._complain(retell(wrong))
        elif not self._is_bad:
            finds, query = bool(self.offered()), self._whole()
            self.put_away()
            self.save_wished.emit(query, finds)

    def remember(self, recent: Sequence[str]) -> None:
        """Offer these searches while nothing is typed."""
        self._recent = recent
        self._known = replace(self._known, recent=recent)
        self._offer()

    def completions(self) -> list[Choice]:
        """Return what may come next, as it is on show."""
        return [] if self._offers.isHidden() else self._offers.choices()

    @property
    def query(self) -> str:
        """What is being looked for."""
        return self._ask.text()

    def offered(self) -> list[Choice]:
        """Return the results on show."""
        return self._list.choices()

    def note(self) -> str:
        """Return what is said below the results."""
        return self._foot.note()

    def event(self, event: QEvent) -> bool:
        """Have the keys that save come here, where they mean what is typed, not what the list shows."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._saves(event):
            event.accept()
            return True
        return super().event(event)

    def _saves(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()).toString() in self._save_keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter (as soon as there is an answer), move with arrows, leave with Esc."""
        key, offered = event.key(), not self._offers.isHidden()
        # What is only guessed at leaves the arrows to what was found; Tab takes it, and the mouse.
        leads = offered and (completes(self.query) or not self.offered())
        if self._saves(event):
            self.save()
            event.accept()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if offered and self._stepped:
                self._offers.take()
            else:
                self._enter()
            event.accept()
        elif leads and key == Qt.Key.Key_Escape:
            self._offers.hide()
            self.arrange()
            event.accept()
        elif not (self._offers if leads else self._list).step(key):
            super().keyPressEvent(event)
        elif leads:
            self._stepped = True

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's own name
        """Take what is offered with Tab."""
        if next and not self._offers.isHidden() and self._offers.current() is not None:
            self._offers.take()
            return True
        return super().focusNextPrevChild(next)

    def _complete(self, query: str) -> None:
        self._ask.setText(query)
        self._ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        """Show what may come next; the results stay below it."""
        query = self.query
        self._stepped = False
        if not query.strip():
            found = [Choice(title=one, detail=self.tr("searched lately"), value=one) for one in self._recent]
        else:
            people = self._people[1] if self._people[0] == query else ()
            found = [
                Choice(title=one.shown, detail=one.detail, value=one.query)
                for one in offers(query, self._known, people)
            ]
        if found:
            # Enter opens what was found; the key that takes this instead is told beside it.
            found[0] = replace(found[0], keys=(key_text("Tab"),))
        if found or not self._offers.isHidden():
            self._offers.offer(found)
            self._offers.setVisible(bool(found))
            self.arrange()
        if found:
            self._ask.setAccessibleDescription(found[0].sentence())
        now = typed(query)
        if self._tell_people is None or self._people[0] == query or now is None or not now.value:
            return
        if now.operator in ("from", "to") or (not now.operator and _PERSON.match(now.value)):
            self._tell_people(now.value, _People(self, query).found)

    def show_people(self, query: str, people: Sequence[tuple[str, str]]) -> None:
        """Offer people, unless something else has been typed since."""
        if query == self.query:
            self._people = (query, people)
            self._offer()

    def _enter(self) -> None:
        if self.query.strip() and (wrong := mistake(self._whole()) or self._withheld):
            self._complain(retell(wrong))
        elif self._pause.isActive():
            self._pause.stop()
            self._is_asking = True
            self._take_when_found = True
            self.waiting.emit()
            self._search()
        elif self._is_asking:
            self._take_when_found = True
            self.waiting.emit()
        else:
            # Where nothing was found, what stands highlighted is a guess.
            (self._list if self.offered() else self._offers).take()

    def _typed(self, text: str) -> None:
        self._take_when_found = False
        self._withheld = self._meant = ""
        self._is_bad = False
        self._foot.show_save(shown=bool(text.strip()))
        self._is_asking = bool(text.strip())
        self._asked += 1
        if text.strip():
            if self._awaited:
                self._pause.start(_PAUSE_MS)
            else:
                # Where nothing is on its way, the answer can be there with the very key: it is asked for before anything
                # is painted.
                self._pause.stop()
                self._search()
        else:
            self._pause.stop()
            self._list.offer(())
            self._hint()
        paint(self._ask, self.theme.look)
        self._offer()

    def _search(self) -> None:
        answer = _Answer(self, self._asked)
        self._awaited += 1
        self._look_for(self.query, answer.found, answer.failed)

    def show_hits(self, asked: int, hits: Sequence[Hit], meant: str) -> None:
        """Show the answer to question number `asked`, unless another was asked since; it was about `meant` unless ""."""
        self._awaited -= 1
        if asked != self._asked:
            return
        self._meant = meant
        self._list.offer(hits, partial(_choice, now=self._now()))
        self._foot.tell(self.query, len(hits), begun=bool(meant))
        self.arrange()
        if self._answer():
            self._list.take()
            self.answered.emit()

    def show_trouble(self, asked: int, sentence: str) -> None:
        """Say why question number `asked` could not be answered; not yet while its last word is being typed."""
        self._awaited -= 1
        if asked != self._asked:
            return
        waited = self._answer()
        if waited or not _is_typing(self.query):
            self._complain(sentence)
        else:
            self._withhold(sentence)
        if waited:
            self.answered.emit()

    def _whole(self) -> str:
        """Return what was typed as it is meant, with what is open at its end closed."""
        return finished(self._meant if self._meant and self.offered() else self.query).strip()

    def _withhold(self, sentence: str) -> None:
        """Keep a complaint until Enter: the operator it is about is still being typed."""
        self._withheld = sentence
        self._list.offer(())
        self._hint()

    def _complain(self, sentence: str) -> None:
        self._pause.stop()
        self._withheld = ""
        self._is_bad, self._is_asking = True, False
        self._asked += 1
        self._list.offer(())
        self._say(sentence, trouble=True)

    def _answer(self) -> bool:
        """Take note of an answer; return whether Enter was pressed before it."""
        waited, self._take_when_found, self._is_asking = self._take_when_found, False, False
        return waited

    def _hint(self) -> None:
        self._foot.hint()
        self.arrange()

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._foot.say(sentence, trouble=trouble)
        self.arrange()

    def _open(self, hit: Hit) -> None:
        query = among_notes(self._whole()) if hit.note else self._whole()
        self.put_away()
        self.opened.emit(hit.conversation, query)


def _is_typing(query: str) -> bool:
    """Return whether an operator or what belongs to it stands at the end of a query."""
    from desktop.domain.reading import pieces

    found = pieces(query)
    return not found or (found[-1].kind in ("operator", "value") and found[-1].end >= len(query.rstrip()))


class _People:
    """Remembers for which query people were looked for, and that the search may be gone when they come."""

    def __init__(self, search: Search, query: str) -> None:
        self._search = search
        self._query = query

    def found(self, people: Sequence[tuple[str, str]]) -> None:
        """Hand them on."""
        if isValid(self._search) and not self._search.isHidden():
            self._search.show_people(self._query, people)


class _Answer:
    """Remembers to which question an answer belongs, and that the search may be gone when it comes."""

    def __init__(self, search: Search, asked: int) -> None:
        self._search = search
        self._asked = asked

    def found(self, hits: Sequence[Hit], meant: str) -> None:
        """Hand the hits on."""
        if self._is_there():
            self._search.show_hits(self._asked, hits, meant)

    def _is_there(self) -> bool:
        return isValid(self._search) and not self._search.isHidden()

    def failed(self, sentence: str) -> None:
        """Hand the sentence on."""
        if self._is_there():
            self._search.show_trouble(self._asked, sentence)


def _place(hit: Hit) -> str:
    return QCoreApplication.translate("Search", "Your note") if hit.note else words.channel_title(hit.channel)


def _choice(hit: Hit, now: datetime) -> Choice:
    return Choice(
        title=hit.who if not hit.subject else f"{hit.who}  ·  {hit.subject}",
        detail=f"{_place(hit)}, {words.short_stamp(hit.written_at, now)}",
        below=hit.snippet,
        value=hit,
    )
