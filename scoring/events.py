"""The events of a batch, in the words of the wire."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from scoring.claims.evidence import Evidence
from scoring.errors import Code
from scoring.models import Analysis
from scoring.prices import Tokens

DoneStatus = Literal["completed", "cancelled", "failed"]


class Accepted(Struct, frozen=True, kw_only=True):
    """The batch was taken; always the first event."""

    event: ClassVar = "accepted"
    batchId: str
    jobs: int
    candidates: int
    pairs: int
    analyzer: str
    threshold: int


class Spread(Struct, frozen=True, gc=False):
    """What scoring a pair several times gave: `n` were asked for, `scores` are 0-100 and in the order of the calls.

    `failed`: why the others gave none.
    """

    n: int
    scores: tuple[int, ...]
    failed: tuple[Code, ...] = ()

    @property
    def lowest(self) -> int:
        """The lowest score."""
        return min(self.scores)

    @property
    def median(self) -> int:
        """The score in the middle, the lower one of two: that of the analysis that is published."""
        return sorted(self.scores)[(len(self.scores) - 1) // 2]

    @property
    def highest(self) -> int:
        """The highest score."""
        return max(self.scores)


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """How an analysis came about, the first time. `costUsd` is None when the price is not known.

    `provider` is the host that answered, "" for the local analyzer. `tokens` and `costUsd` are those of all attempts,
    `seconds` those of the last.
    `fingerprint` is that of job, blind profile and configuration; "" when it is not to be used again. `shared`: it came
    from a call for the same that another pair made at the same time. `repeats` is None for a pair scored once.
    """

    analyzer: str
    model: str
    rubric: str
    promptHash: str
    tokens: Tokens
    costUsd: float | None
    seconds: float
    provider: str = ""
    fingerprint: str = ""
    shared: bool = False
    repeats: Spread | None = None


class PairEvent(Struct, frozen=True, kw_only=True, gc=False):
    """What every outcome says of its pair."""

    pair: int
    jobIndex: int
    candidateIndex: int
    job_id: str
    candidateId: str


class Analysed(PairEvent, frozen=True, kw_only=True):
    """A pair was analysed; `passed` when its score reaches the threshold, `cached` when it was analysed before."""

    event: ClassVar = "analysis"
    passed: bool
    cached: bool
    analysis: Analysis
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]
    record: Record


class Skipped(PairEvent, frozen=True, kw_only=True):
    """A pair was not worth a call. Scores are 0-100."""

    event: ClassVar = "skipped"
    reason: str
    eligibilityScore: float
    minimum: float


class Failed(PairEvent, frozen=True, kw_only=True):
    """A pair could not be analysed, after `attempts` calls.

    `tokens` and `costUsd` are what the provider counted of them; `costUsd` is None when the price is not known.
    """

    event: ClassVar = "failed"
    code: Code
    message: str
    attempts: int
    tokens: Tokens = Tokens()
    costUsd: float | None = None


class Progress(Struct, frozen=True, kw_only=True):
    """Where a running batch stands; never stored.

    `inFlight`: its calls that are out; `limit`: calls of all batches that may be. `etaSeconds` is None until it can be told.
    """

    event: ClassVar = "progress"
    done: int
    total: int
    passed: int
    skipped: int
    failed: int
    inFlight: int
    limit: int
    etaSeconds: float | None
    costUsd: float | None
    waitingFor: str | None


class Done(Struct, frozen=True, kw_only=True):
    """The batch has ended; always the last event."""

    event: ClassVar = "done"
    status: DoneStatus
    code: Code | None
    pairs: int
    analysed: int
    passed: int
    skipped: int
    failed: int
    notAttempted: int
    cached: int
    elapsedSeconds: float
    tokens: Tokens
    costUsd: float | None


Outcome = Analysed | Skipped | Failed
Event = Accepted | Outcome | Done

_encoder = msgspec.json.Encoder()


def encode(event: Event | Progress) -> bytes:
    """The event's data as one line of UTF-8 JSON."""
    return _encoder.encode(event)
