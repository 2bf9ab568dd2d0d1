from __future__ import annotations

import math

import pytest

from scoring.admission.breaker import CALLS, MAX_WAIT_S, OUTAGE_S, TRIPPED_S, Breaker
from scoring.admission.cooldown import MAX_RETRY_AFTER_S
from scoring.errors import ProviderFailure

DOWN = ProviderFailure("down", retryable=True)


def opened(error: ProviderFailure = DOWN) -> Breaker:
    """One that has just opened, at 0 s."""
    breaker = Breaker()
    states = [breaker.failed(error, 0.0, probe=False) for _ in range(CALLS)]
    assert states == [""] * (CALLS - 1) + ["opened"]
    return breaker


def probe(breaker: Breaker, now_s: float, error: ProviderFailure = DOWN) -> str:
    assert breaker.wait_s(now_s) == 0.0
    assert breaker.admitted()
    return breaker.failed(error, now_s, probe=True)


def test_it_opens_when_half_of_the_latest_calls_have_failed() -> None:
    breaker = Breaker()
    for _ in range(CALLS):
        breaker.succeeded(probe=False)
    states = [breaker.failed(DOWN, 0.0, probe=False) for _ in range(CALLS // 2)]
    assert states == [""] * (CALLS // 2 - 1) + ["opened"]
    assert breaker.wait_s(1.0) == 4.0
    assert not breaker.is_trusted(1.0)


def test_a_few_calls_open_nothing_however_they_go() -> None:
    breaker = Breaker()
    assert {breaker.failed(DOWN, 0.0, probe=False) for _ in range(CALLS - 1)} == {""}
    assert breaker.wait_s(0.0) == 0.0
    assert not breaker.admitted()


def test_one_call_probes_and_the_others_wait_for_it() -> None:
    breaker = opened()
    assert breaker.wait_s(5.0) == 0.0
    assert breaker.is_trusted(5.0)
    assert breaker.admitted()
    assert breaker.wait_s(6.0) is None
    assert not breaker.is_trusted(6.0)


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker = opened()
    breaker.admitted()
    assert breaker.succeeded(probe=True)
    assert breaker.wait_s(5.0) == 0.0
    assert not breaker.admitted()
    assert breaker.failed(DOWN, 5.0, probe=False) == ""  # and what was before is forgotten


def test_each_probe_that_fails_doubles_the_wait_up_to_a_cap() -> None:
    breaker = opened()
    waits = []
    now_s = 5.0
    for _ in range(3):
        assert probe(breaker, now_s) == ""
        waits.append(breaker.wait_s(now_s))
        now_s += breaker.wait_s(now_s) or 0.0
    assert waits == [10.0, 10.0, 10.0]


def test_an_outage_that_lasts_is_given_up_and_later_comers_probe_at_once() -> None:
    breaker = opened()
    assert probe(breaker, OUTAGE_S) == "hopeless"
    assert breaker.wait_s(OUTAGE_S) == 0.0
    assert not breaker.is_trusted(OUTAGE_S)  # elsewhere is better
    assert probe(breaker, OUTAGE_S + 1) == "hopeless"
    breaker.admitted()
    assert breaker.succeeded(probe=True)
    assert breaker.is_trusted(OUTAGE_S + 2)


def test_an_outage_is_not_given_up_before_what_the_provider_asked_for() -> None:
    breaker = opened(ProviderFailure("down", retryable=True, retry_after_s=100.0))
    assert probe(breaker, MAX_WAIT_S) == ""
    assert probe(breaker, 100.0) == "hopeless"


@pytest.mark.parametrize(
    ("retry_after_s", "wait_s"),
    [(1.0, 5.0), (30.0, 30.0), (MAX_RETRY_AFTER_S, MAX_WAIT_S), (86_400.0, 5.0), (math.inf, 5.0)],
)
def test_one_answer_that_asks_for_long_does_not_keep_probes_away(retry_after_s: float, wait_s: float) -> None:
    breaker = opened(ProviderFailure("down", retryable=True, retry_after_s=retry_after_s))
    assert breaker.wait_s(0.0) == wait_s


def test_a_retry_after_beyond_all_bounds_is_hopeless() -> None:
    breaker = opened()
    far = ProviderFailure("down", retryable=True, retry_after_s=MAX_RETRY_AFTER_S + 1)
    assert probe(breaker, 5.0, far) == "hopeless"


def test_a_probe_that_was_cancelled_leaves_the_next_one_to_others() -> None:
    breaker = opened()
    breaker.admitted()
    breaker.abandoned(probe=True)
    assert breaker.wait_s(5.0) == 0.0
    assert breaker.admitted()


def test_a_call_from_before_it_opened_changes_nothing() -> None:
    breaker = opened()
    assert not breaker.succeeded(probe=False)
    assert breaker.failed(DOWN, 1.0, probe=False) == ""
    breaker.abandoned(probe=False)
    assert breaker.wait_s(1.0) == 4.0


def test_a_cause_that_no_waiting_mends_opens_it_at_once() -> None:
    breaker = Breaker()
    breaker.trip(0.0)
    assert breaker.wait_s(0.0) == 0.0
    assert breaker.admitted()  # who comes later probes
    assert [breaker.is_trusted(now_s) for now_s in (1.0, TRIPPED_S)] == [False, False]
    breaker.abandoned(probe=True)
    assert [breaker.is_trusted(now_s) for now_s in (1.0, TRIPPED_S)] == [False, True]


def test_it_may_be_tripped_again() -> None:
    breaker = Breaker()
    breaker.trip(0.0)
    assert breaker.admitted()
    breaker.trip(1.0)
    assert breaker.wait_s(1.0) == 0.0
