"""Whether a candidate's work is the work that a job is about, and whether anything but a list says so. Pure functions.

Titles tell of it; where they say nothing, or of another trade, the vector of the text is heard as well. Who only lists
skills, under a title of another trade or one that is praise, shows none of them in use: everybody can copy a job's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from scoring import titles
from scoring.backing import is_backed
from scoring.embeddings import Vectors, vector
from scoring.nearness import embedded, nearness, text_cosine
from scoring.profile import BlindProfile
from scoring.requirements import Requirements
from scoring.titles import Relation

FIELD_COSINE = 0.5
"""From so near to the job by the embedded model, a text is of its field. In the development half of the graded jobs
(tests/bench/ranking) the medians are 0.63 for excellent candidates, 0.36 for unfit ones of their own ten, and 0.21 for those
of other trades."""
NEAR_COSINE = 0.4
"""From so near to the job a skill is relevant to it."""
SHARES: dict[Relation, float] = {"same": 1.0, "field": 1.0, "related": 0.5, "other": 0.0, "unknown": 1.0}
"""Work in a related field counts half, and that in another line of work not at all; the unknown is taken at its word."""


class Relevance(Struct, frozen=True):
    """`relation` of the candidate's work to the job's, and whether anything but a list of skills backs it.

    `nearness` of the work that the profile tells of to the job's, 0-1, is 0 where nothing backs it. `earlier` is the
    title of a dated position in the job's line of work where the candidate's own title is of another, or "".
    """

    relation: Relation
    is_backed: bool
    nearness: float
    earlier: str = ""

    @property
    def share(self) -> float:
        """How much of what somebody has worked is the work that the job is about, 0-1; so much of the years counts."""
        return SHARES[self.relation] if self.is_backed else 0.0

    @property
    def shown(self) -> float:
        """The same as far as it is known."""
        return 0.0 if self.relation == "unknown" else self.share


def relevance(asked: Requirements, profile: BlindProfile, title: str, shown: Sequence[str] = ()) -> Relevance:
    """What a candidate's work has to do with the job's.

    Args:
        title: the candidate's, stated or read from the text; "" where there is none.
        shown: the required skills that are found in the profile.
    """
    by_title = titles.relation(asked.title, title)
    cosine = text_cosine(asked, profile)
    earlier = _earlier(asked, profile) if by_title == "other" else ""
    relation = "related" if earlier else _relation(by_title, cosine)
    is_near = by_title in ("same", "field", "related") and not titles.is_praise(title)
    backed = is_near or bool(earlier) or not title.strip() or is_backed(asked, profile, shown)
    return Relevance(relation, backed, nearness(asked, profile, title, cosine) if backed else 0.0, earlier)


def _earlier(asked: Requirements, profile: BlindProfile) -> str:
    """The latest dated position in a job's line of work. Who left it for a time has not lost it."""
    held = (each.title for each in profile.positions)
    return next((title for title in held if titles.relation(asked.title, title) in ("same", "field")), "")


def _relation(by_title: Relation, cosine: float) -> Relation:
    """What the titles say. Texts stand in for a title that says nothing, and lift one that seems to be of another trade.

    They take nothing away, so that who tells more is never worse off.
    """
    if by_title not in ("unknown", "other") or cosine < FIELD_COSINE:
        return by_title
    return "field" if by_title == "unknown" else "related"


def near(asked: Requirements, skills: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some skills that are near the work that a job's text tells of."""
    if not skills:
        return ()
    cosines: list[float] = _vectors(skills).dot(_work_vector(asked)).tolist()
    if max(cosines) < NEAR_COSINE:  # as in most pairs
        return ()
    return tuple(skill for skill, cosine in zip(skills, cosines, strict=True) if cosine >= NEAR_COSINE)


@lru_cache(maxsize=32)
def _vectors(skills: tuple[str, ...]) -> Vectors:
    return np.stack([vector(skill) for skill in skills])


@lru_cache(maxsize=256)
def _work_vector(asked: Requirements) -> Vectors:
    return embedded("\n".join((asked.title, asked.work)))
