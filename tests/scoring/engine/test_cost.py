"""What a batch costs: every attempt that was billed, and nothing else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from scoring.analyzers.base import Answer
from scoring.engine import BatchRun
from scoring.engine.tally import Tally
from scoring.errors import AnalysisError, CallTimeout, InvalidOutput, ProviderFailure, Refused
from scoring.events import Analysed, Failed
from scoring.models import Pair
from scoring.prices import Price, Tokens
from scoring.profile import BlindProfile
from tests.scoring.engine.test_engine import JUDGEMENT, ScriptedAnalyzer, batch, done_of, engine_of, run

DOLLAR_EACH = Price(100_000, 100_000, 0)  # 10 tokens a call: 1 USD
BILL = Tokens(10, 5)


def billed(error: AnalysisError) -> AnalysisError:
    error.tokens = BILL
    return error


async def test_a_pair_and_its_batch_cost_what_the_call_took() -> None:
    events = await run(engine_of(ScriptedAnalyzer(), price=DOLLAR_EACH), batch(1, 3))
    assert [event.record.costUsd for event in events if isinstance(event, Analysed)] == [1, 1, 1]
    assert done_of(events).costUsd == 3


async def test_a_repaired_pair_costs_both_its_calls() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: billed(InvalidOutput("no")) if attempt == 1 else None)
    events = await run(engine_of(analyzer, price=DOLLAR_EACH), batch(1, 1))
    analysis = events[1]
    assert isinstance(analysis, Analysed)
    assert (analysis.record.tokens, analysis.record.costUsd) == (Tokens(20, 10), 2)
    assert (done_of(events).tokens, done_of(events).costUsd) == (Tokens(20, 10), 2)


async def test_a_refused_pair_costs_what_the_provider_counted() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: billed(Refused()) if pair == 0 else None)
    events = await run(engine_of(analyzer, price=DOLLAR_EACH), batch(1, 2))
    failures = [event for event in events if isinstance(event, Failed)]
    assert [(event.tokens, event.costUsd) for event in failures] == [(BILL, 1)]
    assert done_of(events).costUsd == 2


async def test_calls_that_were_never_billed_cost_nothing() -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: ProviderFailure())
    done = done_of(await run(engine_of(analyzer, price=DOLLAR_EACH), batch(1, 2)))
    assert (done.failed, done.tokens, done.costUsd) == (2, Tokens(), 0)


@pytest.mark.parametrize("price", [DOLLAR_EACH, None], ids=["priced", "without a price"])
async def test_calls_that_may_have_been_billed_cost_what_such_calls_are_expected_to_take(price: Price | None) -> None:
    cut = ProviderFailure("cut")
    cut.may_be_billed = True
    analyzer = ScriptedAnalyzer(lambda pair, attempt: (cut, CallTimeout("late"), None)[pair])
    events = await run(engine_of(analyzer, limit=1, price=price), batch(1, 3))
    # 40 bytes are expected to be 12 tokens until an answer tells; the third call told 10
    assert [event.costUsd for event in events if isinstance(event, Failed)] == ([1.2, 1.2] if price else [None, None])
    assert done_of(events).costUsd == (3.4 if price else None)
    assert done_of(events).tokens.input == 34


async def test_without_a_price_the_cost_is_not_known() -> None:
    engine = engine_of(ScriptedAnalyzer(lambda pair, attempt: billed(Refused()) if pair == 0 else None))
    batch_run = BatchRun(engine, batch(1, 2))
    events = [event async for event in batch_run.events()]
    assert [event.costUsd for event in events if isinstance(event, Failed)] == [None]
    assert [event.record.costUsd for event in events if isinstance(event, Analysed)] == [None]
    assert (done_of(events).costUsd, batch_run.progress().costUsd) == (None, None)
    assert done_of(events).tokens == Tokens(20, 10)


class Untold(ScriptedAnalyzer):
    """Says nothing of its tokens."""

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        return Answer(JUDGEMENT)


async def test_an_answer_whose_tokens_are_not_told_has_no_known_cost() -> None:
    assert done_of(await run(engine_of(Untold(), price=DOLLAR_EACH), batch(1, 1))).costUsd is None


async def test_a_cached_analysis_costs_nothing_and_keeps_the_record_of_the_first_time() -> None:
    analysis = (await run(engine_of(ScriptedAnalyzer(), price=DOLLAR_EACH), batch(1, 1)))[1]
    assert isinstance(analysis, Analysed)
    tally = Tally(1)
    tally.add(replace(analysis, cached=True))
    assert (tally.tokens, tally.cost_usd, analysis.record.costUsd) == (Tokens(), 0, 1)


def test_costs_add_up_without_a_rest() -> None:
    tally = Tally(0)
    for _ in range(10):
        tally.add(
            Failed(
                pair=0,
                jobIndex=0,
                candidateIndex=0,
                job_id="",
                candidateId="",
                code="refused",
                message="",
                attempts=1,
                tokens=BILL,
                costUsd=0.1,
            )
        )
    assert tally.cost_usd == 1
