"""The simulated providers do what they say; everything here is in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from scoring.errors import AnalysisError, ProviderFailure, RateLimited
from tests.fakes.quotas import Bucket, FixedWindow, Of, Quota, SlidingWindow, Steps, Told
from tests.fakes.simulated import (
    REFUSAL_S,
    Behaviour,
    Counts,
    Headers,
    Latency,
    Outage,
    SimulatedProvider,
    Throttled,
)
from tests.virtual_time import in_virtual_time

FORGIVING = Behaviour(failures_count=False)
MINUTE: Sequence[Callable[[Of, Steps], Quota]] = [Bucket, SlidingWindow, FixedWindow]


async def call_each(provider: SimulatedProvider, every_s: float, count: int, tokens: int = 1) -> list[float]:
    """Call at a steady pace, whatever the answers; returns when the calls came that were let through, and awaits all."""
    calls = []
    for _ in range(count):
        calls.append(asyncio.create_task(provider.call(tokens)))
        await asyncio.sleep(every_s)
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        assert not isinstance(outcome, BaseException) or isinstance(outcome, AnalysisError), outcome
    return provider.counts.admitted_s


async def refusal_of(provider: SimulatedProvider, tokens: int = 1) -> AnalysisError:
    with pytest.raises(AnalysisError) as caught:
        await provider.call(tokens)
    return caught.value


def most_in_a_minute(times_s: list[float]) -> int:
    return max(sum(1 for other_s in times_s if 0 <= other_s - at_s < 59.999) for at_s in times_s)


@in_virtual_time
async def test_a_bucket_lets_through_what_it_holds_and_then_what_it_gains() -> None:
    provider = SimulatedProvider([Bucket("requests", Steps(60), hold_s=10)], FORGIVING)
    admitted_s = await call_each(provider, 0.125, 80)
    # It holds 10 and has gained an eleventh at 1 s, so the first 11 calls go; from then on there is one a second.
    assert admitted_s == [n / 8 for n in range(11)] + [float(n) for n in range(2, 10)]


@in_virtual_time
async def test_a_bucket_that_stood_idle_is_full_again_and_no_fuller() -> None:
    provider = SimulatedProvider([Bucket("requests", Steps(60), hold_s=5)], FORGIVING)
    await asyncio.sleep(3600)
    await call_each(provider, 0.0, 20)
    await asyncio.sleep(3600)
    await call_each(provider, 0.0, 20)
    assert len(provider.counts.admitted_s) == 5 + 5


@in_virtual_time
async def test_a_bucket_of_tokens_lets_calls_through_by_their_size() -> None:
    provider = SimulatedProvider([Bucket("tokens", Steps(6000), hold_s=60)], FORGIVING)
    outcomes = [await outcome_of(provider, tokens) for tokens in (4000, 3000, 2000)]
    # 4000 of 6000 go in about 2 s, which brings 200; 3000 are too many then, 2000 are not.
    assert outcomes == ["ok", "Throttled", "ok"]
    assert provider.counts.tokens == 6000


@in_virtual_time
async def test_more_than_a_bucket_holds_is_an_error_of_the_test() -> None:
    provider = SimulatedProvider([Bucket("tokens", Steps(6000), hold_s=1)])
    with pytest.raises(ValueError, match="A bucket for 100 tokens was asked for 101 at once"):
        await provider.call(101)


@in_virtual_time
async def test_a_sliding_window_never_admits_more_than_its_limit_in_any_minute() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(30))], FORGIVING)
    admitted_s = await call_each(provider, 0.7, 400)
    assert most_in_a_minute(admitted_s) == 30
    assert len(admitted_s) == 30 * 5  # 280 s begin five minutes


@in_virtual_time
async def test_a_fixed_window_begins_anew_each_minute() -> None:
    provider = SimulatedProvider([FixedWindow("requests", Steps(30))], FORGIVING)
    await asyncio.sleep(45)
    admitted_s = await call_each(provider, 0.25, 360)  # from 45 s to 135 s
    assert [sum(1 for at_s in admitted_s if minute * 60 <= at_s < minute * 60 + 60) for minute in range(3)] == [30, 30, 30]
    assert most_in_a_minute(admitted_s) == 60  # which a sliding window would not allow


@pytest.mark.parametrize("kind", MINUTE)
def test_requests_and_tokens_are_limited_together(kind: Callable[[Of, Steps], Quota]) -> None:
    @in_virtual_time
    async def check() -> None:
        by_requests = SimulatedProvider([kind("requests", Steps(10)), kind("tokens", Steps(1000))], FORGIVING)
        by_tokens = SimulatedProvider([kind("requests", Steps(100)), kind("tokens", Steps(1000))], FORGIVING)
        await asyncio.gather(call_each(by_requests, 0.0, 50, tokens=10), call_each(by_tokens, 0.0, 50, tokens=200))
        assert len(by_requests.counts.admitted_s) == 10
        assert len(by_tokens.counts.admitted_s) == 5

    check()


@pytest.mark.parametrize("kind", MINUTE)
def test_who_comes_again_when_told_to_is_let_through_and_not_a_moment_sooner(kind: Callable[[Of, Steps], Quota]) -> None:
    @in_virtual_time
    async def check() -> None:
        provider = SimulatedProvider([kind("requests", Steps(6))], FORGIVING)
        await asyncio.gather(*(provider.call(1) for _ in range(6)))
        wait_s = (await refusal_of(provider)).retry_after_s
        assert wait_s is not None
        await asyncio.sleep(wait_s - 2 * REFUSAL_S)  # a refusal takes its time, too
        await refusal_of(provider)
        await provider.call(1)

    check()


@pytest.mark.parametrize("kind", MINUTE)
def test_headers_agree_with_what_is_let_through(kind: Callable[[Of, Steps], Quota]) -> None:
    @in_virtual_time
    async def check() -> None:
        provider = SimulatedProvider([kind("requests", Steps(6)), kind("tokens", Steps(1000))], FORGIVING)
        replies = await asyncio.gather(*(provider.call(100) for _ in range(6)))
        assert [left(reply.headers) for reply in replies] == [(5 - n, 900 - 100 * n) for n in range(6)]
        await asyncio.sleep(max(told.reset_s for told in both(provider.headers())))
        assert left(provider.headers()) == (6, 1000)

    check()


@in_virtual_time
async def test_headers_may_tell_of_the_minute_or_of_what_the_bucket_holds() -> None:
    minute = SimulatedProvider([Bucket("requests", Steps(60), hold_s=2)], FORGIVING)
    held = SimulatedProvider([Bucket("requests", Steps(60), hold_s=2, told_s=2)], FORGIVING)
    for provider, remaining in ((minute, 58), (held, 0)):
        _, _, error = await asyncio.gather(provider.call(1), provider.call(1), refusal_of(provider))
        assert isinstance(error, Throttled)
        assert error.headers == Headers(Told(60, remaining, 2.0))


@in_virtual_time
async def test_a_refusal_tells_the_limits_as_well() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(1))], FORGIVING)
    await provider.call(1)
    error = await refusal_of(provider)
    assert isinstance(error, Throttled)
    assert error.headers == Headers(Told(1, 0, error.retry_after_s or 0.0))
    assert (error.retryable, error.code) == (True, "rate_limited")


@in_virtual_time
async def test_without_headers_nothing_is_told() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(1))], Behaviour(headers=False))
    assert (await provider.call(1)).headers is None
    error = await refusal_of(provider)
    assert isinstance(error, Throttled)
    assert (error.headers, error.retry_after_s, error.retryable) == (None, None, True)


@in_virtual_time
async def test_refused_calls_count_as_requests() -> None:
    impatient = SimulatedProvider([SlidingWindow("requests", Steps(10))])
    forgiven = SimulatedProvider([SlidingWindow("requests", Steps(10))], FORGIVING)
    await asyncio.gather(call_each(impatient, 1.0, 300), call_each(forgiven, 1.0, 300))
    assert len(impatient.counts.admitted_s) == 10  # whoever never stops asking never gets in again
    assert len(forgiven.counts.admitted_s) == 50


@in_virtual_time
async def test_calls_over_those_served_at_a_time_are_refused() -> None:
    provider = SimulatedProvider([], Behaviour(at_once=Steps(3)))
    await call_each(provider, 0.0, 10)
    assert (provider.counts.refused, len(provider.counts.admitted_s), provider.counts.peak) == (7, 3, 3)
    assert provider.counts.refused_share == 0.7
    await provider.call(1)


@in_virtual_time
async def test_a_limit_doubles_or_halves_at_its_time() -> None:
    doubles = SimulatedProvider([Bucket("requests", Steps(60, ((60, 120),)), hold_s=1)], FORGIVING)
    halves = SimulatedProvider([SlidingWindow("requests", Steps(60, ((60, 30),)))], FORGIVING)
    crowd = SimulatedProvider([], Behaviour(at_once=Steps(4, ((60, 2),))))
    await asyncio.gather(*(call_each(provider, 0.0625, 16 * 120) for provider in (doubles, halves, crowd)))
    # A bucket that holds a second's worth begins with one; then one a second for a minute, and two a second for the next.
    assert len([at_s for at_s in doubles.counts.admitted_s if at_s < 60]) == pytest.approx(60, abs=1)
    assert len([at_s for at_s in doubles.counts.admitted_s if at_s >= 60]) == pytest.approx(120, abs=2)
    assert len([at_s for at_s in halves.counts.admitted_s if at_s < 60]) == 60
    assert len([at_s for at_s in halves.counts.admitted_s if at_s >= 60]) == 30
    assert most_at_once(crowd.counts, 0, 60) == 4
    assert most_at_once(crowd.counts, 70, 120) == 2


@pytest.mark.parametrize(("connects", "counted"), [(True, 20), (False, 0)])
def test_an_outage_fails_every_call_and_nobody_before_or_after(connects: bool, counted: int) -> None:
    @in_virtual_time
    async def check() -> None:
        outage = Outage(10, 20, connects)
        provider = SimulatedProvider([SlidingWindow("requests", Steps(1000))], Behaviour(outage=outage))
        admitted_s = await call_each(provider, 0.5, 80)
        assert admitted_s == [n / 2 for n in range(80) if not 10 <= n / 2 < 20]
        assert (provider.counts.failed, provider.counts.refused) == (20, 0)
        [quota] = provider.quotas
        assert quota.told(provider.now_s()).remaining == 1000 - 60 - counted  # a failure that reached it counts

    check()


@in_virtual_time
async def test_an_outage_says_what_it_is() -> None:
    provider = SimulatedProvider([], Behaviour(outage=Outage(0, 10)))
    error = await refusal_of(provider)
    assert isinstance(error, ProviderFailure)
    assert error.retryable
    assert not isinstance(error, RateLimited)


@in_virtual_time
async def test_a_crowd_and_a_cold_start_make_calls_longer() -> None:
    steady = Latency(sigma=0.0)
    crowded = SimulatedProvider([], Behaviour(latency=Latency(sigma=0.0, crowd=4)))
    cold = SimulatedProvider([], Behaviour(latency=Latency(sigma=0.0, warm_up_s=60, cold=3)))
    await asyncio.gather(*(crowded.call(1) for _ in range(5)))
    assert crowded.counts.latencies_s == pytest.approx([2.0, 2.5, 3.0, 3.5, 4.0])
    await cold.call(1)
    await asyncio.sleep(60)
    await cold.call(1)
    assert cold.counts.latencies_s == pytest.approx([6.0, 2.0])
    assert steady.factor(0.0, 100) == 1.0


@in_virtual_time
async def test_latency_is_lognormal_about_its_mean_and_a_refusal_is_quick() -> None:
    provider = SimulatedProvider([Bucket("requests", Steps(1_000_000))])
    await call_each(provider, 0.0, 5000)
    assert sum(provider.counts.latencies_s) / 5000 == pytest.approx(2.0, rel=0.02)
    full = SimulatedProvider([], Behaviour(at_once=Steps(1)))
    began_s = full.now_s()
    held = asyncio.create_task(full.call(1))
    await asyncio.sleep(0)
    await refusal_of(full)
    assert full.now_s() - began_s == pytest.approx(REFUSAL_S)
    await held


@in_virtual_time
async def test_refusals_close_together_are_one_wave() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(1))], FORGIVING)
    await call_each(provider, 0.0, 30)
    await asyncio.sleep(10)
    await call_each(provider, 0.25, 30)
    assert (provider.counts.refused, provider.counts.waves) == (59, 2)


@in_virtual_time
async def test_a_cancelled_call_is_in_flight_no_more() -> None:
    provider = SimulatedProvider([], Behaviour(at_once=Steps(1)))
    call = asyncio.create_task(provider.call(1))
    await asyncio.sleep(0.5)
    assert (provider.counts.in_flight, provider.counts.serving) == (1, 1)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    assert (provider.counts.in_flight, provider.counts.serving) == (0, 0)


def test_the_same_seed_gives_the_same_run_and_another_does_not() -> None:
    runs: list[list[float]] = []

    @in_virtual_time
    async def run(seed: int) -> None:
        provider = SimulatedProvider([Bucket("requests", Steps(600), hold_s=1)], seed=seed)
        await call_each(provider, 0.03, 500)
        runs.append([*provider.counts.admitted_s, *provider.counts.latencies_s, provider.counts.refused])

    for seed in (1, 1, 2):
        run(seed)
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize("total", [0.0, 5.0, 30.0, 31.0, 100.0, 1000.0])
def test_a_rates_seconds_are_the_inverse_of_its_minutes(total: float) -> None:
    rate = Steps(60, ((30, 120), (90, 12)))
    assert rate.minutes(rate.seconds(total)) == pytest.approx(total)
    assert [rate.at(at_s) for at_s in (0, 30, 90)] == [60, 120, 12]
    assert [rate.minutes(at_s) for at_s in (30, 90, 150)] == [30, 30 + 120, 30 + 120 + 12]


def most_at_once(counts: Counts, from_s: float, to_s: float) -> int:
    spans = [(at_s, at_s + took_s) for at_s, took_s in zip(counts.admitted_s, counts.latencies_s, strict=True)]
    return max(sum(1 for since, until in spans if since <= at_s < until) for at_s, _ in spans if from_s <= at_s < to_s)


def both(headers: Headers | None) -> tuple[Told, Told]:
    assert headers is not None
    assert headers.requests is not None
    assert headers.tokens is not None
    return headers.requests, headers.tokens


def left(headers: Headers | None) -> tuple[float, float]:
    requests, tokens = both(headers)
    return requests.remaining, tokens.remaining


async def outcome_of(provider: SimulatedProvider, tokens: int) -> str:
    try:
        await provider.call(tokens)
    except AnalysisError as error:
        return type(error).__name__
    return "ok"
