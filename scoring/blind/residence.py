"""Where a resume says that somebody lives: a place in a line of its own at its head, or between marks. Pure functions.

What is known are countries, their states, and large cities. What stands before a place and is none, as an occupation or an
employer, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain

import msgspec
from msgspec import Struct

from scoring.blind.names import is_skill
from scoring.roles.titles import is_occupation
from scoring.text.folding import Folded, Place, fold

HEAD_CHARS = 300
"""A place is looked for in so many characters."""
_MOST_PARTS, _MOST_WORDS = 3, 4
"""Parts of a place, as city, state and country are, and the words of one."""

_BETWEEN = re.compile(r"[\r\n|•·●▪;\t()]|\s[–—-]\s|[^\S\n]{3,}")
"""What parts a line into pieces."""
_BEFORE = re.compile(r".*\b(?:based|living|located|residing)\s+in\s+|[\s–—-]*")
_EDGES = " \t\u00a0.–—-"
_POSTCODE = re.compile(r",?\s(?:\d{4,6}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d)\Z")
_CODES = re.compile(
    r"\A(?:[a-z]{1,3}-)?(?!(?:19|20)\d\d )\d{2,6}(?:[ -]\d{2,3})?\s(?=[^\W\d_])|(?<=[^\W\d_])(?:\s|\s?-\s?)\d{5,6}\Z"
)
"""A postcode before a town or behind it; what may be a year is none."""
_HOUSE = re.compile(
    r"(?:#\s?\d|[a-z]{1,2}-\d{1,4}\Z|\d{1,3}[a-z]?(?:[/-]\w{1,4})?\Z|(?:h\.?\s?no|no|house|villa|flat|plot|door|apt|block)\b[^\d]{0,6}\d)"
)
"""What the first part of an address is, where it is no street with a number."""
_MOST_ADDRESS_PARTS = 6
_AROUND = re.compile(r"\Agreater\s+|\s+(?:(?:bay|metro|metropolitan)\s+)?area\Z")
"""Words for all that lies near a place."""


_LEVELS = frozenset(["chief", "entry", "jr", "junior", "lead", "mid", "principal", "senior", "sr", "staff", "trainee"])
"""Words of titles that name no occupation, as in "Senior CRA"."""
_ACRONYM = re.compile(r"(?<![\w.])[A-Z]{2,}\d?(?![\w.])")


class _Places(Struct, frozen=True):
    """`data/places.json`, which says what each is. All are folded but the codes."""

    about: str
    employers: frozenset[str]
    codes: frozenset[str]
    regions: frozenset[str]
    cities: frozenset[str]


def spans(whole: Folded) -> Iterator[Place]:
    """Where a text says at its head that somebody lives, in order."""
    start, size = 0, len(whole.folded)
    ends = (between.span() for between in _BETWEEN.finditer(whole.folded, 0, HEAD_CHARS))
    for end, following in chain(ends, [(size, size)] if size <= HEAD_CHARS else []):
        piece = whole.folded[start:end].rstrip(_EDGES)
        bare = _POSTCODE.sub("", piece) if _may_end_in_a_place(piece) else ""  # mostly it does not
        if bare and _ends_in_a_place(bare):
            before = _BEFORE.match(bare)
            begin = _begin(whole, start + (before.end() if before else 0), start + len(bare))
            if begin >= 0:
                yield begin, start + len(piece)
        start = following


def is_city(folded: str) -> bool:
    """Whether a folded text is the name of a large city."""
    return folded in _places().cities


def is_place(text: str) -> bool:
    """Whether a text is a known place and nothing else, as "Lagos" and "Lagos, Nigeria" are."""
    table = _places()
    return all(part.strip() in table.cities or part.strip() in table.regions for part in fold(text).split(","))


def _may_end_in_a_place(piece: str) -> bool:
    """Whether the last word of a piece ends some place, or is more than letters, as a postcode is."""
    last = piece.rpartition(" ")[2].rpartition(",")[2].lstrip(_EDGES)
    return last in _last_words() or not last.isalpha()


def _ends_in_a_place(piece: str) -> bool:
    last = _bare(piece.rpartition(",")[2].rpartition(" in ")[2].lstrip(_EDGES))
    table = _places()
    return last in table.regions or last in table.cities or last.rpartition(" ")[2].upper() in table.codes


def _begin(whole: Folded, start: int, end: int) -> int:
    """Where a place begins in a piece of a text, which it ends; -1 where there is none."""
    given, parts, begins, at = whole.folded[start:end].split(","), list[str](), list[int](), start
    for part in given:
        parts.append(_bare(part.strip()))
        begins.append(at + len(part) - len(part.lstrip()))
        at += len(part) + 1
    if _is_address([part.strip() for part in given], parts):
        return start
    if len(parts) > _MOST_PARTS or not all(0 < len(part.split()) <= _MOST_WORDS for part in parts):
        return -1
    table = _places()
    if all(part in table.cities or part in table.regions for part in parts):
        return start
    if len(parts) == 1:
        city, _, code = parts[0].rpartition(" ")
        is_both = city in table.cities and code.upper() in table.codes and whole.text[end - len(code) : end].isupper()
        return start if is_both else -1
    if not _is_region(parts, whole.text[begins[-1] : end]):
        return -1
    spelled = whole.text[start:end]
    names = [part for part, given in zip(parts, spelled.split(","), strict=True) if not _has_acronym(given, spelled)]
    return begins[_first(parts, names)]


def _bare(part: str) -> str:
    """A part of a place without its postcode and the words for what lies around it."""
    return _CODES.sub("", _AROUND.sub("", part))


def _is_address(given: list[str], parts: list[str]) -> bool:
    """Whether parts are those of a postal address: it ends in a known place, and has a house or a postcode."""
    if not 1 < len(parts) <= _MOST_ADDRESS_PARTS or not _is_known(parts[-1]):
        return False
    has_code = given[-1] != parts[-1] and any(char.isdigit() for part in given[:-1] for char in part)
    return (has_code or _HOUSE.match(given[0]) is not None) and not any(map(stays, parts))


def _first(parts: list[str], names: list[str]) -> int:
    """The number of the part that a place begins with, which the last one ends: of `names` any may be an unknown town.

    A state's code has one such town before it, and a country none behind a title or an employer.
    """
    first = len(parts) - 1
    while first and not stays(part := parts[first - 1]):
        is_behind_none = all(other in names and not stays(other) for other in parts[: first - 1])
        may_be_town = part in names and (_is_code(parts[first]) or (is_behind_none and not _is_code(parts[-1])))
        if not (_is_known(part) or may_be_town):
            break
        first -= 1
    return first


def _is_code(part: str) -> bool:
    return part.upper() in _places().codes


def _is_known(part: str) -> bool:
    table = _places()
    return part in table.cities or part in table.regions or _is_code(part)


def _has_acronym(given: str, around: str) -> bool:
    """Whether a part has a word in capitals, as "Senior CRA" and "PPD", among others with small letters."""
    return not around.isupper() and _ACRONYM.search(given) is not None


def _is_region(parts: list[str], last: str) -> bool:
    table = _places()
    if parts[-1] in table.regions:
        return True
    if parts[-1].upper() not in table.codes or stays(parts[-2]):  # "Nurse, OR" works in an operating room
        return False
    # Written small, a code may be a word.
    return parts[0] in table.cities or parts[0] in table.regions or last.isupper()


def stays(part: str) -> bool:
    """Whether what stands before a place is none: an occupation, an employer or a qualification."""
    words = part.split()
    is_title = words[:2] == ["head", "of"] or any(is_occupation(word) or word in _LEVELS for word in words)
    return is_title or not _places().employers.isdisjoint(words) or is_skill(part)


@cache
def _last_words() -> frozenset[str]:
    table = _places()
    names = (*table.regions, *table.cities, *map(str.lower, table.codes), "area")
    return frozenset(name.rpartition(" ")[2] for name in names)


@cache
def _places() -> _Places:
    return msgspec.json.decode((files("scoring") / "data" / "places.json").read_bytes(), type=_Places)
