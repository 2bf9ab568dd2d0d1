"""How much of its vocabulary a text shares with another."""

from __future__ import annotations

import pytest

from scoring.text.runs import of_letters
from scoring.vectors import lexical
from scoring.vectors.embeddings import load_model

PAYROLL = "monthly payroll of three hundred people with pensions deductions and returns of the payroll for the year end"


def tokens(text: str) -> list[int]:
    return list(load_model().tokens(of_letters(text)))


def shared(text: str, of: str = PAYROLL) -> float:
    return lexical.nearest(lexical.sought(tokens(of)), lexical.beginnings(tokens(text)))


def test_the_same_words_are_nearest_in_whichever_order() -> None:
    turned = " ".join(reversed(PAYROLL.split()))
    assert 0.5 < shared(PAYROLL) < 1.0  # few words: damped
    assert shared(turned) == pytest.approx(shared(PAYROLL))
    assert shared(f"{PAYROLL} " * 20) > shared(PAYROLL)


def test_words_of_a_trade_say_more_than_those_of_every_text() -> None:
    small = "there are people with the three of them and for all of the year"
    trade = "payroll and pensions and deductions with ships and welding of steel"
    assert 2 * shared(small) < shared(trade)


def test_a_word_of_many_occupations_says_less_than_one_of_few() -> None:
    of, beside = "welding equipment", "steel clouds bread music hills rivers lamps and boats with "
    assert 4 * shared(f"{beside}equipment", of=of) < shared(f"{beside}welding", of=of)


def test_what_the_other_text_repeats_weighs_more() -> None:
    once = "nurses and payroll and ships and steel and wards and bread and clouds"
    welding = "welding and payroll, welding of ships, and welding of steel"
    assert shared(once.replace("wards", "welding"), of=welding) > shared(once.replace("wards", "payroll"), of=welding)


@pytest.mark.parametrize("more", ["ships of steel", "payroll", "I was there for long. " * 100])
def test_more_at_its_end_makes_no_text_farther(more: str) -> None:
    for text in (PAYROLL, "welding of ships and of steel frames in a large yard of the north", "payroll"):
        assert shared(f"{text} {more}") >= shared(text)


@pytest.mark.parametrize("text", ["", "payroll pensions deductions"])
def test_a_few_words_share_nothing(text: str) -> None:
    assert shared(text) == 0.0
    assert shared(PAYROLL, of="") == 0.0


def test_every_token_fits_the_small_numbers_by_which_they_are_sorted() -> None:
    assert len(load_model().vocabulary) <= 2**15
