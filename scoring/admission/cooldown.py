"""The pause after a wave of refusals (429)."""

from __future__ import annotations

PAUSE_S, MAX_PAUSE_S = 0.5, 20.0
"""The first pause, doubled by each wave that follows without a success in between."""


class Cooldown:
    """One pause a wave, however many calls were refused by it. Times are the loop's, in seconds.

    What was admitted before the current pause belongs to the wave that caused it. A refused call's own Retry-After is not
    looked at: it says when that call may come again, not when others may, and joining the two froze a peer's limit for good.
    """

    def __init__(self) -> None:
        self.wave = 0
        self._until_s = 0.0
        self._pause_s = PAUSE_S

    def wait_s(self, now_s: float) -> float:
        """Seconds until calls may go out again."""
        return max(0.0, self._until_s - now_s)

    def refused(self, wave: int, now_s: float) -> float | None:
        """Note the refusal of a call that was admitted after so many waves; returns the pause if it begins a new one."""
        if wave < self.wave:
            return None
        self.wave += 1
        pause_s = self._pause_s
        self._until_s = now_s + pause_s
        self._pause_s = min(MAX_PAUSE_S, pause_s * 2)
        return pause_s

    def succeeded(self, wave: int) -> None:
        """Note the success of a call that was admitted after so many waves."""
        if wave == self.wave:
            self._pause_s = PAUSE_S
