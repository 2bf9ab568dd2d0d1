"""The attempts at one pair, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from scoring.admission import Gate, GateShut
from scoring.admission.quota import USED
from scoring.analyzers.base import Answer
from scoring.analyzers.local import judge
from scoring.engine.attempts import Assessment, Attempts, Clock, RetryPolicy
from scoring.engine.budget import Budget
from scoring.engine.estimate import Estimate
from scoring.engine.hedging import Tail
from scoring.engine.ways import Way
from scoring.errors import AnalysisError, CallTimeout, InvalidOutput, ProviderFailure, RateLimited, Refused, Unauthorized
from scoring.models import Candidate, Job, Pair
from scoring.prices import Price, Tokens
from scoring.profile import BlindProfile, blind
from tests.virtual_time import in_virtual_time

PAIR = Pair(0, 0, 0, Job(title="Nurse"), Candidate(currentTitle="Nurse"))
PROFILE = blind(PAIR.candidate)
GOOD = Answer(judge(PAIR.job, PROFILE), Tokens(900, 100))
DOWN = ProviderFailure("down", retryable=True)


class Scripted:
    """An analyzer that answers with one after the other of a list, the last one again and again; each takes a second."""

    name = "openai"

    def __init__(self, *answers: Answer | AnalysisError, model: str = "a") -> None:
        self.model = model
        self.corrections: list[str | None] = []
        self._answers = list(answers)

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        self.corrections.append(correction)
        await asyncio.sleep(1.0)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, AnalysisError):
            raise answer
        return answer

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        return 3000

    async def aclose(self) -> None:
        pass


def ways_over(*analyzers: Scripted, gate: Gate | None = None, hedge_share: float = 0.0) -> list[Way]:
    lanes = [(gate or Gate(10)).lane(patient=each is analyzers[-1]) for each in analyzers]
    return [Way(each, lane, Estimate(500), Tail(hedge_share)) for each, lane in zip(analyzers, lanes, strict=True)]


def attempts_over(*analyzers: Scripted, ways: Sequence[Way] | None = None, budget: Budget | None = None) -> Attempts:
    loop = asyncio.get_running_loop()
    clock = Clock(monotonic=loop.time, utc_now=lambda: "2026-01-01T00:00:00.000Z", rand=lambda: 1.0)
    return Attempts(PAIR, ways or ways_over(*analyzers), budget or Budget(None), RetryPolicy(), clock)


class Heading:
    """How many pairs head for the gate."""

    def __init__(self) -> None:
        self.now = 1

    def __call__(self, change: int) -> None:
        self.now += change
        assert 0 <= self.now <= 1


async def run(attempts: Attempts) -> Assessment:
    return await attempts.run(PROFILE, heading=Heading())


@in_virtual_time
async def test_a_retry_waits_with_full_jitter_and_holds_no_place() -> None:
    analyzer = Scripted(DOWN, DOWN, GOOD)
    gate = Gate(10)
    running = asyncio.create_task(run(attempts_over(ways=ways_over(analyzer, gate=gate))))
    await asyncio.sleep(1.25)
    assert gate.in_flight == 0
    assessment = await running
    assert asyncio.get_running_loop().time() == pytest.approx(1 + 0.5 + 1 + 1.0 + 1)  # 0.5 s, doubled
    assert (assessment.tokens, assessment.seconds, assessment.analyzer) == (Tokens(900, 100), 1.0, analyzer)


@in_virtual_time
async def test_a_retry_after_is_a_floor() -> None:
    await run(attempts_over(Scripted(RateLimited("later", retryable=True, retry_after_s=30.0), GOOD)))
    assert asyncio.get_running_loop().time() == pytest.approx(1 + 30 + 1)


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (DOWN, 5),
        (RateLimited("never", retryable=True, retry_after_s=3600.0), 1),
        (Refused("no"), 1),
        (ProviderFailure("no"), 1),
    ],
    ids=["tried five times", "too far away", "refused", "not to be tried again"],
)
@in_virtual_time
async def test_the_last_error_is_the_pairs(error: AnalysisError, calls: int) -> None:
    attempts = attempts_over(Scripted(error))
    with pytest.raises(type(error)):
        await run(attempts)
    assert (attempts.count, attempts.error) == (calls, error)


@in_virtual_time
async def test_a_rate_limit_is_waited_out_however_often_it_turns_a_call_away() -> None:
    refusals = [RateLimited("wait", retryable=True) for _ in range(8)]
    attempts = attempts_over(Scripted(*refusals, GOOD))
    await run(attempts)
    assert attempts.count == 9


class Counting(Scripted):
    """Turns all calls away for a while after the first, and says how long it takes yet."""

    def __init__(self, seconds: float) -> None:
        super().__init__(GOOD)
        self._until_s = asyncio.get_running_loop().time() + seconds

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        left_s = self._until_s - asyncio.get_running_loop().time()
        if left_s > 0:
            self.corrections.append(correction)
            raise RateLimited("requests per day", retryable=True, retry_after_s=left_s)
        return await super().analyze(pair, profile, correction=correction)


@pytest.mark.parametrize("seconds", [60.0, 300.0, 432.0, 590.0])
@in_virtual_time
async def test_a_limit_that_tells_its_end_within_ten_minutes_loses_no_pair(seconds: float) -> None:
    ways = ways_over(Counting(seconds))
    await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(60)))
    assert asyncio.get_running_loop().time() < seconds + 30


@pytest.mark.parametrize("retry_after_s", [None, 30.0, 300.0])
@pytest.mark.parametrize("pairs", [1, 5, 60])
@in_virtual_time
async def test_a_limit_that_has_no_end_is_given_up(pairs: int, retry_after_s: float | None) -> None:
    error = RateLimited("wait", retryable=True, retry_after_s=retry_after_s)
    ways = ways_over(Scripted(error))
    ended = await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(pairs)), return_exceptions=True)
    assert {type(each) for each in ended} <= {RateLimited, GateShut}
    assert asyncio.get_running_loop().time() < 1000


@in_virtual_time
async def test_invalid_output_is_asked_for_once_more_with_the_reason() -> None:
    analyzer = Scripted(InvalidOutput("It has no scores."))
    with pytest.raises(InvalidOutput):
        await run(attempts_over(analyzer))
    assert analyzer.corrections == [None, "It has no scores."]
    assert asyncio.get_running_loop().time() == 2.0  # at once


@in_virtual_time
async def test_another_provider_is_asked_when_the_key_of_the_first_is_refused() -> None:
    first, second = Scripted(Unauthorized("no"), model="a"), Scripted(GOOD, model="b")
    ways = ways_over(first, second)
    assert (await run(attempts_over(ways=ways))).analyzer.model == "b"
    assert (await run(attempts_over(ways=ways))).analyzer.model == "b"
    assert (len(first.corrections), len(second.corrections)) == (1, 2)  # the first one is left alone for a minute
    await asyncio.sleep(60.0)
    await run(attempts_over(ways=ways))
    assert (len(first.corrections), len(second.corrections)) == (2, 3)


@in_virtual_time
async def test_pairs_that_wait_for_a_provider_that_goes_down_go_to_the_next() -> None:
    first, second = Scripted(DOWN, model="a"), Scripted(GOOD, model="b")
    ways = ways_over(first, second)
    done = await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(40)))
    assert {assessment.analyzer.model for assessment in done} == {"b"}
    assert len(first.corrections) <= 30


@in_virtual_time
async def test_a_provider_that_answers_again_is_preferred_again() -> None:
    first, second = Scripted(*[DOWN] * 20, GOOD, model="a"), Scripted(GOOD, model="b")
    ways = ways_over(first, second)
    await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(40)))
    await asyncio.sleep(60.0)
    assert (await run(attempts_over(ways=ways))).analyzer.model == "a"


@in_virtual_time
async def test_the_last_providers_refusal_ends_it() -> None:
    attempts = attempts_over(Scripted(DOWN, Unauthorized("no")), Scripted(Unauthorized("neither")))
    with pytest.raises(Unauthorized, match="neither"):
        await run(attempts)


@in_virtual_time
async def test_who_waits_at_the_last_gate_is_sent_away_when_it_is_shut() -> None:
    ways = ways_over(Scripted(Unauthorized("no")))
    ended = await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(20)), return_exceptions=True)
    assert [type(error) for error in ended] == [Unauthorized] * 10 + [GateShut] * 10


@in_virtual_time
async def test_what_calls_take_is_learnt() -> None:
    ways = ways_over(Scripted(GOOD))
    assert ways[0].estimate.tokens(3000) == 900 + 500
    await run(attempts_over(ways=ways))
    assert ways[0].estimate.tokens(3000) == 900 + 100


class Slow(Scripted):
    """An analyzer whose calls take a second, but for one of them."""

    def __init__(self, slow: int, seconds: float) -> None:
        super().__init__(GOOD)
        self._slow, self._seconds = slow, seconds

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        answer = await super().analyze(pair, profile, correction=correction)
        if len(self.corrections) == self._slow:
            await asyncio.sleep(self._seconds)
        return answer


async def hedging(analyzer: Slow, gate: Gate, share: float) -> list[Way]:
    """Ways on which calls of that length have taken 1.5 s so far."""
    ways = ways_over(analyzer, gate=gate, hedge_share=share)
    await run(attempts_over(ways=ways))
    for _ in range(100):
        ways[0].tail.learn(100, 1.5)
    return ways


@pytest.mark.parametrize(("share", "calls", "took_s"), [(0.02, 3, 1.5 + 1.0), (0.0, 2, 51.0)], ids=["hedged", "off"])
@in_virtual_time
async def test_a_call_in_the_tail_is_made_again_where_that_is_allowed(share: float, calls: int, took_s: float) -> None:
    analyzer, gate = Slow(2, 50.0), Gate(10)
    ways = await hedging(analyzer, gate, share)
    began_s = asyncio.get_running_loop().time()
    attempts = attempts_over(ways=ways)
    await run(attempts)
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(took_s)
    assert (len(analyzer.corrections), gate.in_flight) == (calls, 0)
    assert attempts.count == calls - 1


@in_virtual_time
async def test_nothing_is_hedged_after_a_refusal() -> None:
    analyzer, gate = Slow(2, 20.0), Gate(10)
    ways = await hedging(analyzer, gate, 0.02)
    async with gate.lane().lease() as lease:
        lease.settle(RateLimited("wait", retryable=True))
    await run(attempts_over(ways=ways))
    assert len(analyzer.corrections) == 2


@in_virtual_time
async def test_each_attempt_costs_what_its_own_provider_takes() -> None:
    billed = InvalidOutput("no")
    billed.tokens = Tokens(900, 100)
    prices = Price(1000, 0, 0), Price(0, 0, 2000)  # 0.9 USD a call at the first, 0.2 at the second
    ways = ways_over(Scripted(billed, Unauthorized()), Scripted(GOOD))
    attempts = attempts_over(ways=[replace(way, price=price) for way, price in zip(ways, prices, strict=True)])
    assessment = await run(attempts)
    assert (attempts.count, assessment.tokens) == (3, Tokens(1800, 200))
    assert (attempts.cost_usd, assessment.cost_usd) == (1.1, 1.1)


@in_virtual_time
async def test_one_attempt_of_unknown_cost_makes_that_of_all_unknown() -> None:
    ways = ways_over(Scripted(GOOD))
    assert (await run(attempts_over(ways=ways))).cost_usd is None
    ways = ways_over(Scripted(InvalidOutput("no"), replace(GOOD, tokens=Tokens())))
    priced = [replace(way, price=Price(1, 1, 1)) for way in ways]
    assert (await run(attempts_over(ways=priced))).cost_usd is None


@in_virtual_time
async def test_an_attempt_that_waits_for_money_holds_no_place() -> None:
    way = replace(ways_over(Scripted(GOOD))[0], price=Price(0, 0, 2000))  # 500 tokens out are 1 USD
    gate = way.lane._keeper
    assert isinstance(gate, Gate)
    budget = Budget(1)
    async with budget.reserve(0.5):
        running = asyncio.create_task(run(attempts_over(ways=[way], budget=budget)))
        await asyncio.sleep(10)
        assert gate.in_flight == 0
    assert (await running).cost_usd == 0.2


@pytest.mark.parametrize(("budget_usd", "calls", "left_usd"), [(2.3, 3, 1.1), (1.9, 2, 1.7)], ids=["enough", "too little"])
@in_virtual_time
async def test_a_call_is_made_again_only_where_the_budget_pays_for_both(
    budget_usd: float, calls: int, left_usd: float
) -> None:
    analyzer = Slow(2, 50.0)
    ways = [replace(way, price=Price(0, 0, 2000)) for way in await hedging(analyzer, Gate(10), 0.02)]
    budget = Budget(budget_usd)
    cost_usd = (await run(attempts_over(ways=ways, budget=budget))).cost_usd
    assert len(analyzer.corrections) == calls
    assert cost_usd == 0.2 * (calls - 1)  # the one that was cut off is told at what such a call takes
    # each reserves 1 USD; the one that answers costs 0.2, and the one that is cut off counts as 1
    assert (budget.can_pay(left_usd), budget.can_pay(left_usd + 0.01)) == (True, False)


FAR = RateLimited("tomorrow", retryable=True, retry_after_s=36_000.0)
UNKNOWN_MODEL = ProviderFailure("no such model")
UNKNOWN_MODEL.of_model = True
ODD_REQUEST = ProviderFailure("what?")
ODD_REQUEST.of_request = True


@pytest.mark.parametrize(
    "error",
    [DOWN, FAR, UNKNOWN_MODEL, ODD_REQUEST, CallTimeout("slow", retryable=True), ProviderFailure("no")],
    ids=["down", "far too many", "unknown model", "odd request", "slow", "for good"],
)
@in_virtual_time
async def test_no_pair_is_lost_while_another_provider_answers(error: AnalysisError) -> None:
    ways = ways_over(Scripted(error, model="a"), Scripted(GOOD, model="b"))
    done = await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(15)))
    assert {assessment.analyzer.model for assessment in done} == {"b"}


@in_virtual_time
async def test_what_a_model_refuses_is_not_taken_to_another() -> None:
    second = Scripted(GOOD)
    with pytest.raises(Refused):
        await run(attempts_over(Scripted(Refused("no")), second))
    assert not second.corrections


class Hanging(Scripted):
    """A provider that never answers: each call is given up after a minute."""

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        self.corrections.append(correction)
        await asyncio.sleep(60.0)
        raise CallTimeout(retryable=True)


@in_virtual_time
async def test_a_probe_of_a_provider_that_hangs_holds_up_nobody_else() -> None:
    ways = ways_over(Hanging(model="a"), Scripted(GOOD, model="b"))
    await asyncio.gather(*(run(attempts_over(ways=ways)) for _ in range(40)))
    await asyncio.sleep(30.0)
    began_s = asyncio.get_running_loop().time()
    batch = [asyncio.create_task(run(attempts_over(ways=ways))) for _ in range(8)]
    await asyncio.sleep(2.0)
    assert sum(task.done() for task in batch) == 7  # but for the one that probes
    await asyncio.gather(*batch)
    assert asyncio.get_running_loop().time() - began_s > 60


@in_virtual_time
async def test_tokens_that_a_provider_does_not_tell_are_not_given_back() -> None:
    gate = Gate(10, tpm=6000 / USED)  # 100 tokens a second
    ways = ways_over(Scripted(Answer(GOOD.judgement, Tokens())), gate=gate)
    for _ in range(3):
        await run(attempts_over(ways=ways))
    assert asyncio.get_running_loop().time() > 2 * 13  # 1,400 are expected of each
