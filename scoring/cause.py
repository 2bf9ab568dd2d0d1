"""Why a batch came to nothing: one cause out of its pairs' failures. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.errors import (
    AnalysisError,
    BudgetExhausted,
    CallTimeout,
    Code,
    ConfigurationChanged,
    InvalidOutput,
    ProviderFailure,
    QuotaExhausted,
    RateLimited,
    Refused,
    ScoringError,
    TooLong,
    Unauthorized,
)
from scoring.events import Done

_OF_PAIRS = (RateLimited, CallTimeout, ProviderFailure, InvalidOutput, Refused, TooLong, QuotaExhausted, Unauthorized)
_ERRORS: Mapping[Code, type[ScoringError]] = {
    **{each.code: each for each in _OF_PAIRS},
    "budget_exhausted": BudgetExhausted,
    "configuration_changed": ConfigurationChanged,
}


class Failure(Struct, frozen=True):
    """Why a pair failed."""

    code: Code
    message: str


class Cause(Struct, frozen=True):
    """Why no pair was analysed: the code of the first that failed, those of all, and a sentence."""

    code: Code
    codes: frozenset[Code]
    message: str

    @property
    def error(self) -> ScoringError:
        """The same as an error to raise, of the class that goes with the code."""
        return _ERRORS.get(self.code, AnalysisError)(self.message)


def cause_of(done: Done, failures: Sequence[Failure]) -> Cause | None:
    """Why none of the attempted pairs succeeded; None when one did, or when none had to be attempted."""
    if done.analysed or (not failures and done.status == "completed"):
        return None
    # A pair that was stopped says nothing of why; without another one, the batch itself does.
    causes = [failure for failure in failures if failure.code != "cancelled"]
    if not causes:
        code = done.code or "internal"
        return Cause(code, frozenset({code}), f"The batch was ended before any pair was analysed ({code}).")
    first, count = causes[0], len(failures)
    failed = "The one attempted pair failed" if count == 1 else f"None of the {count} attempted pairs succeeded"
    return Cause(first.code, frozenset(failure.code for failure in causes), f"{failed} ({first.code}): {first.message}")
