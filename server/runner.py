"""Runs batches: what the engine yields goes into the log, in groups, and everybody else reads the log."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from contextlib import aclosing

import msgspec

from scoring.engine import BatchRun, Engine
from scoring.events import Done, Event, Progress, encode
from scoring.models import BatchRequest
from scoring.tally import Tally
from server.log.base import EventLog, NewEvent, Status

MAX_PENDING = 1024
"""Events waiting for the log at most; beyond it the engine is held back."""

logger = logging.getLogger("server")


class Runner:
    """Every batch that runs in this process."""

    def __init__(self, log: EventLog, engine: Engine) -> None:
        self._log = log
        self._engine = engine
        self._runs: dict[str, BatchRun] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self, request: BatchRequest, *, durable: bool) -> str:
        """Create a batch and set it going; returns its id. Its events are in the log from then on.

        Args:
            durable: the batch outlives its request; one that is not is cancelled when its reader goes away.
        """
        batch_id = uuid.uuid4().hex
        await self._log.create(
            batch_id,
            request=msgspec.json.encode(request),
            configuration=self._configuration(),
            pairs=request.pair_count,
            durable=durable,
            created_at=time.time(),
        )
        run = self._runs[batch_id] = self._engine.run(request, batch_id=batch_id)
        self._tasks[batch_id] = asyncio.create_task(self._run(run), name=f"batch-{batch_id}")
        return batch_id

    def cancel(self, batch_id: str) -> None:
        """End a running batch; one that has ended stays as it is."""
        if run := self._runs.get(batch_id):
            run.cancel()

    def tally(self, batch_id: str) -> Tally | None:
        """A running batch's counts, which go on changing, or None when it does not run here."""
        run = self._runs.get(batch_id)
        return run.tally if run else None

    def progress(self, batch_id: str) -> Progress | None:
        """Where a running batch stands, or None when it does not run here."""
        run = self._runs.get(batch_id)
        return run.progress() if run else None

    async def wait(self, batch_id: str) -> None:
        """Return once the batch does not run any more."""
        if task := self._tasks.get(batch_id):
            await asyncio.wait({task})

    async def aclose(self) -> None:
        """Cancel what runs, and see it into the log."""
        for run in self._runs.values():
            run.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._engine.aclose()

    def _configuration(self) -> bytes:
        analyzer = self._engine.analyzer
        return msgspec.json.encode({"analyzer": analyzer.name, "model": analyzer.model})

    async def _run(self, run: BatchRun) -> None:
        try:
            writer = _Writer(self._log, run.batch_id)
            async with aclosing(run.events()) as events:
                async for event in events:
                    await writer.write(event)
            await writer.flush()
        except Exception:
            logger.exception("Error running batch %s", run.batch_id)
        finally:
            del self._runs[run.batch_id]
            del self._tasks[run.batch_id]


class _Writer:
    """Appends one batch's events in order; while one group is being committed the next one gathers."""

    def __init__(self, log: EventLog, batch_id: str) -> None:
        self._log, self._batch_id = log, batch_id
        self._pending: list[Event] = []
        self._committing: asyncio.Task[None] | None = None

    async def write(self, event: Event) -> None:
        self._pending.append(event)
        if self._committing is None or self._committing.done():
            if self._committing is not None:
                self._committing.result()
            self._committing = asyncio.create_task(self._commit())
        if len(self._pending) >= MAX_PENDING:
            await self.flush()

    async def flush(self) -> None:
        if self._committing is not None:
            await self._committing
        await self._commit()

    async def _commit(self) -> None:
        while self._pending:
            group, self._pending = self._pending, []
            events = [NewEvent(event.event, encode(event), getattr(event, "pair", None)) for event in group]
            status: Status = "running"
            code, at = None, None
            if isinstance(group[-1], Done):
                status, code, at = group[-1].status, group[-1].code, time.time()
            await self._log.append(self._batch_id, events, status=status, code=code, at=at)
