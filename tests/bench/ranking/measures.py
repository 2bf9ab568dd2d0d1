"""Measures of a ranking by scores, with ties as a reader meets them who cannot tell equals apart. Pure functions.

nDCG: Järvelin and Kekäläinen (2002), gain 2^grade - 1, discount log2(rank + 1); over ties it is the expected value over all
their orders (McSherry and Najork, 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import cast

import numpy as np
from numpy.typing import NDArray

CUT = 10
"""Ranks that count."""


def ndcg(grades: Sequence[int], scores: Sequence[float], cut: int = CUT) -> float:
    """nDCG@`cut`, 0-1; 1 where nothing has a gain."""
    gains = np.exp2(np.array(grades, float)) - 1
    best = _dcg(gains, gains, cut)
    return _dcg(gains, np.array(scores, float), cut) / best if best else 1.0


def auc(relevant: Sequence[bool], scores: Sequence[float]) -> float:
    """The chance that a relevant one scores higher than another, a tie being half, 0-1; both kinds must be there."""
    values, wanted = np.array(scores, float), np.array(relevant, bool)
    above = values[wanted][:, None] - values[~wanted][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def spearman(grades: Sequence[int], scores: Sequence[float]) -> float:
    """The correlation of the ranks, ties at their mean rank, -1 to 1; 0 where all are equal."""
    first, second = _ranks(np.array(grades, float)), _ranks(np.array(scores, float))
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def interval(
    differences: Sequence[float] | NDArray[np.float64], *, draws: int = 10_000, seed: int = 1
) -> tuple[float, float]:
    """The 95 % bootstrap interval (percentiles) of the mean of differences, one a job."""
    values = np.array(differences, float)
    places = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[places].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def _dcg(gains: NDArray[np.float64], scores: NDArray[np.float64], cut: int) -> float:
    discounts = np.zeros(len(gains))
    discounts[:cut] = 1 / np.log2(np.arange(2, len(gains) + 2))[:cut]
    order, total, start = np.argsort(-scores, kind="stable"), 0.0, 0
    for _, group in groupby(order, key=lambda place: cast("float", scores[place])):
        tied = list(group)
        total += float(gains[tied].mean() * discounts[start : start + len(tied)].sum())
        start += len(tied)
    return total


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    below = (values[:, None] > values[None, :]).sum(axis=1)
    equal = (values[:, None] == values[None, :]).sum(axis=1)
    ranks: NDArray[np.float64] = below + (equal + 1) / 2
    return ranks
