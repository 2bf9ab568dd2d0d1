"""A batch scored without a server: as a stream, as a list, or from code that knows no asyncio."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from scoring.cause import Failure, cause_of
from scoring.engine import BatchRun, Engine, open_engine
from scoring.events import Analysed, Done, Event, Failed
from scoring.models import Analysis, BatchRequest
from scoring.requests import decode_optioned, encode_request
from scoring.settings import EngineSettings


async def stream_batch_analysis(
    request: BatchRequest | Mapping[str, Any], *, settings: EngineSettings | None = None
) -> AsyncGenerator[Event, None]:
    """Score a batch and yield accepted, each pair's outcome as it finishes, and done.

    Closing the iterator (`contextlib.aclosing`) cancels the calls that run; nothing more is called.

    Raises:
        InvalidRequest: the request is not a batch.
    """
    engine = open_engine(settings or EngineSettings())
    try:
        async with aclosing(_run(engine, request).events()) as events:
            async for event in events:
                yield event
    finally:
        await engine.aclose()


async def generate_batch_analysis_async(
    request: BatchRequest | Mapping[str, Any], *, settings: EngineSettings | None = None
) -> list[Analysis]:
    """The analyses that passed the threshold, in the order jobs x candidates.

    Failed and skipped pairs are left out.

    Raises:
        InvalidRequest: the request is not a batch.
        ScoringError: none of the attempted pairs succeeded; of the class that goes with the code of the first that failed.
    """
    passed: list[Analysed] = []
    failures: list[Failure] = []
    async with aclosing(stream_batch_analysis(request, settings=settings)) as events:
        async for event in events:
            match event:
                case Analysed(passed=True):
                    passed.append(event)
                case Failed():
                    failures.append(Failure(event.code, event.message))
                case Done():
                    if cause := cause_of(event, failures):
                        raise cause.error
    return [event.analysis for event in sorted(passed, key=lambda event: event.pair)]


def generate_batch_analysis(
    request: BatchRequest | Mapping[str, Any], *, settings: EngineSettings | None = None
) -> list[Analysis]:
    """`generate_batch_analysis_async` for callers without a loop, and for those with one running already.

    It blocks its caller until the last pair is in; the work is done on a thread of its own.
    """
    result: list[list[Analysis]] = []
    error: list[BaseException] = []

    def work() -> None:
        try:
            result.append(asyncio.run(generate_batch_analysis_async(request, settings=settings)))
        except BaseException as exc:  # handed to the caller, whose thread is another
            error.append(exc)

    thread = threading.Thread(target=work, name="batch-analysis")
    thread.start()
    thread.join()
    if error:
        raise error[0]
    return result[0]


def _run(engine: Engine, request: BatchRequest | Mapping[str, Any]) -> BatchRun:
    checked = decode_optioned(encode_request(request))
    return BatchRun(engine, checked, options=checked.asked)
