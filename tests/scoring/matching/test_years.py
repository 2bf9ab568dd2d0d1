"""How many years were spent in a job's line of work."""

from __future__ import annotations

import pytest

from scoring.analyzers.local import judge
from scoring.career.positions import Position
from scoring.matching.reading import read
from scoring.matching.relevance import Relevance
from scoring.matching.requirements import requirements
from scoring.matching.years import years_in_line
from scoring.models import Candidate, Job
from scoring.notes.findings import Source
from scoring.profile import blind
from scoring.roles.relations import Relation

SAME = Relevance("same", is_backed=True, nearness=0.0, shown=1.0)
ANALYST = Job(
    title="Data Analyst",
    description="We look for a data analyst with at least 3 years of experience.",
    technical_skills=("SQL", "Power BI"),
)
CHANGER = """Data Analyst, Acme Ltd, Jan 2024 - Dec 2024
Built dashboards in Power BI and wrote SQL for the finance team.
Teacher, Hill School, Jan 2014 - Dec 2023
"""


def held(*years: tuple[str, float]) -> tuple[Position, ...]:
    """Positions one behind the other, of so many years each, the first in time first."""
    out, month = [], 0
    for title, length in years:
        out.append(Position(title, month, (month := month + round(length * 12)) - 1))
    return tuple(reversed(out))


@pytest.mark.parametrize(
    ("positions", "years", "source", "expected"),
    [
        (held(("Teacher", 10), ("Data Analyst", 1)), 11.0, "dates", 1.0),
        (held(("Teacher", 10), ("Data Analyst", 1)), 11.0, "stated", 1.0),
        (held(("Teacher", 2), ("Data Analyst", 1)), 12.0, "stated", 4.0),  # a third of those that no position shows
        (held(("Chef", 10), ("Data Analyst", 2)), 30.0, "stated", 5.0),
        (held(("Waiter", 3), ("Data Analyst", 5)), 5.0, "stated", 5.0),  # what is stated leaves the waiter out
        (held(("Data Analyst", 4), ("BI Analyst", 3)), 7.0, "dates", 7.0),
        (held(("Data Engineer", 4), ("Data Analyst", 3)), 7.0, "dates", 5.0),  # a neighbouring line: half
        (held(("Data Analyst", 4), ("", 3)), 7.0, "dates", 7.0),  # no title: like the profile as a whole
        (held(("Data Analyst", 4), ("Associate", 3)), 7.0, "dates", 7.0),  # nor one that tells no line
        (held(("Teacher", 10)), 10.0, "dates", 0.0),  # the title alone is of the line
        (held(("Teacher", 10)), 12.0, "stated", 2.0),
        (held(("", 10)), 10.0, "dates", None),
        ((), 10.0, "stated", None),
        (held(("Teacher", 10), ("Data Analyst", 1)), 8.0, "words", 1.0),
        (held(("Teacher", 10), ("Data Analyst", 1)), 5.0, "level", None),
        (held(("Teacher", 10), ("Data Analyst", 1)), None, "nothing", None),
    ],
)
def test_positions_tell_the_years_of_a_line_of_work(
    positions: tuple[Position, ...], years: float | None, source: Source, expected: float | None
) -> None:
    assert years_in_line("Data Analyst", positions, SAME, years, source) == expected


@pytest.mark.parametrize(
    ("asked", "positions", "relation", "expected"),
    [
        ("Chef", held(("Kitchen Porter", 4), ("Chef", 2)), "same", 6.0),
        (
            "Chef",
            held(("Kitchen Porter", 4), ("Chef", 2), ("Waiter", 1)),
            "related",
            6.5,
        ),  # a waiter's year is half a cook's
        ("Chef", held(("Chef", 2), ("Kitchen Porter", 4)), "related", 4.0),
        ("Electrician", held(("Apprentice Electrician", 4), ("Electrician", 1)), "same", 5.0),
        ("Nurse", held(("Healthcare Assistant", 4), ("Nurse", 2)), "same", 4.0),  # another profession, and no part of it
        ("Kitchen Porter", held(("Kitchen Porter", 4), ("Chef", 2)), "field", 6.0),
    ],
)
def test_who_rose_from_helper_keeps_those_years(
    asked: str, positions: tuple[Position, ...], relation: Relation, expected: float
) -> None:
    found = Relevance(relation, is_backed=True, nearness=0.0, shown=1.0)
    years = sum(each.last + 1 - each.first for each in positions) / 12
    assert years_in_line(asked, positions, found, years, "dates") == expected


