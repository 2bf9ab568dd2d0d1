"""Skills that mean nearly the same, by the embedded model, where no table knows it. Pure functions.

The model's vectors are means of words, so shared words drown what differs: "cost accounting" is near "cost estimating".
So the words that two terms do not share are compared once more, on their own. `tests/bench/likeness.py` calibrates both
thresholds on the labelled table in `tests/scoring/skills/likeness.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

import numpy as np

from scoring.skills.aliases import aliases, canonical, normalise
from scoring.skills.denial import is_denied
from scoring.skills.progress import is_unfinished
from scoring.skills.terms import names
from scoring.vectors.embeddings import Vectors, similarity, vector

NEAR = 0.75
"""Lowest cosine of two terms that may mean the same."""
REST_NEAR = 0.6
"""Lowest cosine of what two terms do not share."""
MAX_CHARS = 60
"""Longer items of a list are sentences, whose means say little."""
MAX_LISTED = 200
"""Skills of a profile that are compared; it bounds the time of one with thousands."""

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_ENDING = re.compile(r"(?:ing|ed|ies|es|s|y|e)$")
_SMALL = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to"])
_SMALL |= frozenset(["up", "with"])
# They say of any skill only that it is one.
_GENERIC = frozenset(["ability", "abilities", "activities", "advanced", "basic", "competence", "competency", "duties"])
_GENERIC |= frozenset(["effective", "excellent", "experience", "expertise", "good", "knowledge", "method", "methods"])
_GENERIC |= frozenset(["practice", "practices", "principles", "procedures", "process", "processes", "processing"])
_GENERIC |= frozenset(["proficiency", "skill", "skills", "solid", "strong", "task", "tasks", "technique", "techniques"])
_GENERIC |= frozenset(["understanding", "use", "using", "work"])


def nearest(required: tuple[str, ...], listed: tuple[str, ...], missing: Collection[str]) -> dict[str, tuple[str, float]]:
    """For those required skills that are missing and have one, the listed one that means nearly the same, and the cosine."""
    listed = listed[:MAX_LISTED]
    if not missing or not listed:
        return {}
    cosines = _of_job(required).dot(_of_profile(listed).T)
    if cosines.item(cosines.argmax()) < NEAR:  # as in most pairs; `max` takes four times as long
        return {}
    highest = cosines.max(axis=1).tolist()
    near = (place for place, cosine in enumerate(highest) if cosine >= NEAR and required[place] in missing)
    best = {required[place]: _best(required[place], listed, cosines[place]) for place in near}
    return {skill: found for skill, found in best.items() if found}


def _best(required: str, listed: tuple[str, ...], cosines: Vectors) -> tuple[str, float] | None:
    # Of equal ones the first by name, so that the order of a list changes nothing.
    likely = sorted((-round(float(cosines[place]), 4), listed[place]) for place in np.flatnonzero(cosines >= NEAR))
    return next(((shown, -cosine) for cosine, shown in likely if is_near(required, shown)), None)


@lru_cache(maxsize=65536)
def is_near(required: str, shown: str) -> bool:
    """Whether who shows one skill shows the required one nearly as well: its meaning is near, or it is a kind of it."""
    if max(len(required), len(shown)) > MAX_CHARS or similarity(required, shown) < NEAR:
        return False
    if _are_told_apart(required, shown) or not _rests_agree(_words(required), _words(shown)):
        return False
    if canonical(required) in aliases().credentials and is_unfinished(shown):
        return False
    return not is_denied(shown, len(shown.rpartition(" ")[0]) + 1, len(shown))  # "no Java" is near Java


def _are_told_apart(one: str, other: str) -> bool:
    """Whether the tables say that these are two: they name look-alikes, or different skills of the core."""
    table = aliases()
    first, second = _names(one), _names(other)
    if any(table.look_alikes.get(name, frozenset()) & second for name in first):
        return True
    first, second = first & table.core, second & table.core
    return bool(first and second and first.isdisjoint(second))


def _names(term: str) -> frozenset[str]:
    return names(term) | {canonical(term)}


def _rests_agree(required: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    stems, own_stems = ({_stem(word) for word in words} for words in (required, shown))
    rest = [word for word in required if _stem(word) not in own_stems and word not in _GENERIC]
    own_rest = [word for word in shown if _stem(word) not in stems and word not in _GENERIC]
    if not stems & own_stems:  # "Dock work" is near Docker
        return False
    if not rest and not own_rest:
        return True
    if not rest:  # "surgical nursing" is nursing
        return _stem(required[-1]) == _stem(shown[-1])
    return bool(own_rest) and similarity(" ".join(rest), " ".join(own_rest)) >= REST_NEAR


def _words(term: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(normalise(term)) if word not in _SMALL)


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) > 4 else word.rstrip("s")


@lru_cache(maxsize=256)
def _of_job(terms: tuple[str, ...]) -> Vectors:
    return _vectors(terms)


@lru_cache(maxsize=32)  # a profile meets all its jobs in a row, and ten skills take 10 KB
def _of_profile(terms: tuple[str, ...]) -> Vectors:
    return _vectors(terms)


def _vectors(terms: tuple[str, ...]) -> Vectors:
    """(n_terms, n_dims) float32; zeros for a sentence."""
    return np.array([vector(term if len(term) <= MAX_CHARS else "") for term in terms])
