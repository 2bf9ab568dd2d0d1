"""The invented adverts of `adverts.json`, one for each category of a public collection of resumes, as jobs in two forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from scoring.models import Job


class Advert(Struct, frozen=True):
    """A vacancy as it is posted, with the lists that a form would ask for; all are there."""

    category: str
    title: str
    description: str
    technical_skills: tuple[str, ...]
    softSkills: tuple[str, ...]


@cache
def adverts() -> tuple[Advert, ...]:
    """All of them; no category comes twice."""
    return msgspec.json.decode(Path(__file__).with_name("adverts.json").read_bytes(), type=tuple[Advert, ...])


def advert(of: Advert) -> Job:
    """Title and description alone."""
    return Job(title=of.title, description=of.description)


def form(of: Advert) -> Job:
    """The same with the lists as fields."""
    return Job(title=of.title, description=of.description, technical_skills=of.technical_skills, softSkills=of.softSkills)


FORMS: dict[str, Callable[[Advert], Job]] = {"jobs as adverts": advert, "jobs as forms": form}
"""Each by what it makes of an advert."""
