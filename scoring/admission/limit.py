"""How many calls may be out: a limit that finds what a provider takes, by growing until it is refused.

Answer length drives latency here, so latency says nothing and is not looked at; refusals (429) do. As in TCP's CUBIC
(RFC 9438), the limit soon comes back to just below where it was refused, looks further with care, and then faster again.
"""

from __future__ import annotations

FIRST, RETURN, FURTHER = 1.0, 0.25, 0.25
"""What a success adds: before the first refusal, on the way back, and past where it was refused. 1 doubles it each round."""
CUT = 0.75
NEAR = 0.95, 1.05
"""From where to where, as shares of the refused limit, it looks with care: through it in `CARE_CALLS`, or `CARE_ROUNDS`."""
CARE_CALLS, CARE_ROUNDS = 200, 6
BUSY = 0.8
"""Share of the limit that must be in use for it to grow."""
SLOW_DOWN_S = 900.0
"""How long the limit does not grow after a provider has asked to slow down (OpenAI's guide to 503)."""


class AdaptiveLimit:
    """A limit from 1 to `ceiling`. A round is as many first-try successes as it is wide.

    After a pause, calls come back one for each success and one more, from what is still in flight: that is about what the
    provider takes, and a burst would only be refused again.
    """

    def __init__(self, ceiling: int, start: int) -> None:
        self.ceiling = ceiling
        self._limit = float(min(ceiling, start))
        self._refused_at: float | None = None
        self._window: float | None = None
        self._resuming = False
        self._held_until_s = 0.0
        self._rest = 0  # successes that add nothing

    @property
    def value(self) -> int:
        """Calls that may be out now."""
        return max(1, int(self._limit if self._window is None else min(self._limit, self._window)))

    def admitted(self, in_flight: int) -> None:
        """Note how many calls are out with this one."""
        if self._resuming:
            self._resuming = False
            self._window = float(in_flight)

    def succeeded(self, in_flight: int, now_s: float, *, retry: bool = False) -> None:
        """Count a success, of one of the `in_flight` calls, that was admitted since the last wave of refusals.

        Args:
            retry: it was not the first try, and so does not make the limit grow.
        """
        if self._window is not None:
            self._window += 1
            if self._window >= self._limit:
                self._window = None
        if retry:
            return
        if self._rest > 0:
            self._rest -= 1
        elif in_flight >= BUSY * self.value and now_s >= self._held_until_s:
            self._limit = min(self.ceiling, self._limit + self._step())

    def failed(self) -> None:
        """A failure that says nothing about limits: no growth for a round."""
        self._rest = self.value

    def refused(self, *, again: bool = False) -> None:
        """A wave of refusals: cut once, and come back slowly after the pause.

        Args:
            again: nothing has succeeded since the last one, so this one says nothing about how many calls may be out.
        """
        if not again:
            self._refused_at = self._limit if self._window is None else min(self._limit, self._window)
            self._limit = max(1.0, self._refused_at * CUT)
        self._window = None
        self._resuming = True

    def open(self) -> None:
        """Other limits are known now, and calls are let out by them: no need to feel the way, unless there was a refusal."""
        if self._refused_at is None:
            self._limit = float(self.ceiling)

    def hold(self, now_s: float) -> None:
        """Do not grow for `SLOW_DOWN_S`."""
        self._held_until_s = now_s + SLOW_DOWN_S

    def _step(self) -> float:
        limit, refused_at = self._limit, self._refused_at
        if refused_at is None:
            return FIRST
        near, past = NEAR[0] * refused_at, NEAR[1] * refused_at + 1
        if limit < near:
            return min(near - limit, RETURN)
        if limit <= past:
            return (past - near) / max(CARE_CALLS, CARE_ROUNDS * limit)
        return FURTHER
