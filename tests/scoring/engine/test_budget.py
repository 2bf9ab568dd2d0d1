"""What a batch may spend is never exceeded by what is reserved, and what calls leave over is used."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from scoring.admission import Gate
from scoring.analyzers.base import Answer
from scoring.engine import BatchRun, Engine, Route
from scoring.engine.attempts import RetryPolicy
from scoring.engine.budget import Budget
from scoring.engine.estimate import Estimate
from scoring.engine.feeding import CHUNK
from scoring.engine.hedging import Tail
from scoring.engine.reuse import Reuse
from scoring.engine.room import MAX_OPEN
from scoring.engine.tally import Earlier, Tally
from scoring.errors import AnalysisError, BudgetExhausted, CallTimeout, InvalidOutput, InvalidRequest, ProviderFailure
from scoring.events import Analysed, Done, Event, Failed, Skipped
from scoring.models import BatchRequest, Candidate, Job, Pair
from scoring.options import Options
from scoring.prices import FREE, Price, Tokens
from scoring.profile import BlindProfile, blind
from scoring.settings import EngineSettings
from tests.scoring.engine.test_engine import ScriptedAnalyzer, batch, collect, done_of, engine_of, settle

BY_ANSWER = Price(0, 0, 100_000)
"""10 tokens out cost 1 USD, the prompt nothing; `ScriptedAnalyzer` takes 5, so half of what is reserved."""


def engine(analyzer: ScriptedAnalyzer, *, limit: int = 10, policy: RetryPolicy | None = None) -> Engine:
    made = engine_of(analyzer, policy=policy)
    made.routes = [Route(analyzer, Gate(limit, start=limit), Estimate(10), Tail(0.0), BY_ANSWER)]
    return made


async def run(engine: Engine, request: BatchRequest, budget_usd: float, earlier: Earlier | None = None) -> list[Event]:
    options = Options(budgetUsd=budget_usd)
    async with aclosing(BatchRun(engine, request, earlier=earlier, options=options).events()) as events:
        return [event async for event in events]


def ending(events: list[Event]) -> tuple[str, str | None, int, float | None]:
    done = done_of(events)
    return done.status, done.code, done.notAttempted, done.costUsd


# Batches


async def test_a_batch_within_its_budget_is_completed() -> None:
    analyzer = ScriptedAnalyzer()
    # 8 x 0.5 USD are spent, and the last call needs 1 USD to begin
    assert ending(await run(engine(analyzer), batch(1, 8), 4.5)) == ("completed", None, 0, 4)


@pytest.mark.parametrize("limit", [1, 3, 10, 200])
@pytest.mark.parametrize("pairs", [20, 3 * CHUNK])
async def test_a_budget_pays_as_many_calls_as_it_can_and_no_more(limit: int, pairs: int) -> None:
    analyzer = ScriptedAnalyzer()
    events = await run(engine(analyzer, limit=limit), batch(1, pairs), 4.2)
    # a call begins while 1 USD is left: at 0, 0.5, ... 3.0
    assert ending(events) == ("failed", "budget_exhausted", pairs - 7, 3.5)
    assert len(analyzer.calls) == 7
    assert [type(event) for event in events[1:-1]] == [Analysed] * 7


@pytest.mark.parametrize("budget_usd", [0, 0.99])
async def test_a_budget_that_cannot_pay_one_call_ends_the_batch_before_any(budget_usd: float) -> None:
    analyzer = ScriptedAnalyzer()
    events = await run(engine(analyzer), batch(2, 100), budget_usd)
    assert ending(events) == ("failed", "budget_exhausted", 200, 0)
    assert (analyzer.calls, len(events)) == ([], 2)


async def called(analyzer: ScriptedAnalyzer) -> None:
    """Return once all that may be called now is."""
    async with asyncio.timeout(30):
        while not analyzer.running:
            await asyncio.sleep(0)
    await settle()


async def test_what_is_out_is_never_more_than_the_budget_could_pay() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    running = asyncio.create_task(run(engine(analyzer), batch(1, 20), 3.7))
    await called(analyzer)
    assert analyzer.running == 3
    analyzer.hold.set()
    assert done_of(await running).status == "failed"


async def test_calls_that_run_are_seen_to_their_end() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    running = asyncio.create_task(run(engine(analyzer), batch(1, 20), 1))
    await called(analyzer)
    assert (analyzer.running, running.done()) == (1, False)
    analyzer.hold.set()
    assert ending(await running) == ("failed", "budget_exhausted", 19, 0.5)


class Counting(ScriptedAnalyzer):
    """Counts the pairs that have been opened."""

    opened = 0

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        self.opened += 1
        return super().size_bytes(pair, profile)


async def test_as_many_pairs_as_may_be_open_may_wait_for_money() -> None:
    analyzer = Counting()
    analyzer.hold = asyncio.Event()
    batch_run = BatchRun(engine(analyzer, limit=5 * MAX_OPEN), batch(1, 3 * MAX_OPEN), options=Options(budgetUsd=1))
    collecting = asyncio.create_task(collect(batch_run.events()))
    while analyzer.opened < MAX_OPEN:
        await asyncio.sleep(0)
    analyzer.hold.set()
    async with asyncio.timeout(60):
        events = await collecting
    assert ending(events) == ("failed", "budget_exhausted", 3 * MAX_OPEN - 1, 0.5)


class Found:
    """A cache that knows all pairs of some candidates."""

    def __init__(self, analysis: Analysed, known: Sequence[str]) -> None:
        self._analysis, self._known = analysis, known

    async def find(self, fingerprints: Sequence[str]) -> Mapping[str, Analysed]:
        return {fingerprint: self._analysis for fingerprint in fingerprints if fingerprint in self._known}


async def test_cached_and_skipped_pairs_go_through_when_nothing_can_be_paid() -> None:
    job = Job(technical_skills=("Python",), job_tag=("a",))
    # Thirds: analysed before, tagged otherwise, new; more than a chunk of each, so that the end is met on the way.
    candidates = tuple(
        Candidate(candidateId=str(n), resume_text=str(n), candidate_tag=("b",) if n % 3 == 1 else ("a",))
        for n in range(6 * CHUNK)
    )
    request = BatchRequest(jobs=(job,), candidates=candidates, threshold=0)
    made = engine(ScriptedAnalyzer())
    analysis = (await run(made, batch(1, 1), 100))[1]
    assert isinstance(analysis, Analysed)
    reuse = Reuse(Found(analysis, ()), EngineSettings().configuration())
    known = [reuse.fingerprint(job, blind(candidate), owner="") for candidate in candidates[::3]]
    made.reuse = Reuse(Found(analysis, known), EngineSettings().configuration())
    events = await run(made, request, 0.5)
    assert ending(events) == ("failed", "budget_exhausted", 2 * CHUNK, 0)
    kinds = [type(event) for event in events]
    assert (kinds.count(Analysed), kinds.count(Skipped)) == (2 * CHUNK, 2 * CHUNK)
    assert done_of(events).cached == 2 * CHUNK


async def test_a_repair_that_cannot_be_paid_fails_its_pair() -> None:
    def invalid(pair: int, attempt: int) -> AnalysisError:
        error = InvalidOutput("no")
        error.tokens = Tokens(10, 5)
        return error

    analyzer = ScriptedAnalyzer(invalid)
    events = await run(engine(analyzer), batch(1, 3), 1.2)
    assert ending(events) == ("failed", "budget_exhausted", 2, 0.5)
    assert [(event.code, event.attempts, event.costUsd) for event in events if isinstance(event, Failed)] == [
        ("budget_exhausted", 1, 0.5)
    ]


async def test_a_batch_whose_last_pair_fails_for_want_of_money_has_failed() -> None:
    def invalid(pair: int, attempt: int) -> AnalysisError:
        error = InvalidOutput("no")
        error.tokens = Tokens(10, 5)
        return error

    assert ending(await run(engine(ScriptedAnalyzer(invalid)), batch(1, 1), 1.2)) == ("failed", "budget_exhausted", 0, 0.5)


async def test_a_retry_goes_before_pairs_that_wait_for_money() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: ProviderFailure(retryable=True) if attempt == 1 else None)
    await run(engine(analyzer, limit=1, policy=RetryPolicy(base_s=0.0)), batch(1, 4), 1.5)
    assert analyzer.calls[:4] == [0, 1, 0, 1]


async def test_a_time_out_counts_as_what_was_reserved_for_it() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: CallTimeout())
    events = await run(engine(analyzer), batch(1, 20), 3)
    assert len(analyzer.calls) == 3
    assert ending(events) == ("failed", "budget_exhausted", 17, 3)


async def test_an_answer_that_may_be_billed_counts_as_what_was_reserved_for_it() -> None:
    def unreadable(pair: int, attempt: int) -> AnalysisError:
        error = ProviderFailure("unreadable", retryable=True)
        error.may_be_billed = True
        return error

    analyzer = ScriptedAnalyzer(unreadable)
    events = await run(engine(analyzer, policy=RetryPolicy(base_s=0.0)), batch(1, 20), 3)
    assert len(analyzer.calls) == 3
    assert done_of(events).code == "budget_exhausted"


async def test_a_batch_that_goes_on_has_what_is_left() -> None:
    tally = Tally(20)
    tally.spent_usd, tally.analysed = 2.0, 4
    earlier = Earlier(tally, {0, 1, 2, 3}, accepted=True, elapsed_s=1.0)
    analyzer = ScriptedAnalyzer()
    events = await run(engine(analyzer), batch(1, 20), 4, earlier)
    # at 2.0, 2.5 and 3.0 there is 1 USD left
    assert ending(events) == ("failed", "budget_exhausted", 13, 3.5)
    assert len(analyzer.calls) == 3


async def test_a_drained_batch_that_waits_for_money_can_be_gone_on_with() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    batch_run = BatchRun(engine(analyzer), batch(1, 20), options=Options(budgetUsd=1))
    collecting = asyncio.create_task(collect(batch_run.events()))
    await called(analyzer)
    batch_run.drain()
    analyzer.hold.set()
    events = await collecting
    assert not [event for event in events if isinstance(event, Done)]
    assert batch_run.tally.done == 1


async def test_a_batch_that_waits_for_money_can_be_cancelled() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    batch_run = BatchRun(engine(analyzer), batch(1, 20), options=Options(budgetUsd=1))
    async with aclosing(batch_run.events()) as stream:
        await anext(stream)
        following = asyncio.ensure_future(anext(stream))
        await called(analyzer)
        batch_run.cancel()
        await following
        done = [event async for event in stream][-1]
    assert isinstance(done, Done)
    assert (done.status, done.failed, done.notAttempted) == ("cancelled", 1, 19)


def test_a_budget_without_a_known_price_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="price of model 'none' is not known") as refused:
        BatchRun(engine_of(ScriptedAnalyzer()), batch(1, 1), options=Options(budgetUsd=1))
    assert refused.value.problems[0].loc == ("body", "options", "budgetUsd")


async def test_what_is_free_needs_no_budget() -> None:
    made = engine_of(ScriptedAnalyzer(), price=FREE)
    assert ending(await run(made, batch(1, 100), 0)) == ("completed", None, 0, 0)


async def test_calls_that_are_taken_over_from_another_batch_are_counted_and_end_the_budget() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    made = engine(analyzer, limit=3)
    made.reuse = Reuse(None, EngineSettings().configuration())
    candidates = [Candidate(technical_skills=(f"Skill {n}",)) for n in range(20)]
    requests = [BatchRequest(jobs=(Job(),), candidates=tuple(candidates[:n]), threshold=0) for n in (3, 20)]
    first = BatchRun(made, requests[0])
    reading = asyncio.create_task(collect(first.events()))
    await called(analyzer)
    second = asyncio.create_task(run(made, requests[1], 1.9))
    while sum(len(flight.seats) for flight in made.flights._flying.values()) < 6:
        await asyncio.sleep(0)
    first.cancel()
    assert ending(await reading)[3] == 0
    analyzer.hold.set()
    analyzer.hold = asyncio.Event()
    await called(analyzer)
    analyzer.hold.set()
    # 3 x 0.5 USD are taken over and one call more was reserved already; then 1 USD is too much for what is left
    assert ending(await second) == ("failed", "budget_exhausted", 16, 2)
    assert len(analyzer.calls) == 4


class Repaired(ScriptedAnalyzer):
    """Its first answer is invalid, and paid for."""

    def __init__(self, *, tells: bool = True) -> None:
        super().__init__()
        self.repairing = asyncio.Event()
        self._tells = tells

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        if correction is None:
            self.calls.append(pair.index)
            error = InvalidOutput("no")
            error.tokens = Tokens(10, 5)
            raise error
        self.repairing.set()
        answer = await super().analyze(pair, profile, correction=correction)
        return answer if self._tells else replace(answer, tokens=Tokens())


@pytest.mark.parametrize(("tells", "cost_usd", "left_usd"), [(True, 0.5, 9.5), (False, None, 9.0)])
async def test_what_a_call_cost_before_and_after_it_was_taken_over_is_told_once(
    tells: bool, cost_usd: float | None, left_usd: float
) -> None:
    analyzer = Repaired(tells=tells)
    analyzer.hold = asyncio.Event()
    made = engine(analyzer)
    made.reuse = Reuse(None, EngineSettings().configuration())
    first, second = BatchRun(made, batch(1, 1)), BatchRun(made, batch(1, 1), options=Options(budgetUsd=10))
    reading = [asyncio.create_task(collect(each.events())) for each in (first, second)]
    async with asyncio.timeout(30):
        await analyzer.repairing.wait()
        while sum(len(flight.seats) for flight in made.flights._flying.values()) < 2:
            await asyncio.sleep(0)
    first.cancel()
    await reading[0]
    analyzer.hold.set()
    assert [done_of(await each).costUsd for each in reading] == [0.5, cost_usd]
    assert len(analyzer.calls) == 2
    assert (second._budget.can_pay(left_usd), second._budget.can_pay(left_usd + 0.01)) == (True, False)


# The budget itself


async def test_one_that_is_let_in_and_cancelled_in_the_same_turn_gives_its_money_back() -> None:
    budget = Budget(1)

    async def call() -> None:
        async with budget.reserve(1):
            await asyncio.sleep(0)

    async with budget.reserve(1):
        waiting = asyncio.create_task(call())
        await settle()
    waiting.cancel()  # granted a moment ago
    await asyncio.gather(waiting, return_exceptions=True)
    assert budget.can_pay(1)


async def test_a_dear_one_that_leaves_the_queue_lets_a_cheaper_one_through() -> None:
    budget = Budget(1)

    async def call(amount_usd: float) -> None:
        async with budget.reserve(amount_usd):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(call(amount_usd)) for amount_usd in (0, 1000, 0)]
    await settle()
    tasks[1].cancel()
    await settle()
    assert budget.can_pay(0)  # it would wait behind the third one, were that still waiting
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_who_waits_is_served_in_the_order_of_coming_retries_first() -> None:
    budget, served = Budget(1), list[str]()

    async def call(name: str) -> None:
        async with budget.reserve(1, retry=name.startswith("retry")):
            served.append(name)

    async with budget.reserve(1):
        names = ("pair 1", "retry 1", "pair 2", "retry 2", "retry 3")
        waiting = [asyncio.create_task(call(name)) for name in names]
        await settle()
    await asyncio.gather(*waiting)
    assert served == ["retry 1", "retry 2", "retry 3", "pair 1", "pair 2"]


async def test_once_exhausted_it_pays_nothing_however_cheap() -> None:
    budget = Budget(1)
    with pytest.raises(BudgetExhausted):
        async with budget.reserve(1000):
            pass
    with pytest.raises(BudgetExhausted):
        async with budget.reserve(0):
            pass


async def test_a_call_of_unknown_cost_counts_as_all_that_was_reserved() -> None:
    budget = Budget(1)
    async with budget.reserve(0.6) as reservation:
        reservation.settle(None)
    with pytest.raises(BudgetExhausted):
        async with budget.reserve(0.5):
            pass


# What is recorded before it is spent


class Book:
    """Where it is recorded what was spent at most; a record is kept once it is let."""

    def __init__(self, *, fails: bool = False) -> None:
        self.amounts_usd: list[float] = []
        self.lets = asyncio.Event()
        self._fails = fails

    async def record(self, at_most_usd: float) -> bool:
        self.amounts_usd.append(at_most_usd)
        await self.lets.wait()
        return not self._fails


async def spend(budget: Budget, amount_usd: float, cost_usd: float, out: list[float]) -> None:
    async with budget.reserve(amount_usd) as money:
        await money.go_out()
        out.append(amount_usd)
        money.settle(cost_usd)


async def test_no_call_goes_out_before_it_is_recorded_and_few_records_serve_many() -> None:
    budget, book, out = Budget(100), Book(), list[float]()
    budget.record_with(book.record)
    calls = [asyncio.create_task(spend(budget, 2, 1, out)) for _ in range(4)]
    await settle()
    assert (out, book.amounts_usd) == ([], [16])  # 8 USD are at risk, and as much again may go out without a record
    book.lets.set()
    await asyncio.gather(*calls)
    assert (out, budget.at_most_usd) == ([2] * 4, 4)
    for _ in range(12):
        await spend(budget, 2, 1, out)
    assert book.amounts_usd == [16, 15 + 2 + 2]  # 15 USD are spent when the last goes out, and its 2 USD are at risk


async def test_what_is_out_is_a_risk_though_nobody_records_it() -> None:
    budget = Budget(5)
    async with budget.reserve(2) as money:
        await money.go_out()
        assert budget.at_most_usd == 2
        money.settle(1)
    assert budget.at_most_usd == 1


async def test_what_is_set_aside_for_a_call_that_waits_for_a_place_is_no_risk() -> None:
    budget, book = Budget(100), Book()
    budget.record_with(book.record)
    async with budget.reserve(2):
        await settle()
        assert (book.amounts_usd, budget.at_most_usd) == ([], 0)


async def test_no_more_is_recorded_than_the_budget_has() -> None:
    budget, book, out = Budget(5, spent_usd=1), Book(), list[float]()
    budget.record_with(book.record)
    book.lets.set()
    calls = [asyncio.create_task(spend(budget, 2, 2, out)) for _ in range(4)]
    endings = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(ending) for ending in endings] == [type(None)] * 2 + [BudgetExhausted] * 2
    assert book.amounts_usd == [5]


async def test_what_is_taken_over_is_recorded_too() -> None:
    budget, book = Budget(5), Book()
    budget.record_with(book.record)
    budget.charge(1.5)
    await settle()
    assert book.amounts_usd == [1.5]
    await budget.aclose()


async def test_a_call_that_is_cancelled_while_it_is_recorded_costs_nothing() -> None:
    budget, book = Budget(5), Book()
    budget.record_with(book.record)
    call = asyncio.create_task(spend(budget, 2, 2, []))
    await settle()
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    assert budget.at_most_usd == 0
    assert budget.can_pay(5)
    await budget.aclose()


@pytest.mark.parametrize("broken", [False, True])
async def test_nothing_is_paid_for_that_cannot_be_recorded(*, broken: bool) -> None:
    async def fail(at_most_usd: float) -> bool:
        raise KeyError("bug")

    budget, book = Budget(10), Book(fails=True)
    budget.record_with(fail if broken else book.record)
    book.lets.set()
    for _ in range(2):
        with pytest.raises(BudgetExhausted):
            await spend(budget, 1, 1, [])
    assert len(book.amounts_usd) == (0 if broken else 1)


async def test_a_batch_without_a_budget_records_nothing() -> None:
    book, analyzer = Book(fails=True), ScriptedAnalyzer()
    batch_run = BatchRun(engine(analyzer), batch(1, 3))
    batch_run.record_with(book.record)
    assert ending(await collect(batch_run.events())) == ("completed", None, 0, 1.5)
    assert (book.amounts_usd, batch_run.at_most_usd) == ([], None)


async def test_a_batch_that_goes_on_counts_what_left_no_outcome() -> None:
    tally = Tally(20)
    tally.spent_usd, tally.analysed = 0.5, 1
    earlier = Earlier(tally, {0}, accepted=True, elapsed_s=1.0, at_most_usd=2.5)
    analyzer = ScriptedAnalyzer()
    events = await run(engine(analyzer), batch(1, 20), 4, earlier)
    # at 2.5 and 3.0 there is 1 USD left
    assert ending(events) == ("failed", "budget_exhausted", 17, 1.5)


async def test_a_batch_that_is_ended_while_it_records_does_not_wait_for_that() -> None:
    book, analyzer = Book(), ScriptedAnalyzer()
    batch_run = BatchRun(engine(analyzer), batch(1, 3), options=Options(budgetUsd=9))
    batch_run.record_with(book.record)
    async with aclosing(batch_run.events()) as stream:
        await anext(stream)
        following = asyncio.ensure_future(anext(stream))
        while not book.amounts_usd:
            await asyncio.sleep(0)
        batch_run.cancel()
        done = await following
    assert isinstance(done, Done)
    assert (done.status, done.notAttempted, analyzer.calls) == ("cancelled", 3, [])
