"""From claims to a checked analysis: quotes, bounds, our arithmetic, and what is echoed."""

from __future__ import annotations

import math

import msgspec
import pytest

from scoring.errors import InvalidOutput
from scoring.judgement import ClaimedMatch, ClaimedSkill, ClaimedStrength, Judgement
from scoring.models import Candidate, Job, Pair
from scoring.profile import blind
from scoring.verdict import AVAILABILITY, NO_CULTURAL_EVIDENCE, NOT_ENOUGH_EVIDENCE, Evidence, Verdict, publish

CANDIDATE = Candidate(
    candidateId="C1",
    name="Ann Lee",
    currentTitle="Nurse",
    email="ann@example.com",
    phone="+1 555 0100",
    experience_year=4,
    technical_skills=("Triage",),
    resume_text="Runs triage on night shifts.",
)
JUDGEMENT = Judgement(
    skills=(ClaimedSkill("Triage", "Triage", "Mid", 4.0),),
    skillMatches=(ClaimedMatch("triage", "Triage", "triage", "Exact", 0.9),),
    skillGaps=("BLS",),
    strengths=(ClaimedStrength("night shifts", "Experience", "Knows nights", "High", 0.8),),
    concerns=("No BLS",),
    uniqueQualities=("Nights",),
    culturalQuotes=("night shifts",),
    coreSkillsScore=80.0,
    experienceScore=70.0,
    culturalFitScore=60.0,
    confidenceLevel=0.9,
    availability="",
    reasoningSummary="Fits.",
)


def verdict(candidate: Candidate = CANDIDATE, /, **changes: object) -> Verdict:
    judgement = msgspec.structs.replace(JUDGEMENT, **changes)
    return publish(judgement, Pair(0, 0, 0, Job(job_id="J1"), candidate), blind(candidate), analyzed_at="2024-05-01")


def test_claims_with_their_quotes_are_kept_with_their_places() -> None:
    checked = verdict()
    assert checked.evidence == (
        Evidence("skill: Triage", "technical_skills[0]", 0, 6, "Triage"),
        Evidence("match: Triage", "resume_text", 5, 11, "triage"),
        Evidence("strength: Knows nights", "resume_text", 15, 27, "night shifts"),
    )
    assert checked.remarks == ()
    assert checked.analysis.matchScore == 73  # 40 + 21 + 12
    assert [skill.isVerified for skill in checked.analysis.skills] == [True]


def test_a_quote_that_is_not_there_is_dropped_with_its_claim_and_counted() -> None:
    checked = verdict(
        skills=(ClaimedSkill("Surgery", "Surgery", "Mid", 4.0), *JUDGEMENT.skills),
        strengths=(ClaimedStrength("day shifts", "Experience", "Knows days", "High", 0.8),),
    )
    assert checked.remarks == ("2 claims were dropped: their quotes are not in the profile.",)
    assert [skill.name for skill in checked.analysis.skills] == ["Triage"]
    assert checked.analysis.aiInsights.strengths == ()


def test_one_dropped_claim_is_said_in_the_singular() -> None:
    checked = verdict(skillMatches=(ClaimedMatch("surgery", "Surgery", "surgery", "Exact", 1.0),))
    assert checked.remarks == ("1 claim was dropped: its quote is not in the profile.",)


@pytest.mark.parametrize("quotes", [(), ("day shifts",), ("",), (" ",)])
def test_a_culture_without_evidence_scores_50(quotes: tuple[str, ...]) -> None:
    checked = verdict(culturalQuotes=quotes, culturalFitScore=95.0)
    assert checked.analysis.aiInsights.culturalFitScore == 50.0
    assert checked.remarks == (NO_CULTURAL_EVIDENCE,)
    assert checked.analysis.matchScore == 71  # 40 + 21 + 10


def test_one_cultural_quote_that_is_there_is_enough() -> None:
    assert verdict(culturalQuotes=("day shifts", "night shifts")).analysis.aiInsights.culturalFitScore == 60.0


