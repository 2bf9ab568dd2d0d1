"""The request and the analysis, exactly as clients send and see them.

Here and in all that is made of these a Struct of plain values is `gc=False`: it cannot be part of a reference cycle, a batch
has hundreds of thousands of them, and the garbage collector would look at each.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Impact = Literal["High", "Medium", "Low"]
MatchStrength = Literal["Exact", "Strong", "Partial"]
Recommendation = Literal[
    "Recommended for interview",
    "Consider for phone screen",
    "May need additional training",
    "Not recommended at this time",
]

DEFAULT_THRESHOLD = 50
"""Lowest `matchScore` (0-100) that passes, when a request names none."""


class Job(Struct, frozen=True, kw_only=True, cache_hash=True, gc=False):
    """A vacancy; each field may be null or missing, and a null in a list is left out."""

    job_id: str | None = None
    title: str | None = None
    description: str | None = None
    experience_level: str | None = None
    technical_skills: tuple[str, ...] | None = None
    responsibilities: tuple[str, ...] | None = None
    softSkills: tuple[str, ...] | None = None
    qualification: tuple[str, ...] | None = None
    job_tag: tuple[str, ...] | None = None


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """An applicant; each field may be null or missing, and a null in a list is left out. `experience_year` is finite."""

    candidateId: str | None = None
    currentTitle: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    location: str | None = None
    experience_level: str | None = None
    experience_year: float | None = None
    technical_skills: tuple[str, ...] | None = None
    softSkills: tuple[str, ...] | None = None
    qualification: tuple[str, ...] | None = None
    candidate_tag: tuple[str, ...] | None = None
    resume_text: str | None = None


class BatchRequest(Struct, frozen=True, kw_only=True, gc=False):
    """Every job is paired with every candidate, job by job."""

    jobs: tuple[Job, ...] | None
    candidates: tuple[Candidate, ...] | None
    threshold: int | None = DEFAULT_THRESHOLD

    @property
    def pair_count(self) -> int:
        """Jobs x candidates."""
        return len(self.jobs or ()) * len(self.candidates or ())

    @property
    def minimum_score(self) -> int:
        """Lowest `matchScore` that passes; a null threshold lets everything pass."""
        return self.threshold or 0


class Pair(Struct, frozen=True, gc=False):
    """One candidate before one job. `index` is job_index x number of candidates + candidate_index."""

    index: int
    job_index: int
    candidate_index: int
    job: Job
    candidate: Candidate


class Skill(Struct, frozen=True, gc=False):
    """A skill of the candidate. `isVerified`: a quote of it was found in the profile."""

    name: str
    level: str
    yearsOfExperience: float
    isVerified: bool


class Strength(Struct, frozen=True, gc=False):
    """A point in the candidate's favour. `weight` is 0-1."""

    category: str
    point: str
    impact: Impact
    weight: float


class SkillMatch(Struct, frozen=True, gc=False):
    """A requirement of the job that the candidate meets. `confidenceScore` is 0-1."""

    jobRequirement: str
    candidateSkill: str
    matchStrength: MatchStrength
    confidenceScore: float


class AiInsights(Struct, frozen=True, gc=False):
    """What is behind the score. Scores are 0-100 with one decimal, `confidenceLevel` 0-1."""

    coreSkillsScore: float
    experienceScore: float
    culturalFitScore: float
    strengths: tuple[Strength, ...]
    concerns: tuple[str, ...]
    uniqueQualities: tuple[str, ...]
    skillMatches: tuple[SkillMatch, ...]
    skillGaps: tuple[str, ...]
    recommendation: Recommendation
    confidenceLevel: float
    reasoningSummary: str


class Analysis(Struct, frozen=True, gc=False):
    """One row of the answer. It has exactly these fields, always, and never more."""

    job_id: str
    id: str
    firstName: str
    lastName: str
    email: str
    phone: str
    currentTitle: str
    experienceYears: float
    skills: tuple[Skill, ...]
    availability: str
    matchScore: int
    aiInsights: AiInsights
    lastAnalyzedAt: str
    applicationStatus: Literal["screening"] = "screening"
    isShortlisted: Literal[False] = False
    notes: tuple[str, ...] = ()
