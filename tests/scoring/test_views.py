"""Blind views of a batch's candidates."""

from __future__ import annotations

import asyncio

import pytest

from scoring.models import Candidate
from scoring.profile import BlindProfile, blind
from scoring.views import KEPT, Views


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The titles of the candidates that a view was made of."""
    titles: list[str | None] = []

    def counted(candidate: Candidate) -> BlindProfile:
        titles.append(candidate.currentTitle)
        if candidate.currentTitle == "bad":
            raise KeyError("bug")
        return blind(candidate)

    monkeypatch.setattr("scoring.views.blind", counted)
    return titles


async def test_views_come_in_the_order_asked_for_and_each_is_made_once(made: list[str | None]) -> None:
    views = Views([Candidate(currentTitle=title) for title in "abc"])
    assert await views.of([2, 0, 2]) == [blind(Candidate(currentTitle=title)) for title in "cac"]
    await views.of([0, 1])
    assert made == ["c", "a", "b"]


async def test_a_profile_that_cannot_be_read_stands_as_its_error(made: list[str | None]) -> None:
    good, bad = await Views([Candidate(), Candidate(currentTitle="bad")]).of([0, 1])
    assert isinstance(good, BlindProfile)
    assert isinstance(bad, KeyError)


async def test_only_the_latest_views_are_kept(made: list[str | None]) -> None:
    views = Views([Candidate()] * (KEPT + 1))
    for place in (*range(KEPT + 1), KEPT, 0):
        await views.of([place])
    assert len(made) == KEPT + 2


async def test_two_may_ask_at_once_even_when_views_of_one_are_dropped_meanwhile() -> None:
    views = Views([Candidate(currentTitle=str(place)) for place in range(2 * KEPT)])
    await views.of(range(KEPT))
    first, second = await asyncio.gather(views.of([*range(10), KEPT]), views.of(range(KEPT, 2 * KEPT)))
    assert [view.title for view in (*first, *second) if isinstance(view, BlindProfile)] == [
        str(place) for place in (*range(10), *range(KEPT, KEPT + 1), *range(KEPT, 2 * KEPT))
    ]
