"""Texts with wide spaces between their words are read as others are."""

from __future__ import annotations

import pytest

from scoring.models import Candidate
from scoring.profile import blind
from scoring.text.spacing import evened

TEXTS = [
    "Drove for eight years:\nCity buses, Sheffield, and coaches to the south and the coast",
    "Nationality: Irish\nRan the ward and wrote the rota for a team of ten",
    "Ann lives with her partner and, aged 43, she went back to school, class of '09",
    "Cooked for a hundred guests | Date of birth: 3 May 1980 | led the kitchen",
    "Graduated in 2009 with a degree in law and went to work for a court",
    "Cook and baker in a hotel by the lake | +34 600 555 201 | 12 Harbour Street, Leeds",
]


@pytest.mark.parametrize("space", ["  ", "    ", " \t", "\u00a0"], ids=repr)
@pytest.mark.parametrize("text", TEXTS)
def test_wide_spaces_hide_nothing_and_take_nothing_away(text: str, space: str) -> None:
    wide, plain = (blind(Candidate(resume_text=each)) for each in (text.replace(" ", space), text))
    assert wide.text == plain.text
    assert plain.text != text or text is TEXTS[0]


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("", ""),
        ("a b  c", "a b  c"),
        ("one two   three\tfour five", "one two   three\tfour five"),
        ("Name    Ann  Lee\nran  the  ward  for  years", "Name  Ann Lee\nran the ward for years"),
        ("性别:男  年龄:32", "性别:男  年龄:32"),
        ("x  1  2  3", "x  1  2  3"),
    ],
)
def test_a_gap_is_what_is_wider_than_the_usual_space(text: str, even: str) -> None:
    assert evened(text) == even
