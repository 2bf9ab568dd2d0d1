"""Texts whose words do not stand one space apart: justified, retyped, or taken out of a page. Pure functions."""

from __future__ import annotations

import re
from collections import Counter

_ORDINARY = " "
_OTHER = re.compile(r"[\t\u00a0]|  ")
_LETTER = "[A-Za-z\u00c0-\u04ff]"
_GAP = re.compile(rf"{_LETTER}[,;.]?([ \t\u00a0]+)(?={_LETTER})")
"""What stands between two words of a sentence, in Latin, Greek or Cyrillic letters."""


def evened(text: str) -> str:
    """The text with one space for what mostly stands between its words; a gap twice as wide becomes two spaces.

    So a gap stands for the columns of a page where it is wider than the others are, however wide these are.
    """
    if not _OTHER.search(text):
        return text
    gaps = Counter(_GAP.findall(text))
    usual = max(gaps, key=lambda gap: (gaps[gap], gap == _ORDINARY), default=_ORDINARY)
    return text.replace(usual, _ORDINARY)
