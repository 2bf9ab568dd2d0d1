"""What a call is thought to take, before it is made."""

from __future__ import annotations

import msgspec
import pytest

from scoring.analyzers.local import LocalAnalyzer
from scoring.engine.estimate import MEMORY_CALLS, Estimate
from scoring.models import Candidate, Job, Pair
from scoring.prices import Tokens
from scoring.profile import blind
from scoring.prompts import judgement_schema, messages, size_bytes


def test_before_any_call_a_byte_is_three_tenths_of_a_token_and_an_answer_is_counted_as_long_as_it_may_be() -> None:
    assert Estimate(2000).tokens(5000) == 1500 + 2000
    assert Estimate(2000).expected(5000) == Tokens(1500, 500)
    assert Estimate(100).expected(5000) == Tokens(1500, 100)


def test_the_least_is_that_of_the_thriftiest_call_seen() -> None:
    estimate = Estimate(2000)
    assert estimate.least(1000) == Tokens(240, 300)
    for tokens in (Tokens(250, 400), Tokens(200, 900), Tokens(300, 500)):
        estimate.learn(1000, tokens)
    assert estimate.least(1000) == Tokens(200, 400)


def test_a_call_is_expected_to_take_as_long_as_those_before_it() -> None:
    assert Estimate(0).call_s == 0.01
    estimate = Estimate(2000)
    assert round(estimate.call_s, 1) == 6.7  # 500 tokens at 75 a second
    estimate.learn_time(2.0)
    estimate.learn_time(4.0)
    assert estimate.call_s == 3.0


def test_the_first_call_replaces_both_guesses() -> None:
    estimate = Estimate(2000)
    estimate.learn(4000, Tokens(1000, 600))
    assert estimate.expected(8000) == Tokens(2000, 600)
    assert estimate.tokens(8000) == 2600


def test_the_averages_move_with_what_calls_take() -> None:
    estimate = Estimate(2000)
    for _ in range(10):
        estimate.learn(4000, Tokens(1000, 600))
    for _ in range(10 * MEMORY_CALLS):
        estimate.learn(4000, Tokens(2000, 900))
    assert estimate.expected(4000) == Tokens(2000, 900)


def test_a_byte_more_than_the_calls_before_it_had_does_not_make_a_token() -> None:
    estimate = Estimate(2000)
    estimate.learn(3500, Tokens(900, 300))
    assert estimate.expected(3501) == estimate.expected(3499) == Tokens(900, 300)


@pytest.mark.parametrize("untold", [Tokens(), Tokens(0, 50)], ids=["nothing", "no prompt"])
def test_a_provider_that_does_not_tell_teaches_nothing(untold: Tokens) -> None:
    estimate = Estimate(2000)
    estimate.learn(4000, untold)
    estimate.learn(0, Tokens(10, 10))
    assert estimate.tokens(5000) == 1500 + 2000


def test_the_bound_stays_above_the_longest_prompt_seen_and_the_longest_answer_allowed() -> None:
    estimate = Estimate(2000)
    estimate.learn(1000, Tokens(500, 10))
    for _ in range(100):
        estimate.learn(1000, Tokens(200, 10))
    assert estimate.bound(1000) == Tokens(625, 2000)  # 1000 x 0.5 x 1.25
    assert estimate.expected(1000).input < 210


def test_the_bound_never_falls_below_the_first_guess() -> None:
    estimate = Estimate(100)
    assert estimate.bound(1000) == Tokens(375, 100)
    estimate.learn(1000, Tokens(1, 1))
    assert estimate.bound(1000) == Tokens(300, 100)


def test_an_analyzer_without_tokens_is_expected_to_take_none() -> None:
    assert Estimate(0).tokens(LocalAnalyzer().size_bytes(Pair(0, 0, 0, Job(), Candidate()), blind(Candidate()))) == 0


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate(),
        Candidate(technical_skills=("Python", "Go"), resume_text="x" * 5000),
        Candidate(currentTitle="Entwickler für Größeres", resume_text="日本語" * 500),
    ],
    ids=["empty", "long", "not ASCII"],
)
def test_the_size_of_a_prompt_is_that_of_what_is_sent(candidate: Candidate) -> None:
    job, profile = Job(title="Engineer", description="Größe " * 100), blind(candidate)
    sent = sum(len(message["content"].encode()) for message in messages(job, profile))
    sent += len(msgspec.json.encode(judgement_schema()))
    assert size_bytes(job, profile) == pytest.approx(sent, abs=2)
