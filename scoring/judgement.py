"""What an analyzer says of a pair, before we have checked any of it.

Both analyzers answer with a `Judgement`: claims tied to quotes from the blind profile, and three scores.
`scoring.claims.verdict` checks the quotes, does the arithmetic and fills in what is echoed. The order of the fields
is the order in which a model writes them: evidence first, scores after it.
"""

from __future__ import annotations

from msgspec import Struct

from scoring.models import Impact, MatchStrength


class ClaimedSkill(Struct, frozen=True, cache_hash=True, gc=False):
    """A skill the profile shows. `quote` is copied verbatim from one profile field; years are 0 when unknown."""

    quote: str
    name: str
    level: str
    yearsOfExperience: float


class ClaimedMatch(Struct, frozen=True, gc=False):
    """A requirement of the job that a quote from the profile meets. `confidenceScore` is 0-1."""

    quote: str
    jobRequirement: str
    candidateSkill: str
    matchStrength: MatchStrength
    confidenceScore: float


class ClaimedStrength(Struct, frozen=True, gc=False):
    """A point in the candidate's favour that a quote shows. `weight` is 0-1."""

    quote: str
    category: str
    point: str
    impact: Impact
    weight: float


class Judgement(Struct, frozen=True, gc=False):
    """An analyzer's answer for one pair. Scores are 0-100, `confidenceLevel` 0-1.

    `culturalQuotes` are the profile's words that moved `culturalFitScore` from 50; with none it stays 50.
    `availability` is "" when the profile says nothing.
    """

    skills: tuple[ClaimedSkill, ...]
    skillMatches: tuple[ClaimedMatch, ...]
    skillGaps: tuple[str, ...]
    strengths: tuple[ClaimedStrength, ...]
    concerns: tuple[str, ...]
    uniqueQualities: tuple[str, ...]
    culturalQuotes: tuple[str, ...]
    coreSkillsScore: float
    experienceScore: float
    culturalFitScore: float
    confidenceLevel: float
    availability: str
    reasoningSummary: str
