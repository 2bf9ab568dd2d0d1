"""The pause after a wave of refusals (429)."""

from __future__ import annotations

PAUSE_S, MAX_PAUSE_S = 0.5, 10.0
"""The first pause, doubled by each wave that follows without a success in between."""
PATIENCE_S = 120.0
"""How long refusals alone may come, telling no wait, before nobody waits any more; a limit per minute is over by then."""
MAX_RETRY_AFTER_S = 600.0
"""How long refusals alone may come whatever they tell, and the longest wait that is waited for."""


class Cooldown:
    """One pause a wave, however many calls were refused by it. Times are the loop's, in seconds.

    What was admitted before the current pause belongs to the wave that caused it. A refused call's own Retry-After is not
    looked at: it says when that call may come again, not when others may, and joining the two froze a peer's limit for good.
    """

    def __init__(self) -> None:
        self.wave = 0
        self._until_s = self._since_s = 0.0
        self._pause_s = PAUSE_S

    def wait_s(self, now_s: float) -> float:
        """Seconds until calls may go out again."""
        return max(0.0, self._until_s - now_s)

    def refused(self, wave: int, now_s: float) -> float | None:
        """Note the refusal of a call that was admitted after so many waves; returns the pause if it begins a new one."""
        if wave < self.wave:
            return None
        self.wave += 1
        if not self.follows_another:
            self._since_s = now_s
        pause_s = self._pause_s
        self._until_s = now_s + pause_s
        self._pause_s = min(MAX_PAUSE_S, pause_s * 2)
        return pause_s

    @property
    def follows_another(self) -> bool:
        """Whether there was no success since the last wave."""
        return self._pause_s > PAUSE_S

    def is_hopeless(self, retry_after_s: float, now_s: float) -> bool:
        """Whether a wave that asked for such a wait, and followed another, shows that there is no use in waiting."""
        patience_s = MAX_RETRY_AFTER_S if retry_after_s else PATIENCE_S
        return retry_after_s > MAX_RETRY_AFTER_S or now_s - self._since_s >= patience_s

    def succeeded(self, wave: int) -> None:
        """Note the success of a call that was admitted after so many waves."""
        if wave == self.wave:
            self._pause_s = PAUSE_S
