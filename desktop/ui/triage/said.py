"""What was just done, as the toast says it: the words of the command, and with whom or with how many."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.ui.wording import words
from desktop.ui.wording.language import retell


def _tr(text: str, note: str = "", count: int = -1) -> str:
    return QCoreApplication.translate("", text, note, count)


def sentence(change: ChangeSet, now: datetime, until: datetime | None = None, *, again: bool = False) -> str:
    """Return the sentence for a gesture, "" for what was none; `again` when undo itself was taken back.

    `until` is the time that was chosen with it.
    """
    if not change.said:
        return ""
    if not change.conversations or change.verb in _ON_LABELS:
        return (
            _on_sense(change, again=again)
            or _on_label(change, again=again)
            or _word(change, again=again)
            or change.said
        )
    done = _word(change, again=again)
    count = len(change.conversations)
    whom = change.who or words.many(_tr("{n} conversations", "", count), count)
    what = _done(Verb(change.undid), change.about) if change.undid else ""
    if what:
        return _tr("{done}: {what}, {whom}").format(done=done, what=what, whom=whom)
    line = f"{done}: {whom}" if done else change.said
    if change.verb == Verb.SNOOZE and until is not None:
        return _tr("{done}, until {when}").format(done=line, when=words.stamp(until, now))
    if change.verb == Verb.WAIT and until is not None:
        return _tr("{done}, back {when}").format(done=line, when=words.short_stamp(until, now))
    return line


def _word(change: ChangeSet, *, again: bool) -> str:
    if change.verb != Verb.UNDO:
        return _done(Verb(change.verb), change.about)
    return _tr("Redone") if again else _tr("Undone")


def _done(verb: Verb, name: str) -> str:
    return {
        Verb.DONE: _tr("Done"),
        Verb.REOPEN: _tr("Reopened"),
        Verb.SNOOZE: _tr("Snoozed"),
        Verb.WAIT: _tr("Waiting for their answer"),
        Verb.STAR: _tr("Starred"),
        Verb.UNSTAR: _tr("Unstarred"),
        Verb.READ: _tr("Marked as read"),
        Verb.UNREAD: _tr("Marked as unread"),
        Verb.LABEL: _tr("Label “{name}”").format(name=name),
        Verb.UNLABEL: _tr("Label “{name}” taken off").format(name=name) if name else _tr("All labels taken off"),
        Verb.MUTE: _tr("Muted"),
        Verb.UNMUTE: _tr("Unmuted"),
        Verb.NOT_OURS: _tr("Not about us, nor “{phrase}”").format(phrase=name) if name else _tr("Not about us"),
        Verb.TRASH: _tr("Moved to the trash"),
        Verb.RESTORE: _tr("Reopened"),
        Verb.NOTE: _tr("Note kept"),
        Verb.UNNOTE: _tr("Note deleted"),
        Verb.LANGUAGE: _language(name),
    }.get(verb, "")


def _language(code: str) -> str:
    if not code:
        return _tr("The language is told by their words again")
    return _tr("Language {name}").format(name=words.language_name(code))


_ON_LABELS = frozenset((Verb.MAKE_LABEL, Verb.RENAME_LABEL, Verb.REMOVE_LABEL))


def _on_label(change: ChangeSet, *, again: bool) -> str:
    form = {
        Verb.MAKE_LABEL: _tr("New label: “{name}”"),
        Verb.RENAME_LABEL: _tr("The label is called “{name}” now"),
        Verb.REMOVE_LABEL: _tr("Label “{name}” removed"),
        Verb.UNDO: _tr("Redone: the label “{name}”") if again else _tr("Undone: the label “{name}”"),
    }.get(Verb(change.verb), "")
    return form.format(name=change.about) if change.about else ""


def _on_sense(change: ChangeSet, *, again: bool) -> str:
    """Return what was taken back of the owner's word on their sense."""
    if change.undid != Verb.SENSE:
        return ""
    return (_tr("Redone: {what}") if again else _tr("Undone: {what}")).format(what=retell(change.about))
