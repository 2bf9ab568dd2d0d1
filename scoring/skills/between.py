"""Whether words of a skill that stand near each other belong together, by what stands between them. Pure functions.

"Managed a small team" is team management, and "managers and other functional teams" is none. Nothing is parsed: what parts
words is told by a few small words, and by whether the one for what is done stands before the others or behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

MOST_BETWEEN = 3
"""Words between two of a skill's, the small ones not counted."""
_TOKEN = re.compile(r"[^\W\d_]+|(?<!\S)[-–—](?!\S)")
_DASHES = ("-", "–", "—")
_PARTING = frozenset(["because", "but", "if", "including", "like", "provides", "such", "than", "that", "through", "unlike"])
_PARTING |= frozenset(["using", "via", "when", "where", "which", "while", "who", "whose", *_DASHES])
_BEING = frozenset(["are", "be", "been", "has", "have", "is", "was", "were"])
_SMALL = frozenset(["a", "all", "an", "and", "any", "as", "at", "by", "each", "every", "for", "from", "her", "his", "in"])
_SMALL |= frozenset(["into", "its", "my", "of", "on", "or", "our", "the", "their", "these", "this", "those", "to", "with"])
_DONE = re.compile(r"\w{2}ed\Z|\A(?:built|driven|led|sold|taught|taken|written)\Z")
_DOING = re.compile(r"\w{2}(?:ed|ing)\Z|\A(?:built|drove|led|ran|sold|taught|took|wrote)\Z")
_DEED = re.compile(r"\w{2}(?:ments?|ships?|[st]ions?|[ae]nces?)\Z")
_PLURAL = re.compile(r"\w[^siu]s\Z")


def belong(words: Sequence[str], gaps: Sequence[str], done: int | None, own: frozenset[str]) -> bool:
    """Whether words that stand in this order belong together.

    Args:
        words: in lower case.
        gaps: what stands between each and the next, in lower case.
        done: the number of the word for what is done, as of "management" in "team management"; None where none is.
        own: the words of the skill, as it is written.
    """
    for at, ((before, behind), gap) in enumerate(zip(pairwise(words), gaps, strict=True)):
        between = _TOKEN.findall(gap.replace("&", " and "))
        if at == done:
            is_joined = _does(before, between)
        elif at + 1 == done:
            is_joined = _is_done(before, between, behind, own)
        else:
            is_joined = _are_near(between)
        if not is_joined:
            return False
    return True


def _does(deed: str, between: Sequence[str]) -> bool:
    """Whether a word for what is done belongs to that which follows: "managed the team", and not "the management team"."""
    if not between:
        return not _DEED.search(deed)
    if not _are_near(between) or ("to" in between and deed.startswith("relat")):  # "related to employees"
        return False
    if "for" in between:  # "care for the elderly", but not "led the tests for the database team"
        return between[0] == "for" and _weight(between) <= 1
    if "and" not in between:
        return True
    at = between.index("and")
    second = between[at + 1 :]
    if at:  # "managed budgets and a team"
        return _DOING.search(deed) is not None and _weight(second) == 0
    if second[1:2] == ["of"]:  # "design and assembly of machines"
        return True
    return bool(second) and _DOING.search(deed) is not None and _DOING.search(second[0]) is not None


def _is_done(before: str, between: Sequence[str], deed: str, own: frozenset[str]) -> bool:
    """Whether a word belongs to that for what is done behind it: "the team is managed", and not "the team is managing"."""
    if not between or (len(between) == 1 and between[0] in _DASHES):
        return True
    if not _are_near(between) or not {"for", "to", "with"}.isdisjoint(between):  # "a team to ensure that the work"
        return False
    if not _BEING.isdisjoint(between) and not _DONE.search(deed):
        return False
    if "and" not in between:
        return True
    # "regression and smoke testing", but not "teams and senior management"
    at = between.index("and")
    return (before in own or not _PLURAL.search(before)) and _weight(between[:at]) <= 1 and _weight(between[at + 1 :]) <= 2


def _are_near(between: Sequence[str]) -> bool:
    return _PARTING.isdisjoint(between) and _weight(between) <= MOST_BETWEEN


def _weight(words: Sequence[str]) -> int:
    return sum(each not in _SMALL for each in words)
