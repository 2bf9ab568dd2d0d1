"""The policies do what the libraries do that they stand for; all in virtual time."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace

from scoring.errors import ProviderFailure, RateLimited
from tests.bench.admission import KINDS, POLICIES, Kind, main, measure
from tests.bench.ours import Ours
from tests.bench.policies import Call, FullMinute, Known, LangChain, Naive, OpenAISDK, Policy, persist
from tests.fakes.quotas import Bucket, SlidingWindow, Steps
from tests.fakes.simulated import REFUSAL_S, Behaviour, Latency, Outage, SimulatedProvider
from tests.virtual_time import in_virtual_time

# What these run is covered by the tests of the modules; measured, they would take several times as long.
pytestmark = pytest.mark.no_cover

CALLS = [Call(700, 300)] * 200
DOWN = Behaviour(outage=Outage(0, 1000))
STEADY = Behaviour(latency=Latency(sigma=0.0))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_without_limits_every_policy_is_as_good_as_greedy(policy: Callable[[Known, random.Random], Policy]) -> None:
    result = measure(Kind(title="", calls=200, ceiling=10), policy, seed=3)
    assert result.over_bound == pytest.approx(1.0)
    assert (result.refused, result.lost) == (0.0, 0.0)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_the_same_seed_gives_the_same_figures(policy: Callable[[Known, random.Random], Policy]) -> None:
    kind = Kind(title="", quotas=KINDS["second"].quotas, calls=100, known=True)
    assert measure(kind, policy, seed=3) == measure(kind, policy, seed=3)


@in_virtual_time
async def test_the_sdk_tries_three_times_in_its_place() -> None:
    provider = SimulatedProvider([], DOWN)
    report = await OpenAISDK(Known(1), random.Random(1)).run(CALLS[:2], provider)
    assert report.lost == 2
    arrived_s = provider.counts.arrived_s
    assert len(arrived_s) == 6
    pauses_s = [later - earlier - REFUSAL_S for earlier, later in pairwise(arrived_s)]
    # 0.5 s and 1 s, each shortened by up to a quarter; the second call begins when the first has failed for good.
    assert all(0.375 <= pause_s <= 0.5 for pause_s in (pauses_s[0], pauses_s[3]))
    assert all(0.75 <= pause_s <= 1.0 for pause_s in (pauses_s[1], pauses_s[4]))
    assert pauses_s[2] == pytest.approx(0.0)


@pytest.mark.parametrize(("told_s", "pause_s"), [(7.0, 7.0), (120.0, 120.0), (121.0, None)])
def test_the_sdk_waits_as_long_as_it_is_told_up_to_two_minutes(told_s: float, pause_s: float | None) -> None:
    @in_virtual_time
    async def check() -> None:
        sdk = OpenAISDK(Known(1), random.Random(1))
        assert sdk._pause_s(RateLimited(retryable=True, retry_after_s=told_s), 1) == pause_s

    check()


@in_virtual_time
async def test_tenacity_tries_six_times_and_waits_ever_longer() -> None:
    provider = SimulatedProvider([], DOWN)
    report = await Naive(Known(50), random.Random(1)).run(CALLS[:50], provider)
    assert (report.lost, len(provider.counts.arrived_s)) == (50, 300)
    # A second before the first retry, then 1 to 2, 4, 8, 16 s: 31 s at the most, and on average half of that and 2.5 s.
    assert 20 < report.makespan_s < 1 + 2 + 4 + 8 + 16 + 6 * REFUSAL_S


@in_virtual_time
async def test_full_minute_buckets_send_a_minutes_worth_at_once() -> None:
    provider = SimulatedProvider([], STEADY)
    policy = FullMinute(Known(1000, rpm=60, tpm=100_000), random.Random(1))
    report = await policy.run(CALLS, provider)
    assert provider.counts.admitted_s[:60] == [0.0] * 60
    assert provider.counts.admitted_s[60:] == pytest.approx([float(n) for n in range(1, 141)])
    assert report.makespan_s == pytest.approx(142)


@in_virtual_time
async def test_full_minute_buckets_wait_for_tokens_as_well() -> None:
    provider = SimulatedProvider([], STEADY)
    await FullMinute(Known(1000, rpm=6000, tpm=60_000), random.Random(1)).run(CALLS, provider)
    assert provider.counts.admitted_s[59:62] == pytest.approx([0.0, 1.0, 2.0])


@in_virtual_time
async def test_a_polite_retry_gives_its_place_back_and_never_comes_too_early() -> None:
    provider = SimulatedProvider([SlidingWindow("requests", Steps(3))], Behaviour(failures_count=False))
    report = await FullMinute(Known(2), random.Random(1)).run(CALLS[:5], provider)
    # The fourth and the fifth are told to come a minute after the first three, and are then let through.
    assert (report.lost, provider.counts.refused) == (0, 2)
    assert report.makespan_s > 60


@in_virtual_time
async def test_langchains_limiter_gives_less_than_it_is_asked_for() -> None:
    provider = SimulatedProvider([], STEADY)
    await LangChain(Known(200, rpm=200 * 60), random.Random(1)).run(CALLS, provider)
    # All poll each 0.1 s and it holds one, so there is one each 0.1 s, from the second look on.
    assert provider.counts.admitted_s == pytest.approx([n / 10 for n in range(1, 201)])


def test_langchain_without_a_limiter_is_the_sdk() -> None:
    kind = Kind(title="", quotas=KINDS["second"].quotas, calls=200)
    assert measure(kind, LangChain, seed=3) == measure(kind, OpenAISDK, seed=3)


@in_virtual_time
async def test_ours_never_has_more_calls_out_than_the_ceiling() -> None:
    provider = SimulatedProvider([], STEADY)
    report = await Ours(Known(7), random.Random(1)).run(CALLS[:70], provider)
    assert (report.lost, provider.counts.peak, report.makespan_s) == (0, 7, 20.0)


@in_virtual_time
async def test_what_may_not_be_retried_is_not() -> None:
    attempts = []

    async def attempt() -> None:
        attempts.append(1)
        raise ProviderFailure("no")

    with pytest.raises(ProviderFailure, match="no"):
        await persist(attempt, lambda error, number: 0.0, 5)
    assert len(attempts) == 1


@in_virtual_time
async def test_an_error_of_the_bench_itself_is_not_a_lost_call() -> None:
    provider = SimulatedProvider([Bucket("tokens", Steps(600), hold_s=1)])
    with pytest.raises(ValueError, match="A bucket for 10 tokens was asked for 1000 at once"):
        await Naive(Known(1), random.Random(1)).run(CALLS[:1], provider)


def test_a_policy_that_loses_every_call_has_no_bound() -> None:
    kind = Kind(title="", behaviour=DOWN, calls=10)
    result = measure(kind, OpenAISDK, seed=1)
    assert (result.lost, result.used, result.cell()) == (1.0, 0.0, "inf, 0%, 0.0%; 100% lost")
    assert replace(result, lost=0.0004).cell() == "inf, 0%, 0.0%; 0.04% lost"


def test_the_table_has_a_row_for_each_provider_and_a_column_for_each_policy(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--row", "cold", "--row", "places", "--lenient", "--waves"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in lines] == [
        "| provider",
        "|---|---|---|---|---|---|",
        "| three times as slow in the first 60 s",
        "| 20 at a time, not told",
    ]
    assert [line.count("|") for line in lines] == [7] * 4
    assert lines[2].count("1.00, 100%, 0.0% (0 waves, ") >= 4


def test_ours_keeps_to_limits_that_headers_tell_of() -> None:
    result = measure(replace(KINDS["told"], calls=300), Ours, seed=1)
    assert (result.refused, result.lost) == (0.0, 0.0)
    assert result.used > 0.9


def test_what_is_sent_away_by_a_shut_gate_is_lost() -> None:
    result = measure(Kind(title="", behaviour=DOWN, calls=100), Ours, seed=1)
    assert result.lost == 1.0
