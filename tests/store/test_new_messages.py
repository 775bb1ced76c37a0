"""A new message: a draft without a conversation, which gets one of its own when it was sent."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.begun import is_begun, new_place
from desktop.domain.draft import Delivered, Draft, Enclosure, Plan, ReplyState
from desktop.domain.item import Audience, Direction, Kind
from desktop.domain.row import Lane, State
from desktop.store import accounts, begun, drafts, export, files, inbox, maintenance, outbox, replies
from desktop.store.files import of_draft
from tests.store.makers import NOW, OURS, OWN, mail, person

LATER = NOW + timedelta(minutes=5)
TO = ("ada@example.org",)


def written(shop, text="Good morning, Ada", **more):
    values = {
        "conversation": more.pop("place", None) or new_place(NOW),
        "account": shop.account.id,
        "text": text,
        "audience": Audience.PRIVATE,
        "in_reply_to": None,
        "subject": "Rye on Fridays",
        "to": TO,
        "channel": "mail",
        "kind": Kind.MAIL,
    }
    return Draft(**(values | more))


def frozen(reply_id="r1", to=TO):
    return Plan(
        reply_id=reply_id,
        payload=b"the bytes",
        remote_key=f"<{reply_id}@hazelrye.example>",
        sender=OWN,
        recipients=to,
        summary=", ".join(to),
    )


@pytest.fixture
def draft(shop):
    made = written(shop)
    shop.write(drafts.save, made, NOW)
    return made


@pytest.fixture
def queued(shop, draft):
    shop.write(outbox.queue, draft, frozen(), text=draft.text, now=NOW, not_before=NOW)
    return draft


def send(shop, reply_id="r1", now=NOW, delivered=None):
    shop.write(outbox.claim, worker="w", now=now, lease=timedelta(minutes=2))
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        shop.write(outbox.advance, reply_id, state, worker="w", now=now)
    return shop.write(outbox.settle, reply_id, delivered or Delivered(proof="250 OK"), now=now)


def total(shop, lane):
    return inbox.counts(shop.reader).total[lane]


def rows_of_drafts(shop, **more):
    return inbox.page(shop.reader, Lane.DRAFTS, **more)


# Drafts


def test_a_new_message_stands_among_the_drafts(shop, draft):
    (row,) = rows_of_drafts(shop)
    assert (row.id, row.who, row.subject, row.snippet) == (draft.conversation, TO[0], draft.subject, draft.text)
    assert row.has_draft
    assert total(shop, Lane.DRAFTS) == 1
    assert list(inbox.ids(shop.reader, Lane.DRAFTS)) == [draft.conversation]
    assert inbox.places(shop.reader, [draft.conversation], Lane.DRAFTS) == {draft.conversation: row.place}
    assert inbox.rows(shop.reader, [draft.conversation], lane=Lane.DRAFTS) == {draft.conversation: row}


def test_it_stands_nowhere_else(shop, draft):
    for lane in set(Lane) - {Lane.DRAFTS}:
        assert inbox.page(shop.reader, lane) == []
        assert list(inbox.ids(shop.reader, lane)) == []
        assert total(shop, lane) == 0


def test_replies_and_new_messages_are_one_order_by_when_they_were_written(shop):
    shop.ingest(mail("1"), mail("2", who="Tom"), mail("3", who="Eve"))
    for minute, conversation in enumerate((2, 1), 1):
        shop.write(drafts.save, shop.draft(conversation=conversation), NOW + timedelta(minutes=2 * minute))
    new = [written(shop) for _ in range(3)]
    for minute, one in zip((1, 3, 9), new, strict=True):
        shop.write(drafts.save, one, NOW + timedelta(minutes=minute))
    order = [new[2].conversation, 1, new[1].conversation, 2, new[0].conversation]
    assert [row.id for row in rows_of_drafts(shop)] == order
    assert list(inbox.ids(shop.reader, Lane.DRAFTS)) == order
    first = rows_of_drafts(shop, limit=2)
    second = rows_of_drafts(shop, limit=2, after=first[-1])
    assert [row.id for row in first + second] == order[:4]
    assert [row.id for row in rows_of_drafts(shop, limit=2, before=second[-1])] == order[1:3]


@pytest.mark.parametrize("kept", [{"text": "x"}, {"to": TO}, {"cc": TO}, {"subject": "x"}])
def test_it_is_kept_as_soon_as_anything_is_written_and_let_go_when_nothing_is(shop, kept):
    nothing = written(shop, text="", to=(), subject="")
    shop.write(drafts.save, replace(nothing, **kept), NOW)
    assert len(rows_of_drafts(shop)) == 1
    shop.write(drafts.save, nothing, LATER)
    assert rows_of_drafts(shop) == []
    assert total(shop, Lane.DRAFTS) == 0


def test_it_opens_with_nothing_to_read_also_before_anything_is_kept(shop, draft):
    opened = inbox.opened(shop.reader, draft.conversation)
    assert (opened.timeline, opened.personas, opened.reply_to) == ((), (), None)
    assert opened.row.subject == draft.subject
    empty = inbox.opened(shop.reader, new_place(NOW))
    assert (empty.row.who, empty.row.has_draft) == ("", False)


def test_another_account_takes_the_draft_over_with_its_files(shop, draft):
    other = shop.write(accounts.add, "mail", "Orders", {"address": "orders@hazelrye.example"}, "k2", NOW)
    shop.write(files.attach, draft, [Enclosure(name="rye.txt", media_type="text/plain", data=b"rye")], NOW)
    shop.write(drafts.save, replace(draft, account=other, text="By another"), LATER)
    (found,) = drafts.of_conversation(shop.reader, draft.conversation)
    assert (found.account, found.text, [file.name for file in found.files]) == (other, "By another", ["rye.txt"])
    assert of_draft(shop.reader, (draft.conversation, shop.account.id, Audience.PRIVATE)) == ()


def test_a_file_taken_out_again_leaves_whom_it_goes_to(shop):
    bare = written(shop, text="", subject="")
    shop.write(drafts.save, bare, NOW)
    shop.write(files.attach, bare, [Enclosure(name="rye.txt", media_type="text/plain", data=b"rye")], NOW)
    shop.write(files.detach, bare, (1,), LATER)
    assert drafts.draft(shop.reader, bare.conversation).to == TO


# Leaving


def test_it_waits_in_the_outbox_and_no_draft_is_left_in_sight(shop, queued):
    assert rows_of_drafts(shop) == []
    assert [reply.conversation for reply in outbox.outbox(shop.reader)] == [queued.conversation]
    assert total(shop, Lane.OUTBOX) == 1
    assert outbox.outbox(shop.reader)[0].channel == "mail"


def test_taken_back_it_is_the_draft_it_was(shop, queued):
    shop.write(outbox.withdraw, "r1", LATER)
    found = drafts.draft(shop.reader, queued.conversation)
    assert (found.text, found.to, found.subject) == (queued.text, queued.to, queued.subject)
    assert total(shop, Lane.OUTBOX) == 0
    assert total(shop, Lane.DRAFTS) == 1


def test_sent_it_is_a_conversation_of_its_own_with_whom_it_went_to(shop, queued):
    changes = send(shop)
    (home,) = changes.conversations
    assert not is_begun(home)
    row = inbox.row(shop.reader, home)
    assert (row.who, row.subject, row.state, row.messages) == (TO[0], queued.subject, State.DONE, 1)
    opened = inbox.opened(shop.reader, home)
    (entry,) = opened.timeline
    assert (entry.direction, entry.text) == (Direction.OUT, queued.text)
    assert [persona.key for persona in opened.personas] == [TO[0]]
    assert outbox.reply(shop.reader, "r1").conversation == home
    assert (total(shop, Lane.OUTBOX), total(shop, Lane.DRAFTS), total(shop, Lane.DONE)) == (0, 0, 1)
    assert not [
        finding for finding in maintenance.check(shop.path) if finding.name == "counts" and "say" in finding.sentence
    ]


def test_it_is_settled_once(shop, queued):
    send(shop)
    again = shop.write(outbox.settle, "r1", Delivered(proof="250 OK"), now=LATER)
    assert shop.reader.execute("select count(*) from conversation").fetchone() == (1,)
    assert len(again.new_messages) == 1


def test_their_answer_comes_into_the_same_conversation_and_opens_it(shop, queued):
    (home,) = send(shop).conversations
    answer = mail("a", who="Ada", minutes=2000, parent_ids=("<r1@hazelrye.example>",), subject="Re: Rye on Fridays")
    shop.ingest(answer, now=NOW + timedelta(days=2))
    row = inbox.row(shop.reader, home)
    assert (row.state, row.messages) == (State.OPEN, 2)
    assert shop.reader.execute("select count(*) from conversation").fetchone() == (1,)


def test_the_copy_among_our_sent_mail_is_the_same_message(shop, queued):
    send(shop)
    copy = mail(
        "c", who=OURS, minutes=1440, own_id="<r1@hazelrye.example>", people=(person("Ada"),), direction=Direction.OUT
    )
    shop.ingest(copy, now=LATER)
    assert shop.reader.execute("select count(*) from message").fetchone() == (1,)
    assert shop.reader.execute("select count(*) from conversation").fetchone() == (1,)


def test_a_copy_that_came_first_proves_that_it_was_sent_and_is_its_conversation(shop, queued):
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=2))
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        shop.write(outbox.advance, "r1", state, worker="w", now=NOW)
    copy = mail(
        "c", who=OURS, minutes=1440, own_id="<r1@hazelrye.example>", people=(person("Ada"),), direction=Direction.OUT
    )
    shop.ingest(copy, now=LATER)
    shop.write(outbox.settle, "r1", Delivered(proof="250 OK"), now=LATER)
    assert shop.reader.execute("select count(*) from conversation").fetchone() == (1,)
    assert outbox.reply(shop.reader, "r1").conversation == 1


def test_a_lost_answer_of_the_server_and_the_copy_found_later_make_one_conversation(shop, queued):
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=2))
    for state in (ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN):
        shop.write(outbox.advance, "r1", state, worker="w", now=NOW)
    copy = mail(
        "c", who=OURS, minutes=1440, own_id="<r1@hazelrye.example>", people=(person("Ada"),), direction=Direction.OUT
    )
    shop.ingest(copy, now=LATER)
    assert outbox.reply(shop.reader, "r1").state is ReplyState.SENT
    assert shop.reader.execute("select count(*) from conversation").fetchone() == (1,)
    assert total(shop, Lane.OUTBOX) == 0


def test_what_is_written_on_in_the_same_place_meanwhile_stays_a_draft(shop, queued):
    more = replace(queued, text="One more thing")
    shop.write(drafts.save, more, LATER)
    send(shop)
    assert [found.text for found in drafts.drafts(shop.reader)] == ["One more thing"]


def test_a_person_known_before_gets_the_conversation_beside_the_others(shop):
    shop.ingest(mail("1", who="Ada"))
    made = written(shop)
    shop.write(outbox.queue, made, frozen(), text=made.text, now=LATER, not_before=LATER)
    (home,) = send(shop, now=LATER).conversations
    assert inbox.row(shop.reader, home).person == inbox.row(shop.reader, 1).person
    assert inbox.row(shop.reader, 1).state is State.OPEN


def test_several_it_goes_to_are_known_with_the_message(shop):
    made = written(shop, to=("ada@example.org", "tom@example.org"), cc=("eve@example.org",))
    plan = frozen(to=(*made.to, *made.cc))
    shop.write(outbox.queue, made, plan, text=made.text, now=NOW, not_before=NOW)
    send(shop)
    (number,) = shop.reader.execute("select id from message").fetchone()
    assert inbox.parent(shop.reader, number).sent_to == ("ada@example.org", "tom@example.org", "eve@example.org")


def test_one_that_waits_for_its_time_can_be_frozen_anew(shop, queued):
    found = replies.draft_of(shop.reader, "r1")
    assert (found.conversation, found.subject, found.to) == (queued.conversation, queued.subject, queued.to)


def test_an_export_holds_it(shop, draft, tmp_path):
    told = export.export(shop.reader, tmp_path)
    assert told.drafts == 1
    (line,) = (tmp_path / "drafts.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["conversation"], json.loads(line)["text"]) == (None, draft.text)


def test_two_places_are_never_the_same():
    assert len({new_place(NOW) for _ in range(50)}) == 50
    assert all(is_begun(new_place(NOW)) for _ in range(3))
    assert begun.CHANNEL == "mail"
