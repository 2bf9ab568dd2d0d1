"""One cause out of many failures, and the error that goes with it."""

from __future__ import annotations

from typing import get_args

import pytest

from scoring.cause import Failure, cause_of
from scoring.engine.tally import Tally
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
from scoring.events import Done, DoneStatus


def ended(status: DoneStatus = "completed", code: Code | None = None, *, analysed: int = 0) -> Done:
    tally = Tally(9)
    tally.analysed = analysed
    return tally.close(status, code, 1.0)


STOPPED = Failure("cancelled", "stopped")
LATE, WRONG_KEY = Failure("timeout", "Late."), Failure("unauthorized", "Wrong key.")
FRUITLESS: dict[str, tuple[Done, list[Failure], Code, str]] = {
    "one pair": (ended(), [LATE], "timeout", "The one attempted pair failed (timeout): Late."),
    "the first of many": (
        ended(),
        [STOPPED, WRONG_KEY, LATE],
        "unauthorized",
        "None of the 3 attempted pairs succeeded (unauthorized): Wrong key.",
    ),
    "ended before any call": (
        ended("failed", "budget_exhausted"),
        [],
        "budget_exhausted",
        "The batch was ended before any pair was analysed (budget_exhausted).",
    ),
    "stopped": (
        ended("cancelled", "cancelled"),
        [STOPPED],
        "cancelled",
        "The batch was ended before any pair was analysed (cancelled).",
    ),
}


@pytest.mark.parametrize(("done", "failures", "code", "message"), FRUITLESS.values(), ids=FRUITLESS)
def test_a_batch_that_came_to_nothing_has_one_cause(done: Done, failures: list[Failure], code: Code, message: str) -> None:
    cause = cause_of(done, failures)
    assert cause is not None
    assert (cause.code, cause.message, str(cause.error)) == (code, message, message)


FRUITFUL = {
    "some succeeded": (ended(analysed=1), [LATE]),
    "some succeeded before the end": (ended("failed", "unauthorized", analysed=1), [WRONG_KEY]),
    "all were skipped, or there was none": (ended(), []),
}


@pytest.mark.parametrize(("done", "failures"), FRUITFUL.values(), ids=FRUITFUL)
def test_a_batch_with_something_to_show_for_it_has_none(done: Done, failures: list[Failure]) -> None:
    assert cause_of(done, failures) is None


ERRORS: dict[Code, type[ScoringError]] = {
    "rate_limited": RateLimited,
    "quota_exhausted": QuotaExhausted,
    "unauthorized": Unauthorized,
    "timeout": CallTimeout,
    "provider_error": ProviderFailure,
    "invalid_output": InvalidOutput,
    "refused": Refused,
    "too_long": TooLong,
    "budget_exhausted": BudgetExhausted,
    "configuration_changed": ConfigurationChanged,
    "cancelled": AnalysisError,
    "internal": AnalysisError,
}


@pytest.mark.parametrize("code", get_args(Code))
def test_each_code_has_its_error(code: Code) -> None:
    cause = cause_of(ended("failed", code), [])
    assert cause is not None
    assert type(cause.error) is ERRORS[code]
