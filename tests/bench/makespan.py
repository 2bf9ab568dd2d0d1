"""`python -m tests.bench.makespan`: the engine's makespan beside greedy list scheduling of the same latencies.

A stand-in provider answers with lognormal latency (mean 2 s, sigma 0.3 by default); nothing here is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from msgspec.structs import replace

from scoring import EngineSettings, open_engine
from scoring.engine import BatchRun
from scoring.events import Analysed
from scoring.models import BatchRequest, Candidate, Job
from tests.bench.bounds import greedy_s
from tests.fakes.provider import FakeProvider

LIMIT = 10


async def measure(jobs: int, candidates: int, mean_s: float) -> None:
    """Run one batch and print its figures."""
    request = BatchRequest(
        jobs=tuple(Job(technical_skills=("Python", f"Tool {j}")) for j in range(jobs)),
        candidates=tuple(Candidate(technical_skills=(f"Skill {c}",)) for c in range(candidates)),
    )
    async with FakeProvider(mean_s=mean_s) as fake:
        settings = replace(EngineSettings(), analyzer="openai", base_url=fake.base_url, concurrent_limit=LIMIT)
        engine = open_engine(settings)
        began_s = time.monotonic()
        first_s = answered = 0.0
        async for event in BatchRun(engine, request).events():
            if isinstance(event, Analysed):
                first_s = first_s or time.monotonic() - began_s
                answered += 1
        took_s = time.monotonic() - began_s
        await engine.aclose()
    bound_s = greedy_s(fake.latencies_s, LIMIT)
    print(
        f"{jobs} x {candidates}: {answered:.0f} answered, peak {fake.peak}, {took_s:.2f} s, greedy {bound_s:.2f} s, "
        f"ratio {took_s / bound_s:.3f} (target 1.03); first after {first_s:.2f} s, "
        f"shortest call {min(fake.latencies_s[:LIMIT]):.2f} s"
    )


async def main() -> None:
    """One job of 100 candidates, then five of 20."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mean", type=float, default=2.0, help="mean latency of a call, in seconds")
    mean_s: float = parser.parse_args().mean
    await measure(1, 100, mean_s)
    await measure(5, 20, mean_s)


if __name__ == "__main__":
    asyncio.run(main())
