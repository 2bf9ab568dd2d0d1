"""Counts of a batch's outcomes, in this run and in those before it."""

from __future__ import annotations

from collections.abc import Collection

from scoring.errors import Code
from scoring.events import Analysed, Done, DoneStatus, Failed, Outcome, Skipped
from scoring.prices import DECIMALS, Tokens


class Tally:
    """Counts of a batch's outcomes so far."""

    def __init__(self, pairs: int) -> None:
        self.pairs = pairs
        self.analysed = self.passed = self.skipped = self.failed = self.cached = 0
        self.called = 0
        """Outcomes that took a call of their own."""
        self.tokens = Tokens()
        self.spent_usd = 0.0
        """What is known to have been spent, in USD."""
        self._all_known = True
        self.retry_after_s: float | None = None
        """The longest wait that a provider asked of a pair that failed, in seconds."""

    @property
    def done(self) -> int:
        """Pairs that have an outcome."""
        return self.analysed + self.skipped + self.failed

    @property
    def cost_usd(self) -> float | None:
        """What has been spent so far, in USD; None when that of any outcome is not known, or of calls that left none."""
        return round(self.spent_usd, DECIMALS) if self._all_known else None

    def close(self, status: DoneStatus, code: Code | None, elapsed_s: float) -> Done:
        """The event that ends the batch."""
        return Done(
            status=status,
            code=code,
            pairs=self.pairs,
            analysed=self.analysed,
            passed=self.passed,
            skipped=self.skipped,
            failed=self.failed,
            notAttempted=self.pairs - self.done,
            cached=self.cached,
            elapsedSeconds=round(elapsed_s, 3),
            tokens=self.tokens,
            costUsd=self.cost_usd,
        )

    def lose_cost(self) -> None:
        """Have calls been made of which nobody knows what they cost."""
        self._all_known = False

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        match outcome:
            case Analysed():
                self.analysed += 1
                self.passed += outcome.passed
                self.cached += outcome.cached
                self.called += not outcome.cached
                if not outcome.cached:
                    self._spend(outcome.record.tokens, outcome.record.costUsd)
            case Skipped():
                self.skipped += 1
            case Failed():
                self.failed += 1
                self.called += outcome.attempts > 0
                # Where no call got as far as a bill, nothing was spent, whatever the price is.
                self._spend(outcome.tokens, 0.0 if outcome.tokens == Tokens() else outcome.costUsd)

    def _spend(self, tokens: Tokens, cost_usd: float | None) -> None:
        self.tokens += tokens
        self.spent_usd += cost_usd or 0.0
        self._all_known &= cost_usd is not None


class Earlier:
    """What earlier runs of a batch left: its counts, the pairs that have an outcome, and the seconds since it was made.

    `at_most_usd`: what they may have spent, calls counted that left no outcome; 0 where that was not recorded.
    """

    def __init__(
        self, tally: Tally, pairs: Collection[int], *, accepted: bool, elapsed_s: float, at_most_usd: float = 0.0
    ) -> None:
        self.tally, self.pairs, self.accepted, self.elapsed_s = tally, pairs, accepted, elapsed_s
        self.at_most_usd = at_most_usd
