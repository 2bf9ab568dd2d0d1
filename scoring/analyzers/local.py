"""The embedded analyzer: the rubric over what the profile shows. Deterministic, no key, no network."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from scoring import rubric
from scoring.analyzers.base import Answer
from scoring.career import availability
from scoring.judgement import ClaimedMatch, ClaimedSkill, Judgement
from scoring.matching import credentials
from scoring.matching.nearness import is_close
from scoring.matching.reading import Reading, read
from scoring.matching.requirements import Requirements, is_named, requirements, technical_names
from scoring.matching.scores import LOW_CONFIDENCE, confidence, scores, soft_points
from scoring.matching.skills import own, wanted
from scoring.models import Job, Pair
from scoring.notes import note, passages, points
from scoring.notes.findings import Burden, Findings
from scoring.notes.grammar import title
from scoring.profile import BlindProfile
from scoring.roles.relations import have_fields
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import canonical, written
from scoring.skills.terms import names

MAX_FURTHER_SKILLS = 4
MAX_SKILL_WORDS = 5
"""Longer ones are not named in a note."""


TURN_CHARS, TURN_ITEMS = 10_000, 100
"""The longest text and the most skills, of a candidate and of a job, that are judged in a turn of the loop."""


class LocalAnalyzer:
    """Judges by the rubric, in half a millisecond to two a pair (`tests.bench.local`); the loop gets a turn after each.

    What takes long, as a list of a thousand skills does, is judged on a thread.
    """

    name = "local"
    model = f"rubric-{rubric.RUBRIC_VERSION}"

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See `Analyzer.analyze`; it never fails, and needs no correction."""
        if _takes_long(pair.job, profile):
            return Answer(await asyncio.to_thread(judge, pair.job, profile), by_rubric=True)
        # A thread would cost more than it frees: the work holds the interpreter, and is over in a turn of the loop.
        await asyncio.sleep(0)
        return Answer(judge(pair.job, profile), by_rubric=True)

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """None: there is no prompt."""
        return 0

    async def aclose(self) -> None:
        """Nothing is held open."""


def _takes_long(job: Job, profile: BlindProfile) -> bool:
    listed = (job.technical_skills, job.softSkills, profile.technical_skills, profile.soft_skills)
    is_long = max(len(profile.text), len(job.description or "")) > TURN_CHARS
    return is_long or any(len(each) > TURN_ITEMS for each in listed if each)


class _Sayable(Struct, frozen=True, gc=False):
    """A skill of a profile that can stand in a note, and the canonical names in it."""

    skill: str
    names: frozenset[str]
    lowered: str


def judge(job: Job, profile: BlindProfile) -> Judgement:
    """Apply the rubric to one pair; the same input always gives the same judgement."""
    return judged(read(requirements(job), profile))


def judged(reading: Reading) -> Judgement:
    """What the rubric says of a reading, with the points for and against and a note."""
    sure = confidence(reading)
    found = _findings(reading, is_sure=sure > LOW_CONFIDENCE)
    core, experience, cultural = scores(reading)
    advice = rubric.recommendation(rubric.match_score(core, experience, cultural))
    years_stated = reading.profile.experience_years if reading.years_from == "stated" else None
    return Judgement(
        skills=_skills(reading.profile, years_stated or 0.0),
        skillMatches=claimed_matches(reading),
        skillGaps=(*found.gaps, *found.soft_gaps),
        strengths=points.strengths(found),
        concerns=points.concerns(found),
        uniqueQualities=points.unique_qualities(found),
        culturalQuotes=tuple(place[0] for _, place in reading.ways),
        coreSkillsScore=core,
        experienceScore=experience,
        culturalFitScore=cultural,
        confidenceLevel=sure,
        availability=availability.told(reading.profile.text),
        reasoningSummary=note.summary(found, advice),
    )


def claimed_matches(reading: Reading) -> tuple[ClaimedMatch, ...]:
    """The requirements that are met, each with its quote."""
    found = (each for each in (*reading.technical.values(), *reading.soft.values()) if each)
    return tuple(ClaimedMatch(each.quote, each.required, each.shown, each.strength, each.confidence) for each in found)


def _findings(reading: Reading, *, is_sure: bool) -> Findings:
    asked, profile = reading.asked, reading.profile
    matched = {skill: found.quote for skill, found in reading.technical.items() if found}
    soft = tuple(skill for skill, found in reading.soft.items() if found)
    papers = credentials.stated(asked, profile)
    musts_met = frozenset(skill for skill in matched if canonical(skill) in asked.must)
    relation = reading.relevance.relation
    if relation == "other" and title(reading.title) is None:
        relation = "unknown"
    mentioned = tuple(each for each in reading.extra if not _is_title(each) and _is_mentioned(each, asked))
    return Findings(
        title=reading.title,
        earlier=reading.relevance.earlier,
        is_backed=reading.relevance.is_backed,
        relation=relation,
        has_known_fields=have_fields(asked.title, reading.title),
        is_outsider=relation == "other" and len(reading.technical) > 2 * len(matched) and not musts_met,
        years=None if reading.years_from == "level" else reading.years,
        years_from=reading.years_from,
        years_in_line=reading.years_in_line,
        years_dated=profile.years_dated,
        years_asked=asked.years,
        states_years=asked.states_years,
        doubts_years=profile.experience_years is not None and reading.years_from != "stated",
        level=reading.level,
        states_level=reading.states_level,
        level_asked=asked.level,
        asked=reading.required,
        matched=matched,
        musts_met=musts_met,
        gaps=reading.gaps,
        must=reading.must,
        wanted=wanted(reading.gaps, profile),
        rows=asked.alternatives,
        soft=soft,
        soft_gaps=reading.soft_gaps,
        extra=mentioned,
        further=_further(reading, mentioned),
        passages=passages.telling((*matched, *soft), profile.text, matched),
        ways=_told_ways(reading),
        held=papers.held,
        unheld=papers.unheld,
        beyond=papers.beyond,
        close=_close(reading),
        text=profile.text.strip(),
        has_text=reading.has_text,
        is_thin=not (is_sure and (reading.own or matched or soft)),
        burdens=_burdens(reading),
    )


