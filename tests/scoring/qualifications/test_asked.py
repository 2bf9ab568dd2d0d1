"""What a job asks for of qualifications."""

from __future__ import annotations

import pytest

from scoring.qualifications.asked import is_licence, is_required, needles


@pytest.mark.parametrize(
    ("asked", "is_one"),
    [
        *((each, True) for each in ("QTS", "BSc Chemistry", "PGCE", "LPC", "NVQ Level 3", "AM2", "ECS Gold Card", "SMSTS")),
        *((each, True) for each in ("CSCS card", "HNC", "Enhanced DBS", "GCSE Maths", "Driving licence", "Security+")),
        *(
            (each, False)
            for each in ("3+ years of field service", "Right to work in the UK", "Degree or equivalent experience")
        ),
        *((each, False) for each in ("SQL", "Own car", "Team player", "AWS certification preferred", "CPA (desirable)")),
        ("Our client ACME wants a friendly person", False),
    ],
)
def test_what_is_required_is_told_from_what_is_no_qualification_or_only_welcome(asked: str, is_one: bool) -> None:
    assert is_required(asked) is is_one


@pytest.mark.parametrize(
    ("asked", "run"),
    [("BSc Chemistry", "msc"), ("Driving licence", "hgv"), ("CCNA", "ccie"), ("Social Work England registration", "swe")],
)
def test_the_words_that_tell_of_it_are_known_beforehand(asked: str, run: str) -> None:
    assert run in needles(asked)
    assert "biology" not in needles(asked)


@pytest.mark.parametrize(
    ("asked", "is_one"),
    [
        ("Registered Nurse licence", True),
        ("Chartered accountant", True),
        ("Licence or permit", False),
        ("BSc", False),
        ("Admitted solicitor", True),
    ],
)
def test_a_licence_has_no_equivalent(asked: str, is_one: bool) -> None:
    assert is_licence(asked) is is_one
