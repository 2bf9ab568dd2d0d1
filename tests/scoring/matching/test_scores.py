"""What the rubric makes of a profile that was read for a job."""

from __future__ import annotations

import pytest

from scoring import rubric
from scoring.matching.reading import read
from scoring.matching.requirements import requirements
from scoring.matching.scores import MOST_WITH_FEW, MOST_WITH_NONE, scores
from scoring.models import Candidate, Job
from scoring.profile import blind

_WARD = "Staff Nurse\nStaff Nurse, respiratory ward, Plymouth, Jan 2020 - present\nI look after patients on the ward."
_ORDERS = "Backend Engineer\nBackend Engineer, Northwind, 2019 - present\nI build the services that take customers' orders."
_DUTIES = ("Build the services that take customers' orders", "Keep them running as a backend engineer")
_TOOLS = ("Docker", "Kafka", "Redis", "Terraform", "Grafana", "Snowflake")


def _scores(job: Job, text: str) -> tuple[float, float, float]:
    return scores(read(requirements(job), blind(Candidate(resume_text=text))))


def test_a_title_alone_is_no_reason_for_an_interview_where_nothing_that_a_text_names_is_shown() -> None:
    job = Job(
        title="Staff Nurse",
        description="Staff Nurse, intensive care. Experience of CRRT and mechanical ventilation.",
        experience_level="Mid",
    )
    found = _scores(job, _WARD)
    assert found[0] == MOST_WITH_NONE
    assert rubric.recommendation(rubric.match_score(*found)) == "Consider for phone screen"


@pytest.mark.parametrize(
    ("shown", "most"),
    [(0, MOST_WITH_NONE), (1, 75.0), (2, MOST_WITH_FEW), (3, 100.0), (6, 100.0)],
    ids=["none", "a sixth", "a third", "half", "all"],
)
def test_who_shows_few_of_the_skills_listed_has_few_of_them_whatever_the_work(shown: int, most: float) -> None:
    job = Job(title="Backend Engineer", technical_skills=_TOOLS, responsibilities=_DUTIES)
    core, _, _ = _scores(job, f"{_ORDERS}\nUsed daily: {', '.join(_TOOLS[:shown])}.")
    assert 60.0 < core <= most + 1e-9


def test_of_two_skills_none_is_held_back() -> None:
    job = Job(title="Backend Engineer", description=f"{_DUTIES[0]}. Experience of Docker and Kafka.")
    assert _scores(job, _ORDERS)[0] > MOST_WITH_FEW
