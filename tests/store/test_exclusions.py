"""Not about the shop: what the watch that found it is told, and what undo tells it."""

import pytest

from desktop.domain.act import Verb
from desktop.domain.conversation import State
from desktop.domain.errors import Misconfigured
from desktop.domain.item import Kind
from desktop.domain.phrases import watches_from
from desktop.store import accounts, exclusions, triage
from tests.store.makers import NOW, OURS, gesture, mail

PHRASES = {"phrases": "rye, hazel & rye", "exclude": "rye field"}


@pytest.fixture
def watched(shop):
    """A shop with a watch over all feeds, a feed, and what the watch found in it."""
    shop.write(accounts.add, "watch", "Mentions", PHRASES, "", NOW)
    feed = shop.add_account("City blog", "feed")
    texts = {"1": "New rye whiskey from Ohio", "2": "The rye whiskey of Hazel & Rye is gone", "3": "Rye bread, fresh"}
    shop.ingest(
        *(
            mail(name, who=f"B{name}", channel="feed", kind=Kind.BLOG, matched="rye", text=text, own_id="", subject="")
            for name, text in texts.items()
        ),
        account=feed,
    )
    shop.ingest(mail("m", text="rye whiskey"))
    return shop


def excluded(shop):
    return accounts.account(shop.reader, "Mentions").settings["exclude"]


def not_ours(shop, *names, about="rye whiskey"):
    return gesture(shop, Verb.NOT_OURS, [shop.home(name) for name in names], about=about)


def test_phrases_are_offered_for_what_a_watch_found(watched):
    assert exclusions.suggestions(watched.reader, watched.home("1"))[0] == "rye whiskey"
    assert exclusions.suggestions(watched.reader, watched.home("m")) == ()


def test_what_the_owner_answered_or_starred_is_not_excluded(watched):
    watched.write(triage.act, [watched.home("2")], Verb.STAR, now=NOW)
    offered = exclusions.suggestions(watched.reader, watched.home("1"))
    assert "rye whiskey" not in offered
    assert "ohio" in offered


def test_the_phrase_goes_to_the_watch_and_the_mention_to_its_list(watched):
    done = not_ours(watched, "1")
    assert (excluded(watched), done.about) == ("rye field, rye whiskey", "rye whiskey")
    assert done.accounts == {accounts.account(watched.reader, "Mentions").id}
    watch = watches_from(accounts.account(watched.reader, "Mentions").settings)
    assert watch.match("New rye whiskey from Ohio") == ""
    assert watch.match("Rye bread, fresh") == "rye"


def test_undo_takes_the_phrase_back_too_and_redo_says_it_again(watched):
    not_ours(watched, "1")
    undone = watched.write(triage.undo, now=NOW)
    assert (excluded(watched), bool(undone.accounts)) == ("rye field", True)
    assert watched.row(watched.home("1")).state is State.OPEN
    watched.write(triage.redo, now=NOW)
    assert excluded(watched) == "rye field, rye whiskey"


def test_a_phrase_stays_while_another_was_put_aside_for_it(watched):
    not_ours(watched, "1")
    not_ours(watched, "2")
    watched.write(triage.undo, now=NOW)
    assert excluded(watched) == "rye field, rye whiskey"
    watched.write(triage.undo, now=NOW)
    assert excluded(watched) == "rye field"


def test_undo_leaves_a_phrase_that_the_owner_had_typed_himself(watched):
    not_ours(watched, "1", about="Rye Field")
    not_ours(watched, "2", about="rye field")
    watched.write(triage.undo, now=NOW)
    watched.write(triage.undo, now=NOW)
    assert watched.row(watched.home("1")).state is State.OPEN
    assert excluded(watched) == "rye field"
    watched.write(triage.redo, now=NOW)
    assert excluded(watched) == "rye field"


def test_what_no_watch_found_changes_no_setting(watched):
    done = not_ours(watched, "m")
    assert (excluded(watched), done.accounts) == ("rye field", frozenset())
    assert watched.row(watched.home("m")).state is State.NOT_OURS


def test_without_a_phrase_nothing_is_excluded(watched):
    not_ours(watched, "1", about="")
    assert excluded(watched) == "rye field"


def test_a_phrase_that_cannot_be_looked_for_is_refused_and_nothing_is_done(watched):
    with pytest.raises(Misconfigured):
        not_ours(watched, "1", about="!!!")
    assert watched.row(watched.home("1")).state is State.OPEN
    assert not watched.write(triage.undo, now=NOW)


def test_only_the_watch_that_has_the_phrase_and_looks_there_is_told(watched):
    watched.write(accounts.add, "watch", "Elsewhere", {**PHRASES, "url": "https://news.example/"}, "", NOW)
    watched.write(accounts.add, "watch", "Others", {"phrases": "sourdough"}, "", NOW)
    not_ours(watched, "1")
    assert accounts.account(watched.reader, "Elsewhere").settings["exclude"] == "rye field"
    assert "exclude" not in accounts.account(watched.reader, "Others").settings


def test_an_answered_mention_counts_as_ours(watched):
    watched.ingest(mail("r", who=OURS, parent_ids=(), channel="feed", kind=Kind.BLOG, text="thanks", own_id=""))
    watched.db.conn.execute("update message set conversation = ? where remote_id = 'r'", (watched.home("2"),))
    assert "rye whiskey" not in exclusions.suggestions(watched.reader, watched.home("1"))


def test_it_is_told_in_how_many_of_those_found_a_phrase_stands(watched):
    told = exclusions.reach(watched.reader, "rye", ["rye whiskey", "the", "Ohio", "..."])
    assert (told.total, told.holding) == (3, {"rye whiskey": 2, "the": 1, "Ohio": 1, "...": 0})
    assert exclusions.reach(watched.reader, "nothing of it", ["rye"]).total == 0
