"""The sample shop keeps the contract of a channel: paging, replay, replies accepted once, answers in time."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Context, Counting, Replier
from desktop.connectors.demo import open_demo, parse_demo
from desktop.connectors.demo.shop import DemoReplies
from desktop.domain.account import Account, AccountId
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Delivered, Draft, Parent, Phase, Plan
from desktop.domain.errors import Cancelled, Malformed, Misconfigured, Refused
from desktop.domain.item import Audience, Raw
from tests.demo.shop import NETWORKS, OPENED, Hand, Line, NoSecret


def parent_of(line: Line, message: str) -> Parent:
    item = next(item for item in Line(line.network).pull() if item.remote_id == message)
    return Parent(
        remote_id=item.remote_id,
        own_id=item.own_id,
        parent_ids=item.parent_ids,
        subject=item.subject,
        author_key=item.author.key,
        author_handle=item.author.handle,
        author_name=item.author.name,
        reply_to=(),
        sent_to=(),
        audience=item.audience,
        conversation_hint="",
        quote="",
        written_at=item.written_at,
    )


def plan_for(line: Line, message: str, reply_id: str = "r-1", text: str = "We are so sorry.") -> Plan:
    draft = Draft(
        conversation=ConversationId(1), account=AccountId(1), text=text, audience=Audience.PRIVATE, in_reply_to=None
    )
    return replies(line).prepare(reply_id, draft, parent_of(line, message), line.clock.now())


def replies(line: Line) -> DemoReplies:
    assert isinstance(line.channel, DemoReplies)
    return line.channel


def deliver(line: Line, plan: Plan) -> tuple[Delivered, list[Phase]]:
    phases: list[Phase] = []
    return replies(line).deliver(plan, phases.append, Cancel()), phases


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("budget", [1, 7, 1000])
def test_paging_leaves_no_gap_and_says_nothing_twice(network: str, budget: int) -> None:
    whole = [item.remote_id for item in Line(network).pull(1000)]
    assert [item.remote_id for item in Line(network).pull(budget)] == whole
    assert len(set(whole)) == len(whole)


def test_a_first_sync_counts() -> None:
    batches = list(Line("mail").batches(40))
    assert [batch.done for batch in batches] == [40, 80, batches[-1].total]
    assert len({batch.total for batch in batches}) == 1


def test_a_replay_says_the_same_bytes() -> None:
    line = Line("mail")
    first = [raw for batch in line.batches() for raw in batch.items]
    line.cursor = ""
    line.clock.move(seconds=50)
    again = [raw for batch in line.batches() for raw in batch.items]
    assert again == first


def test_the_moment_of_opening_is_kept_with_the_account() -> None:
    line = Line("mail")
    settings = next(line.batches()).settings
    assert settings == {"born": OPENED.isoformat()}
    line.account = replace(line.account, settings={**line.account.settings, **settings})
    line.channel, line.cursor = line.open(), ""
    line.clock.move(minutes=2)
    newest = line.pull()[-1]
    assert newest.written_at == OPENED - timedelta(minutes=3)


def test_some_arrive_in_the_next_hour_each_in_its_minute() -> None:
    line = Line("mail")
    line.pull()
    assert line.pull() == []
    line.clock.move(minutes=4)
    (arrived,) = line.pull()
    assert arrived.remote_id == "soon-1"
    assert arrived.written_at == OPENED + timedelta(minutes=4)
    line.clock.move(minutes=60)
    assert [item.remote_id for item in line.pull()] == ["soon-2", "soon-3", "soon-4"]
    assert line.pull() == []


def test_where_it_stands_does_not_change_while_nothing_happens() -> None:
    line = Line("mail")
    line.pull()
    before = line.cursor
    line.clock.move(minutes=1)
    assert line.pull() == []
    assert line.cursor == before


def test_a_dozen_arrive_over_all_channels_within_the_hour() -> None:
    arrived = 0
    for network in NETWORKS:
        line = Line(network)
        line.pull()
        line.clock.move(hours=1)
        arrived += len(line.pull())
    assert arrived >= 12


@pytest.mark.parametrize("network", NETWORKS)
def test_only_where_one_can_answer_there_is_an_answer_box(network: str) -> None:
    channel = Line(network).channel
    assert channel.capabilities.can_reply == isinstance(channel, Replier) == (network != "blog")
    assert channel.check(Cancel()).key
    channel.close()


def test_limits_are_those_of_the_network() -> None:
    def of(network: str) -> tuple[Counting, int | None]:
        limits = Line(network).channel.capabilities.limits[Audience.PUBLIC]
        return limits.counting, limits.max_units

    assert of("mastodon") == (Counting.GRAPHEMES_URL23, 500)
    assert of("bluesky") == (Counting.GRAPHEMES_BYTES, 300)
    assert of("x") == (Counting.WEIGHTED_280, 280)
    assert of("mail") == (Counting.UNLIMITED, None)


def test_a_reply_goes_through_its_phases_and_is_found_again(tmp_path) -> None:
    line = Line("mail", tmp_path)
    plan = plan_for(line, "cake-4")
    assert replies(line).find_delivered(plan, Cancel()) is None
    delivered, phases = deliver(line, plan)
    assert phases == [Phase.CONNECT, Phase.BODY, Phase.COMMIT]
    assert delivered.proof
    assert replies(line).find_delivered(plan, Cancel()) == delivered
    assert "Priya Raman" in plan.summary


def test_a_reply_sent_twice_is_accepted_once_also_after_a_restart(tmp_path) -> None:
    line = Line("mail", tmp_path)
    plan = plan_for(line, "cake-4")
    first, _ = deliver(line, plan)
    line.channel = line.open()
    line.clock.move(minutes=3)
    second, _ = deliver(line, plan)
    assert second == first
    line.pull()
    line.clock.move(minutes=3)
    assert [item.remote_id for item in line.pull()].count("after-cake") <= 1
    assert len((tmp_path / "accepted-mail.jsonl").read_text().split()) >= 1


def test_a_customer_answers_some_time_after_the_reply_and_once(tmp_path) -> None:
    line = Line("mail", tmp_path)
    line.pull()
    plan = plan_for(line, "cake-4")
    deliver(line, plan)
    line.clock.move(seconds=39)
    assert line.pull() == []
    line.clock.move(seconds=2)
    (answer,) = line.pull()
    assert answer.author.name == "Priya Raman"
    assert answer.written_at == OPENED + timedelta(seconds=40)
    assert answer.parent_ids[-2:] == ("cake-4@sample.hazelandrye.example", plan.remote_key)
    assert answer.subject.startswith("Re: Order 5127")
    line.clock.move(hours=0, seconds=100)
    assert line.pull() == []


def test_an_answer_can_be_answered_in_turn(tmp_path) -> None:
    line = Line("mail", tmp_path)
    line.pull()
    deliver(line, plan_for(line, "cake-4"))
    line.clock.move(seconds=45)
    (answer,) = line.pull()
    plan = replace(plan_for(line, "cake-4", "r-2"), payload=json.dumps({"parent": answer.remote_id}).encode())
    deliver(line, plan)
    line.clock.move(seconds=61)
    (second,) = line.pull()
    assert second.remote_id == "after-cake-again"
    assert second.parent_ids[0] == "cake-1@sample.hazelandrye.example"


def test_without_a_folder_replies_are_kept_while_the_channel_lives() -> None:
    line = Line("mastodon")
    line.pull()
    plan = plan_for(line, "gil-1")
    deliver(line, plan)
    assert replies(line).find_delivered(plan, Cancel())
    line.clock.move(seconds=41)
    (answer,) = line.pull()
    assert answer.author.name == "Gil Okafor"
    assert answer.audience is Audience.PUBLIC


def test_a_line_cut_off_by_a_crash_is_as_if_never_written(tmp_path) -> None:
    line = Line("mail", tmp_path)
    plan = plan_for(line, "cake-4")
    file = tmp_path / "accepted-mail.jsonl"
    file.write_text('{"id": "r-1", "key": "k')
    assert replies(line).find_delivered(plan, Cancel()) is None
    deliver(line, plan)
    assert replies(line.open.__self__).find_delivered(plan, Cancel())


def test_stopping_ends_a_delivery_before_anything_was_accepted(tmp_path) -> None:
    line = Line("mail", tmp_path)
    plan = plan_for(line, "cake-4")
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        replies(line).deliver(plan, lambda phase: None, cancel)
    assert replies(line).find_delivered(plan, Cancel()) is None


def test_two_at_once_keep_one_reply(tmp_path) -> None:
    line = Line("mail", tmp_path)
    plan = plan_for(line, "cake-4")
    proofs: list[Delivered] = []
    threads = [threading.Thread(target=lambda: proofs.append(deliver(line, plan)[0])) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert proofs[0] == proofs[1]
    line.pull()
    line.clock.move(seconds=41)
    assert [item.remote_id for item in line.pull()] == ["after-cake"]


def test_nothing_is_sent_that_says_nothing_or_answers_nothing() -> None:
    line = Line("mail")
    with pytest.raises(Refused, match="nothing to send"):
        plan_for(line, "cake-4", text="  \n")
    draft = Draft(
        conversation=ConversationId(1), account=AccountId(1), text="x", audience=Audience.PRIVATE, in_reply_to=None
    )
    with pytest.raises(Refused, match="only answer"):
        replies(line).prepare("r", draft, None, OPENED)


def test_a_plan_is_the_same_every_time() -> None:
    line = Line("mail")
    assert plan_for(line, "cake-4") == plan_for(line, "cake-4")


@pytest.mark.parametrize("cursor", ["rubbish", "{}", "[]", '{"born": "x", "said": 1, "heard": 2}'])
def test_a_cursor_that_makes_no_sense_is_said_so(cursor: str) -> None:
    with pytest.raises(Malformed):
        Line("mail").channel.fetch(cursor, budget=5, cancel=Cancel())


def test_a_channel_that_is_not_there_names_those_that_are() -> None:
    account = Account(id=AccountId(1), kind="demo", name="x", settings={"network": "telegraph"})
    with pytest.raises(Misconfigured, match="mastodon"):
        open_demo(Context(account=account, secret=NoSecret(), clock=Hand()))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b"{}", b"\xff\xfe", b'{"network": "mail"}', b"[" * 100_000, b'{"network": 1, "from": 2}'],
)
def test_bytes_that_are_no_message_are_kept_and_said_to_be_unreadable(data: bytes) -> None:
    line = Line("mail")
    item = parse_demo(Raw(remote_id="x", data=data, received_at=OPENED), line.account)
    assert item.unreadable
    assert item.raw == data


def test_the_registry_knows_the_same_channels_as_the_shop() -> None:
    known = registry.channel("demo")
    (network,) = (setting for setting in known.settings if setting.key == "network")
    assert list(network.choices) == NETWORKS
    assert registry.parser("demo") is parse_demo
    assert (
        registry.open_connector(Context(account=Line("x").account, secret=NoSecret(), clock=Hand())).check(Cancel()).key
    )
