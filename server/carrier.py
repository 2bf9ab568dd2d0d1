"""Carries a batch from its claim to its end: lets the engine run it and sees every event into the log, bugs or not."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing, suppress
from functools import partial

import msgspec

from scoring.engine import BatchRun, Engines
from scoring.engine.tally import Earlier, Tally
from scoring.errors import Code, ConfigurationChanged, InvalidRequest
from scoring.events import Done, DoneStatus, encode
from scoring.options import OptionedRequest
from scoring.settings import Configuration
from server.log.base import BatchLog, BatchRow, Claim, LogClosed, LogError, NewEvent, StaleClaim, UnknownBatch
from server.recovery import ending, read_earlier
from server.writer import Insistence, Writer

MAX_CRASHES = 3
"""A batch whose holders died this often in a row without getting it further is failed."""

logger = logging.getLogger("server")


class Batch:
    """A batch in this process.

    `run` is None until it is taken up, `turn` while it does not wait to run alone; `draining`: its run is to be drained once
    there is one; `erased`: nothing of it is to be written any more; `task` carries it.
    """

    def __init__(self, batch_id: str, *, durable: bool, run: BatchRun | None = None) -> None:
        self.id, self.durable, self.run = batch_id, durable, run
        self.cancelled = self.draining = self.erased = False
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


class Carrier:
    """Carries batches, many at a time, but those that may have crashed the server one after the other."""

    def __init__(self, log: BatchLog, engines: Engines, insist: Insistence) -> None:
        self._log, self._engines, self._insist = log, engines, insist
        self._alone = asyncio.Lock()

    async def carry(self, batch: Batch) -> None:
        """See a batch to its end, or leave it to whoever holds it. Cancelling this gives its claim back."""
        try:
            # In a drain what is held then is forgiven already.
            claim = await self._claim(batch, held_below=0 if batch.draining else MAX_CRASHES - 1)
            if claim and claim.crashes == MAX_CRASHES - 1 and not batch.cancelled:
                await self._carry_alone(batch)
            elif claim:
                await self._run(batch, claim)
        except (StaleClaim, UnknownBatch, LogClosed) as exc:
            logger.info("Batch %s is left: %s", batch.id, exc)
        except Exception:
            logger.exception("Error running batch %s", batch.id)

    async def _claim(self, batch: Batch, *, held_below: int | None = None) -> Claim | None:
        claim = await self._insist(partial(self._claim_once, batch.id, held_below), batch.id)
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

    async def _record_spending(self, claim: Claim, run: BatchRun, at_most_usd: float) -> bool:
        """Keep what a batch may spend before it does; False when it is another's, or gone."""
        try:
            await self._insist(partial(self._log.record_spending, claim, at_most_usd), claim.batch_id, run=run)
        except LogError:
            return False
        return True

    async def _release(self, claim: Claim, run: BatchRun | None = None) -> None:
        """Give a claim back, with what its run has spent; `Runner.drain` says for how long that is tried."""
        if run and run.at_most_usd is not None:
            await self._insist(partial(self._log.record_spending, claim, run.at_most_usd), claim.batch_id)
        cut_off = run is not None and run.cut_off
        await self._insist(partial(self._log.release, claim, cut_off=cut_off), claim.batch_id)

    async def _carry_alone(self, batch: Batch) -> None:
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

    async def _turn(self, batch: Batch) -> bool:
        """Wait until the batch may run alone; False when it is cancelled before that."""
        try:
            async with asyncio.timeout(None) as batch.turn:
                await self._alone.acquire()
        except TimeoutError:
            return False
        finally:
            batch.turn = None
        return True

    async def _run(self, batch: Batch, claim: Claim) -> None:
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

    async def _write_all(self, batch: Batch, run: BatchRun, claim: Claim) -> None:
        if batch.cancelled:
            run.cancel()
        if batch.draining:
            run.drain()
        run.record_with(partial(self._record_spending, claim, run))
        writer = Writer(self._log, claim, run, self._insist)
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

    async def _write_events(self, batch: Batch, run: BatchRun, writer: Writer) -> None:
        try:
            with suppress(asyncio.CancelledError):  # the grace of a drain is over
                async with aclosing(run.events()) as events:
                    async for event in events:
                        await writer.write(event)
        finally:
            if not batch.erased:  # what is known is still written
                await writer.flush()

    async def _take_up(self, batch: Batch, claim: Claim) -> BatchRun | None:
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
        row = await self._insist(partial(self._log.batch, batch_id), batch_id)
        if row is None:
            raise UnknownBatch(batch_id)
        return row, await self._insist(partial(read_earlier, self._log, row), batch_id)

    async def _go_on(self, row: BatchRow, claim: Claim, earlier: Earlier) -> BatchRun | None:
        encoded = await self._insist(partial(self._log.request, row.id), row.id)
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
        await self._append_end(claim, await self._insist(partial(ending, self._log, row, earlier, done), row.id), done)

    async def _close(self, claim: Claim, done: Done) -> None:
        await self._append_end(claim, [NewEvent(done.event, encode(done))], done)

    async def _append_end(self, claim: Claim, events: Sequence[NewEvent], done: Done) -> None:
        batch_id = claim.batch_id
        append = partial(self._log.append, status=done.status, code=done.code, at=time.time(), fence=claim.fence)
        await self._insist(lambda: append(batch_id, events), batch_id)
