"""The embedded analyzer: the rubric over what the profile shows. Deterministic, no key, no network."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from scoring import note, passages, points, qualifications, rubric, titles
from scoring.analyzers.base import Answer
from scoring.findings import Burden, Findings, Source
from scoring.grammar import title
from scoring.items import items
from scoring.judgement import ClaimedMatch, ClaimedSkill, Judgement
from scoring.levels import stated_level, titled_level
from scoring.models import Job, Pair
from scoring.positions import rose
from scoring.profile import BlindProfile
from scoring.requirements import Requirements, distinct, is_named, requirements, shown
from scoring.skills import Found, canonical, find, own, show, wanted, written

LOW_CONFIDENCE = 0.3
"""The most that a job without skills allows, 0-1."""
MAX_EXTRA_SKILLS = 3
MAX_FURTHER_SKILLS = 4
MIN_TEXT_CHARS = 80
"""A longer text tells a person something, whatever is found in it; its white space does not count."""
MAX_SKILL_WORDS, MAX_QUALIFICATION_WORDS = 5, 14
"""Longer ones are not named in a note."""
CULTURE_POINTS = 10.0
PLAUSIBLE_YEARS = 80.0
"""A working life; other years, and negative ones, are taken as not stated."""
COUNTED_YEARS = 60.0
_RELEVANCE: dict[titles.Relation, float] = {"same": 25.0, "field": 10.0, "related": 5.0, "other": 0.0, "unknown": 0.0}
"""The same title is in the same field too: 15 + 10."""
_PROGRESSION = 5.0


class LocalAnalyzer:
    """Judges by the rubric, in about a third of a millisecond a pair; the loop gets a turn after each."""

    name = "local"
    model = f"rubric-{rubric.RUBRIC_VERSION}"

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See `Analyzer.analyze`; it never fails, and needs no correction."""
        # A thread would cost more than it frees: the work holds the interpreter, and is over in a turn of the loop.
        await asyncio.sleep(0)
        return Answer(judge(pair.job, profile), by_rubric=True)

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """None: there is no prompt."""
        return 0

    async def aclose(self) -> None:
        """Nothing is held open."""


def judge(job: Job, profile: BlindProfile, met: Mapping[str, Found] | None = None) -> Judgement:
    """Apply the rubric to one pair; the same input always gives the same judgement.

    Args:
        met: requirements by canonical name that the profile shows in words which are not found here; a model found them.
    """
    read = _read(requirements(job), profile)
    if met:
        read = _with(read, met)
    found = _findings(read)
    core, experience, cultural = _scores(read)
    advice = rubric.recommendation(rubric.match_score(core, experience, cultural))
    return Judgement(
        skills=_skills(read),
        skillMatches=tuple(_match(each) for each in (*read.technical.values(), *read.soft.values()) if each),
        skillGaps=(*found.gaps, *found.soft_gaps),
        strengths=points.strengths(found),
        concerns=points.concerns(found),
        uniqueQualities=points.unique_qualities(found),
        culturalQuotes=tuple(place[0] for _, place in read.ways),
        coreSkillsScore=core,
        experienceScore=experience,
        culturalFitScore=cultural,
        confidenceLevel=_confidence(read),
        availability="",
        reasoningSummary=note.summary(found, advice),
    )


class _Reading(Struct, frozen=True):
    """A profile read for a job.

    `title` is the stated one, else one that the text gives. `years` is None when none are stated or shown, or none that a
    life could hold; `years_from` says where they come from. `level` is the one that is named, `graded` that or the one
    that the years stand for.
    `own` are the technical skills that the profile lists, or else tells of; `extra` are skills that it shows and that the
    job names without asking for them.
    `gaps` and `soft_gaps` are the skills that are missing, `must` those of the gaps that the job requires.
    """

    asked: Requirements
    profile: BlindProfile
    technical: dict[str, Found | None]
    soft: dict[str, Found | None]
    gaps: tuple[str, ...]
    must: tuple[str, ...]
    soft_gaps: tuple[str, ...]
    own: tuple[str, ...]
    extra: tuple[str, ...]
    ways: list[tuple[str, re.Match[str]]]
    title: str
    level: str | None
    graded: str | None
    years: float | None
    years_from: Source
    relation: titles.Relation
    has_risen: bool | None
    has_text: bool


