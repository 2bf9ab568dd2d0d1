"""Whether sentences of a profile back the skills that it lists. Pure functions.

Everybody can copy a job's words into a list. A sentence shows skills in use where it names one of them, or tells of work
that is near the job's; that somebody is a motivated team player shows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from scoring.matching.nearness import MAX_CHARS, sentences_cosine, tells_of_work
from scoring.matching.requirements import Requirements
from scoring.notes.passages import is_head
from scoring.profile import BlindProfile
from scoring.skills.mentions import showing
from scoring.text import runs
from scoring.text.folding import foreign
from scoring.text.vocabulary import vocabulary

NEAR_COSINE = 0.3
"""From so near on a sentence tells of a job's work. Talk of motivated team players reaches that with few jobs; a higher one
does wrong to good candidates who say little."""
SENTENCE_WORDS = 5
SMALL_WORDS = 0.15
"""Share of words such as "the", "with" and "der" from which on a run of words is a sentence. Lists of skills have hardly any
of these, in whichever language and case."""

_OTHER_ENDS = "!?;:•·▪●"
"""What ends a sentence beside a full stop."""
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def is_backed(asked: Requirements, profile: BlindProfile, shown: Sequence[str]) -> bool:
    """Whether a sentence shows in use what a profile lists.

    Args:
        shown: the required skills that are found in the profile.
    """
    if not _is_spaced(profile.text):
        return True  # where words stand without spaces, they cannot be counted
    told = sentences(profile.text)
    if not told or not tells_of_work(asked):
        return bool(told)
    if sentences_cosine(asked, told) >= NEAR_COSINE:
        return True
    return any(next(showing(skill, sentence), None) for skill in shown for sentence in told)


def _is_spaced(text: str) -> bool:
    return not _SPACELESS.search(foreign(text[:MAX_CHARS]))


@lru_cache(maxsize=32)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, and not words in a row; line breaks end none, but a title above one is no part of it."""
    text = text[:MAX_CHARS]
    for mark in _OTHER_ENDS:  # several times as fast as a pattern
        text = text.replace(mark, ".")
    return tuple(chain.from_iterable(map(_sentences, text.split("."))))


def _sentences(run: str) -> Iterator[str]:
    if _is_sentence(run):
        yield run
    elif "\n" in run.strip():
        lines = run.split("\n")
        below = "\n".join(line for line in lines if not is_head(line.strip()))
        if len(below) < len(run) and _is_sentence(below):
            yield below


def _is_sentence(run: str) -> bool:
    words = runs.of_letters(run)
    if len(words) < SENTENCE_WORDS:
        return False
    is_small = vocabulary().small.__contains__
    return sum(map(is_small, map(str.lower, words))) >= SMALL_WORDS * len(words)
