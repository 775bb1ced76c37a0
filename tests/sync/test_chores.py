"""What is ranked anew behind the window holds up nobody in front of it."""

import threading
from contextlib import closing
from datetime import timedelta

from desktop.domain.act import Verb
from desktop.domain.clock import SystemClock
from desktop.store import triage
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync import chores
from desktop.sync.chores import Chores
from tests.store.makers import NOW, FixedClock, Shop, mail
from tests.store.makers import rank as plain_rank

MANY = 120


class Idle:
    """Stands for what is done beside: there is nothing to do."""

    due = False

    def begin(self):
        pass

    def close(self, timeout):
        return True


def test_what_the_owner_does_waits_for_a_few_conversations_not_for_all_that_are_ranked_anew(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(MANY)))
    shop.write(lambda db: db.conn.execute("update conversation set next_rank_at = 0"))
    path = tmp_path / "shopbell.db"
    shop.close()
    ranked, begun, asked = [], threading.Event(), threading.Event()

    def rank(facts):
        begun.set()
        assert asked.wait(60)
        ranked.append(facts.conversation)
        return plain_rank(facts)

    def star(db):
        triage.act(db, [1], Verb.STAR, now=NOW + timedelta(days=1))
        return len(ranked)

    with Writer(path, SystemClock()) as writer:
        made = Chores(
            writer=writer, clock=SystemClock(), rank=rank, upkeep=Idle(), renewal=Idle(), follow=lambda: False
        )

        def run():
            with closing(open_reader(path)) as reader:
                made.run(reader)

        thread = threading.Thread(target=run)
        thread.start()
        assert begun.wait(60)
        starred = writer.submit(star)
        asked.set()
        assert starred.result(60) == chores.STEP
        thread.join(60)
    assert len(ranked) >= MANY


def test_all_that_is_due_is_ranked_in_one_round_also_where_nothing_differs(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(60)))
    shop.write(lambda db: db.conn.execute("update conversation set next_rank_at = 0"))
    path = tmp_path / "shopbell.db"
    shop.close()
    with Writer(path, SystemClock()) as writer, closing(open_reader(path)) as reader:
        made = Chores(
            writer=writer, clock=SystemClock(), rank=plain_rank, upkeep=Idle(), renewal=Idle(), follow=lambda: False
        )
        made.run(reader)
        assert reader.execute("select count(*) from conversation where next_rank_at = 0").fetchone() == (0,)


def test_of_a_whole_round_one_word_is_said(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(120)))
    shop.write(lambda db: db.conn.execute("update conversation set next_rank_at = 0, points = points + 7"))
    path = tmp_path / "shopbell.db"
    shop.close()
    heard = []
    with Writer(path, SystemClock()) as writer, closing(open_reader(path)) as reader:
        writer.listen(heard.append)
        made = Chores(
            writer=writer, clock=SystemClock(), rank=plain_rank, upkeep=Idle(), renewal=Idle(), follow=lambda: False
        )
        made.run(reader)
    assert [len(change.conversations) for change in heard if change.initiator == "rank"] == [120]


def test_a_clock_that_goes_back_has_ranked_anew_what_it_had_ranked_before_though_nothing_is_due(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(mail("1", minutes=0))
    path, clock, times = tmp_path / "shopbell.db", Turned(), []
    shop.close()

    def rank(facts):
        times.append(facts.now)
        return plain_rank(facts)

    with Writer(path, clock) as writer, closing(open_reader(path)) as reader:
        made = Chores(writer=writer, clock=clock, rank=rank, upkeep=Idle(), renewal=Idle(), follow=lambda: False)

        def run():
            clock.seconds += 60
            made.run(reader)

        clock.time = NOW + timedelta(days=9)
        run()
        run()
        clock.time = NOW + timedelta(hours=1)
        run()
    assert times[-1] == clock.time


class Turned(FixedClock):
    """A clock that may be turned back; its seconds go on."""

    seconds = 0.0

    def monotonic(self):
        return self.seconds
