"""When somebody could start, as a text says it: at once, after a time of notice, or from a month on. Pure functions.

Only what begins its clause is heard ("Notice period: 3 months", "I am available immediately"): who "calculated notice
periods" tells of work, and references are available, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.career.amounts import words
from scoring.text.folding import fold

AT_ONCE = "Immediately"
_NUMBER = r"(?P<low>\d{1,3}(?:[.,]5)?|[a-z]{2,8})(?:[ \t]?(?:[-–/]|to|or)[ \t]?(?P<high>\d{1,3}))?"
_NOT_OFTEN = r"(?![a-z])(?! (?:a|per|of|each)\b)"
"""Behind a unit, which with "a week" says how often."""
_AT_WISH = r"(?! (?:on|upon|at) request)"
_AT_END = r"(?:now|none|nil|0 days?)(?=[ \t]*(?:[.,;|)]|$))"
"""What is at once where nothing stands behind it; something may be "available now in 12 countries"."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ \t])?{_MONTH}(?:[ \t,]+\d{{4}})?\b"


class _Unit(Struct, frozen=True):
    forms: tuple[str, ...]
    most: int


class _Words(Struct, frozen=True):
    """The words of `data/availability.json`, where `about` says what they are for; all are folded."""

    about: str
    stems: tuple[str, ...]
    times: tuple[str, ...]
    ready: tuple[str, ...]
    links: tuple[str, ...]
    waits: tuple[str, ...]
    now: tuple[str, ...]
    own: tuple[str, ...]
    units: dict[str, _Unit]


class _Patterns(Struct, frozen=True):
    """What is looked for in a folded line; one of `stems` stands in any that tells."""

    stems: tuple[str, ...]
    at_once: re.Pattern[str]
    amounts: tuple[re.Pattern[str], ...]
    day: re.Pattern[str]


@lru_cache(maxsize=32)
def told(text: str) -> str:
    """When somebody could start, in English: "Immediately", "3 months", "From March 2027"; "" where nothing tells."""
    folded, stems = fold(text), _patterns().stems
    if not any(stem in folded for stem in stems):
        return ""
    lines = zip(text.split("\n"), folded.split("\n"), strict=True)
    return next(filter(None, (_told(*each) for each in lines if any(stem in each[1] for stem in stems))), "")


def _told(line: str, folded: str) -> str:
    patterns = _patterns()
    if patterns.at_once.search(folded):
        return AT_ONCE
    if amount := next(_amounts(folded), ""):
        return amount
    found = patterns.day.search(folded)
    return f"From {line[slice(*found.span('day'))]}" if found else ""


def _amounts(folded: str) -> Iterator[str]:
    """The times of notice in a line as they are said, their numbers in digits and their units in English."""
    for found in (found for pattern in _patterns().amounts for found in pattern.finditer(folded)):
        unit, low, high = _unit_of()[found["unit"]], found["low"].replace(",", "."), found["high"]
        number = float(low) if low[0].isdecimal() else words().numbers.get(low, 0.0)
        most = float(high) if high else number
        if 0.0 < number <= most <= _words().units[unit].most:
            yield f"{number:g}{f' to {high}' if high else ''} {unit}{'s' if most != 1.0 else ''}"


@cache
def _words() -> _Words:
    """The table, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "availability.json").read_bytes(), type=_Words)


@cache
def _unit_of() -> dict[str, str]:
    """The English name of a unit by any form of it."""
    return {form: name for name, unit in _words().units.items() for form in unit.forms}


@cache
def _patterns() -> _Patterns:
    table = _words()
    time, ready, now = _any(table.times), _any(table.ready), _any(table.now)
    own = rf"[ \t]*(?:(?:{_any(table.own)})[ \t]+){{0,5}}"
    # Behind a comma a product may be "available in 2 weeks", and a nurse at once.
    lead, loose_lead = (rf"(?:^|(?<=[.|;:•·(*–—{comma}-])){own}" for comma in ("", ","))
    ready = rf"(?:{ready})(?: to (?:start|join|work)| for (?:work|interview))?"
    link = rf"(?:[ \t]*(?:[:=–—(-]|{_any(table.links)})){{0,3}}[ \t]*"
    wait = rf"[ \t]*(?::|{_any(table.waits)})[ \t]*"
    amount = rf"{_NUMBER}[ \t-]?(?P<unit>{_any(_unit_of())}){_NOT_OFTEN}"
    at_once = rf"(?:(?:(?:{time})|{ready}){link}(?:(?:{now})(?![a-z]){_AT_WISH}|{_AT_END}))"
    begins = (
        rf"(?:available for (?:an )?)?immediate(?:ly)? (?:joiner|start\b|available\b{_AT_WISH})|(?:ab )?sofort verfugbar"
    )
    notice = r"(?:'s|')?[ \t](?:of |de |di )?(?:notice|kundigungsfrist|preavis|preaviso|preavviso)\b"
    since = r"[ \t]*[:=–—-]?[ \t]*(?:(?:from|as of|on|in|ab)[ \t]+)?(?:the )?"
    return _Patterns(
        stems=table.stems,
        at_once=re.compile(rf"{loose_lead}(?:{at_once}|{begins}|no notice\b)"),
        amounts=(re.compile(rf"{lead}(?:(?:{time}){link}|{ready}{wait}){amount}"), re.compile(rf"{lead}{amount}{notice}")),
        day=re.compile(rf"{lead}(?:(?:{time})|{ready}){since}(?P<day>{_DAY})"),
    )


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
