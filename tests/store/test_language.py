"""In which language a customer writes: what their messages tell, and what the owner says of it."""

from dataclasses import replace
from datetime import timedelta

from desktop.domain.act import Verb
from desktop.store import triage
from desktop.store.heard import language, language_of, told
from desktop.store.inbox import opened
from desktop.store.ingest import rerank
from desktop.store.summary import facts
from tests.store.makers import NOW, Shop, mail, rank


def said(number, code, **changes):
    return replace(mail(str(number), minutes=number, **changes), language=code)


def of(shop, conversation=1):
    return facts(shop.reader, [conversation], NOW)[conversation].language


def test_the_newest_message_that_tells_its_language_tells_that_of_the_conversation(shop):
    shop.ingest(
        said(1, "de"), said(2, "pl-PL", parent_ids=("1@example.org",)), said(3, "", parent_ids=("2@example.org",))
    )
    assert of(shop) == language(shop.reader, 1) == "pl"
    assert told(shop.reader, 1) == ("pl", False)


def test_nothing_is_told_where_nobody_knows(shop):
    shop.ingest(said(1, ""))
    assert of(shop) == language(shop.reader, 1) == ""
    assert language(shop.reader, 99) == language_of(shop.reader, 99) == ""


def test_the_owners_word_counts_more_and_is_taken_back_exactly(shop):
    shop.ingest(said(1, "de"))
    change = shop.write(triage.act, [1], Verb.LANGUAGE, about="pl-PL", now=NOW)
    assert change.said == "Language: Polish: Marta"
    assert (of(shop), told(shop.reader, 1)) == ("pl", ("pl", True))
    shop.ingest(said(2, "de", parent_ids=("1@example.org",)))
    assert of(shop) == "pl"
    shop.write(triage.undo, now=NOW)
    assert (of(shop), told(shop.reader, 1)) == ("de", ("de", False))
    shop.write(triage.redo, now=NOW)
    assert told(shop.reader, 1) == ("pl", True)
    change = shop.write(triage.act, [1], Verb.LANGUAGE, about="", now=NOW)
    assert change.said == "Language: told by the words: Marta"
    assert told(shop.reader, 1) == ("de", False)


def test_it_is_ranked_anew_at_once_by_what_the_owner_says(shop):
    shop.ingest(said(1, "de"))
    seen = []

    def listening(one):
        seen.append((int(one.conversation), one.language))
        return rank(one)

    shop.write(rerank, NOW, listening)
    seen.clear()
    shop.write(triage.act, [1], Verb.LANGUAGE, about="fi", now=NOW)
    shop.write(rerank, NOW, listening)
    assert (1, "fi") in seen


def test_what_somebody_once_wrote_in_helps_where_their_words_do_not_tell(shop):
    shop.ingest(said(1, ""), said(2, ""), said(3, "en"))
    shop.write(triage.act, [1], Verb.LANGUAGE, about="tr", now=NOW)
    assert [of(shop, one) for one in (1, 2, 3)] == ["tr", "tr", "en"]
    assert told(shop.reader, 2) == ("tr", False)


def test_of_two_conversations_that_become_one_the_word_on_either_stays(shop):
    shop.ingest(said(1, "de"), said(3, "de", parent_ids=("2@example.org",)))
    shop.write(triage.act, [2], Verb.LANGUAGE, about="nl", now=NOW)
    shop.ingest(said(2, "de", parent_ids=("1@example.org",)))
    (home,) = (row[0] for row in shop.reader.execute("select id from conversation").fetchall())
    assert told(shop.reader, home) == ("nl", True)


def test_two_seats_agree_on_the_last_word_and_keep_what_else_was_done(tmp_path):
    one, two = (Shop(tmp_path, name=f"{name}.db", seat=name) for name in ("a", "b"))
    for seat in (one, two):
        seat.ingest(said(1, "de"))
    one.write(triage.act, [1], Verb.LANGUAGE, about="nl", now=NOW)
    two.write(triage.act, [1], Verb.LANGUAGE, about="da", now=NOW + timedelta(minutes=1))
    one.write(triage.act, [1], Verb.STAR, now=NOW + timedelta(minutes=2))
    ours, theirs = list(triage.acts(one.reader)), list(triage.acts(two.reader))
    one.write(triage.merge, theirs)
    two.write(triage.merge, ours)
    for seat in (one, two):
        assert told(seat.reader, 1) == ("da", True)
        assert seat.row(1).starred
        seat.close()


def test_the_reader_is_told_both(shop):
    shop.ingest(said(1, "de"))
    shop.write(triage.act, [1], Verb.LANGUAGE, about="cs", now=NOW)
    found = opened(shop.reader, 1)
    assert (found.language, found.by_owner) == ("cs", True)
