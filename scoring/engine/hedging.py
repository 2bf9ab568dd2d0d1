"""Hedging: a call that takes far longer than others of its length is made a second time, and the first answer is taken.

After Dean and Barroso, "The Tail at Scale" (CACM 56, 2, 2013). It costs money, so it is off unless a share of extra calls is
allowed, and it is never done while the provider is in any trouble.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

import numpy as np

SAMPLES = 200
"""Calls that the tail is told from; at least a tenth of them before any is hedged."""
TAIL_PERCENT = 95
_T = TypeVar("_T")


class Tail:
    """How long calls to one model take for their length, and how many of them may be made twice.

    Args:
        share: extra calls at most, as a share of all calls, 0-1; 0 hedges nothing.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._seconds_per_token: deque[float] = deque(maxlen=SAMPLES)
        self._calls = self._extra = 0

    @property
    def is_off(self) -> bool:
        """Whether nothing is ever hedged."""
        return not self._share

    def begins_s(self, tokens: int) -> float | None:
        """Seconds after which a call with an answer of so many tokens is in the tail, or None while that is not known."""
        if len(self._seconds_per_token) < SAMPLES / 10:
            return None
        return float(np.percentile(self._seconds_per_token, TAIL_PERCENT)) * max(1, tokens)

    def learn(self, tokens: int, seconds: float) -> None:
        """Take in how long an answer of so many tokens took."""
        self._calls += 1
        if not self.is_off:
            self._seconds_per_token.append(seconds / max(1, tokens))

    def take(self) -> bool:
        """Whether one more call may be made twice; it then counts."""
        if self._extra + 1 > self._share * self._calls:
            return False
        self._extra += 1
        return True


async def first_of(
    call: Callable[[], Awaitable[_T]], again: Callable[[], Awaitable[_T]], after_s: float, may: Callable[[], bool]
) -> _T:
    """The answer of a call, or of the same call made again later if that comes first.

    Every `after_s` seconds it is asked whether it `may` be made again now; once is enough.
    The other one is cancelled and awaited. When one of them fails, the other is waited for; when both fail, the error is the
    first one's. Cancelling cancels both.
    """
    first = asyncio.ensure_future(call())
    tasks = [first]
    try:
        while len(tasks) == 1 and not first.done():
            await asyncio.wait(tasks, timeout=after_s)
            if not first.done() and may():
                tasks.append(asyncio.ensure_future(again()))
        pending = set(tasks)
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not task.cancelled() and task.exception() is None:
                    return task.result()
        return first.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
