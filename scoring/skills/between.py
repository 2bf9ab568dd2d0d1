"""Whether words of a skill that stand near each other belong together, by what stands between them. Pure functions.

"Managed a small team" is team management, and "managers and other functional teams" is none. Nothing is parsed: what parts
words is told by a few small words, and by whether the word for what is done, the deed, stands before the others or behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scoring.roles.titles import is_occupation

MOST_BETWEEN = 3
"""Words between two of a skill's, the small ones not counted."""
_TOKEN = re.compile(r"[^\W\d_]+|(?<!\S)[-–—](?!\S)")
_DASHES = ("-", "–", "—")
_PARTING = frozenset(["because", "but", "if", "including", "like", "provides", "such", "than", "that", "through", "unlike"])
_PARTING |= frozenset(["never", "not", "using", "via", "when", "where", "which", "while", "who", "whose", *_DASHES])
_BEING = frozenset(["are", "be", "been", "has", "have", "is", "was", "were"])
_SMALL = frozenset(["a", "all", "an", "and", "any", "as", "at", "by", "each", "every", "for", "from", "her", "his", "in"])
_SMALL |= frozenset(["into", "its", "my", "of", "on", "or", "our", "the", "their", "these", "this", "those", "to", "with"])
_SMALL |= _BEING
_DONE = re.compile(
    r"\w{2}ed\Z|\A(?:bought|built|driven|drove|found|held|kept|led|made|sent|sold|taught|taken|took|written|wrote)\Z"
)
_NOUN = re.compile(r"\w{2}(?:ments?|ships?|[st]ions?|[ae]nces?)\Z")
_AGENT = re.compile(r"\w{2}[eo]rs?\Z")
_PLURAL = re.compile(r"\w[^siu]s\Z")
_NAMES_DEED = re.compile(
    r"(?:ing|ment|ship|[st]ion|[ae]nce|sis|ery|al|care|checks?|control|design|repairs?|support|tests?)\Z"
)


def names_deed(skill: str) -> bool:
    """Whether a skill ends in a word for what is done, as "training delivery" does and "meeting deadlines" does not."""
    return _NAMES_DEED.search(skill) is not None


def belong(words: Sequence[str], gaps: Sequence[str], deed: int | None, own: frozenset[str], *, is_deed_first: bool) -> bool:
    """Whether words that stand in this order belong together.

    Args:
        words: in lower case.
        gaps: what stands between each and the next, in lower case.
        deed: the number of the word for what is done, as of "management" in "team management"; None where none is.
        own: the words of the skill, as it is written.
        is_deed_first: the skill has its deed first, as in "meeting deadlines"; behind the others it must be a participle.
    """
    if is_deed_first and deed and not _DONE.search(words[deed]):
        return False
    for at, ((before, behind), gap) in enumerate(zip(pairwise(words), gaps, strict=True)):
        between = _TOKEN.findall(gap.replace("&", " and "))
        if at == deed:
            are_joined = _is_done_to(before, between)
        elif at + 1 == deed:
            are_joined = _is_done(before, between, behind, own)
        else:
            are_joined = _are_near(between)
        if not are_joined:
            return False
    return True


def _is_done_to(deed: str, between: Sequence[str]) -> bool:
    """Whether what follows a deed is its object: "managed the team", and not "the management team"."""
    if not between:
        return not _NOUN.search(deed)
    if not _are_near(between) or "by" in between:  # "trained by senior staff"
        return False
    if between[0] == "to" and (_weight(between) or deed.startswith("relat")):  # "managed to help", "related to employees"
        return False
    if "for" in between:  # "care and support for the elderly", but not "led the tests for the database team"
        at = between.index("for")
        if not (at == 0 or (at == 2 and between[0] == "and")) or _weight(between[at:]) > 2:
            return False
    if "and" not in between:
        return True
    at = between.index("and")
    first, second = between[:at], between[at + 1 :]
    if first:  # "prepared hot and cold food", but not "managed my time and worked in a team"
        return _weight(first) <= 1 and _weight(second) <= 1 and not (second and _DONE.search(second[0]))
    # "plan and deliver lessons", "design and assembly of machines", but not "managers and other teams"
    return bool(second) and ("of" in second or not (_NOUN.search(deed) or _is_agent(deed)))


def _is_done(before: str, between: Sequence[str], deed: str, own: frozenset[str]) -> bool:
    """Whether a deed is done to what stands before it: "the team is managed", and not "the team is managing"."""
    if not between or (len(between) == 1 and between[0] in _DASHES):
        return True
    if not _are_near(between) or not {"for", "to", "with"}.isdisjoint(between):  # "a team to ensure that the work"
        return False
    is_participle = _DONE.search(deed) is not None
    if not (is_participle or _BEING.isdisjoint(between)):
        return False
    if "and" not in between:
        return True
    at = between.index("and")
    first, second = between[:at], between[at + 1 :]
    if is_participle:  # "logs collected and analysed", "kitchens and bathrooms fitted"
        return bool(second) or (bool(first) and _DONE.search(first[-1]) is not None)
    # "regression and smoke testing", but not "teams and senior management"
    return (before in own or not _PLURAL.search(before)) and _weight(first) <= 2 and _weight(second) <= 2


def _is_agent(word: str) -> bool:
    return _AGENT.search(word) is not None and is_occupation(word.removesuffix("s"))


def _are_near(between: Sequence[str]) -> bool:
    return _PARTING.isdisjoint(between) and _weight(between) <= MOST_BETWEEN


def _weight(words: Sequence[str]) -> int:
    return sum(each not in _SMALL for each in words)
