"""The eligibility filter: which pairs have tags so far apart that they are not worth a call.

Score of a pair = mean over the job's tags of (best cosine among the candidate's tags)^2, x 100. The built-in
vectors score lower than a provider's for which the default minimum was set, so their raw score is mapped by a
monotonic curve, calibrated on the labelled table in `data/eligibility_calibration.json`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from msgspec import Struct

from scoring.embeddings import Embedder, Vectors
from scoring.models import Candidate, Job
from scoring.skills import are_look_alikes, canonical

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

    def map(self, raw: float) -> float:
        """The mapped score, 0-100."""
        known, mapped = zip(*self.curve, strict=True)
        return float(np.interp(raw, known, mapped))


@cache
def load_calibration() -> Calibration:
    """The calibration table, read once."""
    data = (files("scoring") / "data" / "eligibility_calibration.json").read_bytes()
    return msgspec.json.decode(data, type=Calibration)


class Eligibility:
    """Scores of a batch's pairs, computed a job at a time when first asked for."""

    def __init__(self, jobs: Sequence[Job], candidates: Sequence[Candidate], tags: Tags | None) -> None:
        self._job_tags = [_distinct(job.job_tag) for job in jobs]
        self._candidate_tags = [_distinct(candidate.candidate_tag) for candidate in candidates]
        self._tags = tags
        self._row: tuple[int, list[float | None]] | None = None

    def score(self, job_index: int, candidate_index: int) -> float | None:
        """0-100 with one decimal, or None where the pair is included without a score."""
        if self._tags is None:
            return None
        if self._row is None or self._row[0] != job_index:
            self._row = job_index, self._tags.scores(self._job_tags[job_index], self._candidate_tags)
        return self._row[1][candidate_index]


class Tags:
    """All distinct tags of a batch with their vectors (n_tags, n_dims) float32."""

    def __init__(self, names: Sequence[str], vectors: Vectors, *, built_in: bool) -> None:
        self._number = {name: number for number, name in enumerate(names)}
        self._vectors = vectors
        self._built_in = built_in
        self._canonical = [canonical(name) for name in names] if built_in else []
        self._names = list(names)

    def scores(self, job_tags: Sequence[str], candidates: Sequence[Sequence[str]]) -> list[float | None]:
        """One job's scores, for each candidate's tags."""
        if not job_tags:
            return [None] * len(candidates)
        similar = self._similarity([self._number[tag] for tag in job_tags])
        out: list[float | None] = []
        for tags in candidates:
            if not tags:
                out.append(None)
                continue
            best = similar[:, [self._number[tag] for tag in tags]].max(axis=1)
            raw = float(np.square(best).mean() * 100)
            out.append(round(load_calibration().map(raw) if self._built_in else raw, 1))
        return out

    def _similarity(self, rows: list[int]) -> Vectors:
        similar: Vectors = self._vectors[rows] @ self._vectors.T
        if self._built_in:
            np.maximum(similar, 0, out=similar)
            for line, row in enumerate(rows):
                for column, name in enumerate(self._names):
                    if self._canonical[row] == self._canonical[column]:
                        similar[line, column] = 1.0
                    elif are_look_alikes(self._names[row], name):
                        similar[line, column] = 0.0
        return similar


async def eligibility(jobs: Sequence[Job], candidates: Sequence[Candidate], embedder: Embedder) -> Eligibility:
    """Embed every distinct tag of a batch once.

    Where that fails, the error is logged and every pair is included.
    """
    names = sorted(
        {tag for job in jobs for tag in _distinct(job.job_tag)}
        | {tag for candidate in candidates for tag in _distinct(candidate.candidate_tag)}
    )
    tags = None
    if any(job.job_tag for job in jobs) and any(candidate.candidate_tag for candidate in candidates) and names:
        try:
            vectors = await embedder.embed(names)
            tags = await asyncio.to_thread(Tags, names, vectors, built_in=embedder.built_in)
        except Exception:
            logger.exception("Error filtering by eligibility; every pair is included")
    return Eligibility(jobs, candidates, tags)


def _distinct(tags: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip().lower() for tag in tags or () if tag.strip()))
