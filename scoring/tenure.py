"""How long a resume says that somebody has worked: its dated positions, and studies apart from them. Pure functions.

Which dates are studies is told by the heading above them ("Education") and by the words beside them (a degree, a school
without an occupation). Volunteering, courses, publications and the like are neither, and count for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from scoring import titles
from scoring.dates import Span, fold, now_of, settled, spans, words

Kind = Literal["work", "education", "aside"]

_HEADING_CHARS, _HEADING_WORDS = 48, 5
_LINE = re.compile(r"[^\n\t•|]+")
_GAP = re.compile(r"[^\S\n]{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_AROUND_CHARS = 90
"""Of a line that goes on and on, so much on either side of a date tells of it."""
_FEW_WORDS = 3
"""A line with fewer words beside its date is read with the lines around it."""


class Range(Struct, frozen=True):
    """A range of dates in a text.

    `start` and `end` are its place, in characters; `first` and `last` its months, as year x 12 + month - 1, both counted.
    `is_open`: it goes on, and is counted up to the month that the text is taken to be of.
    """

    start: int
    end: int
    first: int
    last: int
    is_open: bool
    kind: Kind

    @property
    def months(self) -> int:
        """Its length in months, 1 at least."""
        return self.last - self.first + 1

    @property
    def is_education(self) -> bool:
        """Whether the dates are those of studies."""
        return self.kind == "education"


def ranges(text: str) -> tuple[Range, ...]:
    """The ranges of dates in a text, in order and without overlaps; those that run backwards or cannot be are left out."""
    found = spans(text)
    if not found:
        return ()
    folded = fold(text)
    headings = _headings(folded)
    kinds = {each: _kind(folded, found, number, headings) for number, each in enumerate(found)}
    now = now_of(each for each in found if kinds[each] != "education")
    return tuple(
        Range(each.start, each.end, each.first, each.last, each.is_open, kinds[whole]) for whole, each in settled(found, now)
    )


def _headings(text: str) -> tuple[list[int], list[Kind | None]]:
    """Where the headings of a folded text begin, and what stands below them; None where anything may."""
    places: list[int] = []
    kinds: list[Kind | None] = []
    for line in _LINE.finditer(text):
        for start, part in _parts(line):
            before_colon = part[: _HEADING_CHARS + 1].partition(":")[0]
            if len(before_colon) <= _HEADING_CHARS and (kind := _heading(before_colon)):
                places.append(start)
                kinds.append(None if kind == "neutral" else kind)
    return places, kinds


def _parts(line: re.Match[str]) -> list[tuple[int, str]]:
    """The pieces of a line between wide gaps, which stand for line ends where these were lost."""
    text, start = line[0], line.start()
    if "  " not in text.strip():
        return [(start, text.strip())]
    bounds = [0, *(gap.end() for gap in _GAP.finditer(text)), len(text)]
    return [(start + first, text[first:last].strip()) for first, last in pairwise(bounds)]


def _heading(part: str) -> Kind | Literal["neutral"] | None:
    """What a line is the heading of, if it is one: each of its words must be of a heading, or the last for work."""
    found = _WORD.findall(part)
    if not found or len(found) > _HEADING_WORDS or any(char.isdigit() for char in part):
        return None
    kinds = [_kind_of_word(word) for word in found]
    if found[-1] in words().work and part[-1:].isalpha() and "aside" not in kinds:
        return "neutral" if "education" in kinds else "work"
    if not all(kind or word in words().linking for kind, word in zip(kinds, found, strict=True)):
        return None
    told = [kind for kind in kinds if kind and kind != "neutral"]
    if "work" in told and "education" in told:
        return "neutral"
    return told[0] if told else "neutral" if any(kinds) else None


def _kind_of_word(word: str) -> Kind | Literal["neutral"] | None:
    table = words()
    if word in table.work:
        return "work"
    if word in table.education:
        return "education"
    if word in table.aside:
        return "aside"
    return "neutral" if word in table.neutral else None


def _kind(text: str, found: Sequence[Span], number: int, headings: tuple[list[int], list[Kind | None]]) -> Kind:
    """What the range of dates with this number is of, by its line and by the last heading before it."""
    place = bisect_right(headings[0], found[number].start) - 1
    below = headings[1][place] if place >= 0 else None
    if below == "aside":
        return "aside"
    told = set(_WORD.findall(_around(text, found, number)))
    works = not told.isdisjoint(titles.occupations())
    studies = not told.isdisjoint(words().degrees)
    at_school = not told.isdisjoint(words().schools)
    if below == "education":
        return "work" if works and not studies and not at_school else "education"
    if works:
        return "work"
    return "education" if studies or (at_school and below != "work") else "work"


def _around(text: str, found: Sequence[Span], number: int) -> str:
    """The sentence of a range of dates without other ranges; with the lines around it where it says next to nothing."""
    span = found[number]
    floor = found[number - 1].end if number else 0
    ceiling = found[number + 1].start if number + 1 < len(found) else len(text)
    line = _line(text, span.start)
    start = max(floor, line, text.rfind(". ", line, span.start) + 1)
    end = _end(text, span.end, min(ceiling, span.end + _AROUND_CHARS), ("\n", ". "))
    own = f"{text[start : span.start]} {text[span.end : end]}"
    if len(_WORD.findall(own)) >= _FEW_WORDS:
        return own
    # A line around it that has dates of its own tells of those.
    above = _line(text, max(0, line - 1))
    before = text[above:line] if floor <= above else ""
    below = _end(text, end + 1, min(ceiling, end + _AROUND_CHARS), ("\n",))
    return f"{before} {own} {text[end:below] if below < ceiling or ceiling == len(text) else ''}"


def _line(text: str, at: int) -> int:
    """Where the line of a place begins, or as far before the place as is looked."""
    floor = max(0, at - _AROUND_CHARS)
    return max(floor, text.rfind("\n", floor, at) + 1)


def _end(text: str, start: int, most: int, marks: tuple[str, ...]) -> int:
    return min((end for mark in marks if (end := text.find(mark, start, most)) >= 0), default=most)
