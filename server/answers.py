"""What the server answers with beside events and analyses."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from scoring.models import Candidate, Job
from scoring.prices import Tokens
from scoring.profile import BlindField
from server.log.base import Status

Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""ISO 8601 in UTC, with milliseconds."""
_OUTCOMES = [{"$ref": f"#/components/schemas/{name}"} for name in ("Analysed", "Skipped", "Failed")]
_OutcomeData = Annotated[msgspec.Raw, Meta(extra_json_schema={"oneOf": _OUTCOMES})]


class CreatedBatch(Struct, frozen=True):
    """A batch that was made, and where to find what comes of it. URLs are relative."""

    id: str
    status: Status
    url: str
    events: str
    results: str
    pairs: int


class BatchBrief(Struct, frozen=True, kw_only=True):
    """A batch in a list. `code` is why it ended early; `costUsd` is null when it is not known."""

    id: str
    status: Status
    code: str | None
    createdAt: Time
    finishedAt: Time | None
    pairs: int
    costUsd: float | None
    lastEventId: int


class BatchesPage(Struct, frozen=True):
    """Some of the batches. `next` is the cursor of the following page, null on the last."""

    batches: tuple[BatchBrief, ...]
    next: str | None


class BatchSummary(BatchBrief, frozen=True, kw_only=True):
    """Where a batch stands. `code` is why it ended early; `etaSeconds` and `costUsd` are null when not known."""

    done: int
    analysed: int
    passed: int
    skipped: int
    failed: int
    cached: int
    etaSeconds: float | None
    tokens: Tokens


class PairOutcome(Struct, frozen=True):
    """An outcome's event, as the stream has it."""

    id: int
    event: str
    data: _OutcomeData


class PairView(Struct, frozen=True, kw_only=True):
    """One job and one candidate as they were sent, and what came of them.

    `profile` is what the analyzer reads of the candidate, line by line: the evidence's `start` and `end` count characters of
    a line's text. It is null when the profile cannot be read; `outcome` is null until there is one.
    """

    pair: int
    jobIndex: int
    candidateIndex: int
    job: Job
    candidate: Candidate
    profile: tuple[BlindField, ...] | None
    outcome: PairOutcome | None = None


class Health(Struct, frozen=True):
    """The server answers."""

    status: Literal["ok"] = "ok"


class Ready(Struct, frozen=True):
    """New work is taken, and the log can be written."""

    status: Literal["ready"] = "ready"
