"""Everything the owner can do, once: id, words, group and where it is valid; menu, palette, key sheet and tooltips read it.

`TABLE` is plain data. `Commands` joins it with the keys of a keymap and with what carries each command out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from desktop.ui.also import ALSO


class Context(StrEnum):
    """Where a command's keys are heard."""

    TRIAGE = "triage"
    """The list and the conversation: bare letters work here."""
    COMPOSER = "composer"
    """While a reply is being written."""
    WINDOW = "window"
    """Everywhere in the window, also while typing: never a bare letter."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name by which lupdate finds the text
    """Return `text` as it is; it is translated when it is shown."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table. `repeats` lets a held key repeat it: only for moving, never for a verb."""

    id: str
    title: str
    group: str
    contexts: tuple[Context, ...] = (Context.TRIAGE,)
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command ready to run. `title`, `group` and `also` are translated, `keys` are portable texts such as "Ctrl+Return".

    `also` are words by which it is found besides its title.
    """

    id: str
    title: str
    group: str
    keys: tuple[str, ...]
    contexts: tuple[Context, ...]
    run: Callable[[], object]
    repeats: bool = False
    also: tuple[str, ...] = ()


_EVERYWHERE = (Context.TRIAGE, Context.COMPOSER)
_WINDOW = (Context.WINDOW,)
_BOTH = (Context.TRIAGE, Context.WINDOW)
_MOVE: Final = QT_TRANSLATE_NOOP("Commands", "Move")
_TRIAGE: Final = QT_TRANSLATE_NOOP("Commands", "Triage")
_LABELS: Final = QT_TRANSLATE_NOOP("Commands", "Labels")
_REPLY: Final = QT_TRANSLATE_NOOP("Commands", "Reply")
_GO: Final = QT_TRANSLATE_NOOP("Commands", "Go to")
_WORKSHOP: Final = QT_TRANSLATE_NOOP("Commands", "Shopbell")


def _moving(id_: str, title: str) -> Entry:
    return Entry(id=id_, title=title, group=_MOVE, repeats=True)


def _verb(id_: str, title: str, contexts: tuple[Context, ...] = (Context.TRIAGE,)) -> Entry:
    return Entry(id=id_, title=title, group=_TRIAGE, contexts=contexts)


def _labelling(id_: str, title: str) -> Entry:
    return Entry(id=id_, title=title, group=_LABELS)


def _writing(id_: str, title: str) -> Entry:
    return Entry(id=id_, title=title, group=_REPLY, contexts=(Context.COMPOSER,))


def _going(lane: str, title: str) -> Entry:
    return Entry(id=f"go.{lane}", title=title, group=_GO, contexts=_BOTH)


def _setting(page: str, title: str) -> Entry:
    return Entry(id=f"settings.{page}", title=title, group=_WORKSHOP, contexts=_BOTH)


TABLE: Final[tuple[Entry, ...]] = (
    _moving("list.next", QT_TRANSLATE_NOOP("Commands", "Next conversation")),
    _moving("list.previous", QT_TRANSLATE_NOOP("Commands", "Previous conversation")),
    Entry(id="list.first", title=QT_TRANSLATE_NOOP("Commands", "To the beginning"), group=_MOVE),
    Entry(id="list.last", title=QT_TRANSLATE_NOOP("Commands", "To the end"), group=_MOVE),
    _moving("conversation.page", QT_TRANSLATE_NOOP("Commands", "Read on")),
    _moving("conversation.page-back", QT_TRANSLATE_NOOP("Commands", "Read back")),
    Entry(id="list.next-needing", title=QT_TRANSLATE_NOOP("Commands", "Next that needs you"), group=_MOVE),
    Entry(id="conversation.open", title=QT_TRANSLATE_NOOP("Commands", "Open"), group=_MOVE),
    Entry(
        id="conversation.find",
        title=QT_TRANSLATE_NOOP("Commands", "Find in this conversation"),
        group=_MOVE,
        contexts=_WINDOW,
    ),
    Entry(id="back", title=QT_TRANSLATE_NOOP("Commands", "Back to the list"), group=_MOVE, contexts=_EVERYWHERE),
    Entry(id="list.show-new", title=QT_TRANSLATE_NOOP("Commands", "Show what is new"), group=_MOVE),
    Entry(id="list.order", title=QT_TRANSLATE_NOOP("Commands", "Next order of the list"), group=_MOVE),
    Entry(id="order.need", title=QT_TRANSLATE_NOOP("Commands", "Order: most important first"), group=_MOVE),
    Entry(id="order.newest", title=QT_TRANSLATE_NOOP("Commands", "Order: newest first"), group=_MOVE),
    Entry(id="order.oldest", title=QT_TRANSLATE_NOOP("Commands", "Order: waiting longest first"), group=_MOVE),
    Entry(id="order.due", title=QT_TRANSLATE_NOOP("Commands", "Order: due soonest first"), group=_MOVE),
    Entry(id="list.select", title=QT_TRANSLATE_NOOP("Commands", "Select or unselect"), group=_MOVE),
    _moving("list.extend-down", QT_TRANSLATE_NOOP("Commands", "Select down to the next")),
    _moving("list.extend-up", QT_TRANSLATE_NOOP("Commands", "Select up to the one before")),
    Entry(id="list.extend-first", title=QT_TRANSLATE_NOOP("Commands", "Select up to the first"), group=_MOVE),
    Entry(id="list.extend-last", title=QT_TRANSLATE_NOOP("Commands", "Select down to the last"), group=_MOVE),
    Entry(id="list.select-all", title=QT_TRANSLATE_NOOP("Commands", "Select all"), group=_MOVE),
    Entry(id="list.select-none", title=QT_TRANSLATE_NOOP("Commands", "Select none"), group=_MOVE),
    Entry(id="lane.next", title=QT_TRANSLATE_NOOP("Commands", "Next lane"), group=_MOVE, contexts=_BOTH),
    Entry(id="lane.previous", title=QT_TRANSLATE_NOOP("Commands", "Previous lane"), group=_MOVE, contexts=_BOTH),
    _verb("conversation.finish", QT_TRANSLATE_NOOP("Commands", "Done")),
    _verb("conversation.reopen", QT_TRANSLATE_NOOP("Commands", "Reopen")),
    _verb("conversation.snooze", QT_TRANSLATE_NOOP("Commands", "Snooze")),
    _verb("conversation.snooze-again", QT_TRANSLATE_NOOP("Commands", "Snooze again to the same time")),
    _verb("conversation.wait", QT_TRANSLATE_NOOP("Commands", "Wait for their answer")),
    _verb("conversation.wait-for", QT_TRANSLATE_NOOP("Commands", "Wait for their answer, so many days")),
    _verb("conversation.star", QT_TRANSLATE_NOOP("Commands", "Star or unstar")),
    _verb("conversation.read", QT_TRANSLATE_NOOP("Commands", "Mark as read")),
    _verb("conversation.unread", QT_TRANSLATE_NOOP("Commands", "Mark as unread")),
    _verb("conversation.mute", QT_TRANSLATE_NOOP("Commands", "Mute or unmute")),
    _verb("conversation.not-ours", QT_TRANSLATE_NOOP("Commands", "Not about us")),
    _verb("conversation.trash", QT_TRANSLATE_NOOP("Commands", "Move to the trash")),
    _verb("conversation.note", QT_TRANSLATE_NOOP("Commands", "Note")),
    _verb("conversation.language", QT_TRANSLATE_NOOP("Commands", "Language")),
    _verb("conversation.why", QT_TRANSLATE_NOOP("Commands", "Why is this here?")),
    _verb("conversation.person", QT_TRANSLATE_NOOP("Commands", "Who is this?")),
    _verb("conversation.more", QT_TRANSLATE_NOOP("Commands", "More like this")),
    _verb("conversation.less", QT_TRANSLATE_NOOP("Commands", "Less like this")),
    _verb("conversation.pictures", QT_TRANSLATE_NOOP("Commands", "Load the pictures")),
    _verb("conversation.original", QT_TRANSLATE_NOOP("Commands", "View the original in the browser")),
    _verb("storm.show", QT_TRANSLATE_NOOP("Commands", "Show everybody in the storm")),
    _verb("storm.close", QT_TRANSLATE_NOOP("Commands", "Close the rest of the storm")),
    _verb("storm.fold", QT_TRANSLATE_NOOP("Commands", "Unfold the storm, or fold it again")),
    _verb("undo", QT_TRANSLATE_NOOP("Commands", "Undo"), _BOTH),
    _verb("redo", QT_TRANSLATE_NOOP("Commands", "Redo"), _BOTH),
    Entry(id="label.pick", title=QT_TRANSLATE_NOOP("Commands", "Label"), group=_LABELS),
    _labelling("label.1", QT_TRANSLATE_NOOP("Commands", "First label on or off")),
    _labelling("label.2", QT_TRANSLATE_NOOP("Commands", "Second label on or off")),
    _labelling("label.3", QT_TRANSLATE_NOOP("Commands", "Third label on or off")),
    _labelling("label.4", QT_TRANSLATE_NOOP("Commands", "Fourth label on or off")),
    _labelling("label.5", QT_TRANSLATE_NOOP("Commands", "Fifth label on or off")),
    _labelling("label.6", QT_TRANSLATE_NOOP("Commands", "Sixth label on or off")),
    _labelling("label.7", QT_TRANSLATE_NOOP("Commands", "Seventh label on or off")),
    _labelling("label.8", QT_TRANSLATE_NOOP("Commands", "Eighth label on or off")),
    _labelling("label.9", QT_TRANSLATE_NOOP("Commands", "Ninth label on or off")),
    _labelling("label.none", QT_TRANSLATE_NOOP("Commands", "Take all labels off")),
    Entry(id="reply.new", title=QT_TRANSLATE_NOOP("Commands", "New message"), group=_REPLY, contexts=_BOTH),
    Entry(id="reply.forward", title=QT_TRANSLATE_NOOP("Commands", "Forward as mail"), group=_REPLY),
    Entry(id="reply.write", title=QT_TRANSLATE_NOOP("Commands", "Reply"), group=_REPLY),
    Entry(id="reply.write-to-all", title=QT_TRANSLATE_NOOP("Commands", "Reply to all"), group=_REPLY),
    Entry(id="reply.write-private", title=QT_TRANSLATE_NOOP("Commands", "Reply in private"), group=_REPLY),
    Entry(
        id="reply.both",
        title=QT_TRANSLATE_NOOP("Commands", "Apologise in public, help in private"),
        group=_REPLY,
        contexts=_EVERYWHERE,
    ),
    Entry(
        id="reply.saved",
        title=QT_TRANSLATE_NOOP("Commands", "Saved replies"),
        group=_REPLY,
        contexts=_EVERYWHERE,
    ),
    _writing("reply.save", QT_TRANSLATE_NOOP("Commands", "Save this text as a reply")),
    _writing("reply.next-way", QT_TRANSLATE_NOOP("Commands", "Answer another way")),
    _writing("reply.attach", QT_TRANSLATE_NOOP("Commands", "Attach files")),
    _writing("reply.quote", QT_TRANSLATE_NOOP("Commands", "Quote what they wrote")),
    _writing("reply.later", QT_TRANSLATE_NOOP("Commands", "Send later")),
    _writing("spelling.next", QT_TRANSLATE_NOOP("Commands", "Next misspelt word")),
    _writing("spelling.language", QT_TRANSLATE_NOOP("Commands", "Spelling: language")),
    Entry(
        id="reply.recipients",
        title=QT_TRANSLATE_NOOP("Commands", "Change To and Cc"),
        group=_REPLY,
        contexts=_EVERYWHERE,
    ),
    Entry(
        id="reply.send",
        title=QT_TRANSLATE_NOOP("Commands", "Send"),
        group=_REPLY,
        contexts=(Context.COMPOSER,),
    ),
    Entry(
        id="reply.send-and-finish",
        title=QT_TRANSLATE_NOOP("Commands", "Send and Done"),
        group=_REPLY,
        contexts=(Context.COMPOSER,),
    ),
    _going("needs-you", QT_TRANSLATE_NOOP("Commands", "Needs you")),
    _going("worth-a-look", QT_TRANSLATE_NOOP("Commands", "Worth a look")),
    _going("the-rest", QT_TRANSLATE_NOOP("Commands", "The rest")),
    _going("waiting", QT_TRANSLATE_NOOP("Commands", "Waiting for them")),
    _going("snoozed", QT_TRANSLATE_NOOP("Commands", "Snoozed")),
    _going("starred", QT_TRANSLATE_NOOP("Commands", "Starred")),
    _going("done", QT_TRANSLATE_NOOP("Commands", "Done conversations")),
    _going("drafts", QT_TRANSLATE_NOOP("Commands", "Drafts")),
    _going("outbox", QT_TRANSLATE_NOOP("Commands", "Outbox")),
    _going("muted", QT_TRANSLATE_NOOP("Commands", "Muted conversations")),
    _going("not-ours", QT_TRANSLATE_NOOP("Commands", "Conversations not about us")),
    _going("trash", QT_TRANSLATE_NOOP("Commands", "Trash")),
    Entry(
        id="search",
        title=QT_TRANSLATE_NOOP("Commands", "Search everything"),
        group=_WORKSHOP,
        contexts=_BOTH,
    ),
    Entry(id="search.save", title=QT_TRANSLATE_NOOP("Commands", "Save this search"), group=_WORKSHOP),
    Entry(id="search.rename", title=QT_TRANSLATE_NOOP("Commands", "Rename this search"), group=_WORKSHOP),
    Entry(id="search.remove", title=QT_TRANSLATE_NOOP("Commands", "Remove this search"), group=_WORKSHOP),
    Entry(id="palette", title=QT_TRANSLATE_NOOP("Commands", "All commands"), group=_WORKSHOP, contexts=_BOTH),
    Entry(
        id="keys",
        title=QT_TRANSLATE_NOOP("Commands", "Keys that work here"),
        group=_WORKSHOP,
        contexts=_BOTH,
    ),
    Entry(id="sync", title=QT_TRANSLATE_NOOP("Commands", "Look for news now"), group=_WORKSHOP, contexts=_WINDOW),
    Entry(id="menu", title=QT_TRANSLATE_NOOP("Commands", "Menu"), group=_WORKSHOP, contexts=_WINDOW),
    Entry(
        id="learned",
        title=QT_TRANSLATE_NOOP("Commands", "What Shopbell has learned"),
        group=_WORKSHOP,
        contexts=_BOTH,
    ),
    Entry(id="settings", title=QT_TRANSLATE_NOOP("Commands", "Settings"), group=_WORKSHOP, contexts=_WINDOW),
    _setting("appearance", QT_TRANSLATE_NOOP("Commands", "Settings: appearance")),
    _setting("keys", QT_TRANSLATE_NOOP("Commands", "Settings: keys")),
    _setting("channels", QT_TRANSLATE_NOOP("Commands", "Settings: channels")),
    _setting("answering", QT_TRANSLATE_NOOP("Commands", "Settings: answering")),
    Entry(id="shop.own", title=QT_TRANSLATE_NOOP("Commands", "Open your own shop"), group=_WORKSHOP, contexts=_WINDOW),
    Entry(
        id="shop.sample", title=QT_TRANSLATE_NOOP("Commands", "Open the sample shop"), group=_WORKSHOP, contexts=_WINDOW
    ),
    Entry(id="quit", title=QT_TRANSLATE_NOOP("Commands", "Quit"), group=_WORKSHOP, contexts=_WINDOW),
)


def by_id() -> dict[str, Entry]:
    """Return the table as a mapping."""
    return {entry.id: entry for entry in TABLE}


def said(text: str) -> str:
    """Return a word of the table in the owner's language."""
    return QCoreApplication.translate("Commands", text)


