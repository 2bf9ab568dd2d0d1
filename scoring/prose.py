"""What a model wrote in its own words, as far as it can be published: short, and without what nobody may say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from scoring import traits
from scoring.folding import bag, fold
from scoring.grammar import one_line
from scoring.injection import instructions
from scoring.models import Recommendation
from scoring.skills import mentions
from scoring.vocabulary import vocabulary

MAX_ITEMS, MAX_ITEM_CHARS = 12, 300
MAX_SUMMARY_CHARS = 1500
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+")
_SCORE = re.compile(
    r"\b\d{1,3}(?:\.\d)?\s?(?:/\s?100?\b|out of 100?\b|points\b)"
    r"|\b(?:core|skills?|experience|cultural|match|overall|final)\w*[ -]?score"
)
_PRAISE = re.compile(
    r"\b(?:perfect|ideal|best|flawless|outstanding) (?:fit|match|candidate|choice|person)"
    r"|\b(?:strong|immediate|clear) hire\b"
    r"|\b(?:must|should) be (?:hired|interviewed|shortlisted)|\bhire (?:this|immediately|at once)|\bmeets (?:all|every)\b"
)
_INTERVIEW = re.compile(r"\b(?:recommend\w*|invit\w*|advanc\w*|shortlist\w*)\b[^.]{0,40}\binterview|\bshortlist")
_REJECTION = re.compile(r"\bnot (?:be )?recommend|\bnot (?:a )?(?:suitable|fit)\b|\breject")
_NEGATION = re.compile(
    r"\b(?:no|not|non|nor|neither|without|missing|lacks?|lacking|gaps?|absent|absence|only|never|unclear|unproven|unverified|limited"
    r"|learn\w*|wish\w*|want\w*|wants|would|could|beyond|instead|fails?|weak\w*|little|should|ask\w*|require[sd]?|needs?|need)\b|n't\b"
)
# Pronouns that tell of nobody, which stand in the vocabulary beside those that do.
_ANYBODY = frozenset(
    {
        *("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours"),
        *("they", "them", "their", "theirs", "themselves"),
    }
)


class Limits(Struct, frozen=True):
    """What prose has to agree with: the recommendation, the required skills that are not shown, and the words of the job."""

    advice: Recommendation
    unmet: tuple[str, ...]
    job_words: frozenset[str]


def words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(_WORD.findall(fold(text)))


def is_sound(texts: Iterable[str], limits: Limits) -> bool:
    """Whether nothing in any of these texts has to be looked at alone: most answers are so."""
    whole = "\n".join(texts)
    folded = fold(whole)
    is_loaded = any(pattern.search(folded) for pattern in (_SCORE, _PRAISE, _INTERVIEW, _REJECTION))
    return not is_loaded and not instructions(whole) and not _is_personal(whole, folded, limits)


def items(texts: Iterable[str], limits: Limits, *, is_praise: bool, sound: bool = False) -> tuple[tuple[str, ...], int]:
    """Those of the texts that can be published, shortened, and how many cannot.

    Args:
        sound: they are known to be; see `is_sound`.
        is_praise: the texts speak for the candidate, so they may not name what is not shown.
    """
    lines = [line for text in texts if (line := one_line(text[: 4 * MAX_ITEM_CHARS])[:MAX_ITEM_CHARS].strip())]
    kept = [
        line for line in lines if (sound or _may_be_said(line, limits)) and not (is_praise and _claims(line, limits.unmet))
    ]
    return tuple(dict.fromkeys(kept))[:MAX_ITEMS], len(lines) - len(kept)


def summary(text: str, limits: Limits, *, sound: bool = False) -> tuple[str, int]:
    """The sentences of a summary that can be published, and how many cannot."""
    sentences = _SENTENCE.split(one_line(text[: 4 * MAX_SUMMARY_CHARS])[:MAX_SUMMARY_CHARS])
    kept = [each for each in sentences if (sound or _may_be_said(each, limits)) and not _claims(each, limits.unmet)]
    return " ".join(kept).strip(), len(sentences) - len(kept)


def _may_be_said(text: str, limits: Limits) -> bool:
    folded = fold(text)
    if instructions(text) or _SCORE.search(folded) or _contradicts(folded, limits.advice):
        return False
    return not _is_personal(text, folded, limits)


def _is_personal(text: str, folded: str, limits: Limits) -> bool:
    # Words that the job itself uses are of its work: births in a midwife's, religion in a teacher's.
    personal = frozenset(_WORD.findall(folded)) & (_telling() - limits.job_words)
    return bool(personal) or next(traits.spans(text, folded, bag(folded)), None) is not None


@cache
def _telling() -> frozenset[str]:
    return vocabulary().personal - _ANYBODY


def _contradicts(folded: str, advice: Recommendation) -> bool:
    if advice == "Recommended for interview":
        return _REJECTION.search(folded) is not None
    if _PRAISE.search(folded):
        return True
    return _INTERVIEW.search(folded) is not None and not _NEGATION.search(folded)


def _claims(text: str, unmet: Iterable[str]) -> bool:
    """Whether a text speaks of a skill that is not shown as if it were."""
    return not _NEGATION.search(fold(text)) and any(next(mentions(skill, text), None) for skill in unmet)
