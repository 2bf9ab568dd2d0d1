"""An event loop whose time is virtual: it stands still while there is work, and jumps when there is none.

So a test may sleep for an hour, and it takes no time and always the same one. For tasks that only wait for each other
and for timers: sockets and threads live in real time.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

P = ParamSpec("P")


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop that begins at 0 s; whole seconds and their binary fractions add up exactly."""

    def __init__(self) -> None:
        self._now_s = 0.0
        super().__init__(_Jumper(self.jump))

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now_s

    def jump(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self._now_s += seconds


class _Jumper(selectors.DefaultSelector):
    """Where a loop would wait for its next timer, this one calls `jump` with the time until then, in seconds."""

    def __init__(self, jump: Callable[[float], None]) -> None:
        super().__init__()
        self._jump = jump

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; time passes only when nothing is."""
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if timeout is None and not ready:
            raise AssertionError("Every task waits and no timer is set: in real time this would hang for ever.")
        if timeout and not ready:
            self._jump(timeout)
        return ready


def in_virtual_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an async test on a `VirtualTimeLoop` of its own; its fixtures are those of a plain test."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run
