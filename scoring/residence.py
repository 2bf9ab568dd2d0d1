"""Where a resume says that somebody lives: a place in a line of its own at its head, or between marks. Pure functions.

What is known are countries, their states, and large cities. What stands before a place and is none, as an occupation or an
employer, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.folding import Folded, Place
from scoring.names import is_skill
from scoring.titles import is_occupation

HEAD_CHARS, HEAD_LINES = 400, 8
"""A place is looked for in so many characters and lines."""
_MOST_PARTS, _MOST_WORDS = 3, 4
"""Parts of a place, as city, state and country are, and the words of one."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PIECE = re.compile(r"(?:(?!\s[–—-]\s|[^\S\n]{3})[^|•·●▪;\t()])+")
_BEFORE = re.compile(r"[\s–—-]*(?:(?:based|living|located|residing)\s+in\s+)?")
_EDGES = " \t\u00a0.–—-"
_POSTCODE = re.compile(r"\s\d{4,6}(?:-\d{4})?\Z")


class _Places(Struct, frozen=True):
    """`data/places.json`, which says what each is. All are folded but the codes."""

    about: str
    employers: frozenset[str]
    codes: frozenset[str]
    regions: frozenset[str]
    cities: frozenset[str]


def spans(whole: Folded) -> Iterator[Place]:
    """Where a text says at its head that somebody lives, in order."""
    for number, line in enumerate(_LINE.finditer(whole.folded, 0, HEAD_CHARS)):
        if number == HEAD_LINES:
            return
        for piece in _PIECE.finditer(whole.folded, *line.span()):
            before = _BEFORE.match(piece[0])
            start, end = piece.start() + (before.end() if before else 0), piece.start() + len(piece[0].rstrip(_EDGES))
            if (begin := _begin(whole, start, end)) >= 0:
                yield begin, end


def _begin(whole: Folded, start: int, end: int) -> int:
    """Where a place begins in a piece of a text, which it ends; -1 where there is none."""
    parts, begins, at = list[str](), list[int](), start
    for part in whole.folded[start:end].split(","):
        parts.append(_POSTCODE.sub("", part.strip()))
        begins.append(at + len(part) - len(part.lstrip()))
        at += len(part) + 1
    if len(parts) > _MOST_PARTS or not all(0 < len(part.split()) <= _MOST_WORDS for part in parts):
        return -1
    table = _places()
    if all(part in table.cities or part in table.regions for part in parts):
        return start
    if len(parts) < 2 or not _is_region(parts, whole.text[begins[-1] : end]):
        return -1
    return next((begin for begin, part in zip(begins, parts, strict=True) if not _stays(part)), -1)


def _is_region(parts: list[str], last: str) -> bool:
    table = _places()
    if parts[-1] in table.regions:
        return True
    if parts[-1].upper() not in table.codes or _stays(parts[-2]):  # "Nurse, OR" works in an operating room
        return False
    return parts[0] in table.cities or _POSTCODE.sub("", last).isupper()  # written small, a code may be a word


def _stays(part: str) -> bool:
    """Whether what stands before a place is none: an occupation, an employer or a qualification."""
    words = part.split()
    return any(map(is_occupation, words)) or not _places().employers.isdisjoint(words) or is_skill(part)


@cache
def _places() -> _Places:
    return msgspec.json.decode((files("scoring") / "data" / "places.json").read_bytes(), type=_Places)
