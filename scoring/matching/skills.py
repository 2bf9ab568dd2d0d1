"""Skills by name: which ones are the same, and where they stand in a profile. Pure functions over the tables of `aliases`.

A required skill is looked for by its name, then by its other spellings, in the lists and then as a whole term in the other
fields; then among narrower skills, and at last by meaning (`likeness`). Look-alikes match by none of these ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from scoring.matching.words import Words, words
from scoring.models import MatchStrength
from scoring.profile import BlindProfile
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, canonical, normalise
from scoring.skills.denial import is_wanted, may_want
from scoring.skills.halves import cores, halves
from scoring.skills.inflections import may_tell, openings, openings_of, told
from scoring.skills.items import Item, items, split
from scoring.skills.likeness import NEAR, nearest
from scoring.skills.listing import proper
from scoring.skills.mentions import Sought, is_credential, may_hold, places, showing, sought_as, spelled_runs, spellings_of
from scoring.skills.progress import is_underway
from scoring.skills.terms import read
from scoring.skills.wordforms import forms_of
from scoring.text.folding import Folded, lower

MAX_READ = 30
"""Skills of a profile that are read from its text."""
TOLD = 0.6
"""How sure a skill is that is told in other forms, 0-1."""


class Found(Struct, frozen=True, gc=False):
    """A required skill that the profile shows; `quote` stands verbatim in one of its fields."""

    required: str
    shown: str
    quote: str
    strength: MatchStrength
    confidence: float


class _Kinds(Struct, frozen=True):
    """The skills that show one in part, by their canonical names in order, and how each is looked for.

    `runs` are those of all.
    """

    names: tuple[str, ...]
    sought: tuple[Sought, ...]
    runs: frozenset[str]


class _Asked(Struct, frozen=True):
    """Skills that are looked for together, each once; `runs` are those of all and of what shows them in part.

    By its `openings` each skill may be told in other forms, or by its `forms` where it is one word; `kinds` are what shows
    in part those that have some.
    """

    each: tuple[Sought, ...]
    runs: frozenset[str]
    openings: dict[str, tuple[frozenset[str], ...]]
    forms: dict[str, frozenset[str]]
    kinds: dict[str, _Kinds]


class Own(Struct, frozen=True):
    """The skills of a profile, whatever a job asks.

    `technical` are those that it lists, or where it lists none, those that its text names; `names` are the same without
    second spellings. `listed` and `soft` are those of its lists.
    """

    technical: tuple[Item, ...]
    names: tuple[str, ...]
    listed: tuple[str, ...]
    soft: tuple[str, ...]


def find(required: tuple[str, ...], listed: tuple[str, ...], profile: BlindProfile) -> dict[str, Found | None]:
    """Find each required skill among a profile's listed ones, then in its other fields, then in part.

    In part it is shown by a narrower skill (Docker, for containerisation), by the suite that it is of (Office, for Word), or
    by a listed one that means nearly the same.
    """
    asked, own, held = _asked(required), _by_name(listed), words(profile)
    standing = held.standing(asked.runs)
    out: dict[str, Found | None] = {}
    for each in asked.each:
        found = _among(each, own) if each.name in own else None
        out[each.skill] = found or (None if each.runs.isdisjoint(standing) else _within(each, profile, held))
    if missing := [each.skill for each in asked.each if not out[each.skill] and each.name]:
        for skill in missing:
            kinds = asked.kinds.get(skill)
            if kinds and not (kinds.runs.isdisjoint(standing) and own.keys().isdisjoint(kinds.names)):  # as of few
                out[skill] = _by_narrower(skill, kinds, own, standing, profile)
        out |= _in_part(asked, required, listed, [skill for skill in missing if not out[skill]], profile)
    return out


def _in_part(
    asked: _Asked, required: tuple[str, ...], listed: tuple[str, ...], missing: Sequence[str], profile: BlindProfile
) -> Iterator[tuple[str, Found]]:
    """Those of the missing skills that a listed one means nearly, or that the profile tells of in other forms."""
    near, known, held = nearest(required, listed, missing), _openings(profile), words(profile).runs
    for skill in missing:
        if skill in near:
            shown, cosine = near[skill]
            yield skill, Found(skill, shown, shown, "Partial", _trust(cosine))
        elif not may_tell(asked.openings[skill], known) and asked.forms[skill].isdisjoint(held):
            continue
        elif quote := _told(skill, profile):
            yield skill, Found(skill, quote, quote, "Partial", TOLD)


def show(required: str, listed: tuple[str, ...], profile: BlindProfile) -> Found | None:
    """Find one skill by its name or another of its spellings."""
    sought = sought_as(required)
    return _among(sought, _by_name(listed)) or _within(sought, profile, words(profile))


@lru_cache(maxsize=32)
def own(profile: BlindProfile) -> Own:
    """The skills that a profile has."""
    listed = _listed(profile.technical_skills)
    technical = listed or _read(profile.text)
    return Own(
        technical=technical,
        names=distinct(item.text for item in technical),
        listed=tuple(item.text for item in listed),
        soft=tuple(item.text for item in items(profile.soft_skills)),
    )


def unshown(text: Folded, profile: BlindProfile) -> tuple[str, ...]:
    """Skills with a name of their own that a text has, and that a profile does not show in any way."""
    own_names = frozenset(map(canonical, own(profile).names))
    spelled = sorted(proper()[word] for word in proper().keys() & text.known)
    names = tuple(each for each in spelled if each in text.text and canonical(each) not in own_names)
    return tuple(name for name, found in find(names, own(profile).listed, profile).items() if not found) if names else ()


def named(text: str) -> tuple[str, ...]:
    """The technical skills that a text names, without second spellings, whatever is listed beside it."""
    return distinct(item.text for item in _read(text))


def _listed(entries: tuple[str, ...]) -> tuple[Item, ...]:
    """The skills of a list, without those that are only studied for, as in "ACCA (part-qualified)"."""
    each = [(entry, item.text) for entry in entries for item in split(entry)]
    # Words beside an item say so, and mostly there are none.
    studied = {(entry, text) for entry, text in each if text != entry and _is_underway_as(text, text, entry)}
    if not studied:  # mostly so
        return items(entries)
    held = {text for entry, text in each if (entry, text) not in studied}
    return tuple(item for item in items(entries) if item.text in held)


@lru_cache(maxsize=32)
def _read(text: str) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for term in read(text):
        if term.name not in aliases().soft and not _is_underway(term.name, text, term.start, term.end):
            found.setdefault(term.name, Item(text[term.start : term.end]))
    return tuple(found.values())[:MAX_READ]


def wanted(skills: Sequence[str], profile: BlindProfile) -> tuple[str, ...]:
    """Those of the skills that a profile's text wishes to learn or to move into."""
    text, own = profile.text, words(profile)
    if not may_want(lower(text)):
        return ()
    likely = (skill for skill in skills if own.may_hold_all(spelled_runs(skill)))
    return tuple(skill for skill in likely if any(is_wanted(text, place.start()) for place in places(skill, text)))


