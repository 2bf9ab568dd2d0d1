"""Texts whose words do not stand one space apart: justified, retyped, or taken out of a page. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

_ORDINARY = " "
_LETTER = "A-Za-z\u00c0-\u04ff"
_BEHIND_WORD = rf"(?:(?<=[{_LETTER}]{{0}})|(?<=[{_LETTER}][,;.]{{0}}))"
# What stands between two words of a sentence, in Latin, Greek or Cyrillic letters: one space; more of them; and anything but
# one. All begin with blanks and look back from there, as there are fewer of these than letters.
_NARROW = re.compile(rf" (?=[{_LETTER}]){_BEHIND_WORD.format(' ')}")
_WIDE = re.compile(rf"  {_BEHIND_WORD.format('  ')} *+(?=[{_LETTER}])")
_OTHER = re.compile(rf"[ \t\u00a0](?:(?<! )|(?=[ \t\u00a0])){_BEHIND_WORD.format('.')}[ \t\u00a0]*+(?=[{_LETTER}])")


def evened(text: str) -> str:
    """The text with one space for what mostly stands between its words; a gap twice as wide becomes two spaces.

    So a gap stands for the columns of a page where it is wider than the others are, however wide these are.
    """
    has_others = "\t" in text or "\u00a0" in text
    if not has_others and "  " not in text:
        return text
    gaps = Counter((_OTHER if has_others else _WIDE).findall(text))
    if not gaps:
        return text
    usual, count = gaps.most_common(1)[0]
    has_as_many = next(islice(_NARROW.finditer(text), count - 1, None), None) is not None
    return text if has_as_many else text.replace(usual, _ORDINARY)
