"""The HTTP interface: thin readers and writers around the log and the runner."""

from __future__ import annotations

import asyncio
import logging
import re
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from scoring.errors import InvalidRequest, Problem
from server.answers import CreatedBatch, Health, Ready
from server.compat import collect_list
from server.delivery import NDJSON_TYPE, SSE_TYPE, StreamResponse
from server.errors import json_response, refuse
from server.intake import read_key, read_submission
from server.log.base import BatchLog, BatchRow, LogError, UnknownBatch
from server.openapi import document
from server.pairs import pair_view
from server.results import DEFAULT_LIMIT, MAX_LIMIT, Place, Sort, listing, ranking, results_page, sheet, summary
from server.runner import Runner
from server.settings import Settings
from server.stream import Framing, Ndjson, Pulse, Reader, Sse, farewell

STATIC = Path(str(files("static")))
JSON_TYPE, CSV_TYPE = "application/json", "text/csv"
PROBE_TIMEOUT_S = 2.0
"""How long the log may take before the server counts as not ready."""
_DECIMAL = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)

logger = logging.getLogger("server")


class Api:
    """The endpoints over one log and one runner; `pulse` is the log's."""

    def __init__(self, settings: Settings, log: BatchLog, runner: Runner, pulse: Pulse) -> None:
        self._settings, self._log, self._runner, self._pulse = settings, log, runner, pulse

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/", page),
            Route("/docs", docs),
            Route("/openapi.json", self.openapi),
            Route("/health", health),
            Route("/ready", self.ready),
            Route("/ai/batch-analyze-resumes", self.analyze, methods=["POST"]),
            Route("/api/v1/ai/batch-analyze-resumes", self.analyze, methods=["POST"]),
            Route("/ai/batches", self.create, methods=["POST"]),
            Route("/ai/batches", self.batches),
            Route("/ai/batches/{id}", self.show),
            Route("/ai/batches/{id}", self.delete, methods=["DELETE"]),
            Route("/ai/batches/{id}/events", self.events),
            Route("/ai/batches/{id}/results", self.results),
            Route("/ai/batches/{id}/pairs/{pair}", self.pair),
            Route("/ai/batches/{id}/cancel", self.cancel, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def analyze(self, request: Request) -> Response:
        """Analyse a batch and answer with the list, or with its events as they happen."""
        wanted = preferred(request, (JSON_TYPE, SSE_TYPE, NDJSON_TYPE))
        submission = await read_submission(request, self._settings, with_options=False)
        batch_id = await self._runner.start(submission, durable=False)
        if wanted == JSON_TYPE:
            return await collect_list(request, self._log, self._runner, batch_id)
        return self._stream(batch_id, 0, wanted, owned=True)

    async def create(self, request: Request) -> Response:
        """Make a batch that runs on without viewers; an Idempotency-Key makes it once."""
        _allow_only(request, "dryRun")  # misspelt, it would cost money
        dry_run = _flag(request, "dryRun")
        submission = await read_submission(request, self._settings, with_options=True)
        if dry_run:
            return json_response(await self._runner.quote(submission))
        key = read_key(request, submission)
        batch_id = await self._runner.start(submission, durable=True, key=key)
        url = f"/ai/batches/{batch_id}"
        content = CreatedBatch(
            id=batch_id,
            status="queued",
            url=url,
            events=f"{url}/events",
            results=f"{url}/results",
            pairs=submission.request.pair_count,
        )
        return json_response(content, 202, {"Location": url, "X-Batch-Id": batch_id})

    async def batches(self, request: Request) -> Response:
        """All batches, newest first."""
        limit = _number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
        cursor = request.query_params.get("cursor", "")
        try:
            return json_response(await listing(self._log, self._runner, limit, cursor))
        except ValueError as exc:
            raise _odd("cursor", f"Expected a `next` of this list, got {cursor[:64]!r}.") from exc

    async def show(self, request: Request) -> Response:
        """Where a batch stands."""
        row = await self._row(request)
        return json_response(await summary(self._log, self._runner, row), headers={"X-Batch-Id": row.id})

    async def events(self, request: Request) -> Response:
        """A batch's events after `Last-Event-ID` or `?after=`, then those to come.

        It never answers 429 or 503, on which a browser would give up: it sends a longer `retry:` and closes.
        """
        media_type = preferred(request, (SSE_TYPE, NDJSON_TYPE))
        try:
            row = await self._row(request)
        except LogError as exc:
            logger.warning("A stream could not be opened: %s", exc)
            return StreamResponse(farewell(framing_of(media_type)), media_type, {})
        after = _after(request, row)
        if row.finished_at is not None and row.last_id and after == row.last_id:
            return Response(status_code=204, headers={"X-Batch-Id": row.id})
        return self._stream(row.id, after, media_type, owned=False)

    async def results(self, request: Request) -> Response:
        """A batch's analyses, best first.

        While it runs, all pages tell how it stood at the first one: none repeats or leaves out what another has.
        """
        row = await self._row(request)
        query, as_sheet = request.query_params, preferred(request, (JSON_TYPE, CSV_TYPE)) == CSV_TYPE
        sort = query.get("sort", "score")
        if sort not in ("score", "pair"):
            raise _odd("sort", f"Expected score or pair, got {sort[:64]!r}.")
        job_id, min_score = query.get("job_id"), _number(request, "min_score", 0, 0, 100)
        limit, place = _number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT), _place(request, row)
        order: Sort = "pair" if sort == "pair" else "score"
        ranked = await ranking(self._log, row.id, place.up_to, job_id=job_id, min_score=min_score, sort=order)
        headers = {"X-Batch-Id": row.id, "Vary": "Accept"}
        if not as_sheet:
            content = await results_page(self._log, row.id, ranked, place, limit)
            return json_response(content, headers=headers)
        end = place.offset + limit if "limit" in query else None
        headers["Content-Disposition"] = f'attachment; filename="results-{row.id}.csv"'
        return StreamResponse(sheet(self._log, row.id, ranked[place.offset : end]), f"{CSV_TYPE}; charset=utf-8", headers)

    async def pair(self, request: Request) -> Response:
        """One pair: the job, the candidate, what the analyzer reads of them, and the outcome with its evidence."""
        row = await self._row(request)
        text = request.path_params["pair"]
        if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) < row.pairs):
            raise HTTPException(404, f"There is no pair {text[:64]!r} in this batch; it has {row.pairs}, from 0 on.")
        try:
            content = await pair_view(self._log, row, int(text))
        except UnknownBatch as exc:
            raise _no_batch(row.id) from exc
        return json_response(content, headers={"X-Batch-Id": row.id})

    async def cancel(self, request: Request) -> Response:
        """End a batch; idempotent."""
        row = await self._row(request)
        await self._runner.cancel_for_good(row.id)
        ended = await self._log.batch(row.id) or row
        return json_response(await summary(self._log, self._runner, ended), 202, {"X-Batch-Id": row.id})

    async def delete(self, request: Request) -> Response:
        """Stop a batch and erase all that was kept of it."""
        row = await self._row(request)
        await self._runner.erase(row.id)
        return Response(status_code=204)

    async def openapi(self, _: Request) -> Response:
        """This API as an OpenAPI 3.1 document."""
        return json_response(self._document, headers={"Cache-Control": "max-age=300"})

    @cached_property
    def _document(self) -> dict[str, object]:
        return document(self.routes())

    async def ready(self, _: Request) -> Response:
        """Readiness: new work is taken, and the log can be written."""
        if self._runner.draining:
            return refuse("The server is being stopped.")
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_S):
                await self._log.probe()
        except TimeoutError:
            return refuse(f"The event log could not be written within {PROBE_TIMEOUT_S:g} s.")
        except LogError as exc:
            return refuse(str(exc))
        if self._runner.is_paused:  # a probe may find room where a batch does not
            return refuse("A batch is paused: the event log cannot be written.")
        return json_response(Ready())

    def _stream(self, batch_id: str, after: int, media_type: str, *, owned: bool) -> Response:
        reader = Reader(
            self._log,
            batch_id,
            after,
            framing_of(media_type),
            progress=lambda: self._runner.progress(batch_id),
            pulse=self._pulse,
        )

        def end() -> None:
            if owned:
                self._runner.cancel(batch_id)

        return StreamResponse(reader.chunks(), media_type, {"X-Batch-Id": batch_id}, on_end=end)

    async def _row(self, request: Request) -> BatchRow:
        batch_id = request.path_params["id"]
        row = await self._log.batch(batch_id)
        if row is None:
            raise _no_batch(batch_id)
        return row


