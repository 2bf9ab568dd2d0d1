"""The breaker: no calls to a provider that is down, and an end to waiting for one that stays so."""

from __future__ import annotations

from collections import deque
from typing import Literal

from scoring.admission.cooldown import MAX_RETRY_AFTER_S
from scoring.errors import AnalysisError

CALLS = 20
"""So many calls are looked at; the breaker opens when half of them failed."""
OPEN_S, MAX_OPEN_S = 5.0, 10.0
"""How long it stays open before a call is tried; doubled by each that fails."""
OUTAGE_S = 40.0
"""How long an outage may last before nobody waits for its end any more, unless the provider asks for longer."""
MAX_WAIT_S = 60.0
"""But within so many seconds a call is tried, whatever it asks for: one of its machines may have spoken for itself alone."""
TRIPPED_S = 60.0
"""How long other providers are preferred to one that refused the key, or whose quota is used up."""


class Breaker:
    """Closed, open, or half open with one call as a probe. Times are the loop's, in seconds.

    An outage that was given up is hopeless: nobody waits for its end. Whoever comes later has not waited yet, and probes.
    """

    def __init__(self) -> None:
        self._recent: deque[bool] = deque(maxlen=CALLS)
        self._open = self._hopeless = self._probing = False
        self._opened_s = self._until_s = 0.0
        self._open_s = OPEN_S
        self._patience_s = OUTAGE_S

    def wait_s(self, now_s: float) -> float | None:
        """Seconds until a call may go out; None: when the probe that is out has come back."""
        if not self._open:
            return 0.0
        if self._probing:
            return None
        return 0.0 if self._hopeless else max(0.0, self._until_s - now_s)

    def is_trusted(self, now_s: float) -> bool:
        """Whether a call that could be made elsewhere is worth making here: nothing is wrong, or it is time for a probe."""
        return not self._open or (not self._probing and now_s >= self._until_s)

    def admitted(self) -> bool:
        """Note that a call goes out; returns whether it is a probe."""
        self._probing = self._open
        return self._probing

    def succeeded(self, *, probe: bool) -> bool:
        """Count a call that the provider answered; returns whether that closed the breaker."""
        if not probe:
            self._recent.append(True)
            return False
        self._open = self._hopeless = self._probing = False
        self._open_s, self._patience_s = OPEN_S, OUTAGE_S
        self._recent.clear()
        return True

    def failed(self, error: AnalysisError, now_s: float, *, probe: bool) -> Literal["", "opened", "hopeless"]:
        """Count a call that the provider failed; returns what became of the breaker by that.

        It is hopeless once a probe has failed `OUTAGE_S` after the breaker opened, or as long as the provider asked for if
        that is longer, or when a probe is told to come back later than `MAX_RETRY_AFTER_S`.
        """
        if probe:
            return self._probe_failed(error, now_s)
        self._recent.append(False)
        if self._open or len(self._recent) < CALLS or self._recent.count(False) * 2 < CALLS:
            return ""
        self._open, self._opened_s = True, now_s
        self._wait(error, now_s)
        return "opened"

    def abandoned(self, *, probe: bool) -> None:
        """A call was cancelled before there was an answer."""
        if probe:
            self._probing = False

    def trip(self, now_s: float) -> None:
        """Open at once, for a cause that no waiting mends."""
        self._open = self._hopeless = True
        self._probing = False
        self._opened_s, self._until_s = now_s, now_s + TRIPPED_S

    def _probe_failed(self, error: AnalysisError, now_s: float) -> Literal["", "hopeless"]:
        self._probing = False
        self._open_s = min(MAX_OPEN_S, self._open_s * 2)
        self._wait(error, now_s)
        far = (error.retry_after_s or 0.0) > MAX_RETRY_AFTER_S
        self._hopeless |= far or now_s - self._opened_s >= self._patience_s
        return "hopeless" if self._hopeless else ""

    def _wait(self, error: AnalysisError, now_s: float) -> None:
        retry_after_s = error.retry_after_s or 0.0
        if retry_after_s > MAX_RETRY_AFTER_S:
            retry_after_s = 0.0
        self._patience_s = max(self._patience_s, retry_after_s)
        self._until_s = now_s + min(MAX_WAIT_S, max(self._open_s, retry_after_s))
