"""What a model wrote in its own words, as far as it can be published: short, and without what nobody may say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from scoring.blind import traits
from scoring.blind.injection import instructions
from scoring.blind.redaction import tells_contact
from scoring.matching.skills import unshown
from scoring.models import Recommendation
from scoring.notes.grammar import one_line
from scoring.profile import BlindProfile
from scoring.prompts import SYSTEM
from scoring.skills.mentions import may_mention, mentions
from scoring.text.folding import Folded, fold, glance
from scoring.text.folding import words as in_bag
from scoring.text.vocabulary import vocabulary

MAX_ITEMS, MAX_ITEM_CHARS = 12, 300
MAX_SUMMARY_CHARS, MIN_SENTENCES = 1500, 3
_SENTENCE = re.compile(r" (?<=[.!?] )")  # with the space first it is found three times as fast
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?[a-z!][^<>]*>")
_ECHO_WORDS, _ECHO_STEP = 7, 3
"""So many words of the prompt in a row are taken from it; they are looked for from each third word on."""


class Phrase(Struct, frozen=True):
    """A pattern of folded text. A text without any of `needles` need not be searched."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]

    def stands_in(self, folded: str) -> bool:
        """Whether a text has it."""
        for needle in self.needles:
            if needle in folded:
                return self.pattern.search(folded) is not None
        return False


def _phrase(needles: str, pattern: str) -> Phrase:
    return Phrase(tuple(needles.split(",")), re.compile(pattern))


_POINTS = _phrase(
    "10,points,% match,% fit,percent match,percent fit",
    r"\b\d{1,3}(?:\.\d)?\s?(?:/\s?100?\b|out of 100?\b|of 100\b|points\b|(?:%|percent) (?:match|fit)\b)",
)
_SCORE = _phrase(
    "score", r"\b(?:core|skills?|experience|cultural|match|overall|final)\w*[ -]?score|\bscore[sd]? (?:of |at )?\d"
)
_PRAISE = _phrase(
    "perfect ,ideal ,best ,flawless ,outstanding ,hire,must be ,should be ,meets all,meets every",
    r"\b(?:perfect|ideal|best|flawless|outstanding) (?:fit|match|candidate|choice|person)"
    r"|\b(?:strong|immediate|clear) hire\b"
    r"|\b(?:must|should) be (?:hired|interviewed|shortlisted)|\bhire (?:this|immediately|at once)|\bmeets (?:all|every)\b",
)
_STRONG = _phrase(
    "strong ,excellent ,great ,very good ,superb ,top ",
    r"\b(?:strong|excellent|great|very good|superb|top) (?:fit|match|candidate|choice)\b",
)
_ALL = _phrase(
    "all ,every ,each ",
    r"\b(?:all|every|each)(?: of)?(?: the| these)?(?: \w+){0,2} (?:skills?|requirements?|qualifications?)\b",
)
_INTERVIEW = _phrase(
    "interview,shortlist", r"\b(?:recommend\w*|invit\w*|advanc\w*|shortlist\w*)\b[^.]{0,40}\binterview|\bshortlist"
)
_REJECTION = _phrase(
    "not recommend,not be recommend,not suitable,not a suitable,not fit,not a fit,reject",
    r"\bnot (?:be )?recommend|\bnot (?:a )?(?:suitable|fit)\b|\breject",
)
LOADED = (_POINTS, _SCORE, _PRAISE, _STRONG, _INTERVIEW, _REJECTION)
"""For these each line is looked at alone."""
_NEGATION = re.compile(
    r"\b(?:no|not|non|nor|neither|without|missing|lacks?|lacking|gaps?|absent|absence|only|never|unclear|unproven|unverified|limited"
    r"|nicht|kein\w*|ohne|fehl\w*|pas|sans|aucun\w*|manque\w*|sin|falta\w*|ningun\w*"
    r"|learn\w*|wish\w*|want\w*|wants|would|could|beyond|instead|fails?|weak\w*|little|should|ask\w*|require[sd]?|needs?|need)\b|n't\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|neither|without|missing|lacks?|hardly|if|far from)\b|n't\b")
# Pronouns that tell of nobody, which stand in the vocabulary beside those that do.
_ANYBODY = frozenset(
    {
        *("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours"),
        *("they", "them", "their", "theirs", "themselves"),
    }
)


class Limits(Struct, frozen=True):
    """What prose has to agree with: the recommendation, the required skills that are not shown, the words of the job, and
    the profile.
    """

    advice: Recommendation
    unmet: tuple[str, ...]
    job_words: frozenset[str]
    profile: BlindProfile


def words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(_WORD.findall(fold(text)))


def line(text: str) -> str:
    """A text as it is printed: on one line, and no longer than an item may be."""
    return one_line(text[: 4 * MAX_ITEM_CHARS])[:MAX_ITEM_CHARS].strip()


