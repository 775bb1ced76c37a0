"""What the owner does with conversations, for one and for thousands: each verb once, the same for key, mouse and palette."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.domain.act import Verb
from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.item import MessageId
from desktop.domain.label import DIGITS
from desktop.domain.row import Label, Lane, State
from desktop.store.chosen import Common
from desktop.store.inbox import lane_of
from desktop.store.notes import Note
from desktop.ui.models.lanes import belongs
from desktop.ui.triage.deciding import INITIATOR, MOVES_ON
from desktop.ui.triage.idle import idle
from desktop.ui.views.conversation.note import NoteCard
from desktop.ui.views.pickers.labels import LabelPicker
from desktop.ui.views.pickers.languages import Languages
from desktop.ui.views.pickers.not_ours import NotOurs
from desktop.ui.views.pickers.snooze import Snooze
from desktop.ui.views.pickers.wait import Wait
from desktop.ui.wording import words
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop.domain.exclude import Reach

Ids = Sequence[ConversationId]
_MANY = 500
"""Of more than these nothing is worked out while the window waits."""
_STAYS_PICKED = frozenset((Verb.STAR, Verb.UNSTAR, Verb.READ, Verb.UNREAD, Verb.LABEL, Verb.UNLABEL, Verb.LANGUAGE))
"""What leaves a selection as it is, for the next verb."""


class Triage(QObject):
    """Made once, when the window is put together; GUI thread. A verb means all that is chosen, else what is on show."""

    remembered = Signal(bool)
    """The owner's last choice whether what is snoozed wakes when they write."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work.window)
        self._window = window = work.window
        self._desk = work.desk
        self._theme = work.theme
        self._clock = work.clock
        self._turns = work.turns
        self._float = work.show
        self._key = work.key
        self._goes_back = False
        self._begun: dict[ConversationId, dict[str, str]] = {}
        """Notes that were begun and not kept, by the keys of those they would take the place of."""
        self.wakes_on_reply = True
        self.throw_away: Callable[[Ids], bool] | None = None
        """Throws new messages away that were not sent, and tells whether there were any."""
        window.reader.note_wished.connect(self.change_note)

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        picked = self._window.inbox.picked
        runs: dict[str, Callable[[], object]] = {
            "list.select": picked.toggle,
            "list.extend-down": partial(picked.extend, 1),
            "list.extend-up": partial(picked.extend, -1),
            "list.extend-first": partial(picked.extend, -sys.maxsize),
            "list.extend-last": partial(picked.extend, sys.maxsize),
            "list.select-all": picked.all,
            "list.select-none": picked.stop,
            "conversation.finish": self.finish,
            "conversation.reopen": self.reopen,
            "conversation.snooze": self.snooze,
            "conversation.snooze-again": self.snooze_again,
            "conversation.wait": self.wait,
            "conversation.wait-for": self.wait_for,
            "conversation.star": self.star,
            "conversation.read": self.read,
            "conversation.unread": self.unread,
            "conversation.mute": self.mute,
            "conversation.not-ours": self.not_ours,
            "conversation.trash": self.trash,
            "conversation.note": self.note,
            "conversation.language": self.pick_language,
            "label.pick": self.pick_labels,
            "label.none": self.take_labels_off,
            "redo": self.redo,
        }
        runs |= {f"label.{digit}": partial(self.toggle_label, digit) for digit in range(1, DIGITS + 1)}
        return runs | {f"go.{lane.value}": partial(self._window.show_lane, lane) for lane in words.ASIDE}

    def chosen(self) -> Ids:
        """Return what a verb means: the selected ones, else the conversation on show, wherever it came from.

        A message that was not sent has no conversation, so there is nothing that could be done with it.
        """
        meant = self._meant()
        found = [id_ for id_ in meant if not is_begun(id_)] if self._may_be_begun(meant) else meant
        if meant and not found:
            self._desk.told.emit(self.tr("This message was not sent yet: there is no conversation to do that with."))
        return found

    def _may_be_begun(self, ids: Ids) -> bool:
        """Return whether there may be messages among these that were not sent: many stand together only in their lane."""
        return len(ids) <= _MANY or self._window.lane is Lane.DRAFTS

    def idle(self) -> frozenset[str]:
        """Return the commands that would change nothing of what a verb means now."""
        ids, opened = self._meant(), self._window.opened()
        if not ids or len(ids) > _MANY:
            return frozenset()
        row = opened.row if opened is not None and list(ids) == [opened.row.id] else None
        before = row is not None and self._window.reads.snoozed_until(ids[0], self._clock.now()) is not None
        return idle(self._window.reads.common(ids), row, snoozed_before=before)

    def _meant(self) -> Ids:
        ids, opened = self._window.current_conversations(), self._window.opened()
        if opened is not None and len(ids) <= 1 and not self._window.inbox.picking:
            return [opened.row.id]
        return ids

    # Putting away

    def finish(self) -> None:
        """Mark the chosen conversations done."""
        self._put_away(self._desk.finish)

    def reopen(self) -> None:
        """Put the chosen conversations back where they were."""
        self._put_away(self._desk.reopen)

    def wait(self) -> None:
        """Wait for their answer."""
        self._put_away(self._desk.wait)

    def mute(self) -> None:
        """Hear no more of the chosen conversations, or hear of them again where all of them are muted."""
        self._put_away(self._desk.mute)

    def trash(self) -> None:
        """Put the chosen conversations into the trash; a message that was not sent is thrown away."""
        ids = self._meant()
        if self.throw_away is None or not self._may_be_begun(ids) or not self.throw_away(ids):
            self._put_away(self._desk.trash)

    def snooze_again(self) -> None:
        """Put the chosen conversations off to the time they were put off to before."""
        self._put_away(self._desk.snooze_again)

    def _put_away(self, verb: Callable[[Ids], object]) -> None:
        self._put(verb, self.chosen())

    def _put(self, verb: Callable[[Ids], object], ids: Ids) -> None:
        if ids:
            self._turns.begin_decision()
            verb(ids)

    def wait_for(self) -> None:
        """Ask how long, then wait for their answer."""
        ids = self.chosen()
        if ids:
            title = self._title(ids, self.tr("Wait for {who}"), self.tr("Wait for {n} conversations", "", len(ids)))
            card = Wait(self._theme, title, self._clock.now)
            card.picked.connect(partial(self._wait_until, ids))
            self._float(card)

    def _wait_until(self, ids: Ids, until: datetime) -> None:
        self._put(partial(self._desk.wait, until=until), ids)

    def snooze(self) -> None:
        """Ask until when, then put the chosen conversations off; change that for those that are."""
        ids = self.chosen()
        if not ids:
            return
        opened, alone = self._window.opened(), len(ids) == 1
        row = opened.row if opened is not None and alone else None
        is_snoozed = row is not None and row.state is State.SNOOZED
        again = self._window.reads.snoozed_until(ids[0], self._clock.now()) if alone and not is_snoozed else None
        picker = Snooze(
            self._theme,
            self._title(ids, self.tr("Snooze {who}"), self.tr("Snooze {n} conversations", "", len(ids))),
            self._clock.now,
            wakes_on_reply=row.wakes_on_reply if row is not None and is_snoozed else self.wakes_on_reply,
            until=row.until if row is not None and is_snoozed else None,
            again=again,
        )
        picker.picked.connect(partial(self._snoozed, ids, picker))
        picker.woken.connect(partial(self._put, self._desk.reopen, ids))
        picker.again.connect(partial(self._put, self._desk.snooze_again, ids))
        self._float(picker)

    def _snoozed(self, ids: Ids, picker: Snooze, until: datetime) -> None:
        wakes = picker.wakes_on_reply
        if wakes != self.wakes_on_reply:
            self.wakes_on_reply = wakes
            self.remembered.emit(wakes)
        self._put(partial(self._desk.snooze, until=until, wake_on_reply=wakes), ids)

    def not_ours(self) -> None:
        """Ask whether a phrase shall be left alone from now on, then put what is not about the shop aside."""
        ids = self.chosen()
        if not ids:
            return
        found_for = self._window.reads.found_for(ids[0])
        card = NotOurs(self._theme, len(ids), found_for, partial(self._weigh, found_for))
        card.picked.connect(partial(self._not_ours, ids))
        self._float(card)
        if found_for:
            self._desk.look(lambda reads: reads.suggestions(ids[0]), card.offer)

    def _weigh(self, found_for: str, phrases: Sequence[str], done: "Callable[[Reach], None]") -> None:
        self._desk.look(lambda reads: reads.reach(found_for, phrases), done)

    def _not_ours(self, ids: Ids, phrase: str) -> None:
        self._put(partial(self._desk.not_ours, phrase=phrase), ids)

    # What leaves them where they are

    def read(self) -> None:
        """Mark the chosen conversations as read."""
        self._desk.read(self.chosen())

    def unread(self) -> None:
        """Mark the chosen conversations as unread."""
        self._desk.unread(self.chosen())

    def star(self) -> None:
        """Star the chosen conversations, or take the star away where all of them have it."""
        self._desk.star(self.chosen())

    def pick_labels(self) -> None:
        """Offer the labels for the chosen conversations."""
        ids = self.chosen()
        if not ids:
            return
        title = self._title(ids, self.tr("Label {who}"), self.tr("Label {n} conversations", "", len(ids)))
        picker = LabelPicker(
            self._theme,
            title,
            self._window.reads.labels,
            partial(self._ask_common, ids),
            self._window.rail.label_uses(),
        )
        picker.toggled.connect(partial(self._label, ids, picker))
        picker.renamed.connect(partial(self._rename, picker))
        picker.recoloured.connect(partial(self._recolour, picker))
        picker.removed.connect(partial(self._remove, picker))
        self._float(picker)

    def _label(self, ids: Ids, picker: LabelPicker, name: str) -> None:
        self._desk.label(ids, name, done=partial(_refresh, picker))

    def _rename(self, picker: LabelPicker, label: Label, name: str) -> None:
        self._desk.rename_label(label, name, partial(_refresh, picker))

    def _recolour(self, picker: LabelPicker, label: Label, colour: str) -> None:
        self._desk.recolour_label(label, colour, partial(_refresh, picker))

    def _remove(self, picker: LabelPicker, label: Label) -> None:
        self._desk.remove_label(label, partial(_refresh, picker))

    def _ask_common(self, ids: Ids, then: Callable[[Common], None]) -> None:
        """Call `then` with what they have in common: at once for some, when it was read for many."""
        if len(ids) <= _MANY:
            then(self._window.reads.common(ids))
        else:
            self._desk.look(lambda reads: reads.common(ids), then)

    def pick_language(self) -> None:
        """Offer the languages that the chosen conversations may be in, and all others of one person's with them."""
        ids, opened = self.chosen(), self._window.opened()
        if not ids:
            return
        one = opened if opened is not None and len(ids) == 1 and opened.row.id == ids[0] else None
        title = self._title(ids, self.tr("Language of {who}"), self.tr("Language of {n} conversations", "", len(ids)))
        picker = Languages(self._theme, title, one.language if one is not None else "")
        picker.picked.connect(partial(self._tell_language, ids, picker))
        self._float(picker)
        if one is not None:
            self._desk.look(lambda reads: reads.theirs(one.row.id), picker.offer_theirs)

    def _tell_language(self, ids: Ids, picker: Languages, code: str, all_of_theirs: bool) -> None:  # noqa: FBT001 - a slot
        self._desk.language(list(picker.theirs) if all_of_theirs else ids, code)

    def toggle_label(self, digit: int) -> None:
        """Put the label of that digit on the chosen conversations, or take it off where all of them bear it."""
        ids, labels = self.chosen(), self._window.reads.labels()
        if not ids:
            return
        if digit > len(labels):
            key = self._key("label.pick")
            none, how = self.tr("There is no label {digit} yet."), self.tr("Press {key} to make one.") if key else ""
            self._desk.told.emit(f"{none} {how}".rstrip().format(digit=digit, key=key))
            return
        self._desk.label(ids, labels[digit - 1].name)

    def take_labels_off(self) -> None:
        """Take all labels off the chosen conversations."""
        self._desk.take_labels_off(self.chosen())

    def note(self) -> None:
        """Let the owner write something down about the conversation on show, or change what is there."""
        opened = self._window.opened()
        if opened is not None and not is_begun(opened.row.id):
            self._take_note(opened.row.id)

    def change_note(self, note: MessageId) -> None:
        """Let the owner change a note that stands in the conversation on show."""
        opened = self._window.opened()
        here = (entry for entry in opened.timeline if entry.note and entry.id == note) if opened is not None else ()
        for entry in here:
            self._take_note(entry.conversation, note)

    def _take_note(self, id_: ConversationId, wanted: MessageId | None = None) -> None:
        title = self._title([id_], self.tr("Note about {who}"), "")
        notes = self._window.reads.notes(id_)
        card = NoteCard(self._theme, title, notes, self._clock.now(), self._begun.get(id_, {}))
        card.kept.connect(partial(self._keep_note, id_))
        card.deleted.connect(self._desk.delete_note)
        card.left.connect(partial(self._begin_note, id_))
        self._float(card)
        for note in notes:
            if note.id == wanted:
                card.change(note)

    def _keep_note(self, id_: ConversationId, text: str, instead: Note | None) -> None:
        key = "" if instead is None else instead.key
        self._desk.note(id_, text, instead, lost=partial(self._put_note_back, id_, text, key))

    def _put_note_back(self, id_: ConversationId, text: str, key: str) -> None:
        """Have what could not be kept there again next time, above what was begun since."""
        since = self._begun.get(id_, {}).get(key, "")
        self._begin_note(id_, f"{text}\n{since}".rstrip(), key)

    def _begin_note(self, id_: ConversationId, text: str, key: str) -> None:
        here = self._begun.setdefault(id_, {})
        here.pop(key, None)
        if text.strip():
            here[key] = text

    def stop(self) -> None:
        """Keep as notes what was begun, before the store closes: it would be gone with the window."""
        for card in self._window.findChildren(NoteCard):
            card.put_away()
        begun, self._begun = self._begun, {}
        for id_, texts in begun.items():
            for text in texts.values():
                self._desk.note(id_, text)

    # Taking back, and going on

    def undo(self) -> None:
        """Take the last gesture back, and go to what it was about."""
        self._goes_back = True
        self._turns.begin_decision()
        self._desk.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turns.begin_decision()
        self._desk.redo()

    def follow(self, change: ChangeSet) -> None:
        """Follow a commit, after the list has begun to: stand where the owner goes on, then let the next key through."""
        self._window.inbox.when_followed(partial(self._followed, change))

    def _followed(self, change: ChangeSet) -> None:
        if change.initiator == INITIATOR and isValid(self._window):
            if change.verb not in _STAYS_PICKED and change.conversations:
                self._window.inbox.stop_picking()
            if change.verb == Verb.UNDO and self._goes_back:
                self._goes_back = False
                self._go_back(change)
            elif change.verb in MOVES_ON:
                self._go_on(change)
        self._turns.followed(change)

    def _go_on(self, change: ChangeSet) -> None:
        """Go to the next one where what was put away is still in the list, or was never in it."""
        inbox, opened = self._window.inbox, self._window.opened()
        if inbox.current in change.conversations:
            inbox.step(1)
        elif opened is not None and opened.row.id in change.conversations and inbox.current is not None:
            self._window.show_current()

    def _go_back(self, change: ChangeSet) -> None:
        """Show what was taken back, in its lane, selected."""
        first = self._first(change.conversations)
        row = self._window.reads.rows([first]).get(first) if first is not None else None
        if row is None:
            return
        if self._window.lane is Lane.OUTBOX or not belongs(row, self._window.lane):
            self._window.show_lane(lane_of(row))
        self._window.inbox.want(row.id)
        self._window.reader.show_conversation(row.id)

    def _first(self, ids: frozenset[ConversationId]) -> ConversationId | None:
        """Return the one of them that the list shows first, else the oldest; None of none."""
        model = self._window.inbox.model
        if len(ids) > _MANY:
            # Of many one soon comes along; asking the list for each of them would take a second.
            here: Iterator[ConversationId] = (ConversationId(id_) for id_ in model.order() if id_ in ids)
        else:
            here = iter(sorted((id_ for id_ in ids if model.row_of(id_) >= 0), key=model.row_of))
        found = next(here, None)
        return found if found is not None else min(ids, default=None)

    # Within

    def _title(self, ids: Ids, one: str, many: str) -> str:
        if len(ids) > 1:
            return words.many(many, len(ids))
        opened = self._window.opened()
        return one.format(who=(opened.row.who or opened.row.handle) if opened is not None else words.nameless())


def _refresh(picker: LabelPicker) -> None:
    if isValid(picker):
        picker.refresh()
