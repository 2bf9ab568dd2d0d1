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
        ("HR Business Partner", True),
        ("Talent Acquisition Partner", True),
        ("Finance Business Partner", True),
        ("Learning & Development Partner", True),
        ("HRBP", True),
        ("HR Generalist", True),
        ("Senior Physio", True),
        ("QS", True),
        ("qs", False),
        ("Bar staff", True),
        ("Technology Lead", True),
        ("Senior Scrum Master", True),
        ("Chief of Staff", True),
        ("Residential Conveyancer", True),
        ("Fee Earner", True),
        ("File Handler", True),
        ("Senior CRA", True),
        ("SDET", True),
        ("FP&A Analyst", True),
        ("Crew Member", True),
        ("Pastry CDP", True),
        ("Consultant Cardiologist", True),
        ("React Native Dev", True),
        ("Salesforce Admin", True),
        ("Detective Constable", True),
        ("Google Partner", False),
        ("Tax Office Behrends & Partner", False),
        ("My partner", False),
        ("John Constable", False),
        ("Business Dev", False),
        ("Event Handler", False),
        ("Board Member", False),
        ("Web Master copy", False),
        ("Technology leader", False),
        ("ICU", False),
        ("Search engine optimization", False),
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