def distinct(skills: Iterable[str]) -> tuple[str, ...]:
    """The skills without blanks and without second spellings of the same; the first spelling stays."""
    seen: dict[str, str] = {}
    for skill in skills:
        if name := canonical(skill):
            seen.setdefault(name, skill.strip())
    return tuple(seen.values())


@lru_cache(maxsize=256)
def _by_name(listed: tuple[str, ...]) -> dict[str, list[str]]:
    own: dict[str, list[str]] = {}
    for skill in listed:
        own.setdefault(canonical(skill), []).append(skill)
    return own


@lru_cache(maxsize=1024)
def _asked(required: tuple[str, ...]) -> _Asked:
    each = tuple(map(sought_as, dict.fromkeys(required)))
    openings = {skill: openings_of(spellings_of(skill)) for skill in required}
    forms = {skill: frozenset(forms_of(spellings_of(skill))) for skill in required}
    kinds = {sought.skill: found for sought in each if (found := _kinds(sought.skill))}
    runs = frozenset[str]().union(*(sought.runs for sought in each), *(found.runs for found in kinds.values()))
    return _Asked(each, runs, openings, forms, kinds)


@lru_cache(maxsize=32)
def _openings(profile: BlindProfile) -> frozenset[str]:
    return openings(profile.text) | openings("\n".join((profile.title, *profile.qualifications)))


