"""Runs batches: begins them, goes on with them after a restart, and cancels, erases and drains them.

`server.carrier` carries each of them; everybody else reads the log. A batch that a crash interrupted goes on at the next
start from the pairs that have no outcome yet; one that was never meant to outlive its request is closed.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from functools import partial

import msgspec

from scoring.engine import BatchRun, Engines
from scoring.engine.quote import Quote, quote
from scoring.engine.tally import Tally
from scoring.events import Progress
from server.carrier import Batch, Carrier
from server.errors import Draining
from server.intake import Submission
from server.log.base import BatchLog, IdempotencyKey, LogError, LogUnavailable
from server.writer import Insistence

LAST_WRITES_S = 5.0
"""How long a drain waits, after the grace is over, until what is known is written and all claims are given back."""
CANCEL_WAIT_S = 5.0
"""How long a cancel waits for the batch to end before it answers."""

logger = logging.getLogger("server")


class Runner:
    """Every batch that runs in this process.

    `forgiven`: a drain has noted that no batch is to blame if the process dies now.
    """

    def __init__(self, log: BatchLog, engines: Engines) -> None:
        self.draining = False
        self.forgiven = asyncio.Event()
        self._log = log
        self._engines = engines
        self._batches: dict[str, Batch] = {}
        self._insist = Insistence()
        self._carrier = Carrier(log, engines, self._insist)
        self._watching: asyncio.Task[None] | None = None

    async def recover(self) -> None:
        """Take up every batch that is not finished."""
        self._watching = asyncio.create_task(self._watch(), name="foreign changes")
        for row in await self._log.unfinished():
            self._set_going(Batch(row.id, durable=row.durable))

    async def start(self, submission: Submission, *, durable: bool, key: IdempotencyKey | None = None) -> str:
        """Create a batch and set it going; returns its id, or that of the batch which `key` made before.

        Args:
            durable: the batch outlives its request; one that is not is cancelled when its reader goes away.

        Raises:
            Draining: no new work is taken.
            InvalidRequest: see `Engine.check`.
            KeyReused, LogUnavailable, LogClosed: see `EventLog.create`.
        """
        if self.draining:
            raise Draining
        batch_id = uuid.uuid4().hex
        configuration = self._engines.configuration
        engine = self._engines.of(configuration)
        engine.check(submission.options)
        made = await self._log.create(
            batch_id,
            request=submission.encoded,
            configuration=msgspec.json.encode(configuration),
            pairs=submission.request.pair_count,
            durable=durable,
            created_at=time.time(),
            key=key,
        )
        if made == batch_id:
            run = BatchRun(engine, submission.request, batch_id=batch_id, options=submission.options)
            self._set_going(Batch(batch_id, durable=durable, run=run))
        return made

    async def quote(self, submission: Submission) -> Quote:
        """What a batch would take. It makes none.

        Raises:
            InvalidRequest: `start` would refuse it.
        """
        engine = self._engines.of(self._engines.configuration)
        engine.check(submission.options)
        return await quote(engine, submission.request, repeats=submission.options.times)

    def cancel(self, batch_id: str) -> None:
        """End a running batch; one that has ended stays as it is. A restart may forget it: see `cancel_for_good`."""
        if batch := self._batches.get(batch_id):
            batch.cancel()

    async def cancel_for_good(self, batch_id: str) -> None:
        """The same, kept over a restart; returns once the batch has ended, or after `CANCEL_WAIT_S`.

        Raises:
            LogUnavailable: it could not be written down. Nothing more is called, but a restart would go on with the batch.
        """
        self.cancel(batch_id)
        try:
            async with asyncio.timeout(CANCEL_WAIT_S):
                await self._log.ask_cancel(batch_id)
        except TimeoutError as exc:
            raise LogUnavailable(
                f"The cancel could not be written to the event log within {CANCEL_WAIT_S:g} s. Nothing more is called for "
                "the batch, but a restart would go on with it; send the cancel again."
            ) from exc
        await self.wait(batch_id)

    async def erase(self, batch_id: str) -> bool:
        """Stop a batch and erase all that was kept of it; a call in flight is not stored. False when there was none.

        Raises:
            LogUnavailable: nothing was done.
        """
        batch = self._batches.get(batch_id)
        retired = await self._log.retire(batch_id)
        if retired and batch:
            await self._drop(batch)
        if retired:
            await self._log.erase_retired()
        self._engines.forget()
        return retired

    def tally(self, batch_id: str) -> Tally | None:
        """A running batch's counts, which go on changing, or None when it does not run here."""
        run = self._run_of(batch_id)
        return run.tally if run else None

    @property
    def is_paused(self) -> bool:
        """Whether a batch waits for a log that cannot be written or read."""
        return self._insist.is_paused

    def running(self) -> list[str]:
        """Ids of the batches that run here."""
        return list(self._batches)

    def progress(self, batch_id: str) -> Progress | None:
        """Where a running batch stands, or None when it does not run here."""
        run = self._run_of(batch_id)
        return run.progress() if run else None

    async def wait(self, batch_id: str) -> None:
        """Return once the batch does not run any more, or after `CANCEL_WAIT_S`."""
        if batch := self._batches.get(batch_id):
            await asyncio.wait({batch.task}, timeout=CANCEL_WAIT_S)

    async def drain(self, grace_s: float) -> None:
        """Take no new work, see running calls to their end for `grace_s` seconds, and give all claims back."""
        self.draining = True
        forgiving = asyncio.create_task(self._forgive(), name="forgive")
        if self._watching:
            self._watching.cancel()
        running, idle = set(), set()
        for batch in self._batches.values():
            batch.draining = True
            if batch.run:
                batch.run.drain()
                running.add(batch.task)
            else:
                batch.task.cancel()
                idle.add(batch.task)
        if running:
            _, late = await asyncio.wait(running, timeout=grace_s)
            for task in late:
                task.cancel()
        if tasks := running | idle:
            await asyncio.wait(tasks, timeout=LAST_WRITES_S)
        forgiving.cancel()
        await asyncio.wait({forgiving})

    async def aclose(self) -> None:
        """Stop all that still runs and close all connections; what a drain has waited for in vain is left as it is."""
        if not self.draining:
            await self.drain(0)
        await self._engines.aclose()

    def _run_of(self, batch_id: str) -> BatchRun | None:
        batch = self._batches.get(batch_id)
        return batch.run if batch else None

    def _set_going(self, batch: Batch) -> None:
        self._batches[batch.id] = batch
        batch.task = asyncio.create_task(self._carrier.carry(batch), name=f"batch-{batch.id}")
        # Not in the task: a task that is cancelled before its first step would stay.
        batch.task.add_done_callback(lambda _: self._batches.pop(batch.id))
        batch.draining = self.draining
        if self.draining and batch.run:
            batch.run.drain()

    async def _forgive(self) -> None:
        """Whoever stops the server may lose patience and kill it: that is not the doing of a batch."""
        try:
            await self._log.forgive()
        except LogError as exc:
            logger.warning("If the server is killed now, that counts as a crash of the batches it runs: %s", exc)
        else:
            self.forgiven.set()

    async def _drop(self, batch: Batch) -> None:
        batch.erased = True
        batch.task.cancel()
        await asyncio.wait({batch.task})

    async def _watch(self) -> None:
        """Heed what another process did to batches that run here."""
        seen = 0
        while True:
            seen = await self._log.foreign_changes(seen)
            self._engines.forget()
            for batch in list(self._batches.values()):
                try:
                    await self._heed(batch)
                except Exception:  # the others are looked after all the same
                    logger.exception("Error looking for what another process did to batch %s", batch.id)

    async def _heed(self, batch: Batch) -> None:
        row = await self._insist(partial(self._log.batch, batch.id), batch.id)
        if row is None:
            logger.info("Batch %s was erased while it ran", batch.id)
            await self._drop(batch)
        elif row.cancel_asked and not batch.cancelled:
            logger.info("Batch %s is cancelled by another process", batch.id)
            batch.cancel()
