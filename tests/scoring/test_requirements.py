"""What a job asks, read from its words."""

from __future__ import annotations

import pytest

from scoring.models import Job
from scoring.requirements import distinct, requirements, shown


def test_an_empty_job_asks_for_nothing() -> None:
    asked = requirements(Job())
    assert (asked.technical, asked.soft, asked.must, asked.ways, asked.qualifications) == ((), (), frozenset(), (), ())
    assert (asked.level, asked.years, asked.states_years, asked.title) == (None, None, False, "")


def test_skills_are_distinct_and_the_first_spelling_stays() -> None:
    assert distinct([" Postgres ", "PostgreSQL", "", "...", "Go", "golang", "Java"]) == ("Postgres", "Go", "Java")


@pytest.mark.parametrize(
    ("description", "must"),
    [
        ("Python is required. SQL is nice.", {"python"}),
        ("You must know Python; SQL helps", {"python"}),
        ("Node.js required", {"node.js"}),
        ("Good written English is required; go is a plus", set()),
        ("Python is not required", set()),
        ("Python and k8s are essential", {"python", "kubernetes"}),
    ],
)
def test_must_haves_are_the_skills_of_a_strict_sentence(description: str, must: set[str]) -> None:
    job = Job(description=description, technical_skills=("Python", "SQL", "Go", "Kubernetes", "Node.js", "R"))
    assert requirements(job).must == must


@pytest.mark.parametrize(
    ("fields", "level", "years", "states"),
    [
        ({"description": "5+ years", "experience_level": "Senior"}, "senior", 5, True),
        ({"experience_level": "Mid"}, "mid", 5, False),
        ({"title": "Junior Nurse"}, "junior", 3, False),
        ({"title": "Nurse"}, None, None, False),
    ],
)
def test_years_are_those_stated_or_those_of_the_level(
    fields: dict[str, str], level: str | None, years: float | None, states: bool
) -> None:
    asked = requirements(Job(**fields))  # type: ignore[arg-type]  # a table of fields
    assert (asked.level, asked.years, asked.states_years) == (level, years, states)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("We work remotely, with code reviews.", ["remote work", "code review"]),
        ("Reviews Python code weekly", ["code review"]),
        ("pair programming in Scrum", ["pair programming", "agile work"]),
        ("Took courses and night shifts", ["shift work", "continued learning"]),
        ("machine learning over the course of a year", []),
        ("Trains new colleagues", ["mentoring"]),
        ("Mentored two juniors", ["mentoring"]),
        ("Teaches mathematics to classes of 30", []),
        ("", []),
    ],
)
def test_ways_of_working_are_found(text: str, ways: list[str]) -> None:
    names = ("remote work", "pair programming", "code review", "shift work", "continued learning", "mentoring", "agile work")
    assert [name for name, _ in shown(names, text)] == ways
    assert list(requirements(Job(description=text)).ways) == ways


def test_the_place_of_a_way_is_verbatim() -> None:
    ((_, place),) = shown(("remote work",), "İ Worked REMOTELY since")
    assert place[0] == "REMOTELY"
