"""A batch scored without a server: as a stream, as a list, or from code that knows no asyncio."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import msgspec

from scoring.analyzers.base import Analyzer
from scoring.analyzers.local import LocalAnalyzer
from scoring.analyzers.openai import OpenAIAnalyzer
from scoring.attempts import Clock
from scoring.embeddings import BuiltInEmbedder, Embedder, ProviderEmbedder
from scoring.engine import BatchRun, Engine
from scoring.events import Analysed, Event
from scoring.models import Analysis, BatchRequest
from scoring.provider import Provider
from scoring.requests import decode_request
from scoring.settings import EngineSettings

LOCAL_LIMIT = 2
"""Pairs the local analyzer works on at a time: it is CPU, so more would only interleave them."""


def open_engine(settings: EngineSettings, *, clock: Clock | None = None) -> Engine:
    """Put an engine together from its settings. Close it with `aclose()`."""
    provider = Provider(
        settings.base_url,
        settings.api_key,
        connect_timeout_s=settings.connect_timeout_s,
        first_byte_timeout_s=settings.first_byte_timeout_s,
        total_timeout_s=settings.total_timeout_s,
    )
    analyzer: Analyzer = LocalAnalyzer()
    if settings.analyzer == "openai":
        analyzer = OpenAIAnalyzer(
            provider,
            model=settings.model,
            temperature=settings.temperature,
            max_output_tokens=settings.max_output_tokens,
        )
    embedder: Embedder = BuiltInEmbedder()
    if settings.embedding_model:
        embedder = ProviderEmbedder(provider, settings.embedding_model)
    limit = settings.concurrent_limit
    return Engine(
        analyzer,
        embedder,
        limit=limit if settings.analyzer == "openai" else min(limit, LOCAL_LIMIT),
        minimum_eligible_score=settings.minimum_eligible_score,
        clock=clock or Clock(monotonic=time.monotonic, utc_now=utc_now),
    )


def utc_now() -> str:
    """The time, as ISO 8601 in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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

    Failed and skipped pairs are left out. Raises `InvalidRequest` when the request is not a batch.
    """
    passed: list[Analysed] = []
    async with aclosing(stream_batch_analysis(request, settings=settings)) as events:
        async for event in events:
            if isinstance(event, Analysed) and event.passed:
                passed.append(event)
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
    # A Struct takes the same way as a dict, so that both are checked alike.
    return engine.run(decode_request(msgspec.json.encode(request)))
