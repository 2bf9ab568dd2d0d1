"""The engine: what the batches that run in one process have together. Batches run over it: see `scoring.engine.run`."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.admission import Gate
from scoring.analyzers.base import Analyzer
from scoring.engine.attempts import Assessment, Clock, RetryPolicy
from scoring.engine.flights import Flights
from scoring.engine.reuse import Reuse
from scoring.engine.ways import Route
from scoring.errors import BudgetExhausted, InvalidRequest, Problem
from scoring.models import Job
from scoring.options import Options
from scoring.prompts import shared_tokens
from scoring.vectors.embeddings import Embedder

CACHED_PREFIX_TOKENS = 1024
"""The shortest beginning of a prompt that providers cache: https://platform.openai.com/docs/guides/prompt-caching"""


class Engine:
    """What batches share: analyzers with their gates, an embedder and the rules of retrying. For one event loop.

    Args:
        blind: candidates are seen without identity.
        routes: in the order of preference, one at least; the others are taken while the gate of the first is shut.
        reuse: tells which pairs are the same, and finds what was analysed before; None where each is called for.
        flights: the calls under way, of this and of other engines.
    """

    def __init__(
        self,
        routes: Sequence[Route],
        embedder: Embedder,
        *,
        minimum_eligible_score: float,
        blind: bool = True,
        clock: Clock,
        policy: RetryPolicy | None = None,
        reuse: Reuse | None = None,
        flights: Flights[Assessment] | None = None,
    ) -> None:
        self.routes = routes
        self.embedder = embedder
        self.minimum_eligible_score = minimum_eligible_score
        self.blind = blind
        self.clock = clock
        self.policy = policy or RetryPolicy()
        self.reuse = reuse
        self.flights = flights or Flights(private=BudgetExhausted)
        self.seen_to_cache = False
        """Whether a call has read a part of its prompt from the provider's cache."""

    @property
    def analyzer(self) -> Analyzer:
        """The preferred one."""
        return self.routes[0].analyzer

    @property
    def gate(self) -> Gate:
        """The preferred analyzer's."""
        return self.routes[0].gate

    @property
    def limit(self) -> int:
        """Calls that may be out now."""
        return max(route.gate.limit for route in self.routes)

    def warms(self, job: Job) -> bool:
        """Whether a first call for this job makes its others cheaper: they begin like it, and that is cached then."""
        return self.seen_to_cache and shared_tokens(job) >= CACHED_PREFIX_TOKENS

    def check(self, options: Options) -> None:
        """Return if a batch can be run like this.

        Raises:
            InvalidRequest: the options ask for a budget, and the price of a model that may be asked is not known.
        """
        unpriced = [route.analyzer.model for route in self.routes if route.price is None]
        if options.budgetUsd is not None and unpriced:
            message = (
                f"The price of model {unpriced[0]!r} is not known, so a budget cannot be kept. "
                "Leave budgetUsd out, or set MODEL_PRICE."
            )
            raise InvalidRequest([Problem("value_error", ("body", "options", "budgetUsd"), message)])

    async def aclose(self) -> None:
        """Close all connections."""
        for route in self.routes:
            await route.analyzer.aclose()
        await self.embedder.aclose()
