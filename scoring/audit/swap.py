"""A batch scored again under other names: whether a name moves a score."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

from msgspec.structs import replace

from scoring.audit.names import known_names, renamed
from scoring.audit.report import counted
from scoring.audit.shift import Shift, Swap, shift
from scoring.engine import BatchRun, open_engine
from scoring.engine.quote import quote
from scoring.engine.repeats import calls_for
from scoring.errors import ScoringError
from scoring.events import Analysed, Done, Outcome
from scoring.models import BatchRequest, Candidate
from scoring.options import Options
from scoring.prices import FREE
from scoring.profile import view
from scoring.settings import EngineSettings

AS_IT_WAS = "as they are, again"
RUNS = 2 + len(known_names().groups)
"""How often each pair is scored: as it is, once more to see how far the analyzer sways by itself, and under other names."""


class SwapFailed(ScoringError):
    """There is nothing to compare: a run did not come to its end, or no pair was analysed in it."""


def some_of(request: BatchRequest, pairs: int) -> BatchRequest:
    """At most so many of a batch's pairs, 1 or more: candidates from all over its list, before all jobs if that can be."""
    jobs, candidates = (request.jobs or ())[:pairs], request.candidates or ()
    if not jobs or not candidates:
        return request
    count = min(len(candidates), pairs // len(jobs))
    chosen = tuple(candidates[place * len(candidates) // count] for place in range(count))
    return replace(request, jobs=jobs, candidates=chosen)


async def price_of(request: BatchRequest, settings: EngineSettings, options: Options) -> str | None:
    """What a swap would take, in a sentence; None where nothing is paid for. Nothing is called."""
    # Without the filter, for which an API may be asked; so it may take less.
    engine = open_engine(replace(settings, embedding_model="", minimum_eligible_score=0.0))
    try:
        if settings.analyzer == "local" or all(route.price == FREE for route in engine.routes):
            return None
        told = await quote(engine, request, repeats=options.times)
        calls = RUNS * request.pair_count * calls_for(engine.analyzer, options.times)
    finally:
        await engine.aclose()
    cost = "at a price that is not known"
    if told.costUsd:
        cost = f"for {RUNS * told.costUsd.low:.2g} to {RUNS * told.costUsd.high:.2g} USD"
    pairs = counted(request.pair_count, "pair")
    return f"This scores {pairs} {RUNS} times, with up to {calls} calls of {told.model}, {cost}."


async def swap_names(
    request: BatchRequest, settings: EngineSettings, options: Options, on_outcome: Callable[[], object] = lambda: None
) -> Swap:
    """Score a batch as it is, again, and under the names of each group, one run after the other.

    Every run asks anew: none is served from what another was answered. A budget holds for all of them together.

    Args:
        on_outcome: called for each pair of each run.

    Raises:
        SwapFailed: a run failed, or no pair was analysed both as it is and under other names.
        InvalidRequest: there is a budget, and no price is known.
    """
    groups = known_names().groups
    runs = {AS_IT_WAS: request, **{group.name: renamed(request, group) for group in groups}}
    before, spent_usd = await _run(request, settings, options, 0.0, on_outcome)
    if not before:
        raise SwapFailed("All pairs failed or were turned away by the filter, so there is nothing to compare.")
    shifts: list[Shift] = []
    for names, each in runs.items():
        now, spent_usd = await _run(each, settings, options, spent_usd, on_outcome)
        shifts.append(shift(names, before, now))
        if not shifts[-1].pairs:  # which is no sign that names move nothing
            raise SwapFailed(f"No pair of the first run was analysed again in {names!r}, so there is nothing to compare.")
    candidates = request.candidates or ()
    read_differently = sum(
        any(_reads(candidate, settings) != _reads((each.candidates or ())[place], settings) for each in runs.values())
        for place, candidate in enumerate(candidates)
    )
    model = next((event.record.model for event in before.values()), "")
    return Swap(settings.analyzer, model, request.pair_count, len(candidates), read_differently, tuple(shifts))


async def _run(
    request: BatchRequest,
    settings: EngineSettings,
    options: Options,
    spent_usd: float | None,
    on_outcome: Callable[[], object],
) -> tuple[dict[int, Analysed], float | None]:
    """One run's analyses by pair, and what has been spent by now."""
    if options.budgetUsd is not None:
        options = replace(options, budgetUsd=max(0.0, options.budgetUsd - (spent_usd or 0.0)))
    engine = open_engine(settings)
    analyses: dict[int, Analysed] = {}
    try:
        async with aclosing(BatchRun(engine, request, options=options).events()) as events:
            async for event in events:
                if isinstance(event, Outcome):
                    on_outcome()
                if isinstance(event, Analysed):
                    analyses[event.pair] = event
                elif isinstance(event, Done):
                    done = event
    finally:
        await engine.aclose()
    if done.status != "completed":
        raise SwapFailed(f"A run ended {done.status} ({done.code}), so there is nothing to compare.")
    return analyses, None if spent_usd is None or done.costUsd is None else spent_usd + done.costUsd


def _reads(candidate: Candidate, settings: EngineSettings) -> object:
    """What the analyzer reads, or why it cannot."""
    try:
        return view(candidate, blind=settings.blind)
    except Exception as exc:  # its pairs fail, each with its own event
        return repr(exc)
