"""News arrive whole, once, and in the order of the server, whatever breaks on the way."""

from desktop.domain.progress import Progress
from tests.sync.shop import until


def test_news_are_fetched_and_stored_with_the_cursor(shop, network):
    account = shop.account()
    network.say("Do you have rye today?")
    network.say("And tomorrow?")
    (report,) = shop.engine().run_once()
    assert (report.account, report.new, report.errors, report.sentence) == (account, 2, 0, "")
    assert shop.texts() == ["Do you have rye today?", "And tomorrow?"]
    assert shop.lane_state(account).cursor == "2"
    assert shop.lane_state(account).heard_at is not None


def test_a_second_run_brings_only_what_is_new(shop, network):
    shop.account()
    network.say("one")
    engine = shop.engine()
    engine.run_once()
    network.say("two")
    assert [report.new for report in engine.run_once()] == [1]
    assert [report.new for report in engine.run_once()] == [0]
    assert shop.texts() == ["one", "two"]


def test_a_long_first_sync_comes_in_batches_and_tells_how_far_it_is(shop, network):
    account = shop.account(budget="10")
    for n in range(95):
        network.say(f"number {n}")
    (report,) = shop.engine().run_once()
    assert report.new == 95
    steps = [event for event in shop.events if isinstance(event, Progress)]
    assert [step.done for step in steps] == [*range(10, 91, 10), 95]
    assert {step.total for step in steps} == {95}
    assert all(step.account == account.id and step.rate > 0 and step.remaining is not None for step in steps)
    assert steps[-1].remaining == 0


def test_what_was_fetched_before_the_line_broke_is_kept_and_the_rest_follows(shop, network):
    shop.account(budget="10")
    for n in range(40):
        network.say(f"number {n}")
    network.behave = lambda word: "close" if word == "LIST" and network.asked.count("LIST") == 3 else ""
    (report,) = shop.engine().run_once()
    assert (report.new, report.errors) == (20, 1)
    assert "cannot be reached" in report.sentence
    network.behave = lambda word: ""
    (report,) = shop.engine().run_once(force=True)
    assert report.new == 20
    assert len(set(shop.texts())) == 40


def test_a_feed_item_that_names_the_shop_is_marked_by_the_watch_without_addresses(shop, network):
    shop.account("news", kind="feed")
    shop.account("me", kind="watch", phrases='"hazel & rye", hazelrye', exclude="eye drops")
    network.say("A visit to Hazel & Rye, the bakery.")
    network.say("hazelrye eye drops on sale")
    network.say("Nothing about us.")
    reports = shop.engine().run_once(["news"])
    assert [report.new for report in reports] == [3]
    assert [row[0].lower() for row in shop.read("select matched from message order by id")] == ["hazel & rye", "", ""]


def test_the_owner_is_asked_when_the_password_is_refused(shop, network):
    account = shop.account()
    network.behave = lambda word: "signin"
    (report,) = shop.engine().run_once()
    assert report.needs_owner
    assert report.sentence == "The password was refused."
    assert shop.lane_state(account).stopped
    network.behave = lambda word: ""
    (report,) = shop.engine().run_once(anew=True)
    assert not report.needs_owner
    assert not shop.lane_state(account).stopped


def test_a_servers_wish_to_wait_is_kept_over_a_restart(shop, network):
    account = shop.account()
    network.behave = lambda word: "wait 120"
    shop.engine().run_once()
    state = shop.lane_state(account)
    assert 100 < (state.retry_at - shop.clock.now()).total_seconds() <= 120
    network.behave = lambda word: ""
    other = shop.account("other")
    asked = len(network.asked)
    shop.engine().start()
    assert until(lambda: shop.lane_state(other).heard_at is not None)
    assert len(network.asked) == asked + 1


def test_one_account_in_trouble_does_not_hold_up_the_others(shop, network):
    shop.account("broken", port="1")
    shop.account("fine")
    network.say("hello")
    reports = {report.account.name: report for report in shop.engine().run_once()}
    assert reports["broken"].errors == 1
    assert reports["fine"].new == 1
