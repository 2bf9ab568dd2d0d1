"""Where sentences end: at a full stop before a space that does not shorten a word, as in "St. Mary's". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_SMALL, _NUMBER = r"\s[a-z]", r"\s\d"
_BEFORE_NAMES = (
    "st",
    "ste",
    "sta",
    "sto",
    "mt",
    "ft",
    "dr",
    "prof",
    "mr",
    "mrs",
    "ms",
    "rev",
    "fr",
    "capt",
    "lt",
    "sgt",
    "asst",
    "sr",
)
"""What is shortened before names. "Ltd." and "Inc." are left out: they stand behind one, where a sentence may end."""
_BEFORE_ALL = ("approx", "incl", "inkl", "esp", "vs", "ca")
_BEFORE_NUMBERS = ("no", "nos", "nr", "vol", "fig", "pp", "ver", "min", "max", "ext")
_BEFORE_SMALL = (
    *("etc", "ltd", "inc", "co", "corp", "dept", "univ", "min", "max", "est", "jr", "rd", "ave", "assoc", "al"),
    *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "hrs", "yrs", "wks"),
)
"""Where a sentence may end, and does not before a small letter."""


def _shortened(words: Sequence[str], following: str = "") -> str:
    """That no shortened word stands before a full stop, with something following: looked at by the length of the words."""
    by_length = groupby(sorted(words, key=len), key=len)
    behind = "|".join(rf"(?<=\b(?:{'|'.join(each)})\.)" for _, each in by_length)
    return rf"(?!{f'(?={following})' if following else ''}(?i:{behind}))"


STOP = (
    rf"(?-i:(?=\s)(?!\sof\s)(?<!\.[A-Za-z]\.)(?!(?<=\b[A-Z]\.)\s[a-z]{{3}}){_shortened(_BEFORE_NAMES + _BEFORE_ALL)}"
    rf"{_shortened(_BEFORE_NUMBERS, _NUMBER)}{_shortened(_BEFORE_SMALL, _SMALL)})"
)
"""What a full stop has around it that ends a sentence; none ends before "of", as in "Univ. of Leeds", or in "E. coli"."""
END = re.compile(rf"\.{STOP}\s")
"""The end of a sentence, with one white space behind it."""


def last_start(text: str, floor: int, at: int) -> int:
    """Where the sentence begins that goes on at a place, or `floor`."""
    return max((end.end() for end in END.finditer(text, floor, at)), default=floor)


def first_end(text: str, at: int, most: int) -> int:
    """Where the sentence ends that goes on at a place, without its full stop, or `most`."""
    end = END.search(text, at, most)
    return end.start() if end else most
