from __future__ import annotations

from scoring.admission.limit import CARE_CALLS, SLOW_DOWN_S, AdaptiveLimit


def round_of(limit: AdaptiveLimit, in_flight: int | None = None) -> None:
    """As many successes as the limit is wide, all places in use."""
    for _ in range(limit.value):
        limit.succeeded(limit.value if in_flight is None else in_flight, 0.0)


def cut(limit: AdaptiveLimit) -> None:
    """A wave of refusals, and the first call after its pause, when three quarters are out."""
    limit.refused()
    limit.admitted(limit.value)


def test_it_starts_at_the_start_or_the_ceiling() -> None:
    assert AdaptiveLimit(50, 10).value == 10
    assert AdaptiveLimit(5, 10).value == 5


def test_it_doubles_each_round_until_the_ceiling() -> None:
    limit = AdaptiveLimit(50, 10)
    seen = []
    for _ in range(4):
        round_of(limit)
        seen.append(limit.value)
    assert seen == [20, 40, 50, 50]


def test_it_does_not_grow_while_places_are_free() -> None:
    limit = AdaptiveLimit(50, 10)
    round_of(limit, in_flight=7)
    assert limit.value == 10
    round_of(limit, in_flight=8)
    assert limit.value > 10


def test_a_failure_costs_a_round_of_growth_and_nothing_else() -> None:
    limit = AdaptiveLimit(50, 10)
    limit.failed()
    round_of(limit)
    assert limit.value == 10
    round_of(limit)
    assert limit.value == 20


def test_a_wave_cuts_it_to_three_quarters() -> None:
    limit = AdaptiveLimit(100, 40)
    cut(limit)
    assert limit.value == 30
    cut(limit)
    assert limit.value == 22


def test_it_never_falls_below_one() -> None:
    limit = AdaptiveLimit(100, 2)
    for _ in range(20):
        cut(limit)
    assert limit.value == 1


def test_it_comes_back_soon_to_just_below_where_it_was_refused() -> None:
    limit = AdaptiveLimit(1000, 100)
    cut(limit)
    seen = []
    for _ in range(3):
        round_of(limit)
        seen.append(limit.value)
    assert seen[0] > 90
    assert 95 <= seen[1] <= seen[2] <= 99  # from here on with care


def test_a_small_limit_is_looked_past_only_once_in_many_calls() -> None:
    limit = AdaptiveLimit(100, 4)
    cut(limit)
    calls = 0
    while limit.value < 5:
        limit.succeeded(limit.value, 0.0)
        calls += 1
    assert calls > CARE_CALLS / 2


def test_past_where_it_was_refused_it_grows_faster_again() -> None:
    limit = AdaptiveLimit(1000, 100)
    cut(limit)
    rounds = 0
    while limit.value < 200:
        round_of(limit)
        rounds += 1
    assert rounds <= 15  # 30 s at 2 s a call


def test_after_a_pause_calls_come_back_from_what_is_still_out() -> None:
    limit = AdaptiveLimit(1000, 100)
    limit.refused()
    assert limit.value == 75
    limit.admitted(10)  # the pause was long, and most have ended
    assert limit.value == 10
    for _ in range(5):
        limit.succeeded(10, 0.0)
    assert limit.value == 15
    for _ in range(80):
        limit.succeeded(limit.value, 0.0)
    assert limit.value >= 75


def test_a_wave_that_follows_another_without_a_success_does_not_cut_again() -> None:
    limit = AdaptiveLimit(1000, 100)
    for again in (False, True, True):
        limit.refused(again=again)
        limit.admitted(1)
    assert limit.value == 1  # who is let in is a probe
    for _ in range(80):
        limit.succeeded(limit.value, 0.0)
    assert limit.value >= 75


def test_a_cut_on_the_way_back_is_one_from_where_it_was_then() -> None:
    limit = AdaptiveLimit(1000, 100)
    limit.refused()
    limit.admitted(20)
    cut(limit)
    assert limit.value == 15


def test_a_retry_that_succeeds_lets_calls_come_back_but_not_grow() -> None:
    limit = AdaptiveLimit(1000, 100)
    limit.refused()
    limit.admitted(10)
    for _ in range(200):
        limit.succeeded(limit.value, 0.0, retry=True)
    assert limit.value == 75


def test_a_provider_that_asks_to_slow_down_is_not_pressed_for_long() -> None:
    limit = AdaptiveLimit(100, 10)
    limit.hold(0.0)
    round_of(limit)
    assert limit.value == 10
    limit.succeeded(10, SLOW_DOWN_S)
    assert limit.value == 11


def test_limits_that_become_known_open_it() -> None:
    limit = AdaptiveLimit(100, 10)
    limit.open()
    assert limit.value == 100
    refused = AdaptiveLimit(100, 10)
    cut(refused)
    refused.open()
    assert refused.value == 7
