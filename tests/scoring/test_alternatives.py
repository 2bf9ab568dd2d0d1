"""Skills of which any one will do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.alternatives import count, in_item, in_text
from scoring.analyzers.local import judge
from scoring.models import Candidate, Job
from scoring.profile import blind


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("Go or Python", {"go", "python"}),
        ("AWS, Azure or Docker", {"aws", "azure", "docker"}),
        ("HTML and CSS", set()),
        ("HTML/CSS", set()),
        ("Selenium/Playwright", {"selenium", "playwright"}),
        ("AWS / GCP / Azure", {"aws", "google cloud", "azure"}),
        ("Docker/Kubernetes", set()),
        ("Go and Python or Java", set()),
        ("Python", set()),
        ("Python or similar", set()),
    ],
)
def test_an_item_names_alternatives(entry: str, names: set[str]) -> None:
    assert in_item(entry) == names


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("legal research with Westlaw or LexisNexis", [{"westlaw", "lexisnexis"}]),
        ("Experience with AWS, Azure, or Docker is required", [{"aws", "azure", "docker"}]),
        ("Python and either Azure or AWS", [{"azure", "aws"}]),
        ("Python, SQL and Docker", []),
        ("ACCA/CIMA qualified, with Xero/Sage", [{"acca", "cima"}, {"xero", "sage"}]),
        ("HTML/CSS and React/Vue", [{"react", "vue.js"}]),
        ("Python. Or SQL", []),
        ("one or more of: AWS, Azure, Docker", [{"aws", "azure"}, {"aws", "azure", "docker"}]),
        ("any of AWS and SQL", []),
        ("Work in one of our teams: Python, SQL", []),
        ("Python or a will to learn SQL", []),
    ],
)
def test_a_text_names_alternatives(text: str, rows: list[set[str]]) -> None:
    assert [set(row) for row in in_text(text)] == rows


LISTED = Job(title="Engineer", technical_skills=("Docker", "Go or Python or Java"))
PROSE = Job(title="Paralegal", description="Required: litigation, and Westlaw or LexisNexis.")


def test_one_of_several_is_enough_and_none_is_missing_then() -> None:
    judged = judge(LISTED, blind(Candidate(currentTitle="Engineer", technical_skills=("Docker", "Python"))))
    assert judged.coreSkillsScore == 100
    assert judged.skillGaps == ()
    judged = judge(PROSE, blind(Candidate(resume_text="Paralegal. Searched Westlaw daily for litigation at a firm.")))
    assert "LexisNexis" not in str((judged.skillGaps, judged.concerns, judged.reasoningSummary))


@pytest.mark.parametrize(
    ("missing", "rows", "requirements"),
    [
        ((), [{"go", "python"}], 0),
        (("Go", "Python", "Docker"), [], 3),
        (("Go", "Python", "Docker"), [{"go", "python"}], 2),
        (("Docker",), [{"go", "python"}], 1),
        (("AWS", "Azure", "GCP"), [{"aws", "azure"}, {"aws", "azure", "google cloud"}], 1),
        (("Go", "Python", "AWS", "Azure"), [{"go", "python"}, {"aws", "azure"}], 2),
    ],
)
def test_missing_skills_of_which_any_one_would_do_are_one(
    missing: tuple[str, ...], rows: list[set[str]], requirements: int
) -> None:
    assert count(missing, [frozenset(row) for row in rows]) == requirements


def test_three_names_for_one_requirement_cost_what_one_does() -> None:
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",)))
    one, three = (
        judge(Job(title="Engineer", technical_skills=("Docker", each)), candidate) for each in ("Go", "Go or Python or Java")
    )
    assert one.coreSkillsScore == three.coreSkillsScore
    assert three.skillGaps == ("Go", "Python", "Java")


def test_two_names_for_one_must_have_cost_less_than_two() -> None:
    candidate = blind(Candidate(currentTitle="Paralegal", technical_skills=("Litigation",)))
    one, two = (
        judge(Job(title="Paralegal", technical_skills=("Litigation", "Westlaw", "LexisNexis"), description=text), candidate)
        for text in ("Westlaw is required.", "Westlaw or LexisNexis is required.")
    )
    assert two.coreSkillsScore > one.coreSkillsScore > 0


@given(
    st.sets(st.sampled_from(["Docker", "Go", "Python", "Java", "SQL"])), st.sampled_from(["Docker", "Go", "Python", "Java"])
)
def test_one_more_never_lowers(own: set[str], more: str) -> None:
    def core(skills: set[str]) -> float:
        return judge(LISTED, blind(Candidate(currentTitle="Engineer", technical_skills=tuple(skills)))).coreSkillsScore

    assert core(own | {more}) >= core(own)
