"""From an analyzer's claims to an analysis that can be checked.

Quotes that are not in the profile are dropped with their claims; what a model claims is held to the rubric (see `bounds`);
the arithmetic is ours; only then is filled in what is echoed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.claims.bounds import held
from scoring.claims.evidence import Evidence, Witness, quote_index
from scoring.errors import InvalidOutput
from scoring.judgement import ClaimedSkill, Judgement
from scoring.matching import copied
from scoring.matching.requirements import requirements
from scoring.models import AiInsights, Analysis, Candidate, Pair, Skill, SkillMatch, Strength
from scoring.profile import BlindProfile
from scoring.rubric import NEUTRAL, clamp, match_score, recommendation

AVAILABILITY = "2 weeks"
LOW_CONFIDENCE = 0.3
NOT_ENOUGH_EVIDENCE = "Not enough evidence: the profile shows too little for a firm score."
NO_CULTURAL_EVIDENCE = "The cultural score was left at 50: no stated way of working was shown in the profile."
HID = "Characters that nobody sees were taken out of the profile."


class Verdict(Struct, frozen=True, gc=False):
    """A checked analysis with its evidence, and what we have to say about it."""

    analysis: Analysis
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]


def publish(
    judgement: Judgement, pair: Pair, profile: BlindProfile, *, analyzed_at: str, by_rubric: bool = False
) -> Verdict:
    """Check a judgement against the profile it was made from.

    Args:
        by_rubric: it is the embedded analyzer's, whose scores are the rubric's already.

    Raises:
        InvalidOutput: a score is not a finite number.
    """
    _expect_numbers(judgement)
    asked = requirements(pair.job)
    of_profile = (*_of_profile(profile), *_of_copied(copied.words(asked, profile)))
    profile = copied.without(asked, profile)
    witness = Witness(quote_index(profile))
    of_model: tuple[str, ...] = ()
    if by_rubric:
        checked, skills = _verbatim(judgement, profile, witness)
    else:
        checked, of_model = held(judgement, pair.job, profile, witness)
        skills = _published(checked.skills)
    remarks = [*of_profile, *witness.remarks(), *of_model]
    if not checked.culturalQuotes:
        checked = replace(checked, culturalFitScore=NEUTRAL)
        remarks.append(NO_CULTURAL_EVIDENCE)
    if not checked.skills and not checked.skillMatches:
        checked = replace(checked, confidenceLevel=min(checked.confidenceLevel, LOW_CONFIDENCE))
    if checked.confidenceLevel <= LOW_CONFIDENCE:
        remarks.append(NOT_ENOUGH_EVIDENCE)
    return Verdict(_analysis(checked, skills, pair, analyzed_at), tuple(witness.evidence), tuple(remarks))


def _of_profile(profile: BlindProfile) -> Iterator[str]:
    for field in profile.instructed:
        yield f"An instruction to the reader was found in {field}; it was ignored."
    if profile.hid:
        yield HID


def _of_copied(words: int) -> Iterator[str]:
    if words:
        yield f"{words} words of the profile are the job's own text, word for word; they were not counted."


class _Listed(Struct, frozen=True, gc=False):
    """The skills of a profile that hold, as claimed and as published, with their evidence, and how many do not hold."""

    claimed: tuple[ClaimedSkill, ...]
    published: tuple[Skill, ...]
    evidence: tuple[Evidence, ...]
    absent: int


@lru_cache(maxsize=32)
def _listed(profile: BlindProfile, skills: tuple[ClaimedSkill, ...]) -> _Listed:
    """What holds of the embedded analyzer's skills, which all jobs of a candidate share."""
    witness = Witness(quote_index(profile))
    claimed = tuple(witness.keep("skill", skills, "name"))
    return _Listed(claimed, _published(claimed), tuple(witness.evidence), witness.absent)


def _published(skills: tuple[ClaimedSkill, ...]) -> tuple[Skill, ...]:
    return tuple(Skill(each.name, each.level, _years(each.yearsOfExperience), True) for each in skills)


def _verbatim(judgement: Judgement, profile: BlindProfile, witness: Witness) -> tuple[Judgement, tuple[Skill, ...]]:
    listed = _listed(profile, judgement.skills)
    witness.evidence += listed.evidence
    witness.absent += listed.absent
    checked = replace(
        judgement,
        skills=listed.claimed,
        skillMatches=tuple(witness.keep("match", judgement.skillMatches, "jobRequirement")),
        strengths=tuple(witness.keep("strength", judgement.strengths, "point")),
        culturalQuotes=tuple(filter(witness.finds, judgement.culturalQuotes)),
    )
    return checked, listed.published


def _analysis(judgement: Judgement, skills: tuple[Skill, ...], pair: Pair, analyzed_at: str) -> Analysis:
    core, experience = round(clamp(judgement.coreSkillsScore), 1), round(clamp(judgement.experienceScore), 1)
    cultural = round(clamp(judgement.culturalFitScore), 1)
    score = match_score(core, experience, cultural)
    insights = AiInsights(
        coreSkillsScore=core,
        experienceScore=experience,
        culturalFitScore=cultural,
        strengths=tuple(Strength(s.category, s.point, s.impact, _unit(s.weight)) for s in judgement.strengths),
        concerns=judgement.concerns,
        uniqueQualities=judgement.uniqueQualities,
        skillMatches=tuple(
            SkillMatch(m.jobRequirement, m.candidateSkill, m.matchStrength, _unit(m.confidenceScore))
            for m in judgement.skillMatches
        ),
        skillGaps=judgement.skillGaps,
        recommendation=recommendation(score),
        confidenceLevel=_unit(judgement.confidenceLevel),
        reasoningSummary=judgement.reasoningSummary,
    )
    return Analysis(
        **echoed(pair),
        skills=skills,
        availability=judgement.availability or AVAILABILITY,
        matchScore=score,
        aiInsights=insights,
        lastAnalyzedAt=analyzed_at,
    )


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


def _expect_numbers(judgement: Judgement) -> None:
    given = (judgement.coreSkillsScore, judgement.experienceScore, judgement.culturalFitScore)
    for value in (*given, judgement.confidenceLevel):
        if not math.isfinite(value):
            raise InvalidOutput(f"Expected finite scores, got {value!r}.")


def _unit(value: float) -> float:
    return round(clamp(value, 1.0), 2) if math.isfinite(value) else 0.0


def _years(value: float) -> float:
    return round(clamp(value, 80.0), 1) if math.isfinite(value) else 0.0