def _read(asked: Requirements, profile: BlindProfile) -> _Reading:
    listed = tuple(item.text for item in items(profile.technical_skills))
    technical = find(asked.technical, listed, profile)
    soft = find(asked.soft, tuple(item.text for item in items(profile.soft_skills)), profile)
    shown_skills = distinct(item.text for item in own(profile))
    gaps = tuple(skill for skill, found in technical.items() if not found)
    own_title = profile.title if profile.title.strip() else profile.title_read
    level = stated_level(profile.experience_level) or titled_level(own_title)
    years, source = _years(profile, level)
    return _Reading(
        asked=asked,
        profile=profile,
        technical=technical,
        soft=soft,
        gaps=gaps,
        must=tuple(skill for skill in gaps if canonical(skill) in asked.must),
        soft_gaps=tuple(skill for skill, found in soft.items() if not found),
        own=shown_skills,
        extra=_extra(asked, distinct(listed), profile),
        ways=shown(asked.ways, profile.text),
        title=own_title,
        level=level,
        graded=level or _level_of(years, asked),
        years=years,
        years_from=source,
        relation=titles.relation(asked.title, own_title),
        has_risen=_has_risen(asked, profile),
        has_text=len(" ".join(profile.text.split(maxsplit=MIN_TEXT_CHARS)[:MIN_TEXT_CHARS])) > MIN_TEXT_CHARS,
    )


def _with(read: _Reading, met: Mapping[str, Found]) -> _Reading:
    """The reading with what was not found in it, but by a model."""
    technical = {skill: found or met.get(canonical(skill)) for skill, found in read.technical.items()}
    soft = {skill: found or met.get(canonical(skill)) for skill, found in read.soft.items()}
    return replace(
        read,
        technical=technical,
        soft=soft,
        gaps=tuple(skill for skill, found in technical.items() if not found),
        must=tuple(skill for skill in read.must if not technical[skill]),
        soft_gaps=tuple(skill for skill, found in soft.items() if not found),
    )


def _extra(asked: Requirements, listed: tuple[str, ...], profile: BlindProfile) -> tuple[str, ...]:
    # Relevant means that the job's own words name it, though not among its required skills.
    known = {canonical(skill) for skill in asked.technical}
    named = (skill for skill in listed if canonical(skill) not in known and is_named(skill, asked.text))
    told = (skill for skill in asked.plus if show(skill, listed, profile))
    return tuple(islice(distinct(chain(named, told)), MAX_EXTRA_SKILLS))


def _years(profile: BlindProfile, level: str | None) -> tuple[float | None, Source]:
    """The years stated, else those that the text shows, else those that the level stands for, with where they come from."""
    stated, read = profile.experience_years, profile.years_read
    if stated is not None and 0 <= stated <= PLAUSIBLE_YEARS:
        return min(stated, COUNTED_YEARS), "stated"
    if read is not None:
        return min(read, COUNTED_YEARS), "words" if read == profile.years_told else "dates"
    if stated is None and level:
        return rubric.LEVEL_YEARS[level], "level"
    return None, "nothing"


def _level_of(years: float | None, asked: Requirements) -> str | None:
    """The level that years stand for where the job asks for a level and no years; never one above the job's.

    Where the job states years these alone are the measure: five years are enough for a senior role that asks for five.
    """
    if years is None or asked.level is None or asked.states_years:
        return None
    return min(rubric.level_of_years(years), asked.level, key=rubric.LEVELS.index)


def _has_risen(asked: Requirements, profile: BlindProfile) -> bool | None:
    if len(profile.positions) < 2 or not profile.positions[0]:
        return None
    near = [each for each in profile.positions if titles.relation(asked.title, each) in ("same", "field", "related")]
    return rose(near)


def _scores(read: _Reading) -> tuple[float, float, float]:
    core = rubric.core_skills_score(
        required=len(read.technical),
        matched=len(read.technical) - len(read.gaps),
        extra=len(read.extra),
        missing_must=len(read.must),
        soft_required=len(read.soft),
        soft_matched=len(read.soft) - len(read.soft_gaps),
    )
    years, asked = read.years or 0.0, read.asked.years or 0.0
    relevance = _RELEVANCE[read.relation]
    progresses = read.has_risen if read.has_risen is not None else years >= asked > 0
    experience = rubric.experience_score(
        years=years,
        years_asked=asked,
        relevance=relevance + (_PROGRESSION if relevance and progresses else 0.0),
        level_points=rubric.level_points(read.graded, read.asked.level),
    )
    return core, experience, rubric.NEUTRAL + CULTURE_POINTS * min(3, len(read.ways))


def _confidence(read: _Reading) -> float:
    has_text = read.has_text
    known = 0.15
    # One skill alone is hardly a profile: 0.05, 0.15, and from three on 0.3, as for a text.
    known += 0.3 if has_text else min(0.3, max(0.0, 0.1 * len(read.own) - 0.05))
    known += 0.2 * (read.years is not None)
    known += 0.1 * bool(read.title) + 0.15 * has_text
    known += 0.1 * bool(read.technical)
    return round(min(known, 0.95 if read.technical or read.soft else LOW_CONFIDENCE), 2)


