"""Skills by name: normalising, aliases, look-alikes, and whole terms in free text. Pure functions over one table.

The table is `data/aliases.json`, kept by hand: in a group every spelling means the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.models import MatchStrength
from scoring.profile import BlindProfile

_SPACE = re.compile(r"[\s_]+")
_EDGE = " .,;:!?()[]{}\"'"


class _Data(Struct, frozen=True):
    about: str
    groups: dict[str, list[list[str]]]
    look_alikes: list[list[str]]
    ambiguous: list[str]


class _Table(Struct, frozen=True):
    canonical: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    look_alikes: dict[str, frozenset[str]]
    ambiguous: frozenset[str]


class Found(Struct, frozen=True):
    """A required skill that the profile shows; `quote` stands verbatim in one of its fields."""

    required: str
    shown: str
    quote: str
    strength: MatchStrength
    confidence: float


@cache
def _table() -> _Table:
    raw = (files("scoring") / "data" / "aliases.json").read_bytes()
    data = msgspec.json.decode(raw, type=_Data)
    canonical: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    for group in (group for groups in data.groups.values() for group in groups):
        name = normalise(group[0])
        spellings[name] = tuple(group)
        for spelling in group:
            canonical.setdefault(normalise(spelling), name)
    alike: dict[str, frozenset[str]] = {}
    for row in data.look_alikes:
        names = frozenset(canonical.get(normalise(each), normalise(each)) for each in row)
        for each in names:
            alike[each] = alike.get(each, frozenset()) | names - {each}
    ambiguous = frozenset(normalise(each) for each in data.ambiguous)
    return _Table(canonical, spellings, alike, ambiguous)


@lru_cache(maxsize=65536)
def normalise(skill: str) -> str:
    """Lower-case, one space between words, no punctuation at the edges but that of C++, C# and .NET."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", skill)).strip().casefold()
    stripped = text.strip(_EDGE)
    return f".{stripped}" if text.startswith(".") and stripped else stripped


@lru_cache(maxsize=65536)
def canonical(skill: str) -> str:
    """The normalised name that all of a skill's spellings share."""
    name = normalise(skill)
    return _table().canonical.get(name, name)


def look_alikes_of(skill: str) -> frozenset[str]:
    """Canonical names that look like a skill but mean another one, as JavaScript beside Java."""
    return _table().look_alikes.get(canonical(skill), frozenset())


def find(required: str, listed: Sequence[str], profile: BlindProfile) -> Found | None:
    """Find a required skill among a profile's listed ones, then in its other fields as a whole term."""
    name, asked = canonical(required), normalise(required)
    if not name:
        return None
    alias: Found | None = None
    for skill in listed:
        if normalise(skill) == asked:
            return Found(required, skill, skill, "Exact", 1.0)
        if alias is None and canonical(skill) == name:
            alias = Found(required, skill, skill, "Strong", 0.9)
    return alias or next(_in_text(required, profile), None)


def _in_text(required: str, profile: BlindProfile) -> Iterator[Found]:
    pattern = _pattern(canonical(required))
    for part in profile.fields:
        if part.field.startswith("experience"):
            continue
        if found := pattern.search(part.text):
            exact = normalise(found[0]) == normalise(required)
            yield Found(required, found[0], found[0], "Exact" if exact else "Strong", 0.85 if exact else 0.75)


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    # Whole terms only: "Java" is not in "JavaScript", "C" not in "C++", "React" not in "React Native".
    table = _table()
    spellings = sorted(table.spellings.get(name, (name,)), key=len, reverse=True)
    terms = "|".join(re.escape(each) for each in spellings)
    longer = [
        re.escape(each[len(own) :])
        for other in table.look_alikes.get(name, ())
        for each in table.spellings.get(other, (other,))
        for own in spellings
        if each.casefold().startswith(own.casefold()) and len(each) > len(own)
    ]
    no_longer = f"(?!{'|'.join(longer)})" if longer else ""
    flags = re.NOFLAG if name in table.ambiguous else re.IGNORECASE
    return re.compile(rf"(?<![\w.+#])(?:{terms}){no_longer}(?![\w+#]|\.\w)", flags)