def _also(id_: str) -> tuple[str, ...]:
    words = ALSO.get(id_, "")
    found = (word.strip() for word in QCoreApplication.translate("Also", words).split(","))
    return tuple(word for word in found if word)


_SIGNS = {"Return": "↵", "Enter": "↵", "Down": "↓", "Up": "↑", "PgDown": "PgDn"}


def key_text(key: str) -> str:
    """Return a key as it stands on a keyboard of the platform ("Ctrl+↵", "e", "⇧E" on a Mac)."""
    if " " in key:
        return " ".join(key_text(one) for one in key.split(" "))
    if len(key) == 1:
        return key
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return "+".join(_SIGNS.get(part, part) for part in native.split("+")) if not native.endswith("+") else native


class Commands:
    """All commands, in the order of the table. Made once, when the window is put together; used on the GUI thread."""

    def __init__(
        self, runs: Mapping[str, Callable[[], object]], keys: Mapping[str, Mapping[Context, Sequence[str]]]
    ) -> None:
        """Join the table with `runs` (id to callable) and `keys` (id to context to keys). Ids without a run are left out."""
        self._runs = dict(runs)
        self._keys = keys
        self._join()

    def _join(self) -> None:
        self._commands = {
            entry.id: Command(
                id=entry.id,
                title=said(entry.title),
                group=said(entry.group),
                keys=_flat(self._keys.get(entry.id, {})),
                contexts=entry.contexts,
                run=self._runs[entry.id],
                repeats=entry.repeats,
                also=_also(entry.id),
            )
            for entry in TABLE
            if entry.id in self._runs
        }

    def offer(self, runs: Mapping[str, Callable[[], object]]) -> None:
        """Offer more commands from now on, those of what turned out to be there."""
        self._runs |= runs
        self._join()

    def withdraw(self, ids: Iterable[str]) -> None:
        """Offer some commands no longer."""
        for id_ in ids:
            self._runs.pop(id_, None)
        self._join()

    def rekey(self, keys: Mapping[str, Mapping[Context, Sequence[str]]]) -> None:
        """Put other keys in force: whoever asks from now on is told these."""
        self._keys = keys
        self._commands = {
            id_: replace(command, keys=_flat(keys.get(id_, {}))) for id_, command in self._commands.items()
        }

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, id_: str) -> Command:
        return self._commands[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._commands

    def run(self, id_: str) -> None:
        """Carry out the command of that id; KeyError when there is none."""
        self._commands[id_].run()

    def key(self, id_: str) -> str:
        """Return the first key of a command as the owner reads it, "" when it has none."""
        command = self._commands.get(id_)
        return key_text(command.keys[0]) if command is not None and command.keys else ""

    def tip(self, id_: str) -> str:
        """Return a tooltip: the title, and the key in brackets when there is one."""
        key = self.key(id_)
        return f"{self._commands[id_].title} ({key})" if key else self._commands[id_].title

    def keys_in(self, id_: str, context: Context) -> tuple[str, ...]:
        """Return the keys of a command in one context."""
        return tuple(self._keys.get(id_, {}).get(context, ()))

    def valid_in(self, context: Context) -> list[Command]:
        """Return the commands that a key reaches from `context`: its own and those of the whole window."""
        wanted = {context, Context.WINDOW}
        return [
            command
            for command in self
            if any(self.keys_in(command.id, place) for place in wanted) and wanted & set(command.contexts)
        ]


def _flat(by_context: Mapping[Context, Sequence[str]]) -> tuple[str, ...]:
    """Return all keys once, those of the list first."""
    return tuple(dict.fromkeys(key for context in Context for key in by_context.get(context, ())))
