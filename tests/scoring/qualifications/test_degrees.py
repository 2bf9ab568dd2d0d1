"""Degrees by their names."""

from __future__ import annotations

import pytest

from scoring.qualifications.degrees import degree, is_abroad


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("B.Sc. Nursing", 1),
        ("Degree in law", 1),
        ("MSc", 2),
        ("Master in Audit", 2),
        ("PhD, MSc", 3),
        ("HND", 0),
        ("Foundation degree", 0),
        ("Associate degree", 0),
        ("MChem", 2),
        ("Scrum Master", 0),
        ("BS Computer Science", 1),
        ("B.S. in Biology", 1),
        ("BS in economics", 1),
        ("MS Data Science", 2),
        ("M.S. in Physics", 2),
        ("BS EN ISO 9001", 0),
        ("BS 7671", 0),
        ("MS Office", 0),
        ("MS Excel and MS Word", 0),
        ("Nursed a patient with MS in remission", 0),
        ("Dipl.-Ing. Elektrotechnik", 1),
        ("Diplom-Kaufmann", 1),
        ("Licenciatura en Física", 1),
        ("Laurea in Economia", 1),
        ("Diploma in Care", 0),
        ("Diplomacy", 0),
    ],
)
def test_degrees_have_ranks(text: str, rank: int) -> None:
    assert degree(text) == rank


@pytest.mark.parametrize(
    ("text", "abroad"),
    [
        ("Dipl.-Ing. Elektrotechnik", True),
        ("Licenciada en Derecho", True),
        ("BSc Physics", False),
        ("Diploma in Care", False),
        ("Licensed driver", False),
    ],
)
def test_a_degree_of_abroad_is_told_by_its_name(text: str, *, abroad: bool) -> None:
    assert is_abroad(text) is abroad
