"""The match by meaning, on labelled pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.skills.likeness import MAX_CHARS, NEAR, is_near, nearest
from tests.bench.likeness import measure, rows

ROWS = list(rows())


def test_the_labelled_table_is_large_and_of_both_kinds() -> None:
    assert len(ROWS) > 500
    assert min(sum(row.same for row in ROWS), sum(not row.same for row in ROWS)) > 200
    assert sum(row.is_held_out for row in ROWS) > 150


@pytest.mark.parametrize("held_out", [True, False], ids=["held out", "calibration"])
def test_few_are_taken_for_the_same_that_are_not(held_out: bool) -> None:
    precision, recall = measure(row for row in ROWS if row.is_held_out == held_out)
    assert precision >= 0.95
    assert recall >= 0.75


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("java development", "javascript development"),
        ("react development", "React Native development"),
        ("cost accounting", "cost estimating"),
        ("account management", "management accounting"),
        ("network marketing", "network administration"),
        ("surgical nursing", "nursing"),
        ("Kubernetes", "Docker"),
        ("iso 9001", "iso 13485"),
        ("", "Python"),
        ("x" * (MAX_CHARS + 1), "x" * (MAX_CHARS + 1)),
    ],
)
def test_another_skill_is_not_near(asked: str, shown: str) -> None:
    assert not is_near(asked, shown)


def test_a_kind_shows_the_whole_and_not_the_other_way_round() -> None:
    assert is_near("nursing", "surgical nursing")
    assert not is_near("surgical nursing", "nursing")


def test_the_nearest_of_a_list_is_told_with_its_cosine() -> None:
    asked, listed = ("invoice checking", "cooking", "welding"), ("cooking", "invoice verification", "checking invoices")
    near = nearest(asked, listed, {"invoice checking", "welding"})
    assert list(near) == ["invoice checking"]
    shown, cosine = near["invoice checking"]
    assert shown == "checking invoices"
    assert NEAR <= cosine <= 1.0
    assert nearest(asked, listed, ()) == {}
    assert nearest(("a",), (), ("a",)) == {}
    assert nearest(("护理",), ("护士",), ("护理",)) == {}


phrases = st.sampled_from([row.asked for row in ROWS] + [row.shown for row in ROWS])


@given(phrases, phrases)
def test_case_changes_nothing(asked: str, shown: str) -> None:
    assert is_near(asked, shown) == is_near(asked.upper(), shown.title())


@given(phrases, st.lists(phrases, max_size=6), phrases)
def test_one_more_in_the_list_never_takes_a_match_away(asked: str, listed: list[str], more: str) -> None:
    if nearest((asked,), tuple(listed), (asked,)):
        assert nearest((asked,), (*listed, more), (asked,))
