"""Stints of work that a resume tells by title, employer and length, each in a line of its own. Pure functions.

"Accountant, Tesco (3 years 2 months)" and, further down, "Accountant at Asda: 4 yrs" are seven years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from msgspec import Struct

from scoring.career import amounts
from scoring.career.amounts import Amount, words
from scoring.roles.headlines import headline
from scoring.roles.levels import titled_level
from scoring.roles.occupations import WORD, names_work
from scoring.roles.relations import relation
from scoring.roles.titles import is_occupation
from scoring.skills import terms
from scoring.text import dates

MOST = 20
"""Stints that are added up."""
FIRM_WORDS = 5
"""Words of an employer's name, at most."""
OF_OTHERS = re.compile(r"\b(?:refer(?:ee|ence)s?|father|mother|husband|wife|partner)\b")
"""Words beside the titles of other people."""
_LINE_CHARS = 120
_MARKS = " \t-–—*•·▪●"
"""What an item of a list begins with."""
_PART = re.compile(r"\s*[,;:()|·•]\s*|\s[-–—@]\s|\s(?=at\s)")
_BEFORE_LENGTH = " |·•"
_END = re.compile(r"\s?\)?\s?(?:[.:;,|–—-]|\Z)")
"""What follows a length that is all of the stint; "(2 years contract)" is of something else."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE_DATES = 4
"""Characters of a line, marks and brackets, before the dates that it begins with."""


class Stint(Struct, frozen=True):
    """A stint of work. `employer` is the first word of the name, folded, as one firm is written in several ways.

    `is_sure`: what is taken for the employer is no place or tool. `is_item`: the line begins as an item of a list does.
    """

    title: str
    employer: str
    years: float
    is_sure: bool
    is_item: bool


def years(text: str) -> float | None:
    """The most years that stints of one line of work add up to; None where none are told."""
    found = tuple(islice(_stints(text), MOST))
    return max((_together(each, found) for each in found), default=0.0) or None


def _together(own: Stint, found: Sequence[Stint]) -> float:
    """The years of the stints in one stint's line of work, 0 where no employer is sure.

    Of several at one employer the longest counts, as it may hold the others; so may a stint those listed below it.
    """
    beside = [each for each in found if each.is_item == own.is_item and _are_near(own.title, each.title)]
    longest: dict[str, float] = {}
    for each in beside:
        longest[each.employer] = max(each.years, longest.get(each.employer, 0.0))
    return sum(longest.values()) if any(each.is_sure for each in beside) else 0.0


def _are_near(title: str, other: str) -> bool:
    return title == other or relation(title, other) in ("same", "field")


def _stints(text: str) -> Iterator[Stint]:
    lines = [line for line in dates.fold(text).split("\n") if line.strip()]
    for number, line in enumerate(lines):
        if not _may_tell(line) or not (found := _stint(" ".join(line.split()))):
            continue
        around = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
        if not dates.read(line) and not any(map(_begins_with_dates, around)):
            yield found


def _may_tell(line: str) -> bool:
    """Whether a line is short, and has a length and an occupation; hardly any has, and only these are looked into."""
    return len(line) <= _LINE_CHARS and _counted().search(line) is not None and any(map(is_occupation, _WORD.findall(line)))


def _stint(line: str) -> Stint | None:
    """The stint that a folded line tells: the title first, the employer and perhaps a place behind it, then the length."""
    bare = line.lstrip(_MARKS)
    each = next((each for each, _ in amounts.read(bare)), None)
    if not each or each.is_vague or each.is_compound or each.is_labelled or not _END.match(bare, each.end):
        return None
    title, *behind = _PART.split(joint().sub("", bare[: each.start].rstrip(_BEFORE_LENGTH)))
    is_named = 0 < len(behind) <= 2 and all(map(may_be_name, behind))
    if not is_named or not is_title(title) or OF_OTHERS.search(bare) or not words().alongside.isdisjoint(_words(bare)):
        return None
    employer = _words(behind[0])
    return Stint(title, employer[0], each.years, _is_sure(behind[0], each), bare != line) if employer else None


def may_be_name(part: str) -> bool:
    """Whether a piece behind a title may be an employer or a place: it is short, and neither a skill nor of one."""
    said = part.split()
    if not 0 < len(said) <= FIRM_WORDS or any(map(str.isdigit, part)):
        return False
    name = " ".join(said[:-1]) if said[-1] in words().firms else part  # a plc is a firm here, and no controller
    return not terms.names(name) and not terms.read(name)


def _is_sure(part: str, each: Amount) -> bool:
    """Whether a piece behind a title is an employer: by "at", its legal form, or by years and months behind it."""
    return part.startswith("at ") or each.is_exact or part.split()[-1] in words().firms


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word not in ("at", "the")]


def _begins_with_dates(line: str) -> bool:
    """Whether a line is of dates, which then tell of the stint beside it."""
    found = dates.read(line.strip()[:_LINE_CHARS])
    return bool(found) and found[0].start < _BEFORE_DATES


def is_title(piece: str) -> bool:
    """Whether a piece of a folded sentence is the title of somebody who works, and not one in training."""
    title = headline(piece) if len(piece) > 1 and names_work(WORD.findall(piece)) else ""
    return bool(title) and piece.strip().startswith(title) and titled_level(title) != "entry"


@cache
def _counted() -> re.Pattern[str]:
    """A number in digits before what may be a unit of time."""
    units = sorted({unit.strip(" -")[:2] for unit in words().beginnings})
    return re.compile(rf"[0-9]\+?[\s-]?(?:{'|'.join(units)})")


@cache
def joint() -> re.Pattern[str]:
    """What may stand between a title and an amount: marks, and words like "with", "for", "of" and "over"."""
    joints = "|".join(map(re.escape, sorted({"with", "for", "of", *words().more} - {"full"}, key=len, reverse=True)))
    return re.compile(rf"(?:[\s,;:(|·–—-]+(?:(?:{joints})(?=\s))?)+\Z")
