"""A profile read for a job; what the rubric makes of it is in `scores`. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from scoring import rubric
from scoring.matching import copied, sidejobs
from scoring.matching.nearness import FAR_TEXT, NEAR_TEXT, tells_of_work
from scoring.matching.relevance import FIELD_LIKENESS, Relevance, near, relevance, tells
from scoring.matching.requirements import Requirements, named_of, shown, technical_names
from scoring.matching.skills import Found, Own, find, named, own, show
from scoring.matching.words import words
from scoring.matching.years import years_in_line
from scoring.notes.findings import Source
from scoring.profile import BlindProfile
from scoring.roles import relations, titles
from scoring.roles.levels import stated_level, titled_level
from scoring.skills import alternatives
from scoring.skills.aliases import canonical, look_alikes_of
from scoring.skills.terms import runs_of

MAX_EXTRA_SKILLS, MAX_CLOSE_SKILLS = 3, 64
"""Further relevant skills that count, and skills among which they are looked for by their meaning."""
COUNTED_YEARS = 60.0
_VERSION = re.compile(r"\s+v?\d[\d./,+x-]*\Z")
WHOLLY_NEAR = round((FIELD_LIKENESS - FAR_TEXT) / (NEAR_TEXT - FAR_TEXT), 2)
"""From so near on a text's years are all of the job's line of work: there the text is of its field."""


class Reading(Struct, frozen=True, gc=False):
    """A profile read for a job.

    `title` is the stated one, else one that the text gives. `years` is None when none are stated or shown, or none that a
    life could hold; `years_from` says where they come from, and `years_in_line` how many of them are of the job's line of
    work, where that is told. `level` is the one that is named, `graded` that or the one that the years stand for;
    `states_level`: the profile does, and not only the title.
    `own` are the technical skills that the profile lists, or else tells of; `extra` are skills that it shows and that the
    job names without asking for them, or that are near to its work.
    `technical` has no skill that another one makes up for. `gaps` and `soft_gaps` are the skills that are missing, `must`
    those of the gaps that the job requires.
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
    states_level: bool
    graded: str | None
    years: float | None
    years_from: Source
    years_in_line: float | None
    relevance: Relevance
    has_text: bool

    @property
    def counted(self) -> float | None:
        """The years, or those of them that are of the job's line of work."""
        return self.years if self.years_in_line is None else self.years_in_line

    @property
    def missing(self) -> int:
        """How many requirements the gaps are; skills of which any one would do are one."""
        return alternatives.count(self.gaps, self.asked.alternatives)

    @property
    def required(self) -> int:
        """How many technical requirements there are."""
        return len(self.technical) - len(self.gaps) + self.missing

    @property
    def missing_must(self) -> int:
        """How many of them the job requires."""
        return alternatives.count(self.must, self.asked.alternatives)


class _Person(Struct, frozen=True):
    """What a reading has of a profile whatever the job asks. `is_titled`: the level is that of a word of the title."""

    title: str
    level: str | None
    is_titled: bool
    years: float | None
    years_from: Source
    has_text: bool


def read(asked: Requirements, profile: BlindProfile) -> Reading:
    """What a profile shows of what a job asks; what it has of the job's own text shows nothing."""
    profile = sidejobs.without(asked, copied.without(asked, profile))
    skills = own(profile)
    technical = _needed(asked, find(asked.technical, skills.listed, profile))
    soft = find(asked.soft, skills.soft, profile)
    gaps = tuple(skill for skill, found in technical.items() if not found)
    person = _person(profile)
    title = person.title or _apart(asked, profile)
    related = relevance(asked, profile, title, tuple(skill for skill, found in technical.items() if found))
    by_titles = _years_by_titles(asked, profile, related)
    in_line = _years_by_text(asked, profile, related, title, technical) if by_titles is None else by_titles
    level = _level(asked, person, related, person.years if in_line is None else in_line)
    return Reading(
        asked=asked,
        profile=profile,
        technical=technical,
        soft=soft,
        gaps=gaps,
        must=tuple(skill for skill in gaps if canonical(skill) in asked.must) if asked.must else (),
        soft_gaps=tuple(skill for skill, found in soft.items() if not found),
        own=skills.names,
        extra=_extra(asked, skills, profile),
        ways=shown(asked.ways, profile.text),
        title=title,
        level=level,
        states_level=not person.is_titled,
        graded=level or _level_of(person.years if by_titles is None else by_titles, asked),
        years=person.years,
        years_from=person.years_from,
        years_in_line=in_line,
        relevance=related,
        has_text=person.has_text,
    )


