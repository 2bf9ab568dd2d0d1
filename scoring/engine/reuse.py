"""Not calling at all: an analysis that was made before of the same thing, in the same way, is used again.

What counts as the same is its fingerprint: whose it is, the job without its id, the candidate's blind view, and what the
analyses of the batch depend on, which is its `Configuration` and all that is ever added to it. Names and contacts are no
part of it; they are filled in anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.claims.verdict import echoed
from scoring.events import Analysed
from scoring.models import Job, Pair
from scoring.profile import BlindProfile
from scoring.settings import Configuration

DIGEST_BYTES = 16

_encoder = msgspec.json.Encoder()


class Cache(Protocol):
    """Analyses made before."""

    async def find(self, fingerprints: Sequence[str]) -> Mapping[str, Analysed]:
        """Those there are, by fingerprint. It never raises: what cannot be read is a miss."""


class Reuse:
    """What batches of one configuration may use again.

    Args:
        cache: None when nothing is kept; what is the same is then only recognised while it is being analysed.
    """

    def __init__(self, cache: Cache | None, made_with: Configuration) -> None:
        self.keeps = cache is not None
        self._cache = cache
        # The filter decides which pairs are analysed, not how.
        self._made_with = _digest(replace(made_with, minimum_eligible_score=0.0, embedding_model=""))

    async def find(self, fingerprints: Sequence[str]) -> Mapping[str, Analysed]:
        """The analyses made before that there are, by fingerprint."""
        return await self._cache.find(fingerprints) if self._cache else {}

    def fingerprint(self, job: Job, profile: BlindProfile, *, owner: str, repeats: int = 1) -> str:
        """A pair's fingerprint, 32 hex digits; that of one owner is never that of another.

        Args:
            repeats: how often the pair is scored.
        """
        parts = self._made_with + _job_digest(job) + _profile_digest(profile) + owner.encode()
        salt = b"" if repeats == 1 else repeats.to_bytes(1, "big")
        return hashlib.blake2b(parts, digest_size=DIGEST_BYTES, salt=salt).hexdigest()


@lru_cache(maxsize=256)
def _job_digest(job: Job) -> bytes:
    return _digest(replace(job, job_id=None))


@lru_cache(maxsize=128)  # a candidate's pairs come one after another, and each is looked at twice
def _profile_digest(profile: BlindProfile) -> bytes:
    return _digest(profile)


def _digest(part: Struct) -> bytes:
    return hashlib.blake2b(_encoder.encode(part), digest_size=DIGEST_BYTES).digest()


def again(made_before: Analysed, pair: Pair, *, minimum_score: int) -> Analysed:
    """An analysis made before, as the outcome of `pair`."""
    analysis = replace(made_before.analysis, **echoed(pair))
    return replace(
        made_before,
        pair=pair.index,
        jobIndex=pair.job_index,
        candidateIndex=pair.candidate_index,
        job_id=analysis.job_id,
        candidateId=analysis.id,
        passed=analysis.matchScore >= minimum_score,
        cached=True,
        analysis=analysis,
        record=replace(made_before.record, shared=False),
    )
