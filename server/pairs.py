"""One pair of a batch: what was sent of it, what came of it, and what its analyzer read."""

from __future__ import annotations

import asyncio

import msgspec
from msgspec import Struct

from scoring.models import Candidate, Job
from scoring.profile import BlindField, view
from scoring.settings import Configuration
from server.answers import PairOutcome, PairView
from server.log.base import BatchLog, BatchRow


class _Sent(Struct, frozen=True):
    """A request whose jobs and candidates are left as they are: of 33 MB one of each is wanted."""

    jobs: tuple[msgspec.Raw, ...]
    candidates: tuple[msgspec.Raw, ...]


_sent = msgspec.json.Decoder(_Sent)
_job = msgspec.json.Decoder(Job)
_configuration = msgspec.json.Decoder(Configuration)
_candidate = msgspec.json.Decoder(Candidate)


async def pair_view(log: BatchLog, row: BatchRow, pair: int) -> PairView:
    """A pair as `GET /ai/batches/{id}/pairs/{pair}` shows it.

    Args:
        pair: one of the batch's.

    Raises:
        UnknownBatch: the batch was erased meanwhile.
    """
    encoded = await log.request(row.id)
    shown = await asyncio.to_thread(_shown, encoded, row.configuration, pair)
    outcomes = await log.outcomes_of(row.id, [pair])
    made = [PairOutcome(event.id, event.event, msgspec.Raw(event.data)) for event in outcomes]
    return msgspec.structs.replace(shown, outcome=made[0]) if made else shown


def _shown(encoded: bytes, configuration: bytes, pair: int) -> PairView:
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
        profile=_profile(candidate, blind=_configuration.decode(configuration).blind),
    )


def _profile(candidate: Candidate, *, blind: bool) -> tuple[BlindField, ...] | None:
    try:
        seen = view(candidate, blind=blind)
        return (*seen.identity, *seen.fields)
    except Exception:  # its pairs have failed, each with its own event
        return None
