"""Runs batches: takes each up under a claim, lets the engine score it, and sees every event into the log.

Everybody else reads the log. A batch that a crash interrupted goes on at the next start from the pairs that have
no outcome yet; one that was never meant to outlive its request is closed.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Sequence
from contextlib import aclosing, suppress
from functools import partial

import msgspec

from scoring.engine import BatchRun, Engines
from scoring.engine.quote import Quote, quote
from scoring.engine.tally import Earlier, Tally
from scoring.errors import Code, ConfigurationChanged, InvalidRequest
from scoring.events import Done, DoneStatus, Progress, encode
from scoring.options import OptionedRequest
from scoring.settings import Configuration
from server.errors import Draining
from server.intake import Submission
from server.log.base import (
    BatchLog,
    BatchRow,
    Claim,
    IdempotencyKey,
    LogClosed,
    LogError,
    LogUnavailable,
    NewEvent,
    StaleClaim,
    UnknownBatch,
)
from server.recovery import ending, read_earlier
from server.writer import Writer, insist

MAX_CRASHES = 3
"""A batch whose holders died this often in a row without getting it further is failed."""
LAST_WRITES_S = 5.0
"""How long a drain waits, after the grace is over, until what is known is written and all claims are given back."""
CANCEL_WAIT_S = 5.0
"""How long a cancel waits for the batch to end before it answers."""

logger = logging.getLogger("server")


class _Batch:
    """A batch in this process.

    `run` is None until it is taken up, `turn` while it does not wait to run alone; `erased`: nothing of it is to be written
    any more.
    """

    def __init__(self, batch_id: str, *, durable: bool, run: BatchRun | None = None) -> None:
        self.id, self.durable, self.run = batch_id, durable, run
        self.cancelled = self.erased = False
        self.turn: asyncio.Timeout | None = None
        self.task: asyncio.Task[None]

    def cancel(self) -> None:
        """End it, whether it runs, is being taken up, or waits."""
        self.cancelled = True
        if self.run:
            self.run.cancel()
        if self.turn:
            self.turn.reschedule(asyncio.get_running_loop().time())
            self.turn = None


class Runner:
    """Every batch that runs in this process."""

    def __init__(self, log: BatchLog, engines: Engines) -> None:
        self.draining = False
        self._log = log
        self._engines = engines
        self._batches: dict[str, _Batch] = {}
        self._alone = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None

    async def recover(self) -> None:
        """Take up every batch that is not finished."""
        self._watching = asyncio.create_task(self._watch(), name="foreign changes")
        for row in await self._log.unfinished():
            self._set_going(_Batch(row.id, durable=row.durable))

    async def start(self, submission: Submission, *, durable: bool, key: IdempotencyKey | None = None) -> str:
        """Create a batch and set it going; returns its id, or that of the batch which `key` made before.

        Args:
            durable: the batch outlives its request; one that is not is cancelled when its reader goes away.

        Raises:
            Draining: no new work is taken.
            InvalidRequest: see `Engine.check`.
            KeyReused, LogUnavailable: see `EventLog.create`.
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
            self._set_going(_Batch(batch_id, durable=durable, run=run))
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
        if self._watching:
            self._watching.cancel()
        running, idle = set(), set()
        for batch in self._batches.values():
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

    async def aclose(self) -> None:
        """Stop all that still runs and close all connections; what a drain has waited for in vain is left as it is."""
        if not self.draining:
            await self.drain(0)
        await self._engines.aclose()

    def _run_of(self, batch_id: str) -> BatchRun | None:
        batch = self._batches.get(batch_id)
        return batch.run if batch else None

    def _set_going(self, batch: _Batch) -> None:
        self._batches[batch.id] = batch
        batch.task = asyncio.create_task(self._carry(batch), name=f"batch-{batch.id}")
        # Not in `_carry`: a task that is cancelled before its first step would stay.
        batch.task.add_done_callback(lambda _: self._batches.pop(batch.id))
        if self.draining and batch.run:
            batch.run.drain()

    async def _drop(self, batch: _Batch) -> None:
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

    async def _heed(self, batch: _Batch) -> None:
        row = await insist(partial(self._log.batch, batch.id), batch.id)
        if row is None:
            logger.info("Batch %s was erased while it ran", batch.id)
            await self._drop(batch)
        elif row.cancel_asked and not batch.cancelled:
            logger.info("Batch %s is cancelled by another process", batch.id)
            batch.cancel()

    # -- one batch -----------------------------------------------------------------------------------------

    async def _carry(self, batch: _Batch) -> None:
        try:
            claim = await self._claim(batch, held_below=MAX_CRASHES - 1)
            if claim and claim.crashes == MAX_CRASHES - 1 and not batch.cancelled:
                await self._carry_alone(batch)
            elif claim:
                await self._run(batch, claim)
        except (StaleClaim, UnknownBatch, LogClosed) as exc:
            logger.info("Batch %s is left: %s", batch.id, exc)
        except Exception:
            logger.exception("Error running batch %s", batch.id)

    async def _claim(self, batch: _Batch, *, held_below: int | None = None) -> Claim | None:
        claim = await insist(partial(self._claim_once, batch.id, held_below), batch.id)
        if claim and claim.cancel_asked:
            batch.cancel()
        return claim

    async def _claim_once(self, batch_id: str, held_below: int | None) -> Claim | None:
        """Claim a batch. When it is cancelled, what is committed all the same is given back; it would pass for a crash."""
        limit = self._engines.of(self._engines.configuration).limit
        claiming = asyncio.ensure_future(self._log.claim(batch_id, forgiven=limit, held_below=held_below))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            await asyncio.wait({claiming})
            if not claiming.exception() and (claim := claiming.result()):
                await self._release(claim)
            raise

    async def _record_spending(self, claim: Claim, at_most_usd: float) -> bool:
        """Keep what a batch may spend before it does; False when it is another's, or gone."""
        try:
            await insist(partial(self._log.record_spending, claim, at_most_usd), claim.batch_id)
        except LogError:
            return False
        return True

    async def _release(self, claim: Claim, run: BatchRun | None = None) -> None:
        """Give a claim back, with what its run has spent; `drain` says for how long that is tried."""
        if run and run.at_most_usd is not None:
            await insist(partial(self._log.record_spending, claim, run.at_most_usd), claim.batch_id)
        await insist(partial(self._log.release, claim), claim.batch_id)

    async def _carry_alone(self, batch: _Batch) -> None:
        """Run a batch that may have crashed the server while no other such batch runs, so that the right one is blamed.

        Until its turn comes it is not held: a crash before then is not its doing. One that is cancelled does not wait.
        """
        alone = await self._turn(batch)
        try:
            if again := await self._claim(batch, held_below=None if alone else 0):
                await self._run(batch, again)
        finally:
            if alone:
                self._alone.release()

    async def _turn(self, batch: _Batch) -> bool:
        """Wait until the batch may run alone; False when it is cancelled before that."""
        try:
            async with asyncio.timeout(None) as batch.turn:
                await self._alone.acquire()
        except TimeoutError:
            return False
        finally:
            batch.turn = None
        return True

    async def _run(self, batch: _Batch, claim: Claim) -> None:
        try:
            if batch.run is None:
                batch.run = await self._take_up(batch, claim)
            if batch.run:
                await self._write_all(batch, batch.run, claim)
        except asyncio.CancelledError:
            if not batch.erased:
                await self._release(claim, batch.run)
            raise
        except LogError:
            raise
        except Exception:
            logger.exception("Error running batch %s", batch.id)
            await self._fail(claim)

    async def _write_all(self, batch: _Batch, run: BatchRun, claim: Claim) -> None:
        if batch.cancelled:
            run.cancel()
        if self.draining:
            run.drain()
        run.record_with(partial(self._record_spending, claim))
        writer = Writer(self._log, claim, run)
        try:
            await self._write_events(batch, run, writer)
        finally:
            if batch.erased:
                await writer.abandon()
        if batch.erased or writer.ended:
            return
        if batch.durable:
            await self._release(claim, run)
        else:
            await self._close(claim, run.tally.close("cancelled", "cancelled", run.elapsed_s()))

    async def _write_events(self, batch: _Batch, run: BatchRun, writer: Writer) -> None:
        try:
            with suppress(asyncio.CancelledError):  # the grace of a drain is over
                async with aclosing(run.events()) as events:
                    async for event in events:
                        await writer.write(event)
        finally:
            if not batch.erased:  # what is known is still written
                await writer.flush()

    async def _take_up(self, batch: _Batch, claim: Claim) -> BatchRun | None:
        """A run that goes on with what an earlier process left, or None when the batch had to be closed instead."""
        row, earlier = await self._look_up(batch.id)
        if batch.cancelled or not row.durable:
            await self._close_with(claim, row, earlier, "cancelled", "cancelled")
            return None
        if claim.crashes >= MAX_CRASHES:
            logger.error("Batch %s is failed: the server died %d times with it", batch.id, claim.crashes)
            await self._close_with(claim, row, earlier, "failed", "internal")
            return None
        return await self._go_on(row, claim, earlier)

    async def _look_up(self, batch_id: str) -> tuple[BatchRow, Earlier]:
        """What the log has of a batch."""
        row = await insist(partial(self._log.batch, batch_id), batch_id)
        if row is None:
            raise UnknownBatch(batch_id)
        return row, await insist(partial(read_earlier, self._log, row), batch_id)

    async def _go_on(self, row: BatchRow, claim: Claim, earlier: Earlier) -> BatchRun | None:
        encoded = await insist(partial(self._log.request, row.id), row.id)
        try:
            engine = self._engines.of(msgspec.json.decode(row.configuration, type=Configuration))
            request = await asyncio.to_thread(msgspec.json.decode, encoded, type=OptionedRequest)
            run = BatchRun(engine, request, batch_id=row.id, earlier=earlier, options=request.asked)
        except (ConfigurationChanged, InvalidRequest, msgspec.ValidationError) as exc:
            logger.error("Batch %s cannot go on: %s", row.id, exc)
            await self._close_with(claim, row, earlier, "failed", "configuration_changed")
            return None
        logger.info("Batch %s goes on after %d of %d pairs", row.id, earlier.tally.done, row.pairs)
        return run

    async def _fail(self, claim: Claim) -> None:
        """End a batch that a bug stopped, by what its log has; where that is what cannot be read, by `done` alone."""
        try:
            row, earlier = await self._look_up(claim.batch_id)
            await self._close_with(claim, row, earlier, "failed", "internal")
        except LogError:
            raise
        except Exception:
            logger.exception("Error reading batch %s to end it", claim.batch_id)
            await self._close(claim, Tally(0).close("failed", "internal", 0.0))

    async def _close_with(self, claim: Claim, row: BatchRow, earlier: Earlier, status: DoneStatus, code: Code) -> None:
        done = earlier.tally.close(status, code, earlier.elapsed_s)
        await self._append_end(claim, await insist(partial(ending, self._log, row, earlier, done), row.id), done)

    async def _close(self, claim: Claim, done: Done) -> None:
        await self._append_end(claim, [NewEvent(done.event, encode(done))], done)

    async def _append_end(self, claim: Claim, events: Sequence[NewEvent], done: Done) -> None:
        batch_id = claim.batch_id
        append = partial(self._log.append, status=done.status, code=done.code, at=time.time(), fence=claim.fence)
        await insist(lambda: append(batch_id, events), batch_id)
