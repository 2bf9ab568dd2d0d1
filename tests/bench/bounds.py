"""What no policy can beat, and how much of a provider's limits one has used."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence

from tests.fakes.quotas import MINUTE_S, Quota, Steps
from tests.fakes.simulated import Behaviour, Counts, Outage


def greedy_s(latencies_s: Sequence[float], places: int, behaviour: Behaviour | None = None) -> float:
    """Makespan in seconds when each free place takes the next pair.

    Args:
        behaviour: the provider's, where it takes fewer at a time, is down for a while, or is slow at times.
    """
    behaviour = behaviour or Behaviour()
    room = _room(places, behaviour)
    ends: list[float] = []
    now_s = last_s = 0.0
    for latency_s in latencies_s:
        now_s = _start_s(now_s, ends, room, behaviour)
        end_s = now_s + latency_s * behaviour.latency.factor(now_s, len(ends) + 1)
        heapq.heappush(ends, end_s)
        last_s = max(last_s, end_s)
    return last_s


def bound_s(calls: int, tokens: int, places: int, quotas: Sequence[Quota], behaviour: Behaviour, *, seed: int) -> float:
    """The largest of greedy list scheduling, 60 (calls - burst) / RPM and 60 (tokens - burst) / TPM, in seconds."""
    chance = random.Random(seed)
    latencies_s = [behaviour.latency.draw_s(chance) for _ in range(calls)]
    costs = {"requests": calls, "tokens": tokens}
    by_rate_s = [quota.rate.seconds(costs[quota.of] - quota.burst) for quota in quotas]
    return max([greedy_s(latencies_s, places, behaviour), *by_rate_s])


def used_share(counts: Counts, places: int, quotas: Sequence[Quota], behaviour: Behaviour) -> float:
    """How much of the scarcest limit was used until the last call was let through, 0-1. Nothing is due while it is down."""
    until_s = counts.admitted_s[-1] if counts.admitted_s else 0.0
    shares = [
        (len(counts.admitted_s) if quota.of == "requests" else counts.tokens) / (quota.burst + quota.rate.minutes(until_s))
        for quota in quotas
    ]
    return max([_busy_share(counts, places, behaviour, until_s), *shares])


def _start_s(now_s: float, ends: list[float], room: Steps, behaviour: Behaviour) -> float:
    """When the next call can begin, from now on; forgets the calls that have ended by then."""
    outage = behaviour.outage
    while True:
        if outage and outage.from_s <= now_s < outage.to_s:
            now_s = outage.to_s
        while ends and ends[0] <= now_s:
            heapq.heappop(ends)
        if len(ends) < room.at(now_s):
            return now_s
        now_s = min([ends[0], *(at_s for at_s, _ in room.changes if at_s > now_s)])


def _room(places: int, behaviour: Behaviour) -> Steps:
    """Calls at a time, by our ceiling and the provider's."""
    at_once = behaviour.at_once or Steps(places)
    return Steps(min(places, at_once.first), tuple((at_s, min(places, number)) for at_s, number in at_once.changes))


def _busy_share(counts: Counts, places: int, behaviour: Behaviour, until_s: float) -> float:
    room, outage = _room(places, behaviour), behaviour.outage or Outage(until_s, until_s)
    busy_s = due = 0.0
    for from_s, to_s in ((0.0, min(outage.from_s, until_s)), (outage.to_s, until_s)):
        spans = zip(counts.admitted_s, counts.latencies_s, strict=True)
        busy_s += sum(max(0.0, min(at_s + took_s, to_s) - max(at_s, from_s)) for at_s, took_s in spans)
        due += max(0.0, room.minutes(to_s) - room.minutes(from_s))
    return busy_s / MINUTE_S / due if due else 0.0
