"""What is said after something was done, with what takes it back; and the countdown of a held reply."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.domain.text import plain
from desktop.ui.commands import Commands
from desktop.ui.desk import Held
from desktop.ui.reply.standing import held_words
from desktop.ui.widgets.toast import Toast
from desktop.ui.wording.language import retell

UNDO_SECONDS = 8
_NOTE_SECONDS = 5
_TROUBLE_SECONDS = 12
_OFFER_SECONDS = 30
_LONGEST = 60
_AGAIN_MS = 1000


class Notices(QObject):
    """Says one thing at a time through the toast; what its buttons do belongs to what it says. GUI thread."""

    def __init__(self, toast: Toast, commands: Commands) -> None:
        super().__init__(toast)
        self._toast = toast
        self._commands = commands
        self._first: Callable[[], object] | None = None
        self._second: Callable[[], object] | None = None
        self._reply = ""
        self._unasked: list[tuple[str, str, Callable[[], object] | None]] = []
        toast.acted.connect(self._act)
        toast.second_acted.connect(self._act_second)

    def key(self, id_: str) -> str:
        """Return the key of a command, to be named in a sentence, "" where it has none."""
        return self._commands.key(id_)

    def done(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was done, and offer to take it back for eight seconds."""
        self._remember(undo)
        self._toast.say(_fit(sentence), action=self.tr("Undo"), keys=self._commands.key("undo"), seconds=UNDO_SECONDS)

    def note(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._remember(None)
        self._toast.say(_fit(sentence), seconds=_NOTE_SECONDS)

    def trouble(self, sentence: str) -> None:
        """Say what did not happen, long enough to be read."""
        self._remember(None)
        self._toast.say(_fit(sentence), seconds=_TROUBLE_SECONDS)

    def offer(self, sentence: str, action: str, run: Callable[[], object], *, reply: str = "") -> None:
        """Say what needs the owner, with one button that helps; undo does the same where it takes back a `reply`."""
        self._remember(run)
        self._reply = reply
        self._toast.say(_fit(sentence), action=action, seconds=_OFFER_SECONDS)

    def by_itself(self, sentence: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say something that nobody asked for, once nothing else is being said: what can be undone is not covered."""
        self._unasked.append((sentence, action, run))
        self._say_unasked()

    def _say_unasked(self) -> None:
        if not self._unasked:
            return
        if not self._toast.isHidden():
            QTimer.singleShot(_AGAIN_MS, self, self._say_unasked)
            return
        sentence, action, run = self._unasked.pop(0)
        if run is None:
            self.note(sentence)
        else:
            self.offer(sentence, action, run)
        if self._unasked:
            QTimer.singleShot(_AGAIN_MS, self, self._say_unasked)

    def held(self, held: Held, undo: Callable[[], object], send_now: Callable[[], object]) -> None:
        """Count down the hold of a reply, naming where it goes."""
        self._remember(undo, send_now)
        self._reply = held.reply.id
        where = plain(retell(held.reply.summary), _LONGEST).replace("{", "(").replace("}", ")")
        self._toast.say(
            f"{held_words()}: {where}",
            action=self.tr("Undo"),
            keys=self._commands.key("undo"),
            second=self.tr("Send now"),
            until=held.reply.not_before,
        )

    def forget_reply(self, reply_id: str) -> None:
        """Take the countdown of a reply away: it was decided elsewhere."""
        if self._reply == reply_id:
            self._remember(None)
            self._toast.clear()

    def undo_held(self) -> bool:
        """Take the reply back whose countdown is shown; return whether there was one."""
        if not self._reply or self._toast.isHidden() or self._first is None:
            return False
        self._toast.clear()
        self._act()
        return True

    def _remember(self, first: Callable[[], object] | None, second: Callable[[], object] | None = None) -> None:
        self._first, self._second, self._reply = first, second, ""

    def _act(self) -> None:
        run = self._first
        self._remember(None)
        if run is not None:
            run()

    def _act_second(self) -> None:
        run = self._second
        self._remember(None)
        if run is not None:
            run()


def _fit(sentence: str) -> str:
    return plain(sentence).replace("{left}", "")
