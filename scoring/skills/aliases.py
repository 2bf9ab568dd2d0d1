"""Which spellings mean the same skill: a core kept by hand, widened by ESCO and O*NET. Pure functions over two tables.

`data/aliases.json` is the core, `data/taxonomy.tsv` what `python -m scoring.skills.taxonomy` makes of the public taxonomies;
`data/README.md` says where they come from. What the core knows, it decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from graphlib import TopologicalSorter
from importlib.resources import files

import msgspec
from msgspec import Struct

SOFT = "soft"
"""The group of the core that holds the soft skills."""
TO_READ = "read"
"""The mark of a line of the widened table whose names may be read from prose."""

_SPACE = re.compile(r"[\s_]+")
_EDGE = " .,;:!?()[]{}\"'"
_NUMBERED = re.compile(r"(?<=[^\W\d_]{2}) ?(?=\d{2,}(?![^\W_]))")
"""Between a word and the number behind it a space is a matter of taste: "ISO9001"."""
_STANDARD = re.compile(
    r"(?:(?:bs|din|en) )*((?:iso(?:/iec)?|iec|en|bs|din) ?\d{3,5}(?:-\d{1,2})?)(?: ?: ?\d{4}(?: ?\+ ?a\d+(?: ?: ?\d{4})?)*)?"
)
"""A standard with those who took it over before it, and its year behind it: "BS EN ISO 9001:2015"."""
_LEVEL = re.compile(
    r"(?:level|lvl|l) ?(\d)\b(?: (?:award|certificate))?(?: in)? (.+)|(.+?),? \(?(?:level|lvl|l) ?(\d)\)?", re.IGNORECASE
)
"""A level before what it is of, or behind."""
_JOINED = re.compile(r"(?<![^\W_])([^\W\d_]) ?& ?([^\W\d_])(?![^\W_])")
"""So it is around the sign of "P & L"."""


class Core(Struct, frozen=True):
    """The table kept by hand, as its file has it; `about` there says what each part is for."""

    about: str
    groups: dict[str, list[list[str]]]
    narrower: list[list[str]]
    suites: list[list[str]]
    rivals: list[list[str]]
    credentials: list[str]
    look_alikes: list[list[str]]
    ambiguous: list[str]
    listed: list[str]


class Aliases(Struct, frozen=True):
    """Both tables as lookups by normalised name.

    `canonical` leads from a spelling to the name that its group shares, `hyphened` the same for those of the core with a
    hyphen, which is a space there; `spellings` from that name to all of them, and `written` from a spelling to how it is
    written. `core` and `soft` are names of groups kept by hand. `narrower` has, for a name, those whose holder shows it in
    part, over any number of steps; `suites` those that it is a part of; `rivals` those that do the same work; `look_alikes`
    those that are never taken for it.
    `credentials` are held, and not used at work. `ambiguous` words are plain English without their capital. `readable`
    spellings may be read from prose without being asked for.
    """

    canonical: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    written: dict[str, str]
    hyphened: dict[str, str]
    core: frozenset[str]
    soft: frozenset[str]
    narrower: dict[str, frozenset[str]]
    suites: dict[str, frozenset[str]]
    rivals: dict[str, frozenset[str]]
    credentials: frozenset[str]
    look_alikes: dict[str, frozenset[str]]
    ambiguous: dict[str, str]
    readable: frozenset[str]


@lru_cache(maxsize=65536)
def normalise(skill: str) -> str:
    """Lower-case, one space between words, no punctuation at the edges but that of C++, C# and .NET."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", skill)).strip().casefold()
    stripped = text.strip(_EDGE)
    return f".{stripped}" if text.startswith(".") and stripped else stripped


@lru_cache(maxsize=65536)
def canonical(skill: str) -> str:
    """The normalised name that all of a skill's spellings share, with a hyphen or a space between words."""
    name, table = normalise(skill), aliases()
    spaced = name.replace("-", " ")
    known = table.hyphened.get(spaced) or table.canonical.get(name) or table.canonical.get(spaced)
    return known or _canonical_otherwise_spaced(name)


def _canonical_otherwise_spaced(name: str) -> str:
    if (standard := _STANDARD.fullmatch(name)) and (bare := standard[1].replace("/iec", "")) != name:
        return canonical(bare)
    others = otherwise_spaced(name) or with_level(name)
    return next((found for each in others if (found := aliases().canonical.get(each))), min(others, default=name))


def otherwise_spaced(skill: str) -> tuple[str, ...]:
    """A skill that may as well have a space less or more, in all these ways: "ISO 9001" and "ISO9001"; else none."""
    if not any(map(str.isdecimal, skill)) and "&" not in skill:
        return ()
    ways = [(number, sign) for number in (" ", "") for sign in (r"\1&\2", r"\1 & \2")]
    out = dict.fromkeys(_JOINED.sub(sign, _NUMBERED.sub(number, skill)) for number, sign in ways)
    return tuple(out) if len(out) > 1 else ()


