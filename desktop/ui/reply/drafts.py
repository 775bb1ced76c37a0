"""What the owner is typing, kept in memory until the store has confirmed that it is on disk."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft
from desktop.domain.errors import ShopbellError
from desktop.domain.item import Audience
from desktop.ui.tasks import Tasks
from desktop.ui.wording.language import retell

PAUSE_MS = 700
"""No key is older than this when its text is handed to the store."""
RETRY_MS = 2000
Save = Callable[[Draft], "Future[ChangeSet]"]
_Key = tuple[ConversationId, AccountId, Audience]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the composer before the draft on disk was read, and the part of that draft it was written over."""

    text: str
    over: str = ""

    def joined(self, stored: str) -> tuple[str, int]:
        """Return it in its place in the draft on disk, and how many characters then stand before it."""
        if self.over and self.over in stored:
            before, _, after = stored.rpartition(self.over)
            return f"{before}{self.text}{after}", len(before)
        if not stored or not self.text or stored == self.text:
            return self.text or stored, 0
        return f"{stored}\n{self.text}", len(stored) + 1


@dataclass(frozen=True, slots=True)
class _Unsaved:
    draft: Draft
    revision: int
    sent: bool = False


class Drafts(QObject):
    """Saves what is typed within a second, again and again until the store confirms it. GUI thread only.

    `saved` carries the conversation whose newest text is on disk; `trouble` one sentence why a text is not.
    """

    saved = Signal(object)
    trouble = Signal(str)

    def __init__(self, save: Save, tasks: Tasks) -> None:
        super().__init__()
        self._save = save
        self._tasks = tasks
        self._unsaved: dict[_Key, _Unsaved] = {}
        self._on_disk: dict[_Key, str] = {}
        self._revision = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)

    def typed(self, draft: Draft) -> None:
        """Remember the newest text of a draft; it is handed to the store at latest `PAUSE_MS` from now."""
        self._revision += 1
        self._unsaved[draft.conversation, draft.account, draft.audience] = _Unsaved(draft, self._revision)
        # Not restarted by further keys: whoever types without a pause is saved all the same.
        if not self._pause.isActive() or self._pause.interval() != PAUSE_MS:
            self._pause.start(PAUSE_MS)

    def flush(self) -> None:
        """Hand everything unsaved to the store now."""
        self._pause.stop()
        for key, unsaved in list(self._unsaved.items()):
            if not unsaved.sent:
                self._unsaved[key] = replace(unsaved, sent=True)
                self._on_disk[key] = unsaved.draft.text
                self._hand_over(key, unsaved)

    def unsaved(self, key: _Key) -> Draft | None:
        """Return the text of a way that the store may not have yet: it is newer than what the store says."""
        unsaved = self._unsaved.get(key)
        return None if unsaved is None else unsaved.draft

    def found(self, key: _Key, text: str) -> None:
        """Take note what the store has for a way."""
        self._on_disk[key] = text

    def on_disk(self, key: _Key) -> str | None:
        """Return what the store has for a way if nobody but this window writes there; None when that is not known."""
        return self._on_disk.get(key)

    def forget(self, conversation: ConversationId, text: str) -> None:
        """Drop an unsaved text of a conversation that has become a reply; what was typed since is another."""
        for key, unsaved in list(self._unsaved.items()):
            if key[0] == conversation and unsaved.draft.text == text:
                del self._unsaved[key]

    @property
    def is_clean(self) -> bool:
        """True when the store has confirmed everything."""
        return not self._unsaved

    def _hand_over(self, key: _Key, unsaved: _Unsaved) -> None:
        outcome = _Outcome(self, key, unsaved.revision)
        try:
            future = self._save(unsaved.draft)
        except ShopbellError as error:
            outcome.failed(error)
            return
        self._tasks.deliver(future, outcome.done, outcome.failed)

    def confirmed(self, key: _Key, revision: int) -> None:
        """Take note that this revision is on disk."""
        unsaved = self._unsaved.get(key)
        if unsaved is not None and unsaved.revision == revision:
            del self._unsaved[key]
            self.saved.emit(key[0])

    def refused(self, key: _Key, revision: int, error: Exception) -> None:
        """Keep the text and try again soon."""
        unsaved = self._unsaved.get(key)
        self._on_disk.pop(key, None)
        if unsaved is None:
            return
        if unsaved.revision == revision:
            self._unsaved[key] = replace(unsaved, sent=False)
        if not self._pause.isActive():
            self._pause.start(RETRY_MS)
        self.trouble.emit(retell(str(error)))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one save."""

    drafts: Drafts
    key: _Key
    revision: int

    def done(self, _change: ChangeSet) -> None:
        """The store has it."""
        self.drafts.confirmed(self.key, self.revision)

    def failed(self, error: Exception) -> None:
        """The store does not have it."""
        self.drafts.refused(self.key, self.revision, error)