async def page(_: Request) -> Response:
    """The app."""
    return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


async def docs(_: Request) -> Response:
    """The page that shows this API."""
    return FileResponse(STATIC / "docs.html", headers={"Cache-Control": "no-cache"})


async def health(_: Request) -> Response:
    """Liveness."""
    return json_response(Health())


def framing_of(media_type: str) -> Framing:
    """How a stream of this type looks on the wire."""
    return Sse() if media_type == SSE_TYPE else Ndjson()


def preferred(request: Request, offered: tuple[str, ...]) -> str:
    """The offered media type that `Accept` gives the highest quality, as RFC 9110 (12.5.1) reads it.

    Of several, the first one that it names; else, and where it takes none of them, the first that is offered.
    """
    ranges = [_range(part) for part in ",".join(request.headers.getlist("accept")).split(",")]
    qualities = {media_type: _quality(media_type, ranges) for media_type in offered}
    best = max(qualities.values())
    named = [name for name, _ in ranges if best]
    return next(media_type for media_type in (*named, *offered) if qualities.get(media_type) == best)


def _range(text: str) -> tuple[str, float]:
    """A media range of `Accept` and its quality, 0-1; one that is no number is 0."""
    name, *parameters = (piece.strip().lower() for piece in text.split(";"))
    quality = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    return name, min(1.0, float(quality)) if _DECIMAL.fullmatch(quality) else 0.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that a media type is in, 0 where it is in none."""
    for wanted in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if qualities := [quality for name, quality in ranges if name == wanted]:
            return max(qualities)
    return 0.0


def _after(request: Request, row: BatchRow) -> int:
    # Whatever is not an id of this batch replays it from the start.
    text = request.headers.get("last-event-id", request.query_params.get("after", "0"))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return 0
    return int(text) if int(text) <= row.last_id else 0


def _place(request: Request, row: BatchRow) -> Place:
    cursor = request.query_params.get("cursor", "0")
    try:
        return Place.parse(cursor, row.last_id)
    except ValueError as exc:
        raise _odd("cursor", f"Expected a `next` of these results, got {cursor[:64]!r}.") from exc


def _number(request: Request, name: str, default: int, low: int, high: int) -> int:
    text = request.query_params.get(name, str(default))
    if text.isascii() and text.isdigit() and len(text) < 11 and low <= int(text) <= high:
        return int(text)
    raise _odd(name, f"Expected a whole number from {low} to {high}, got {text[:64]!r}.")


def _flag(request: Request, name: str) -> bool:
    text = request.query_params.get(name, "false")
    if text in ("true", "false"):
        return text == "true"
    raise _odd(name, f"Expected true or false, got {text[:64]!r}.")


def _allow_only(request: Request, *names: str) -> None:
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in names:
            raise _odd(name[:64], f"Expected no query but {' and '.join(names)}, got {name[:64]!r}.")
        if given.count(name) > 1:
            raise _odd(name, f"Expected {name} once, got it {given.count(name)} times.")


def _no_batch(batch_id: str) -> HTTPException:
    return HTTPException(404, f"There is no batch {batch_id[:64]!r}.")


def _odd(name: str, message: str) -> InvalidRequest:
    return InvalidRequest([Problem("value_error", ("query", name), message)])
