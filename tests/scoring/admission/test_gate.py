from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.admission import Gate, GateShut, Lane
from scoring.admission.cooldown import MAX_PAUSE_S, MAX_RETRY_AFTER_S, PATIENCE_S, PAUSE_S
from scoring.admission.lane import STREAK
from scoring.admission.places import Places
from scoring.admission.quota import USED
from scoring.errors import AnalysisError, InvalidOutput, ProviderFailure, RateLimited, Refused, TooLong, Unauthorized
from scoring.ratelimits import Allowance, RateLimits
from tests.virtual_time import in_virtual_time


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Holders:
    """Tasks that hold a lease until told to let go; `order` says who was let in."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.doors: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, lane: Lane, *, retry: bool = False) -> None:
        self.doors[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._hold(name, lane, retry))

    async def _hold(self, name: str, lane: Lane, retry: bool) -> None:
        async with lane.lease(retry=retry):
            self.order.append(name)
            await self.doors[name].wait()

    async def let_go(self, name: str) -> None:
        self.doors[name].set()
        await self.tasks[name]
        await settle()

    async def cancel(self, *names: str) -> None:
        for name in names:
            self.tasks[name].cancel()
        await asyncio.gather(*(self.tasks[name] for name in names), return_exceptions=True)
        await settle()


async def test_never_more_than_the_limit_are_let_in() -> None:
    gate, held = Gate(2), Holders()
    lane = gate.lane()
    for name in "abcd":
        held.start(name, lane)
    await settle()
    assert (held.order, gate.in_flight) == (["a", "b"], 2)
    await held.let_go("a")
    assert (held.order, gate.in_flight) == (["a", "b", "c"], 2)
    await held.cancel("b", "c", "d")
    assert gate.in_flight == 0


async def test_each_lane_counts_the_places_that_it_has() -> None:
    gate, held = Gate(3), Holders()
    one, other = gate.lane(), gate.lane()
    for name, lane in (("a", one), ("b", one), ("c", other), ("d", other)):
        held.start(name, lane)
    await settle()
    assert (one.in_flight, other.in_flight, gate.in_flight) == (2, 1, 3)
    await held.let_go("a")
    assert (one.in_flight, other.in_flight, gate.in_flight) == (1, 2, 3)
    await held.cancel("b", "c", "d")
    assert (one.in_flight, other.in_flight, gate.in_flight) == (0, 0, 0)


async def test_places_are_dealt_to_the_lanes_in_turn() -> None:
    gate, held = Gate(1), Holders()
    large, small = gate.lane(), gate.lane()
    for number in range(5):
        held.start(f"large{number}", large)
    await settle()
    held.start("small0", small)
    held.start("small1", small)
    await settle()
    for _ in range(6):
        await held.let_go(held.order[-1])
    # One waiter had its place before the small lane came; from then on they alternate.
    assert held.order.index("small0") <= 2
    assert held.order.index("small1") <= 4
    await held.let_go(held.order[-1])
    assert gate.in_flight == 0


async def test_a_retry_goes_to_the_front_of_its_lane() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    for name in ("first", "second"):
        held.start(name, lane)
    held.start("retry", lane, retry=True)
    await settle()
    while len(held.order) < 3:
        await held.let_go(held.order[-1])
    assert held.order.index("retry") < held.order.index("second")
    await held.let_go(held.order[-1])


async def test_cancelling_a_waiter_leaves_its_place_to_the_next() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    for name in "abc":
        held.start(name, lane)
    await settle()
    await held.cancel("b")
    await held.let_go("a")
    assert held.order == ["a", "c"]
    await held.let_go("c")
    assert gate.in_flight == 0


async def test_a_place_granted_to_a_task_cancelled_in_the_same_turn_is_given_back() -> None:
    gate, held = Gate(1), Holders()
    lane = gate.lane()
    held.start("a", lane)
    held.start("b", lane)
    await settle()
    held.doors["a"].set()
    for _ in range(4):  # at one of these turns the place is granted and b has not woken yet
        await asyncio.sleep(0)
        if gate.in_flight and held.tasks["a"].done():
            break
    await held.cancel("b")
    assert gate.in_flight == 0
    held.start("c", lane)
    await settle()
    assert held.order[-1] == "c"
    await held.let_go("c")


async def test_an_error_in_the_body_frees_the_place() -> None:
    gate = Gate(1)
    lane = gate.lane()
    with pytest.raises(ValueError, match="oh"):
        async with lane.lease():
            raise ValueError("oh")
    async with lane.lease():
        assert gate.in_flight == 1
    assert gate.in_flight == 0


# In virtual time, with calls that take long


def now_s() -> float:
    return asyncio.get_running_loop().time()


DOWN = ProviderFailure("down", retryable=True)
LIMITED = RateLimited("too many", retryable=True)


async def call(
    lane: Lane,
    seconds: float,
    error: AnalysisError | None = None,
    *,
    tokens: int = 0,
    used: int | None = None,
    retry: bool = False,
) -> float:
    """One call that takes so long and then goes this way; returns when it was let in."""
    async with lane.lease(tokens, retry=retry) as lease:
        began_s = now_s()
        await asyncio.sleep(seconds)
        lease.settle(error, tokens=used)
    return began_s


async def calls(lane: Lane, number: int, seconds: float = 2.0) -> list[float]:
    """So many calls; returns when each was let in."""
    return await asyncio.gather(*(call(lane, seconds) for _ in range(number)))


@in_virtual_time
async def test_a_lease_is_settled_once_and_gives_its_place_back_then() -> None:
    gate = Gate(1)
    async with gate.lane().lease() as lease:
        lease.settle()
        assert gate.in_flight == 0
        with pytest.raises(RuntimeError, match="only once"):
            lease.settle()
    assert gate.in_flight == 0


@in_virtual_time
async def test_requests_per_minute_are_let_out_evenly_after_one_seconds_worth() -> None:
    gate = Gate(100, rpm=600 / USED)
    began_s = sorted(await calls(gate.lane(), 40))
    assert began_s[:10] == [0.0] * 10
    assert began_s[10:] == pytest.approx([n / 10 for n in range(1, 31)])


@in_virtual_time
async def test_tokens_are_reserved_as_expected_and_settled_as_used() -> None:
    gate = Gate(100, tpm=6000 / USED)  # 100 a second
    lane = gate.lane()
    await call(lane, 0.0, tokens=100, used=20)
    assert await call(lane, 0.0, tokens=80) == 0.0
    assert await call(lane, 0.0, tokens=50) == pytest.approx(0.5)


@in_virtual_time
async def test_a_large_call_is_not_passed_by_small_ones_of_its_lane() -> None:
    gate = Gate(100, tpm=6000 / USED)
    lane = gate.lane()
    order: list[int] = []

    async def one(tokens: int) -> None:
        await call(lane, 0.0, tokens=tokens)
        order.append(tokens)

    await asyncio.gather(*(one(tokens) for tokens in (60, 90, 10)))
    assert order == [60, 90, 10]


@in_virtual_time
async def test_the_calls_refused_at_once_are_one_wave_with_one_pause() -> None:
    gate = Gate(10)
    lane = gate.lane()
    refused = [asyncio.create_task(call(lane, 1.0 + n / 100, LIMITED)) for n in range(8)]
    await asyncio.sleep(1.2)
    assert gate.limit == 7
    assert await call(lane, 0.0) == pytest.approx(1.0 + PAUSE_S)
    await asyncio.gather(*refused)


@in_virtual_time
async def test_waves_that_follow_each_other_wait_longer_until_one_call_succeeds() -> None:
    gate = Gate(10)
    lane = gate.lane()
    began_s = [await call(lane, 0.0, LIMITED) for _ in range(4)]
    assert began_s == pytest.approx([0.0, PAUSE_S, 3 * PAUSE_S, 7 * PAUSE_S])
    at_s = now_s()
    assert await call(lane, 0.0) == pytest.approx(at_s + 8 * PAUSE_S)
    await call(lane, 0.0, LIMITED)
    at_s = now_s()
    assert await call(lane, 0.0) == pytest.approx(at_s + PAUSE_S)


@in_virtual_time
async def test_a_refusals_retry_after_does_not_hold_up_the_others() -> None:
    gate = Gate(10)
    lane = gate.lane()
    await call(lane, 0.0, RateLimited("later", retryable=True, retry_after_s=3600.0))
    assert await call(lane, 0.0) == pytest.approx(PAUSE_S)


def limited(retry_after_s: float | None = None) -> RateLimited:
    return RateLimited("too many", retryable=True, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("retry_after_s", "patience_s"),
    [(None, PATIENCE_S), (30.0, MAX_RETRY_AFTER_S), (300.0, MAX_RETRY_AFTER_S), (MAX_RETRY_AFTER_S, MAX_RETRY_AFTER_S)],
)
@in_virtual_time
async def test_nothing_but_refusals_for_long_send_everybody_away(retry_after_s: float | None, patience_s: float) -> None:
    lane, error = Gate(1).lane(), limited(retry_after_s)
    waiting = [asyncio.create_task(call(lane, 0.0, error)) for _ in range(90)]
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert patience_s <= now_s() <= patience_s + MAX_PAUSE_S
    assert {each.cause for each in ended if isinstance(each, GateShut)} == {error}


@in_virtual_time
async def test_calls_that_are_turned_away_when_all_hope_is_gone_are_not_made_again() -> None:
    lane = Gate(4).lane()
    first, slow, hopeless, later = errors = [limited() for _ in range(4)]
    slow_call = asyncio.create_task(call(lane, PATIENCE_S + 10, slow))
    await call(lane, 0.0, first)
    await asyncio.sleep(PATIENCE_S)
    await call(lane, 0.0, hopeless)
    await slow_call
    await call(lane, 0.0)
    await call(lane, 0.0, later)
    assert [error.retryable for error in errors] == [True, False, False, True]


@in_virtual_time
async def test_a_provider_that_turns_everybody_away_for_hours_is_not_waited_for() -> None:
    lane = Gate(1).lane()
    error = RateLimited("tomorrow", retryable=True, retry_after_s=36_000.0)
    waiting = [asyncio.create_task(call(lane, 0.0, error)) for _ in range(30)]
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert sum(isinstance(each, GateShut) for each in ended) == 28  # one wave may be an exception, the second is none
    assert now_s() == PAUSE_S


@in_virtual_time
async def test_a_wave_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    lane = Gate(10, name="a-model").lane()
    await asyncio.gather(*(call(lane, 1.0, LIMITED) for _ in range(8)))
    assert [record.message for record in caplog.records] == [
        "a-model asks for fewer calls: none for 0.5 s, then at most 7 at a time (it was 10): too many"
    ]


@in_virtual_time
async def test_calls_let_in_under_a_larger_limit_do_not_cut_a_smaller_one() -> None:
    gate = Gate(10)
    lane = gate.lane()
    old = [asyncio.create_task(call(lane, 1.0 if n == 0 else 10.0, LIMITED)) for n in range(10)]
    await asyncio.sleep(2.0)
    assert gate.limit == 7
    await asyncio.gather(*old)  # the pause has long been over when the others are refused
    assert gate.limit == 7


@in_virtual_time
async def test_an_interactive_batch_goes_before_a_bulk_one() -> None:
    gate = Gate(10)
    bulk = asyncio.create_task(calls(gate.lane(bulk=True), 1000))
    await asyncio.sleep(1.0)
    began_s = now_s()
    await calls(gate.lane(), 5)
    assert now_s() - began_s <= 4.0  # one call's time until a place is free, and its own
    assert not bulk.done()
    bulk.cancel()
    await asyncio.gather(bulk, return_exceptions=True)
    assert gate.in_flight == 0


@in_virtual_time
async def test_an_endless_row_of_interactive_batches_starves_no_bulk_one() -> None:
    gate = Gate(10)
    bulk = asyncio.create_task(calls(gate.lane(bulk=True), 20, 1.0))

    async def client() -> None:
        while not bulk.done():
            await calls(gate.lane(), 50, 1.0)

    clients = [asyncio.create_task(client()) for _ in range(3)]
    await bulk
    assert now_s() <= 25.0  # a call a second is its own
    await asyncio.gather(*clients)


@in_virtual_time
async def test_an_error_of_the_request_says_nothing_of_the_provider() -> None:
    gate = Gate(100)
    lane = gate.lane()
    await asyncio.gather(*(call(gate.lane(), 0.1, ODD) for _ in range(40)))
    assert await call(lane, 0.0, retry=True) < 1.0
    assert lane.is_trusted


ODD = ProviderFailure("what?")
ODD.of_request = True
TOO_LONG = TooLong("long")
TOO_LONG.of_request = True
REFUSED = Refused("no")
REFUSED.of_request = True
INVALID = InvalidOutput("no JSON")


@pytest.mark.parametrize("error", [ODD, INVALID], ids=["not taken", "invalid"])
@in_virtual_time
async def test_a_batch_whose_calls_are_all_answered_to_no_use_makes_no_more(error: AnalysisError) -> None:
    gate = Gate(1)
    lane, other = gate.lane(), gate.lane()
    waiting = [asyncio.create_task(call(lane, 1.0, error)) for _ in range(STREAK + 5)]
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [each.cause for each in ended if isinstance(each, GateShut)] == [error] * 5
    with pytest.raises(GateShut):
        await call(lane, 1.0)
    assert (lane.is_trusted, other.is_trusted) == (False, True)  # another batch is none of its business
    await call(other, 1.0)


STREAKS: dict[str, list[AnalysisError | None]] = {
    "too few": [INVALID] * (STREAK - 1),
    "after one that succeeded": [None, *[INVALID] * (STREAK + 1)],
    "one that succeeded among them": [*[ODD] * (STREAK - 1), None, *[ODD] * STREAK],
    "of two kinds": [*[INVALID] * (STREAK - 1), *[ODD] * (STREAK - 1)],
    "pairs that are too long": [TOO_LONG] * (STREAK + 1),
    "pairs that are refused": [REFUSED] * (STREAK + 1),
    "a pair that is refused among them": [*[ODD] * (STREAK - 1), REFUSED, *[ODD] * (STREAK - 1)],
}


@pytest.mark.parametrize("errors", STREAKS.values(), ids=STREAKS)
@in_virtual_time
async def test_a_batch_of_which_that_is_not_known_goes_on(errors: list[AnalysisError | None]) -> None:
    lane = Gate(1).lane()
    for error in errors:
        await call(lane, 0.0, error)
    assert lane.is_trusted
    await call(lane, 0.0)


@in_virtual_time
async def test_what_says_nothing_of_answers_does_not_break_a_streak() -> None:
    lane = Gate(1).lane()
    for error in (*[INVALID] * (STREAK - 1), DOWN, LIMITED, INVALID):
        await call(lane, 0.0, error)
    assert not lane.is_trusted


@in_virtual_time
async def test_batches_of_a_kind_take_turns() -> None:
    gate = Gate(1)
    large = asyncio.create_task(calls(gate.lane(bulk=True), 20))
    await asyncio.sleep(1.0)
    small = await calls(gate.lane(bulk=True), 3)
    # One of the large batch's had its turn already; from then on they alternate.
    assert small == [4.0, 8.0, 12.0]
    await large


@in_virtual_time
async def test_a_batch_that_comes_while_another_waits_for_quota_gets_its_turn() -> None:
    gate = Gate(100, rpm=60 / USED)
    large = asyncio.create_task(calls(gate.lane(bulk=True), 20, 0.0))
    await asyncio.sleep(1.5)
    assert await call(gate.lane(), 0.0) == pytest.approx(2.0)
    large.cancel()
    await asyncio.gather(large, return_exceptions=True)


async def fail_all(lane: Lane, number: int) -> None:
    """So many calls that fail at once."""
    await asyncio.gather(*(call(lane, 0.1, DOWN) for _ in range(number)))


@in_virtual_time
async def test_retries_wait_while_too_many_calls_fail_and_others_tell_more() -> None:
    gate = Gate(10)
    lane = gate.lane()
    await fail_all(lane, 6)
    running = asyncio.create_task(call(lane, 5.0))
    await asyncio.sleep(0.5)
    retry = asyncio.create_task(call(lane, 0.0, retry=True))
    await asyncio.sleep(1.0)
    assert not retry.done()
    assert lane.waiting_for() == "calls that are out, before anything is retried"
    assert await call(lane, 0.0) == pytest.approx(1.6)  # a first attempt does not wait
    assert await retry == pytest.approx(1.6)  # now that one has succeeded
    await running


@in_virtual_time
async def test_retries_go_first_while_there_is_a_budget_for_them() -> None:
    gate = Gate(1)
    lane = gate.lane()
    running = asyncio.create_task(call(lane, 1.0))
    await asyncio.sleep(0)
    fresh = asyncio.create_task(call(lane, 1.0))
    await asyncio.sleep(0.5)
    retry = asyncio.create_task(call(lane, 1.0, retry=True))
    assert (await retry, await fresh) == (1.0, 2.0)
    await running


@in_virtual_time
async def test_a_provider_that_is_down_is_only_probed() -> None:
    gate = Gate(100)
    lane = gate.lane()
    await fail_all(lane, 20)
    first = asyncio.create_task(call(lane, 3.0, DOWN))
    second = asyncio.create_task(call(lane, 3.0))
    third = asyncio.create_task(call(lane, 3.0))
    await asyncio.sleep(1.0)
    assert lane.waiting_for() == "the provider to answer again, 4.0 s"
    await asyncio.sleep(5.0)
    assert gate.in_flight == 1
    assert lane.waiting_for() == "the provider to answer again, which one call tries now"
    began_s = await asyncio.gather(first, second, third)
    assert began_s == pytest.approx([5.2, 18.2, 21.2], abs=0.2)  # a wait of 5 s, one of 10 s, and none once one succeeded


@in_virtual_time
async def test_an_outage_that_lasts_sends_everybody_away_within_a_minute() -> None:
    gate = Gate(100)
    lane = gate.lane()
    await fail_all(lane, 20)
    waiting = [asyncio.create_task(call(lane, 0.1, DOWN)) for _ in range(30)]
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    shut = [error for error in ended if isinstance(error, GateShut)]
    assert now_s() < 60
    assert {error.cause for error in shut} == {DOWN}
    assert len(shut) == 30 - 5  # but for the probes


@in_virtual_time
async def test_a_key_that_is_refused_sends_everybody_away_at_once_and_who_comes_later_tries_again() -> None:
    gate = Gate(1)
    lanes = gate.lane(), gate.lane(bulk=True)
    tasks = [asyncio.create_task(call(lane, 1.0, Unauthorized("no"))) for lane in lanes for _ in range(3)]
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(error, GateShut) for error in ended) == 5
    assert now_s() == 1.0
    assert await call(lanes[0], 1.0) == 1.0
    assert await calls(lanes[0], 2) == [2.0, 4.0]


FORBIDDEN = Unauthorized("403")
FORBIDDEN.of_request = True
DOORS: dict[str, tuple[list[AnalysisError | None], bool]] = {
    "at first": ([FORBIDDEN], False),
    "after an answer": ([None, FORBIDDEN], True),
    "the second after an answer": ([None, FORBIDDEN, FORBIDDEN], False),
    "with an answer between": ([None, FORBIDDEN, None, FORBIDDEN], True),
    "after trouble": ([None, DOWN, FORBIDDEN], False),
    "after a key was refused": ([None, Unauthorized("401"), FORBIDDEN], False),
    "another pair's trouble": ([None, ODD, FORBIDDEN], True),
    "of the key": ([None, Unauthorized("401")], False),
}


@pytest.mark.parametrize(("errors", "of_request"), DOORS.values(), ids=DOORS)
@in_virtual_time
async def test_a_door_that_is_shut_where_others_were_let_in_is_shut_to_one(
    errors: list[AnalysisError | None], of_request: bool
) -> None:
    lane = Gate(1).lane()
    for error in errors:
        async with lane.lease() as lease:
            understood = lease.settle(error)
    assert type(understood) is (Refused if of_request else Unauthorized)
    assert lane.is_trusted is of_request


@in_virtual_time
async def test_who_can_go_elsewhere_does_not_wait_for_the_end_of_an_outage() -> None:
    gate = Gate(20, start=20)
    impatient, patient = gate.lane(patient=False), gate.lane()
    failing = [asyncio.create_task(call(patient, 1.0, DOWN)) for _ in range(20)]
    await asyncio.sleep(0.5)
    assert impatient.is_trusted
    elsewhere = asyncio.create_task(call(impatient, 0.0))
    staying = asyncio.create_task(call(patient, 0.0))
    with pytest.raises(GateShut):
        await elsewhere
    assert not impatient.is_trusted
    await asyncio.gather(*failing)
    assert await staying > 5


@in_virtual_time
async def test_a_lane_that_is_held_waits_for_nothing_and_goes_on_when_let_go() -> None:
    gate = Gate(1)
    lane = gate.lane()
    lane.hold()
    waiting = asyncio.create_task(call(lane, 0.0))
    await asyncio.sleep(3.0)
    assert lane.waiting_for() is None
    lane.let_go()
    assert await waiting == 3.0


@in_virtual_time
async def test_it_says_what_it_waits_for() -> None:
    gate = Gate(2, rpm=60 / USED)
    lane = gate.lane()
    tasks = [asyncio.create_task(call(lane, 9.0)) for _ in range(3)]
    await asyncio.sleep(0.25)
    assert lane.waiting_for() == "requests per minute, 0.8 s"
    await asyncio.sleep(1.0)
    assert lane.waiting_for() == "a free place, 2 of 2 in use"
    await asyncio.gather(*tasks)
    assert lane.waiting_for() is None
    refused = asyncio.create_task(call(gate.lane(), 0.0, LIMITED))
    await refused
    paused = asyncio.create_task(call(lane, 0.0))
    await asyncio.sleep(0.25)
    assert lane.waiting_for() == "the pause after a rate limit, 0.2 s"
    await paused


@in_virtual_time
async def test_it_counts_how_calls_ended() -> None:
    gate = Gate(10)
    lane = gate.lane()
    for error in (None, None, LIMITED, DOWN, Unauthorized("no"), Refused("this one")):
        await call(lane, 1.0, error)
    cancelled = asyncio.create_task(call(lane, 1.0))
    await asyncio.sleep(0.5)
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    out = asyncio.create_task(call(lane, 1.0))
    await asyncio.sleep(0.5)
    counts = gate.counts
    assert (counts.admitted, counts.answered, counts.refused, counts.failed, counts.abandoned) == (8, 3, 1, 2, 1)
    await out


@in_virtual_time
async def test_limits_that_an_answer_tells_are_followed_from_then_on() -> None:
    gate = Gate(100)
    assert gate.limit == 10
    lane = gate.lane()
    async with lane.lease() as lease:
        lease.settle(limits=RateLimits(requests=Allowance(600 / USED, 599, 0.1)))
    assert gate.limit == 100
    began_s = sorted(await calls(lane, 30))
    assert began_s[-1] == pytest.approx(2.0, abs=0.2)


@in_virtual_time
async def test_a_provider_that_asks_to_slow_down_is_kept_at_a_lower_limit() -> None:
    gate = Gate(100)
    lane = gate.lane()
    error = RateLimited("slow down", retryable=True)
    error.slow_down = True
    await call(lane, 0.0, error)
    for _ in range(20):
        await calls(lane, 30)
    assert gate.limit == 7


@given(st.integers(1, 4), st.lists(st.tuples(st.sampled_from(["take", "give", "resize"]), st.integers(1, 6)), max_size=40))
def test_places_are_as_many_as_the_last_size_says(size: int, steps: list[tuple[str, int]]) -> None:
    async def run() -> None:
        places, held, now = Places(size), 0, size
        for step, number in steps:
            if step == "resize":
                places.resize(number)
                now = number
            elif step == "give" and held:
                places.give_back()
                held -= 1
            elif step == "take":
                taking = asyncio.create_task(places.take())
                await settle()
                assert taking.done() == (held < now)
                held += taking.done()
                taking.cancel()
                await asyncio.gather(taking, return_exceptions=True)

    asyncio.run(run())
