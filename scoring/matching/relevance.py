"""Whether a candidate's work is the work that a job is about, and whether anything but a list says so. Pure functions.

Titles tell of it; where they say nothing, or of another trade, the vector of the text is heard as well. Who only lists
skills, under a title of another trade or one that is praise, shows none of them in use: everybody can copy a job's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from scoring.matching.backing import is_backed
from scoring.matching.nearness import embedded, nearness, text_likeness
from scoring.matching.requirements import Requirements
from scoring.profile import BlindProfile
from scoring.roles import relations, titles
from scoring.roles.relations import Relation
from scoring.vectors.embeddings import Vectors, vector

FIELD_LIKENESS = 0.55
"""From so like the job on, by `nearness.text_likeness`, a text is of its field."""
NEAR_COSINE = 0.4
"""From so near to the job a skill is relevant to it."""
SHARES: dict[Relation, float] = {"same": 1.0, "field": 1.0, "related": 0.5, "other": 0.0, "unknown": 1.0}
"""Work in a related field counts half, and that in another line of work not at all; the unknown is taken at its word,
but for years that only a text tells: see `reading`."""
SHOWN: dict[Relation, float] = {"same": 1.0, "field": 0.5, "related": 0.25, "other": 0.0, "unknown": 0.0}
"""How much of the work itself a title shows: there are many kinds in one field."""
BARE = 0.5
"""How much of that it shows with neither a text nor skills beside it: anybody can write a title."""
MIN_TEXT_CHARS = 80
"""A longer text tells a person something, whatever is found in it; its white space does not count."""


class Relevance(Struct, frozen=True):
    """`relation` of the candidate's work to the job's, and whether anything but a list of skills backs it.

    `nearness` of the work that the profile tells of to the job's, 0-1, is 0 where nothing backs it, as is what of this work
    is `shown`, by it or by the title. `earlier` is the title of a dated position in the job's line of work where the
    candidate's own title is of another, or "".
    """

    relation: Relation
    is_backed: bool
    nearness: float
    shown: float
    earlier: str = ""

    @property
    def share(self) -> float:
        """How much of what somebody has worked is the work that the job is about, 0-1; so much of the years counts."""
        return SHARES[self.relation] if self.is_backed else 0.0


def relevance(asked: Requirements, profile: BlindProfile, title: str, shown: Sequence[str] = ()) -> Relevance:
    """What a candidate's work has to do with the job's.

    Args:
        title: the candidate's, stated or read from the text; "" where there is none.
        shown: the required skills that are found in the profile.
    """
    by_title = relations.relation(asked.title, title)
    likeness = text_likeness(asked, profile)
    earlier = _earlier(asked, profile) if by_title == "other" else ""
    relation = "related" if earlier else _relation(by_title, likeness)
    is_near = by_title in ("same", "field", "related") and not titles.is_praise(title)
    if not (is_near or earlier or not title.strip() or is_backed(asked, profile, shown)):
        return Relevance(relation, is_backed=False, nearness=0.0, shown=0.0, earlier=earlier)
    near = nearness(asked, profile, title, likeness)
    is_bare = not profile.technical_skills and not tells(profile.text)
    shown_work = max(SHOWN[by_title] * (BARE if is_bare else 1.0), near)
    return Relevance(relation, is_backed=True, nearness=near, shown=shown_work, earlier=earlier)


def tells(text: str) -> bool:
    """Whether a text is long enough to tell a person something."""
    return len(" ".join(text.split(maxsplit=MIN_TEXT_CHARS)[:MIN_TEXT_CHARS])) > MIN_TEXT_CHARS


def _earlier(asked: Requirements, profile: BlindProfile) -> str:
    """The latest dated position in a job's line of work. Who left it for a time has not lost it."""
    held = (each.title for each in profile.positions)
    return next((title for title in held if relations.relation(asked.title, title) in ("same", "field")), "")


def _relation(by_title: Relation, likeness: float) -> Relation:
    """What the titles say. Texts stand in for a title that says nothing, and lift one that seems to be of another trade.

    They take nothing away, so that who tells more is never worse off.
    """
    if by_title not in ("unknown", "other") or likeness < FIELD_LIKENESS:
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
    return np.array([vector(skill) for skill in skills])


@lru_cache(maxsize=256)
def _work_vector(asked: Requirements) -> Vectors:
    return embedded("\n".join((asked.title, asked.work)))
