"""F5 says what came of it, in the status line, for a moment."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.account import AccountId, Health
from desktop.domain.change import ChangeSet
from desktop.domain.errors import ShopbellError, SignInNeeded, Unreachable
from desktop.domain.item import MessageId
from desktop.ui.asking import Asking
from tests.ui.test_window import Bench, bench, window  # noqa: F401 - fixtures
from tests.ui.values import a_status

MAIL, BLOG = AccountId(1), AccountId(2)


class Network:
    """Two channels that begin and end their work as a test says."""

    def __init__(self, bench: Bench) -> None:  # noqa: F811
        self.bench = bench
        self.troubles: dict[AccountId, ShopbellError] = {}
        self.well()
        self.asking = Asking(bench.window, self.troubles.get, bench.clock)

    def well(self) -> None:
        self.bench.reads._statuses = [a_status(MAIL, "Mail"), a_status(BLOG, "Blogs")]
        self.bench.window.overview.read()

    def fail(self, account: AccountId, error: ShopbellError) -> None:
        self.troubles[account] = error
        self.bench.reads._statuses[account - 1] = a_status(account, "?", Health.TROUBLE)

    def bring(self, *messages: int, initiator: str = "sync") -> None:
        self.asking.changed(ChangeSet(new_messages=frozenset(map(MessageId, messages)), initiator=initiator))

    def work(self, *accounts: AccountId) -> None:
        for account in accounts:
            self.asking.began(account)
            self.asking.worked(account)

    @property
    def said(self) -> str:
        return self.bench.window.status_line.message


@pytest.fixture
def network(bench: Bench, window: object) -> Network:  # noqa: F811
    return Network(bench)


def test_how_much_is_new_is_said_when_the_last_one_has_answered(network: Network) -> None:
    network.asking.begin(None)
    assert network.said == "Looking for news …"
    network.bring(1, 2)
    network.work(MAIL)
    assert network.said == "Looking for news …"
    network.bring(3)
    network.bring(77, initiator="triage")
    network.work(BLOG)
    assert network.said == "3 new"


def test_nothing_new_is_an_answer_too_and_goes_by_itself(network: Network, qtbot: QtBot) -> None:
    network.asking.begin(None)
    network.work(MAIL, BLOG)
    assert network.said == "Nothing new"
    network.bench.window.status_line._while.setInterval(1)
    qtbot.waitUntil(lambda: network.said == "")


def test_work_that_was_under_way_before_is_no_answer(network: Network) -> None:
    network.asking.began(MAIL)
    network.asking.begin(MAIL)
    network.asking.worked(MAIL)
    assert network.said == "Looking for news …"
    network.work(MAIL)
    assert network.said == "Nothing new"


def test_what_has_ended_is_not_waited_for_unless_it_was_meant_itself(network: Network) -> None:
    network.bench.reads._statuses[1] = a_status(BLOG, "Blogs", Health.NEEDS_OWNER, ended=True)
    network.bench.window.overview.read()
    network.asking.begin(None)
    network.work(MAIL)
    assert network.said == "Nothing new"
    network.asking.begin(BLOG)
    assert network.said == "Looking for news …"


def test_without_a_network_it_says_when_somebody_was_heard_last(network: Network) -> None:
    network.asking.begin(None)
    for account in (MAIL, BLOG):
        network.fail(account, Unreachable("No route."))
        network.work(account)
    assert network.said.startswith("No network: last heard today ")


def test_who_could_not_be_asked_is_named(network: Network) -> None:
    network.troubles[BLOG] = SignInNeeded("The password was refused.")
    network.asking.begin(None)
    network.bring(5)
    network.work(MAIL, BLOG)
    assert network.said == "1 new; Blogs could not be asked"


def test_who_does_not_answer_is_not_waited_for_without_end(network: Network, qtbot: QtBot) -> None:
    network.asking.begin(None)
    network.work(MAIL)
    network.asking._patience.setInterval(1)
    qtbot.waitUntil(lambda: network.said == "Nothing new so far; Blogs has not answered yet")


def test_a_link_under_the_mouse_passes_over_it_and_leaves_it(network: Network) -> None:
    network.asking.begin(None)
    network.work(MAIL, BLOG)
    line = network.bench.window.status_line
    line.say("Opens example.org")
    line.say("")
    assert network.said == "Nothing new"
