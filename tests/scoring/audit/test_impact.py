from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.audit.impact import LEAST_SHARE, Count, Decision, Group, Impact, Rule, fisher, impacts, sample, selects

ALL = Fraction(0)
ONE, ZERO = Fraction(1), Fraction(0)
Counts = dict[Group, tuple[int, int]]


def of(counts: Counts, least_share: Fraction = LEAST_SHARE) -> list[Impact]:
    """The impacts of groups in which each decision is about somebody else."""
    return impacts({group: Count(n, selected, n) for group, (n, selected) in counts.items()}, least_share=least_share)


def by_name(found: list[Impact]) -> dict[str, Impact]:
    return {" ".join(each.group): each for each in found}


# 48 of 80 are 60 %, 12 of 48 are 25 %: 25 / 60 = 0.4167.
FOUR_FIFTHS: dict[str, tuple[tuple[int, int], tuple[int, int], Fraction, bool]] = {
    "far below: 25 % to 60 %": ((48, 12), (80, 48), Fraction(5, 12), True),
    "at four fifths exactly: 48 % to 60 %": ((100, 48), (100, 60), Fraction(4, 5), False),
    "a hair below: 47.9 % to 60 %": ((1000, 479), (100, 60), Fraction(479, 600), True),
    "a hair above: 48.1 % to 60 %": ((1000, 481), (100, 60), Fraction(481, 600), False),
    "nobody of one: 0 % to 50 %": ((10, 0), (10, 5), Fraction(0), True),
    "a third and three tenths: 30 % to 33.3 %": ((10, 3), (3, 1), Fraction(9, 10), False),
}


@pytest.mark.parametrize(("one", "highest", "ratio", "below"), FOUR_FIFTHS.values(), ids=FOUR_FIFTHS)
def test_a_rate_below_four_fifths_of_the_highest_is_flagged(
    one: tuple[int, int], highest: tuple[int, int], ratio: Fraction, below: bool
) -> None:
    found = by_name(of({("one",): one, ("highest",): highest}, least_share=ALL))
    assert (found["one"].ratio, found["one"].is_below) == (ratio, below)
    assert (found["highest"].ratio, found["highest"].is_below, found["highest"].p) == (ONE, False, None)


def test_the_highest_rate_comes_first_and_of_equals_the_larger_group() -> None:
    found = of({("a",): (2, 1), ("b",): (100, 40), ("c",): (60, 30)}, least_share=ALL)
    assert [each.group for each in found] == [("c",), ("a",), ("b",)]
    assert [each.ratio for each in found] == [1, 1, Fraction(4, 5)]
    assert [each.p is None for each in found] == [True, False, False]


def test_where_nobody_is_selected_there_is_no_ratio() -> None:
    found = of({("a",): (40, 0), ("b",): (30, 0)})
    assert [(each.rate, each.ratio, each.is_below) for each in found] == [(ZERO, None, False)] * 2
    assert of({}) == []


def test_a_group_of_less_than_a_fiftieth_sets_no_rate_for_the_others_and_is_shown() -> None:
    # 1 of 1 is 100 %; without it 30 of 50 (60 %) is the highest, and 15 of 49 / 0.6 = 0.51
    counts: Counts = {("tiny",): (1, 1), ("high",): (50, 30), ("low",): (49, 15)}
    assert by_name(of(counts, least_share=Fraction(1, 100)))["low"].ratio == Fraction(15, 49)
    found = by_name(of(counts))
    assert (found["tiny"].left_out, found["tiny"].ratio, found["tiny"].p, found["tiny"].rate) == (True, None, None, ONE)
    assert (found["low"].ratio, found["high"].ratio) == (Fraction(15, 49) / Fraction(3, 5), ONE)


def test_a_fiftieth_itself_is_not_left_out() -> None:
    assert not any(each.left_out for each in of({("a",): (49, 1), ("b",): (1, 1)}))


@pytest.mark.parametrize(("n", "small"), [(29, True), (30, False)])
def test_fewer_than_thirty_people_are_a_small_sample(n: int, small: bool) -> None:
    assert Impact(("a",), n, 1, n).is_small is small


# Two-sided p values as R's fisher.test and SciPy's fisher_exact give them, and the fractions they come from.
TABLES: dict[str, tuple[tuple[int, int, int, int], float]] = {
    # Fisher's tea: 3 of 4 and 1 of 4; (1 + 16 + 16 + 1) / 70
    "tea": ((3, 4, 1, 4), 34 / 70),
    # SciPy's whales and sharks: 8 of 10 and 1 of 6
    "whales": ((8, 10, 1, 6), 0.03496503496503495),
    # both ends as likely as each other: 2 / comb(10, 5)
    "all and none": ((5, 5, 0, 5), 2 / 252),
    "the same": ((10, 20, 10, 20), 1.0),
    "nobody": ((0, 7, 0, 9), 1.0),
    "everybody": ((7, 7, 9, 9), 1.0),
    "one of one": ((1, 1, 0, 1), 1.0),
}


@pytest.mark.parametrize(("table", "p"), TABLES.values(), ids=TABLES)
def test_the_difference_is_tested_exactly(table: tuple[int, int, int, int], p: float) -> None:
    assert fisher(*table) == pytest.approx(p, rel=1e-9)


def test_large_groups_are_tested_too() -> None:
    assert fisher(25_000, 50_000, 25_000, 50_000) == pytest.approx(1.0)
    assert 0 < fisher(24_000, 50_000, 26_000, 50_000) < 1e-30


