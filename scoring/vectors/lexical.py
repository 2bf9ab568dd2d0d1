"""How much of its vocabulary a text shares with another: the cosine of their weighted counts of words. Pure functions.

That is what TF-IDF has, with weights that need no collection of the texts that are compared: in the embedded model the rows
of rare words are long and those of frequent ones short ("Zipf" in https://huggingface.co/blog/Pringled/model2vec), and the
tasks of occupations show which words are of a trade (`occupations`). It hears the very words of a trade, where vectors hear
what is like them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from scoring.vectors.embeddings import load_model

DAMPING = 400.0
"""Length that each text has beside its own, in the weights' unit: a few words that are all of the other text's say little.
A word of content has 60 to 110, and 16 of them together 400."""
SHARED_POWER = 0.25
"""By how much a word says less the more occupations share it: its weight counts by this power of its rarity among them."""
UNTOLD = 0.7
"""What counts of the weight of a word that the tasks of no occupation have."""
LEAST_TOKENS = 8
"""A shorter beginning says nothing."""


class Sought(Struct, frozen=True):
    """The text that is compared with: its `tokens` (n,) intp, sorted, and their shares of it (n,) float64, of length 1."""

    tokens: NDArray[np.intp]
    shares: NDArray[np.float64]


class Beginnings(Struct, frozen=True):
    """All beginnings of a text.

    `numbers` (n_tokens,) int16 are those of the vocabulary's tokens among the `distinct` ones of the text, counted from 1
    on; 0 for all others. For each place in the text there are the number of its token, `places` (n,) intp, what it adds,
    `gains` (n,) float64, and how long the text then is, `lengths` (n,) float64: infinitely where it still says nothing.
    """

    numbers: NDArray[np.int16]
    distinct: int
    places: NDArray[np.intp]
    gains: NDArray[np.float64]
    lengths: NDArray[np.float64]


def sought(tokens: Sequence[int]) -> Sought:
    """A text to compare with, given as its tokens."""
    found, counts = np.unique(np.array(tokens, np.intp), return_counts=True)
    weights = _weights()[found] * _heard(int(counts.max(initial=0)))[counts]
    length = float(np.sqrt(weights @ weights))
    return Sought(found, weights / length if length else weights)


def beginnings(tokens: Sequence[int]) -> Beginnings:
    """The beginnings of a text, given as its tokens."""
    found = np.array(tokens, np.intp)
    weights, (places, before) = _weights().take(found), _counted(found)
    heard = _heard(int(before.max(initial=0)) + 1)
    after, until = weights * heard.take(before + 1), weights * heard.take(before)
    lengths = np.sqrt(np.cumsum(after * after - until * until) + DAMPING * DAMPING)
    lengths[: LEAST_TOKENS - 1] = np.inf
    numbers = np.zeros(len(_weights()), np.int16)
    numbers[found] = places
    return Beginnings(numbers, places.max(initial=0), places, after - until, lengths)


def nearest(what: Sought, to: Beginnings) -> float:
    """The cosine of the beginning that is nearest, 0-1: with more at its end a text is never farther."""
    if not to.distinct:
        return 0.0
    shares = np.zeros(to.distinct + 1)
    shares.put(to.numbers.take(what.tokens), what.shares)
    cosines = np.add.accumulate(shares.take(to.places) * to.gains) / to.lengths
    nearest: float = cosines.item(cosines.argmax())
    return nearest


@cache
def _weights() -> NDArray[np.float64]:
    """What each token weighs, (n_tokens,)."""
    model = load_model()
    occupations, counts = _occupations()
    of_all = log(occupations + 1)
    shares = np.full(len(model.vocabulary), UNTOLD)
    for place, token in enumerate(model.vocabulary):
        if count := counts.get(token):
            shares[place] = (1.0 - log(count + 1) / of_all) ** SHARED_POWER
    weights: NDArray[np.float64] = model.weights * shares
    return weights


def _occupations() -> tuple[int, dict[str, int]]:
    """How many occupations there are, and in the tasks of how many of them a token stands; see `occupations`."""
    head, *lines = (files("scoring") / "data" / "tradewords.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return int(head), {token: int(count) for count, tokens in rows for token in tokens.split(" ")}


@lru_cache(maxsize=64)
def _heard(most: int) -> NDArray[np.float64]:
    """What a word weighs by how often it stands there, from never to `most` times: twice as often is not twice as much."""
    heard = np.zeros(most + 1)
    heard[1:] = 1.0 + np.log(np.arange(1, most + 1))
    return heard


def _counted(tokens: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each place the number of its token among the distinct ones, from 1 on, and how often it has stood before, (n,)."""
    order = tokens.astype(np.int16).argsort(kind="stable")  # below 2^15, as all of the vocabulary: sorted by their digits
    alike = tokens.take(order)
    is_first = np.empty(len(alike), bool)
    is_first[:1] = True
    np.not_equal(alike[1:], alike[:-1], out=is_first[1:])
    numbers, firsts = is_first.cumsum(), np.flatnonzero(is_first)
    places, before = np.empty_like(tokens), np.empty_like(tokens)
    places[order] = numbers
    before[order] = np.arange(len(alike)) - firsts.take(numbers - 1)
    return places, before
