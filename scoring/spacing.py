"""Texts whose words do not stand one space apart: justified, retyped, or taken out of a page. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

_ORDINARY = " "
_LETTER = "A-Za-z\u00c0-\u04ff"
_BEFORE = rf"(?:(?<=[{_LETTER}].)|(?<=[{_LETTER}][,;.].))"
# What stands between two words of a sentence, in Latin, Greek or Cyrillic letters: anything but one space, and one space.
# Both begin with the blank and look back from there, as there are fewer blanks than letters.
_WIDE = re.compile(rf"[ \t\u00a0](?:(?<! )|(?=[ \t\u00a0])){_BEFORE}[ \t\u00a0]*+(?=[{_LETTER}])")
_NARROW = re.compile(rf" (?=[{_LETTER}]){_BEFORE}")


def evened(text: str) -> str:
    """The text with one space for what mostly stands between its words; a gap twice as wide becomes two spaces.

    So a gap stands for the columns of a page where it is wider than the others are, however wide these are.
    """
    if "  " not in text and "\t" not in text and "\u00a0" not in text:
        return text
    gaps = Counter(_WIDE.findall(text))
    if not gaps:
        return text
    usual, count = gaps.most_common(1)[0]
    has_as_many = next(islice(_NARROW.finditer(text), count - 1, None), None) is not None
    return text if has_as_many else text.replace(usual, _ORDINARY)
