"""Dates in a text, one by one, and the words that they stand with."""

from __future__ import annotations

import sys

import pytest

from scoring.text.dates import fold, words


@pytest.mark.no_cover  # slow when measured, and covered by others
def test_folding_keeps_every_character_in_its_place() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(every)) == len(every)
    assert fold("März ÉTÉ İ") == "marz ete i"


def test_the_words_of_dates_are_folded_and_of_one_meaning() -> None:
    table = words()
    assert not table.months.keys() & table.seasons.keys()
    lists = (table.work, table.education, table.aside, table.neutral)
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert all(fold(name) == name for name in (*table.months, *table.present, *table.work, *table.education))
