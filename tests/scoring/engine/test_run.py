"""A batch's run over an engine, from its first event to its last."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from scoring.engine import BatchRun, Engine
from scoring.engine.attempts import RetryPolicy
from scoring.engine.room import MAX_OPEN
from scoring.engine.tally import Earlier, Tally
from scoring.errors import AnalysisError, InvalidOutput, ProviderFailure, RateLimited, Unauthorized
from scoring.events import Accepted, Analysed, Done, Event, Failed, Skipped
from scoring.models import BatchRequest, Candidate, Job
from scoring.prices import Tokens
from scoring.profile import BlindProfile, view
from tests.scoring.engine.test_engine import (
    ScriptedAnalyzer,
    batch,
    collect,
    done_of,
    engine_of,
    run,
    settle,
    until_running,
)


async def test_every_pair_has_exactly_one_outcome_between_accepted_and_done() -> None:
    events = await run(engine_of(ScriptedAnalyzer()), batch(3, 50))
    assert isinstance(events[0], Accepted)
    pairs = sorted(event.pair for event in events[1:-1] if isinstance(event, Analysed))
    assert pairs == list(range(150))
    done = done_of(events)
    assert (done.status, done.analysed, done.notAttempted) == ("completed", 150, 0)
    assert done.tokens == Tokens(1500, 750)


async def test_the_limit_is_reached_and_never_exceeded() -> None:
    analyzer = ScriptedAnalyzer()
    await run(engine_of(analyzer, limit=7), batch(2, 60))
    assert analyzer.peak == 7


async def test_each_job_has_its_turn_and_the_longest_go_first() -> None:
    analyzer = ScriptedAnalyzer()
    request = batch(3, 30)
    candidates = tuple(replace(each, resume_text="x" * c) for c, each in enumerate(request.candidates or ()))
    await run(engine_of(analyzer, limit=1), replace(request, candidates=candidates))
    assert analyzer.calls == [job * 30 + candidate for candidate in reversed(range(30)) for job in range(3)]


async def test_a_failed_pair_does_not_stop_the_batch(caplog: pytest.LogCaptureFixture) -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: ProviderFailure("odd") if pair == 3 else None)
    events = await run(engine_of(analyzer), batch(1, 10))
    (failure,) = [event for event in events if isinstance(event, Failed)]
    assert (failure.pair, failure.code, failure.attempts, failure.message) == (3, "provider_error", 1, "odd")
    assert done_of(events).analysed == 9
    assert "Error processing candidate C3: odd" in caplog.text


async def test_a_bug_in_an_analyzer_fails_its_pair_only() -> None:
    def broken(pair: int, attempt: int) -> AnalysisError | None:
        if pair == 2:
            raise KeyError("bug")
        return None

    events = await run(engine_of(ScriptedAnalyzer(broken)), batch(1, 5))
    (failure,) = [event for event in events if isinstance(event, Failed)]
    assert (failure.pair, failure.code) == (2, "internal")


async def test_a_profile_that_cannot_be_read_fails_its_own_pairs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_but_one(candidate: Candidate, *, blind: bool) -> BlindProfile:
        if candidate.candidateId == "C1":
            raise KeyError("bug")
        return view(candidate, blind=blind)

    monkeypatch.setattr("scoring.engine.views.view", all_but_one)
    events = await run(engine_of(ScriptedAnalyzer(), limit=2), batch(2, 3))
    assert sorted((event.pair, event.code) for event in events if isinstance(event, Failed)) == [
        (1, "internal"),
        (4, "internal"),
    ]
    assert done_of(events).analysed == 4


async def test_a_retryable_error_is_tried_again_after_its_wait() -> None:
    errors = [RateLimited(retryable=True, retry_after_s=7.0), ProviderFailure(retryable=True)]
    analyzer = ScriptedAnalyzer(lambda pair, attempt: errors[attempt - 1] if attempt <= 2 else None)
    engine = engine_of(analyzer)
    events = await run(engine, batch(1, 1))
    assert done_of(events).analysed == 1
    assert engine.slept == [7.0, 1.0]  # type: ignore[attr-defined] # floor 7 > 0.5; then rand 1 x 0.5 x 2^1


async def test_attempts_are_bounded() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: ProviderFailure(retryable=True))
    events = await run(engine_of(analyzer, policy=RetryPolicy(max_failures=3)), batch(1, 1))
    assert analyzer.calls == [0, 0, 0]
    assert isinstance(events[1], Failed)
    assert events[1].attempts == 3


async def test_an_absurd_retry_after_is_not_waited_for() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: RateLimited(retryable=True, retry_after_s=86400))
    events = await run(engine_of(analyzer), batch(1, 1))
    assert isinstance(events[1], Failed)
    assert (events[1].code, analyzer.calls) == ("rate_limited", [0])


async def test_invalid_output_is_asked_once_more_with_the_reason() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: InvalidOutput("no score") if attempt == 1 else None)
    events = await run(engine_of(analyzer), batch(1, 1))
    assert analyzer.corrections == [None, "no score"]
    assert done_of(events).analysed == 1


async def test_output_invalid_twice_fails_the_pair() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: InvalidOutput("no score"))
    events = await run(engine_of(analyzer), batch(1, 1))
    assert isinstance(events[1], Failed)
    assert (events[1].code, events[1].attempts) == ("invalid_output", 2)


async def test_a_refused_key_ends_the_batch_at_once() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: Unauthorized("bad key"))
    events = await run(engine_of(analyzer, limit=4), batch(1, 100))
    done = done_of(events)
    assert (done.status, done.code) == ("failed", "unauthorized")
    assert len(analyzer.calls) <= 8
    assert done.failed + done.notAttempted == 100
    assert {event.code for event in events if isinstance(event, Failed)} <= {"unauthorized", "cancelled"}


async def held(analyzer: ScriptedAnalyzer, *, limit: int, pairs: int) -> tuple[Engine, BatchRun, asyncio.Task[list[Event]]]:
    """A run that has as many calls out as may be, until `analyzer.let_go`, and the task that collects its events."""
    analyzer.hold = asyncio.Event()
    engine = engine_of(analyzer, limit=limit)
    batch_run = BatchRun(engine, batch(1, pairs))
    collected = asyncio.create_task(collect(batch_run.events()))
    await until_running(analyzer, min(limit, pairs))
    return engine, batch_run, collected


async def test_cancel_stops_what_runs_and_counts_what_never_began() -> None:
    analyzer = ScriptedAnalyzer()
    engine, batch_run, collected = await held(analyzer, limit=3, pairs=20)
    batch_run.cancel()
    batch_run.cancel()
    events = await collected
    done = done_of(events)
    assert (done.status, done.code, done.failed, done.notAttempted) == ("cancelled", "cancelled", 3, 17)
    assert {event.code for event in events if isinstance(event, Failed)} == {"cancelled"}
    assert (analyzer.running, engine.gate.in_flight, len(analyzer.calls)) == (0, 0, 3)


async def test_closing_the_iterator_early_calls_nothing_more() -> None:
    analyzer = ScriptedAnalyzer()
    engine = engine_of(analyzer, limit=3)
    async with aclosing(BatchRun(engine, batch(1, 500)).events()) as events:
        async for event in events:
            if isinstance(event, Analysed):
                break
    calls = len(analyzer.calls)
    await settle()
    assert (len(analyzer.calls), analyzer.running, engine.gate.in_flight) == (calls, 0, 0)
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_reader_that_stalls_bounds_what_is_opened() -> None:
    analyzer = ScriptedAnalyzer()
    async with aclosing(BatchRun(engine_of(analyzer), batch(1, 5000)).events()) as events:
        await anext(events)
        await anext(events)
        for _ in range(3000):
            await asyncio.sleep(0)
        assert len(analyzer.calls) <= MAX_OPEN + 64


async def test_many_pairs_are_not_many_tasks() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    async with aclosing(BatchRun(engine_of(analyzer), batch(100, 1000)).events()) as events:
        await anext(events)
        reading = asyncio.ensure_future(anext(events))
        await until_running(analyzer, 10)
        assert len(asyncio.all_tasks()) < 100
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def test_pairs_below_the_eligible_score_are_skipped_and_said(caplog: pytest.LogCaptureFixture) -> None:
    jobs = (Job(job_id="J0", job_tag=("nursing",)), Job(job_id="J1", job_tag=("python",)))
    candidates = (Candidate(candidateId="C0", candidate_tag=("python",)), Candidate(candidateId="C1"))
    analyzer = ScriptedAnalyzer()
    events = await run(engine_of(analyzer), BatchRequest(jobs=jobs, candidates=candidates, threshold=0))
    (skipped,) = [event for event in events if isinstance(event, Skipped)]
    assert (skipped.pair, skipped.eligibilityScore, skipped.minimum) == (0, 0, 60)
    assert sorted(analyzer.calls) == [1, 2, 3]
    assert "NO eligible" not in caplog.text


async def test_a_job_without_eligible_candidates_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    jobs, candidates = (Job(job_id="ABC", job_tag=("nursing",)),), (Candidate(candidate_tag=("python",)),)
    events = await run(engine_of(ScriptedAnalyzer()), BatchRequest(jobs=jobs, candidates=candidates))
    assert done_of(events).skipped == 1
    assert "Job ABC has NO eligible candidates after filtering" in caplog.text


async def test_the_threshold_decides_what_passed() -> None:
    # matchScore = 0.5 x 100 + 0.3 x 80 + 0.2 x 50 = 84: the one skill that is asked for is shown
    assert done_of(await run(engine_of(ScriptedAnalyzer()), batch(1, 1, threshold=84))).passed == 1
    assert done_of(await run(engine_of(ScriptedAnalyzer()), batch(1, 1, threshold=85))).passed == 0


async def test_an_error_while_pairs_are_looked_through_ends_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr("scoring.engine.feeding.in_turn", broken)
    done = done_of(await run(engine_of(ScriptedAnalyzer()), batch(1, 1)))
    assert (done.status, done.code) == ("failed", "internal")


# Where it stands


async def let_a_round_go(analyzer: ScriptedAnalyzer, running: int) -> None:
    """Let the calls that are out be answered, and return once so many others are."""
    analyzer.let_go()
    analyzer.hold = asyncio.Event()
    await settle()
    await until_running(analyzer, running)


@dataclass
class Watch:
    """A clock that the test sets."""

    now_s: float = 0.0

    def read_s(self) -> float:
        return self.now_s


def timed(analyzer: ScriptedAnalyzer, *, limit: int) -> tuple[Engine, Watch]:
    """An engine whose calls last until the test lets them go, and its clock."""
    analyzer.hold = asyncio.Event()
    engine, watch = engine_of(analyzer, limit=limit), Watch()
    engine.clock = replace(engine.clock, monotonic=watch.read_s)
    return engine, watch


def one_in(count: int, of: int) -> BatchRequest:
    """A batch of so many candidates, of whom one in `count` is eligible."""
    tags = [("python",) if number % count == 0 else ("nurses",) for number in range(of)]
    candidates = tuple(Candidate(candidateId=f"C{number}", candidate_tag=tag) for number, tag in enumerate(tags))
    return BatchRequest(jobs=(Job(job_tag=("python",)),), candidates=candidates, threshold=0)


async def test_the_time_left_is_that_of_the_calls_that_are_left() -> None:
    analyzer = ScriptedAnalyzer()
    engine, watch = timed(analyzer, limit=10)
    batch_run = BatchRun(engine, one_in(20, of=600))  # 30 calls, three rounds of 1 s
    collected = asyncio.create_task(collect(batch_run.events()))
    await until_running(analyzer, 10)
    while batch_run.tally.skipped < 570:
        await asyncio.sleep(0)
    told = [batch_run.progress().etaSeconds]
    for now_s, running in ((1.0, 10), (2.0, 10), (3.0, 0)):
        watch.now_s = now_s
        told.append(batch_run.progress().etaSeconds)
        await let_a_round_go(analyzer, running)
        told.append(batch_run.progress().etaSeconds)
    # Nothing is known before the first are back; then 20, 10 and 0 calls are left, at 0.1 s each.
    assert told == [None, None, 2.0, 4.0, 1.0, 1.5, 0.0]
    assert done_of(await collected).analysed == 30


async def test_pairs_that_are_yet_to_be_skipped_take_no_time() -> None:
    analyzer = ScriptedAnalyzer()
    engine, watch = timed(analyzer, limit=1)
    batch_run = BatchRun(engine, one_in(4, of=4000))  # 1,000 calls
    async with aclosing(batch_run.events()) as events:
        await anext(events)
        await anext(events)
        await until_running(analyzer, 1)  # the reader has stopped, so most pairs are not looked at yet
        watch.now_s = 1.0
        await let_a_round_go(analyzer, 1)
        while not batch_run.tally.analysed:
            await anext(events)
        assert batch_run.tally.skipped < MAX_OPEN
        assert batch_run.progress().etaSeconds == 999.0


async def test_the_time_of_earlier_runs_and_their_calls_is_none_of_this_one() -> None:
    analyzer = ScriptedAnalyzer()
    engine, watch = timed(analyzer, limit=2)
    tally = Tally(8)
    tally.analysed = tally.called = 4
    earlier = Earlier(tally, {0, 1, 2, 3}, accepted=True, elapsed_s=600.0)
    watch.now_s = 5.0
    batch_run = BatchRun(engine, batch(1, 8), earlier=earlier)
    watch.now_s = 10.0  # it waited to be begun
    collected = asyncio.create_task(collect(batch_run.events()))
    await until_running(analyzer, 2)
    assert batch_run.progress().etaSeconds is None
    watch.now_s = 11.0
    await let_a_round_go(analyzer, 2)
    assert batch_run.progress().etaSeconds == 1.0
    analyzer.let_go()
    await collected


async def test_what_is_in_flight_is_this_batchs_alone() -> None:
    analyzer = ScriptedAnalyzer()
    engine, batch_run, collected = await held(analyzer, limit=4, pairs=3)
    other = BatchRun(engine, batch(1, 3))
    assert (batch_run.progress().inFlight, other.progress().inFlight) == (3, 0)
    collecting = asyncio.create_task(collect(other.events()))
    await until_running(analyzer, 4)
    assert (batch_run.progress().inFlight, other.progress().inFlight, engine.gate.in_flight) == (3, 1, 4)
    analyzer.let_go()
    await asyncio.gather(collected, collecting)
    assert (batch_run.progress().inFlight, other.progress().inFlight) == (0, 0)


# Going on, holding and draining


async def test_a_run_goes_on_where_earlier_ones_stopped() -> None:
    analyzer = ScriptedAnalyzer()
    tally = Tally(6)
    tally.analysed, tally.passed, tally.tokens = 2, 1, Tokens(100, 50)
    earlier = Earlier(tally, {0, 4}, accepted=True, elapsed_s=60.0)
    async with aclosing(BatchRun(engine_of(analyzer), batch(2, 3), earlier=earlier).events()) as stream:
        events = [event async for event in stream]
    assert analyzer.calls == [1, 3, 2, 5]
    assert not any(isinstance(event, Accepted) for event in events)
    done = done_of(events)
    assert (done.analysed, done.passed, done.tokens, done.elapsedSeconds) == (6, 5, Tokens(140, 70), 60.0)


async def test_a_run_with_nothing_left_ends_at_once() -> None:
    analyzer = ScriptedAnalyzer()
    tally = Tally(1)
    tally.failed = 1
    earlier = Earlier(tally, {0}, accepted=True, elapsed_s=1.0)
    async with aclosing(BatchRun(engine_of(analyzer), batch(1, 1), earlier=earlier).events()) as stream:
        assert [type(event) async for event in stream] == [Done]
    assert analyzer.calls == []


async def test_a_run_on_hold_calls_nothing_more_until_it_is_let_go() -> None:
    analyzer = ScriptedAnalyzer()
    batch_run = BatchRun(engine_of(analyzer, limit=2), batch(1, 20))
    async with aclosing(batch_run.events()) as events:
        await anext(events)
        await anext(events)
        batch_run.hold()
        await settle()
        calls = len(analyzer.calls)
        await settle()
        assert len(analyzer.calls) == calls < 20
        batch_run.let_go()
        assert isinstance([event async for event in events][-1], Done)


async def test_a_drained_run_sees_its_calls_to_their_end_and_leaves_the_rest() -> None:
    analyzer = ScriptedAnalyzer()
    engine, batch_run, collected = await held(analyzer, limit=3, pairs=20)
    batch_run.hold()
    batch_run.drain()
    batch_run.drain()
    batch_run.let_go()
    await settle()
    assert not collected.done()
    analyzer.let_go()
    events = await collected
    assert [type(event) for event in events] == [Accepted, Analysed, Analysed, Analysed]
    assert (len(analyzer.calls), batch_run.tally.done, engine.gate.in_flight) == (3, 3, 0)


async def test_a_drained_run_whose_last_calls_succeed_is_done() -> None:
    analyzer = ScriptedAnalyzer()
    _, batch_run, collected = await held(analyzer, limit=3, pairs=3)
    batch_run.drain()
    analyzer.let_go()
    assert done_of(await collected).status == "completed"


async def test_a_drained_pair_is_not_tried_again_and_has_no_outcome() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: ProviderFailure(retryable=True) if pair else None)
    _, batch_run, collected = await held(analyzer, limit=2, pairs=4)
    batch_run.drain()
    analyzer.let_go()
    assert [type(event) for event in await collected] == [Accepted, Analysed]
    assert analyzer.calls == [0, 1]


async def test_a_drained_run_that_is_cut_off_leaves_nothing_behind() -> None:
    analyzer = ScriptedAnalyzer()
    engine, batch_run, collected = await held(analyzer, limit=3, pairs=20)
    batch_run.drain()
    await settle()
    collected.cancel()
    await asyncio.gather(collected, return_exceptions=True)
    await settle()
    assert (analyzer.running, engine.gate.in_flight) == (0, 0)
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_run_that_is_held_says_for_what_and_goes_on_once_nobody_holds_it() -> None:
    analyzer = ScriptedAnalyzer()
    batch_run = BatchRun(engine_of(analyzer, limit=1), batch(1, 9))
    async with aclosing(batch_run.events()) as events:
        for _ in range(3):
            await anext(events)
        assert batch_run.progress().etaSeconds is not None
        batch_run.hold()
        batch_run.hold("the flood to end")
        progress = batch_run.progress()
        assert (progress.waitingFor, progress.etaSeconds) == ("the flood to end", None)
        await settle()
        called = len(analyzer.calls)
        batch_run.let_go("the flood to end")
        await settle()
        assert (batch_run.progress().waitingFor, len(analyzer.calls)) == (None, called)
        batch_run.let_go()
        await collect(events)
    assert len(analyzer.calls) == 9
