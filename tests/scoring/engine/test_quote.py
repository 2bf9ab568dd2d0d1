"""What a batch would take is told without taking it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from scoring.admission import Gate
from scoring.engine import Engine, Route
from scoring.engine.estimate import Estimate
from scoring.engine.feeding import CHUNK
from scoring.engine.hedging import Tail
from scoring.engine.quote import CostRange, ExpectedTokens, quote
from scoring.engine.reuse import Reuse
from scoring.events import Analysed
from scoring.models import BatchRequest, Candidate, Job
from scoring.prices import Price, known_prices
from scoring.profile import blind, view
from scoring.settings import EngineSettings
from tests.scoring.engine.test_engine import ScriptedAnalyzer, batch, engine_of, run

DOLLARS = Price(1_000_000, 500_000, 2_000_000)
"""A USD a token in, half of it when cached, 2 USD a token out; a scripted prompt is 40 bytes long."""


def priced(analyzer: ScriptedAnalyzer, *, limit: int = 10, price: Price | None = DOLLARS) -> Engine:
    engine = engine_of(analyzer)
    engine.routes = [Route(analyzer, Gate(limit), Estimate(1000), Tail(0.0), price)]
    return engine


async def test_a_first_quote_is_that_of_the_first_guesses() -> None:
    analyzer = ScriptedAnalyzer()
    told = await quote(priced(analyzer), batch(2, 3))
    assert (told.pairs, told.calls, told.skipped, told.cached, told.model) == (6, 6, 0, 0, "none")
    assert told.tokens == ExpectedTokens(6 * 12, 6 * 500)  # 40 x 0.3
    # low: 40 x 0.24 = 9 tokens at half a USD, 300 at 2; high: 40 x 0.375 = 15 at 1, 1,000 at 2
    assert told.costUsd == CostRange(6 * (9 * 0.5 + 600), 6 * (15 + 2000))
    assert told.seconds == 6.7  # one wave of 500 tokens at 75 a second
    assert analyzer.calls == []


async def test_a_quote_learns_from_the_calls_before_it() -> None:
    engine = priced(ScriptedAnalyzer())
    await run(engine, batch(1, 4))  # 10 tokens in and 5 out each, in no time
    told = await quote(engine, batch(1, 100))
    assert told.tokens == ExpectedTokens(1000, 500)
    assert told.costUsd == CostRange(100 * (5 + 10), 100 * (13 + 2000))
    assert told.seconds == 0


@pytest.mark.parametrize(("pairs", "waves"), [(1, 1), (4, 1), (5, 2), (3 * CHUNK, 48)])
async def test_the_time_is_that_of_as_many_waves_as_the_limit_makes(pairs: int, waves: int) -> None:
    engine = priced(ScriptedAnalyzer(), limit=4)
    engine.routes[0].estimate.learn_time(2.0)
    assert (await quote(engine, batch(1, pairs))).seconds == 2.0 * waves


@pytest.mark.parametrize(
    ("rpm", "tpm", "seconds"), [(30, None, 200), (None, 25_600, 120), (30, 25_600, 200), (6000, None, 20)]
)
async def test_the_time_is_no_shorter_than_what_is_allowed_a_minute(
    rpm: float | None, tpm: float | None, seconds: float
) -> None:
    analyzer = ScriptedAnalyzer()
    engine = engine_of(analyzer)
    engine.routes = [Route(analyzer, Gate(10, rpm=rpm, tpm=tpm), Estimate(1000), Tail(0.0), DOLLARS)]
    engine.routes[0].estimate.learn_time(2.0)
    assert (await quote(engine, batch(1, 100))).seconds == seconds  # 100 calls of 512 tokens, 10 at a time


class Known:
    """A cache that has an analysis of some fingerprints."""

    def __init__(self, analysis: Analysed) -> None:
        self.fingerprints: list[str] = []
        self._analysis = analysis

    async def find(self, fingerprints: Sequence[str]) -> Mapping[str, Analysed]:
        return {fingerprint: self._analysis for fingerprint in fingerprints if fingerprint in self.fingerprints}


async def test_skipped_and_cached_pairs_are_told_and_cost_nothing() -> None:
    analyzer = ScriptedAnalyzer()
    engine = priced(analyzer)
    analysis = (await run(engine, batch(1, 1)))[1]
    assert isinstance(analysis, Analysed)
    cache = Known(analysis)
    engine.reuse = Reuse(cache, EngineSettings().configuration())
    jobs = (Job(title="one", job_tag=("a",)), Job(title="other", job_tag=("b",)))
    candidates = tuple(Candidate(resume_text=str(n), candidate_tag=("ab"[n % 2],)) for n in range(2 * CHUNK + 2))
    cache.fingerprints = [engine.reuse.fingerprint(jobs[0], blind(candidate), owner="") for candidate in candidates[:CHUNK]]
    told = await quote(engine, BatchRequest(jobs=jobs, candidates=candidates))
    # of each job's pairs every other one is skipped; half of the first CHUNK of one job's are known
    assert (told.pairs, told.skipped, told.cached) == (4 * CHUNK + 4, 2 * CHUNK + 2, CHUNK // 2)
    assert told.calls == told.pairs - told.skipped - told.cached
    assert told.tokens.input == told.calls * 10
    before = len(analyzer.calls)
    events = await run(engine, BatchRequest(jobs=jobs, candidates=candidates, threshold=0))
    assert len(analyzer.calls) - before == told.calls
    assert sum(isinstance(event, Analysed) and event.cached for event in events) == told.cached


@pytest.mark.parametrize(("reuses", "calls"), [(True, 2), (False, 2 * CHUNK + 2)])
async def test_pairs_that_are_the_same_are_one_call_where_calls_are_shared(reuses: bool, calls: int) -> None:
    analyzer = ScriptedAnalyzer()
    engine = priced(analyzer)
    engine.reuse = Reuse(None, EngineSettings().configuration()) if reuses else None
    candidates = [Candidate(candidateId=str(n), technical_skills=("Rust",)) for n in range(CHUNK + 1)]
    jobs = [Job(job_id=job_id, title=title) for job_id, title in (("J1", "one"), ("J2", "other"))]
    request = BatchRequest(jobs=tuple(jobs), candidates=tuple(candidates), threshold=0)
    told = await quote(engine, request)
    assert (told.pairs, told.calls, told.cached) == (2 * CHUNK + 2, calls, 2 * CHUNK + 2 - calls)
    assert told.tokens.output == calls * 500
    await run(engine, request)
    assert len(analyzer.calls) == told.calls


async def test_a_quote_without_a_known_price_has_no_cost() -> None:
    told = await quote(priced(ScriptedAnalyzer(), price=None), batch(1, 1))
    assert (told.costUsd, told.pricesDate) == (None, None)
    assert told.tokens.output == 500


async def test_the_date_of_prices_is_told_where_they_are_the_built_in_ones() -> None:
    analyzer = ScriptedAnalyzer()
    analyzer.model = "gpt-4o-mini-2024-07-18"
    built_in = priced(analyzer, price=known_prices().of("gpt-4o-mini"))
    assert (await quote(built_in, batch(1, 1))).pricesDate == known_prices().date
    assert (await quote(priced(analyzer), batch(1, 1))).pricesDate is None


async def test_a_candidate_that_cannot_be_read_is_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(candidate: Candidate, *, blind: bool) -> object:
        if candidate.candidateId == "C0":
            raise ValueError
        return view(candidate, blind=blind)

    monkeypatch.setattr("scoring.engine.quote.view", broken)
    assert (await quote(priced(ScriptedAnalyzer()), batch(1, 3))).calls == 2


@pytest.mark.parametrize("request_", [BatchRequest(jobs=None, candidates=()), batch(0, 3), batch(3, 0)], ids=str)
async def test_a_batch_of_no_pairs_takes_nothing(request_: BatchRequest) -> None:
    told = await quote(priced(ScriptedAnalyzer()), request_)
    assert (told.pairs, told.calls, told.seconds, told.costUsd) == (0, 0, 0, CostRange(0, 0))
    assert told.tokens == ExpectedTokens(0, 0)
