"""Blind views of a batch's candidates."""

from __future__ import annotations

import asyncio
import threading

import pytest

from scoring.engine.views import ALL, LATEST, TURN_CHARS, Views
from scoring.models import Candidate
from scoring.profile import BlindProfile, blind, view


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The titles of the candidates that a view was made of."""
    titles: list[str | None] = []

    def counted(candidate: Candidate, *, blind: bool) -> BlindProfile:
        titles.append(candidate.currentTitle)
        if candidate.currentTitle == "bad":
            raise KeyError("bug")
        return view(candidate, blind=blind)

    monkeypatch.setattr("scoring.engine.views.view", counted)
    return titles


async def test_views_come_in_the_order_asked_for_and_each_is_made_once(made: list[str | None]) -> None:
    views = Views([Candidate(currentTitle=title) for title in "abc"])
    assert await views.of([2, 0, 2]) == [blind(Candidate(currentTitle=title)) for title in "cac"]
    await views.of([0, 1])
    assert made == ["c", "a", "b"]


@pytest.mark.parametrize("is_blind", [True, False])
async def test_views_are_blind_unless_they_are_not_to_be(is_blind: bool) -> None:
    ann = Candidate(name="Ann Lee", resume_text="Ann led.")
    assert await Views([ann], blind=is_blind).of([0]) == [view(ann, blind=is_blind)]


async def test_a_profile_that_cannot_be_read_stands_as_its_error(made: list[str | None]) -> None:
    good, bad = await Views([Candidate(), Candidate(currentTitle="bad")]).of([0, 1])
    assert isinstance(good, BlindProfile)
    assert isinstance(bad, KeyError)


async def test_the_views_of_few_candidates_are_all_kept_and_of_many_only_the_latest(made: list[str | None]) -> None:
    few, many = Views([Candidate()] * ALL), Views([Candidate()] * (ALL + 1))
    for views in (few, many):
        await views.of(range(ALL))
    made.clear()
    await few.of(range(ALL))
    assert not made
    await many.of(range(ALL - LATEST, ALL))
    assert not made
    await many.of(range(LATEST))
    assert len(made) == len(many._latest) == LATEST


async def test_only_what_takes_long_is_read_on_a_thread_and_the_loop_has_its_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    turns: list[int] = []

    def seen(candidate: Candidate, *, blind: bool) -> BlindProfile:
        threads.append(threading.get_ident())
        return view(candidate, blind=blind)

    async def other() -> None:
        while len(threads) < 5:
            turns.append(len(threads))
            await asyncio.sleep(0)

    monkeypatch.setattr("scoring.engine.views.view", seen)
    half, long = (Candidate(resume_text="word " * (chars // 5)) for chars in (TURN_CHARS // 2, TURN_CHARS + 5))
    await asyncio.gather(Views([half, half, half, long, half]).of(range(5)), other())
    assert [thread == threading.get_ident() for thread in threads] == [True, True, True, False, True]
    assert 2 in turns, "two make a turn full"


async def test_two_may_ask_at_once_even_when_views_of_one_are_dropped_meanwhile() -> None:
    views = Views([Candidate(currentTitle=str(place)) for place in range(2 * ALL)])
    await views.of(range(LATEST))
    first, second = await asyncio.gather(views.of([*range(10), LATEST]), views.of(range(LATEST, 3 * LATEST)))
    assert [view.title for view in (*first, *second) if isinstance(view, BlindProfile)] == [
        str(place) for place in (*range(10), LATEST, *range(LATEST, 3 * LATEST))
    ]