@lru_cache(maxsize=32)
def _person(profile: BlindProfile) -> _Person:
    title = profile.title if profile.title.strip() else profile.title_read
    stated = stated_level(profile.experience_level)
    level = stated or (None if titles.is_wished(title) else titled_level(title))
    years, source = _years(profile, level)
    return _Person(title, level, stated is None, years, source, tells(profile.text))


def _level(asked: Requirements, person: _Person, found: Relevance, years: float | None) -> str | None:
    """The level of somebody before a job. A word of a title is a rank of that trade, and grades less than a stated level.

    A senior carer is at the level of a post as senior carer, whatever the job calls that; and a junior sous chef with the
    years of the level above is at that.
    """
    if not person.is_titled or not person.level or not asked.level or found.relation not in ("same", "field"):
        return person.level
    if found.relation == "same" and titled_level(asked.title) == person.level:
        return asked.level
    is_next = rubric.LEVELS.index(asked.level) - rubric.LEVELS.index(person.level) == 1
    has_years = person.years_from != "level" and years is not None and years >= rubric.LEVEL_YEARS[asked.level]
    return asked.level if is_next and has_years and person.level != "entry" else person.level


def _apart(asked: Requirements, profile: BlindProfile) -> str:
    """The title that stands apart in a text if it is of the job's work; one of other work would take away what is shown."""
    apart = profile.title_apart
    return apart if relations.relation(asked.title, apart) in ("same", "field") and not titles.is_praise(apart) else ""


def _years_by_titles(asked: Requirements, profile: BlindProfile, found: Relevance) -> float | None:
    person = _person(profile)
    return years_in_line(
        asked.title,
        profile.positions,
        found,
        person.years,
        person.years_from,
        after_qualification=asked.after_qualification,
    )


def _years_by_text(
    asked: Requirements, profile: BlindProfile, found: Relevance, title: str, technical: Mapping[str, Found | None]
) -> float | None:
    """The years of a job's line of work where only a text tells years, and no title whose they are; else None.

    They count as far as the text is near to the work or shows its skills. Beside a stated level, as stated years, and where
    a job's text is not understood they are taken at their word.
    """
    person = _person(profile)
    is_untitled = not title and person.level is None and found.relation == "unknown" and found.is_backed
    if not is_untitled or person.years is None or person.years_from == "stated" or not tells_of_work(asked):
        return None
    told = [skill for skill, each in technical.items() if each and each.quote in profile.text]
    # Who lists as well what the text tells loses nothing by it.
    listed = tuple(skill for skill, each in technical.items() if each and skill not in told)
    told += [skill for skill, each in find(listed, (), _text_alone(profile)).items() if each]
    share = max(found.nearness / WHOLLY_NEAR, len(told) / len(technical) if technical else 0.0)
    return round(share * person.years, 1) if share < 1.0 else None


@lru_cache(maxsize=32)
def _text_alone(profile: BlindProfile) -> BlindProfile:
    """The profile without what stands beside its text."""
    return replace(profile, technical_skills=(), fields=tuple(part for part in profile.fields if part.text is profile.text))


