"""What every channel promises, put to the test on each of them in the same words."""

import pickle
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Connector, Context, Flagger, Listener, Replier
from desktop.domain.account import Account, AccountId
from desktop.domain.draft import Enclosure, Phase
from desktop.domain.errors import Cancelled, ChannelError, Misconfigured, RateLimited, Refused, Unsure
from desktop.domain.item import Flag, Incoming, Raw
from tests.contract.lines import LINES, SILENT, Line, having
from tests.servers.steady import PlainSecret, SteadyClock

everywhere = pytest.mark.parametrize("line", having(), indirect=True)
PHASES = list(Phase)


def where(*abilities: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("line", having(*abilities), indirect=True)


def take(connector: Connector, cursor: str = "", budget: int = 1000) -> tuple[list[Raw], str]:
    """Fetch until there is no more, on one connector; return everything and where it ended."""
    found: list[Raw] = []
    for _ in range(500):
        batch = connector.fetch(cursor, budget=budget, cancel=Cancel())
        found += batch.items
        cursor = batch.cursor
        if not batch.more:
            return found, cursor
    raise AssertionError("there is always more")


def ids(raws: list[Raw]) -> list[str]:
    return [raw.remote_id for raw in raws]


def parsed(line: Line, raws: list[Raw]) -> list[Incoming]:
    parse, account = registry.parser(line.kind), line.account()
    return [parse(raw, account) for raw in raws]


def is_a_sentence(error: ChannelError) -> None:
    """One sentence or two that the owner can read, with nothing of the machine in it."""
    text = re.sub(r" \(settings? [a-z_, ]+\)$", "", str(error))
    assert 12 <= len(text) <= 400, text
    assert (
        text[0].isupper()
        or text[0].isdigit()
        or text[0] in "“«"
        or "." in text.split(maxsplit=1)[0]
        or "=" in text.split(maxsplit=1)[0]
    ), text
    assert text.rstrip()[-1] in ".?!", text
    assert not any(
        word in text for word in ("Error", "Exception", "Traceback", "errno", "Errno", "\n", "0x", "b'", "None")
    ), text


class TestReading:
    @everywhere
    def test_the_first_look_brings_everything_once(self, line):
        raws, cursor = take(line.connector())
        assert len(raws) >= line.first
        assert len(set(ids(raws))) == len(raws)
        assert cursor
        for raw in raws:
            assert raw.remote_id
            assert isinstance(raw.data, bytes)
            assert raw.received_at.tzinfo is not None

    @everywhere
    def test_the_same_cursor_brings_the_same_again(self, line):
        connector = line.connector()
        first = connector.fetch("", budget=3, cancel=Cancel())
        once = [connector.fetch(first.cursor, budget=3, cancel=Cancel()) for _ in range(2)]
        afresh = [line.connector().fetch(first.cursor, budget=3, cancel=Cancel()) for _ in range(2)]
        brought = [[(raw.remote_id, raw.data) for raw in batch.items] for batch in once + afresh]
        assert brought[1:] == brought[:1] * 3
        assert take(line.connector())[0] == take(line.connector())[0]

    @everywhere
    @pytest.mark.parametrize("budget", [1, 2, 3, 5])
    @pytest.mark.parametrize("restart", [False, True], ids=["at a stretch", "with a restart at every step"])
    def test_small_steps_leave_no_gap_and_make_no_double(self, line, budget, restart):
        whole, _ = take(line.connector())
        connector, cursor, found, steps = line.connector(), "", [], 0
        more = True
        while more:
            batch = connector.fetch(cursor, budget=budget, cancel=Cancel())
            found += batch.items
            cursor, more, steps = batch.cursor, batch.more, steps + 1
            assert steps < 500
            if restart:
                connector = line.connector()
        assert sorted(ids(found)) == sorted(ids(whole))
        assert len(set(ids(found))) == len(found)
        assert steps > 1

    @everywhere
    def test_a_step_is_about_as_large_as_was_asked_for(self, line):
        batch = line.connector().fetch("", budget=2, cancel=Cancel())
        assert len(batch.items) <= 10
        assert batch.more

    @everywhere
    def test_only_what_is_new_comes_next(self, line):
        connector = line.connector()
        before, cursor = take(connector)
        nothing, cursor = take(connector, cursor)
        assert nothing == []
        for number in range(100, 103):
            line.say(number)
        after, cursor = take(line.connector(), cursor)
        assert after
        assert not set(ids(after)) & set(ids(before))
        assert take(connector, cursor)[0] == []

    @everywhere
    def test_what_comes_while_paging_is_not_lost(self, line):
        first = line.connector().fetch("", budget=2, cancel=Cancel())
        line.say(100)
        rest, cursor = take(line.connector(), first.cursor, budget=2)
        late, _ = take(line.connector(), cursor)
        whole, _ = take(line.connector())
        found = ids(list(first.items)) + ids(rest) + ids(late)
        assert sorted(set(found)) == sorted(ids(whole))
        assert len(set(found)) == len(found)

    @everywhere
    @pytest.mark.parametrize(
        "cursor", ["rubbish", "{}", "[]", "null", '{"v": 999}', "\x00", '{"v": 1, "feeds": 5, "at": "x"}']
    )
    def test_a_cursor_that_makes_no_sense_is_a_fresh_start_or_one_sentence(self, line, cursor):
        try:
            raws, _ = take(line.connector(), cursor)
        except ChannelError as error:
            is_a_sentence(error)
        else:
            assert len(raws) >= line.first

    @everywhere
    def test_everything_can_be_parsed_in_another_process(self, line):
        raws, _ = take(line.connector())
        parse = registry.parser(line.kind)
        assert pickle.loads(pickle.dumps(parse)) is parse
        assert pickle.loads(pickle.dumps(raws)) == raws
        for raw, incoming in zip(raws, parsed(line, raws), strict=True):
            assert pickle.loads(pickle.dumps(incoming)) == incoming
            assert incoming.remote_id == raw.remote_id
            assert incoming.raw == raw.data
            assert len(incoming.sha256) == 32
            assert incoming.channel
            assert incoming.author.key
        assert parsed(line, raws) == parsed(line, raws)

    @everywhere
    @pytest.mark.parametrize(
        "data", [b"", b"\x00", b"\xff\xfe\xfd", b"{", b"[[[[", b"\n\n", b"null", b"\xf0\x9f" * 40, b"<" * 5000]
    )
    def test_bytes_that_make_no_sense_are_kept_and_never_raise(self, line, data):
        raw = Raw(remote_id="odd", data=data, received_at=datetime(2026, 9, 1, tzinfo=UTC))
        (incoming,) = parsed(line, [raw])
        assert (incoming.remote_id, incoming.raw) == ("odd", data)

    @everywhere
    def test_storing_twice_is_storing_once(self, line, tmp_path):
        raws, _ = take(line.connector())
        shelf = Shelf(tmp_path / "shelf", line)
        try:
            assert len(shelf.store(parsed(line, raws)).new_messages) == len(raws)
            before = shelf.messages()
            again = shelf.store(parsed(line, take(line.connector())[0]))
            assert not again.new_messages
            assert not again.changed_messages
            assert shelf.messages() == before
        finally:
            shelf.close()


class TestTroubles:
    @where("limited")
    def test_being_asked_to_wait_has_a_time(self, line):
        with pytest.raises(RateLimited) as caught:
            take(line.limited())
        is_a_sentence(caught.value)
        assert line.clock.now() < caught.value.retry_at <= line.clock.now() + timedelta(hours=6)

    @where("stuck")
    @pytest.mark.parametrize("work", ["fetch", "check"])
    def test_work_that_is_stuck_ends_within_two_seconds(self, line, work):
        connector, fallen_silent = line.stuck()
        begin = {
            "fetch": lambda cancel: connector.fetch("", budget=5, cancel=cancel),
            "check": connector.check,
        }[work]
        _ends_when_stopped(begin, fallen_silent)

    @everywhere
    def test_what_was_stopped_before_it_began_does_nothing(self, line):
        cancel = Cancel()
        cancel.set()
        with pytest.raises(Cancelled):
            line.connector().fetch("", budget=5, cancel=cancel)

    @where("broken")
    def test_only_channel_errors_come_out_each_with_a_sentence(self, line):
        for connector, kind in line.broken():
            for work in (
                lambda c=connector: c.fetch("", budget=5, cancel=Cancel()),
                lambda c=connector: c.check(Cancel()),
            ):
                with pytest.raises(kind) as caught:
                    work()
                is_a_sentence(caught.value)

    @everywhere
    def test_settings_that_make_no_sense_are_refused_with_a_sentence_before_anything_is_asked(self, line):
        for changes in line.bad:
            with pytest.raises(Misconfigured) as caught:
                line.connector(**changes)
            is_a_sentence(caught.value)

    @everywhere
    def test_a_setting_that_must_be_there_is_missed_at_once(self, line):
        for setting in registry.channel(line.kind).settings:
            if not setting.required:
                continue
            given = {key: value for key, value in line.settings.items() if key != setting.key}
            account = Account(id=line.account().id, kind=line.kind, name="Line", settings=given)
            with pytest.raises(Misconfigured) as caught:
                line.connector(account)
            is_a_sentence(caught.value)

    @everywhere
    def test_closing_can_be_done_at_any_time_by_anybody(self, line):
        connector = line.connector()
        connector.close()
        take(connector)
        threads = [threading.Thread(target=connector.close) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        connector.close()
        assert take(connector)[0]


class TestPromises:
    @everywhere
    def test_what_a_channel_can_do_is_always_the_same(self, line):
        connector = line.connector()
        before = connector.capabilities
        take(connector)
        assert connector.capabilities == before == line.connector().capabilities
        assert before.poll > timedelta(0)
        assert before.hold is None or before.hold >= timedelta(0)

    @everywhere
    def test_what_it_says_it_can_do_it_has(self, line):
        connector = line.connector()
        can = connector.capabilities
        assert not can.can_reply or isinstance(connector, Replier)
        assert can.can_reply == ("reply" in line.can)
        assert can.can_listen == isinstance(connector, Listener) == ("listen" in line.can)
        assert can.can_flag == isinstance(connector, Flagger) == ("flags" in line.can)

    @everywhere
    def test_checking_says_who_we_are(self, line):
        author = line.connector().check(Cancel())
        assert author.key
        assert author.name or author.handle

    @everywhere
    def test_the_settings_in_the_registry_are_those_that_are_read(self, line):
        account = Account(
            id=line.account().id, kind=line.kind, name="Line", settings=Noting(line.settings), secret_key="k"
        )
        connector = line.connector(account)
        connector.check(Cancel())
        raws, _ = take(connector)
        registry.parser(line.kind)(raws[0], account)
        if isinstance(connector, Replier):
            connector.prepare("noting", line.draft(), line.parent(), line.clock.now())
        assert account.settings.read == {setting.key for setting in registry.channel(line.kind).settings}

    def test_every_channel_of_the_registry_is_put_to_the_test(self):
        assert set(LINES) | set(SILENT) == {channel.kind for channel in registry.CHANNELS}

    @pytest.mark.parametrize("kind", sorted(SILENT))
    def test_a_channel_into_which_things_are_only_brought_says_nothing_and_asks_for_nothing(self, kind):
        account = Account(id=AccountId(1), kind=kind, name="Line", settings=Noting(SILENT[kind]))
        connector = registry.open_connector(Context(account=account, secret=PlainSecret(), clock=SteadyClock()))
        assert take(connector) == ([], "")
        assert connector.check(Cancel()).key
        assert not connector.capabilities.can_reply
        connector.close()
        assert account.settings.read <= {setting.key for setting in registry.channel(kind).settings}


class TestAnswering:
    @where("reply")
    def test_a_reply_is_frozen_when_it_is_queued(self, line):
        make = lambda connector: connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())  # noqa: E731
        plan = make(line.connector())
        assert plan == make(line.connector())
        assert plan.payload
        assert plan.remote_key
        assert plan.summary
        assert (
            plan.remote_key
            != line.connector().prepare("9b2e", line.draft(), line.parent(), line.clock.now()).remote_key
        )

    @where("reply")
    @pytest.mark.parametrize("text", ["", "  \n "])
    def test_an_empty_reply_is_refused_with_a_sentence(self, line, text):
        with pytest.raises(Refused) as caught:
            line.connector().prepare("8a1f", line.draft(text), line.parent(), line.clock.now())
        is_a_sentence(caught.value)

    @where("reply")
    def test_each_phase_is_reported_before_it_begins_and_the_reply_arrives_once(self, line):
        connector, phases = line.connector(), []
        plan = connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())

        def report(phase: Phase) -> None:
            if phase in (Phase.CONNECT, Phase.COMMIT):
                assert phase not in phases
            if phase is Phase.COMMIT:
                assert line.connector().find_delivered(plan, Cancel()) is None
            phases.append(phase)

        delivered = connector.deliver(plan, report, Cancel())
        assert delivered.proof
        assert phases == sorted(phases, key=PHASES.index)
        assert phases[-1] is Phase.COMMIT
        assert line.arrived(plan) == 1
        found = _eventually(lambda: line.connector().find_delivered(plan, Cancel()))
        assert found is not None

    @where("files")
    def test_files_arrive_as_they_were_attached(self, line):
        connector = line.connector()
        files = (
            Enclosure(name="Brötchen.png", media_type="image/png", data=bytes(range(256)) * 4_000),
            Enclosure(name="a list.pdf", media_type="application/pdf", data=b"%PDF-1.7\r\n.\r\n..\r\nQUIT\r\n"),
        )
        allowed = connector.capabilities.limits[line.draft().audience].files
        assert allowed is not None
        draft = replace(line.draft("Here they are."), enclosures=files)
        plan = connector.prepare("8a1f", draft, line.parent(), line.clock.now())
        assert plan == line.connector().prepare("8a1f", draft, line.parent(), line.clock.now())
        connector.deliver(plan, lambda _phase: None, Cancel())
        assert line.carried(plan) == [(file.name, file.data) for file in files]

    @where("reply")
    def test_what_was_never_sent_is_not_found(self, line):
        connector = line.connector()
        plan = connector.prepare("never", line.draft(), line.parent(), line.clock.now())
        assert connector.find_delivered(plan, Cancel()) is None

    @where("reply")
    def test_what_is_stopped_before_the_server_can_have_it_has_not_arrived(self, line):
        connector, cancel = line.connector(), Cancel()
        plan = connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())

        def report(phase: Phase) -> None:
            if phase is not Phase.COMMIT:
                cancel.set()

        with pytest.raises(Cancelled):
            connector.deliver(plan, report, cancel)
        assert line.connector().find_delivered(plan, Cancel()) is None

    @where("ambiguous")
    def test_a_break_while_the_server_accepts_is_unsure_and_looking_decides(self, line):
        connector = line.ambiguous()
        plan = connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())
        with pytest.raises(Unsure) as caught:
            connector.deliver(plan, lambda _phase: None, Cancel())
        is_a_sentence(caught.value)
        assert _eventually(lambda: line.connector().find_delivered(plan, Cancel())) is not None
        assert line.arrived(plan) == 1

    @where("ambiguous")
    def test_a_break_before_the_server_can_have_it_is_proof_that_it_has_not(self, line):
        connector = line.cut_off()
        plan = connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())
        with pytest.raises(ChannelError) as caught:
            connector.deliver(plan, lambda _phase: None, Cancel())
        assert not isinstance(caught.value, Unsure)
        is_a_sentence(caught.value)
        assert line.connector().find_delivered(plan, Cancel()) is None

    @where("reply")
    def test_filing_a_copy_twice_does_no_harm(self, line):
        connector = line.connector()
        plan = connector.prepare("8a1f", line.draft(), line.parent(), line.clock.now())
        connector.deliver(plan, lambda _phase: None, Cancel())
        for _ in range(2):
            connector.file_copy(plan, Cancel())
        assert connector.find_delivered(plan, Cancel()) is not None


