"""Whether a few words are somebody's title, and what stands beside one. Pure functions over `data/positions.json`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec
from msgspec import Struct

from scoring.roles.titles import is_field, is_occupation, is_praise, tells_field, ungraded
from scoring.roles.trades import names_by_phrase
from scoring.text.dates import fold
from scoring.text.vocabulary import vocabulary

MOST_WORDS, MOST_CHARS = 7, 60
MOST_PRAISE = 5
"""Words of a title of praise, at most."""
OWN_LINE = 48
"""Characters of a line that stands alone, at most; a longer one is of a paragraph, which may break anywhere."""
EDGES = " \t\r\u00a0.-–—*•·▪●'\"’“”/"
LABEL = re.compile(
    r"^[^\S\n]*(?:(?:current|job|position)[^\S\n]+)?(?:title|position|role|designation|post)[^\S\n]*[:：][^\S\n]*(\S[^\n|;]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""A title with its label, as forms have it."""
_HEADS = frozenset(["head", "lead", "leader"])
"""What is an occupation only with what is headed or led."""
WORD = re.compile(r"[^\W\d_]+")
_TITLE_WORD = re.compile(r"[^\W\d_]+(?:&[^\W\d_]+)*")
"""A word of a title, also one as "fp&a"."""
_SHORT_CHARS = 4
"""A name of so many characters, as QS, is one in capitals."""
_FIELD_BEHIND = re.compile(r"\s*(\S[^–—|]{1,40}?)\s+[–—|-]\s+([^–—|,;()]{2,40}?)(?=\s+[–—|-]\s|[,;()]|\s*\Z)")
"""A title and what stands behind its dash."""
TIME = r"\d\+?\s?(?:y(?:ea)?rs?|mo(?:nth)?s?)\b"
NUMBER = re.compile(rf"\d\d|{TIME}", re.IGNORECASE)
"""A date or an amount, of time as well; a single digit stands in titles, too, as in "Year 2 Teacher"."""
NOT_HELD = re.compile(
    r"\b(?:appl(?:ication|ied|y|ying) (?:as|for)|aspiring|dear|desired|hiring manager|hop(?:e|es|ing) to"
    r"|(?:find|gain|obtain|secure) (?:an?|the) (?:\w+ ){0,3}(?:job|position|post|role)"
    r"|looking (?:for|to)|objective|refer(?:ences?|ees?)|report(?:ed|ing|s) to|seek(?:ing|s)"
    r"|(?:preferred|target) (?:job|position|role|title))\b",
    re.IGNORECASE,
)
"""What stands before a title that somebody wants, or that somebody else has."""


class Table(Struct, frozen=True):
    """The words of `data/positions.json`, where `about` says what they are for."""

    about: str
    never: frozenset[str]
    behind: frozenset[str]
    telling: frozenset[str]
    short: frozenset[str]
    whole: frozenset[str]
    leading: frozenset[str]
    led: frozenset[str]
    opening: frozenset[str]
    served: frozenset[str]


def heads(line: str, *, is_praised: bool) -> bool:
    """Whether a line is a title that may stand at the head of a text, or praise where that is taken."""
    if is_title(line) or (line and with_field(line) == line):
        return len(line) <= MOST_CHARS
    found = WORD.findall(fold(line))
    ends = found[-1:] if found[-1:] != ["leader"] else found[-2:-1]
    return is_praised and 1 < len(found) <= MOST_PRAISE and is_praise("".join(ends))


def is_title(title: str) -> bool:
    """Whether a few words are a title: they end in an occupation, or in what it is of, or are a name of some work."""
    bare = ungraded(title)
    found = _TITLE_WORD.findall(fold(bare).replace(" & ", " and "))
    if not 0 < len(found) <= MOST_WORDS or NUMBER.search(title) or not table().never.isdisjoint(found):
        return False
    heads = [place for place, word in enumerate(found) if _is_occupation(found[:place], word)]
    ends = any(place == len(found) - 1 or found[place + 1] in table().behind for place in heads)
    is_whole = ends or found[:2] == ["head", "of"] or bare.split()[-1] in table().short or _is_name(found, bare)
    return is_whole and not _is_told(found[0])


def _is_name(found: Sequence[str], title: str) -> bool:
    """Whether words end in a title that is one as a whole, or are but for their level another name of an occupation."""
    if any(" ".join(found[-length:]) in table().whole for length in (2, 3)):
        return True
    names = " ".join(found), " ".join(word for word in found if word not in vocabulary().levels)
    return any(name in _names() and (len(name) > _SHORT_CHARS or name.upper() in title) for name in names)


def with_field(line: str) -> str:
    """The title at the beginning of a line with its field behind a dash, as in "Team Leader – Sales", if it has none.

    Else "".
    """
    found = _FIELD_BEHIND.match(line)
    if not found or not is_field(found[2]) or tells_field(found[1]) or not is_title(found[1]):
        return ""
    return found[0].strip()


def names_work(found: Sequence[str]) -> bool:
    """Whether one of these words stands in each title that has them."""
    return not _telling().isdisjoint(found) or any(map(is_occupation, found))


def names_occupation(said: Sequence[str]) -> bool:
    """Whether one of the folded words of a sentence names an occupation, alone or with others, as in "head of maths"."""
    if any(map(is_occupation, said)) or ("head", "of") in pairwise(said):
        return True
    return any(_is_occupation(said[:place], word) for place, word in enumerate(said) if word in _telling())


def _is_occupation(before: Sequence[str], word: str) -> bool:
    """Whether a word names an occupation behind others.

    A leader leads a team or the like, and no market; a lead may be that of a field of work, too, as in "Marketing Lead", or
    of what its market's leader is a firm for.
    A sister is one of a ward.
    """
    if word in table().telling:
        return bool(before) and before[-1] != "and" and tells_field(" ".join(before))
    if word in ("lead", "leader"):
        leads = bool(before) and before[-1] in table().led
        may_lead = word == "lead" and bool(before)
        return leads or (may_lead and (before[-1] in table().leading or tells_field(" ".join(before))))
    return is_occupation(word) and not _serves_programs(before, word)


def _serves_programs(before: Sequence[str], word: str) -> bool:
    """Whether a server is no person, as a "Windows Server"."""
    return word.startswith("server") and not table().served.isdisjoint(before)


def _is_told(first: str) -> bool:
    """Whether a line begins as a sentence about work does, as in "Helped the teacher"."""
    verbs = vocabulary()
    return first in verbs.past or first in verbs.present or (first.endswith("ed") and first not in verbs.never_past)


@cache
def _telling() -> frozenset[str]:
    """Folded words that name an occupation beside some others, or in capitals."""
    names = (name.split()[-1] for name in _names() | table().whole)
    return _HEADS | table().telling | frozenset(map(fold, table().short)) | frozenset(names)


@cache
def _names() -> frozenset[str]:
    """Other names of occupations that end in none, as "HR generalist" and "physio"."""
    names = names_by_phrase().items()
    return frozenset(other for other, name in names if is_occupation(name[-1]) and not is_occupation(other.split()[-1]))


@cache
def table() -> Table:
    """The table, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "positions.json").read_bytes(), type=Table)
