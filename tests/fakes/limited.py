"""Faults for a `FakeProvider` that enforces limits as real providers do, and tells of them in headers or not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from tests.fakes.provider import Fault
from tests.fakes.quotas import Quota

TOKENS = 1200
"""What each answer of a `FakeProvider` says that it cost, prompt and answer together."""


class Limits:
    """Hand its `fault` and `headers` to a `FakeProvider`. `admitted` and `refused` count its calls."""

    def __init__(self, *quotas: Quota, tell: bool) -> None:
        self.admitted = self.refused = 0
        self._quotas, self._tell = quotas, tell
        self._began_s: float | None = None

    def fault(self, number: int, body: dict[str, Any]) -> Fault | None:
        """None for a call that is let through, else a 429."""
        now_s = self._now_s()
        wait_s = max(quota.wait_s(_cost(quota), now_s) for quota in self._quotas)
        if not wait_s:
            self.admitted += 1
            for quota in self._quotas:
                quota.take(_cost(quota), now_s)
            return None
        self.refused += 1
        body = {"error": {"message": "Rate limit reached.", "type": "requests", "code": "rate_limit_exceeded"}}
        headers = {**self.headers(), "retry-after-ms": str(round(wait_s * 1000))} if self._tell else {}
        return Fault(429, body, headers)

    def headers(self) -> dict[str, str]:
        """What an answer tells of the limits, in OpenAI's words."""
        return dict(_told(self._quotas, self._now_s())) if self._tell else {}

    def _now_s(self) -> float:
        now_s = asyncio.get_running_loop().time()
        self._began_s = now_s if self._began_s is None else self._began_s
        return now_s - self._began_s


def _told(quotas: Sequence[Quota], now_s: float) -> list[tuple[str, str]]:
    found = []
    for quota in quotas:
        told = quota.told(now_s)
        found += [
            (f"x-ratelimit-limit-{quota.of}", f"{told.limit:.0f}"),
            (f"x-ratelimit-remaining-{quota.of}", f"{told.remaining:.0f}"),
            (f"x-ratelimit-reset-{quota.of}", f"{told.reset_s * 1000:.0f}ms"),
        ]
    return found


def _cost(quota: Quota) -> float:
    return 1.0 if quota.of == "requests" else TOKENS
