"""A newcomer sees every way to answer work: in public, in private, both at once, with files, and at a later time."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.connectors import registry
from desktop.domain.conversation import Lane, Opened
from desktop.domain.draft import Draft, DraftFile, Enclosure, ReplyState
from desktop.domain.errors import Refused
from desktop.domain.item import Audience, Direction, Kind
from desktop.domain.standing import Stage, standing
from desktop.store import accounts, drafts, files, inbox, outbox
from desktop.store.connection import open_reader
from desktop.sync.reply import queue_replies, reschedule
from desktop.sync.ways import Way, both, ways
from tests.demo.desk import Desk

PICTURE = Enclosure(name="cake.png", media_type="image/png", data=b"\x89PNG a cake")
PUBLIC, PRIVATE = Audience.PUBLIC, Audience.PRIVATE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def opened(desk: Desk, who: str, channel: str) -> Opened:
    with closing(open_reader(desk.path)) as reader:
        rows = [row for lane in Lane for row in inbox.page(reader, lane, limit=500)]
        row = next(row for row in rows if row.who == who and row.channel == channel)
        found = inbox.opened(reader, row.id)
    assert found is not None
    return found


def ways_of(desk: Desk, who: str, channel: str) -> tuple[Way, ...]:
    with closing(open_reader(desk.path)) as reader:
        return ways(reader, opened(desk, who, channel), registry.open_connector, desk.clock)


def named(found: tuple[Way, ...]) -> list[tuple[str, str]]:
    return [(way.channel, way.audience.value) for way in found]


def test_what_was_said_in_public_is_answered_there_first_and_can_be_in_private(desk: Desk) -> None:
    found = ways_of(desk, "Gil Okafor", "mastodon")
    assert named(found) == [("mastodon", "public"), ("mastodon", "private")]
    assert [way.kind for way in found] == [Kind.POST, Kind.DIRECT]
    assert all(way.limits.max_units == 500 and way.is_open and way.account_name == "Mastodon" for way in found)


def test_an_address_that_a_customer_gave_is_a_way_to_write_to_them(desk: Desk) -> None:
    review, mail = ways_of(desk, "Beatriz Lemos", "review")
    assert named((review, mail)) == [("review", "public"), ("mail", "private")]
    assert (mail.recipients, mail.given) == (("beatriz.lemos@mailhof.example",), "beatriz.lemos@mailhof.example")
    assert mail.subject == "Your review"
    assert both((review, mail)) == (review, mail)


def test_a_way_says_what_its_account_puts_below_the_words_by_itself(desk: Desk) -> None:
    post = {"address": "us@shop.example", "imap_host": "imap.shop.example", "smtp_host": "smtp.shop.example"}
    signed = {**post, "signature": " Hazel\\nHazel & Rye \\n"}
    desk.writer.submit(lambda db: accounts.add(db, "mail", "Post", signed, "", desk.clock.now())).result()
    found = ways_of(desk, "Beatriz Lemos", "review")
    assert {way.account_name: way.signature for way in found if way.channel == "mail"}["Post"] == "Hazel\nHazel & Rye"
    assert not any(way.signature for way in found if way.account_name != "Post")


def test_at_least_two_customers_can_be_answered_both_ways_and_who_wrote_by_mail_cannot(desk: Desk) -> None:
    for who, channel in (("Beatriz Lemos", "review"), ("Gil Okafor", "mastodon"), ("Noor Haddad", "x")):
        assert both(ways_of(desk, who, channel)) is not None
    assert both(ways_of(desk, "Walter Pym", "mail")) is None


def test_a_blog_cannot_be_answered_and_says_so_once(desk: Desk) -> None:
    with closing(open_reader(desk.path)) as reader:
        row = next(row for lane in Lane for row in inbox.page(reader, lane, limit=500) if row.kind is Kind.BLOG)
        blog = inbox.opened(reader, row.id)
        assert blog is not None
        (way,) = ways(reader, blog, registry.open_connector, desk.clock)
    assert not way.is_open
    assert way.refusal.startswith("A blog is read here")


def both_drafts(desk: Desk) -> list[Draft]:
    pair = both(ways_of(desk, "Beatriz Lemos", "review"))
    assert pair is not None
    public, private = pair
    return [private.draft("Dear Beatriz, your next bread is on us."), public.draft("We are sorry, Beatriz.")]


def test_both_leave_as_one_gesture_the_public_one_first_and_stand_together(desk: Desk) -> None:
    pair = both_drafts(desk)
    ids = queue_replies(desk.writer, desk.path, pair, desk.clock, timedelta(0)).result()
    with closing(open_reader(desk.path)) as reader:
        first, second = (outbox.reply(reader, one) for one in ids)
    assert first is not None
    assert second is not None
    assert (first.audience, second.audience) == (PUBLIC, PRIVATE)
    assert first.gesture == second.gesture != ""
    assert (first.blocked, second.blocked) == (False, True)
    desk.run()
    assert desk.states() == [ReplyState.SENT, ReplyState.SENT]
    timeline = opened(desk, "Beatriz Lemos", "review").timeline
    ours = [entry for entry in timeline if entry.direction is Direction.OUT and entry.delivery is not None]
    assert [(entry.channel, entry.kind, entry.audience) for entry in ours] == [
        ("review", Kind.REVIEW, PUBLIC),
        ("mail", Kind.MAIL, PRIVATE),
    ]
    assert len({entry.delivery.gesture for entry in ours if entry.delivery is not None}) == 1


def test_taking_the_first_back_takes_back_both_and_each_text_is_a_draft_of_its_way(desk: Desk) -> None:
    pair = both_drafts(desk)
    first, _ = queue_replies(desk.writer, desk.path, pair, desk.clock, timedelta(minutes=5)).result()
    desk.writer.submit(lambda db: outbox.withdraw(db, first, desk.clock.now())).result()
    with closing(open_reader(desk.path)) as reader:
        kept = drafts.of_conversation(reader, pair[0].conversation)
    assert {(draft.audience, draft.channel, draft.text) for draft in kept} == {
        (draft.audience, draft.channel, draft.text) for draft in pair
    }
    desk.run()
    assert desk.states() == []


def test_one_of_both_that_cannot_be_sent_keeps_both_back(desk: Desk) -> None:
    private, public = both_drafts(desk)
    with pytest.raises(Refused):
        queue_replies(desk.writer, desk.path, [private, way_too_long(public)], desk.clock)
    assert desk.states() == []


def way_too_long(draft: Draft) -> Draft:
    return replace(draft, text="so " * 3000)


def test_a_file_goes_with_a_reply_and_stands_in_the_timeline(desk: Desk) -> None:
    way = ways_of(desk, "Walter Pym", "mail")[0]
    draft = way.draft("Here is the list.")
    desk.writer.submit(lambda db: drafts.save(db, draft, desk.clock.now())).result()
    desk.writer.submit(lambda db: files.attach(db, draft, [PICTURE], desk.clock.now())).result()
    queue_replies(desk.writer, desk.path, [draft], desk.clock, timedelta(0)).result()
    desk.run()
    assert desk.states() == [ReplyState.SENT]
    sent = [e for e in opened(desk, "Walter Pym", "mail").timeline if e.delivery is not None][-1]
    assert [(file.name, file.media_type, file.size) for file in sent.attachments] == [("cake.png", "image/png", 11)]
    with closing(open_reader(desk.path)) as reader:
        assert reader.execute("select count(*) from file").fetchone()[0] == 0


def test_other_words_than_the_drafts_do_not_take_its_files_along(desk: Desk) -> None:
    draft = ways_of(desk, "Walter Pym", "mail")[0].draft("Half a reply, with a")
    now = desk.clock.now()
    later = replace(draft, text="Later.")
    (scheduled,) = queue_replies(
        desk.writer, desk.path, [later], desk.clock, leave_at=now + timedelta(hours=1)
    ).result()
    desk.writer.submit(lambda db: files.attach(db, draft, [PICTURE], now)).result()
    (other,) = queue_replies(
        desk.writer, desk.path, [replace(draft, text="Yes.")], desk.clock, timedelta(0), with_kept=False
    ).result()
    reschedule(desk.writer, desk.path, scheduled, desk.clock, leave_at=now + timedelta(hours=2)).result()
    with closing(open_reader(desk.path)) as reader:
        assert files.of_reply(reader, other) == files.of_reply(reader, scheduled) == ()
        assert PICTURE.name.encode() not in outbox.reply(reader, scheduled).plan.payload
        kept = files.of_draft(reader, (draft.conversation, draft.account, draft.audience))
    assert [one.name for one in kept] == [PICTURE.name]


@pytest.mark.parametrize(
    ("who", "channel", "file", "words"),
    [
        ("Beatriz Lemos", "review", PICTURE, "carries no files"),
        ("Gil Okafor", "mastodon", Enclosure(name="a.pdf", media_type="application/pdf", data=b"1"), "of a kind"),
        ("Walter Pym", "mail", Enclosure(name="film.mp4", media_type="video/mp4", data=bytes(19_000_000)), "too large"),
        ("Walter Pym", "mail", Enclosure(name="a.txt", media_type="text/plain", data=b""), "is empty"),
    ],
)
def test_a_file_that_a_channel_does_not_take_is_refused_in_one_sentence(
    desk: Desk, who: str, channel: str, file: Enclosure, words: str
) -> None:
    draft = ways_of(desk, who, channel)[0].draft("Look.")
    desk.writer.submit(lambda db: files.attach(db, draft, [file], desk.clock.now())).result()
    with pytest.raises(Refused, match=words) as refused:
        queue_replies(desk.writer, desk.path, [draft], desk.clock, timedelta(0))
    assert str(refused.value).endswith(".")
    with closing(open_reader(desk.path)) as reader:
        kept = files.of_draft(reader, (draft.conversation, draft.account, draft.audience))
    assert [one.name for one in kept] == [file.name]
    assert isinstance(kept[0], DraftFile)


def scheduled(desk: Desk, **later: float) -> str:
    draft = ways_of(desk, "Walter Pym", "mail")[0].draft("Good morning.")
    at = desk.clock.now() + timedelta(**later)
    return queue_replies(desk.writer, desk.path, [draft], desk.clock, leave_at=at).result()[0]


def stage(desk: Desk) -> Stage:
    with closing(open_reader(desk.path)) as reader:
        (reply,) = outbox.outbox(reader)
    return standing(reply).stage(desk.clock.now())


def test_a_reply_leaves_at_the_time_that_was_chosen_and_not_before(desk: Desk) -> None:
    scheduled(desk, hours=8)
    desk.run()
    assert stage(desk) is Stage.SCHEDULED
    desk.clock.offset = timedelta(hours=8, minutes=1)
    desk.run()
    assert stage(desk) is Stage.SENT


def test_a_reply_that_missed_its_time_is_a_question_and_is_not_sent(desk: Desk) -> None:
    reply = scheduled(desk, hours=8)
    desk.clock.offset = timedelta(hours=8, minutes=20)
    desk.run()
    assert stage(desk) is Stage.OVERDUE
    desk.run()
    assert desk.states() == [ReplyState.OVERDUE]
    reschedule(desk.writer, desk.path, reply, desk.clock, leave_at=None).result()
    desk.run()
    assert stage(desk) is Stage.SENT
