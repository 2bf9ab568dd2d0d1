"""Where sentences end: at a full stop before a space that does not shorten a word, as in "St. Mary's". Pure functions."""

from __future__ import annotations

import re

_BEFORE_NAMES = ("st", "ste", "sta", "sto", "mt", "ft", "dr", "prof", "mr", "mrs", "ms", "rev", "fr", "capt", "lt", "sgt")
"""What is shortened before names alone. "Ltd." and "Inc." are left out: they stand behind one, where a sentence may end."""
_WHOLE = "".join(rf"(?<!\b{each}\.)" for each in _BEFORE_NAMES)
END = re.compile(rf"(?i:\.(?=\s){_WHOLE}\s(?!of\s))")
"""The end of a sentence, with one white space behind it; none ends before "of", as in "Univ. of Leeds"."""


def last_start(text: str, floor: int, at: int) -> int:
    """Where the sentence begins that goes on at a place, or `floor`."""
    return max((end.end() for end in END.finditer(text, floor, at)), default=floor)


def first_end(text: str, at: int, most: int) -> int:
    """Where the sentence ends that goes on at a place, without its full stop, or `most`."""
    end = END.search(text, at, most)
    return end.start() if end else most
