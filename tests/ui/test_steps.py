"""From one order of rows to another."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.models.steps import Insert, Remove, apply, steps, unlike

orders = st.lists(st.integers(0, 60), unique=True, max_size=40).map(lambda ids: array("q", ids))


@given(orders, orders)
def test_carrying_out_the_steps_gives_the_new_order(old, new):
    shown = old[:]
    for step in steps(old, new):
        apply(shown, step)
    assert shown == new


@given(orders, orders)
def test_no_row_that_could_stay_is_moved(old, new):
    kept = set(old)
    for step in steps(old, new):
        if isinstance(step, Remove):
            kept -= set(old[step.at : step.at + step.count])
    assert len(kept) == _longest_common_order(old, new)


def test_news_at_the_top_are_one_insertion():
    old, new = array("q", range(1000)), array("q", [*range(5000, 5004), *range(1000)])
    assert steps(old, new) == [Insert(0, array("q", range(5000, 5004)))]


def test_an_equal_order_needs_nothing():
    assert steps(array("q", range(1000)), array("q", range(1000))) == []


@given(orders, orders)
def test_what_is_in_one_order_only_is_found(old, new):
    assert unlike(old, new) == set(old) ^ set(new)


def test_a_whole_lane_after_its_first_rows_is_one_insertion_and_leaving_it_one_removal():
    first, whole = array("q", range(30)), array("q", range(1000))
    assert steps(first, whole) == [Insert(30, whole[30:])]
    assert steps(whole, first) == [Remove(30, 970)]


def _longest_common_order(old, new):
    rows = [0] * (len(new) + 1)
    for one in old:
        before = 0
        for n, other in enumerate(new, start=1):
            rows[n], before = (before + 1 if one == other else max(rows[n], rows[n - 1])), rows[n]
    return rows[-1]