def lines(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts as they are printed, blanks left out."""
    return tuple(filter(None, map(line, texts)))


def paragraph(text: str) -> str:
    """A summary as it is printed."""
    return one_line(text[: 4 * MAX_SUMMARY_CHARS])[:MAX_SUMMARY_CHARS]


class Editor:
    """Lets through what can be published of an answer, and counts what it has `left_out`.

    It looks at all lines together first: in most answers there is nothing for which each has to be looked at alone.

    Args:
        praise: the lines that speak for the candidate.
        others: all others, and names and the like.
    """

    def __init__(self, praise: Iterable[str], others: Iterable[str], limits: Limits) -> None:
        self.left_out = 0
        self._limits = limits
        praised = "\n".join(praise)
        seen = glance(praised)
        self._is_sound = _is_sound("\n".join((praised, *others)), limits)
        self._may_overstate = bool(limits.unmet) and _ALL.stands_in(seen.folded)
        unmet = dict.fromkeys((*limits.unmet, *unshown(seen, limits.profile)))
        self._unmet = tuple(skill for skill in unmet if may_mention(skill, praised))
        self._is_all_kept = self._is_sound and not self._may_overstate and not self._unmet

    def passes(self, said: str, *, is_praise: bool) -> bool:
        """Whether a line can be published.

        Args:
            is_praise: it speaks for the candidate, so it may not name what is not shown.
        """
        if self._is_all_kept:
            return True
        may_be_said = self._is_sound or _may_be_said(said, self._limits)
        passes = may_be_said and not (is_praise and self._praises_too_much(said))
        self.left_out += not passes
        return passes

    def _praises_too_much(self, said: str) -> bool:
        return _claims(said, self._unmet) or (self._may_overstate and _overstates(fold(said)))

    def items(self, printed: Iterable[str], *, is_praise: bool) -> tuple[str, ...]:
        """Those of some lines that can be published, each once."""
        return tuple(dict.fromkeys(each for each in printed if self.passes(each, is_praise=is_praise)))[:MAX_ITEMS]

    def label(self, printed: str, default: str, *, holds: bool) -> str:
        """A name or the like if it `holds` and can be published, else what stands for it."""
        return printed if self.passes(printed, is_praise=False) and holds else default

    def summary(self, printed: str) -> str:
        """The sentences of a paragraph that can be published."""
        if self._is_all_kept:
            return printed.strip()
        return " ".join(each for each in _SENTENCE.split(printed) if self.passes(each, is_praise=True)).strip()


def is_whole(summary: str) -> bool:
    """Whether a summary has enough sentences to stand alone."""
    return len(_SENTENCE.split(summary)) >= MIN_SENTENCES


def is_impersonal(text: str, job_words: frozenset[str]) -> bool:
    """Whether a text tells nothing of a protected trait."""
    return not _is_personal(glance(text), job_words)


def _is_sound(whole: str, limits: Limits) -> bool:
    """Whether nothing in any line of this has to be looked at alone."""
    is_loaded = any(phrase.stands_in(glance(whole).folded) for phrase in LOADED)
    return not is_loaded and _is_plain(whole, limits)


def _may_be_said(text: str, limits: Limits) -> bool:
    folded = glance(text).folded
    if _POINTS.stands_in(folded) or _SCORE.stands_in(folded) or _contradicts(folded, limits.advice):
        return False
    return _is_plain(text, limits)


def _is_plain(text: str, limits: Limits) -> bool:
    """Whether a text is about the work alone: it instructs nobody, leads nowhere else, and tells of no protected trait."""
    seen = glance(text)
    if instructions(text) or tells_contact(seen) or ("<" in text and _TAG.search(seen.folded)) or _echoes(seen):
        return False
    return not _is_personal(seen, limits.job_words)


def _echoes(text: Folded) -> bool:
    """Whether a text has a part of the prompt."""
    own = text.spelled.split()
    return not _runs_of_prompt().isdisjoint(zip(*(own[first::_ECHO_STEP] for first in range(_ECHO_WORDS)), strict=False))


@cache
def _runs_of_prompt() -> frozenset[tuple[bytes, ...]]:
    own = glance(SYSTEM).spelled.split()
    return frozenset(zip(*(own[first:] for first in range(_ECHO_WORDS)), strict=False))


def _is_personal(text: Folded, job_words: frozenset[str]) -> bool:
    # Words that the job itself uses are of its work: births in a midwife's, religion in a teacher's.
    personal = _personal(text.folded, text.known) - job_words
    return bool(personal) or next(traits.spans(text), None) is not None or traits.is_told(text, job_words)


def _personal(folded: str, known: frozenset[bytes]) -> frozenset[str]:
    # In ASCII the bag has all the words, and mostly none of these; other letters may join two words in it.
    if folded.isascii() and _in_bag().isdisjoint(known):
        return frozenset()
    return _telling().intersection(_WORD.findall(folded))


@cache
def _telling() -> frozenset[str]:
    return vocabulary().personal - _ANYBODY


@cache
def _in_bag() -> frozenset[bytes]:
    return in_bag(_telling())


def _contradicts(folded: str, advice: Recommendation) -> bool:
    if advice == "Recommended for interview":
        return _REJECTION.stands_in(folded)
    if _PRAISE.stands_in(folded) or (advice != "Consider for phone screen" and _STRONG.stands_in(folded)):
        return not _DENIED.search(folded)
    return _INTERVIEW.stands_in(folded) and not _NEGATION.search(folded)


def _overstates(folded: str) -> bool:
    """Whether a text says that everything asked for is there."""
    return _ALL.stands_in(folded) and not _DENIED.search(folded)


def _claims(text: str, unmet: Iterable[str]) -> bool:
    """Whether a text speaks of a skill that is not shown as if it were."""
    likely = [skill for skill in unmet if may_mention(skill, text)]
    # Mostly it says that the skill is missing, which is found out faster than that it names it.
    if not likely or _NEGATION.search(fold(text)):
        return False
    return any(next(mentions(skill, text), None) for skill in likely)
