"""Jobs beside studies: they name nobody and take nothing away, but for a job in their own line of work."""

from __future__ import annotations

import pytest

from scoring.analyzers.local import judge
from scoring.matching.reading import read
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job
from scoring.profile import blind

DEVELOPER = Job(
    title="Junior Software Developer",
    description="No experience necessary. You know C# and SQL Server. Enthusiasm and curiosity.",
)
BARISTA = Job(title="Barista", description="Make coffee for our guests. 2 years of experience.")
STUDIES = (
    "BSc Computer Science, University of Kent, 2022-2025\n"
    "Final-year project: a booking site for a clinic in C# with SQL Server.\n"
)


def judged(text: str, job: Job = DEVELOPER) -> tuple[float, float, str]:
    """The core skills and the experience score of a text before a job, with the note."""
    found = judge(job, blind(Candidate(resume_text=text)))
    return found.coreSkillsScore, found.experienceScore, found.reasoningSummary


@pytest.mark.parametrize(
    "line",
    [
        "Part-time barista at Costa, 2022-2025",
        "Part time Barista, Costa, Jan 2021 - Feb 2024",
        "Part-time barista, Costa, Sep 2022 - Aug 2025",
    ],
)
def test_a_side_job_in_another_line_of_work_takes_nothing_away_and_names_nobody(line: str) -> None:
    alone, beside = judged(STUDIES), judged(STUDIES + line)
    assert beside[0] >= alone[0]
    assert beside[1] >= alone[1]
    assert beside[2].startswith("This candidate shows both technical skills")


@pytest.mark.parametrize(
    "line",
    [
        "Barista at Costa, 2022-2025",
        "Part-time barista at Costa, 2022 - present",
        "Part-time barista at Costa, Sep 2022 - Dec 2025",
        "Part-time barista at Costa, 2023 - 2024\nWaiter, The Crown, 2024 - 2026",
    ],
)
def test_work_that_is_not_called_part_time_or_goes_on_after_studies_counts_as_what_it_is(line: str) -> None:
    assert "candidate shows" not in judged(STUDIES + line)[2].partition(".")[0]


def test_a_side_job_counts_for_a_job_in_its_own_line_of_work() -> None:
    profile = blind(Candidate(resume_text=STUDIES + "Part-time barista at Costa, 2022-2025"))
    found = read(requirements(BARISTA), profile)
    assert (found.relevance.relation, found.counted) == ("same", 3.0)
    assert read(requirements(DEVELOPER), profile).counted is None


def test_a_stated_title_and_a_stated_number_of_years_stay() -> None:
    candidate = Candidate(currentTitle="Barista", experience_year=3, resume_text=STUDIES + "Part-time barista, 2022-2025")
    found = read(requirements(DEVELOPER), blind(candidate))
    assert (found.title, found.years) == ("Barista", 3)
