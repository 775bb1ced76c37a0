"""Messages that an older release rendered: found newest first, shown anew, and left alone for good after that."""

from dataclasses import replace

import pytest

from desktop.domain.item import MessageId
from desktop.store import accounts, anew, inbox, search
from desktop.store.connection import Damaged
from tests.store.makers import NOW, mail
from tests.store.picture import badges_are_true, index_is_true


def stale(shop, version=2, limit=20):
    return anew.stale(shop.reader, version, limit=limit)


def renew(shop, *made, version=2):
    return shop.write(anew.renew, [(shop.message(item.remote_id), item) for item in made], version=version, now=NOW)


def old(number, **changes):
    return mail(str(number), minutes=number, html="<p>old</p>", render_version=1, **changes)


def shown(shop, remote_id):
    (entry,) = [e for e in inbox.opened(shop.reader, shop.home(remote_id)).timeline if e.id == shop.message(remote_id)]
    return entry


def test_the_newest_come_first_and_none_that_is_new_already(shop):
    shop.ingest(*(old(n) for n in range(5)), replace(old(7), render_version=2))
    assert [one.raw.remote_id for one in stale(shop, limit=3)] == ["4", "3", "2"]
    assert stale(shop, version=1) == []
    assert stale(shop)[0].raw.data == old(4).raw
    assert stale(shop)[0].account == shop.account


def test_a_large_message_comes_alone_and_is_not_read_with_others(shop):
    shop.ingest(old(1), old(2, raw=b"x" * (anew.BYTES + 1)), old(3))
    assert [one.raw.remote_id for one in stale(shop)] == ["3"]
    renew(shop, old(3))
    assert [one.raw.remote_id for one in stale(shop)] == ["2"]


def test_what_is_shown_is_replaced_and_everything_of_the_owners_stays(shop):
    shop.ingest(old(1, text="How much is the gateau?"))
    id_, before = shop.only(), shop.row()
    new = old(1, text="How much is a tart?", fresh_html="<b>n</b>", remote_images=2)
    changes = renew(shop, replace(new, html="<p>new</p>"))
    assert (changes.conversations, changes.changed_messages) == ({id_}, {shop.message("1")})
    assert changes.new_messages == frozenset()
    entry = shown(shop, "1")
    assert (entry.html, entry.fresh_html, entry.remote_images) == ("<p>new</p>", "<b>n</b>", 2)
    assert replace(shop.row(), snippet=before.snippet) == before
    assert shop.row().snippet == "How much is a tart?"
    assert [hit.conversation for hit in search.search(shop.reader, "tart")] == [id_]
    assert search.search(shop.reader, "gateau") == []
    assert index_is_true(shop.db)
    assert badges_are_true(shop.reader)
    assert stale(shop) == []


def test_what_looks_the_same_is_no_news(shop):
    shop.ingest(old(1))
    assert not renew(shop, old(1))
    assert stale(shop) == []


def test_what_was_fetched_again_meanwhile_is_left_alone(shop):
    shop.ingest(old(1))
    found = stale(shop)
    shop.ingest(replace(old(1), html="<p>newest</p>", render_version=2))
    assert not renew(shop, replace(old(1), html="<p>late</p>"))
    assert shown(shop, "1").html == "<p>newest</p>"
    assert len(found) == 1


def test_what_can_no_longer_be_understood_keeps_its_words_and_loses_its_page(shop):
    shop.ingest(old(1, text="words"))
    renew(shop, replace(old(1), text="", html="", unreadable="This message could not be read safely."))
    entry = shown(shop, "1")
    assert (entry.text, entry.html, entry.unreadable) == ("words", "", "")
    assert stale(shop) == []


def test_a_message_that_can_be_read_now_says_no_longer_that_it_cannot(shop):
    shop.ingest(replace(old(1), text="", html="", unreadable="It could not be understood."))
    renew(shop, old(1, text="words"))
    assert (shown(shop, "1").text, shown(shop, "1").unreadable) == ("words", "")


def test_that_the_end_of_a_message_was_not_fetched_is_still_said(shop):
    shop.ingest(old(1, unreadable="Its end stayed on the server."))
    renew(shop, replace(old(1), html="<p>new</p>"))
    assert (shown(shop, "1").html, shown(shop, "1").unreadable) == ("<p>new</p>", "Its end stayed on the server.")


def test_a_message_whose_bytes_were_not_kept_is_passed_over_for_good(shop):
    shop.ingest(old(1))
    shop.db.conn.execute("delete from raw")
    (one,) = stale(shop)
    assert one.raw is None
    assert not shop.write(anew.renew, [(one.message, None)], version=2, now=NOW)
    assert stale(shop) == []
    assert shown(shop, "1").html == "<p>old</p>"


def test_a_message_whose_bytes_the_disk_has_damaged_does_not_keep_the_others_from_being_rendered(shop):
    shop.ingest(old(1), old(2))
    shop.db.conn.execute("update raw set data = zeroblob(20) where message = ?", (shop.message("2"),))
    damaged, sound = stale(shop)
    assert (damaged.raw, sound.raw.data) == (None, old(1).raw)
    with pytest.raises(Damaged, match="damaged on the disk"):
        inbox.raw(shop.reader, damaged.message)


def test_messages_of_a_removed_account_are_rendered_too(shop):
    shop.ingest(old(1))
    shop.write(accounts.remove, shop.account.id, NOW)
    assert [one.account.name for one in stale(shop)] == [shop.account.name]


def test_a_message_that_is_gone_harms_nothing(shop):
    shop.ingest(old(1))
    assert not shop.write(anew.renew, [(MessageId(99), old(1))], version=2, now=NOW)
    assert len(stale(shop)) == 1
