"""Degrees by their names."""

from __future__ import annotations

import pytest

from scoring.qualifications.degrees import degree


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
    ],
)
def test_degrees_have_ranks(text: str, rank: int) -> None:
    assert degree(text) == rank
