"""The rubric's arithmetic, each row with its sum beside it."""

from __future__ import annotations

import pytest

from scoring import rubric


@pytest.mark.parametrize(
    ("counts", "score"),
    [
        ((4, 2, 0, 0, 2, 1), 50.0),  # 2/4 x 70 + 1/2 x 30
        ((4, 4, 2, 0, 2, 2), 100.0),  # 70 + 30 + 10, clamped
        ((4, 2, 1, 1, 0, 0), 45.0),  # 2/4 x 100 + 5 - 10
        ((0, 0, 0, 0, 4, 1), 25.0),  # 1/4 x 100
        ((0, 0, 0, 0, 0, 0), 50.0),  # nothing asked
        ((0, 0, 2, 0, 0, 0), 60),  # nothing asked for: 50, and 2 x 5 for what is relevant all the same
        ((3, 0, 0, 3, 0, 0), 0.0),  # -30, clamped
        ((10, 5, 0, 5, 0, 0), 20.0),  # 5/10 x 100 - 30: no more than three must-haves cost points of their own
    ],
)
def test_core_skills(counts: tuple[int, ...], score: float) -> None:
    required, matched, extra, missing_must, soft_required, soft_matched = counts
    got = rubric.core_skills_score(
        required=required,
        matched=matched,
        extra=extra,
        missing_must=missing_must,
        soft_required=soft_required,
        soft_matched=soft_matched,
    )
    assert got == pytest.approx(score)


@pytest.mark.parametrize(
    ("matched", "missing_must", "near", "score"),
    [
        (2, 0, 4, 70.0),  # 2/4 x 100 + 20
        (4, 0, 4, 100.0),
        (3, 1, 6, 90.0),  # 3/4 x 100 and what fills it, - 10
        (0, 2, 6, 10.0),  # 30 - 20
    ],
)
def test_near_work_fills_what_is_missing_and_makes_up_for_no_must_have(
    matched: float, missing_must: int, near: float, score: float
) -> None:
    counts = {"required": 4, "extra": 0, "soft_required": 0, "soft_matched": 0}
    assert rubric.core_skills_score(**counts, matched=matched, missing_must=missing_must, near=near) == score


def test_soft_skills_may_count_less() -> None:
    counts = {"required": 4, "matched": 2, "extra": 0, "missing_must": 0, "soft_required": 1, "soft_matched": 1}
    assert rubric.core_skills_score(**counts, soft_points=10.0) == 55.0  # 2/4 x 90 + 1/1 x 10
    assert rubric.core_skills_score(**counts | {"required": 0, "matched": 0}, soft_points=10.0) == 100.0


@pytest.mark.parametrize(
    ("years", "asked", "relevance", "level", "score"),
    [
        (5, 5, 0, 0, 70.0),
        (7, 5, 0, 0, 80.0),
        (3, 5, 15, -10, 65.0),  # 60 + 15 - 10
        (0, 20, 0, -20, 10.0),  # 30 at least, then - 20
        (40, 5, 30, -5, 100.0),  # 95 at most, + 30 - 5, clamped
    ],
)
def test_experience(years: float, asked: float, relevance: float, level: float, score: float) -> None:
    got = rubric.experience_score(years=years, years_asked=asked, relevance=relevance, level_points=level)
    assert got == score


@pytest.mark.parametrize(
    ("level", "asked", "points"),
    [
        ("mid", "mid", 0),
        ("mid", "mid-senior", -10),
        ("junior", "mid-senior", -20),
        ("senior", "mid-senior", 0),
        ("lead", "mid-senior", -5),
        (None, "mid", 0),
        ("mid", None, 0),
    ],
)
def test_levels(level: str | None, asked: str | None, points: float) -> None:
    assert rubric.level_points(level, asked) == points


@pytest.mark.parametrize(
    ("years", "level"), [(0, "entry"), (1, "entry"), (3, "junior"), (3.5, "mid"), (7, "mid-senior"), (30, "senior")]
)
def test_years_name_a_level(years: float, level: str) -> None:
    assert rubric.level_of_years(years) == level


@pytest.mark.parametrize(
    ("stated", "level", "years"),
    [(5.0, "junior", 5), (3.0, None, 3), (0.0, "entry", 0), (None, "mid", 5), (None, None, None)],
)
def test_years_asked(stated: float | None, level: str | None, years: float | None) -> None:
    assert rubric.years_asked(stated, level) == years


@pytest.mark.parametrize(
    ("core", "experience", "cultural", "score"),
    [
        (80, 80, 50, 74),
        (81, 80, 50, 75),  # 74.5, halves up
        (0.1, 0, 0, 0),
        (100, 100, 100, 100),
        (100, 100, 50, 90),
        (99.9, 0, 0, 50),  # 49.95
        (98.9, 0, 0.2, 49),  # 49.49
    ],
)
def test_the_match_score_is_the_nearest_whole_number(core: float, experience: float, cultural: float, score: int) -> None:
    assert rubric.match_score(core, experience, cultural) == score


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (80, "Recommended for interview"),
        (79, "Consider for phone screen"),
        (64, "May need additional training"),
        (49, "Not recommended at this time"),
    ],
)
def test_the_recommendation_follows_the_score(score: int, words: str) -> None:
    assert rubric.recommendation(score) == words
