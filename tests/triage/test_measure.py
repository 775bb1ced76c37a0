"""The figures by which orders are compared, against cases worked out by hand."""

import math

import pytest

from desktop.triage.measure import mean, measured


def test_a_perfect_order() -> None:
    figures = measured([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    assert (figures.ndcg, figures.fifth, figures.first, figures.auc, figures.read90) == (1.0, 1.0, 1, 1.0, 0.2)
    assert figures.early == 0.2


def test_an_order_upside_down() -> None:
    figures = measured([0, 0, 0, 0, 1], [5, 4, 3, 2, 1])
    assert (figures.fifth, figures.first, figures.auc, figures.read90) == (0.0, 5, 0.0, 1.0)
    assert figures.ndcg == pytest.approx(math.log2(2) / math.log2(6))


def test_what_stands_below_the_cut_gains_nothing() -> None:
    assert measured([0] * 50 + [1]).ndcg == 0.0
    assert measured([0] * 49 + [1]).ndcg > 0.0


def test_equal_scores_are_half_a_win() -> None:
    assert measured([1, 0, 0], [1.0, 1.0, 0.0]).auc == 0.75
    assert measured([1, 0]).auc == 0.5


def test_without_anybody_who_needs_something_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="nobody"):
        measured([0, 0])


def test_the_mean_of_two() -> None:
    both = mean([measured([1, 0, 0, 0, 0]), measured([0, 0, 0, 0, 1])])
    assert (both.fifth, both.first) == (0.5, 3)
