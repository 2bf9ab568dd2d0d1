"""How near two job titles are to each other: by their words, by the fields these are of, else by vectors. Pure functions."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Literal

from scoring.roles.levels import titled_level
from scoring.roles.titles import (
    MAX_CHARS,
    Title,
    alternatives,
    generic,
    halves,
    is_learning,
    is_wished,
    occupations,
    read,
    settings,
    tells_field,
)
from scoring.roles.trades import table
from scoring.vectors.embeddings import similarity

Relation = Literal["same", "field", "related", "other", "unknown"]
"""`same`: but for the level or a specialisation; `field`: one profession; `related`: a neighbouring one, or that of who
helps in it; `unknown`: nothing to compare."""
RELATED_COSINE = 0.35
"""From so near by the embedded model, titles of no known field are related; see tests/scoring/roles/title_pairs.csv."""
_DENYING = frozenset(["no", "non", "not", "without"])
"""Words of a title of which what is aside is no kind of the work."""
_OF_ANY_TRADE = "office"
"""The family of fields whose work is done for all others."""
_LEARNT = frozenset(["crafts", "food and stays", "learning", "upkeep"])
"""Families of fields whose work is learnt before it is done; in others who is in training does it, too."""


@lru_cache(maxsize=16384)
def relation(asked: str, shown: str) -> Relation:
    """What a candidate's title has to do with the job's. One that somebody wishes for says nothing of what they do."""
    near = _near(asked, shown)
    return "related" if near in ("same", "field") and _is_of_helper(asked, shown) else near


@lru_cache(maxsize=1024)
def helps(asked: str, shown: str) -> bool:
    """Whether a title is that of somebody who helps in the job's trade or learns it, as a plumber's mate or apprentice."""
    return _near(asked, shown) in ("same", "field") and _is_of_helper(asked, shown)


def have_fields(first: str, second: str) -> bool:
    """Whether both titles tell what field they are of, so that their relation is no guess."""
    return tells_field(first) and tells_field(second)


def is_elsewhere(asked: str, shown: str) -> bool:
    """Whether a candidate's title is plainly of another line of work than the job's.

    That of an office is work for any trade, and so may be that of one occupation, as two analysts have.
    """
    if relation(asked, shown) != "other" or not have_fields(asked, shown):
        return False
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    return candidate.family != _OF_ANY_TRADE and job.head != candidate.head


def _near(asked: str, shown: str) -> Relation:
    """What two titles have to do with each other, whoever helps whom."""
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    if not job.words or not candidate.words or is_wished(shown):
        return "unknown"
    whole = _relation(job, candidate)
    either = _by_alternatives(asked[:MAX_CHARS], shown[:MAX_CHARS])
    if "same" in (whole, either):
        return "same"
    if "field" in (whole, either) or _is_kind_aside(job, candidate):
        return "field"
    first, second = halves(asked[:MAX_CHARS]), halves(shown[:MAX_CHARS])
    if not first and not second:  # as of most titles
        return whole
    parts = {_relation(*pair) for pair in product(first or (job,), second or (candidate,))}
    return whole if parts.isdisjoint(("same", "field")) else "field"


def _by_alternatives(asked: str, shown: str) -> Relation:
    """How near titles are of which one names several occupations by a slash: as near as the nearest of these.

    An occupation of one word is one of those alone: a Controller / Dispatcher is no financial controller.
    """
    first, second = alternatives(asked), alternatives(shown)
    if not first and not second:  # as of most titles
        return "other"
    pairs = product(first or (read(asked),), second or (read(shown),))
    found = {
        _relation(*pair) for pair in pairs if pair[0].words == pair[1].words or min(len(each.words) for each in pair) > 1
    }
    return "same" if "same" in found else "field" if "field" in found else "other"


def _is_kind_aside(job: Title, candidate: Title) -> bool:
    """Whether a title is the job's occupation with a word that the job has aside, as in "Big Data Developer (Hadoop)".

    Aside may also stand whom it is for: a Sales Engineer (Software) is of another family of fields than a software engineer.
    """
    kind = candidate.words - {candidate.head}
    is_family = not job.family or not candidate.family or job.family == candidate.family
    return job.head == candidate.head and is_family and bool(kind) and kind <= job.words - job.first


def _is_of_helper(asked: str, shown: str) -> bool:
    """Whether of two titles of one field only the candidate's is of a helper; beginners are taken for a junior's post."""
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    is_helper = not (job.trades - job.helps).isdisjoint(candidate.helps - candidate.trades)
    is_learner = candidate.family in _LEARNT and not job.helps and is_learning(shown)
    is_for_beginners = is_learning(asked) or titled_level(asked) in ("entry", "junior")
    return (is_helper or is_learner) and not is_for_beginners


def _relation(job: Title, candidate: Title) -> Relation:
    if job.field and candidate.field and job.field != candidate.field:
        if not _are_near(job, candidate):
            return "other"
        return "same" if _differ_by_place(job, candidate) else "related"
    if job.words == candidate.words or _is_such(job, candidate):
        return "same"
    return "field" if job.field and candidate.field else _by_words(job, candidate)


def _is_such(job: Title, candidate: Title) -> bool:
    """Whether one title is the other with a specialisation, as an ICU nurse is a nurse, or with the place of the work.

    What stands behind a bracket or a dash tells the place, the ward or the sector of the same work.
    """
    if job.first == candidate.first and job.first & job.substance - generic():
        asides = job.words - job.first, candidate.words - candidate.first
        return not all(asides) or not asides[0].isdisjoint(asides[1])  # two that differ are two kinds of it
    if job.head != candidate.head:
        return False
    if job.first < candidate.words <= job.words and job.first & job.substance - generic():
        # What is aside in the one, as an ICU nurse is a Nurse (ICU, nights); another occupation there is no kind of it.
        return (candidate.words - job.first).isdisjoint(occupations()) and job.words.isdisjoint(_DENYING)
    if not job.substance & candidate.substance - generic() - settings():
        return False
    if job.words <= candidate.words:
        return candidate.words - job.words <= candidate.substance
    return candidate.words <= job.words and job.words - candidate.words <= settings()


def _differ_by_place(job: Title, candidate: Title) -> bool:
    """Whether titles are the same but for where the work is done, as a hotel receptionist is a receptionist."""
    return bool(job.words & candidate.words - generic()) and job.words ^ candidate.words <= settings()


def _are_near(job: Title, candidate: Title) -> bool:
    """Whether titles of two fields are of neighbouring ones."""
    if job.family == candidate.family or job.field in candidate.fields or candidate.field in job.fields:
        return True
    neighbours = table().neighbours
    return candidate.field in neighbours.get(job.field, ()) or job.field in neighbours.get(candidate.field, ())


def _by_words(job: Title, candidate: Title) -> Relation:
    """The relation of titles of which one is of no known field."""
    telling = (job.substance | candidate.substance) - generic()
    if job.head and job.head in candidate.substance:
        is_bare = not (job.substance - {job.head} and candidate.substance - {job.head})
        return "field" if is_bare or job.head not in generic() else "related" if telling else "field"
    if (job.substance & candidate.substance) - generic():
        return "related"
    return "related" if similarity(job.text, candidate.text) >= RELATED_COSINE else "other"
