"""Since when somebody waits: from their first message that was not answered, until an answer, wherever it was written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.act import Verb
from desktop.domain.conversation import Band
from desktop.domain.draft import Delivered
from desktop.domain.item import Audience, Direction, Flag, Kind
from desktop.domain.targets import USUAL
from desktop.store import gist, ingest, outbox, triage
from desktop.store.answers import answers as all_answers
from desktop.store.answers import times
from tests.store.makers import NOW, OURS, mail, person, plan, rank

START = NOW - timedelta(days=1)
PUBLIC = {"channel": "mastodon", "kind": Kind.POST, "audience": Audience.PUBLIC}


def theirs(remote_id, minutes, **more):
    return mail(remote_id, minutes=minutes, parent_ids=("1@example.org",), **more)


def ours(remote_id, minutes, **more):
    return mail(remote_id, who=OURS, direction=Direction.OUT, minutes=minutes, parent_ids=("1@example.org",), **more)


def since(shop):
    found = shop.row().waiting_since
    return None if found is None else round((found - START) / timedelta(minutes=1))


def test_the_wait_begins_with_the_first_message_and_more_of_them_do_not_begin_it_anew(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.ingest(theirs("2", 30), theirs("3", 90))
    assert since(shop) == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_after_an_answer_the_next_message_begins_it_whatever_comes_in_first(shop, order) -> None:
    items = [mail("1", minutes=0), ours("2", 40), theirs("3", 90)]
    for place in order:
        shop.ingest(items[place])
    assert since(shop) == 90


def test_a_machine_that_answers_in_between_does_not_take_the_place_of_who_waits(shop) -> None:
    shop.ingest(mail("1", minutes=0, text="My cake never arrived. Where is it?"))
    alone = shop.row()
    shop.ingest(theirs("2", 30, who="Petra", text="I am away until Monday.", automatic="an automatic answer"))
    row = shop.row()
    assert (since(shop), row.snippet, row.band) == (0, alone.snippet, Band.NEEDS_YOU)
    assert row.reasons[0] == alone.reasons[0]
    assert "automatic" not in {reason.name for reason in row.reasons}


@pytest.mark.parametrize("where", [{}, PUBLIC])
def test_an_answer_from_the_phone_or_on_the_web_ends_it(shop, where) -> None:
    shop.ingest(mail("1", minutes=0, **where))
    shop.ingest(ours("2", 40, **where))
    assert since(shop) is None


def test_what_one_of_our_names_wrote_is_an_answer_though_the_channel_does_not_say_so(shop) -> None:
    shop.ingest(mail("1", minutes=0, **PUBLIC))
    shop.ingest(replace(ours("2", 40, **PUBLIC), direction=Direction.IN))
    assert since(shop) is None


def test_the_servers_mark_of_another_program_ends_it_and_a_later_message_begins_it(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.ingest(mail("1", minutes=0, flags=frozenset({Flag.ANSWERED})))
    assert since(shop) is None
    shop.ingest(theirs("2", 50))
    assert since(shop) == 50


def test_an_answer_written_here_ends_it_at_once_and_taking_it_back_lets_it_go_on(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.write(outbox.queue, shop.draft(), plan(), text="Dear Marta", now=NOW, not_before=NOW)
    assert since(shop) is None
    shop.write(outbox.withdraw, "r1", NOW)
    assert since(shop) == 0


ROOT = mail("post", who=OURS, direction=Direction.OUT, minutes=0, text="We have a new oven", **PUBLIC)


def asks(name, minutes, under="post", **more):
    return mail(
        name,
        who=name,
        minutes=minutes,
        text="My loaf was burnt",
        parent_ids=(f"{under}@example.org",),
        **(PUBLIC | more),
    )


def answers(remote_id, minutes, to, **more):
    return mail(
        remote_id,
        who=OURS,
        direction=Direction.OUT,
        minutes=minutes,
        parent_ids=(f"{to}@example.org",),
        **(PUBLIC | more),
    )


def waiting(shop):
    """Who waits in the only conversation there is, and how many of them there are for the ranker."""
    (summary,) = gist.summarise(shop.reader, [shop.only()])
    people = summary.waits or [one for one in [summary.partner] if summary.waiting_since is not None]
    rows = shop.reader.execute(
        "select name from message join persona on persona.id = message.partner where message.id in"
        f" ({','.join(map(str, [*summary.said, *(one for more in summary.others for one in more)]))}) order by 1"
    ).fetchall()
    assert summary.people == max(1, len(people))
    return list(dict.fromkeys(row[0] for row in rows)) if summary.waiting_since is not None else []


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (3, 0, 4, 2, 1)])
def test_an_answer_to_one_of_those_who_wrote_below_a_post_leaves_the_others_waiting(shop, order) -> None:
    items = [ROOT, asks("Ada", 10), asks("Ben", 20), asks("Cleo", 30), answers("a", 40, to="Ben")]
    for place in order:
        shop.ingest(items[place])
    assert waiting(shop) == ["Ada", "Cleo"]
    assert (since(shop), shop.row().state.value) == (10, "open")


def test_who_writes_again_after_their_answer_waits_again_beside_the_others(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), answers("a", 40, to="Ada"))
    assert since(shop) == 20
    shop.ingest(mail("again", who="Ada", minutes=50, parent_ids=("a@example.org",), **PUBLIC))
    shop.ingest(answers("b", 60, to="Ben"))
    assert (waiting(shop), since(shop)) == (["Ada"], 50)


def test_what_we_say_to_all_ends_the_wait_of_all(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), answers("a", 40, to="post"))
    assert waiting(shop) == []


def test_whom_an_answer_mentions_is_answered(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), asks("Cleo", 30))
    shop.ingest(answers("a", 40, to="Ada", people=(person("Cleo"),)))
    assert waiting(shop) == ["Ben"]


def test_a_mail_to_all_recipients_answers_all_and_one_to_a_single_one_only_them(shop) -> None:
    private = {"channel": "mail", "kind": Kind.MAIL, "audience": Audience.PRIVATE}
    letter = mail("post", who=OURS, direction=Direction.OUT, minutes=0)
    shop.ingest(letter, asks("Ada", 10, **private), asks("Ben", 20, **private), asks("Cleo", 30, **private))
    shop.ingest(answers("a", 40, to="Ben", people=(person("Ben"),), **private))
    assert waiting(shop) == ["Ada", "Cleo"]
    shop.ingest(answers("b", 50, to="Cleo", people=(person("Cleo"), person("Ada")), **private))
    assert waiting(shop) == []


def test_those_who_wrote_to_each_other_too_are_answered_together(shop) -> None:
    private = {"channel": "mail", "kind": Kind.MAIL, "audience": Audience.PRIVATE}
    shop.ingest(
        mail("Ada", who="Ada", minutes=0), asks("Ben", 20, under="Ada", people=(OURS, person("Ada")), **private)
    )
    shop.ingest(answers("a", 40, to="Ada", people=(person("Ada"),), **private))
    assert waiting(shop) == []


def test_the_servers_mark_answers_who_wrote_that_message(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20))
    shop.ingest(asks("Ben", 20, flags=frozenset({Flag.ANSWERED})))
    assert waiting(shop) == ["Ada"]


def test_a_reply_from_here_to_one_of_several_leaves_the_others_waiting_from_the_first_moment_on(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20))
    draft = replace(shop.draft(), in_reply_to=shop.message("Ben"), to=())
    shop.write(outbox.queue, draft, plan(), text="Dear Ben", now=NOW, not_before=NOW)
    assert waiting(shop) == ["Ada"]
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1))
    for state in ("sending", "committing"):
        shop.write(outbox.advance, "r1", outbox.ReplyState(state), worker="w", now=NOW)
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert waiting(shop) == ["Ada"]
    known = {
        row[0]
        for row in shop.reader.execute(
            "select name from person join persona on persona.person = person.id where answered = 1"
        ).fetchall()
    }
    assert "Ben" in known
    assert "Ada" not in known


def test_done_ends_the_wait_of_all_until_one_writes_again(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), answers("a", 40, to="Ada"))
    shop.write(triage.act, [shop.only()], Verb.DONE, now=NOW)
    shop.ingest(asks("Cleo", 24 * 60 + 5), now=NOW + timedelta(hours=1))
    assert waiting(shop) == ["Cleo"]


def test_the_figures_time_each_answer_by_who_was_answered(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), asks("Cleo", 30), answers("a", 40, to="Ben"))
    assert taken(shop) == [20]
    shop.ingest(answers("b", 70, to="post"))
    assert taken(shop) == [20, 60]
    shop.ingest(answers("c", 90, to="Cleo"))
    assert taken(shop) == [20, 60]


def taken(shop):
    """Minutes of the waits that ended, the shortest first."""
    return [round(time / timedelta(minutes=1)) for time in times(all_answers(shop.reader, START), USUAL)]


def test_who_an_older_release_took_for_answered_waits_again_when_its_scores_are_made_anew(shop) -> None:
    shop.ingest(ROOT, asks("Ada", 10), asks("Ben", 20), answers("a", 40, to="Ben"))
    right = shop.row()
    shop.write(
        lambda db: db.conn.execute("update conversation set waiting_since = null, unanswered = 0, rank_version = 0")
    )
    assert since(shop) is None
    while shop.write(ingest.rerank, NOW, rank).conversations:
        pass
    assert (since(shop), shop.row().band) == (10, right.band)
    assert shop.reader.execute("select unanswered from conversation").fetchone() == (1,)
    assert not shop.write(ingest.rerank, NOW, rank)
