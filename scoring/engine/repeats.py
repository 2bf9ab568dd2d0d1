"""A pair scored several times over: how far apart a model's answers to one question are.

Every repeat is a call of its own, with retries of its own and a place of its own at the gate, and is paid for by itself. The
analysis with the median score is published, and the spread is told beside it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from scoring.admission import GateShut
from scoring.analyzers.base import Analyzer
from scoring.engine.attempts import Assessment, Attempts
from scoring.errors import AnalysisError, BudgetExhausted, Code
from scoring.events import Spread
from scoring.prices import Tokens, total_usd
from scoring.profile import BlindProfile

_ONCE = "Scored once: the local analyzer gives the same score each time."

_Ending = Assessment | BaseException
_CAUSES = (AnalysisError, asyncio.CancelledError, GateShut, BudgetExhausted)
"""Why a call may have come to nothing; of several the first is told."""


def calls_for(analyzer: Analyzer, asked: int) -> int:
    """How many calls it takes to score a pair `asked` times: one where each would say the same."""
    return 1 if analyzer.name == "local" else asked


class Repeats:
    """Several `Attempts` at one pair as one: what can be read of those can be read of this.

    Args:
        each: one a call.
        asked: how many were asked for.
    """

    def __init__(self, each: Sequence[Attempts], asked: int) -> None:
        self.pair = each[0].pair
        self.assessment: Assessment | None = None
        self._each, self._asked = each, asked
        self._tasks: list[asyncio.Task[Assessment]] = []

    @property
    def count(self) -> int:
        """Attempts so far."""
        return sum(each.count for each in self._each)

    @property
    def tokens(self) -> Tokens:
        """Those of all attempts."""
        return sum((each.tokens for each in self._each), Tokens())

    @property
    def cost_usd(self) -> float | None:
        """That of all attempts; None when that of one is not known."""
        cost_usd: float | None = 0.0
        for each in self._each:
            cost_usd = total_usd(cost_usd, each.cost_usd)
        return cost_usd

    @property
    def error(self) -> AnalysisError | None:
        """The last error of one of them."""
        return next((each.error for each in reversed(self._each) if each.error), None)

    @property
    def calling(self) -> bool:
        """Whether a call is out."""
        return any(each.calling for each in self._each)

    def stop_after_call(self) -> None:
        """Make no attempt after those that run; what these find is published, if it is anything."""
        for each in self._each:
            each.stop_after_call()
        for each, task in zip(self._each, self._tasks, strict=False):  # none of them may have been begun
            if not each.calling:
                task.cancel()

    async def run(self, profile: BlindProfile, *, heading: Callable[[int], None]) -> Assessment:
        """Make all calls at once, as the gate lets them in, and see each to its end.

        Args:
            profile: the candidate's blind view.
            heading: told -1 when the first of them is let in; the pair counts as heading already.

        Raises:
            AnalysisError, GateShut, BudgetExhausted: not one of them gave anything; see `Attempts.run`.
        """
        is_let_in = False

        def head(change: int) -> None:
            nonlocal is_let_in
            if not is_let_in:
                is_let_in = True
                heading(change)

        self._tasks = [asyncio.create_task(each.run(profile, heading=head)) for each in self._each]
        endings: list[_Ending] = await asyncio.gather(*self._tasks, return_exceptions=True)
        found = [ending for ending in endings if isinstance(ending, Assessment)]
        errors = [ending for ending in endings if isinstance(ending, BaseException)]
        cause = _cause(errors)
        if cause and (not found or not isinstance(cause, _CAUSES)):
            if is_let_in and isinstance(cause, BudgetExhausted):
                heading(1)  # it had gone on, and was to come back
            raise cause
        self.assessment = self._published(found, tuple(map(_code, errors)))
        return self.assessment

    def _published(self, found: Sequence[Assessment], failed: tuple[Code, ...]) -> Assessment:
        chosen = sorted(found, key=_score)[(len(found) - 1) // 2]
        spread = Spread(self._asked, tuple(map(_score, found)), failed)
        models = {each.analyzer.model for each in found}
        remark = _ONCE if len(self._each) < self._asked else _remark(spread, len(models))
        return replace(
            chosen,
            verdict=replace(chosen.verdict, remarks=(remark, *chosen.verdict.remarks)),
            tokens=self.tokens,
            cost_usd=self.cost_usd,
            spread=spread,
            is_whole=not failed and len(models) == 1,
        )


def _remark(spread: Spread, models: int) -> str:
    low, median, high = spread.lowest, spread.median, spread.highest
    times = f"{spread.n} times" if not spread.failed else f"{len(spread.scores)} of {spread.n} times"
    by = f", by {models} models" if models > 1 else ""
    said = f"{low} to {high}, median {median}" if low < high else f"{median}{' each time' if len(spread.scores) > 1 else ''}"
    rest = f" The others ended so: {', '.join(dict.fromkeys(spread.failed))}." if spread.failed else ""
    return f"Scored {times}{by}: {said}.{rest}"


def _score(assessment: Assessment) -> int:
    return assessment.verdict.analysis.matchScore


def _cause(errors: Sequence[BaseException]) -> BaseException | None:
    """What is to be told of these: a mistake of ours before all, then in the order of `_CAUSES`, one that ends all first."""

    def rank(error: BaseException) -> tuple[int, bool]:
        kind = next((place for place, known in enumerate(_CAUSES) if isinstance(error, known)), -1)
        return kind, not (isinstance(error, AnalysisError) and error.ends_batch)

    return min(errors, key=rank, default=None)


def _code(error: BaseException) -> Code:
    match error:
        case AnalysisError():
            return error.code
        case GateShut():
            return error.cause.code
        case BudgetExhausted():
            return "budget_exhausted"
        case _:
            return "cancelled"