def _findings(read: _Reading) -> Findings:
    asked, profile = read.asked, read.profile
    matched = {skill: found.quote for skill, found in read.technical.items() if found}
    soft = tuple(skill for skill, found in read.soft.items() if found)
    held, unheld, beyond = _qualifications(asked, profile)
    return Findings(
        title=read.title,
        relation="unknown" if read.relation == "other" and title(read.title) is None else read.relation,
        years=read.years,
        years_from=read.years_from,
        years_dated=profile.years_dated,
        years_asked=asked.years,
        states_years=asked.states_years,
        doubts_years=profile.experience_years is not None and read.years_from != "stated",
        level=read.level,
        level_asked=asked.level,
        matched=matched,
        musts_met=frozenset(skill for skill in matched if canonical(skill) in asked.must),
        gaps=read.gaps,
        must=read.must,
        wanted=wanted(read.gaps, profile.text),
        soft=soft,
        soft_gaps=read.soft_gaps,
        extra=read.extra,
        further=_further(read),
        passages=passages.telling((*matched, *soft), profile.text),
        ways=_told_ways(read),
        held=held,
        unheld=unheld,
        beyond=beyond,
        text=profile.text.strip(),
        has_text=read.has_text,
        is_thin=_confidence(read) <= LOW_CONFIDENCE or not (read.own or matched or soft),
        burdens=_burdens(read),
    )


def _told_ways(read: _Reading) -> tuple[tuple[str, str], ...]:
    quotes = {name: passages.around(place) for name, place in read.ways}
    # Of two quotes the one that holds the other tells of both.
    longest = {own: max((each for each in quotes.values() if own in each), key=len) for own in quotes.values()}
    return tuple((name, longest[own] if own else "") for name, own in quotes.items())


def _further(read: _Reading) -> tuple[str, ...]:
    known = {canonical(skill) for skill in (*read.technical, *read.extra)}
    further = (
        skill
        for skill in read.own
        if canonical(skill) not in known and passages.is_sayable(skill, most_words=MAX_SKILL_WORDS)
    )
    return tuple(islice(further, MAX_FURTHER_SKILLS))


def _qualifications(asked: Requirements, profile: BlindProfile) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Those of the profile that are asked for, those asked for and not stated, those beyond."""
    own = tuple(each for each in profile.qualifications if passages.is_sayable(each, most_words=MAX_QUALIFICATION_WORDS))
    held = tuple(each for each in own if any(qualifications.meets(need, each) for need in asked.qualifications))
    strict = tuple(each for each in asked.qualifications if qualifications.is_licence(each))
    named = find(strict, (), profile) if strict else {}
    unheld = tuple(need for need in strict if not named[need] and not any(qualifications.meets(need, each) for each in own))
    beyond = (each for each in own if each not in held and qualifications.exceeds(asked.qualifications, each))
    return held, unheld, tuple(beyond)


def _burdens(read: _Reading) -> tuple[Burden, ...]:
    """What costs the pair points, in the rubric's weights, the most first; a soft skill that is not named counts half.

    It can be asked about, where a missing skill or year is missing.
    """
    technical, soft = rubric.TECHNICAL_POINTS, rubric.SOFT_POINTS
    if not read.soft or not read.technical:
        technical = soft = technical + soft
    skills = technical * len(read.gaps) / len(read.technical) if read.technical else 0.0
    skills += rubric.MISSING_MUST_HAVE_POINTS * len(read.must)
    softness = soft * len(read.soft_gaps) / len(read.soft) if read.soft else 0.0
    short = min(8.0, max(0.0, (read.asked.years or 0.0) - (read.years or 0.0)))
    experience = 5.0 * short + max(0.0, -rubric.level_points(read.graded, read.asked.level))
    costs: dict[Burden, float] = {
        "skills": rubric.CORE_WEIGHT * skills,
        "experience": rubric.EXPERIENCE_WEIGHT * experience,
        "soft skills": rubric.CORE_WEIGHT * softness / 2,
    }
    return tuple(sorted((burden for burden in costs if costs[burden] > 0), key=lambda burden: -costs[burden]))


def _skills(read: _Reading) -> tuple[ClaimedSkill, ...]:
    profile = read.profile
    stated = profile.experience_years if read.years_from == "stated" else None
    is_listed = bool(profile.technical_skills)
    return tuple(
        ClaimedSkill(
            quote=item.text,
            name=item.text if is_listed else written(item.text),
            level=profile.experience_level,
            yearsOfExperience=item.years if item.years is not None else stated or 0.0,
        )
        for item in own(profile)
    )


def _match(found: Found) -> ClaimedMatch:
    return ClaimedMatch(found.quote, found.required, found.shown, found.strength, found.confidence)
