"""Scores that were reckoned for other targets, or by another ranker, are found and reckoned anew, the newest first."""

from dataclasses import replace

from desktop.domain.conversation import Facts, Score
from desktop.domain.item import Direction
from desktop.store import ingest, outdated
from tests.store.makers import NOW, OURS, mail
from tests.store.makers import rank as plain_rank


class Aimed:
    """Ranks as the plain one does, for some targets: `versions` are those of who was answered, and of who waits."""

    def __init__(self, answered: int, waits: int) -> None:
        self.versions = (answered, waits)
        self.asked: list[int] = []

    def __call__(self, facts: Facts) -> Score:
        self.asked.append(facts.conversation)
        return replace(plain_rank(facts), version=self.versions[facts.waiting_since is not None])


def versions(shop) -> dict[int, int]:
    return dict(shop.reader.execute("select id, rank_version from conversation").fetchall())


def rank_all(shop, ranker: Aimed, limit: int = 500) -> None:
    while outdated.are_left(shop.reader, ranker):
        shop.write(ingest.rerank, NOW, ranker, limit)


def test_other_targets_rank_anew_whoever_waits_and_nobody_else(shop) -> None:
    shop.ingest(
        *(mail(str(n), minutes=n) for n in range(6)),
        mail("a", author=OURS, direction=Direction.OUT, minutes=9, parent_ids=("3@example.org",)),
    )
    rank_all(shop, Aimed(2, 5 << 16))
    assert sorted(versions(shop).values()) == [2, *[5 << 16] * 5]
    for waits in (7 << 16, 3 << 16):
        other = Aimed(2, waits)
        rank_all(shop, other, limit=2)
        assert versions(shop) == {id_: 2 if id_ == shop.home("3") else waits for id_ in versions(shop)}
        assert set(other.asked) - {shop.home("3")} == set(versions(shop)) - {shop.home("3")}
    assert not outdated.are_left(shop.reader, Aimed(2, 3 << 16))


def test_of_what_nobody_sees_the_newest_come_first_and_few_at_a_time(shop) -> None:
    shop.ingest(*(mail(str(n), minutes=n) for n in range(7)))
    rank_all(shop, Aimed(2, 9))
    shop.write(_done, list(versions(shop)))
    assert outdated.outdated(shop.reader, (2, 3), 3) == [shop.home(str(n)) for n in (6, 5, 4)]
    assert outdated.outdated(shop.reader, (2, 9), 3) == []
    assert len(outdated.outdated(shop.reader, (), 5)) == 5


def test_what_the_owner_sees_comes_before_what_is_newer(shop) -> None:
    shop.ingest(*(mail(str(n), minutes=n) for n in range(5)))
    rank_all(shop, Aimed(2, 9))
    (top,) = shop.reader.execute(
        "select id from conversation where state = 'open' order by lane, need, id limit 1"
    ).fetchone()
    shop.write(_done, [one for one in versions(shop) if one not in (top, shop.home("4"))])
    assert outdated.outdated(shop.reader, (2, 3), 1) == [top]
    assert sorted(outdated.outdated(shop.reader, (2, 3), 9)) == sorted(versions(shop))


def test_those_of_every_other_version_are_found(shop) -> None:
    shop.ingest(*(mail(str(n), minutes=n) for n in range(5)))
    for number, version in enumerate((0, 1, 2, 3, 4)):
        shop.write(_put, shop.home(str(number)), version)
    assert set(outdated.outdated(shop.reader, (1, 3), 9)) == {shop.home(str(n)) for n in (0, 2, 4)}


def test_a_ranker_that_tells_no_versions_leaves_none(shop) -> None:
    shop.ingest(mail("1"))
    assert not outdated.are_left(shop.reader, plain_rank)
    assert outdated.standing(shop.reader, plain_rank, [shop.home("1")]) == (1,)
    assert outdated.standing(shop.reader, plain_rank, []) == (0,)


def _put(db, conversation: int, version: int) -> None:
    db.conn.execute("update conversation set rank_version = ? where id = ?", (version, conversation))


def _done(db, conversations: list[int]) -> None:
    for one in conversations:
        db.conn.execute("update conversation set state = 'done' where id = ?", (one,))
