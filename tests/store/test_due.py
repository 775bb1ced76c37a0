"""When an answer is due, as the list tells it: by each conversation's own target, in the time the shop is open."""

from datetime import UTC, datetime, timedelta

from desktop.domain.answering import understood
from desktop.domain.conversation import Lane
from desktop.domain.item import Audience, Direction, Kind
from desktop.domain.row import Found
from desktop.domain.targets import USUAL
from desktop.store import ahead, found, inbox, ingest
from desktop.triage.rank import default_ranker
from tests.store.makers import NOW, OURS, mail

SHOP = understood(60, "mail 4 h; public 30 min", "Mo-Fr 9-18; Sa 8-13", "2026-12-24 to 2026-12-26", "Europe/Berlin")


def all_rows(shop, targets):
    return [row for lane in list(Lane)[:3] for row in inbox.page(shop.reader, lane, targets=targets)]


def rank_all(shop, ranker, now):
    while shop.write(ingest.rerank, now, ranker).conversations:
        pass


def test_every_row_is_due_by_its_own_target(shop) -> None:
    shop.ingest(
        mail("1", minutes=1),
        mail("2", minutes=2, channel="mastodon", kind=Kind.POST, audience=Audience.PUBLIC),
        mail("3", minutes=3, author=OURS, direction=Direction.OUT),
    )
    for targets in (USUAL, SHOP):
        for row in all_rows(shop, targets):
            if row.waiting_since is None:
                assert (row.due_at, row.due_soon) == (None, None)
                continue
            due = targets.due(row.waiting_since, row.channel, row.audience)
            assert (row.due_at, row.due_soon, row.hours) == (due.at, due.soon, targets.hours)
        assert inbox.rows(shop.reader, shop.ids(), targets=targets)[shop.home("1")].due_at == (
            targets.due(inbox.row(shop.reader, shop.home("1")).waiting_since, "mail", "private").at
        )
    assert found.page(shop.reader, Found("text"), limit=9, targets=SHOP)[0].hours == SHOP.hours
    assert inbox.opened(shop.reader, shop.home("1"), targets=SHOP).row.hours == SHOP.hours


def test_the_ranker_says_when_an_answer_is_due_and_the_list_is_sorted_by_that(shop) -> None:
    asked = "Do you open on Sunday?"
    shop.ingest(
        mail("long", minutes=0, text=asked),
        mail("short", minutes=30, text=asked, channel="mastodon", kind=Kind.POST, audience=Audience.PUBLIC),
    )
    rank_all(shop, default_ranker(SHOP), NOW)
    kept = dict(shop.reader.execute("select id, answer_by from conversation").fetchall())
    for row in all_rows(shop, SHOP):
        due = SHOP.due(row.waiting_since, row.channel, row.audience).at
        assert row.due_at == due == datetime.fromtimestamp(kept[row.id] / 1000, UTC)
    assert kept[shop.home("short")] < kept[shop.home("long")]


def test_what_a_clock_made_overdue_that_ran_ahead_is_put_right_by_itself(shop) -> None:
    shop.ingest(mail("1", minutes=24 * 60 - 5, text="Where is my order? It has not arrived, this is very annoying."))
    ranker, clock = default_ranker(USUAL), NOW

    def waiting():
        rank_all(shop, ranker, clock)
        (row,) = all_rows(shop, USUAL)
        return {reason.words for reason in row.reasons} & {"overdue", "older than two months"}

    assert waiting() == set()
    assert not ahead.ran_ahead(shop.reader, clock)
    clock = NOW + timedelta(days=100)
    assert waiting() == {"overdue", "older than two months"}
    clock = NOW
    assert ahead.ran_ahead(shop.reader, clock)
    assert waiting() == set()
    assert not ahead.ran_ahead(shop.reader, clock)
    assert shop.write(ingest.rerank, NOW + timedelta(hours=3), ranker).conversations == {shop.home("1")}


def test_a_clock_that_is_set_back_by_some_seconds_has_nothing_ranked_anew(shop) -> None:
    shop.ingest(mail("1", minutes=1))
    ranker = default_ranker(USUAL)
    rank_all(shop, ranker, NOW)
    assert not ahead.ran_ahead(shop.reader, NOW - timedelta(seconds=30))
    assert not shop.write(ingest.rerank, NOW - timedelta(seconds=30), ranker)
