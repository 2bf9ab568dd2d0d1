"""What a batch would take, told before a cent is spent: only an embedding model may be called, where the filter has one."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from scoring.eligibility import Eligibility, eligibility
from scoring.engine.engine import Engine
from scoring.engine.feeding import CHUNK
from scoring.engine.repeats import calls_for
from scoring.engine.ways import Route
from scoring.models import BatchRequest, Candidate, Job, Pair
from scoring.prices import Price, Tokens, known_prices
from scoring.profile import BlindProfile, view


class ExpectedTokens(Struct, frozen=True):
    """Tokens that a batch's calls are expected to take, all together."""

    input: int
    output: int


class CostRange(Struct, frozen=True):
    """USD. `low`: short answers, prompts read from the provider's cache; `high`: answers as long as they may be."""

    low: float
    high: float


class Quote(Struct, frozen=True, kw_only=True):
    """What a batch would take. Retries and repairs are not in it.

    `costUsd` is None when the model's price is not known; `pricesDate`, when it is not from the built-in table.
    `seconds` are expected, at the number of calls that may be out now, the requests and tokens per minute where they are
    known, and with no other batch about.
    """

    pairs: int
    skipped: int
    cached: int
    calls: int
    tokens: ExpectedTokens
    costUsd: CostRange | None
    seconds: float
    model: str
    pricesDate: str | None


class _Sum:
    """Tokens of all calls so far: the fewest, those expected, and the most.

    Args:
        repeats: how often each pair is scored.
    """

    def __init__(self, repeats: int) -> None:
        self.repeats = repeats
        self.calls = self.cached = 0
        self.asked: set[bytes] = set()
        """What is called for already, by fingerprint."""
        self.low = self.expected = self.high = Tokens()

    def is_asked(self, fingerprint: str) -> bool:
        """Whether a pair before it asks for the same, so that it takes no call of its own; repeats are never shared."""
        if self.repeats > 1:
            return False
        before = len(self.asked)
        self.asked.add(bytes.fromhex(fingerprint))  # 16 bytes each, of up to 10,000s of pairs
        return len(self.asked) == before


async def quote(engine: Engine, request: BatchRequest, *, owner: str = "", repeats: int = 1) -> Quote:
    """A batch's quote by this engine's filter, cache, first route, and what its calls took until now. It makes no batch.

    Args:
        owner: whose the batch would be.
        repeats: how often each pair is to be scored.
    """
    route = engine.routes[0]
    jobs, candidates = request.jobs or (), request.candidates or ()
    filter_ = await eligibility(jobs, candidates, engine.embedder)
    sums = _Sum(repeats)
    for start in range(0, len(candidates), CHUNK):
        views = await asyncio.to_thread(_views, candidates[start : start + CHUNK], blind=engine.blind)
        for j, job in enumerate(jobs):
            eligible = list(_eligible(filter_, engine.minimum_eligible_score, j, start, views))
            await _add(engine, job, eligible, sums, owner)
    skipped = sum(filter_.turned_away(j, engine.minimum_eligible_score) for j in range(len(jobs)))
    return Quote(
        pairs=request.pair_count,
        skipped=skipped,
        cached=sums.cached,
        calls=sums.calls,
        tokens=ExpectedTokens(sums.expected.input, sums.expected.output),
        costUsd=_cost_range(route.price, sums),
        seconds=_seconds(route, sums),
        model=route.analyzer.model,
        pricesDate=_prices_date(route),
    )


async def _add(engine: Engine, job: Job, views: Sequence[BlindProfile], sums: _Sum, owner: str) -> None:
    """Add one job's pairs with these candidates."""
    estimate = engine.routes[0].estimate
    sizes_bytes = await asyncio.to_thread(lambda: [engine.analyzer.size_bytes(_pair(job), view) for view in views])
    known = [False] * len(views)
    if reuse := engine.reuse:
        same = partial(reuse.fingerprint, job, owner=owner, repeats=sums.repeats)
        fingerprints = await asyncio.to_thread(lambda: [same(view) for view in views])
        made_before = await reuse.find(fingerprints)
        known = [fingerprint in made_before or sums.is_asked(fingerprint) for fingerprint in fingerprints]
    sums.cached += sum(known)
    called = [size for size, is_known in zip(sizes_bytes, known, strict=True) if not is_known]
    for size_bytes in called * calls_for(engine.analyzer, sums.repeats):
        sums.calls += 1
        sums.low += estimate.least(size_bytes)
        sums.expected += estimate.expected(size_bytes)
        sums.high += estimate.bound(size_bytes)


def _eligible(
    filter_: Eligibility, minimum: float, job_index: int, start: int, views: Sequence[BlindProfile | None]
) -> Iterator[BlindProfile]:
    for place, seen in enumerate(views):
        score = filter_.score(job_index, start + place)
        if seen is not None and (score is None or score >= minimum):
            yield seen


def _views(candidates: Sequence[Candidate], *, blind: bool) -> list[BlindProfile | None]:
    return [_view(candidate, blind=blind) for candidate in candidates]


def _view(candidate: Candidate, *, blind: bool) -> BlindProfile | None:
    try:
        return view(candidate, blind=blind)
    except Exception:  # its pairs will fail before they are called, each with its own event
        return None


def _pair(job: Job) -> Pair:
    return Pair(0, 0, 0, job, Candidate())


def _seconds(route: Route, sums: _Sum) -> float:
    waves = math.ceil(sums.calls / route.gate.limit)
    at_least_s = route.gate.least_s(sums.calls, sums.expected.input + sums.expected.output)
    return round(max(waves * route.estimate.call_s, at_least_s), 1)


def _cost_range(price: Price | None, sums: _Sum) -> CostRange | None:
    if price is None:
        return None
    all_cached = Tokens(sums.low.input, sums.low.output, sums.low.input)
    return CostRange(price.cost_usd(all_cached), price.cost_usd(sums.high))


def _prices_date(route: Route) -> str | None:
    prices = known_prices()
    is_from_table = route.price is not None and route.price == prices.of(route.analyzer.model)
    return prices.date if is_from_table else None
