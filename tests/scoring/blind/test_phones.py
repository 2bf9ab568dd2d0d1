"""Telephone numbers, and numbers of other things."""

from __future__ import annotations

import pytest

from scoring.blind.phones import HEAD_CHARS, labelled, spans
from scoring.text.folding import glance

BEHIND_THE_HEAD = "x" * HEAD_CHARS + "\n"


def taken(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize("before", ["", BEHIND_THE_HEAD], ids=["at the head", "behind it"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(217) 555-0143", "(217) 555-0143"),
        ("217 555 0143", "217 555 0143"),
        ("217-555-0143", "217-555-0143"),
        ("555.010.0199", "555.010.0199"),
        ("Referee 217 555 0143", "217 555 0143"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("44 7700 900123", "44 7700 900123"),
        ("49 (0) 170 1234567", "49 (0) 170 1234567"),
        ("ask 07700 900123", "07700 900123"),
        ("Paris 06 12 34 56 78", "06 12 34 56 78"),
        ("0201/123/4567", "0201/123/4567"),
        ("612 345 678", "612 345 678"),
        ("612345678", "612345678"),
        ("98765 43210", "98765 43210"),
        ("138 1234 5678", "138 1234 5678"),
        ("+(555) 010-0199", "+(555) 010-0199"),
        ("Tel 8123 4567", "8123 4567"),
        ("Mobile no. 8123 4567", "8123 4567"),
        ("M: 8123 4567", "8123 4567"),
        ("Call me on 2345 6789 any time", "2345 6789"),
        ("123-45-6789", "123-45-6789"),
        ("Aadhaar No: 1234 5678 9012", "1234 5678 9012"),
        ("RG: 12.345.678-9", "12.345.678-9"),
        ("Ngày sinh: 20/10/1996", "20/10/1996"),
    ],
)
def test_a_telephone_number_is_found(before: str, text: str, number: str) -> None:
    assert taken(before + text) == [number]


@pytest.mark.parametrize(
    "text", ["8123 4567", "Accountant 8123 4567", "Berlin 30 123 45 67", "London 20 7946 0018", "30 1234567 a@x.example"]
)
def test_at_the_head_it_may_be_short_or_stand_behind_any_word(text: str) -> None:
    assert taken(text)
    assert len(taken(BEHIND_THE_HEAD + text)) == text.startswith("30")


@pytest.mark.parametrize("before", ["", BEHIND_THE_HEAD], ids=["at the head", "behind it"])
@pytest.mark.parametrize(
    "text",
    [
        "Series 7 63 65 66",
        "NFPA 13 25 72 101",
        "BS 5839 5266 7671",
        "Welding 111 135 136 138 141",
        "EN 1090-2, 135 136 141 TIG",
        "ISO 13485 2016, IEC 62304 2006",
        "OSHA 29 1910 1200",
        "CFR: 21 820 11 58",
        "TCP 8080 8443 9090",
        "SAP 4.7 6.0 7.5",
        "Python 2.7 3.6 3.8",
        "R 4.1.2 2021",
        "Forklift classes 1 2 3 4 5 6",
        "1500 - 2500 users",
        "1500-2500 users",
        "100.000-250.000 EUR",
        "from $100-200-300",
        "100/200/300 level courses",
        "2015 2016 2017 Top seller award",
        "2019/2020/2021 awards",
        "2:1 2010-2013, honours",
        "host 192.168.100.200",
    ],
)
def test_numbers_of_other_things_stay(before: str, text: str) -> None:
    assert taken(before + text) == []


@pytest.mark.parametrize("text", ["EN ISO standards 13 25 72 101", "Read codes 135 136 141 138", "8123 4567", "7671-5839"])
def test_behind_the_head_it_is_long_and_grouped_as_telephone_numbers_are(text: str) -> None:
    assert taken(BEHIND_THE_HEAD + text) == []


def test_behind_a_label_it_may_be_as_short_as_any() -> None:
    text = "Mobile: 555-0188, fax"
    assert [text[start:end] for start, end in labelled(glance(text))] == ["Mobile: 555-0188"]
