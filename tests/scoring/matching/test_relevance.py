"""Whether a candidate's work is that of a job, and what backs it."""

from __future__ import annotations

import pytest

from scoring.matching.relevance import near, relevance
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job
from scoring.profile import blind

JOB = Job(
    title="Payroll Specialist",
    description="You run the monthly payroll of 400 people: pay, pensions, statutory deductions, and year-end returns.",
    technical_skills=("Payroll processing", "Pensions", "Reconciliation"),
)
PAYROLL = "I ran the monthly payroll of three hundred people, with pensions, statutory deductions and year-end returns."
WELDING = "I welded steel frames for ships in a yard, read drawings, and looked after the machines of the night shift there."


@pytest.mark.parametrize(
    ("title", "text", "relation", "share"),
    [
        ("Payroll Specialist", "", "same", 1.0),
        ("Accountant", "", "related", 0.5),
        ("Welder", "", "other", 0.0),
        ("Welder", PAYROLL, "related", 0.5),  # the text lifts what the title seems to be
        ("Payroll Specialist", WELDING, "same", 1.0),  # and takes nothing away
        ("", PAYROLL, "field", 1.0),
        ("", WELDING, "unknown", 1.0),
        ("", "", "unknown", 1.0),
    ],
)
def test_titles_tell_of_the_work_and_texts_where_titles_do_not(title: str, text: str, relation: str, share: float) -> None:
    found = relevance(requirements(JOB), blind(Candidate(resume_text=text)), title)
    assert (found.relation, found.share, found.is_backed) == (relation, share, title != "Welder" or text != "")


@pytest.mark.parametrize(
    ("title", "text", "is_backed"),
    [
        ("Payroll Clerk", "", True),
        ("Payroll Guru", "", False),
        ("Finance Professional", "Payroll, pensions, reconciliation, Excel, payroll, statutory deductions.", False),
        ("Finance Professional", "Ran the payroll of a bakery for two years.", True),
        ("", "Payroll, pensions, reconciliation, Excel", True),  # nothing speaks against it
    ],
)
def test_skills_are_backed_by_an_occupation_or_by_a_sentence(title: str, text: str, is_backed: bool) -> None:
    assert relevance(requirements(JOB), blind(Candidate(resume_text=text)), title).is_backed is is_backed


def test_an_earlier_position_in_the_line_of_work_counts_half() -> None:
    text = "2024 - present Uber driver\n2019 - 2022 Payroll Specialist, Acme Ltd\n" + PAYROLL
    found = relevance(requirements(JOB), blind(Candidate(resume_text=text)), "Uber driver")
    assert (found.relation, found.is_backed, found.earlier) == ("related", True, "Payroll Specialist")
    assert relevance(requirements(JOB), blind(Candidate(resume_text=PAYROLL)), "Uber driver").earlier == ""


@pytest.mark.parametrize(
    ("asked", "title", "shown"),
    [
        ("Java Developer", "Java Developer (Spring)", 1.0),
        ("Java Developer", "Python Developer", 0.5),
        ("Java Developer", "Data Engineer", 0.25),
        ("Java Developer", "Welder", 0.0),
    ],
)
def test_a_title_of_the_same_kind_shows_more_of_the_work_than_another_of_its_field(
    asked: str, title: str, shown: float
) -> None:
    job = requirements(Job(title=asked, technical_skills=("Planning",)))
    listed = blind(Candidate(technical_skills=("Excel",)))
    assert relevance(job, listed, title).shown == shown
    assert relevance(job, blind(Candidate()), title).shown == shown / 2


def test_what_is_near_to_the_work_is_relevant_and_the_rest_is_not() -> None:
    assert near(requirements(JOB), ("Pension schemes", "Welding", "Statutory sick pay")) == (
        "Pension schemes",
        "Statutory sick pay",
    )
    assert near(requirements(JOB), ()) == ()
    assert near(requirements(Job(technical_skills=("Pandas",))), ("Panda keeping",)) == ()
