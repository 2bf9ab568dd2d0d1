"""What an answer's headers say of a provider's rate limits.

Names and forms are OpenAI's: `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, any of which may be absent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

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


def seconds(text: str) -> float | None:
    """A reset in seconds: a duration such as `6m0s`, `2m52.8s` or `547ms`, bare seconds, or an RFC 3339 time."""
    text = text.strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    if text and (found := _DURATION.fullmatch(text)):
        return sum(float(part) * unit_s for part, unit_s in zip(found.groups(), _UNITS_S, strict=True) if part)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _allowance(headers: Mapping[str, str], kind: str) -> Allowance | None:
    limit = _number(headers.get(f"x-ratelimit-limit-{kind}"))
    if limit is None or limit <= 0:
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
    return number if number == number and abs(number) != float("inf") else None
