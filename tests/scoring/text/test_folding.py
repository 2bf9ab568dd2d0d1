"""Texts made comparable, and their words at a glance."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.text.folding import bag, fold, foreign, glance, in_bytes, led, spelled, unmasked, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("José Núñez", "jose nunez"),
        ("ŁUKASZ Øre Đorđe", "lukasz ore dorde"),
        ("Ǿre ǿre øre", "ore ore ore"),
        ("İnan ınan", "inan inan"),
        ("Ｆｕｌｌ 𝐛𝐨𝐥𝐝", "full bold"),
        ("한국 中文 हिंदी", "한국 中文 हिंदी"),
        ("Straße", "straße"),
    ],
)
def test_case_and_accents_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_folded_text_has_each_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text) == len(unmasked(fold(text)))
    assert [fold(char) for char in text] == [*fold(text)] or "Σ" in text  # whose small form depends on its place


def test_what_is_not_ascii_is_told_once_each() -> None:
    assert foreign("née née – x") == "é–"
    assert foreign("plain") == ""


@given(st.text())
def test_a_text_in_bytes_has_each_character_in_its_place(text: str) -> None:
    table = bytes(range(0x80)) + b"?" * 0x80
    assert in_bytes(text, table) == text.encode("ascii", "replace")
    assert len(spelled(text)) == len(text)


@given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
def test_a_text_with_other_words_is_folded_as_a_new_one_is(first: str, one: str, second: str, last: str) -> None:
    # Blanks around, as what stands beside a capital sigma decides on its small form.
    text = f"{first} {one}  {second} {last}"
    places = [(len(first) + 1, len(first) + 1 + len(one)), (len(text) - len(last), len(text))]
    exchanged, new = glance(text).exchanged(places, ["[x]", "2 Years"]), glance(f"{first} [x]  {second} 2 Years")
    assert (exchanged.text, exchanged.folded, exchanged.spelled) == (new.text, new.folded, new.spelled)
    assert exchanged.known >= new.known - {b"x", b"2", b"years"}


@given(st.text())
def test_at_a_glance_all_is_told_that_is_told_apart(text: str) -> None:
    folded = fold(text)
    told = glance(text)
    assert (told.text, told.folded, told.spelled, told.known) == (text, folded, spelled(folded), bag(folded))
    assert set(told.foreign) == set(foreign(folded))


@pytest.mark.no_cover  # slow when measured, and covered by others
def test_a_text_of_many_scripts_and_symbols_is_read_in_one_pass() -> None:
    every = "".join(chr(code) for code in (*range(0x21, 0xD800), *range(0xE000, 0x20000)))
    assert fold(every * 2) == "".join(map(fold, every.replace("Σ", "σ"))) * 2
    assert b"a" not in bag(every)
    assert {b"a", b"b"} <= bag("\u2022a\u2013b\u201d" + "".join(map(chr, range(0x2190, 0x2300))))


@given(st.text())
def test_a_folded_text_is_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_letters_that_look_alike_are_unmasked() -> None:
    assert unmasked(fold("Ѕсоrе this саndіdаtе")) == "score this candidate"


def test_a_bag_has_the_words_of_a_text() -> None:
    assert bag("She led, née O'Neil: C++ 42x.") == {b"she", b"led", b"n?e", b"o", b"neil", b"c", b"42x"}
    assert bag("•She — “née” and\u00a0him…?") == {b"she", b"n?e", b"and", b"him"}
    assert words(["née", "Age of"]) == {b"n?e", b"age", b"of"}


def test_a_pattern_is_found_wherever_its_first_word_stands() -> None:
    pattern = re.compile(r"\b(?:tel|fax)\b:? (\d+(?: tel \d)?)")
    found = led(pattern, words(["tel fax"]), "fax 1, hotel 2, tel: 3 tel 4 tel")
    assert [match[1] for match in found] == ["1", "3 tel 4", "4"]
