"""From an analyzer's claims to an analysis that can be checked.

Quotes that are not in the profile are dropped with their claims; scores are bounded; the arithmetic is ours; only
then is filled in what is echoed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from scoring.errors import InvalidOutput
from scoring.evidence import QuoteIndex
from scoring.judgement import Judgement
from scoring.models import AiInsights, Analysis, Candidate, Pair, Skill, SkillMatch, Strength
from scoring.profile import BlindProfile
from scoring.rubric import NEUTRAL, clamp, match_score, recommendation

AVAILABILITY = "2 weeks"
LOW_CONFIDENCE = 0.3
NOT_ENOUGH_EVIDENCE = "Not enough evidence: the profile shows too little for a firm score."
NO_CULTURAL_EVIDENCE = "The cultural score was left at 50: no stated way of working was shown in the profile."


class Evidence(Struct, frozen=True):
    """Where a claim's quote stands: characters `start` to `end` of `field` in the blind profile."""

    claim: str
    field: str
    start: int
    end: int
    quote: str


class Verdict(Struct, frozen=True):
    """A checked analysis with its evidence, and what we have to say about it."""

    analysis: Analysis
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]


class _Claim(Protocol):
    @property
    def quote(self) -> str: ...


_C = TypeVar("_C", bound=_Claim)


class _Witness:
    """Looks every quote up and keeps the places of those it found."""

    def __init__(self, quotes: QuoteIndex) -> None:
        self._quotes = quotes
        self.evidence: list[Evidence] = []
        self.dropped = 0

    def keep(self, kind: str, claims: Sequence[_C], label: str) -> list[_C]:
        kept = []
        for claim in claims:
            place = self._quotes.locate(claim.quote)
            if place is None:
                self.dropped += 1
                continue
            field, start, end = place
            self.evidence.append(Evidence(f"{kind}: {getattr(claim, label)}", field, start, end, claim.quote))
            kept.append(claim)
        return kept


def publish(judgement: Judgement, pair: Pair, profile: BlindProfile, *, analyzed_at: str) -> Verdict:
    """Check a judgement against the profile it was made from.

    Raises:
        InvalidOutput: a score is not a finite number.
    """
    core, experience, cultural, confidence = _scores(judgement)
    quotes = QuoteIndex(profile)
    witness = _Witness(quotes)
    skills = witness.keep("skill", judgement.skills, "name")
    matches = witness.keep("match", judgement.skillMatches, "jobRequirement")
    strengths = witness.keep("strength", judgement.strengths, "point")
    remarks = []
    if not any(quotes.locate(quote) for quote in judgement.culturalQuotes):
        cultural = NEUTRAL
        remarks.append(NO_CULTURAL_EVIDENCE)
    if witness.dropped:
        one = witness.dropped == 1
        what = "1 claim was dropped: its quote is" if one else f"{witness.dropped} claims were dropped: their quotes are"
        remarks.append(f"{what} not in the profile.")
    if not skills and not matches:
        confidence = min(confidence, LOW_CONFIDENCE)
    if confidence <= LOW_CONFIDENCE:
        remarks.append(NOT_ENOUGH_EVIDENCE)
    score = match_score(core, experience, cultural)
    insights = AiInsights(
        coreSkillsScore=core,
        experienceScore=experience,
        culturalFitScore=cultural,
        strengths=tuple(Strength(s.category, s.point, s.impact, _unit(s.weight)) for s in strengths),
        concerns=judgement.concerns,
        uniqueQualities=judgement.uniqueQualities,
        skillMatches=tuple(
            SkillMatch(m.jobRequirement, m.candidateSkill, m.matchStrength, _unit(m.confidenceScore)) for m in matches
        ),
        skillGaps=judgement.skillGaps,
        recommendation=recommendation(score),
        confidenceLevel=confidence,
        reasoningSummary=judgement.reasoningSummary,
    )
    checked = tuple(Skill(s.name, s.level, _years(s.yearsOfExperience), True) for s in skills)
    analysis = Analysis(
        **echoed(pair),
        skills=checked,
        availability=judgement.availability or AVAILABILITY,
        matchScore=score,
        aiInsights=insights,
        lastAnalyzedAt=analyzed_at,
    )
    return Verdict(analysis, tuple(witness.evidence), tuple(remarks))


def echoed(pair: Pair) -> dict[str, Any]:
    """The fields of a pair's analysis that are filled in from the request, and never judged."""
    candidate = pair.candidate
    first, last = _names(candidate)
    return {
        "job_id": pair.job.job_id or "",
        "id": candidate.candidateId or "",
        "firstName": first,
        "lastName": last,
        "email": candidate.email or "",
        "phone": candidate.phone or "",
        "currentTitle": candidate.currentTitle or "",
        "experienceYears": candidate.experience_year or 0.0,
    }


def _names(candidate: Candidate) -> tuple[str, str]:
    first, _, last = (candidate.name or "").strip().partition(" ")
    return first, last.strip()


def _scores(judgement: Judgement) -> tuple[float, float, float, float]:
    given = (judgement.coreSkillsScore, judgement.experienceScore, judgement.culturalFitScore)
    for value in (*given, judgement.confidenceLevel):
        if not math.isfinite(value):
            raise InvalidOutput(f"Expected finite scores, got {value!r}.")
    core, experience, cultural = (round(clamp(score), 1) for score in given)
    return core, experience, cultural, _unit(judgement.confidenceLevel)


def _unit(value: float) -> float:
    return round(clamp(value, 1.0), 2) if math.isfinite(value) else 0.0


def _years(value: float) -> float:
    return round(clamp(value, 80.0), 1) if math.isfinite(value) else 0.0
