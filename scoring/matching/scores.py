"""What the rubric makes of a profile that was read for a job. Pure functions."""

from __future__ import annotations

from scoring import rubric
from scoring.career.positions import rose
from scoring.matching.nearness import tells_of_work
from scoring.matching.reading import Reading
from scoring.matching.requirements import Requirements
from scoring.matching.skills import distinct, named
from scoring.profile import BlindProfile
from scoring.roles import relations

LOW_CONFIDENCE = 0.3
"""The most that a job without skills allows, 0-1."""
CULTURE_POINTS, MAX_WAYS = 10.0, 3
"""What a way of working counts that the job states and the profile shows, and how many of them do."""
UNBACKED = 0.5
"""What a matched skill counts where nothing but a list shows it."""
WORK_SKILLS = 10
"""Where a job's skills are read from its text, the work itself is asked for as well, and counts as so many: a text names few
of the skills that the work takes, and not those that tell it from other work.
"""
BESIDE_LIST = 0.9
"""Where a job lists its skills, the formula over them decides. Work that is shown may count as much as the list, and so much
of what it adds is given: who shows none of the skills, technical or soft, is not recommended for the work alone.
"""
NAMED, FEW, HALF = 3, 1 / 3, 1 / 2
MOST_WITH_NONE, MOST_WITH_FEW = 72.0, 78.0
"""Where a job names so many skills or more, who shows none of them, or a third, counts at most so much for the work: that is
worth a conversation, and no interview. From half of them on nothing is held back.
"""
READ_SOFT_POINTS = 10.0
"""What a soft skill counts at most that was read from a job's text: one word is not worth half of all technical ones."""
_RELEVANCE: dict[relations.Relation, float] = {"same": 25.0, "field": 10.0, "related": 5.0, "other": 0.0, "unknown": 0.0}
"""The same title is in the same field too: 15 + 10."""
_PROGRESSION = 5.0
_SAME_WORK = 15.0
"""The points of the same title, by how near the work is that is told under another one."""
NEAR_SKILLS = 6.0
"""Work as near to the job's as can be counts as so many further relevant skills: it takes more than a job names."""


def scores(reading: Reading) -> tuple[float, float, float]:
    """Core skills, experience and cultural fit, each 0-100."""
    asked = reading.asked
    years, years_asked = _counted_years(reading), asked.years or 0.0
    is_known = reading.years_from != "level"
    experience = rubric.experience_score(
        # A level stands for years that nobody told: they may be enough, and are never more than that.
        years=years if is_known else min(years, years_asked),
        years_asked=years_asked,
        relevance=_relevance_points(reading, has_years=is_known and years >= years_asked > 0),
        level_points=rubric.level_points(reading.graded, asked.level),
    )
    return _core(reading), experience, rubric.NEUTRAL + CULTURE_POINTS * min(MAX_WAYS, len(reading.ways))


def _core(reading: Reading) -> float:
    return min(_core_by_work(reading), _most(reading))


def _most(reading: Reading) -> float:
    """The most that core skills may count by the share of the named ones that is shown."""
    if reading.required < NAMED:
        return 100.0
    share = 1.0 - reading.missing / reading.required
    if share < FEW:
        return MOST_WITH_NONE + (MOST_WITH_FEW - MOST_WITH_NONE) * share / FEW
    return min(100.0, MOST_WITH_FEW + (100.0 - MOST_WITH_FEW) * (share - FEW) / (HALF - FEW))


def _core_by_work(reading: Reading) -> float:
    asked = reading.asked
    if asked.is_read or not asked.technical:
        work = WORK_SKILLS if asked.is_read and (asked.technical or asked.soft) else 0
        return _core_with(reading, work=work, near=NEAR_SKILLS)
    formula = _core_with(reading, work=0, near=0.0)
    if not reading.relevance.shown or not tells_of_work(asked):
        return formula
    shown = max(_core_with(reading, work=work, near=NEAR_SKILLS) for work in (0, len(reading.technical)))
    return formula + BESIDE_LIST * max(0.0, shown - formula)


def _core_with(reading: Reading, *, work: int, near: float) -> float:
    """The core skills score where the work itself is asked for as well, as so many technical skills.

    Args:
        near: the further skills that work as near as can be stands for.
    """
    weight = 1.0 if reading.relevance.is_backed else UNBACKED
    return rubric.core_skills_score(
        required=reading.required + work,
        matched=weight * (len(reading.technical) - len(reading.gaps)) + work * reading.relevance.shown,
        extra=weight * len(reading.extra),
        near=near * reading.relevance.nearness,
        missing_must=reading.missing_must,
        soft_required=len(reading.soft),
        soft_matched=weight * (len(reading.soft) - len(reading.soft_gaps)),
        soft_points=soft_points(reading),
    )


def soft_points(reading: Reading) -> float:
    """What all soft skills together count beside the technical ones."""
    return min(rubric.SOFT_POINTS, READ_SOFT_POINTS * len(reading.soft)) if reading.asked.is_read else rubric.SOFT_POINTS


def _counted_years(reading: Reading) -> float:
    if reading.years_in_line is not None:
        return reading.years_in_line
    return (reading.years or 0.0) * reading.relevance.share


def _relevance_points(reading: Reading, *, has_years: bool) -> float:
    """Up to 30, by the titles and by what the profile tells of its work."""
    found = reading.relevance
    by_title = _RELEVANCE[found.relation] if found.is_backed else 0.0
    by_work = 0.0 if found.relation == "same" else _SAME_WORK * found.nearness
    return by_title + by_work + (_PROGRESSION if by_title and _progresses(reading, has_years=has_years) else 0.0)


def _progresses(reading: Reading, *, has_years: bool) -> bool:
    """Whether somebody rose in the job's line of work; where positions do not tell, whether the years are enough."""
    has_risen = _has_risen(reading.asked, reading.profile)
    return has_years if has_risen is None else has_risen


def confidence(reading: Reading) -> float:
    """How much of the judgement the profile really supports, 0-1."""
    has_text = reading.has_text
    known = 0.15
    # One skill alone is hardly a profile: 0.05, 0.15, and from three on 0.3, as for a text.
    known += 0.3 if has_text else min(0.3, max(0.0, 0.1 * _skill_count(reading) - 0.05))
    known += 0.2 * (reading.years is not None)
    known += 0.1 * bool(reading.title) + 0.15 * has_text
    known += 0.1 * bool(reading.technical)
    return round(min(known, 0.95 if reading.technical or reading.soft else LOW_CONFIDENCE), 2)


def _skill_count(reading: Reading) -> int:
    return len(distinct((*reading.own, *named(reading.profile.text))))


def _has_risen(asked: Requirements, profile: BlindProfile) -> bool | None:
    if len(profile.positions) < 2 or not profile.positions[0].title:
        return None
    held = (each.title for each in profile.positions)
    close = [title for title in held if relations.relation(asked.title, title) in ("same", "field", "related")]
    return rose(close)
