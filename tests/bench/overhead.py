"""`python -m tests.bench.overhead`: what a pair costs besides the model's time, beside other ways to make the same calls.

A stand-in provider answers at once, from a process of its own; so does every contender run in its own, one at a time, in
turns over several rounds. CPU is that of the contender's process with all its threads; medians are shown. Slow contenders
are given a fifth of the pairs. Nothing here is a test; the SDKs come with the extra `bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib.util
import logging
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import Any

import msgspec
import uvloop
from msgspec import Struct
from msgspec.structs import replace

from tests.bench.contenders import CONTENDERS, Work
from tests.bench.load import parameters, request, talks
from tests.bench.stand_in import StandIn

PLAIN, ENGINE, WHOLE, SDK, LITELLM, LANGCHAIN = CONTENDERS
NEEDS = {SDK: "openai", LITELLM: "litellm", LANGCHAIN: "langchain_openai"}
"""Contenders that an extra installs, and the module by which that is seen."""
SLOW_SHARE = 5
WHOLE_PATH_MS = 0.35
TIMES_LANGCHAIN, TIMES_SDK, OF_PLAIN = 20.0, 15.0, 0.4


class Round(Struct, frozen=True):
    """One contender's round: seconds of its CPU and of the clock, and the stand-in's CPU meanwhile."""

    pairs: int
    cpu_s: float
    wall_s: float
    stand_in_s: float

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU a pair."""
        return self.cpu_s / self.pairs * 1000

    @property
    def per_second(self) -> float:
        """Pairs a second."""
        return self.pairs / self.wall_s


class Figures(Struct, frozen=True):
    """Medians of a contender's rounds."""

    cpu_ms: float
    per_second: float
    stand_in_share: float

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> Figures:
        """The medians of some rounds."""
        return cls(
            statistics.median(each.cpu_ms for each in rounds),
            statistics.median(each.per_second for each in rounds),
            statistics.median(each.stand_in_s / each.wall_s for each in rounds),
        )


class Worker:
    """A contender in a process of its own, opened and warm."""

    def __init__(self, name: str, work: Work) -> None:
        self._work = replace(work, pairs=work.pairs // SLOW_SHARE) if CONTENDERS[name][1] else work
        self._pipe, far = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_work, args=(far, name, self._work))
        self._process.start()
        far.close()
        self._pipe.recv()

    def measure(self, number: int, stand_in: StandIn) -> Round:
        """Run one round."""
        before_s = stand_in.cpu_s()
        self._pipe.send(number)
        cpu_s, wall_s = self._pipe.recv()
        return Round(self._work.pairs, cpu_s, wall_s, stand_in.cpu_s() - before_s)

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join()


def _work(pipe: Connection, name: str, work: Work) -> None:
    logging.basicConfig(level=logging.ERROR)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_rounds(pipe, name, work))


async def _rounds(pipe: Connection, name: str, work: Work) -> None:
    contender, _ = CONTENDERS[name]
    async with contender(work) as prepare:
        await prepare(0)  # imports, connections, caches
        pipe.send("ready")
        while (number := await asyncio.to_thread(_next, pipe)) is not None:
            round_ = prepare(number)
            gc.collect()
            cpu_s, wall_s = time.process_time(), time.monotonic()
            await round_
            pipe.send((time.process_time() - cpu_s, time.monotonic() - wall_s))


def _next(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except EOFError:
        return None


def measure(work: Work, names: Sequence[str], rounds: int, stand_in: StandIn) -> dict[str, Figures]:
    """Each contender's figures; they take turns."""
    with ExitStack() as stack:
        workers = {}
        for name in names:
            workers[name] = Worker(name, work)
            stack.callback(workers[name].close)
        taken: dict[str, list[Round]] = {name: [] for name in names}
        for number in range(1, rounds + 1):
            for name, worker in workers.items():
                taken[name].append(worker.measure(number, stand_in))
    return {name: Figures.of(of_name) for name, of_name in taken.items()}


def print_table(found: dict[str, Figures], missing: Sequence[str]) -> None:
    """All contenders, with ratios to plain aiohttp."""
    plain = found[PLAIN]
    print("| contender | CPU a pair, ms | to plain | pairs/s | to plain | the stand-in's share of a core |")
    print("|---|---|---|---|---|---|")
    for name, it in found.items():
        cpu, speed = it.cpu_ms / plain.cpu_ms, it.per_second / plain.per_second
        print(f"| {name} | {it.cpu_ms:.3f} | {cpu:.2f} | {it.per_second:,.0f} | {speed:.2f} | {it.stand_in_share:.0%} |")
    for name in missing:
        print(f"| {name} | not installed (`pip install -e '.[bench]'`) | | | | |")


def print_targets(found: dict[str, Figures]) -> None:
    """What is to be reached, and whether it was."""
    whole = found[WHOLE]
    print("\n| what | target | measured | |\n|---|---|---|---|")
    met = _said(whole.cpu_ms <= WHOLE_PATH_MS)
    print(f"| CPU of a pair on the whole path | <= {WHOLE_PATH_MS} ms | {whole.cpu_ms:.3f} ms | {met} |")
    for name, least in ((LANGCHAIN, TIMES_LANGCHAIN), (SDK, TIMES_SDK), (PLAIN, OF_PLAIN)):
        if name in found:
            times = whole.per_second / found[name].per_second
            print(f"| throughput of the whole path to that of {name} | >= {least} | {times:.2f} | {_said(times >= least)} |")


def _said(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000, help="pairs of a round")
    parser.add_argument("--jobs", type=int, default=4, help="jobs they come from; each has so many candidates fewer")
    parser.add_argument("--concurrency", type=int, default=50, help="calls at a time")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ours", action="store_true", help="leave the SDKs out")
    given = parser.parse_args()
    names = [name for name in CONTENDERS if not given.ours or name not in NEEDS]
    missing = [name for name in names if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None]
    present = [name for name in names if name not in missing]
    with StandIn() as stand_in:
        work = Work(stand_in.base_url, given.pairs // given.jobs * given.jobs, given.jobs, given.concurrency)
        print(_described(work, given.rounds))
        found = measure(work, present, given.rounds, stand_in)
    print_table(found, missing)
    print_targets(found)


def _described(work: Work, rounds: int) -> str:
    (talk,) = talks(1)
    candidate = len(msgspec.json.encode(request(0, 1, 1).candidates)) / 1000
    body = len(msgspec.json.encode({**parameters(), "messages": talk})) / 1000
    return (
        f"{work.pairs:,} pairs ({work.jobs} jobs x {work.candidates:,} candidates of {candidate:.1f} KB), "
        f"{work.concurrency} calls at a time, {body:.1f} KB a request, medians of {rounds} rounds\n"
    )


if __name__ == "__main__":
    main()
