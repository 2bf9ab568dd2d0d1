"""`python -m tests.bench.local`: what the local analyzer takes for a pair, part by part, and in whole engine runs.

The candidates take about 2 KB each and are put together from the graded ones of `ranking`, so that they speak of many trades
in many forms. No two lines of a round are the same, and each round has candidates of its own, so that what is remembered
of one text is of no use for the next. All times are CPU of one process; medians of several rounds, and each as a ratio
to a yardstick of the same round: counting the words of one candidate in plain Python. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec
import uvloop
from msgspec.structs import replace

from scoring import BatchRequest, EngineSettings, stream_batch_analysis
from scoring.analyzers.local import judge
from scoring.claims.verdict import publish
from scoring.events import Analysed, encode
from scoring.models import Candidate, Pair
from scoring.profile import blind
from server.serve import settle_collector
from tests.bench.ranking.graded import Trade, trades

TARGET_PER_SECOND = 2000
CANDIDATE_CHARS = 1700
"""Of a resume's text; with the other fields a candidate takes about 2 KB."""
OWN_SHARE = 0.6
"""Of the lines that come from one trade; the others come from all."""
LISTED_SHARE = 0.7
"""Of the candidates that have lists beside their text."""
VIEW, JUDGING, PUBLISHING, ENCODING = PARTS = ("blind view", "judging", "checking and publishing", "encoding")
ANALYZER = (VIEW, JUDGING, PUBLISHING)
ALONE, WHOLE, WALL = "the analyzer alone", "whole engine run", "the same by the clock"
_NOW = "2026-01-01T00:00:00.000Z"
_NUMBER = re.compile(r"\d+")
_FIRST = ("Ada", "Bram", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hoang", "Ines", "Jonas", "Kofi", "Lena")
_LAST = ("Lee", "Okafor", "Novak", "Silva", "Haddad", "Berg", "Tanaka", "Osei", "Moreau", "Lindgren")
_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vor", "bel", "dun", "sha", "pri", "no", "gar")

_T = TypeVar("_T")


class Writer:
    """Writes candidates of about 2 KB; a seed always gives the same ones, and no line comes twice."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._number = 0
        self._every = [line for trade in trades() for line in _lines(trade)]

    def candidate(self, trade: Trade) -> Candidate:
        """One of a trade, by what most of its lines tell."""
        chance, self._number = self._chance, self._number + 1
        like = chance.choice(trade.own).candidate
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        contact = {"email": f"candidate{self._number}@example.com", "phone": f"+1 555 01{self._number % 100:02}"}
        who = replace(like, candidateId=f"C{self._number}", name=name, **contact, resume_text=self._text(trade, name))
        return who if chance.random() < LISTED_SHARE else replace(who, technical_skills=None, currentTitle=None)

    def _text(self, trade: Trade, name: str) -> str:
        lines, own = [name.upper(), f"candidate{self._number}@example.com"], _lines(trade)
        while sum(map(len, lines)) + len(lines) < CANDIDATE_CHARS:
            lines.append(self._changed(self._chance.choice(own if self._chance.random() < OWN_SHARE else self._every)))
        return "\n".join(lines)

    def _changed(self, line: str) -> str:
        """The line with other numbers, and with a made-up word behind one of its own."""
        words = _NUMBER.sub(lambda found: self._digits(found[0]), line).split(" ")
        place = self._chance.choice([place for place, word in enumerate(words) if word.isalpha()] or [len(words) - 1])
        words[place] += f" {''.join(self._chance.choices(_SYLLABLES, k=5))}"
        return " ".join(words)

    def _digits(self, number: str) -> str:
        if len(number) == 4 and number[:2] in ("19", "20"):
            return str(self._chance.randint(2008, 2025))
        return str(self._chance.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))


def request(seed: int, of: Sequence[Trade], candidates: int) -> BatchRequest:
    """A batch of the jobs of these trades, and so many candidates, of each trade as many."""
    writer = Writer(seed)
    return BatchRequest(
        jobs=tuple(trade.job for trade in of),
        candidates=tuple(writer.candidate(of[number % len(of)]) for number in range(candidates)),
        threshold=50,
    )


def parts(batch: BatchRequest) -> dict[str, float]:
    """CPU seconds of each part for all pairs of a batch, a candidate's jobs in turn and its blind view once, as in a run."""
    taken = dict.fromkeys(PARTS, 0.0)

    def timed(part: str, work: Callable[[], _T]) -> _T:
        start_s = time.process_time()
        result = work()
        taken[part] += time.process_time() - start_s
        return result

    gc.collect()
    for candidate in batch.candidates or ():
        view = timed(VIEW, partial(blind, candidate))
        for job in batch.jobs or ():
            judgement = timed(JUDGING, partial(judge, job, view))
            pair = Pair(0, 0, 0, job, candidate)
            verdict = timed(PUBLISHING, partial(publish, judgement, pair, view, analyzed_at=_NOW, by_rubric=True))
            timed(ENCODING, partial(msgspec.json.encode, verdict))
    return taken


def whole(batch: BatchRequest) -> dict[str, float]:
    """Seconds of CPU and of the clock for a batch run by the engine, its events encoded as they come."""
    wall_s = time.monotonic()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcomes, cpu_s = _timed(lambda: runner.run(_run(batch)))
    assert outcomes == batch.pair_count
    return {WHOLE: cpu_s, WALL: time.monotonic() - wall_s}


async def _run(batch: BatchRequest) -> int:
    analysed = 0
    async for event in stream_batch_analysis(batch, settings=EngineSettings(analyzer="local")):
        encode(event)
        analysed += isinstance(event, Analysed)
    return analysed


def yardstick(batch: BatchRequest) -> float:
    """CPU seconds to count the words of a candidate in plain Python, on average."""

    def count() -> None:
        for candidate in batch.candidates or ():
            counts: dict[str, int] = {}
            for word in (candidate.resume_text or "").lower().split():
                counts[word] = counts.get(word, 0) + 1

    return _timed(count)[1] / len(batch.candidates or ())


def measure(seed: int, jobs: int, candidates: int) -> dict[str, tuple[float, float]]:
    """Microseconds a pair of each part and of the whole, in one round, and their ratios to the yardstick."""
    of = random.Random(seed).sample(trades(), jobs)
    batch = request(2 * seed, of, candidates)
    before_s = yardstick(batch)
    run = whole(request(2 * seed + 1, of, candidates))  # first, so that it pays for what is read once a job
    each = parts(batch)
    taken = {**each, ALONE: sum(each[part] for part in ANALYZER)} | run
    measure_s = statistics.mean((before_s, yardstick(batch)))
    return {name: (took / batch.pair_count * 1e6, took / batch.pair_count / measure_s) for name, took in taken.items()}


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    gc.collect()
    start_s = time.process_time()
    result = work()
    return result, time.process_time() - start_s


def _lines(trade: Trade) -> list[str]:
    texts = (each.candidate.resume_text or "" for each in trade.own)
    return [line for text in texts for line in text.splitlines() if line.strip()]


def print_table(rounds: list[dict[str, tuple[float, float]]]) -> None:
    """Medians of the rounds."""
    print("| part | µs a pair | pairs/s | times the yardstick |\n|---|---|---|---|")
    for name in rounds[0]:
        micros, ratio = (statistics.median(each[name][column] for each in rounds) for column in (0, 1))
        print(f"| {name} | {micros:,.0f} | {1e6 / micros:,.0f} | {ratio:.1f} |")
    print()
    for name in (ALONE, WHOLE):
        per_second = 1e6 / statistics.median(each[name][0] for each in rounds)
        met = "met" if per_second >= TARGET_PER_SECOND else "missed"
        print(f"{name}: {per_second:,.0f} pairs a second of a core; target {TARGET_PER_SECOND:,}: {met}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=8, help="jobs of a round, up to 32")
    parser.add_argument("--candidates", type=int, default=250, help="candidates of a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    logging.disable()
    sample = request(0, trades()[: given.jobs], given.candidates)
    size_bytes = len(msgspec.json.encode(sample.candidates)) / given.candidates
    each = f"{given.candidates} candidates of {size_bytes / 1000:.1f} KB"
    print(f"{given.jobs} jobs x {each}, medians of {given.rounds} rounds\n")
    measure(0, given.jobs, given.candidates)  # imports, tables, vectors
    settle_collector()  # as the server does
    print_table([measure(number, given.jobs, given.candidates) for number in range(1, given.rounds + 1)])


if __name__ == "__main__":
    main()
