"""What of a profile is a job's own text, word for word. Pure functions.

To paste an advert, in white letters or at the end, is the oldest way to look like what it asks for. It shows nothing of
anybody: what is the advert's is left out before a profile is read for its job, and a remark tells how much that was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from scoring.blind.namelike import is_somebody
from scoring.career import durations
from scoring.matching.requirements import Requirements
from scoring.profile import BlindProfile
from scoring.roles.headlines import headline, standing_apart
from scoring.text.folding import fold, unmasked
from scoring.text.runs import of_letters

BLOCK_WORDS = 8
LEAST_WORDS = 2 * BLOCK_WORDS - 1
"""Words in a row from which on they are taken for copied; so many hold a whole block of the job's, wherever they begin.
Few are the sentences that two people write alike to the fifteenth word. Numbers and letters alone are not counted."""
MAX_PLACES = 8
"""Places of one block in a job's text that are looked at; no advert says the same so often."""
_END = "\n"
"""What stands for what was copied: no sentence goes on over it."""
_MARKS, _HYPHENS, _LETTER = r"\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff", r"\-\u2010-\u2013", r"[^\W\d_]"
_HELD = rf"[{_MARKS}{_HYPHENS}](?<={_LETTER}.)(?:(?<=[{_HYPHENS}])\s*+|[{_MARKS}]*+)(?={_LETTER})"
"""What stands inside a word: marks that nobody sees, accents of their own, and a hyphen, at the end of a line as well."""
_INSIDE, _WORD = re.compile(_HELD), re.compile(rf"{_LETTER}+(?:{_HELD}{_LETTER}+)*")
_MASKS = re.compile(r"[\u0370-\u052f]")
"""Letters of Greek and Cyrillic, some of which look like Latin ones."""


class _Block(Struct, frozen=True, gc=False):
    """Some words of a text: in a row, as `_plain` has them, and each once."""

    plain: str
    words: frozenset[str]


def without(asked: Requirements, profile: BlindProfile) -> BlindProfile:
    """The profile without what is the job's text; each character that stays keeps its place."""
    return _without(asked, profile) if spans(asked, profile) else profile


def words(asked: Requirements, profile: BlindProfile) -> int:
    """How many words of a profile are the job's text."""
    return sum(len(_words(profile.text[start:end])) for start, end in spans(asked, profile))


@lru_cache(maxsize=64)
def spans(asked: Requirements, profile: BlindProfile) -> tuple[tuple[int, int], ...]:
    """Where the text of a profile is the job's, in order: starts and ends in characters."""
    own = _distinct(profile.text)
    likely = [block.plain for block in _blocks(asked.text) if block.words <= own]
    if not likely:  # mostly
        return ()
    plain = _plain(_words(profile.text))
    if not any(block in plain for block in likely):
        return ()
    return tuple(_runs(asked.text, profile.text))


@lru_cache(maxsize=32)
def _without(asked: Requirements, profile: BlindProfile) -> BlindProfile:
    text = profile.text
    for start, end in spans(asked, profile):
        text = f"{text[:start]}{_END * (end - start)}{text[end:]}"
    is_read = profile.title_read and profile.title_read not in text
    is_apart = profile.title_apart and profile.title_apart not in text
    return replace(
        profile,
        text=text,
        fields=tuple(replace(each, text=text) if each.field == "resume_text" else each for each in profile.fields),
        years_told=None if profile.years_told is None else durations.stated(text),
        title_read=headline(text, is_praised=True, is_dated=bool(profile.positions), is_name=is_somebody)
        if is_read
        else profile.title_read,
        title_apart=standing_apart(text, is_name=is_somebody) if is_apart else profile.title_apart,
    )


def _runs(of_job: str, text: str) -> Iterator[tuple[int, int]]:
    """The runs of at least `LEAST_WORDS` words that stand in a job's text as well."""
    found = ((_INSIDE.sub("", word[0]), word.span()) for word in _WORD.finditer(_folded(text)))
    told = [(word, span) for word, span in found if len(word) > 1]
    job, own, places = _words(of_job), [word for word, _ in told], [span for _, span in told]
    starts, here = _starts(of_job), 0
    while here + BLOCK_WORDS <= len(own):
        block = " ".join(own[here : here + BLOCK_WORDS])
        length = max((_length(job, there, own, here) for there in starts.get(block, ())), default=0)
        if length >= LEAST_WORDS:
            yield places[here][0], places[here + length - 1][1]
        here += length if length >= LEAST_WORDS else 1


def _length(job: Sequence[str], there: int, own: Sequence[str], here: int) -> int:
    """How many words are the same from two places on."""
    length, most = 0, min(len(job) - there, len(own) - here)
    while length < most and job[there + length] == own[here + length]:
        length += 1
    return length


def _words(text: str) -> list[str]:
    """The words that are compared: numbers, letters alone and accents may come from bullets or from a copier."""
    return [word for word in _runs_of_letters(text) if len(word) > 1]


def _runs_of_letters(text: str) -> list[str]:
    return of_letters(_INSIDE.sub("", _folded(text)))


def _folded(text: str) -> str:
    folded = fold(text)
    return unmasked(folded) if _MASKS.search(folded) else folded


@lru_cache(maxsize=256)
def _blocks(text: str) -> tuple[_Block, ...]:
    """The text in blocks of words, as they stand in the plain text of who copied it."""
    found = _words(text)
    whole = range(0, len(found) - BLOCK_WORDS + 1, BLOCK_WORDS)
    blocks = (found[start : start + BLOCK_WORDS] for start in whole)
    return tuple(_Block(_plain(block), frozenset(block)) for block in blocks)


@lru_cache(maxsize=64)
def _starts(text: str) -> Mapping[str, list[int]]:
    """Where in a text each run of as many words begins, in words."""
    found = _words(text)
    starts: dict[str, list[int]] = {}
    for start in range(len(found) - BLOCK_WORDS + 1):
        places = starts.setdefault(" ".join(found[start : start + BLOCK_WORDS]), [])
        if len(places) < MAX_PLACES:
            places.append(start)
    return starts


@lru_cache(maxsize=32)
def _distinct(text: str) -> frozenset[str]:
    """The words of a text, each once; letters alone are not left out."""
    return frozenset(_runs_of_letters(text))


def _plain(words: Sequence[str]) -> str:
    """Words in a row, with a space around each."""
    return f" {' '.join(words)} "
