"""What a job asks for of qualifications: the alternatives of it, and whether it is one at all. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from scoring.qualifications.degrees import degree
from scoring.qualifications.reading import ACRONYM, MAX_CHARS, forms, grades, levels, spelled
from scoring.qualifications.vocabulary import vocabulary
from scoring.skills.aliases import aliases
from scoring.skills.terms import names

MOST_WORDS = 4
"""Words of what is taken for a qualification by its capitals alone, as "ECS Gold Card"; a sentence may name a firm."""
_OR = re.compile(r"\bor\b(?!\s*\d)|(?<!\d)(?<!\biso)/(?!\d)", re.IGNORECASE)
_OR_COMMA = re.compile(rf",\s*(?:or\b)?|{_OR.pattern}", re.IGNORECASE)
_IN = re.compile(r"\s(?:in|of)\s", re.IGNORECASE)
_LICENCE = re.compile(r"\b(?:licen[cs]ed?|registration|certifi\w+|chartered|registered|admitted|admission)\b", re.IGNORECASE)
_WELCOME = re.compile(
    r"\b(?:preferred|preferabl[ey]|ideally|desir(?:able|ed)|nice to have|(?:a|an) (?:plus|advantage|asset)|bonus"
    r"|optional|advantageous|beneficial|welcome|not (?:required|essential))\b",
    re.IGNORECASE,
)
EQUIVALENT = re.compile(r"\b(?:equivalent|similar|comparable)\b", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"\b(?:years?|yrs?|months|experience[ds]?|knowledge|skills?|ability|able|understanding|proficien\w+|fluen\w+|willing\w*"
    r"|right to work|work permit|visa|citizen\w*|eligib\w+|references?)\b",
    re.IGNORECASE,
)
"""What stands among the qualifications of a job and is none."""
_TITLES = frozenset(["bachelor", "master", "doctor"])


class Wanted(Struct, frozen=True):
    """One of the alternatives of what is asked: words, the least level and the least degree, 0 for none.

    `is_wide`: it asks for a subject of some kind, which no word can show.
    """

    words: frozenset[str]
    level: int
    degree: int
    is_wide: bool


@lru_cache(maxsize=4096)
def alternatives(asked: str) -> tuple[Wanted, ...]:
    """What is asked for, of which any one will do: "ACA, ACCA or CIMA qualified" are three."""
    return tuple(_wanted(each) for each in _split(asked[:MAX_CHARS]))


def _split(asked: str) -> Iterator[str]:
    """The alternatives, each with what they share: "a BSc or MSc in law", "a degree in law or history"."""
    parts = [part.strip() for part in (_OR_COMMA if _OR.search(asked) else _OR).split(asked) if part.strip()]
    last = parts[-1] if parts else ""
    subject = _IN.search(last) if degree(last) or EQUIVALENT.match(last) else None
    head = ""
    for part in parts:
        if EQUIVALENT.match(part):
            continue
        if names_one(part):
            found = _IN.search(part)
            head = part[: found.start()] if found else part.split()[0] if degree(part) else ""
            is_bare = degree(part) and not found and len(part.split()) <= 2
            yield part + last[subject.start() :] if subject and is_bare else part
        else:
            yield f"{head} in {part}" if head and not ACRONYM.search(part) else part


def _wanted(asked: str) -> Wanted:
    table, told = vocabulary(), spelled(asked)
    own = frozenset(word for word in told if len(word) > 1) - table.idle
    level, named = min(levels(asked), default=0), [each for each in grades(told) if " " in each]
    if named:
        level = level or min(table.levels[each] for each in named)
        own = own.difference(*(each.split()[1:] for each in named))
    is_wide = not own.isdisjoint(table.wide)
    rank = degree(asked)
    own -= _TITLES if rank else frozenset()
    own -= table.wide if is_wide and rank else frozenset()
    is_known = len(own - table.proof) > 1 and not aliases().credentials.isdisjoint(names(asked))
    is_named = any(each.lower() not in table.idle for each in ACRONYM.findall(asked)) or not own.isdisjoint(table.covers)
    if is_named or is_known or level:
        own = own - table.proof - (frozenset(["diploma"]) if level else frozenset()) or own
    return Wanted(own, level, rank, is_wide)


@lru_cache(maxsize=8192)
def names_one(text: str) -> bool:
    """Whether a text has a word by which a qualification is told, as "degree", "licence" or "NVQ"."""
    return degree(text) > 0 or any(levels(text)) or not vocabulary().kinds.isdisjoint(spelled(text))


@lru_cache(maxsize=4096)
def is_licence(asked: str) -> bool:
    """Whether a job may not be done without it, as a licence or a registration; a degree can have an equivalent."""
    return _LICENCE.search(asked) is not None and not _OR.search(asked)


@lru_cache(maxsize=4096)
def is_required(asked: str) -> bool:
    """Whether it is a qualification, and more than welcome: years, skills and the right to work are none."""
    if len(asked) > MAX_CHARS or _WELCOME.search(asked) or _NO_PAPER.search(asked):
        return False
    known = names(asked)
    if names_one(asked) or known & aliases().credentials:
        return True
    return not known and ACRONYM.search(asked) is not None and len(asked.split()) <= MOST_WORDS


@lru_cache(maxsize=4096)
def is_degree(asked: str) -> bool:
    """Whether a degree is asked for, in each of its alternatives."""
    return all(wanted.degree for wanted in alternatives(asked))


@lru_cache(maxsize=4096)
def needles(asked: str) -> frozenset[str]:
    """The runs of letters and digits without any of which a text does not tell of what is asked."""
    every = alternatives(asked)
    told = frozenset(word for wanted in every for word in wanted.words)
    return frozenset[str]().union(*map(forms, told), *(forms("bachelor") for wanted in every if wanted.degree))
