from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.admission.quota import LEAST, LOW, USED, Bucket, Quota
from scoring.ratelimits import Allowance, RateLimits


def waits_of(bucket: Bucket, costs: list[float]) -> list[float]:
    """When each cost may be taken, one after the other, from 0 s on."""
    now_s, taken_s = 0.0, []
    for cost in costs:
        now_s += bucket.wait_s(cost, now_s)
        bucket.take(cost, now_s)
        taken_s.append(now_s)
    return taken_s


def test_a_bucket_holds_one_seconds_worth_and_then_fills_at_its_rate() -> None:
    taken_s = waits_of(Bucket(600 / USED), [1.0] * 30)  # 10 a second
    assert taken_s[:10] == [0.0] * 10
    assert taken_s[10:] == pytest.approx([n / 10 for n in range(1, 21)])


def test_what_is_larger_than_the_bucket_goes_on_a_full_one_and_borrows() -> None:
    # 3 a minute: a second's worth is a twentieth of a request.
    assert waits_of(Bucket(3 / USED), [1.0, 1.0, 1.0]) == pytest.approx([0.0, 20.0, 40.0])


def test_what_is_put_back_never_overfills_it() -> None:
    bucket = Bucket(600 / USED)
    bucket.take(-100, 0.0)
    bucket.take(10, 0.0)
    assert bucket.wait_s(1, 0.0) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("rpm", "tpm", "least_s"), [(None, None, 0.0), (60, None, 100.0), (None, 1000, 120.0), (60, 1000, 120.0)]
)
def test_what_is_asked_for_takes_at_least_as_long_as_the_tighter_limit(
    rpm: float | None, tpm: float | None, least_s: float
) -> None:
    assert Quota(rpm, tpm).least_s(100, 2000) == least_s


@given(st.floats(1, 1e6), st.lists(st.floats(0, 1e5), max_size=60), st.floats(0, 1e4))
def test_no_span_of_time_gives_more_than_its_rate_and_one_seconds_worth(
    rate: float, costs: list[float], start: float
) -> None:
    bucket = Bucket(rate)
    taken_s = waits_of(bucket, costs)
    for first, begun_s in enumerate(taken_s):
        for last in range(first, len(taken_s)):
            # The last one may borrow; what went before it fits.
            used = sum(costs[first:last])
            assert used <= rate / 60 * (taken_s[last] - begun_s + 1) + max(costs) + 1e-6 * rate


def test_requests_and_tokens_are_reserved_together() -> None:
    quota = Quota(600 / USED, 6000 / USED)  # 10 requests and 100 tokens a second
    quota.take(80, 0.0)
    what, wait_s = quota.wait(50, 0.0)
    assert (what, round(wait_s, 6)) == ("tokens per minute", 0.3)
    assert quota.wait(20, 0.0)[1] == 0.0
    for _ in range(9):
        quota.take(0, 0.0)
    what, wait_s = quota.wait(20, 0.0)
    assert (what, round(wait_s, 6)) == ("requests per minute", 0.1)


def test_nothing_known_waits_for_nothing() -> None:
    quota = Quota(None, None)
    assert not quota.is_known
    assert quota.wait(1e9, 0.0)[1] == 0.0
    quota.take(1e9, 0.0)
    quota.settle(1e9, 5, 0.0)
    assert quota.wait(1e9, 0.0)[1] == 0.0


def test_a_lease_is_settled_to_what_was_really_used() -> None:
    quota = Quota(None, 6000 / USED)
    quota.take(100, 0.0)
    quota.settle(100, 30, 0.0)
    assert quota.wait(70, 0.0)[1] == 0.0
    quota.settle(0, 70, 0.0)
    assert quota.wait(50, 0.0)[1] == pytest.approx(0.5)


def told(limit: float, remaining: float | None = None, reset_s: float | None = None) -> RateLimits:
    return RateLimits(requests=Allowance(limit, remaining, reset_s))


def rate_of(quota: Quota) -> float:
    """Requests a minute that it lets out, once its bucket is empty, at 1,000 s."""
    quota.take(0, 1000.0)
    for _ in range(10_000):
        if quota.wait(0, 1000.0)[1]:
            break
        quota.take(0, 1000.0)
    before_s = quota.wait(0, 1000.0)[1]
    quota.take(0, 1000.0)
    return 60 / (quota.wait(0, 1000.0)[1] - before_s) / USED


def test_limits_are_learnt_from_answers_and_followed() -> None:
    quota = Quota(None, None)
    quota.learn(told(600, 599, 0.1), 0.0)
    assert quota.is_known
    assert rate_of(quota) == pytest.approx(600)
    quota.learn(told(1200, 1199, 0.05), 1000.0)
    assert rate_of(quota) == pytest.approx(1200)


def test_a_limit_set_by_hand_is_only_ever_lowered() -> None:
    quota = Quota(300, None)
    quota.learn(told(600), 0.0)
    assert rate_of(quota) == pytest.approx(300)
    quota.learn(told(60), 1000.0)
    assert rate_of(quota) == pytest.approx(60)


def test_a_limit_per_day_is_no_rate() -> None:
    quota = Quota(None, None)
    quota.learn(told(200, 199, 432.0), 0.0)  # 200 a day
    assert not quota.is_known
    quota.learn(told(600, 599, 0.1), 0.0)
    quota.learn(told(200, 150, 21600.0), 0.0)
    assert not quota.is_known
    by_hand = Quota(600, None)
    by_hand.learn(told(200, 150, 21600.0), 0.0)
    assert by_hand.is_known


@pytest.mark.parametrize(
    ("remaining", "share"),
    [(600, 1.0), (600 * LOW, 1.0), (600 * LOW / 2, 0.5), (0, LEAST), (-5, LEAST)],
    ids=["all", "enough", "half of enough", "none", "less than none"],
)
def test_where_others_use_the_same_limit_calls_go_out_more_slowly(remaining: float, share: float) -> None:
    quota = Quota(None, None)
    quota.learn(told(600, 600), 0.0)
    quota.learn(told(600, remaining), 0.0)
    assert rate_of(quota) == pytest.approx(600 * share)


def test_a_provider_that_never_has_much_left_is_not_one_that_others_use() -> None:
    quota = Quota(None, None)
    for remaining in (9, 5, 1):  # it holds one second's worth
        quota.learn(told(600, remaining), 0.0)
    assert rate_of(quota) == pytest.approx(600)