@pytest.mark.parametrize("field", ["coreSkillsScore", "experienceScore", "culturalFitScore", "confidenceLevel"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_not_finite_is_invalid_output(field: str, value: float) -> None:
    with pytest.raises(InvalidOutput, match="Expected finite scores"):
        verdict(**{field: value})


@pytest.mark.parametrize(
    ("given", "scores"),
    [((120.0, -5.0, 1e308), (100.0, 0.0, 100.0)), ((33.333, 66.666, 0.04), (33.3, 66.7, 0.0))],
)
def test_scores_are_bounded_and_have_one_decimal(given: tuple[float, ...], scores: tuple[float, ...]) -> None:
    names = ("coreSkillsScore", "experienceScore", "culturalFitScore")
    insights = verdict(**dict(zip(names, given, strict=True))).analysis.aiInsights
    assert tuple(getattr(insights, name) for name in names) == scores


def test_weights_confidences_and_years_are_bounded() -> None:
    checked = verdict(
        skills=(ClaimedSkill("Triage", "Triage", "", 400.0), ClaimedSkill("triage", "triage", "", math.nan)),
        skillMatches=(ClaimedMatch("triage", "Triage", "triage", "Exact", 7.0),),
        strengths=(
            ClaimedStrength("Nurse", "", "a", "High", math.nan),
            ClaimedStrength("Nurse", "", "b", "Low", -1.0),
        ),
        confidenceLevel=1.7,
    )
    insights = checked.analysis.aiInsights
    assert [skill.yearsOfExperience for skill in checked.analysis.skills] == [80.0, 0.0]
    assert [match.confidenceScore for match in insights.skillMatches] == [1.0]
    assert [strength.weight for strength in insights.strengths] == [0.0, 0.0]
    assert insights.confidenceLevel == 1.0


def test_without_a_verified_skill_the_confidence_is_low_and_said() -> None:
    checked = verdict(skills=(), skillMatches=(ClaimedMatch("surgery", "Surgery", "surgery", "Exact", 1.0),))
    assert checked.analysis.aiInsights.confidenceLevel == 0.3
    assert NOT_ENOUGH_EVIDENCE in checked.remarks


def test_a_low_confidence_is_said_whatever_is_verified() -> None:
    assert verdict(confidenceLevel=0.3).remarks == (NOT_ENOUGH_EVIDENCE,)
    assert verdict(confidenceLevel=0.31).remarks == ()


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("  Ana  de la Cruz ", "Ana", "de la Cruz"),
        ("Ann", "Ann", ""),
        ("李伟", "李伟", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_name_is_split_at_its_first_space(name: str | None, first: str, last: str) -> None:
    analysis = verdict(msgspec.structs.replace(CANDIDATE, name=name)).analysis
    assert (analysis.firstName, analysis.lastName) == (first, last)


def test_identity_is_filled_in_from_the_request() -> None:
    analysis = verdict().analysis
    assert (analysis.job_id, analysis.id, analysis.email, analysis.phone) == ("J1", "C1", "ann@example.com", "+1 555 0100")
    assert (analysis.currentTitle, analysis.experienceYears, analysis.lastAnalyzedAt) == ("Nurse", 4.0, "2024-05-01")
    assert (analysis.applicationStatus, analysis.isShortlisted) == ("screening", False)


def test_nulls_are_filled_in_as_empty() -> None:
    analysis = publish(JUDGEMENT, Pair(0, 0, 0, Job(), Candidate()), blind(Candidate()), analyzed_at="").analysis
    assert (analysis.job_id, analysis.id, analysis.email, analysis.experienceYears) == ("", "", "", 0.0)


def test_availability_has_a_default() -> None:
    assert verdict().analysis.availability == AVAILABILITY
    assert verdict(availability="at once").analysis.availability == "at once"
