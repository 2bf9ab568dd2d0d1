"""The work that the local analyzer's speed is measured by."""

from __future__ import annotations

import msgspec
import pytest

from tests.bench.local import ALONE, PARTS, WALL, WHOLE, measure, request
from tests.bench.ranking.graded import trades


def test_candidates_take_about_2_kb_and_a_seed_gives_the_same_ones() -> None:
    batch = request(3, trades()[:4], 40)
    assert batch == request(3, trades()[:4], 40) != request(4, trades()[:4], 40)
    assert len(msgspec.json.encode(batch.candidates)) / 40 == pytest.approx(2000, rel=0.15)


def test_hardly_a_line_comes_twice_so_that_nothing_can_be_remembered() -> None:
    texts = [
        candidate.resume_text or "" for seed in (1, 2) for candidate in request(seed, trades()[:8], 100).candidates or ()
    ]
    lines = [line for text in texts for line in text.splitlines()[2:]]  # below name and e-mail address
    assert len(set(lines)) > 0.999 * len(lines)


def test_a_round_tells_of_each_part_and_of_the_whole() -> None:
    round_ = measure(1, 2, 10)
    assert list(round_) == [*PARTS, ALONE, WHOLE, WALL]
    assert all(micros > 0 and ratio > 0 for micros, ratio in round_.values())
