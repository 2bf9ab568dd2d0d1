"""`python -m tests.bench.memory`: memory of the engine over 100 pairs and over 100,000, the request itself apart.

Each runs in a process of its own, before a stand-in provider that answers at once. What counts is how far the process grows
from the moment when the request is there, looked at after full collections at every 2,000th event; a batch of another 100
pairs has been run before, so that imports and the embedded vectors do not count. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
from multiprocessing.connection import Connection

import uvloop
from msgspec import Struct

from scoring import BatchRequest, EngineSettings, open_engine
from scoring.engine import BatchRun, Engine
from tests.bench.load import request
from tests.bench.stand_in import StandIn
from tests.bench.streams import rss_bytes

FEW, CONCURRENCY, JOBS = 100, 50, 10
LOOK_EVENTS = 2000
TARGET_MB = 10.0
_MB = 1e6


class Growth(Struct, frozen=True):
    """Memory of a process in bytes: what the request took, and how much more there was at most while it ran, and after."""

    pairs: int
    request_bytes: int
    most_bytes: int
    after_bytes: int


def _measure(pipe: Connection, base_url: str, pairs: int) -> None:
    logging.disable()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        pipe.send(runner.run(_grow(base_url, pairs)))


async def _grow(base_url: str, pairs: int) -> Growth:
    settings = EngineSettings(
        analyzer="openai", api_key="key", base_url=base_url, minimum_eligible_score=0.0, concurrent_limit=CONCURRENCY
    )
    engine = open_engine(settings)
    await _most_bytes(engine, request(1, JOBS, FEW // JOBS))
    empty_bytes = rss_bytes()
    batch = request(2, JOBS, pairs // JOBS)
    full_bytes = rss_bytes()
    most_bytes = await _most_bytes(engine, batch)
    growth = Growth(pairs, full_bytes - empty_bytes, most_bytes - full_bytes, rss_bytes() - full_bytes)
    await engine.aclose()
    return growth


async def _most_bytes(engine: Engine, batch: BatchRequest) -> int:
    most_bytes = number = 0
    async for _ in BatchRun(engine, batch).events():
        number += 1
        if number % LOOK_EVENTS == 0 or number == FEW // 2:
            most_bytes = max(most_bytes, rss_bytes())
    return most_bytes


def measure(base_url: str, pairs: int) -> Growth:
    """The growth of a fresh process."""
    pipe, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(far, base_url, pairs))
    process.start()
    far.close()
    growth: Growth = pipe.recv()
    process.join()
    return growth


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000, help=f"pairs of the large batch, of {JOBS} jobs")
    pairs: int = parser.parse_args().pairs
    print("| pairs | the request, MB | growth beyond it at most, MB | after the run, MB |\n|---|---|---|---|")
    with StandIn() as stand_in:
        few, many = (measure(stand_in.base_url, number) for number in (FEW, pairs))
    for it in (few, many):
        figures = (it.request_bytes, it.most_bytes, it.after_bytes)
        print(f"| {it.pairs:,} | {' | '.join(f'{size / _MB:.1f}' for size in figures)} |")
    more_mb = (many.most_bytes - few.most_bytes) / _MB
    met = "met" if more_mb <= TARGET_MB else "missed"
    print(f"\n{more_mb:.1f} MB more for {pairs:,} pairs; target {TARGET_MB:g} MB: {met}")


if __name__ == "__main__":
    main()
