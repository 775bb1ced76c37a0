"""Whom a reply goes to: To and Cc where the channel has addresses, else the person."""

from PySide6.QtCore import QObject

from desktop.domain.begun import is_begun
from desktop.domain.draft import Draft
from desktop.domain.item import Kind
from desktop.sync.ways import Way
from desktop.ui.reply.sheets import Addressed, Sheets
from desktop.ui.views.reply.form import ReplyForm


class Addresses(QObject):
    """What the owner writes there is kept with the draft by `Texts`."""

    def __init__(self, form: ReplyForm, sheets: Sheets) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._mail_is_answered = True

    @property
    def can_change(self) -> bool:
        """Whether the way on top goes to addresses that the owner may change."""
        front = self._sheets.front
        return front is not None and front.is_addressed and not self._sheets.is_both

    def addressed(self) -> Addressed:
        """Return To and Cc as they are to be kept."""
        return self._form.recipients.addressed()

    def problem(self) -> str:
        """Return why no reply can go to what stands there, "" when it can."""
        return self._form.recipients.problem() if self.can_change else ""

    def put(self, draft: Draft | None) -> None:
        """Show whom a draft goes to."""
        front = self._sheets.front
        usual = front.recipients if front is not None else ()
        to = draft.to if draft is not None and draft.to != usual else ()
        is_new = front is not None and front.is_new
        recipients = self._form.recipients
        recipients.put(usual, *((to, draft.cc) if (usual or is_new) and draft is not None else ()))
        if is_new:
            recipients.begin(draft.subject if draft is not None else "")
        self.show()

    def expect(self) -> None:
        """Take in whom the way on top goes to by itself now, unless the owner has named somebody."""
        front = self._sheets.front
        if front is not None and self.addressed() == ((), ()):
            self._form.recipients.expect(front.recipients)

    def copy_to_all(self) -> None:
        """Add everybody who was written to."""
        front = self._sheets.front
        others = self._form.recipients.missing(front.others) if front is not None else ()
        if others:
            self._form.recipients.copy_to(others)

    def check(self) -> None:
        """Say what is wrong with an address as soon as its line was left, not while it is written."""
        front = self._sheets.front
        problem = self._form.recipients.problem() if front is not None and front.is_addressed else ""
        if front is not None and front.is_new and not self._form.recipients.everybody():
            # Whom it is for may be written last.
            return
        if problem and self._form.recipients.isVisible():
            self._form.say(problem, trouble=True, lasting=True)

    def show(self) -> None:
        """Say whom the reply goes to, and offer to name others where that can be."""
        form, front, opened = self._form, self._sheets.front, self._sheets.opened
        is_mail = opened is not None and opened.row.kind is Kind.MAIL
        if front is None and opened is not None and is_begun(opened.row.id):
            return
        if front is None:
            # As it was, where it is likely to be so again: a key that only moves on makes nothing blink.
            likely = self._mail_is_answered and is_mail
            form.offer_recipients(offered=likely, others=likely and not form.to_all.isHidden())
            form.whom.say("")
            return
        offered = self.can_change and not front.refusal
        if front.is_new:
            form.offer_recipients(offered=False, others=False)
            form.recipients.setVisible(offered)
            form.whom.say("")
            return
        if is_mail:
            self._mail_is_answered = offered
        form.offer_recipients(offered=offered, others=bool(form.recipients.missing(front.others)))
        if not offered:
            form.recipients.hide()
        form.whom.say("" if front.refusal else form.recipients.in_words() if offered else _person(front))


def _person(target: Way) -> str:
    if target.handle and target.who and target.handle != target.who:
        return f"{target.who}  ·  {target.handle}"
    return target.who or target.handle
