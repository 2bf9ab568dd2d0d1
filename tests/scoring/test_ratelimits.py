from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scoring.ratelimits import Allowance, RateLimits, rate_limits, seconds


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
    ],
)
def test_a_reset_is_read_in_every_form_that_providers_use(text: str, expected: float | None) -> None:
    assert seconds(text) == (None if expected is None else pytest.approx(expected))


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
