"""Pairs that are scored several times, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from scoring.admission import Gate, GateShut
from scoring.analyzers.base import Answer
from scoring.engine import BatchRun, open_engine
from scoring.engine.attempts import Assessment, Attempts, Clock, RetryPolicy
from scoring.engine.budget import Budget
from scoring.engine.estimate import Estimate
from scoring.engine.hedging import Tail
from scoring.engine.repeats import Repeats, calls_for
from scoring.engine.ways import Way
from scoring.errors import AnalysisError, BudgetExhausted, CallTimeout, ProviderFailure, Refused, Unauthorized
from scoring.events import Analysed, Spread
from scoring.options import Options
from scoring.prices import Price, Tokens
from scoring.rubric import match_score
from scoring.settings import EngineSettings
from tests.scoring.engine.test_attempts import GOOD, PAIR, PROFILE, Scripted
from tests.scoring.engine.test_engine import batch, done_of, run
from tests.virtual_time import in_virtual_time

DOWN = ProviderFailure("down", retryable=True)
REFUSED = Refused("no")
CENT = Price(10_000, 0, 0)
"""A USD for 100 tokens in, nothing for those out."""


def scoring(score: float) -> Answer:
    """An answer whose match score is 0.8 x `score` + 10: the cultural part stays 50."""
    judgement = replace(GOOD.judgement, coreSkillsScore=score, experienceScore=score, culturalFitScore=50)
    return Answer(judgement, Tokens(100, 10), by_rubric=True)  # its scores are published as they are


def match(score: float) -> int:
    return match_score(score, score, 50)


class Counting:
    """How many pairs head for the gate, from one on."""

    def __init__(self) -> None:
        self.now = 1
        self.told: list[int] = []

    def __call__(self, change: int) -> None:
        self.now += change
        self.told.append(change)
        assert 0 <= self.now <= 1


def repeats_over(
    answers: Sequence[Answer | AnalysisError],
    times: int,
    *,
    gate: Gate | None = None,
    budget: Budget | None = None,
    fallback: Scripted | None = None,
) -> Repeats:
    clock = Clock(monotonic=asyncio.get_running_loop().time, utc_now=lambda: "now", rand=lambda: 1.0)
    gate = gate or Gate(10)
    ways = [Way(Scripted(*answers), gate.lane(patient=fallback is None), Estimate(0), Tail(0.0), CENT)]
    if fallback:
        ways.append(Way(fallback, Gate(10).lane(), Estimate(0), Tail(0.0), CENT))
    budget = budget or Budget(None)
    return Repeats([Attempts(PAIR, ways, budget, RetryPolicy(max_failures=2), clock) for _ in range(times)], times)


async def made(repeats: Repeats) -> Assessment:
    return await repeats.run(PROFILE, heading=Counting())


SPREADS: dict[str, tuple[list[Answer | AnalysisError], Spread, str]] = {
    "an odd number: the middle one": (
        [scoring(80), scoring(50), scoring(70)],
        Spread(3, (match(80), match(50), match(70))),
        "Scored 3 times: 50 to 74, median 66.",
    ),
    "an even number: the lower of the middle ones": (
        [scoring(80), scoring(50), scoring(70), scoring(60)],
        Spread(4, (74, 50, 66, 58)),
        "Scored 4 times: 50 to 74, median 58.",
    ),
    "all the same": ([scoring(70)] * 2, Spread(2, (66, 66)), "Scored 2 times: 66 each time."),
    "some refused": (
        [scoring(80), REFUSED, scoring(50), REFUSED],
        Spread(4, (74, 50), ("refused", "refused")),
        "Scored 2 of 4 times: 50 to 74, median 50. The others ended so: refused.",
    ),
    "all but one": (
        [REFUSED, scoring(50)],
        Spread(2, (50,), ("refused",)),
        "Scored 1 of 2 times: 50. The others ended so: refused.",
    ),
}


@pytest.mark.parametrize("name", SPREADS)
@in_virtual_time
async def test_the_median_is_published_and_the_spread_told(name: str) -> None:
    answers, spread, remark = SPREADS[name]
    assessment = await made(repeats_over(answers, spread.n))
    assert assessment.spread is not None
    assert sorted(assessment.spread.scores) == sorted(spread.scores)  # all ended at once
    assert (assessment.spread.n, assessment.spread.failed) == (spread.n, spread.failed)
    assert assessment.verdict.analysis.matchScore == spread.median
    assert assessment.verdict.remarks[0] == remark
    assert assessment.is_whole is (not spread.failed)


@in_virtual_time
async def test_each_is_a_call_of_its_own_all_at_once_and_all_are_paid() -> None:
    gate = Gate(10)
    repeats = repeats_over([scoring(50), scoring(60), scoring(70)], 3, gate=gate)
    running = asyncio.create_task(made(repeats))
    await asyncio.sleep(0.5)
    assert (gate.in_flight, repeats.calling) == (3, True)
    assessment = await running
    assert (assessment.tokens, assessment.cost_usd, repeats.count) == (Tokens(300, 30), 3.0, 3)
    assert (assessment.seconds, asyncio.get_running_loop().time()) == (1.0, 1.0)


@in_virtual_time
async def test_a_pair_leaves_the_queue_once_however_many_places_it_takes_and_retries_it_makes() -> None:
    heading = Counting()
    await repeats_over([scoring(50), DOWN, scoring(60), scoring(70)], 3, gate=Gate(1)).run(PROFILE, heading=heading)
    assert heading.told == [-1]


@in_virtual_time
async def test_a_repeat_has_its_retries() -> None:
    repeats = repeats_over([DOWN, scoring(50), scoring(60)], 2)
    assessment = await made(repeats)
    assert (assessment.spread, repeats.count) == (Spread(2, (match(60), match(50))), 3)


@in_virtual_time
async def test_answers_of_another_model_are_said_to_be_and_not_used_again() -> None:
    repeats = repeats_over([scoring(80), Unauthorized("key")], 2, fallback=Scripted(scoring(50), model="b"))
    assessment = await made(repeats)
    assert assessment.verdict.remarks[0] == "Scored 2 times, by 2 models: 50 to 74, median 50."
    assert not assessment.is_whole


FAILURES: dict[str, tuple[list[AnalysisError], type[BaseException]]] = {
    "refused": ([REFUSED, REFUSED], Refused),
    "one that ends the batch before others": ([REFUSED, Unauthorized("key")], Unauthorized),
    "timed out": ([CallTimeout("late")], CallTimeout),
}


@pytest.mark.parametrize("name", FAILURES)
@in_virtual_time
async def test_where_none_gives_anything_the_pair_fails(name: str) -> None:
    answers, error = FAILURES[name]
    repeats = repeats_over(answers, 2)
    with pytest.raises(error):
        await made(repeats)
    assert repeats.error is not None
    assert repeats.assessment is None


@in_virtual_time
async def test_a_shut_gate_ends_it_as_it_ends_one() -> None:
    gate = Gate(1)
    one = asyncio.create_task(made(repeats_over([Unauthorized("key")], 1, gate=gate)))
    await asyncio.sleep(0.5)
    with pytest.raises(GateShut):
        await made(repeats_over([GOOD], 3, gate=gate))
    with pytest.raises(Unauthorized):
        await one


@in_virtual_time
async def test_an_empty_budget_ends_it_before_it_leaves_the_queue() -> None:
    heading = Counting()
    with pytest.raises(BudgetExhausted):
        await repeats_over([GOOD], 3, budget=Budget(0.0)).run(PROFILE, heading=heading)
    assert heading.told == []


@in_virtual_time
async def test_what_the_budget_can_pay_is_published() -> None:
    # A prompt of 3,000 bytes is 1,125 tokens at most: 11.25 USD are reserved, and 1 USD is spent.
    repeats = repeats_over([scoring(80), scoring(50)], 4, budget=Budget(12.5))
    assessment = await made(repeats)
    assert assessment.spread == Spread(4, (74, 50), ("budget_exhausted", "budget_exhausted"))


@in_virtual_time
async def test_where_no_retry_can_be_paid_it_queues_again_before_it_gives_up() -> None:
    heading = Counting()
    dear = ProviderFailure("down", retryable=True)
    dear.tokens = Tokens(1100, 0)  # 11 USD of 12 are gone
    repeats = repeats_over([dear], 2, budget=Budget(12.0))
    with pytest.raises(BudgetExhausted):
        await repeats.run(PROFILE, heading=heading)
    assert heading.told == [-1, 1]
    assert repeats.error is dear


@in_virtual_time
async def test_a_stop_keeps_what_is_out_and_gives_up_what_waits() -> None:
    repeats = repeats_over([scoring(80), scoring(50)], 4, gate=Gate(2))
    running = asyncio.create_task(made(repeats))
    await asyncio.sleep(0.5)
    repeats.stop_after_call()
    assessment = await running
    assert assessment.spread == Spread(4, (74, 50), ("cancelled", "cancelled"))
    assert asyncio.get_running_loop().time() == 1.0


@in_virtual_time
async def test_a_stop_before_anything_is_out_gives_it_up() -> None:
    gate = Gate(1)
    other = asyncio.create_task(made(repeats_over([GOOD], 1, gate=gate)))
    await asyncio.sleep(0.5)
    repeats = repeats_over([GOOD], 2, gate=gate)
    repeats.stop_after_call()  # not begun: nothing to stop
    running = asyncio.create_task(made(repeats))
    await asyncio.sleep(0.1)
    repeats.stop_after_call()
    with pytest.raises(asyncio.CancelledError):
        await running
    await other


@in_virtual_time
async def test_a_cancel_closes_all_calls_and_bills_them() -> None:
    gate = Gate(10)
    repeats = repeats_over([GOOD], 3, gate=gate)
    running = asyncio.create_task(made(repeats))
    await asyncio.sleep(0.5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (gate.in_flight, repeats.calling) == (0, False)
    assert repeats.tokens.input == 3 * 900  # 3,000 bytes x 0.3 each


class Broken(Scripted):
    async def analyze(self, *_: object, **__: object) -> Answer:
        raise ZeroDivisionError


@in_virtual_time
async def test_a_mistake_of_ours_is_not_hidden_behind_what_succeeded() -> None:
    clock = Clock(monotonic=lambda: 0.0, utc_now=lambda: "now")
    ways = [[Way(each, Gate(1).lane(), Estimate(0), Tail(0.0))] for each in (Scripted(GOOD), Broken(GOOD))]
    each = [Attempts(PAIR, way, Budget(None), RetryPolicy(), clock) for way in ways]
    with pytest.raises(ZeroDivisionError):
        await made(Repeats(each, 2))


async def test_the_local_analyzer_scores_once_and_says_so() -> None:
    engine = open_engine(EngineSettings(analyzer="local"))
    assert calls_for(engine.analyzer, 5) == 1
    events = [event async for event in BatchRun(engine, batch(1, 2), options=Options(repeats=5)).events()]
    outcomes = [event for event in events if isinstance(event, Analysed)]
    assert len(outcomes) == 2
    for outcome in outcomes:
        assert outcome.record.repeats == Spread(5, (outcome.analysis.matchScore,))
        assert outcome.remarks[0] == "Scored once: the local analyzer gives the same score each time."
    assert done_of(events).analysed == 2
    once = [event for event in await run(engine, batch(1, 2)) if isinstance(event, Analysed)]
    assert [event.record.repeats for event in once] == [None, None]
