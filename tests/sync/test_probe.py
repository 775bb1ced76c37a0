"""Looking for a reply whose fate is open: when a server's "no" is a proof, and when it is only too early."""

from datetime import UTC, datetime, timedelta
from random import Random

from desktop.connectors.base import Cancel
from desktop.domain.draft import Delivered, Plan
from desktop.sync.probe import Missing, Probes

PLAN = Plan(reply_id="r1", payload=b"", remote_key="<r1@shop.test>")


class StillClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 10, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Server:
    """Has the reply from a moment on; says no until then."""

    def __init__(self, clock: StillClock, arrives: float = float("inf")) -> None:
        self.clock = clock
        self.arrives = arrives
        self.asked: list[float] = []

    def prepare(self, *_: object) -> Plan:
        raise NotImplementedError

    deliver = file_copy = prepare

    def find_delivered(self, _plan: Plan, _cancel: Cancel) -> Delivered | None:
        self.asked.append(self.clock.seconds)
        return Delivered(proof="found") if self.clock.seconds >= self.arrives else None


class BehindARelay(Server):
    """Learns of the reply by a copy that travels through other servers."""

    def proves_after(self) -> timedelta:
        return timedelta(hours=24)


def outcome(server: Server, clock: StillClock) -> tuple[Delivered | Missing, float]:
    """Look whenever it is due; return what came of it, and after how many hours."""
    probes = Probes(clock=clock, rng=Random(1))
    while True:
        told = probes.look(PLAN, server, Cancel())
        if told is not None:
            return told, clock.seconds / 3600
        wait = probes.next_in([PLAN.reply_id])
        assert wait is not None
        assert wait > 0
        clock.seconds += wait


def test_a_server_that_files_what_it_sends_knows_within_a_minute_or_two() -> None:
    clock = StillClock()
    told, hours = outcome(Server(clock), clock)
    assert told == Missing()
    assert hours * 60 < 2


def test_a_copy_that_a_greylisting_relay_kept_for_hours_is_no_reason_to_send_again() -> None:
    clock = StillClock()
    told, hours = outcome(BehindARelay(clock, arrives=5 * 3600), clock)
    assert told == Delivered(proof="found")
    assert hours < 5.6


def test_a_copy_that_has_not_come_in_a_day_will_not_come() -> None:
    clock = StillClock()
    server = BehindARelay(clock)
    told, hours = outcome(server, clock)
    assert told == Missing()
    assert 24 <= hours < 24.6
    assert len(server.asked) < 80
