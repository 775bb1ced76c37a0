"""What Shopbell has learned: what counts more or less and from how much, what is always shown, and how to take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.sense import Sense
from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.why import points
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.scrolled import Scrolled
from desktop.ui.wording import words

MOST = 60
"""So many weights are shown, the strongest; all of them are in what is saved."""


@dataclass(frozen=True, slots=True)
class Counting:
    """One thing that counts: its feature, points, of how many lessons it was part, and who wrote, for a sender."""

    feature: str
    points: float
    lessons: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """All that the page shows. `names` tells what senders among the pins are called."""

    sense: Sense
    counting: tuple[Counting, ...]
    names: dict[str, str]


class Learned(Overlay):
    """Rebuilt by `show_learnt` whenever anything of it is another. All of it can be taken back with the key that undoes."""

    pin_wished = Signal(str)
    """A word, or a topic with #."""
    sender_wished = Signal()
    """The sender of the conversation on show is to be shown always."""
    unpin_wished = Signal(str)
    forget_wished = Signal(str)
    """A sender."""
    unlearn_wished = Signal()
    reset_wished = Signal()
    save_wished = Signal()
    undo_wished = Signal()

    def __init__(self, theme: Theme, who: str = "", undo_key: str = "") -> None:
        """`who` wrote the conversation on show, "" where there is none."""
        super().__init__(theme, "", width=640)
        title = self.tr("What Shopbell has learned")
        self.setAccessibleName(title)
        self._undo_key = undo_key
        self.box.addWidget(safe.label(title, look="card-title"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        px = theme.look.px
        column.setContentsMargins(px(16), px(2), px(16), px(8))
        column.setSpacing(px(6))
        self.progress = safe.label("", look="quiet")
        self.progress.setWordWrap(True)
        column.addWidget(self.progress)
        column.addWidget(safe.label(self.tr("Always show me"), look="group"))
        self._pins = _room(column, px(2))
        column.addWidget(self._adding(who))
        column.addWidget(safe.label(self.tr("What counts for you"), look="group"))
        self._counting = _room(column, px(1))
        column.addStretch(1)
        scroll = Scrolled(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.addWidget(scroll)
        self.box.addWidget(self._foot())
        self.first = self.word

    @property
    def is_begun(self) -> bool:
        """Whether a word was typed that is not kept yet."""
        return bool(self.word.text().strip())

    def _adding(self, who: str) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        self.word = QLineEdit()
        self.word.setAccessibleName(self.tr("A word or a #topic that you always want to see"))
        self.word.setPlaceholderText(self.tr("A word, or a #topic"))
        self.word.setMaxLength(60)
        self.word.returnPressed.connect(self._pin)
        self.add = QPushButton(self.tr("Show always"))
        self.add.clicked.connect(self._pin)
        line.addWidget(self.word, 1)
        line.addWidget(self.add)
        if not who:
            return holder
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder)
        self.from_them = QPushButton(self.tr("Always show me {who}").format(who=plain(who, 30)).replace("&", "&&"))
        self.from_them.setProperty("look", "link")
        self.from_them.clicked.connect(self.sender_wished)
        column.addWidget(self.from_them, 0, Qt.AlignmentFlag.AlignLeading)
        return both

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        px = self.theme.look.px
        column.setContentsMargins(px(16), px(4), px(16), px(10))
        self.said = Elided(self._back(), look="meta")
        column.addWidget(self.said)
        row = QWidget()
        line = Flow(row)
        self.unlearn = QPushButton(self.tr("Forget the last lesson"))
        self.unlearn.clicked.connect(self.unlearn_wished)
        self.reset = QPushButton(self.tr("Forget all lessons"))
        self.reset.clicked.connect(self.reset_wished)
        self.save = QPushButton(self.tr("Save as a file"))
        self.save.clicked.connect(self.save_wished)
        for button in (self.unlearn, self.reset, self.save):
            button.setProperty("look", "link")
            line.addWidget(button)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setProperty("look", "link")
        self.undo.clicked.connect(self.undo_wished)
        self.undo.hide()
        line.addWidget(self.undo)
        column.addWidget(row)
        return foot

    def _back(self) -> str:
        if self._undo_key:
            return self.tr("Each of these can be taken back: {key} in the list, or Undo here.").format(
                key=self._undo_key
            )
        return self.tr("Each of these can be taken back with Undo.")

    def show_learnt(self, learnt: Learnt) -> None:
        """Show what counts now."""
        sense = learnt.sense
        safe.say(self.progress, self._progress(sense))
        _empty(self._pins)
        self.pins = {pin: self._pin_line(pin, learnt.names.get(pin, "")) for pin in sense.pins}
        for line in self.pins.values():
            _add(self._pins, line)
        if not sense.pins:
            _add(self._pins, _quiet(self.tr("Nothing yet: what you add stands on top of “Needs you” while it waits.")))
        _empty(self._counting)
        for one in learnt.counting:
            _add(self._counting, self._counting_line(one))
        if not learnt.counting:
            _add(self._counting, _quiet(self.tr("Nothing yet: + and − on a conversation count at once.")))
        self.unlearn.setEnabled(bool(sense.lessons))
        self.reset.setEnabled(bool(sense.lessons))
        self.arrange()

    def say(self, sentence: str) -> None:
        """Say what was just done, and offer to take it back; "" for nothing."""
        self.said.say(sentence or self._back())
        self.undo.setVisible(bool(sentence))

    def tell(self, sentence: str) -> None:
        """Say why nothing was done."""
        self.said.say(sentence)
        self.undo.hide()

    def _progress(self, sense: Sense) -> str:
        taken, needed = sense.progress
        if sense.speaks:
            told = self.tr("Learned from {n} lessons, on this computer only.").format(
                n=words.number(len(sense.lessons))
            )
        else:
            text = self.tr(
                "Still learning ({n} of {needed}): what you say with + and − counts at once, what you only do counts then. "
                "It stays on this computer."
            )
            told = text.format(n=taken, needed=needed)
        moved = self.tr("Your corrections moved the line of “Needs you” by {points}.").format(
            points=points(sense.own_line)
        )
        raised = self.tr("It was raised by {points}, as too much came to stand above it.")
        lines = [told, moved if sense.own_line else ""]
        lines.append(raised.format(points=points(sense.crowded)) if sense.crowded else "")
        return " ".join(filter(None, lines))

    def _pin_line(self, pin: str, who: str) -> QWidget:
        return _Line(self._named(pin, who), "", self.tr("Remove"), partial(self.unpin_wished.emit, pin))

    def _counting_line(self, one: Counting) -> QWidget:
        more, less = self.tr("counts more: {points}"), self.tr("counts less: {points}")
        weight = (more if one.points > 0 else less).format(points=points(one.points))
        count = self.tr("lessons: {n}").format(n=words.number(one.lessons))
        is_sender = one.feature.startswith("from:")
        forget = self.tr("Forget") if is_sender else ""
        sender = one.feature.removeprefix("from:")
        return _Line(
            self._named(one.feature, one.who), f"{weight} · {count}", forget, partial(self.forget_wished.emit, sender)
        )

    def _named(self, feature: str, who: str) -> str:
        """Return a feature in plain words: what kind of thing it is, and which."""
        kind, colon, rest = feature.partition(":")
        if not colon:
            if feature.startswith("not "):
                return self.tr("the word “{word}”, denied").format(word=feature.removeprefix("not "))
            return self.tr("the word “{word}”").format(word=feature)
        forms = {
            "from": self.tr("from {what}"),
            "in": self.tr("by {what}"),
            "about": self.tr("about {what}"),
            "term": self.tr("the reason “{what}”"),
        }
        what = who or rest.partition("/")[2] or rest if kind == "from" else rest
        if kind == "in":
            what = words.channel_title(rest)
        if kind == "term":
            what = self._term(rest)
        return plain(forms.get(kind, "{what}").format(what=what), 80)

    def _term(self, name: str) -> str:
        return {
            "complaint": self.tr("a complaint"),
            "ask": self.tr("asks for something"),
            "asked": self.tr("asks for something"),
            "urgent": self.tr("is in a hurry"),
            "praise": self.tr("praise"),
            "spam": self.tr("looks like advertising"),
            "waiting": self.tr("waits for an answer"),
            "direct": self.tr("sent to you directly"),
            "addressed": self.tr("on your page"),
            "passing": self.tr("speaks about you, not to you"),
            "public": self.tr("said in public"),
            "reach": self.tr("many followers"),
            "velocity": self.tr("spreads"),
            "rating": self.tr("the stars of a review"),
            "known": self.tr("earlier conversations"),
            "answered": self.tr("you answered them before"),
            "open": self.tr("replied to you"),
            "again": self.tr("wrote again"),
            "matched": self.tr("names your shop"),
            "written-about": self.tr("writes about you"),
            "answered-last": self.tr("you spoke last"),
            "automatic": self.tr("sent by a machine"),
            "danger": self.tr("somebody's health or safety"),
            "safety": self.tr("somebody's health or safety"),
            "old": self.tr("was written long ago"),
            "calm": self.tr("does not sound unhappy"),
            "faint": self.tr("may be unhappy"),
            "thanks": self.tr("thanks you"),
            "settled": self.tr("says that it is settled"),
            "language": self.tr("a language that is understood less surely"),
            "personal": self.tr("what you usually answer first"),
            "pinned": self.tr("always shown"),
        }.get(name, name)

    def _pin(self) -> None:
        word = self.word.text().strip()
        if word and not any(sign.isalnum() for sign in word):
            self.tell(self.tr("There is no word in “{text}”.").format(text=plain(word, 40)))
        elif word:
            self.word.clear()
            self.pin_wished.emit(word)


class _Line(QWidget):
    """What it is, what is said of it, and one button."""

    def __init__(self, named: str, said: str, button: str, run: Callable[[], object]) -> None:
        super().__init__()
        self._run = run
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Elided(named), 1)
        if said:
            line.addWidget(safe.label(said, look="meta"))
        if button:
            self.button = QPushButton(button)
            self.button.setProperty("look", "link")
            self.button.setAccessibleName(f"{button}: {named}")
            self.button.clicked.connect(self._pressed)
            line.addWidget(self.button)

    def _pressed(self) -> None:
        self._run()


def _room(column: QVBoxLayout, spacing: int) -> QVBoxLayout:
    room = QVBoxLayout()
    room.setContentsMargins(0, 0, 0, 0)
    room.setSpacing(spacing)
    column.addLayout(room)
    return room


def _add(room: QVBoxLayout, widget: QWidget) -> None:
    room.addWidget(widget)
    # What is not shown yet takes no room when the card is measured.
    widget.show()


def _empty(room: QVBoxLayout) -> None:
    while (item := room.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _quiet(text: str) -> QWidget:
    label = safe.label(text, look="quiet")
    label.setWordWrap(True)
    return label
