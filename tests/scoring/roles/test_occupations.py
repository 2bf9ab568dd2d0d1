"""Whether a few words are somebody's title."""

from __future__ import annotations

import pytest

from scoring.roles.occupations import is_title, with_field


@pytest.mark.parametrize(
    ("words", "are_one"),
    [
        ("Electrician's Mate", True),
        ("Nurse's Aide", True),
        ("Ward Sister", True),
        ("Junior Sister, Theatre", False),
        ("Legal PA", True),
        ("CNC Miller", True),
        ("CNC Setter", True),
        ("Course Leader", True),
        ("RGN", True),
        ("Bank HCA", True),
        ("SENCo", True),
        ("RMN", True),
        ("ODP", True),
        ("TA", True),
        ("ta", False),
        ("Jane Miller", False),
        ("My sister", False),
        ("Sister", False),
        ("Pittsburgh PA", False),
        ("Team mate", False),
        ("Helped the ward sister", False),
        ("Legal aide memoire", False),
    ],
)
def test_a_word_that_is_as_often_something_else_names_a_title_behind_its_field(words: str, are_one: bool) -> None:
    assert is_title(words) is are_one


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Team Leader – Customer Service", "Team Leader – Customer Service"),
        ("Team Leader - Warehouse - Acme Ltd", "Team Leader - Warehouse"),
        ("Manager - Barclays Bank", ""),
        ("Nurse – Customer Service", ""),
        ("Team Leader – Leeds", ""),
        ("Customer Service", ""),
    ],
)
def test_a_title_without_a_field_has_the_one_behind_its_dash(line: str, title: str) -> None:
    assert with_field(line) == title
