"""The rubric: what the three scores mean, and the arithmetic over them. Pure functions."""

from __future__ import annotations

import math

from scoring.models import Recommendation

RUBRIC_VERSION = "3"
"""Names what makes points of a profile that was read for a job, in the record and in what tells analyses apart that are used
again. It changes with any weight or formula below, in `scoring.matching.scores`, or to which `scoring.claims.bounds` holds a
model's scores; a test knows by a digest that it has to. How texts are read is no part of it.
"""

CORE_WEIGHT, EXPERIENCE_WEIGHT, CULTURAL_WEIGHT = 0.5, 0.3, 0.2
_WEIGHTS = tuple(round(weight * 1000) for weight in (CORE_WEIGHT, EXPERIENCE_WEIGHT, CULTURAL_WEIGHT))
WHOLE_POINTS, SOFT_POINTS = 100.0, 30.0
"""Of all skills asked for, and of the soft ones among them; the technical ones have the rest, 70."""
EXTRA_SKILL_POINTS, MISSING_MUST_HAVE_POINTS = 5.0, 10.0
MOST_MISSING = 3
"""Missing must-haves that cost points of their own: an advert that requires ten things in a row has no ten knock-outs, and
who has half of them would be at 0 like who has none."""
NEUTRAL = 50.0
"""The score of what nobody asked for, and of a culture without evidence."""

LEVELS = ("entry", "junior", "mid", "mid-senior", "senior", "lead", "principal")
LEVEL_YEARS = {
    "entry": 1.0,
    "junior": 3.0,
    "mid": 5.0,
    "mid-senior": 7.0,
    "senior": 10.0,
    "lead": 12.0,
    "principal": 15.0,
}
"""Years that a level stands for; from lead on they are ours, the ladder names none."""


def core_skills_score(
    *,
    required: int,
    matched: float,
    extra: float,
    missing_must: int,
    soft_required: int,
    soft_matched: float,
    soft_points: float = SOFT_POINTS,
    near: float = 0.0,
) -> float:
    """0-100 from counts; a part that the job does not ask for gives its points to the other.

    Where it asks for nothing: 50, and what further relevant skills count.

    Args:
        soft_points: what the soft skills have of the whole.
        near: further skills that the work stands for; they fill what is missing of the technical part and make up for no
            must-have.
    """
    if not required and not soft_required:
        return clamp(NEUTRAL + (extra + near) * EXTRA_SKILL_POINTS)
    score = 0.0
    if required:
        technical_points = WHOLE_POINTS - soft_points if soft_required else WHOLE_POINTS
        score += min(technical_points, matched / required * technical_points + near * EXTRA_SKILL_POINTS)
        score += extra * EXTRA_SKILL_POINTS
        score -= min(MOST_MISSING, missing_must) * MISSING_MUST_HAVE_POINTS
    if soft_required:
        score += soft_matched / soft_required * (soft_points if required else WHOLE_POINTS)
    return clamp(score)


def experience_score(*, years: float, years_asked: float, relevance: float, level_points: float) -> float:
    """0-100: 70 for the years asked, +-5 a year within 30-95, then relevance (0-30) and level (-20 to 0)."""
    by_years = min(95.0, max(30.0, 70.0 + 5.0 * (years - years_asked)))
    return clamp(by_years + relevance + level_points)


def level_points(level: str | None, asked: str | None) -> float:
    """One level below -10, two or more below -20, two or more above -5; 0 when either is unknown."""
    if level is None or asked is None:
        return 0.0
    steps = LEVELS.index(level) - LEVELS.index(asked)
    if steps <= -2:
        return -20.0
    if steps == -1:
        return -10.0
    return -5.0 if steps >= 2 else 0.0


def level_of_years(years: float) -> str:
    """The lowest level of the ladder that these years do not exceed, at most senior."""
    return next((level for level in LEVELS[:5] if years <= LEVEL_YEARS[level]), "senior")


def years_asked(stated: float | None, level: str | None) -> float | None:
    """Years that the job states, else those of the level, else None."""
    if stated is not None:
        return stated
    return LEVEL_YEARS[level] if level else None


def match_score(core: float, experience: float, cultural: float) -> int:
    """The whole number nearest to the weighted sum, halves up."""
    # In whole thousandths and tenths, so that a half is a half and not 0.49999.
    of_core, of_experience, of_culture = _WEIGHTS
    exact = of_core * round(core * 10) + of_experience * round(experience * 10) + of_culture * round(cultural * 10)
    return math.floor((exact + 5000) / 10000)


def recommendation(score: int) -> Recommendation:
    """The words for a `matchScore`."""
    if score >= 80:
        return "Recommended for interview"
    if score >= 65:
        return "Consider for phone screen"
    if score >= 50:
        return "May need additional training"
    return "Not recommended at this time"


def clamp(score: float, high: float = 100.0) -> float:
    """`score` within 0 and `high`."""
    return high if score >= high else score if score > 0.0 else 0.0
