"""The same promises at the size of a shop of ten years: counts are counts, and order of arrival means nothing."""

import random
from datetime import timedelta
from itertools import islice

import pytest

from desktop.domain.act import Verb
from desktop.store import accounts, drafts, ingest, outbox, triage
from tests.store.makers import NOW, OURS, OWNERS, Shop, gesture, mail, person, plan, rank
from tests.store.picture import badges_are_true, index_is_true

MESSAGES = 50_000
MINUTES = 60 * 24 * 400


def correspondence(count, seed):
    """Mails of four hundred days: threads with gaps, replies without references, our own answers, odd references."""
    rng = random.Random(seed)
    threads = []
    for number in range(count):
        new = not threads or rng.random() < 0.45
        thread = _begun(rng, number) if new else threads[-1 - int(rng.expovariate(0.02)) % len(threads)]
        if new:
            threads.append(thread)
        yield _next(rng, thread, number, count)


def _begun(rng, number):
    who = f"P{rng.randrange(4000)}"
    return {"who": who, "ids": [], "subject": rng.choice(("Cake", "Bread", f"Order {number}", "")), "first": number}


def _next(rng, thread, number, count):
    ours = bool(thread["ids"]) and rng.random() < 0.3
    known = [] if not thread["ids"] or rng.random() < 0.1 else rng.sample(thread["ids"], min(len(thread["ids"]), 2))
    if rng.random() < 0.03:
        known.append(f"never-came-{rng.randrange(500)}@example.org")
    joins = bool(thread["ids"]) and not known
    thread["ids"].append(f"{number}@example.org")
    return mail(
        str(number),
        who=OURS if ours else person(thread["who"]),
        people=(person(thread["who"]),) if ours else (OURS,),
        minutes=number * MINUTES // count - MINUTES,
        parent_ids=tuple(known),
        subject=("Re: " if len(thread["ids"]) > 1 else "") + thread["subject"],
        topic=thread["subject"].lower() if joins else "",
        text=rng.choice(("Can I order?", "Thank you", "Grüße")),
        raw=b"%d" % number,
    )


def threaded(folder, mails, size):
    """The conversations that come of mails in this order, as sets of remote ids."""
    folder.mkdir()
    shop = Shop(folder)
    arriving = iter(mails)
    while batch := list(islice(arriving, size)):
        shop.ingest(*batch)
    homes = {}
    for conversation, remote_id in shop.reader.execute("select conversation, remote_id from message").fetchall():
        homes.setdefault(conversation, []).append(int(remote_id))
    counted = shop.reader.execute("select id, messages from conversation").fetchall()
    sound = badges_are_true(shop.reader)
    shop.close()
    assert sound
    assert dict(counted) == {conversation: len(ids) for conversation, ids in homes.items()}
    return sorted(sorted(ids) for ids in homes.values())


@pytest.mark.slow
def test_fifty_thousand_messages_make_the_same_conversations_in_whatever_order_they_come(tmp_path):
    mails = list(correspondence(MESSAGES, seed=5))
    forwards = threaded(tmp_path / "forwards", mails, size=2000)
    assert sum(map(len, forwards)) == MESSAGES
    assert len(forwards) < MESSAGES * 0.7
    random.Random(6).shuffle(mails)
    assert threaded(tmp_path / "shuffled", mails, size=1900) == forwards


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_counts_are_what_counting_gives_whatever_is_done_with_thousands_of_conversations(tmp_path, seed):
    shop, rng = Shop(tmp_path), random.Random(seed)
    second = shop.add_account("Second")
    mails = list(correspondence(6000, seed=seed))
    rng.shuffle(mails)
    replies = 0
    for number, batch in enumerate(pieces(mails, 500)):
        shop.ingest(*batch, account=rng.choice((shop.account, second)), now=NOW + timedelta(hours=number))
        now = NOW + timedelta(hours=number, minutes=30)
        for verb in rng.sample(OWNERS, 6):
            chosen = rng.sample(shop.ids(), 60)
            until = now + timedelta(hours=rng.randrange(9)) if verb in (Verb.SNOOZE, Verb.WAIT) else None
            gesture(shop, verb, chosen, now, until=until)
        for conversation in rng.sample(shop.ids(), 20):
            if shop.row(conversation).waiting_since is None:
                continue
            draft = shop.draft("Dear", conversation)
            shop.write(drafts.save, draft, now)
            if rng.random() < 0.5:
                replies += 1
                frozen = plan(f"r{replies}", remote_key=f"<r{replies}@x>")
                shop.write(outbox.queue, draft, frozen, text="Dear", now=now, not_before=now)
        for _ in range(3):
            shop.write(triage.undo, now=now)
        shop.write(triage.wake_due, now)
        shop.write(ingest.rerank, now, rank)
        assert badges_are_true(shop.reader), number
    shop.write(accounts.remove, second.id, now)
    assert badges_are_true(shop.reader)
    assert index_is_true(shop.db)
    assert replies > 20
    shop.close()


def pieces(values, size):
    return [values[start : start + size] for start in range(0, len(values), size)]
