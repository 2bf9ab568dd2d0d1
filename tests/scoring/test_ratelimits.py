from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ratelimits import LONGEST_S, Allowance, RateLimits, rate_limits, seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1s", 1.0),
        ("6m0s", 360.0),
        ("2m52.8s", 172.8),
        ("547ms", 0.547),
        ("1h2m3s", 3723.0),
        ("1d", 86400.0),
        ("64", 64.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("", None),
        ("soon", None),
        ("12x", None),
        ("2020-01-01T00:00:00Z", 0.0),
        ("2020-01-01T00:00:00", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 9999 07:28:00 GMT", LONGEST_S),
        ("Wed, 21 Oct 2015 07:28:00 +9999999999999999", None),
        ("1e9", LONGEST_S),
        ("inf", LONGEST_S),
        ("9" * 400 + "s", LONGEST_S),
        ("-inf", 0.0),
        ("nan", None),
    ],
)
def test_a_reset_is_read_in_every_form_that_providers_use(text: str, expected: float | None) -> None:
    assert seconds(text) == (None if expected is None else pytest.approx(expected))


def test_a_bare_number_counts_what_it_is_said_to_count_and_a_duration_names_its_units() -> None:
    assert (seconds("1500", 0.001), seconds("5s", 0.001)) == (1.5, 5.0)


dates = st.builds(
    "{}, {} Jan {} {}:00:00 {}".format,
    st.sampled_from(["Mon", "?"]),
    st.integers(),
    st.integers(),
    st.integers(0, 30),
    st.sampled_from(["GMT", "-0000"]) | st.integers().map("{:+05d}".format),
)


@given(st.text() | st.text("0123456789.-+:TZdhms eE") | st.floats().map(str) | st.datetimes().map(str) | dates)
def test_whatever_a_reset_says_it_is_a_wait_that_can_be_waited_or_none(text: str) -> None:
    wait_s = seconds(text)
    assert wait_s is None or 0 <= wait_s <= LONGEST_S


def test_a_reset_may_be_a_time() -> None:
    at = datetime.now(UTC) + timedelta(hours=1)
    assert seconds(at.isoformat()) == pytest.approx(3600, abs=60)


def test_what_the_headers_tell() -> None:
    headers = {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "499",
        "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-limit-tokens": "200000",
        "x-ratelimit-remaining-tokens": "-12",
    }
    assert rate_limits(headers) == RateLimits(Allowance(500, 499, 0.12), Allowance(200000, -12, None))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-remaining-requests": "3"},
        {"x-ratelimit-limit-requests": "many"},
        {"x-ratelimit-limit-requests": "0"},
        {"x-ratelimit-limit-requests": "nan"},
        {"x-ratelimit-limit-requests": "inf"},
        {"x-ratelimit-limit-requests": "-1"},
        {"x-ratelimit-limit-requests": "0.0009"},
        {"x-ratelimit-limit-tokens": "1e-323"},
    ],
)
def test_headers_that_tell_no_limit_are_none(headers: dict[str, str]) -> None:
    assert rate_limits(headers) is None


def test_a_limit_whose_rest_cannot_be_read_is_a_limit() -> None:
    headers = {
        "x-ratelimit-limit-tokens": "10",
        "x-ratelimit-remaining-tokens": "?",
        "x-ratelimit-reset-tokens": "later",
    }
    assert rate_limits(headers) == RateLimits(None, Allowance(10, None, None))
