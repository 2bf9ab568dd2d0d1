"""Titles of women and of men are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.roles.gender import common
from scoring.roles.levels import titled_level
from scoring.roles.relations import relation
from scoring.roles.titles import is_occupation
from scoring.text.dates import fold

PAIRS = (Path(__file__).parent / "gendered_titles.txt").read_text(encoding="utf-8").split()
JOBS = (
    *("Software Engineer", "Java Developer", "Registered Nurse", "Elementary Teacher", "Accountant", "Sous Chef", "Welder"),
    *(
        "Electrician",
        "Sales Representative",
        "Lawyer",
        "Physician",
        "Truck Driver",
        "Waiter",
        "Project Manager",
        "Architect",
    ),
    *("Designer", "Baker", "Hairdresser", "Police Officer", "Actor", "Flight attendant", "School Principal", "Bartender"),
)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("form", ["{}", "Senior {}", "{} Java", "{}, City Hospital"])
def test_a_title_is_the_same_for_women_and_men(pair: str, form: str) -> None:
    his, hers = (form.format(own) for own in pair.split("/"))
    for job in (*JOBS, his, hers):
        assert relation(job, his) == relation(job, hers)
        assert relation(his, job) == relation(hers, job)
    assert titled_level(his) == titled_level(hers)
    if form == "{}":
        assert is_occupation(fold(his)) == is_occupation(fold(hers).split(":")[0].split("*")[0].split("(")[0])


@pytest.mark.parametrize("word", ["business", "process", "camera", "opera", "nurse", "restaurante", "maid"])
def test_what_is_no_form_of_an_occupation_stays(word: str) -> None:
    assert common(word, lambda _: 0) == word


def test_the_form_that_is_known_best_is_taken() -> None:
    assert common("seamstress", lambda word: 2 * (word == "seamstress")) == "seamstress"
    assert common("seamster", lambda word: 2 * (word == "seamstress")) == "seamstress"
    assert common("waitress", lambda word: word in ("waiter", "waitress")) == "waiter"
