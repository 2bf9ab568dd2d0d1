"""The table of words."""

from __future__ import annotations

from scoring.qualifications.reading import forms
from scoring.qualifications.vocabulary import vocabulary


def test_the_table_has_no_word_that_nothing_leads_to() -> None:
    table = vocabulary()
    told = {word for read in (*table.same.values(), *table.phrases.values()) for word in read.split()}
    covered = {word for each in table.covers.values() for word in each}
    assert {word for word in table.covers if "_" in word} <= told
    assert {word for word in covered if "_" in word} <= told
    assert all(word in forms(word) for word in table.covers if not {"_", "+", " "} & {*word})  # and none covers itself
    assert all(word == word.lower() for word in (*table.same, *table.phrases, *table.covers, *table.idle, *table.kinds))
