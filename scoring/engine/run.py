"""A batch's run: its pairs are analysed concurrently, and each outcome is yielded the moment it is there.

Pairs become tasks a chunk at a time, as `scoring.engine.feeding` hands them over; each chunk is taken through
`asyncio.as_completed`; the outcomes meet in one queue that the async iterator drains.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from scoring.admission import GateShut
from scoring.engine.attempts import Assessment, Attempts
from scoring.engine.budget import Budget, Record
from scoring.engine.engine import Engine
from scoring.engine.feeding import Feeder, Opening
from scoring.engine.flights import Call, Seat
from scoring.engine.outcomes import accepted, analysed, failed
from scoring.engine.repeats import Repeats, calls_for
from scoring.engine.room import Room
from scoring.engine.tally import Earlier, Tally
from scoring.engine.ways import ways
from scoring.errors import AnalysisError, BudgetExhausted, Code
from scoring.events import DoneStatus, Event, Outcome, Progress
from scoring.models import BatchRequest, Pair
from scoring.options import Options
from scoring.prices import Tokens, total_usd

logger = logging.getLogger("scoring")


class _Running(NamedTuple):
    """A pair under way: its task, its own attempts, and the call that it makes or waits for."""

    attempts: Attempts | Repeats
    task: asyncio.Task[Outcome]
    call: Call


class BatchRun:
    """One batch on its way over `engine`, to be read once through its `events()`.

    `tally` and `progress()` may be read at any time. `cut_off`, when its events have ended: pairs are left without an
    outcome for which something was spent.

    Args:
        earlier: where other runs stopped and this one goes on.
        owner: whose the batch is; batches of different owners share no analyses, and "" is an owner like any other.

    Raises:
        InvalidRequest: see `Engine.check`.
    """

    def __init__(
        self,
        engine: Engine,
        request: BatchRequest,
        *,
        batch_id: str | None = None,
        earlier: Earlier | None = None,
        options: Options | None = None,
        owner: str = "",
    ) -> None:
        options = options or Options()
        engine.check(options)
        self.batch_id = batch_id or uuid.uuid4().hex
        self.request = request
        self._earlier = earlier or Earlier(Tally(request.pair_count), (), accepted=False, elapsed_s=0.0)
        self.tally = self._earlier.tally
        self._called_before = self.tally.called
        self._engine = engine
        self._ways = ways(engine.routes, bulk=not options.is_interactive(request.pair_count))
        self._repeats, self._has_budget = options.times, options.budgetUsd is not None
        self._budget = Budget(options.budgetUsd, spent_usd=max(self.tally.spent_usd, self._earlier.at_most_usd))
        self._outcomes: asyncio.Queue[Outcome | None] = asyncio.Queue()
        self._running: dict[int, _Running] = {}  # by pair, until delivered
        self._readers: set[asyncio.Task[None]] = set()
        self._room = Room(lambda: engine.limit)
        self._ending: tuple[DoneStatus, Code | None] | None = None
        self._draining: asyncio.Task[None] | None = None
        self.cut_off = False
        self._held: list[str | None] = []  # for what, by those who hold it
        self._feeder = Feeder(
            engine, request, self._earlier.pairs, owner=owner, repeats=options.times, room=self._room, sink=self
        )
        self._feeding: asyncio.Task[None] | None = None
        self._began_s = engine.clock.monotonic()
        self._called_s: float | None = None  # when this run began to call

    @property
    def at_most_usd(self) -> float | None:
        """What has been spent, calls that are out counted as all that they may cost; None where there is no budget."""
        return self._budget.at_most_usd if self._has_budget else None

    def record_with(self, record: Record) -> None:
        """Have what calls may cost recorded before they go out, where there is a budget; to be called before `events`."""
        self._budget.record_with(record)

    def cancel(self) -> None:
        """End the batch: what runs is stopped, nothing more is called, the events end with `done`. Idempotent."""
        self._end("cancelled", "cancelled")

    def hold(self, reason: str | None = None) -> None:
        """Call nothing more until `let_go`; calls that run go on. Several may hold it at a time.

        Args:
            reason: what is waited for, in words, where `progress` is to tell it.
        """
        self._held.append(reason)
        for way in self._ways:
            way.lane.hold()

    def let_go(self, reason: str | None = None) -> None:
        """Go on calling, unless somebody else holds the run, or it is being drained."""
        self._held.remove(reason)
        if not self._held and self._draining is None:
            for way in self._ways:
                way.lane.let_go()

    def drain(self) -> None:
        """Call nothing more and see the calls that run to their end; the events then end, without `done` if pairs are left.

        Idempotent. Such a batch can be gone on with later.
        """
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain(), name=f"drain-{self.batch_id}")

    def elapsed_s(self) -> float:
        """Seconds since the batch was made, those before this run included."""
        return self._earlier.elapsed_s + self._engine.clock.monotonic() - self._began_s

    def progress(self) -> Progress:
        """Where the batch stands now."""
        tally, held_for = self.tally, next(filter(None, self._held), None)
        return Progress(
            done=tally.done,
            total=tally.pairs,
            passed=tally.passed,
            skipped=tally.skipped,
            failed=tally.failed,
            inFlight=sum(way.lane.in_flight for way in self._ways),
            limit=self._engine.limit,
            etaSeconds=None if held_for else self._eta_s(),
            costUsd=tally.cost_usd,
            waitingFor=held_for or next((reason for way in self._ways if (reason := way.lane.waiting_for())), None),
        )

    def _eta_s(self) -> float | None:
        """Seconds that the calls which remain will take if they come back as fast as so far; None until one has."""
        tally, called = self.tally, self.tally.called - self._called_before
        if not called or self._called_s is None:
            return None
        to_skip = max(0, self._feeder.turned_away - tally.skipped)
        a_call_s = (self._engine.clock.monotonic() - self._called_s) / called
        return round(a_call_s * (tally.pairs - tally.done - to_skip), 1)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield accepted, each pair's outcome in the order they finish, and done; what was told earlier is left out.

        Closing the iterator early cancels and awaits what runs; nothing more is called after that.
        """
        if not self._earlier.accepted:
            yield accepted(self.request, self.batch_id, analyzer=self._engine.analyzer.name)
        logger.info(
            "Processing %d job-candidate pairs concurrently (max %d at a time)",
            self.tally.pairs - self.tally.done,
            self._engine.limit,
        )
        self._feeding = asyncio.create_task(self._feed(), name=f"feed-{self.batch_id}")
        try:
            while self.tally.done < self.tally.pairs:
                outcome = await self._outcomes.get()
                if outcome is None:
                    break
                self._count(outcome)
                yield outcome
            for outcome in await self._stop():
                self._count(outcome)
                yield outcome
        finally:
            await self._stop()
        if self._ending is None and self.tally.done < self.tally.pairs:
            return  # drained
        logger.info("Completed batch analysis: %d processed, %d passed threshold", self.tally.done, self.tally.passed)
        ending = self._ending or (("failed", "budget_exhausted") if self._budget.exhausted else ("completed", None))
        yield self.tally.close(*ending, self.elapsed_s())

    # -- feeding -------------------------------------------------------------------------------------------

    async def _feed(self) -> None:
        try:
            await self._feeder.run()
            if self._readers:
                await asyncio.wait(self._readers)
            if self._budget.exhausted:
                logger.warning("Batch %s is ended: its budget cannot pay the next call", self.batch_id)
                self._end("failed", "budget_exhausted")
        except Exception:
            logger.exception("Error feeding batch %s", self.batch_id)
            self._end("failed", "internal")

    def deliver(self, outcome: Outcome) -> None:
        """Take an outcome for the reader; see `feeding.Sink`."""
        self._room.add(1)
        self._outcomes.put_nowait(outcome)

    def begin(self, openings: Sequence[Opening]) -> None:
        """Make tasks of these pairs, unless they cannot be paid any more; see `feeding.Sink`."""
        if openings and not self._budget.exhausted:
            if self._called_s is None:
                self._called_s = self._engine.clock.monotonic()
            self._room.add(len(openings))
            reader = asyncio.create_task(self._take([self._begin(opening) for opening in openings]))
            self._readers.add(reader)
            reader.add_done_callback(self._readers.discard)

    def _begin(self, opening: Opening) -> asyncio.Task[Outcome]:
        attempts = self._attempts(opening.pair)
        # Repeats are to be calls of their own.
        seat = self._seat(opening, attempts) if opening.fingerprint and isinstance(attempts, Attempts) else None
        self._room.head(1)  # here, not in the task: a chunk counts before its first step
        task = asyncio.create_task(self._outcome(opening, attempts, seat))
        self._running[opening.pair.index] = _Running(attempts, task, seat or attempts)
        return task

    def _attempts(self, pair: Pair) -> Attempts | Repeats:
        if self._repeats == 1:
            return self._attempt(pair)
        calls = calls_for(self._engine.analyzer, self._repeats)
        return Repeats([self._attempt(pair) for _ in range(calls)], self._repeats)

    def _attempt(self, pair: Pair) -> Attempts:
        return Attempts(pair, self._ways, self._budget, self._engine.policy, self._engine.clock)

    def _seat(self, opening: Opening, attempts: Attempts) -> Seat[Assessment]:
        view, head = opening.view, self._room.head
        assert not isinstance(view, Exception), "only what could be read has a fingerprint"

        def start(heading: Callable[[int], None]) -> Coroutine[Any, Any, Assessment]:
            return attempts.run(view, heading=heading)

        return self._engine.flights.seat(opening.fingerprint, attempts, start, head)

    async def _take(self, tasks: list[asyncio.Task[Outcome]]) -> None:
        for finished in asyncio.as_completed(tasks):
            try:
                outcome = await finished
            except asyncio.CancelledError:
                if _is_being_cancelled():
                    raise
                self._room.take()
                continue  # a pair that never began, or that a drain gave up
            del self._running[outcome.pair]
            self._feeder.came_back(outcome)
            self._outcomes.put_nowait(outcome)

    def _count(self, outcome: Outcome) -> None:
        self._room.take()
        self.tally.add(outcome)

    # -- one pair ------------------------------------------------------------------------------------------

    async def _outcome(self, opening: Opening, attempts: Attempts | Repeats, seat: Seat[Assessment] | None) -> Outcome:
        pair = opening.pair
        call: Call = seat or attempts
        try:
            if isinstance(opening.view, Exception):
                self._room.head(-1)
                raise opening.view
            if seat:
                assessment, first = await seat.result()
            else:
                assessment, first = await attempts.run(opening.view, heading=self._room.head), True
            self._engine.seen_to_cache |= assessment.tokens.cached > 0
            # What another model found in its stead is not what this one would say.
            is_asked_for = assessment.analyzer is self._engine.analyzer and assessment.is_whole
            fingerprint = opening.fingerprint if is_asked_for else ""
            assessment, shared = self._account(attempts, assessment, first=first)
            minimum_score = self.request.minimum_score
            return analysed(pair, assessment, minimum_score=minimum_score, fingerprint=fingerprint, shared=shared)
        except BudgetExhausted as exhausted:
            self._room.head(-1)
            if attempts.error is None:
                raise asyncio.CancelledError from exhausted  # it never began
            message = f"{exhausted} The last one ended so: {attempts.error}"
            return failed(attempts, "budget_exhausted", message, count=call.count)
        except GateShut as shut:
            self._end("failed", shut.cause.code)
            if attempts.error is None:
                raise asyncio.CancelledError from shut  # it never began
            return failed(attempts, attempts.error.code, str(attempts.error), count=call.count)
        except AnalysisError as error:
            logger.error("Error processing candidate %s: %s", pair.candidate.candidateId, error)
            if error.retry_after_s is not None:
                self.tally.retry_after_s = max(self.tally.retry_after_s or 0.0, error.retry_after_s)
            if error.ends_batch:
                self._end("failed", error.code)
            return failed(attempts, error.code, str(error), count=call.count)
        except Exception as error:
            logger.exception("Error processing candidate %s: %s", pair.candidate.candidateId, error)
            message = "The analysis failed inside the server; its log says why."
            return failed(attempts, "internal", message, count=call.count)

    def _account(self, attempts: Attempts | Repeats, assessment: Assessment, *, first: bool) -> tuple[Assessment, bool]:
        """The assessment with what was spent on it for this pair, and whether that was nothing: another pair paid for it.

        Who is `first` to have the result of another's call takes it over: its caller has left, and told what it had spent
        on calls before.
        """
        if attempts.assessment is assessment:
            return assessment, False
        tokens, spent_usd = attempts.tokens, attempts.cost_usd
        if first:
            tokens, spent_usd = tokens + assessment.last_tokens, total_usd(spent_usd, assessment.last_usd)
            self._budget.charge(assessment.last_bound_usd if assessment.last_usd is None else assessment.last_usd)
        elif tokens == Tokens():
            return assessment, True
        return replace(assessment, tokens=tokens, cost_usd=spent_usd), False

    # -- ending --------------------------------------------------------------------------------------------

    def _end(self, status: DoneStatus, code: Code | None) -> None:
        if self._ending is None:
            self._ending = (status, code)
            self._outcomes.put_nowait(None)

    async def _drain(self) -> None:
        self.hold()
        if self._feeding:
            await _cancel([self._feeding])
        running = list(self._running.values())
        for each in running:
            each.call.stop_after_call()
            if not each.call.calling:
                each.task.cancel()
        await asyncio.gather(*(each.task for each in running), *self._readers, return_exceptions=True)
        self._outcomes.put_nowait(None)

    async def _stop(self) -> list[Outcome]:
        """Cancel and await all that runs; returns the outcomes not yet taken, the cancelled ones among them."""
        helpers = [task for task in (self._feeding, self._draining, *self._readers) if task]
        await _cancel(helpers + [each.task for each in self._running.values()])
        await self._budget.aclose()
        left = [self._outcomes.get_nowait() for _ in range(self._outcomes.qsize())]
        outcomes = [outcome for outcome in left if outcome is not None]
        for each in self._running.values():
            if not each.task.cancelled():
                outcomes.append(each.task.result())
            elif not each.call.count:
                continue
            elif self._ending is None:
                self.cut_off |= each.attempts.cost_usd != 0
            else:
                message = "The batch was ended while this pair was being analysed."
                outcomes.append(failed(each.attempts, "cancelled", message, count=each.call.count))
        self._running.clear()
        return outcomes


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
