"""Whether a sentence begins with somebody, as "Li led a team" and "Will is a nurse" do, by what it says. Pure functions."""

from __future__ import annotations

import re
from functools import cache

from scoring.blind.namewords import table
from scoring.roles.titles import is_occupation
from scoring.text.folding import fold

_BEFORE_CHARS, _BEHIND_CHARS = 6, 80
_BEGINNING = re.compile(r"(?:\A|[\n.!?:;•·|]|(?<!\w)[-–—])[ \t\u00a0\"'“‘*_#]*\Z")
_SINCE = r" (?:(?:also|currently|now|then|since|previously|recently|later|first) )?"
_AMOUNT = r"(?:has|had|have|brings|offers)(?: \w[\w+-]*){0,4} (?:years?|experience)\b"
_WHAT = re.compile(rf"{_SINCE}(?:is|was|became) (?:also )?an? ((?:[^\W\d_][\w'’-]*[ ]?){{1,6}})")
_NO_TITLE = frozenset(
    ["about", "as", "at", "by", "for", "from", "in", "of", "on", "that", "to", "when", "where", "which", "with"]
)
"""What comes behind that is no part of what somebody is."""
_NOBODY = frozenset(["he", "she", "it", "i", "we", "you", "they", "no", "so", "an", "as", "my", "me", "us"])
"""Names that begin a sentence as a word far more often."""


def is_subject(text: str, start: int, end: int, *, may_be_tool: bool = False) -> bool:
    """Whether the word from `start` to `end` is the subject of a sentence that tells what a person is or did.

    Args:
        may_be_tool: it is a skill, too, which may build a thing or be a server.
    """
    if not _BEGINNING.search(text, max(0, start - _BEFORE_CHARS), start) or fold(text[start:end]) in _NOBODY:
        return False
    behind = fold(text[end : end + _BEHIND_CHARS])
    if _deed().match(behind):
        return True
    if may_be_tool:
        return False
    what = _WHAT.match(behind)
    return _done().match(behind) is not None or (what is not None and _is_title(what[1]))


def _is_title(words: str) -> bool:
    for word in words.split():
        if word in _NO_TITLE:
            return False
        if is_occupation(word):
            return True
    return False


@cache
def _deed() -> re.Pattern[str]:
    """What only people do or have done, and what they are."""
    deeds, done, conditions = ("|".join(sorted(words)) for words in (table().deeds, table().done, table().conditions))
    return re.compile(
        rf"{_SINCE}(?:(?:(?:has|had|have) (?:also |since )?)?(?:{deeds})\b"
        rf"|(?:has|have|had) (?:also |since )?(?:{done})\b|(?:is|was) (?:\w+ly )?(?:{conditions})\b|{_AMOUNT})"
    )


@cache
def _done() -> re.Pattern[str]:
    """What people do to something, as tools may."""
    return re.compile(rf"{_SINCE}(?:{'|'.join(sorted(table().done))}) (?:an?|the|all|both|over|up to|teams?|staff|\d+)\b")
