"""What an answer's headers say of a provider's rate limits.

Names and forms are OpenAI's: `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, any of which may be absent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from msgspec import Struct

LEAST_LIMIT = 0.001
"""A smaller limit per minute is no limit that anybody means: a call would take weeks."""
LONGEST_S = 31_536_000.0
"""A longer wait, infinity included, counts as so many seconds: a year."""
_DURATION = re.compile(
    r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?"
)
_UNITS_S = (86400.0, 3600.0, 60.0, 1.0, 0.001)


class Allowance(Struct, frozen=True):
    """One limit: how many there are, how many of them are left, and the seconds until all are there again."""

    limit: float
    remaining: float | None = None
    reset_s: float | None = None


class RateLimits(Struct, frozen=True):
    """The limits that an answer told of; None where it said nothing."""

    requests: Allowance | None = None
    tokens: Allowance | None = None


def rate_limits(headers: Mapping[str, str]) -> RateLimits | None:
    """The limits in an answer's headers, or None when there are none that can be read."""
    found = RateLimits(_allowance(headers, "requests"), _allowance(headers, "tokens"))
    return found if found.requests or found.tokens else None


def seconds(text: str, unit_s: float = 1.0) -> float | None:
    """A wait in seconds, from 0 to `LONGEST_S`, or None when it cannot be read.

    Args:
        text: a bare number, a duration such as `6m0s`, `2m52.8s` or `547ms`, an RFC 3339 time or an HTTP date.
        unit_s: what a bare number counts.
    """
    text = text.strip()
    wait_s = _duration_s(text, unit_s)
    if wait_s is None and (at := _time(text)):
        wait_s = (at - datetime.now(UTC)).total_seconds()
    return None if wait_s is None else _bounded(wait_s)


@lru_cache(maxsize=1024)  # a provider tells the same few, with every answer
def _duration_s(text: str, unit_s: float) -> float | None:
    try:
        return float(text) * unit_s
    except ValueError:
        found = _DURATION.fullmatch(text) if text else None
    return (
        sum(float(part) * unit_s for part, unit_s in zip(found.groups(), _UNITS_S, strict=True) if part) if found else None
    )


def _bounded(wait_s: float) -> float | None:
    return None if math.isnan(wait_s) else min(max(0.0, wait_s), LONGEST_S)


def _time(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return at.replace(tzinfo=at.tzinfo or UTC)
    return None


def _allowance(headers: Mapping[str, str], kind: str) -> Allowance | None:
    limit = _number(headers.get(f"x-ratelimit-limit-{kind}"))
    if limit is None or limit < LEAST_LIMIT:
        return None
    reset = headers.get(f"x-ratelimit-reset-{kind}")
    return Allowance(limit, _number(headers.get(f"x-ratelimit-remaining-{kind}")), seconds(reset) if reset else None)


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
