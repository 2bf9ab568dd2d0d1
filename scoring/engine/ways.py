"""The ways to an analysis: what all batches have of one together, and what each batch has of it for itself."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring.admission import Gate, Lane
from scoring.analyzers.base import Analyzer
from scoring.engine.estimate import Estimate
from scoring.engine.hedging import Tail
from scoring.prices import Price


class Route(Struct, frozen=True):
    """An analyzer, the gate its calls go through, what they take, their price if it is known, and the host that is asked."""

    analyzer: Analyzer
    gate: Gate
    estimate: Estimate
    tail: Tail
    price: Price | None = None
    provider: str = ""


class Way(Struct, frozen=True):
    """One way to an analysis: an analyzer, the batch's lane at its gate, what its calls take, and their price if known.

    `provider` is the host that is asked, "" where none is.
    """

    analyzer: Analyzer
    lane: Lane
    estimate: Estimate
    tail: Tail
    price: Price | None = None
    provider: str = ""

    def bound_usd(self, size_bytes: int) -> float:
        """What a call with a prompt of this size will hardly exceed, in USD; 0 where the price is not known."""
        return self.price.cost_usd(self.estimate.bound(size_bytes)) if self.price else 0.0


def ways(routes: Sequence[Route], *, bulk: bool) -> tuple[Way, ...]:
    """A batch's ways over these routes, in their order. Only at the last is the end of an outage waited for."""
    *others, last = routes
    first = [_way(route, bulk=bulk, patient=False) for route in others]
    return *first, _way(last, bulk=bulk, patient=True)


def _way(route: Route, *, bulk: bool, patient: bool) -> Way:
    lane = route.gate.lane(bulk=bulk, patient=patient)
    return Way(route.analyzer, lane, route.estimate, route.tail, route.price, route.provider)
