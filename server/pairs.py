"""One pair of a batch: what was sent of it, what came of it, and what its analyzer read."""

from __future__ import annotations

import asyncio

import msgspec
from msgspec import Struct

from scoring.models import Candidate, Job
from scoring.profile import BlindField, blind
from server.answers import PairOutcome, PairView
from server.log.base import BatchLog


class _Sent(Struct, frozen=True):
    """A request whose jobs and candidates are left as they are: of 33 MB one of each is wanted."""

    jobs: tuple[msgspec.Raw, ...]
    candidates: tuple[msgspec.Raw, ...]


_sent = msgspec.json.Decoder(_Sent)
_job = msgspec.json.Decoder(Job)
_candidate = msgspec.json.Decoder(Candidate)


async def pair_view(log: BatchLog, batch_id: str, pair: int) -> PairView:
    """A pair as `GET /ai/batches/{id}/pairs/{pair}` shows it.

    Args:
        pair: one of the batch's.

    Raises:
        UnknownBatch: the batch was erased meanwhile.
    """
    encoded = await log.request(batch_id)
    view = await asyncio.to_thread(_view, encoded, pair)
    outcomes = await log.outcomes_of(batch_id, [pair])
    made = [PairOutcome(event.id, event.event, msgspec.Raw(event.data)) for event in outcomes]
    return msgspec.structs.replace(view, outcome=made[0]) if made else view


def _view(encoded: bytes, pair: int) -> PairView:
    """All but the outcome."""
    sent = _sent.decode(encoded)
    job_index, candidate_index = divmod(pair, len(sent.candidates))
    candidate = _candidate.decode(sent.candidates[candidate_index])
    return PairView(
        pair=pair,
        jobIndex=job_index,
        candidateIndex=candidate_index,
        job=_job.decode(sent.jobs[job_index]),
        candidate=candidate,
        profile=_profile(candidate),
    )


def _profile(candidate: Candidate) -> tuple[BlindField, ...] | None:
    try:
        return blind(candidate).fields
    except Exception:  # its pairs have failed, each with its own event
        return None
