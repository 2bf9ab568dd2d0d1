"""Everything that can go wrong while a batch is scored.

::

    ScoringError
    ├── InvalidRequest            the body is not a batch (HTTP 422)
    ├── InvalidSetting            a setting makes no sense; the start is stopped
    ├── UnusableFile              a file that is to be read makes no sense
    ├── SwapFailed                an audit by other names has nothing to compare
    ├── ConfigurationChanged      a batch cannot go on with what it was made with
    ├── BudgetExhausted           the batch's budget cannot pay the call that would be next
    ├── GateShut                  no call is let out any more; carries the `cause`
    └── AnalysisError             one attempt at one pair failed; carries its `code`
        ├── RateLimited           rate_limited      retried, never before `retry_after_s`
        ├── CallTimeout           timeout           retried
        ├── ProviderFailure       provider_error    retried when `retryable`
        │   └── ParameterRejected                   asked again without the parameter
        ├── InvalidOutput         invalid_output    asked once more with the reason shown
        ├── Refused               refused           final
        ├── TooLong               too_long          final
        ├── QuotaExhausted        quota_exhausted   final, ends the batch
        └── Unauthorized          unauthorized      final, ends the batch
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

import msgspec

from scoring.prices import Tokens
from scoring.ratelimits import RateLimits

Code = Literal[
    "rate_limited",
    "quota_exhausted",
    "unauthorized",
    "timeout",
    "provider_error",
    "invalid_output",
    "refused",
    "too_long",
    "budget_exhausted",
    "configuration_changed",
    "cancelled",
    "internal",
]


class ScoringError(Exception):
    """Scoring failed."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with a request: its kind, where, and a plain sentence."""

    type: str
    loc: tuple[str | int, ...]
    msg: str


class InvalidRequest(ScoringError):
    """The request is not a batch of jobs and candidates."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{'.'.join(map(str, p.loc))}: {p.msg}" for p in self.problems))


class InvalidSetting(ScoringError):
    """A setting has a value that makes no sense."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        super().__init__(f"{name}={value!r} makes no sense: expected {allowed}.")


class UnusableFile(ScoringError):
    """A file that is to be read makes no sense."""


class ConfigurationChanged(ScoringError):
    """The batch cannot go on with the configuration that it was made with."""


class BudgetExhausted(ScoringError):
    """The batch's budget cannot pay another call."""


class AnalysisError(ScoringError):
    """The analysis of a pair failed.

    `tokens`: what the provider counted all the same, none where it did not say; `may_be_billed`: it did not say, but may
    have billed some. `of_request`: the provider does not take this request, and may take others; `of_model`: no call to
    this model succeeds.
    """

    code: ClassVar[Code] = "internal"
    ends_batch: ClassVar[bool] = False
    may_be_billed = of_request = of_model = False

    def __init__(self, message: str | None = None, *, retryable: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.limits: RateLimits | None = None
        """What the answer's headers told of the rate limits."""
        self.tokens = Tokens()


class RateLimited(AnalysisError):
    """The provider's rate limit was reached.

    `slow_down`: it asks to keep to a lower rate for long (OpenAI's 503 "Slow Down").
    """

    code = "rate_limited"
    slow_down = False


class CallTimeout(AnalysisError):
    """The provider did not answer in time."""

    code = "timeout"
    may_be_billed = True


class ProviderFailure(AnalysisError):
    """The provider could not be reached or answered with an error."""

    code = "provider_error"


class InvalidOutput(AnalysisError):
    """The model's answer is not a valid analysis."""

    code = "invalid_output"


class Refused(AnalysisError):
    """The model refused to analyse this pair."""

    code = "refused"


class TooLong(AnalysisError):
    """The pair does not fit into the model's context or the answer into its output limit."""

    code = "too_long"


class QuotaExhausted(AnalysisError):
    """The provider's paid quota is used up."""

    code = "quota_exhausted"
    ends_batch = True


class Unauthorized(AnalysisError):
    """The provider refused the key."""

    code = "unauthorized"
    ends_batch = True
