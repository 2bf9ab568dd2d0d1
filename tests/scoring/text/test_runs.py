"""The runs of letters and digits of a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.text import runs


@pytest.mark.parametrize(
    ("text", "letters", "letters_and_digits"),
    [
        ("", [], []),
        ("Ran 3 wards, Ran C++", ["Ran", "wards", "Ran", "C"], ["Ran", "3", "wards", "Ran", "C"]),
        ("a_b-c2d", ["a", "b", "c", "d"], ["a", "b", "c2d"]),
        ("•Größe – naïve’s", ["Größe", "naïve", "s"], ["Größe", "naïve", "s"]),
        ("使用Java3", ["使用Java"], ["使用Java3"]),
        ("x²\u00a0٣y\ud800z", ["x²", "y", "z"], ["x²", "٣y", "z"]),
    ],
)
def test_runs_end_where_something_else_begins(text: str, letters: list[str], letters_and_digits: list[str]) -> None:
    assert runs.of_letters(text) == letters
    assert runs.of_letters_and_digits(text) == letters_and_digits


@pytest.mark.parametrize("text", ["Ran 3 wards, ran C++", "a_b-c2d, 2c", "•größe – naïve’s größe", "使用java3 x²\u00a0٣y"])
def test_letters_are_found_in_runs_of_letters_and_digits(text: str) -> None:
    assert runs.distinct(text) == set(runs.of_letters_and_digits(text))
    assert set(runs.letters_of(runs.distinct(text))) == set(runs.of_letters(text))


@given(st.text(st.characters(max_codepoint=0x17F) | st.characters(), max_size=60))
def test_runs_are_those_of_a_pattern(text: str) -> None:
    assert runs.of_letters(text) == re.findall(r"[^\W\d_]+", text)
    assert runs.of_letters_and_digits(text) == re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize(
    ("text", "run"), [("c++", "c"), (".net core", "net"), ("ci/cd", "ci"), ("a_b", "a"), ("+", ""), ("", ""), ("é1", "é1")]
)
def test_a_term_begins_with_its_first_run_of_letters_and_digits(text: str, run: str) -> None:
    assert runs.first_run(text) == run
