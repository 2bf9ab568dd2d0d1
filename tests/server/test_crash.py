"""A short form of `python -m tests.bench.crash`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.crash import crash, table

pytestmark = pytest.mark.usefixtures("unmeasured")

KILLS = 8


async def test_no_law_is_broken_however_often_the_server_is_killed(tmp_path: Path) -> None:
    figures = await crash(tmp_path, KILLS, seed=36, candidates=(6, 40))
    assert figures.broken == []
    assert figures.kills.total() == KILLS
    assert figures.calls > figures.repeated
    assert "laws broken" in table(figures)