@pytest.mark.parametrize(
    ("asked", "shown", "counted"),
    [
        ("Chef", "Kitchen Porter", 3.0),
        ("Teacher", "Teaching Assistant", 3.0),
        ("Electrician", "Electrician's Mate", 3.0),
        ("Dentist", "Dental Nurse", 3.0),
        ("Solicitor", "Legal Secretary", 3.0),
        ("Kitchen Porter", "Kitchen Assistant", 6.0),
        ("Chef", "Cook", 6.0),
    ],
)
def test_the_work_of_who_helps_in_a_trade_counts_half(asked: str, shown: str, counted: float) -> None:
    profile = blind(Candidate(currentTitle=shown, experience_year=6, technical_skills=("Rotas",)))
    reading = read(requirements(Job(title=asked, technical_skills=("Rotas",))), profile)
    assert (reading.years or 0.0) * reading.relevance.share == counted


def test_positions_at_the_same_time_count_once_and_as_the_better_one() -> None:
    both = (Position("Data Analyst", 0, 23), Position("Waiter", 0, 35))
    assert years_in_line("Data Analyst", both, SAME, 3.0, "dates") == 2.0


def test_nothing_is_told_of_what_nothing_backs() -> None:
    unbacked = Relevance("same", is_backed=False, nearness=0.0, shown=0.0)
    assert years_in_line("Data Analyst", held(("Data Analyst", 4)), unbacked, 4.0, "dates") is None


def test_a_title_that_tells_no_line_shows_none_where_the_profile_tells_none() -> None:
    unknown = Relevance("unknown", is_backed=True, nearness=0.0, shown=0.0)
    assert years_in_line("Data Analyst", held(("Associate", 3)), unknown, 3.0, "dates") is None
    assert years_in_line("Data Analyst", held(("Associate", 3), ("Data Analyst", 2)), unknown, 5.0, "dates") == 5.0


@pytest.mark.parametrize("stated", [None, 11])
def test_who_changed_careers_has_the_years_of_the_new_one(stated: float | None) -> None:
    found = judge(ANALYST, blind(Candidate(resume_text=CHANGER, currentTitle="Data Analyst", experience_year=stated)))
    assert found.experienceScore == 85.0  # 70 - 2 x 5 for the years, 15 + 10 for the title
    assert "Relevant experience, at about 1 year, falls short of the 3 asked." in found.reasoningSummary
    assert found.concerns[:2] == (
        "About 1 year of relevant experience where 3 are asked",
        "Of the 11 years of experience about 1 year counts for this role",
    )


@pytest.mark.parametrize(
    ("positions", "years", "expected"),
    [
        (held(("Staff Nurse", 9)), 9.0, 0.0),
        (held(("Staff Nurse", 9)), 13.0, 2.0),  # half of the four that no position shows
        (held(("Staff Nurse", 9), ("Associate", 2)), 11.0, None),  # an associate may be anything
        (held(("Staff Nurse", 9), ("Data Engineer", 2)), 11.0, None),
        (held(("Project Manager", 9)), 9.0, None),  # of any trade
        (held(("Credit Analyst", 9)), 9.0, None),  # the same occupation
    ],
)
def test_years_of_other_work_are_none_of_a_job_that_only_the_text_is_near_to(
    positions: tuple[Position, ...], years: float, expected: float | None
) -> None:
    near = Relevance("related", is_backed=True, nearness=0.6, shown=0.6)
    assert years_in_line("Data Analyst", positions, near, years, "dates") == expected


def test_a_title_without_a_position_brings_no_years() -> None:
    text = (
        "Chef, The Old Mill, Jan 2014 - Dec 2023\nCooked for two hundred guests a day.\nWrote SQL for the kitchen's stock."
    )
    found = judge(ANALYST, blind(Candidate(resume_text=text, currentTitle="Data Analyst")))
    assert "to ask about Power BI and the experience" in found.reasoningSummary
    assert found.concerns[1:3] == (
        "No years of relevant experience where 3 are asked",
        "Of the 10 years of experience none counts for this role",
    )


def test_who_left_the_line_of_work_keeps_its_years() -> None:
    text = "Uber driver, Jan 2022 - Dec 2024\nData Analyst, Acme Ltd, Jan 2015 - Dec 2021\nWrote SQL for the finance team."
    found = judge(ANALYST, blind(Candidate(resume_text=text, currentTitle="Uber driver")))
    assert "has worked as a data analyst before, brings about 7 years of relevant experience" in (found.reasoningSummary)


@pytest.mark.parametrize(
    ("asks", "years"),
    [
        ("3 years' post-qualification experience required.", 1.0),
        ("3 years' PQE.", 1.0),
        ("3 years' experience as a qualified electrician.", 1.0),
        ("3 years' experience required.", None),
        ("Qualified electrician with 3 years' experience.", None),
        ("A post-qualification course is paid.", None),
    ],
)
def test_an_apprenticeship_counts_but_where_years_after_qualification_are_asked(asks: str, years: float | None) -> None:
    job = Job(title="Electrician", description=asks, technical_skills=("Wiring",))
    text = "Electrician, Jan 2022 - Dec 2022\nWiring of homes.\nApprentice electrician, Jan 2018 - Dec 2021\n"
    profile = blind(Candidate(currentTitle="Electrician", resume_text=text))
    assert read(requirements(job), profile).counted == (5.0 if years is None else years)
