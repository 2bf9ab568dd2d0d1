"""The eligibility filter: which pairs have tags so far apart that they are not worth a call.

Score of a pair = mean over the job's tags of (best cosine among the candidate's tags)^2, x 100. The built-in
vectors score lower than a provider's for which the default minimum was set, so their raw score is mapped by a
monotonic curve, calibrated on the labelled table in `data/eligibility_calibration.json`.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from scoring.models import Candidate, Job
from scoring.skills.aliases import canonical, look_alikes_of
from scoring.vectors.embeddings import Embedder, Vectors

Scores = NDArray[np.float32]
_Names = tuple[str, ...]

ROWS = 64
"""Tags of a job that are compared at a time; it bounds the memory of a job with thousands."""

logger = logging.getLogger("scoring")


class LabelledPair(Struct, frozen=True):
    """One row of the calibration table; `raw` is its score (0-100) before mapping."""

    job: tuple[str, ...]
    candidate: tuple[str, ...]
    same_trade: bool
    raw: float


class Calibration(Struct, frozen=True):
    """`curve`: (raw, mapped) points, both 0-100 and rising."""

    about: str
    curve: tuple[tuple[float, float], ...]
    table: tuple[LabelledPair, ...]

    def map(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mapped scores, (n,) float64, 0-100."""
        known, mapped = zip(*self.curve, strict=True)
        scores: NDArray[np.float64] = np.interp(raw, known, mapped)
        return scores


@cache
def load_calibration() -> Calibration:
    """The calibration table, read once."""
    data = (files("scoring") / "data" / "eligibility_calibration.json").read_bytes()
    return msgspec.json.decode(data, type=Calibration)


class Eligibility:
    """Scores of all pairs of a batch, (n_jobs, n_candidates) float32, 0-100; NaN where a pair is included without one."""

    def __init__(self, scores: Scores) -> None:
        self._scores = scores

    def score(self, job_index: int, candidate_index: int) -> float | None:
        """0-100 with one decimal, or None where the pair is included without a score."""
        score = float(self._scores[job_index, candidate_index])
        return None if math.isnan(score) else round(score, 1)

    def turned_away(self, job_index: int, minimum: float) -> int:
        """How many candidates score below `minimum` (0-100) for a job."""
        return int(np.count_nonzero(self._scores[job_index] < minimum))


class Tags:
    """The distinct tags of a batch, `names`, with their vectors (n_tags, n_dims) float32, and who carries them.

    Its methods take their time; they are for a thread.
    """

    def __init__(
        self, names: Sequence[str], vectors: Vectors, candidates: Sequence[Sequence[str]], *, built_in: bool
    ) -> None:
        self._number = {name: number for number, name in enumerate(names)}
        self._vectors = vectors
        self._built_in = built_in
        self._canonical: dict[str, list[int]] = {}
        for number, name in enumerate(names if built_in else ()):
            self._canonical.setdefault(canonical(name), []).append(number)
        # All candidates' tags in one row, and where each candidate's begin.
        self._candidates = len(candidates)
        self._tagged = np.array([place for place, tags in enumerate(candidates) if tags], dtype=np.intp)
        self._carried = self._numbers([tag for tags in candidates for tag in tags])
        self._starts = np.cumsum([0, *(len(candidates[place]) for place in self._tagged)])[:-1]

    def scores(self, job_tags: Sequence[str]) -> Scores:
        """One job's scores for each candidate, (n_candidates,) float32; NaN where either has no tags."""
        out = np.full(self._candidates, np.nan, np.float32)
        if not job_tags or not len(self._tagged):
            return out
        total = np.zeros(len(self._tagged))
        for first in range(0, len(job_tags), ROWS):
            similar = self._similarity(job_tags[first : first + ROWS])
            best = np.maximum.reduceat(similar[:, self._carried], self._starts, axis=1)
            total += np.square(best).sum(axis=0)
        raw = total / len(job_tags) * 100
        out[self._tagged] = np.round(load_calibration().map(raw) if self._built_in else raw, 1)
        return out

    def _numbers(self, tags: Sequence[str]) -> NDArray[np.intp]:
        return np.array([self._number[tag] for tag in tags], dtype=np.intp)

    def _similarity(self, tags: Sequence[str]) -> Vectors:
        """Cosines (len(tags), n_tags) float32; the built-in vectors' are corrected by what names alone can tell."""
        similar: Vectors = self._vectors[self._numbers(tags)] @ self._vectors.T
        if self._built_in:
            np.maximum(similar, 0, out=similar)
            for row, tag in enumerate(tags):
                for other in look_alikes_of(tag):
                    similar[row, self._canonical.get(other, [])] = 0.0
                similar[row, self._canonical[canonical(tag)]] = 1.0
        return similar


async def eligibility(jobs: Sequence[Job], candidates: Sequence[Candidate], embedder: Embedder) -> Eligibility:
    """Embed every distinct tag of a batch once and score its pairs; the work is done on a thread, job by job.

    Where that fails, the error is logged and every pair is included.
    """
    scores = np.full((len(jobs), len(candidates)), np.nan, np.float32)
    if any(job.job_tag for job in jobs) and any(candidate.candidate_tag for candidate in candidates):
        try:
            await _fill(scores, jobs, candidates, embedder)
        except Exception:
            logger.exception("Error filtering by eligibility; every pair is included")
            scores.fill(np.nan)
    return Eligibility(scores)


async def _fill(scores: Scores, jobs: Sequence[Job], candidates: Sequence[Candidate], embedder: Embedder) -> None:
    names, job_tags, candidate_tags = await asyncio.to_thread(_tags_of, jobs, candidates)
    if not names:
        return
    vectors = await embedder.embed(names)
    tags = await asyncio.to_thread(Tags, names, vectors, candidate_tags, built_in=embedder.built_in)
    for row, asked in enumerate(job_tags):
        scores[row] = await asyncio.to_thread(tags.scores, asked)


def _tags_of(jobs: Sequence[Job], candidates: Sequence[Candidate]) -> tuple[list[str], list[_Names], list[_Names]]:
    """All distinct tags, each job's, and each candidate's."""
    job_tags = [_distinct(job.job_tag) for job in jobs]
    candidate_tags = [_distinct(candidate.candidate_tag) for candidate in candidates]
    return sorted({tag for tags in (*job_tags, *candidate_tags) for tag in tags}), job_tags, candidate_tags


def _distinct(tags: Sequence[str] | None) -> _Names:
    return tuple(dict.fromkeys(tag.strip().lower() for tag in tags or () if tag.strip()))
