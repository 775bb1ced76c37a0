"""What is written in one conversation: a sheet for every way to answer, one of them on top, or two at once."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.begun import is_begun
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, DraftFile
from desktop.domain.item import Audience
from desktop.sync.ways import Way, both
from desktop.ui.reply.ways import Key

BOTH = None
"""In the place of a way: the public and the private one at once."""

Addressed = tuple[tuple[str, ...], tuple[str, ...]]
"""To and Cc."""


class Sheets:
    """Knows no widgets and saves nothing. GUI thread.

    `opened` is the conversation on show, `own` are the shop's own addresses. `front` is the way on top; while two are
    written at once it is the public one, and `second` the private one. `coming` counts for each way how
    often files are being read, also in conversations that were left. While nothing `is_loaded`, the drafts are not read
    yet, and `front` may be None.
    """

    def __init__(self) -> None:
        self.opened: Opened | None = None
        self.targets: tuple[Way, ...] = ()
        self.front: Way | None = None
        self.second: Way | None = None
        self.drafts: dict[Key, Draft] = {}
        self.coming: dict[Key, int] = {}
        self.own: tuple[str, ...] = ()
        self.is_loaded = False

    @property
    def conversation(self) -> ConversationId | None:
        """The conversation on show."""
        return self.opened.row.id if self.opened is not None else None

    def concerns(self, conversation: ConversationId) -> bool:
        """Whether a reply in that conversation is one that is written here."""
        return conversation in {self.conversation, *(target.conversation for target in self.targets)}

    # Which is on top

    @property
    def is_both(self) -> bool:
        """True while two are written at once."""
        return self.second is not None

    @property
    def on_top(self) -> tuple[Way, ...]:
        """The ways on top, the public one first."""
        return tuple(target for target in (self.front, self.second) if target is not None)

    @property
    def pair(self) -> tuple[Way, Way] | None:
        """A public and a private way, where there are both."""
        return both(self.targets)

    def at(self) -> Key | None:
        """Return the way on top, BOTH for two (and while none is known)."""
        return BOTH if self.is_both or self.front is None else self.front.key

    def find(self, key: Key | None) -> Way | None:
        """Return a way by its key."""
        return next((target for target in self.targets if target.key == key), None)

    def first(self, audience: Audience) -> Key | None:
        """Return the first way that audience can be answered by."""
        return next((t.key for t in self.targets if t.audience is audience and not t.refusal), None)

    def offers(self, key: Key | None) -> bool:
        """Whether that way, or both at once, can be written by now."""
        return self.is_loaded and (self.pair is not None if key is BOTH else self.find(key) is not None)

    def after(self) -> Key | None:
        """Return what comes after the way on top; after the last, the first."""
        keys: list[Key | None] = [target.key for target in self.targets]
        keys += [BOTH] if self.pair is not None else []
        return keys[(keys.index(self.at()) + 1) % len(keys)] if len(keys) > 1 else self.at()

    def stand_on(self, key: Key | None) -> Way:
        """Put a way on top and return it, of both the public one; the usual one where there is none of that key."""
        pair = self.pair if key is BOTH else None
        front, self.second = pair if pair is not None else (self.find(key) or self.targets[0], None)
        self.front = front
        return front

    def beginning(self, wanted: Key | Audience | None) -> Key | None:
        """Return the way to begin with: the one wished for, both where both are begun, else where something stands."""
        keys = [target.key for target in self.targets]
        if isinstance(wanted, Audience):
            return self.first(wanted) or keys[0]
        if wanted in keys:
            return wanted
        pair = self.pair
        if pair is not None and all(self.text_of(target) for target in pair):
            return BOTH
        begun = [key for key in keys if key in self.drafts]
        return begun[0] if begun else keys[0]

    # What is written

    def text_of(self, target: Way) -> str:
        """Return what is written for a way."""
        draft = self.drafts.get(target.key)
        return "" if draft is None else draft.text

    def begun(self) -> set[Key]:
        """Return the ways for which something is written."""
        return {key for key, draft in self.drafts.items() if draft.text.strip() or draft.files}

    def written(self, target: Way, text: str, addressed: Addressed | None = None, subject: str | None = None) -> Draft:
        """Return a text as the draft of a way, with its files, and to those who are `addressed`, or were before.

        `subject` is what the owner has written above it, None where that cannot be.
        """
        draft, before = target.draft(text), self.drafts.get(target.key)
        if subject is not None or (before is not None and target.is_new):
            draft = replace(draft, subject=before.subject if subject is None and before is not None else subject or "")
        files = before.files if before is not None else ()
        if addressed is not None:
            to, cc = addressed
            return replace(draft, to=to or draft.to, cc=cc, files=files)
        if before is not None:
            return replace(draft, to=before.to or draft.to, cc=before.cc, files=files)
        return draft

    def carry(self, target: Way) -> None:
        """Let a new message leave by another way: all that is written goes along."""
        for key in [key for key in self.drafts if key != target.key]:
            self.drafts[target.key] = replace(self.drafts.pop(key), account=target.account)

    def take(self, target: Way, draft: Draft) -> bool:
        """Keep what is written for a way; return whether it is news, which the store has to have."""
        before = self.drafts.get(target.key)
        if before is None and target.is_new:
            before = target.draft("")
        if before is None and not draft.text and not (draft.to or draft.cc):
            return False
        if before is not None and _said(before) == _said(draft):
            return False
        self.drafts[target.key] = draft
        return True

    def enclose(self, target: Way, files: Sequence[DraftFile]) -> None:
        """Keep which files go with a way."""
        here = self.drafts.get(target.key, target.draft(""))
        self.drafts[target.key] = replace(here, files=tuple(files))

    # Reading and leaving

    def load(self, stored: dict[Key, Draft], wanted: Key | Audience | None) -> Way:
        """Take in the drafts as the store has them, and return the way that is on top now."""
        self.is_loaded = True
        self.drafts = {key: one for key, one in stored.items() if one.files or any(_said(one))}
        return self.stand_on(self.beginning(wanted))

    def renew(self, stored: dict[Key, Draft]) -> bool:
        """Take in other ways to answer, but leave what is on top; return False where that cannot be answered any more."""
        at, shown = self.at(), {target.key for target in self.on_top}
        if not shown <= set(stored) or (self.is_both and self.pair is None):
            return False
        for key, draft in stored.items():
            if key not in shown and (draft.text or draft.files or key in self.drafts):
                self.drafts[key] = draft
        self.stand_on(at)
        return True

    def put_away(self) -> None:
        """Forget what is written, as it is in the store, to read it again; the ways stay."""
        self.drafts, self.is_loaded = {}, False

    def clear(self) -> None:
        """Forget everything but which conversation is on show."""
        self.put_away()
        self.targets, self.front, self.second = (), None, None


def _said(draft: Draft) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Return what the owner may write of a draft."""
    return draft.text, draft.to, draft.cc, draft.subject if is_begun(draft.conversation) else ""
