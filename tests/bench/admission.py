"""`python -m tests.bench.admission`: how the gate and others fare before simulated providers, as a Markdown table.

All is in virtual time. A cell says: makespan over what no policy can beat for the calls it brought home (1.00 is best);
how much of the scarcest limit was used; 429s of all calls; and calls lost, if any were.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import math
import random
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tests.bench.bounds import bound_s, used_share
from tests.bench.ours import Ours
from tests.bench.policies import Call, FullMinute, Known, LangChain, Naive, OpenAISDK, Policy
from tests.fakes.quotas import Bucket, FixedWindow, Of, Quota, SlidingWindow, Steps
from tests.fakes.simulated import Behaviour, Latency, Outage, SimulatedProvider
from tests.virtual_time import VirtualTimeLoop

POLICIES: dict[str, Callable[[Known, random.Random], Policy]] = {
    "this gate": Ours,
    "semaphore, tenacity": Naive,
    "full-minute buckets": FullMinute,
    "LangChain": LangChain,
    "openai SDK": OpenAISDK,
}


class Kind(Struct, frozen=True, kw_only=True):
    """A provider, how many calls it gets, and what of it is known.

    Args:
        quotas: makes its limits per minute.
        ceiling: calls at a time that the policies may make.
        known: whether the policies are told its limits per minute.
    """

    title: str
    quotas: Callable[[], Sequence[Quota]] = tuple
    behaviour: Behaviour = Behaviour()
    calls: int = 1500
    ceiling: int = 50
    known: bool = False


class Result(Struct, frozen=True):
    """How one policy fared. Shares are 0-1; `waves` are those of 429s."""

    over_bound: float
    used: float
    refused: float
    lost: float
    waves: int
    makespan_s: float

    def cell(self) -> str:
        """As it stands in the table."""
        text = f"{self.over_bound:.2f}, {self.used:.0%}, {self.refused:.1%}"
        return f"{text}; {self.lost:{'.0%' if self.lost >= 0.01 else '.2%'}} lost" if self.lost else text


def _second(of: Of, rate: Steps) -> Quota:
    return Bucket(of, rate, hold_s=1.0)


def _requests(kind: Callable[[Of, Steps], Quota], *rates: float) -> Callable[[], Sequence[Quota]]:
    """A limit of requests; a second rate takes its place after a minute."""
    return lambda: (kind("requests", _steps(*rates)),)


def _steps(first: float, *then: float) -> Steps:
    return Steps(first, tuple((60.0, number) for number in then))


SILENT = Behaviour(headers=False)
KINDS = {
    "ceiling": Kind(title="no limit"),
    "second": Kind(title="600 RPM, a bucket of 1 s, known", quotas=_requests(_second, 600), known=True),
    "minute": Kind(title="600 RPM, a bucket of 60 s, known", quotas=_requests(Bucket, 600), calls=3000, known=True),
    "sliding": Kind(title="600 RPM, sliding minute, known", quotas=_requests(SlidingWindow, 600), calls=3000, known=True),
    "fixed": Kind(title="600 RPM, fixed minute, known", quotas=_requests(FixedWindow, 600), calls=3000, known=True),
    "tokens": Kind(
        title="600 RPM and 300,000 TPM, bucket of 1 s, known",
        quotas=lambda: (_second("requests", Steps(600)), _second("tokens", Steps(300_000))),
        known=True,
    ),
    "told": Kind(title="600 RPM, bucket of 1 s, headers", quotas=_requests(_second, 600)),
    "told-held": Kind(
        title="600 RPM, bucket of 1 s, headers tell of that second",
        quotas=lambda: (Bucket("requests", Steps(600), hold_s=1.0, told_s=1.0),),
    ),
    "told-sliding": Kind(title="600 RPM, sliding minute, headers", quotas=_requests(SlidingWindow, 600), calls=3000),
    "unknown": Kind(title="600 RPM, bucket of 1 s, no headers", quotas=_requests(_second, 600), behaviour=SILENT),
    "unknown-sliding": Kind(
        title="600 RPM, sliding minute, no headers", quotas=_requests(SlidingWindow, 600), behaviour=SILENT, calls=3000
    ),
    "unknown-large": Kind(
        title="6,000 RPM, bucket of 1 s, no headers",
        quotas=_requests(_second, 6000),
        behaviour=SILENT,
        calls=6000,
        ceiling=400,
    ),
    "rate-doubles": Kind(
        title="600 RPM, 1,200 after 60 s, headers", quotas=_requests(_second, 600, 1200), calls=2400, ceiling=100
    ),
    "rate-halves": Kind(
        title="1,200 RPM, 600 after 60 s, headers", quotas=_requests(_second, 1200, 600), calls=2400, ceiling=100
    ),
    "places": Kind(title="20 at a time, not told", behaviour=Behaviour(at_once=Steps(20))),
    "places-double": Kind(title="20 at a time, 40 after 60 s", behaviour=Behaviour(at_once=_steps(20, 40)), calls=2400),
    "places-halve": Kind(title="40 at a time, 20 after 60 s", behaviour=Behaviour(at_once=_steps(40, 20))),
    "outage": Kind(title="503 from 20 to 50 s", behaviour=Behaviour(outage=Outage(20, 50))),
    "gone": Kind(title="no connection from 20 to 50 s", behaviour=Behaviour(outage=Outage(20, 50, connects=False))),
    "crowd": Kind(title="twice as slow with 50 at a time", behaviour=Behaviour(latency=Latency(crowd=50))),
    "cold": Kind(title="three times as slow in the first 60 s", behaviour=Behaviour(latency=Latency(warm_up_s=60, cold=3))),
}


def calls_of(kind: Kind, seed: int) -> list[Call]:
    """The calls of a row, the same for all policies: 800 to 1,200 tokens each."""
    chance = random.Random(seed)
    return [Call(chance.randint(600, 900), chance.randint(200, 300)) for _ in range(kind.calls)]


def measure(kind: Kind, policy: Callable[[Known, random.Random], Policy], seed: int) -> Result:
    """Run one policy before one provider."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_measure(kind, policy, seed))