def with_met(reading: Reading, met: Mapping[str, Found]) -> Reading:
    """The reading with what was not found in it, but by a model: requirements by their canonical name."""
    if not any(canonical(skill) in met for skill in (*reading.gaps, *reading.soft_gaps)):
        return reading
    technical = {skill: found or met.get(canonical(skill)) for skill, found in reading.technical.items()}
    technical = _needed(reading.asked, technical)
    soft = {skill: found or met.get(canonical(skill)) for skill, found in reading.soft.items()}
    asked, profile, related = reading.asked, reading.profile, reading.relevance
    by_titles = _years_by_titles(asked, profile, related)
    return replace(
        reading,
        years_in_line=_years_by_text(asked, profile, related, reading.title, technical) if by_titles is None else by_titles,
        technical=technical,
        soft=soft,
        gaps=tuple(skill for skill, found in technical.items() if not found),
        must=tuple(skill for skill, found in technical.items() if not found and skill in reading.must),
        soft_gaps=tuple(skill for skill, found in soft.items() if not found),
    )


def _needed(asked: Requirements, technical: dict[str, Found | None]) -> dict[str, Found | None]:
    """What is asked without what another skill makes up for: who shows Go need not know Python, where either will do."""
    if not asked.alternatives:
        return technical
    met = {canonical(skill) for skill, found in technical.items() if found}
    spared = frozenset[str]().union(*(group for group in asked.alternatives if not group.isdisjoint(met))) - met
    return {skill: found for skill, found in technical.items() if canonical(skill) not in spared}


def _extra(asked: Requirements, skills: Own, profile: BlindProfile) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for skill in _relevant(asked, skills, profile):
        found.setdefault(canonical(skill), skill)
        if len(found) == MAX_EXTRA_SKILLS:
            break
    return tuple(found.values())


def _relevant(asked: Requirements, skills: Own, profile: BlindProfile) -> Iterator[str]:
    """Further skills: those that the job's own words name, then those that are near its work."""
    known = technical_names(asked)
    listed = skills.names if skills.listed else ()
    yield from (skill for skill in named_of(listed, asked.text) if _unversioned(skill) not in known)
    yield from (skill for skill in asked.plus if show(skill, skills.listed, profile))
    if close := near(asked, listed[:MAX_CLOSE_SKILLS]):
        others = known | _alike(asked)
        yield from (skill for skill in close if _unversioned(skill) not in others)
    told = _told(asked)
    # Whether they are listed or not, so that nobody loses by listing one more.
    if told and words(profile).may_hold_all(_runs(asked)):
        yield from (skill for skill in named(profile.text) if canonical(skill) in told)


@lru_cache(maxsize=256)
def _told(asked: Requirements) -> frozenset[str]:
    """The skills that a job's text names and that it does not ask for."""
    return frozenset(map(canonical, named(asked.text))) - technical_names(asked)


@lru_cache(maxsize=256)
def _runs(asked: Requirements) -> tuple[frozenset[str], ...]:
    """Of these one set stands whole in any text that names one of them."""
    return tuple(runs for name in _told(asked) for runs in runs_of(name))


@lru_cache(maxsize=256)
def _alike(asked: Requirements) -> frozenset[str]:
    return frozenset[str]().union(*map(look_alikes_of, asked.technical))


@lru_cache(maxsize=16384)
def _unversioned(skill: str) -> str:
    """The canonical name of a skill, without the versions of it, as in "Java 8/11/17"."""
    return canonical(_VERSION.sub("", skill)) or canonical(skill)


def _years(profile: BlindProfile, level: str | None) -> tuple[float | None, Source]:
    """The years stated, else those that the text shows, else those that the level stands for, with where they come from."""
    stated, read = profile.years_stated, profile.years_read
    if stated is not None:
        return min(stated, COUNTED_YEARS), "stated"
    if read is not None:
        return min(read, COUNTED_YEARS), "words" if read == profile.years_told else "dates"
    if profile.experience_years is None and level:
        return rubric.LEVEL_YEARS[level], "level"
    return None, "nothing"


def _level_of(years: float | None, asked: Requirements) -> str | None:
    """The level that years stand for where the job asks for a level and no years; never one above the job's.

    Where the job states years these alone are the measure: five years are enough for a senior role that asks for five.
    """
    if years is None or asked.level is None or asked.states_years:
        return None
    return min(rubric.level_of_years(years), asked.level, key=rubric.LEVELS.index)