def _among(sought: Sought, own: dict[str, list[str]]) -> Found | None:
    same = own.get(sought.name)
    if not same or not sought.name:
        return None
    exact = next((skill for skill in same if normalise(skill) == sought.plain), None)
    return Found(sought.skill, exact, exact, "Exact", 1.0) if exact else Found(sought.skill, same[0], same[0], "Strong", 0.9)


def _by_narrower(
    required: str, kinds: _Kinds, own: dict[str, list[str]], standing: frozenset[str], profile: BlindProfile
) -> Found | None:
    if not own.keys().isdisjoint(kinds.names):
        listed = next(own[name] for name in kinds.names if name in own)
        return Found(required, listed[0], listed[0], "Partial", 0.7)
    held = words(profile)
    for each in kinds.sought:
        if not each.runs.isdisjoint(standing) and (found := _within(each, profile, held)):
            return Found(required, found.shown, found.quote, "Partial", 0.6)
    return None


def _told(skill: str, profile: BlindProfile) -> str | None:
    """The words that tell of a skill in other forms of its name or of another spelling, where it is not named at all."""
    spellings = spellings_of(skill)
    for text in (profile.text, profile.title, *profile.qualifications):
        quote = told(spellings, text)
        if quote and (named := places(skill, text)):
            # Where it is named it is denied: "no full driving licence" tells of no driving licence either.
            quote = told(spellings, _blanked(text, named))
        if quote and not _is_underway_as(skill, quote, text):
            return quote
    return None


def _is_underway_as(skill: str, quote: str, text: str) -> bool:
    """Whether a quote tells of a qualification that is only studied for, as "towards registration with the NMC"."""
    start = text.find(quote)
    return _is_underway(skill, text, start, start + len(quote))


def _is_underway(skill: str, text: str, start: int, end: int) -> bool:
    return is_underway(text, start, end, is_credential=is_credential(skill))


def _blanked(text: str, places: Sequence[re.Match[str]]) -> str:
    """The text with a clause's end for what stands at some places."""
    for place in places:
        text = f"{text[: place.start()]}{';' * len(place[0])}{text[place.end() :]}"
    return text


@lru_cache(maxsize=4096)
def _kinds(skill: str) -> _Kinds | None:
    """The skills that show one in part: its narrower ones, suites it is of, and its halves, and its core."""
    table, name = aliases(), canonical(skill)
    names = sorted(table.narrower.get(name, frozenset()) | table.suites.get(name, frozenset()))
    parts = (each for each in (*halves(skill), *cores(skill)) if canonical(each) not in table.look_alikes.get(name, ()))
    kinds = (*(table.spellings[each][0] for each in names), *parts)  # as each is written first
    sought = tuple(map(sought_as, kinds))
    runs = frozenset[str]().union(*(each.runs for each in sought))
    return _Kinds(tuple(each.name for each in sought), sought, runs) if sought else None


def _trust(cosine: float) -> float:
    """How sure a match by meaning is: 0.4 at the threshold, 0.6 for the same words in another order."""
    return round(0.4 + 0.2 * (cosine - NEAR) / (1.0 - NEAR), 2)


def _within(sought: Sought, profile: BlindProfile, held: Words) -> Found | None:
    if not (held.may_hold(sought.runs) and held.may_hold_all(spelled_runs(sought.skill))):
        return None
    skill, needles = sought.skill, sought.needles
    for part, folded in zip(profile.fields, held.fields, strict=True):
        if not may_hold(folded, needles) or part.field.startswith("experience"):
            continue
        if "[" in part.field and canonical(part.text) == sought.name:
            shown = part.text
        elif (place := next(showing(skill, part.text), None)) and not _is_occupation(place[0], part.field):
            shown = place[0]
        else:
            continue
        exact = normalise(shown) == sought.plain
        return Found(skill, shown, shown, "Exact" if exact else "Strong", 0.85 if exact else 0.75)
    return None


def _is_occupation(shown: str, field: str) -> bool:
    """Whether a word of a title is an occupation that looks like a skill: an illustrator need not know Illustrator."""
    word = normalise(shown)
    return field == "currentTitle" and not shown.isupper() and word in aliases().ambiguous and is_occupation(word)
