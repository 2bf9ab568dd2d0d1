"""Where a text lists skills: there the place of a word says what it is, and not its capitals. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from scoring.skills.aliases import SOFT, aliases, canonical, load_core, normalise
from scoring.text.vocabulary import trade_words, vocabulary

LANGUAGES = "languages"
"""The group of the core that holds the languages."""
_ACTIVITIES = ("ing", "ion", "ment", "ance", "ity", "logy", "graphy", "apy", "work", "works", "ship", "ics")
"""What the name of something that people do ends in, as monitoring and compliance."""
_SHORT_CHARS = 2
_OFTEN_ALONE = frozenset(["it", "or"])
"""Words of plain English that stand between commas without being items of a list."""
_HEADING = r"(?:\n\s*\n|\A)[^\S\n]*[^\s,;.]{3,}(?:[^\S\n]+[^\s,;.]{3,}){0,2}[^\S\n]*\n"
"""A line of up to three words, none of them small, behind an empty one."""
_OPENING = re.compile(rf"(?:([,;|•/]|(?:\n|\A)[^\S\n]*[-*▪●])|[:(]|\n\s*\n|\A|{_HEADING})\s*\Z")
_CLOSING = re.compile(r"\s*(?:([,;|/]|\n[^\S\n]*[-*•▪●])|\)|\.(?:\s|\Z)|\n\s*\n|\Z)")
"""What an item of a list stands between, also a heading or bullets; the group took part where it is a comma or the like."""
_AROUND_CHARS = 40
_BETWEEN_ITEMS = re.compile(r"[,;|•▪●*/:()]|\s(?:and|or|&|-)\s")
_BESIDE, _BESIDE_CHARS, _BESIDE_WORDS = 3, 80, 3
"""Items on either side of one, the characters in which they are looked for, and words of one."""


def is_item(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place is an item in a list of skills, as in "react, rest": capitals say nothing there.

    At one of its sides the list may begin or end, and for a word of one or two letters at neither. Another item beside it is
    a technical skill, so that "tigers, pandas, and elephants" are none.
    """
    if text[start:end].lower() in _OFTEN_ALONE:
        return False
    before = _OPENING.search(text, max(0, start - _AROUND_CHARS), start)
    after = _CLOSING.match(text, end)
    commas = [found for found in (before, after) if found and found[1]]
    is_one = before is not None and after is not None and len(commas) >= (1 if end - start > _SHORT_CHARS else 2)
    return is_one and _is_beside(text, start, end, _technical())


def is_beside_software(text: str, start: int, end: int) -> bool:
    """Whether one of the nearest items on either side of a place, a list or not, is a skill of software or data."""
    return _is_beside(text, start, end, of_software())


def _is_beside(text: str, start: int, end: int, names: frozenset[str]) -> bool:
    """Whether one of the nearest items on either side of a place is one of these, by canonical name."""
    return any(canonical(item) in names for item in _beside(text, start, end))


def _beside(text: str, start: int, end: int) -> Iterator[str]:
    """What the nearest items before one in a list end in, and those behind it begin with: where a line ends says nothing."""
    # How wide the blanks are says nothing.
    far = 4 * _BESIDE_CHARS
    before = _BETWEEN_ITEMS.split(f" {' '.join(text[max(0, start - far) : start].split())} "[-_BESIDE_CHARS:])
    behind = _BETWEEN_ITEMS.split(f" {' '.join(text[end : end + far].split())} "[:_BESIDE_CHARS])
    for words in islice(filter(None, map(str.split, reversed(before))), _BESIDE):
        yield from (" ".join(words[-count:]) for count in range(1, _BESIDE_WORDS + 1))
    for words in islice(filter(None, map(str.split, behind)), _BESIDE):
        yield from (" ".join(words[:count]) for count in range(1, _BESIDE_WORDS + 1))


@cache
def _technical() -> frozenset[str]:
    return aliases().core - aliases().soft


@cache
def of_software() -> frozenset[str]:
    """Canonical names of the skills of software and data."""
    groups = load_core().groups
    return frozenset(canonical(group[0]) for trade in ("software", "data") for group in groups[trade])


@cache
def proper() -> Mapping[bytes, str]:
    """Technical skills that have a name of their own, as Kubernetes and Rust have, by the word as it stands in a bag.

    They are those spellings of the core that are one word with a capital and no plain one; languages are not among them.
    """
    trades = load_core().groups.items()
    words = (each for trade, groups in trades if trade not in (SOFT, LANGUAGES) for group in groups for each in group)
    return {each.lower().encode(): each for each in words if each.isascii() and each.isalnum() and _is_proper(each)}


def _is_proper(word: str) -> bool:
    low, table = word.lower(), vocabulary()
    if word == low or len(word) <= _SHORT_CHARS or low.endswith(_ACTIVITIES):
        return False
    if normalise(word) in aliases().ambiguous:
        return True
    is_plain = low in table.ordinary or low in table.titled
    return not is_plain and trade_words().isdisjoint((low, low.removesuffix("s")))