class TestListening:
    @where("listen")
    def test_waiting_for_news_ends_within_two_seconds_when_stopped(self, line):
        connector = line.connector()
        _ends_when_stopped(connector.listen, lambda: not threading.Event().wait(0.5), or_returns=True)


class TestMarks:
    @where("flags")
    def test_marks_are_set_however_often_it_is_asked(self, line):
        connector = line.connector()
        raws, _ = take(connector)
        wanted = [(raws[0].remote_id, frozenset({Flag.SEEN, Flag.ANSWERED})), ("not;there;1", frozenset({Flag.SEEN}))]
        for _ in range(2):
            connector.push_flags(wanted, Cancel())
        again, _ = take(line.connector())
        marks = {raw.remote_id: raw.flags for raw in again}
        assert marks[raws[0].remote_id] >= {Flag.SEEN, Flag.ANSWERED}
        assert all(raw.flags == marks[raw.remote_id] for raw in raws[1:])


class Noting(Mapping[str, str]):
    """Settings that note which of them were read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values_, self.read = dict(values), set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


class Shelf:
    """A real store with one account for a line."""

    def __init__(self, folder: Any, line: Line) -> None:
        from desktop.store import accounts
        from desktop.store.connection import open_reader, open_writer, transaction
        from desktop.store.migrate import migrate

        folder.mkdir()
        self.now = line.clock.now()
        migrate(folder / "shop.db", folder / "backups", line.clock)
        self.db = open_writer(folder / "shop.db")
        with transaction(self.db, durable=True):
            accounts.add(self.db, line.kind, "Line", line.settings, "", self.now)
        self.reader = open_reader(folder / "shop.db")
        self.account = accounts.account(self.reader, "Line")

    def store(self, items: list[Incoming]) -> Any:
        from desktop.store.connection import transaction
        from desktop.store.ingest import ingest
        from desktop.triage.rank import default_ranker

        with transaction(self.db, durable=False):
            return ingest(self.db, self.account, items, cursor="c", now=self.now, rank=default_ranker())

    def messages(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.reader.execute("select * from message order by id").fetchall()]

    def close(self) -> None:
        self.reader.close()
        self.db.close()


def _ends_when_stopped(begin: Any, ready: Any, *, or_returns: bool = False) -> None:
    """Run `begin` in a thread, stop it once `ready`, and see it end as Cancelled in time."""
    cancel, outcome = Cancel(), []

    def run() -> None:
        try:
            outcome.append(begin(cancel))
        except ChannelError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert ready()
    begun = time.monotonic()
    cancel.set()
    thread.join(60)
    # Left alone, it would last a minute and longer.
    assert time.monotonic() - begun < 10
    assert isinstance(outcome[0], Cancelled) or (or_returns and isinstance(outcome[0], bool))


def _eventually(look: Any) -> Any:
    pause = threading.Event()
    for _ in range(100):
        found = look()
        if found is not None:
            return found
        pause.wait(0.05)
    return None
