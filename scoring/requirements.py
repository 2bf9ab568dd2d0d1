"""What a job asks, read once: skills, must-haves, years, and the ways of working it states. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from scoring import rubric
from scoring.models import Job
from scoring.skills import canonical, mentions

_MUST = re.compile(r"\b(?:required|requires?|must|essential|mandatory)\b", re.IGNORECASE)
_PLUS = re.compile(r"\b(?:not required|a plus|nice to have|not essential|not a must)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[;\n]|\.(?=\s|\Z)")


class Way(Struct, frozen=True):
    """A way of working. A lower-case text without any of `needles` need not be searched for `pattern`."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]


def _way(needles: str, pattern: str) -> Way:
    return Way(tuple(needles.split(",")), re.compile(pattern, re.IGNORECASE))


WAYS = {
    "remote work": _way("remote", r"\bremote(?:ly)?\b"),
    "pair programming": _way("pair", r"\bpair(?:ed|s)?(?:-|\s+)program(?:ming|med|s)?\b"),
    "code review": _way("review", r"\bcode\s+reviews?\b|\breview(?:s|ed|ing)?\s+(?:\w{1,20}\s+){0,2}code\b"),
    "shift work": _way("shift", r"\b(?:rotating\s+|night\s+|every\s+)?shifts?\b"),
    "continued learning": _way(
        "learn,course,certification",
        r"\b(?:(?:continu(?:al|ed|ous)|keeps?|kept|lifelong|ongoing)\s+learning|learning\s+(?:budget|culture|days?|time)"
        r"|learn(?:ed|t)|(?!(?:due|of|the)\b)\w{2,20}\s+courses?|certifications?)\b",
    ),
    "mentoring": _way(
        "mentor,coach,teach,taught,train",
        r"\b(?:mentor(?:s|ed|ing)?|coach(?:es|ed|ing))\b"
        r"|\b(?:teach(?:es|ing)?|taught|train(?:s|ed|ing)?)\s+(?:\w{1,20}\s+){0,3}?"
        r"(?:apprentices|colleagues|hires|interns|juniors?|newcomers|nurses|on-call|peers|staff|starters|students|trainees)\b",
    ),
    "agile work": _way("agile,scrum,kanban", r"\b(?:agile|scrum|kanban)\b"),
}
"""The ways of working that are looked for, by the name a note gives them."""


class Requirements(Struct, frozen=True):
    """What a job asks. `must` are canonical names; `years` is None when it asks for none.

    `states_years` is false when the years are those that the job's level stands for.
    """

    title: str
    technical: tuple[str, ...]
    soft: tuple[str, ...]
    must: frozenset[str]
    qualifications: tuple[str, ...]
    level: str | None
    years: float | None
    states_years: bool
    text: str
    ways: tuple[str, ...]


@lru_cache(maxsize=256)
def requirements(job: Job) -> Requirements:
    """Read a job."""
    description = job.description or ""
    text = "\n".join((description, *(job.responsibilities or ())))
    technical = distinct(job.technical_skills or ())
    level = rubric.level_of(job.experience_level or "") or rubric.level_of(job.title or "")
    stated = rubric.years_asked(description, None)
    strict = [part for part in _SENTENCE.split(description) if _MUST.search(part) and not _PLUS.search(part)]
    return Requirements(
        title=job.title or "",
        technical=technical,
        soft=distinct(job.softSkills or ()),
        must=frozenset(canonical(skill) for skill in technical for part in strict if is_named(skill, part)),
        qualifications=tuple(" ".join(each.split()) for each in job.qualification or () if each.strip()),
        level=level,
        years=rubric.years_asked(description, level),
        states_years=stated is not None,
        text=text,
        ways=tuple(name for name, _ in shown(WAYS, text)),
    )


@lru_cache(maxsize=2048)
def is_named(skill: str, text: str) -> bool:
    """Whether a job's text names a skill as a whole term."""
    return next(mentions(skill, text), None) is not None


def shown(names: Iterable[str], text: str) -> list[tuple[str, re.Match[str]]]:
    """Those of the named ways of working that a text speaks of, each with its place."""
    folded = text.lower()
    likely = (name for name in names if any(needle in folded for needle in WAYS[name].needles))
    return [(name, place) for name in likely if (place := WAYS[name].pattern.search(text))]


def distinct(skills: Iterable[str]) -> tuple[str, ...]:
    """The skills without blanks and without second spellings of the same; the first spelling stays."""
    seen: dict[str, str] = {}
    for skill in skills:
        if name := canonical(skill):
            seen.setdefault(name, skill.strip())
    return tuple(seen.values())
