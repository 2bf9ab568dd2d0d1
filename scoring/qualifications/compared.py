"""Whether a stated qualification is the one that a job asks for, by its words. Pure functions.

Who has a higher one of the same has the lower.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from scoring.qualifications.asked import EQUIVALENT, Wanted, alternatives, is_licence, is_required
from scoring.qualifications.degrees import DEGREE_STEMS, degree, is_abroad, least_degree
from scoring.qualifications.reading import STEM, forms, grades, initials, levels, spelled, stem, stems_of
from scoring.qualifications.vocabulary import vocabulary
from scoring.skills.progress import is_unfinished

_OF_LEVELS = frozenset(["nvq", "diploma"])
"""Either stands for the other where a level does."""
_LICENCES = frozenset(["licence", "registration"])
"""What is more than a proof: without it the work may not be done."""
_SUBJECT_STEM = 4


class _Shown(Struct, frozen=True):
    """A qualification that is stated: its words with those that they cover, their stems, its level and its degree."""

    words: frozenset[str]
    stems: frozenset[str]
    level: int
    degree: int


@lru_cache(maxsize=16384)
def meets(asked: str, shown: str) -> bool:
    """Whether `shown` has all the words of `asked`, or of one of its alternatives, and is no study that still goes on."""
    if not may_stand(asked, shown) or is_unfinished(shown):
        return False
    own = _read(shown, asked)
    return any(_is_met(each, own) for each in alternatives(asked))


def _is_met(wanted: Wanted, own: _Shown) -> bool:
    if not wanted.words and (wanted.is_wide or not (wanted.degree or wanted.level)):
        return False
    unlike = (vocabulary().unlike.get(word, frozenset()) - wanted.words for word in wanted.words)
    return (
        wanted.words <= own.words
        and wanted.level <= own.level
        and wanted.degree <= own.degree
        and all(own.words.isdisjoint(other) for other in unlike)
    )


@lru_cache(maxsize=16384)
def may_meet(asked: str, shown: str) -> bool:
    """Whether `shown` may be what is asked, so that no lack can be told: near, an equivalent, of abroad, or redacted."""
    if EQUIVALENT.search(asked) and (degree(shown) if degree(asked) else is_required(shown)):
        return True
    if degree(asked) and is_abroad(shown):
        return True
    if not may_stand(asked, shown):
        return False
    own = _read(shown, asked)
    return any(_may_be(each, own, is_redacted="[redacted]" in shown) for each in alternatives(asked))


def _may_be(wanted: Wanted, own: _Shown, *, is_redacted: bool) -> bool:
    if wanted.level > own.level or wanted.degree > own.degree:
        return False
    missing = {word for word in wanted.words - own.words if stem(word) not in own.stems}
    if missing < wanted.words:
        missing -= vocabulary().proof - _LICENCES
    if wanted.is_wide:
        missing &= vocabulary().kinds
    if not missing or (is_redacted and len(missing) < len(wanted.words)):
        return bool(wanted.words) or wanted.is_wide or bool(wanted.degree or wanted.level)
    return bool(wanted.degree) and _is_near(wanted.words, own.words)


def _is_near(subject: frozenset[str], own: frozenset[str]) -> bool:
    """Whether subjects of study are so near that one may pass for the other."""
    subject = subject - vocabulary().vague or subject
    stems = {word[:_SUBJECT_STEM] for word in own}
    return any(word[:_SUBJECT_STEM] in stems for word in subject) or any(
        subject & row and own & row for row in vocabulary().subjects
    )


def may_stand(asked: str, shown: str) -> bool:
    """Whether a text can state what is asked, by the beginnings of its words; most texts cannot, and need not be read."""
    stems = stems_of(shown)
    for wanted, needed in zip(alternatives(asked), _needed(asked), strict=True):
        if not any(map(stems.isdisjoint, needed)) and (not wanted.degree or wanted.degree <= degree(shown)):
            return True
    if "[redacted]" in shown:
        return True
    return any(initials(asked, shown)) or any(initials(shown, asked))


@lru_cache(maxsize=4096)
def _needed(asked: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """For each alternative the sets of beginnings of words of which one each must stand in what states it."""
    return tuple(
        (DEGREE_STEMS,) if wanted.degree else tuple(frozenset(_stems(word)) for word in _telling(wanted))
        for wanted in alternatives(asked)
    )


def _telling(wanted: Wanted) -> frozenset[str]:
    """The words that `_may_be` does not spare."""
    if wanted.is_wide:
        return wanted.words & vocabulary().kinds
    own = wanted.words - _OF_LEVELS if wanted.level else wanted.words
    return own - (vocabulary().proof - _LICENCES) or own


def _stems(word: str) -> Iterator[str]:
    for form in forms(word):
        yield form[:STEM]


def is_asked(asked: str, shown: str) -> bool:
    """Whether a qualification is the one asked for, and no higher degree."""
    return meets(asked, shown) and not 0 < degree(asked) < degree(shown)


def is_named(own: str, line: str) -> bool:
    """Whether a sentence that asks for what has all the words of a qualification asks for no higher one of its kind.

    "BSc or MSc in Biology" names a bachelor's degree, "MSc in Biology" does not, and "PRINCE2 Practitioner" no Foundation.
    """
    level, rank, said = min(levels(line), default=0), degree(own), frozenset(spelled(line))
    if level > max(levels(own), default=level) or rank < least_degree(line):
        return False
    return rank > 0 or any(each.words - vocabulary().proof <= said for each in alternatives(own))


def exceeds(asked: tuple[str, ...], shown: str) -> bool:
    """Whether a qualification goes beyond those asked for: a higher degree, a licence, or any when none is asked for."""
    most = max(map(degree, asked), default=0)
    return not is_unfinished(shown) and (not asked or is_licence(shown) or degree(shown) > most)


def _read(shown: str, asked: str) -> _Shown:
    """What is stated; acronyms are read as their words where those are asked for, and the other way round."""
    return _stated(shown, frozenset((*initials(shown, asked), *initials(asked, shown))))


@lru_cache(maxsize=16384)
def _stated(shown: str, unfolded: frozenset[str]) -> _Shown:
    own = {*spelled(shown), *(word for each in unfolded for word in spelled(each))}
    level = max((*levels(shown), *(vocabulary().levels[each] for each in grades(own))), default=0)
    own |= _OF_LEVELS if level and own & _OF_LEVELS else set()
    known = _covered(own)
    return _Shown(known, frozenset(map(stem, known)), level, degree(shown))


def _covered(own: set[str]) -> frozenset[str]:
    """Words with all those that they cover, alone or with others beside them."""
    table = vocabulary().covers
    known = set(own)
    todo = [word for word in own if word in table]
    todo += [each for each, parts in _joint_covers().items() if parts <= known]
    while todo:
        more = set(table.get(todo.pop(), ())) - known
        known |= more
        todo += more
    return frozenset(known)


@cache
def _joint_covers() -> dict[str, frozenset[str]]:
    return {each: frozenset(each.split()) for each in vocabulary().covers if " " in each}
