"""The events of a run, made from what happened to its pairs. Pure functions."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from scoring.claims.verdict import echoed
from scoring.engine.attempts import Assessment, Attempts
from scoring.engine.repeats import Repeats
from scoring.errors import Code
from scoring.events import Accepted, Analysed, Failed, Record, Skipped
from scoring.models import BatchRequest, Pair
from scoring.rubric import RUBRIC_VERSION


def accepted(request: BatchRequest, batch_id: str, *, analyzer: str) -> Accepted:
    """The first event of a batch."""
    return Accepted(
        batchId=batch_id,
        jobs=len(request.jobs or ()),
        candidates=len(request.candidates or ()),
        pairs=request.pair_count,
        analyzer=analyzer,
        threshold=request.minimum_score,
    )


def analysed(pair: Pair, assessment: Assessment, *, minimum_score: int, fingerprint: str, shared: bool) -> Analysed:
    """The outcome of a pair that was analysed; when it is `shared`, that was done for another pair."""
    verdict = assessment.verdict
    return Analysed(
        **_of(pair),
        passed=verdict.analysis.matchScore >= minimum_score,
        cached=shared,
        analysis=replace(verdict.analysis, **echoed(pair)),
        evidence=verdict.evidence,
        remarks=verdict.remarks,
        record=Record(
            analyzer=assessment.analyzer.name,
            model=assessment.analyzer.model,
            provider=assessment.provider,
            rubric=RUBRIC_VERSION,
            promptHash=assessment.prompt_hash,
            tokens=assessment.tokens,
            costUsd=assessment.cost_usd,
            seconds=round(assessment.seconds, 4),
            fingerprint=fingerprint,
            repeats=assessment.spread,
            shared=shared,
        ),
    )


def skipped(pair: Pair, score: float, *, minimum: float) -> Skipped:
    """The outcome of a pair that is not worth a call. Scores are 0-100."""
    reason = "The candidate's tags are too far from the job's."
    return Skipped(**_of(pair), reason=reason, eligibilityScore=score, minimum=minimum)


def failed(attempts: Attempts | Repeats, code: Code, message: str, *, count: int) -> Failed:
    """The outcome of a pair that could not be analysed after so many calls, its own or one that it shared with others."""
    return Failed(
        **_of(attempts.pair),
        code=code,
        message=message,
        attempts=count,
        tokens=attempts.tokens,
        costUsd=attempts.cost_usd,
    )


def _of(pair: Pair) -> dict[str, Any]:
    return {
        "pair": pair.index,
        "jobIndex": pair.job_index,
        "candidateIndex": pair.candidate_index,
        "job_id": pair.job.job_id or "",
        "candidateId": pair.candidate.candidateId or "",
    }
