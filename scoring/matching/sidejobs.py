"""Jobs beside studies, which say nothing of what somebody has studied. Pure functions."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from scoring.matching.requirements import Requirements
from scoring.profile import BlindProfile
from scoring.roles import relations


def without(asked: Requirements, profile: BlindProfile) -> BlindProfile:
    """The profile as if its positions were not told, where all are side jobs in another line of work than the job's.

    Who has studied what the job asks for would else be worse off for having earned some money. For a job in their own line
    of work they count.
    """
    if not profile.positions or profile.title.strip():
        return profile
    are_elsewhere = all(each.is_side and _is_elsewhere(asked.title, each.title) for each in profile.positions)
    return _untold(profile) if are_elsewhere else profile


def _is_elsewhere(asked: str, title: str) -> bool:
    return relations.relation(asked, title) == "other" and relations.have_fields(asked, title)


@lru_cache(maxsize=32)
def _untold(profile: BlindProfile) -> BlindProfile:
    return replace(profile, positions=(), title_read="", years_dated=None)
