"""How the composer looks: to whom, the text, what is wrong with it, how long it may be, and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.compose.limits import Measure
from desktop.domain.draft import Reply
from desktop.domain.item import Audience
from desktop.sync.ways import Way
from desktop.ui.commands import Commands, Context
from desktop.ui.reply.standing import Saying
from desktop.ui.theme import Theme, mark
from desktop.ui.views.reply.beside import Beside, Caption
from desktop.ui.views.reply.counter import Counter
from desktop.ui.views.reply.files import ReplyFiles
from desktop.ui.views.reply.guard import Guard
from desktop.ui.views.reply.room import Case, Height, room, texts
from desktop.ui.views.reply.ways import WayTabs
from desktop.ui.views.reply.words import say_audience
from desktop.ui.widgets import safe
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.dropped import files_in
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.recipients import Recipients
from desktop.ui.widgets.reply_actions import ReplyActions
from desktop.ui.widgets.reply_text import ReplyText
from desktop.ui.widgets.told import Told
from desktop.ui.widgets.verb_button import VerbButton, VerbRow

_QUOTE, _LATER = "reply.quote", "reply.later"
_TOOLS = ("reply.saved", "reply.attach", _QUOTE, _LATER)


_NARROW = 420
"""Pixels of the composer below which the word for who can read it may be cut, so that the ways stand in one row."""

_SAVED = 84
"""Pixels for the word about the draft, where there is room for it."""

_SHORT = 2
"""Lines of a question that there is room for beside everything else."""

_UNBOUND = 16_777_215


class ReplyForm(QFrame):
    """The widgets of the composer and where they stand; it knows neither drafts nor conversations."""

    files_given = Signal(object)
    """Files were dropped beside the text: a list of what can be read."""

    def __init__(self, theme: Theme, commands: Commands) -> None:
        super().__init__()
        self._theme, self._commands = theme, commands
        self.setObjectName("composer")
        self.setAccessibleName(self.tr("Reply"))
        self.setAcceptDrops(True)
        self.is_lasting = False
        self.text = ReplyText(theme)
        self.text.setAccessibleName(self.tr("Text of the reply"))
        self.recipients = Recipients(theme)
        self.tabs = WayTabs(theme)
        self.caption = Caption(theme, self.tr("Private text"))
        self.caption.hide()
        self.beside = Beside(theme)
        self.files = ReplyFiles(theme)
        self.guard = Guard(theme)
        self._is_two = self._is_at_second = self._is_close = False
        self._is_new, self._is_one_way, self._quotes = False, False, True
        self._rests = False
        """Whether nobody writes here, in a window where what is read needs the room."""
        self.guard.turned.connect(self._asked)
        self.caption.other.clicked.connect(self._turn_to_second)
        self.beside.caption.other.clicked.connect(self._turn_to_front)
        self.whom = Elided(look="quiet-small")
        self.to_all = _button(self.tr("Reply to all"), "reply.write-to-all", theme, commands, look="quiet")
        self.to_others = _button(self.tr("To and Cc"), "reply.recipients", theme, commands, look="quiet")
        self.audience = Chip()
        self.audience.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.refusal = safe.label(look="quiet-small")
        self.refusal.setWordWrap(True)
        self.open_page = VerbButton(self.tr("Open in browser"), "", theme)
        self.trouble = Told()
        self.trouble.hide()
        self._signature = Elided(look="quiet-small")
        self._signature.hide()
        self.status = Elided(look="quiet-small", whole=True)
        self.counter = Counter(theme)
        self.send_done = _button(self.tr("Send and Done"), "reply.send-and-finish", theme, commands)
        self.send = _button(self.tr("Send"), "reply.send", theme, commands, look="primary")
        self.tools = self._make_tools(theme, commands)
        self.show_keys()
        self.reply_actions = ReplyActions(theme)
        self.state = safe.label(look="quiet-small")
        self.state.setWordWrap(True)
        self._arrange(theme)

    def _make_tools(self, theme: Theme, commands: Commands) -> dict[str, VerbButton]:
        """Return the buttons that help with the text, by their commands."""
        titles = (self.tr("Saved replies"), self.tr("Attach"), self.tr("Quote"), self.tr("Send later"))
        tools = {
            id_: _button(title, id_, theme, commands, look="quiet") for id_, title in zip(_TOOLS, titles, strict=True)
        }
        for id_, tool in tools.items():
            tool.setProperty("tool", id_)
            if id_ in commands:
                safe.tooltip(tool, commands.tip(id_))
            # Only the key that is worth most is shown, by `show_keys`; the tooltip tells the others.
            tool.setProperty("command", None)
            tool.set_keys("")
        return tools

    def _arrange(self, theme: Theme) -> None:
        box = QVBoxLayout(self)
        px = theme.look.px
        box.setContentsMargins(px(22), px(12), px(22), px(12))
        self._edges = box.contentsMargins()
        box.setSpacing(px(8))
        self._on_its_way = _row(theme, self.state, 1, self.reply_actions)
        self._edit = QWidget()
        edit = QVBoxLayout(self._edit)
        edit.setContentsMargins(0, 0, 0, 0)
        edit.setSpacing(px(8))
        self._help = _row(theme, *self.tools.values(), self.status, 1, spacing=0, inner=True)
        self._foot = _row(
            theme,
            self._help,
            1,
            _row(theme, QWidget(), 1, self.counter, self.send_done, self.send, inner=True),
        )
        for part in (self.recipients, self.caption, self.text, self.guard, self.beside, self._signature, self.files,
                     self.trouble, self._foot):  # fmt: skip
            edit.addWidget(part)
        self._cannot = _row(theme, self.refusal, 1, self.open_page)
        self._cannot.hide()
        head = self._head = _row(theme, self.whom, 1, self.to_all, self.to_others)
        self._ways = _row(theme, self.tabs, 1, self.audience)
        for part in (self._ways, head, self._on_its_way, self._edit, self._cannot):
            box.addWidget(part)
        # As high without its buttons: the conversation above keeps its height from one channel to the other.
        self.to_others.ensurePolished()
        head.setMinimumHeight(self.to_others.sizeHint().height())
        self.offer_recipients(others=False, offered=False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def offer(self, *, editing: bool) -> None:
        """Show the place for the text, or why there is none."""
        for part, hidden in (
            (self.audience, not editing or self._is_new),
            (self._edit, not editing),
            (self._cannot, editing),
        ):
            if part.isHidden() != hidden:
                part.setHidden(hidden)

    def offer_recipients(self, *, offered: bool, others: bool) -> None:
        """Offer to name others who should receive it, and to answer all `others` at once."""
        for part, hidden in ((self.to_others, not offered), (self.to_all, not (offered and others))):
            if part.isHidden() != hidden:
                part.setHidden(hidden)

    def show_new(self, *, is_new: bool, ways: int) -> None:
        """Show what belongs to a new message, with nothing above it, and no more; `ways` is by how many it can leave."""
        turned, self._is_new, self._is_one_way = is_new != self._is_new, is_new, ways < 2
        if turned:
            self.text.fill(fills=is_new)
            for layout, part in ((self.layout(), self._edit), (self._edit.layout(), self.text)):
                if isinstance(layout, QBoxLayout):
                    layout.setStretchFactor(part, int(is_new))
            self.text.setAccessibleName(self.tr("Text of the message") if is_new else self.tr("Text of the reply"))
            self.setAccessibleName(self.tr("New message") if is_new else self.tr("Reply"))
            self.recipients.begins(is_new=is_new)
            self.send_done.setHidden(is_new)
        if turned or is_new:
            self.make_room()

    def show_audience(self, audience: Audience) -> None:
        """Say who can read it."""
        say_audience(self.audience, audience)

    def show_size(self, size: Measure) -> None:
        """Say how much room is left."""
        if self.counter.show_size(size):
            self._fit_foot()

    def show_signature(self, signature: str) -> None:
        """Show quietly what the channel adds below the text."""
        lines = " · ".join(line.strip() for line in signature.splitlines() if line.strip())
        self._signature.say(self.tr("Signature below it: {words}").format(words=lines) if lines else "")
        self._signature.setVisible(bool(lines) and not self._rests)

    def allow(self, reason: str) -> None:
        """Let the owner send, unless there is a reason against it, which the buttons then tell."""
        for button, tip in (
            (self.send, self.tr("Hold the reply for a moment, then send it")),
            (self.send_done, self.tr("Send, and mark the conversation done")),
        ):
            button.setEnabled(not reason)
            safe.tooltip(button, reason or tip)

    def wait(self) -> None:
        """Take note that it is not known yet where the reply would go: nothing can be sent.

        What stands here keeps its height until it is, so that the conversation above is not laid out again at every key.
        """
        for button in (self.send, self.send_done):
            button.setEnabled(False)

    def show_way(self, target: Way, second: Way | None) -> None:
        """Show what belongs to a way, or to two at once, and to no other."""
        safe.say(self.refusal, target.refusal)
        self.open_page.setHidden(not target.url)
        self.offer(editing=not target.refusal)
        if self._is_two != (second is not None):
            self._is_two, self._is_at_second = second is not None, False
        self._show_texts()
        self.counter.setVisible(second is None)
        self._head.setVisible(room(self._height(), self._case()).head)
        self.audience.setVisible(second is None and not target.refusal and not self._is_new)
        if second is not None:
            self.caption.show_for(target)
            self.beside.caption.show_for(second)
        self.show_audience(target.audience)
        self.show_signature((second or target).signature)
        self._quotes = target.quotes or (second is not None and second.quotes)
        self._fit_foot()

    def clear(self) -> None:
        """Show nothing of the conversation that was here, but keep the room it took."""
        self.guard.warn("")
        self.beside.text.put("")
        self._is_two = self._is_at_second = False
        self._show_texts()
        self.files.show_files(())

    @property
    def takes_text(self) -> bool:
        """Whether there is a place to write, not a reason why there is none."""
        return not self._edit.isHidden()

    def show_reply(self, reply: Reply | None, said: Saying | None) -> None:
        """Say how far the reply is that is on its way in this conversation."""
        self._on_its_way.setVisible(reply is not None)
        if said is not None:
            safe.say(self.state, f"{said.words}. {said.sentence}" if said.sentence else said.words)
            mark(self.state, "tone", said.tone.value)
        self.make_room()

    def make_room(self) -> None:
        """Put what can be done about a reply below what is said of it, where its buttons would leave that too little."""
        self._rests = self._may_rest()
        height = self._height()
        shown = room(height, self._case(is_crowded=height <= Height.FLAT))
        self._help.setVisible(shown.help)
        self._head.setVisible(shown.head)
        self.recipients.spare(spares=height <= Height.LOW)
        self._signature.setHidden(not self._signature.text() or self._rests)
        self._show_texts()
        self._foot.setVisible(shown.foot)
        self.guard.keep_quiet(quiet=shown.quietly)
        if self._ways.isHidden() == shown.ways:
            self._ways.setVisible(shown.ways)
        self._draw_together(closely=shown.closely)
        is_narrow = self.width() < self._theme.look.px(_NARROW) and len(self.tabs.buttons) > 1
        self.audience.setMaximumWidth(self.width() // 4 if is_narrow else _UNBOUND)
        row = self._on_its_way.layout()
        if isinstance(row, QBoxLayout):
            is_wide = self.reply_actions.sizeHint().width() * 2 > self.width()
            row.setDirection(QBoxLayout.Direction.TopToBottom if is_wide else QBoxLayout.Direction.LeftToRight)
            across = QSizePolicy.Policy.Preferred if is_wide else QSizePolicy.Policy.Fixed
            self.reply_actions.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self._fit_foot()

    def _may_rest(self) -> bool:
        """Return whether nothing is begun here and the caret is elsewhere; behind a card it stays as it was."""
        if self._is_new or self._is_two or self._height() > Height.RESTING:
            return False
        begun = self.guard.stops or not self.text.document().isEmpty() or not self.trouble.isHidden()
        if begun or not self.files.isHidden() or not self.recipients.isHidden():
            return False
        focus = QApplication.focusWidget()
        if focus is None or not self._is_beside(focus):
            return self._rests
        return not self.isAncestorOf(focus)

    def _is_beside(self, other: QWidget) -> bool:
        """Return whether a widget is one of the window's own, not one of a card over it."""
        over: QWidget | None = other
        while over is not None and over.parentWidget() is not self.window():
            over = over.parentWidget()
        return over is None or over.isAncestorOf(self)

    def _focus_moved(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self.show_keys()
        if self.isVisible() and self._rests != self._may_rest():
            self.make_room()

    def show_keys(self) -> None:
        """Show the key of the saved replies that is heard where the caret is: a letter is text while one writes."""
        focus = QApplication.focusWidget()
        place = Context.COMPOSER if focus is not None and self.isAncestorOf(focus) else Context.TRIAGE
        keys = self._commands.keys_in("reply.saved", place)
        self.tools["reply.saved"].set_keys(keys[0] if keys else "")
        if self.isVisible():
            self._fit_foot()

    def _fit_foot(self) -> None:
        """Give up the key of Send and Done, then the word about the draft, before the foot takes two lines.

        Where one of those is too short for the counter's sentence, only its figure is left; where the other is too short
        for the tools, Quote and then Send later are left to their keys, the menu and the palette.
        """
        foot = self._foot.layout()
        if not isinstance(foot, QBoxLayout):
            return
        room = self.width() - self._edges.left() - self._edges.right()
        saved = self._theme.look.px(_SAVED)
        tools = self._tools_width()
        rest = tools
        for id_, wanted in ((_QUOTE, self._quotes), (_LATER, True)):
            self.tools[id_].setVisible(wanted and rest <= room)
            rest -= self.tools[id_].sizeHint().width() if wanted else 0
        for reserved, spares in ((saved, False), (saved, True), (0, False), (0, True)):
            self.send_done.spare_key(spares=spares)
            if tools + self._ends_width() + reserved <= room:
                foot.setDirection(QBoxLayout.Direction.LeftToRight)
                self.counter.be_brief(briefly=False)
                return
        foot.setDirection(QBoxLayout.Direction.TopToBottom)
        self.send_done.spare_key(spares=False)
        self.send_done.spare_key(spares=self._ends_width() > room)
        self.counter.be_brief(briefly=self._ends_width() > room)

    def _tools_width(self) -> int:
        """Return the pixels for the tools that there are, also for those that may be left out."""
        there = {id_: not tool.isHidden() for id_, tool in self.tools.items()} | {_QUOTE: self._quotes, _LATER: True}
        tools = [] if self._help.isHidden() else [tool for id_, tool in self.tools.items() if there[id_]]
        for tool in tools:
            # One that was never shown does not know its size yet.
            tool.ensurePolished()
        return sum(tool.sizeHint().width() for tool in tools) + self._theme.look.px(10)

    def _ends_width(self) -> int:
        """Return the pixels for the counter's whole sentence and for the buttons that send."""
        widths = [part.sizeHint().width() for part in (self.send_done, self.send) if not part.isHidden()]
        if not self.counter.isHidden():
            widths.append(self.counter.wanted)
        return sum(widths) + self._theme.look.px(10) * len(widths)

    def _draw_together(self, *, closely: bool) -> None:
        """Leave less room between the parts."""
        if closely == self._is_close:
            return
        self._is_close = closely
        px, edges = self._theme.look.px, self._edges
        for part in (self, self._edit):
            layout = part.layout()
            if layout is not None:
                layout.setSpacing(px(4 if closely else 8))
        own = self.layout()
        if own is not None:
            edge = px(4) if closely else edges.top()
            own.setContentsMargins(edges.left(), edge, edges.right(), edge)

    def _show_texts(self) -> None:
        seen = texts(self._height(), self._case(), at_second=self._is_at_second)
        for part, shown in (
            (self.text, seen.first),
            (self.caption, seen.caption),
            (self.caption.other, seen.turn_to_second),
            (self.beside, seen.second),
            (self.beside.caption.other, seen.turn_to_first),
        ):
            if part.isHidden() == shown:
                part.setVisible(shown)

    def put_caret(self, *, second: bool = False, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keys to the text, or to the second one of two."""
        self._is_at_second = second
        self._show_texts()
        (self.beside.text if second else self.text).setFocus(reason)

    def _asked(self) -> None:
        """Make room for a question, and keep the caret in a text that is seen."""
        had_caret = self.beside.text.hasFocus()
        self.make_room()
        if had_caret and self.beside.isHidden():
            self.put_caret()

    def _turn_to_second(self) -> None:
        self.put_caret(second=True)

    def _turn_to_front(self) -> None:
        self.put_caret()

    def _case(self, *, is_crowded: bool = False) -> Case:
        """Return what is written; only where it `is_crowded` is looked at how long a question is."""
        is_long = False
        if is_crowded and self._is_two:
            wide = self.width() - self._edges.left() - self._edges.right()
            is_long = self.guard.lines(wide) > _SHORT or not self.tabs.is_one_row
        return Case(
            two=self._is_two,
            new=self._is_new,
            one_way=self._is_one_way,
            asks=self.guard.stops,
            long=is_long,
            rests=self._rests,
        )

    def _height(self) -> Height:
        """Return how high the window is; as long as there is none, there is room for everything."""
        window, px = self.window(), self._theme.look.px
        is_none = window is self
        return next((one for one in Height if not is_none and window.height() < px(one)), Height.FULL)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere here."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files that are dropped beside the text."""
        given = files_in(event.mimeData())
        if given:
            event.acceptProposedAction()
            self.files_given.emit(given)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again how much room there is."""
        self.make_room()
        super().resizeEvent(event)

    def say(self, sentence: str, *, trouble: bool = False, lasting: bool = False) -> None:
        """Say how the text is doing beside the buttons; what is wrong stands whole on a line of its own.

        `lasting` asks whoever only has good news to leave it standing: `is_lasting` until something else is said.
        """
        self.is_lasting = lasting
        self.status.say("" if trouble else sentence)
        self.trouble.say(sentence if trouble else "", trouble=True)
        self.trouble.setVisible(trouble and bool(sentence))


def _button(title: str, id_: str, theme: Theme, commands: Commands, look: str = "plain") -> VerbButton:
    keys = commands[id_].keys if id_ in commands else ()
    button = VerbButton(title, keys[0] if keys else "", theme, look=look)
    button.setProperty("command", id_)
    return button


def _row(theme: Theme, *parts: QWidget | int, spacing: int = 10, inner: bool = False) -> QWidget:
    """Return the widgets in a row; a number is the stretch of the widget before it. An `inner` row is part of another."""
    holder = QWidget() if inner else VerbRow()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.look.px(spacing))
    for part in parts:
        if isinstance(part, int):
            row.setStretch(row.count() - 1, part)
        else:
            row.addWidget(part)
    return holder