def _is_mentioned(skill: str, asked: Requirements) -> bool:
    return canonical(skill) in _welcome(asked) or is_named(skill, asked.text)


@lru_cache(maxsize=256)
def _welcome(asked: Requirements) -> frozenset[str]:
    return frozenset(map(canonical, asked.plus))


def _told_ways(reading: Reading) -> tuple[tuple[str, str], ...]:
    if not reading.ways:
        return ()
    quotes = {name: passages.around(place) for name, place in reading.ways}
    # Of two quotes the one that holds the other tells of both.
    longest = {own: max((each for each in quotes.values() if own in each), key=len) for own in quotes.values()}
    return tuple((name, longest[own] if own else "") for name, own in quotes.items())


def _close(reading: Reading) -> str:
    opening = passages.first(reading.profile.text.strip()) if reading.relevance.nearness else ""
    return opening if opening and is_close(reading.asked, opening) else ""


def _further(reading: Reading, mentioned: tuple[str, ...]) -> tuple[str, ...]:
    known, asked = _known(reading.asked).union(map(canonical, mentioned)), _asked_words(reading.asked)
    shown = [found.shown.lower() for found in reading.technical.values() if found]
    further = (
        each.skill
        for each in _sayable(reading.profile)
        if known.isdisjoint(each.names) and f" {each.lowered} " not in asked
        if not (shown and any(own in each.lowered for own in shown))
    )
    return tuple(islice(further, MAX_FURTHER_SKILLS))


@lru_cache(maxsize=256)
def _known(asked: Requirements) -> frozenset[str]:
    """Canonical names of what a job asks for: skills, and those that are in its qualifications."""
    return technical_names(asked).union(*map(names, asked.qualifications))


@lru_cache(maxsize=256)
def _asked_words(asked: Requirements) -> str:
    """A job's skills and title, a blank around each: who shows a part of one, as CNC of CNC milling, adds nothing."""
    return " \n ".join(("", *asked.technical, asked.title, "")).lower()


@lru_cache(maxsize=32)
def _sayable(profile: BlindProfile) -> tuple[_Sayable, ...]:
    return tuple(
        _Sayable(skill, names(skill) | {canonical(skill)}, skill.lower())
        for skill in own(profile).names
        if not _is_title(skill) and passages.is_sayable(skill, most_words=MAX_SKILL_WORDS)
    )


def _is_title(skill: str) -> bool:
    """Whether a skill of the tables is somebody's title, as "site manager" is: nobody brings one as a skill."""
    words = skill.lower().split()
    return len(words) > 1 and is_occupation(words[-1])


def _burdens(reading: Reading) -> tuple[Burden, ...]:
    """What costs the pair points, in the rubric's weights, the most first; a soft skill that is not named counts half.

    It can be asked about, where a missing skill or year is missing.
    """
    soft = soft_points(reading) if reading.technical else rubric.WHOLE_POINTS
    technical = rubric.WHOLE_POINTS - soft if reading.soft else rubric.WHOLE_POINTS
    required = reading.required
    skills = technical * reading.missing / required if required else 0.0
    skills += rubric.MISSING_MUST_HAVE_POINTS * min(rubric.MOST_MISSING, reading.missing_must)
    softness = soft * len(reading.soft_gaps) / len(reading.soft) if reading.soft else 0.0
    short = min(8.0, max(0.0, (reading.asked.years or 0.0) - (reading.counted or 0.0)))
    experience = 5.0 * short + max(0.0, -rubric.level_points(reading.graded, reading.asked.level))
    costs: dict[Burden, float] = {
        "skills": rubric.CORE_WEIGHT * skills,
        "experience": rubric.EXPERIENCE_WEIGHT * experience,
        "soft skills": rubric.CORE_WEIGHT * softness / 2,
    }
    return tuple(sorted((burden for burden in costs if costs[burden] > 0), key=costs.__getitem__, reverse=True))


@lru_cache(maxsize=32)
def _skills(profile: BlindProfile, years_stated: float) -> tuple[ClaimedSkill, ...]:
    """The skills that a profile lists, or else tells of. All jobs of a candidate share them.

    Args:
        years_stated: those of the candidate, for skills of which none are said; 0 where none are stated.
    """
    is_listed = bool(profile.technical_skills)
    return tuple(
        ClaimedSkill(
            quote=item.text,
            name=item.text if is_listed else written(item.text),
            level=profile.experience_level,
            yearsOfExperience=item.years if item.years is not None else years_stated,
        )
        for item in own(profile).technical
    )
