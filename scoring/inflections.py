"""Skills that a text tells of in other forms and another order: "analysed logs" shows log analysis. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from scoring.aliases import aliases, normalise
from scoring.denial import is_denied

MAX_CHARS = 20_000
"""Characters of a text that are looked at."""
NEAR_CHARS = 60
"""Within so many characters of one clause all words of a skill must stand."""
LEAST_STEM, MOST_WORDS = 4, 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_CLAUSE_END = re.compile(r"[.!?;:,•·▪●()]|\n(?=\s*[^\sa-z])")
_SUFFIX = re.compile(
    r"(?<=\w{3})(?:ations?|ions?|ings?|ments?|ances?|ences?|ers?|ors?|ied|ies|ed|es|is|al|ive|ively|ly|s|e|y)$"
)
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_SMALL = frozenset(["and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


class _Told(Struct, frozen=True):
    """Where the words of one stem stand in a text, as (start, end, number of the clause)."""

    places: dict[str, tuple[tuple[int, int, int], ...]]


def told(skill: str, text: str) -> str | None:
    """The words of a text in which all words of a skill stand near each other, verbatim; None where there are none.

    A skill of one word is not looked for, and neither is one that has look-alikes: there the form decides.
    """
    stems = _stems_of(skill)
    if not stems:
        return None
    if not all(stem in _folded(text) for stem in stems):  # mostly so, and then the words need not be read
        return None
    found = _read(text[:MAX_CHARS]).places
    if not all(stem in found for stem in stems):
        return None
    spans = (_span(place, stems, found) for place in found[stems[0]])
    near = (text[slice(*span)] for span in spans if span and not is_denied(text, *span))
    return next((words for words in near if not _is_look_alike(skill, words)), None)


def _is_look_alike(skill: str, words: str) -> bool:
    shown = f" {normalise(words)} "
    return any(f" {other} " in shown for other in aliases().look_alikes.get(_canonical(skill), ()))


def _span(
    place: tuple[int, int, int], stems: tuple[str, ...], found: dict[str, tuple[tuple[int, int, int], ...]]
) -> tuple[int, int] | None:
    start, end, clause = place
    for stem in stems[1:]:
        near = [each for each in found[stem] if each[2] == clause]
        if not near:
            return None
        other = min(near, key=lambda each: abs(each[0] - place[0]))
        start, end = min(start, other[0]), max(end, other[1])
    return (start, end) if end - start <= NEAR_CHARS else None


def _canonical(skill: str) -> str:
    name = normalise(skill)
    return aliases().canonical.get(name, name)


@lru_cache(maxsize=4096)
def _stems_of(skill: str) -> tuple[str, ...]:
    name = normalise(skill)
    if any(normalise(word) in aliases().ambiguous for word in name.split()):
        return ()
    words = [word for word in _WORD.findall(name) if word not in _SMALL]
    stems = tuple(dict.fromkeys(map(_stem, words)))
    return stems if 2 <= len(stems) <= MOST_WORDS and len(words) == len(name.replace("-", " ").split()) else ()


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    return text[:MAX_CHARS].lower()


@lru_cache(maxsize=64)
def _read(text: str) -> _Told:
    places: dict[str, list[tuple[int, int, int]]] = {}
    for number, (start, end) in enumerate(_clauses(text)):
        for word in _WORD.finditer(text, start, end):
            places.setdefault(_stem(word[0].lower()), []).append((word.start(), word.end(), number))
    return _Told({stem: tuple(each) for stem, each in places.items()})


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSE_END.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


@lru_cache(maxsize=32768)
def _stem(word: str) -> str:
    for _ in range(2):
        word = _SUFFIX.sub("", word)
    return _DOUBLED.sub(r"\1", word)