def with_level(skill: str) -> tuple[str, ...]:
    """A skill with a level, in all the ways in which it may be written: "Food hygiene Level 2" and "L2 food hygiene"."""
    found = _LEVEL.fullmatch(skill)
    if not found:
        return ()
    rest, level = (found[2], found[1]) if found[2] else (found[3], found[4])
    return (
        f"{rest} level {level}",
        f"{rest} (level {level})",
        f"{rest} l{level}",
        f"level {level} {rest}",
        f"l{level} {rest}",
    )


def look_alikes_of(skill: str) -> frozenset[str]:
    """Canonical names that look like a skill but mean another one, as JavaScript beside Java."""
    return aliases().look_alikes.get(canonical(skill), frozenset())


def written(skill: str) -> str:
    """The skill with the capitals of the table, or as it came with one space between words."""
    return aliases().written.get(normalise(skill)) or " ".join(skill.split())


@cache
def load_core() -> Core:
    """The core, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "aliases.json").read_bytes(), type=Core)


@cache
def aliases() -> Aliases:
    """Both tables, read once, in about 50 ms."""
    core = load_core()
    canonical: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    soft: set[str] = set()
    for trade, groups in core.groups.items():
        for group in groups:
            name = normalise(group[0])
            spellings[name] = tuple(group)
            if trade == SOFT:
                soft.add(name)
            for spelling in group:
                canonical.setdefault(normalise(spelling), name)
                written.setdefault(normalise(spelling), spelling)
    readable = set(canonical) - {normalise(each) for each in core.listed}
    own, hyphened = frozenset(spellings), {each.replace("-", " "): canonical[each] for each in canonical if "-" in each}
    _widen(canonical, spellings, written, readable)
    return Aliases(
        canonical=canonical,
        spellings=spellings,
        written=written,
        hyphened=hyphened,
        core=own,
        soft=frozenset(soft),
        narrower=_reached(core.narrower, canonical),
        suites=_holding(core.suites, canonical),
        rivals=_joined(core.rivals, canonical),
        credentials=frozenset(canonical[normalise(each)] for each in core.credentials),
        look_alikes=_joined(core.look_alikes, canonical),
        ambiguous={normalise(each): each for each in core.ambiguous},
        readable=frozenset(readable),
    )


def _widen(
    canonical: dict[str, str], spellings: dict[str, tuple[str, ...]], written: dict[str, str], readable: set[str]
) -> None:
    # The names are in their normal form but for their capitals, which the file's test proves: normalising them all would
    # take longer than all the rest.
    text = (files("scoring") / "data" / "taxonomy.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        mark, first, *others = line.split("\t")
        name = canonical.setdefault(first.casefold(), first.casefold())
        added = [first, *others] if name == first.casefold() and name not in spellings else others
        fresh = [each for each in added if canonical.setdefault(each.casefold(), name) == name]
        spellings[name] = (*spellings.get(name, ()), *fresh)
        for each in fresh:
            written.setdefault(each.casefold(), each)
        if mark == TO_READ:
            readable.update(each.casefold() for each in fresh)


def _reached(rows: list[list[str]], canonical: dict[str, str]) -> dict[str, frozenset[str]]:
    """For the first name of each row the others, and those that these reach: with SQL comes SQL Server."""
    direct = {name: frozenset(others) for name, *others in ([canonical[normalise(each)] for each in row] for row in rows)}
    reached: dict[str, frozenset[str]] = {}
    for name in TopologicalSorter(direct).static_order():  # the narrowest first; in a circle there is none
        if name in direct:
            reached[name] = direct[name].union(*(reached.get(each, ()) for each in direct[name]))
    return reached


def _holding(rows: list[list[str]], canonical: dict[str, str]) -> dict[str, frozenset[str]]:
    """For each name behind the first of a row that first one, and no step further: with Word comes Office, but no Excel."""
    holding: dict[str, frozenset[str]] = {}
    for whole, *parts in ([canonical[normalise(each)] for each in row] for row in rows):
        for part in parts:
            holding[part] = holding.get(part, frozenset()) | {whole}
    return holding


def _joined(rows: list[list[str]], canonical: dict[str, str]) -> dict[str, frozenset[str]]:
    """For each name the others of its rows."""
    joined: dict[str, frozenset[str]] = {}
    for row in rows:
        names = frozenset(canonical.get(normalise(each), normalise(each)) for each in row)
        for each in names:
            joined[each] = joined.get(each, frozenset()) | names - {each}
    return joined