def test_decisions_about_the_same_people_are_no_larger_sample_and_not_tested() -> None:
    # 10 of each; the same 6 of one and 2 of the other are selected for each of 10 jobs alike
    sex = {f"{name}{number}": {"sex": name} for name in "fm" for number in range(10)}
    chosen = {f"f{number}" for number in range(6)} | {"m0", "m1"}
    jobs = [[Decision(f"J{job}", each, score=50, passed=each in chosen) for each in sex] for job in range(10)]
    (of_one,) = sample("J0", jobs[0], sex, [("sex",)], "passed").tables
    (of_all,) = sample(None, [each for job in jobs for each in job], sex, [("sex",)], "passed").tables
    assert [(each.n, each.candidates, each.rate) for each in of_all.groups] == [
        (100, 10, Fraction(3, 5)),
        (100, 10, Fraction(1, 5)),
    ]
    assert [(each.p is None, each.is_small, each.is_below) for each in of_one.groups] == [
        (True, True, False),
        (False, True, True),
    ]
    assert [(each.p, each.is_small, each.is_below) for each in of_all.groups] == [(None, True, False), (None, True, True)]


@st.composite
def two_groups(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n, other_n = draw(st.integers(1, 25)), draw(st.integers(1, 25))
    return draw(st.integers(0, n)), n, draw(st.integers(0, other_n)), other_n


@given(two_groups())
def test_it_is_the_sum_over_all_tables_no_more_likely_in_whole_numbers(table: tuple[int, int, int, int]) -> None:
    selected, n, other_selected, other_n = table
    total = selected + other_selected
    ways = {k: comb(n, k) * comb(other_n, total - k) for k in range(max(0, total - other_n), min(n, total) + 1)}
    p = sum(each for each in ways.values() if each <= ways[selected]) / comb(n + other_n, total)
    assert fisher(*table) == pytest.approx(p, rel=1e-6)
    assert fisher(*table) == pytest.approx(fisher(other_selected, other_n, selected, n), rel=1e-6)


MADE = {
    "passed": Decision("J", "a", score=70, passed=True),
    "not passed": Decision("J", "a", score=40, passed=False),
    "skipped": Decision("J", "a", "skipped"),
    "failed": Decision("J", "a", "failed"),
    "absent": Decision("J", "a", "absent"),
}
RULES: list[tuple[Rule, dict[str, bool | None]]] = [
    ("passed", {"passed": True, "not passed": False, "skipped": False, "failed": None, "absent": False}),
    (70.0, {"passed": True, "not passed": False, "skipped": False, "failed": None, "absent": False}),
    (70.5, {"passed": False, "not passed": False, "skipped": False, "failed": None, "absent": False}),
    (0.0, {"passed": True, "not passed": True, "skipped": False, "failed": None, "absent": False}),
    ("median", {"passed": True, "not passed": False, "skipped": None, "failed": None, "absent": None}),
]


@pytest.mark.parametrize(("rule", "selected"), RULES, ids=[str(rule) for rule, _ in RULES])
def test_who_counts_as_selected(rule: Rule, selected: dict[str, bool | None]) -> None:
    assert {name: selects(rule, each, 55.0) for name, each in MADE.items()} == selected


def test_the_scoring_rate_is_the_share_above_the_samples_median() -> None:
    # Scores 10 20 30 40 50 60: the median is 35. Women: 40 and 60 of 4 (1/2); men: 50 of 2 (1/2).
    scores = {"a": 10, "b": 20, "c": 40, "d": 60, "e": 30, "f": 50}
    decisions = [Decision("J", name, score=score) for name, score in scores.items()]
    sex = {name: {"sex": "woman" if name in "abcd" else "man"} for name in scores}
    found = sample("J", decisions, sex, [("sex",)], "median")
    assert (found.median, found.decided) == (35, 6)
    assert {each.group: (each.n, each.selected) for each in found.tables[0].groups} == {("woman",): (4, 2), ("man",): (2, 1)}


def test_who_scores_the_median_itself_is_not_above_it() -> None:
    decisions = [Decision("J", name, score=score) for name, score in (("a", 1), ("b", 2), ("c", 3))]
    (table,) = sample("J", decisions, {name: {"x": name} for name in "abc"}, [("x",)], "median", least_share=ALL).tables
    assert {each.group: each.selected for each in table.groups} == {("a",): 0, ("b",): 0, ("c",): 1}


PEOPLE = {"a": {"sex": "f", "race": "x"}, "b": {"sex": "f"}, "c": {"sex": "m", "race": "x"}, "d": {"race": "y"}}


def test_groups_are_counted_by_each_column_and_where_they_meet_and_who_states_none_apart() -> None:
    decisions = [Decision("J", name, score=50, passed=name in "acd") for name in "abcde"] + [Decision("J", "a", "failed")]
    found = sample(None, decisions, PEOPLE, [("sex",), ("race",), ("sex", "race")], "passed")
    counted = [{each.group: (each.n, each.selected) for each in table.groups} for table in found.tables]
    assert counted == [
        {("f",): (2, 1), ("m",): (1, 1)},
        {("x",): (2, 2), ("y",): (1, 1)},
        {("f", "x"): (1, 1), ("m", "x"): (1, 1)},
    ]
    unknown = [(table.not_stated.n, table.not_stated.selected) for table in found.tables]
    assert unknown == [(2, 1), (2, 0), (3, 1)]
    assert (found.decided, found.undecided) == (5, 1)


def test_a_sample_of_nothing_has_no_groups() -> None:
    found = sample("J", [], {}, [("sex",)], "median")
    assert (found.median, found.decided, found.tables[0].groups, found.tables[0].not_stated.rate) == (None, 0, (), None)
