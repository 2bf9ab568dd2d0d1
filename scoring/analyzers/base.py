"""The seam behind which an analyzer sits."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from scoring.judgement import Judgement
from scoring.models import Pair
from scoring.prices import Tokens
from scoring.profile import BlindProfile
from scoring.ratelimits import RateLimits


class Answer(Struct, frozen=True, gc=False):
    """What one successful attempt gave. `prompt_hash` is "" where there was no prompt; `limits` are the provider's own.

    `by_rubric`: the judgement is the rubric's own arithmetic over the profile, and has not to be held to it.
    """

    judgement: Judgement
    tokens: Tokens = Tokens()
    prompt_hash: str = ""
    limits: RateLimits | None = None
    by_rubric: bool = False


class Analyzer(Protocol):
    """Judges one pair at a time, with exactly one attempt a call. It knows nothing of admission or retries."""

    @property
    def name(self) -> str:
        """`local` or `openai`."""

    @property
    def model(self) -> str:
        """The model's name, as the record shows it."""

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """Make one attempt.

        Args:
            pair: the job; its candidate is not to be read here, only `profile` is.
            profile: the candidate's blind view.
            correction: what was wrong with the last answer, to be shown to the model.

        Raises:
            AnalysisError: one of its subclasses. Cancelling closes the call's socket.
        """

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """About how long the prompt of a call is, in bytes of UTF-8; 0 where there is none. It is cheap to ask."""

    async def aclose(self) -> None:
        """Close what the analyzer holds open."""
