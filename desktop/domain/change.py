"""What a write changed, and who asked for it: the only news that travels from the store to the window."""

from dataclasses import dataclass, field

from desktop.domain.account import AccountId
from desktop.domain.kinds import MessageId
from desktop.domain.row import ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """The outcome of one committed write. Empty sets mean nothing of that sort changed.

    `initiator` is a free word by which the part that asked can recognise its own change ("triage", "sync", ...).
    """

    conversations: frozenset[ConversationId] = frozenset()
    new_messages: frozenset[MessageId] = frozenset()
    changed_messages: frozenset[MessageId] = frozenset()
    replies: frozenset[str] = frozenset()
    accounts: frozenset[AccountId] = frozenset()
    drafts: frozenset[ConversationId] = frozenset()
    initiator: str = ""
    said: str = field(default="", compare=False)
    """A sentence for the toast ("Done: Marta Oduya"), or ""."""
    verb: str = field(default="", compare=False)
    """What the owner did, as `desktop.domain.act.Verb` has it; "" for what was no gesture."""
    undid: str = field(default="", compare=False)
    """What was taken back, or done again, by the verb "undo": the verb that it once was."""
    about: str = field(default="", compare=False)
    """What the gesture was about, where the verb alone does not tell: the label's name, the phrase excluded, what was
    wished for that is taken back."""
    who: str = field(default="", compare=False)
    """With whom the owner did it, where it was one conversation."""
    labels: bool = False
    """Whether the labels themselves are others now: made, renamed, recoloured, moved or removed."""
    learned: bool = False
    """Whether what was learned of the owner's sense, what is pinned or the line of “Needs you” is another now."""
    moved: frozenset[ConversationId] = frozenset()
    """Conversations that stand in another lane now though it was not about them, because that line was moved."""

    @property
    def concerned(self) -> frozenset[ConversationId]:
        """The conversations and drafts that are others now. Of half a million no second set is made without need."""
        return self.conversations | self.drafts if self.drafts else self.conversations

    def __bool__(self) -> bool:
        return bool(
            self.conversations
            or self.new_messages
            or self.changed_messages
            or self.replies
            or self.accounts
            or self.drafts
            or self.labels
            or self.learned
            or self.moved
        )

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(
            conversations=self.conversations | other.conversations,
            new_messages=self.new_messages | other.new_messages,
            changed_messages=self.changed_messages | other.changed_messages,
            replies=self.replies | other.replies,
            accounts=self.accounts | other.accounts,
            drafts=self.drafts | other.drafts,
            initiator=self.initiator or other.initiator,
            said=self.said or other.said,
            verb=self.verb or other.verb,
            undid=self.undid or other.undid,
            about=self.about or other.about,
            who=self.who or other.who,
            labels=self.labels or other.labels,
            learned=self.learned or other.learned,
            moved=self.moved | other.moved,
        )