async def _measure(kind: Kind, policy: Callable[[Known, random.Random], Policy], seed: int) -> Result:
    calls = calls_of(kind, seed)
    provider = SimulatedProvider(kind.quotas(), kind.behaviour, seed=seed)
    report = await policy(_known(kind, provider.quotas), random.Random(seed)).run(calls, provider)
    done = len(calls) - report.lost
    least_s = bound_s(done, provider.counts.tokens, kind.ceiling, provider.quotas, kind.behaviour, seed=seed)
    return Result(
        over_bound=report.makespan_s / least_s if least_s else math.inf,
        used=used_share(provider.counts, kind.ceiling, provider.quotas, kind.behaviour),
        refused=provider.counts.refused_share,
        lost=report.lost / len(calls),
        waves=provider.counts.waves,
        makespan_s=report.makespan_s,
    )


def _known(kind: Kind, quotas: Sequence[Quota]) -> Known:
    rates: dict[Of, float] = {quota.of: quota.rate.first for quota in quotas} if kind.known else {}
    return Known(kind.ceiling, rates.get("requests"), rates.get("tokens"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, a row as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--row", action="append", choices=list(KINDS), dest="rows", help="this row, and no other that is not named"
    )
    parser.add_argument("--seed", type=int, default=1, help="of latencies, sizes and jitter")
    parser.add_argument("--times", type=int, default=1, help="make so many times as many calls")
    parser.add_argument("--lenient", action="store_true", help="refused and failed requests do not count as requests")
    parser.add_argument("--waves", action="store_true", help="say in how many waves the 429s came, and the makespan")
    options = parser.parse_args(arguments)
    print(f"| provider | {' | '.join(POLICIES)} |\n|---|{'---|' * len(POLICIES)}")
    for row in options.rows or KINDS:
        kind = replace(KINDS[row], calls=KINDS[row].calls * options.times)
        if options.lenient:
            kind = replace(kind, behaviour=replace(kind.behaviour, failures_count=False))
        cells = [_cell(measure(kind, policy, options.seed), options.waves) for policy in POLICIES.values()]
        print(f"| {kind.title} | {' | '.join(cells)} |", flush=True)


def _cell(result: Result, waves: bool) -> str:
    return f"{result.cell()} ({result.waves} waves, {result.makespan_s:.0f} s)" if waves else result.cell()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)  # the gate says each time what it does, which would be hundreds of lines
    main()
