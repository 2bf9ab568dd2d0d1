"""The rubric's arithmetic, each row with its sum beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from scoring import rubric
from scoring.claims import bounds
from scoring.matching import scores
from scoring.matching.reading import Reading, read
from scoring.matching.relevance import Relevance
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job
from scoring.profile import blind
from scoring.roles.relations import Relation


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


# The version

DIGESTS = {"3": "b4e23c0003b4dded"}
"""That of each version's weights and formulas; see `digest`."""
ASKED = replace(requirements(Job()), technical=("A", "B", "C", "D"), soft=("E", "F"), level="senior", years=5.0)
READING = replace(
    read(ASKED, blind(Candidate())),
    technical=dict.fromkeys("ABCD"),
    soft=dict.fromkeys("EF"),
    gaps=("D",),
    must=(),
    soft_gaps=("F",),
    own=("A", "B", "C"),
    extra=(),
    ways=[],
    title="",
    level=None,
    states_level=False,
    graded=None,
    years=4.0,
    years_from="stated",
    years_in_line=None,
    relevance=Relevance("same", is_backed=True, nearness=0.0, shown=0.0),
    has_text=True,
)
"""Three of four technical skills, one of two soft ones, and four of five years, of no text."""


def weights(module: ModuleType) -> dict[str, Any]:
    """A module's constants."""
    return {name: value for name, value in vars(module).items() if name.isupper() and name != "RUBRIC_VERSION"}


def readings() -> Iterator[Reading]:
    """`READING` with one thing different, and with each relation of the work, backed and not."""
    others: list[dict[str, Any]] = [
        *({"gaps": gaps, "must": must} for gaps, must in (("", ""), ("ABCD", ""), ("BCD", "CD"), ("ABCD", "ABCD"))),
        *({"extra": extra} for extra in (("G",), ("G", "H", "I"))),
        *({"years": years} for years in (None, 0.0, 5.0, 30.0)),
        *({"years_from": "level", "years": years} for years in (2.0, 10.0)),
        {"years_in_line": 1.0},
        *({"graded": level} for level in rubric.LEVELS),
        *({"ways": [("way", None)] * count} for count in (1, 3, 5)),
        {"has_text": False, "title": "Cook"},
        *({"has_text": False, "own": own} for own in ((), ("A",))),
        *({"asked": replace(ASKED, is_read=True), "soft": dict.fromkeys(soft), "soft_gaps": ()} for soft in ("E", "EFGH")),
        {"asked": replace(ASKED, technical=(), soft=()), "technical": {}, "soft": {}, "gaps": (), "soft_gaps": ()},
    ]
    for relation, is_backed, near in product(get_args(Relation), (True, False), (0.0, 0.5, 1.0)):
        related = Relevance(relation, is_backed=is_backed, nearness=near, shown=near)
        yield replace(READING, relevance=related)
        yield replace(READING, relevance=related, years=6.0)
    for other in others:
        for near in (0.0, 0.6):
            related = Relevance("field", is_backed=True, nearness=near, shown=near)
            yield replace(READING, relevance=related, **other)


def results() -> Iterator[object]:
    """What the formulas make of fixed numbers."""
    counts = ("required", "matched", "extra", "missing_must", "soft_required", "soft_matched")
    for numbers in product((0, 4), (0, 3), (0, 2), (0, 5), (0, 2), (0, 1)):
        yield rubric.core_skills_score(**dict(zip(counts, numbers, strict=True)))
        yield rubric.core_skills_score(**dict(zip(counts, numbers, strict=True)), soft_points=10.0, near=2.0)
    for years, asked, relevance, points in product((0, 3, 8, 40), (0, 5), (0, 30), (-20, 0)):
        yield rubric.experience_score(years=years, years_asked=asked, relevance=relevance, level_points=points)
    for level, asked_level in product((None, *rubric.LEVELS), repeat=2):
        yield rubric.level_points(level, asked_level)
    for years in range(20):
        yield rubric.level_of_years(years)
    for parts in product((0.0, 33.3, 81.0, 100.0), repeat=3):
        yield rubric.match_score(*parts)
    for score in range(101):
        yield rubric.recommendation(score)
    for reading in readings():
        yield *(round(score, 6) for score in scores.scores(reading)), scores.confidence(reading)


def digest() -> str:
    """That of all that `RUBRIC_VERSION` stands for, 16 hex digits."""
    of_models = bounds.EXPERIENCE_LEEWAY, bounds.POINTS_A_SKILL
    told = [weights(rubric), weights(scores), of_models, list(results())]
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:16]


def test_weights_and_formulas_change_with_their_version_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "tells_of_work", lambda asked: True)
    assert DIGESTS.get(rubric.RUBRIC_VERSION) == digest(), (
        "A weight or a formula that makes the points has changed. Analyses that were kept must not be taken for such as it "
        f"would make now: give RUBRIC_VERSION in scoring/rubric.py its next number, and add the digest {digest()!r} under "
        "that number to DIGESTS in this file. Tell of it in CHANGELOG.md."
    )


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (rubric, "_WEIGHTS", (400, 400, 200)),
        (rubric, "MISSING_MUST_HAVE_POINTS", 9.0),
        (rubric, "LEVEL_YEARS", {**rubric.LEVEL_YEARS, "lead": 13.0}),
        (rubric, "clamp", lambda score, high=99.0: min(high, score)),
        (scores, "BESIDE_LIST", 0.8),
        (scores, "_PROGRESSION", 4.0),
        (scores, "_core", lambda reading: 50.0),
        (bounds, "EXPERIENCE_LEEWAY", 11.0),
    ],
)
def test_what_makes_points_moves_the_digest(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: object
) -> None:
    monkeypatch.setattr(scores, "tells_of_work", lambda asked: True)
    before = digest()
    monkeypatch.setattr(module, name, value)
    assert digest() != before
