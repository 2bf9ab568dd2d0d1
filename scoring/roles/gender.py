"""One form of an occupation for all who have it: a desarrolladora is read as a desarrollador is. Pure functions.

Titles are compared by their words, and a table seldom knows both forms of one. Each word is read as that form of the two
which the tables know best, the one for men where they know both alike; where they know neither, as the one for men if its
ending tells that it is of an occupation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

_SURE = (
    *(
        "erin er",
        "eurin eur",
        "istin ist",
        "kochin koch",
        "arztin arzt",
        "anwaltin anwalt",
        "frau mann",
        "schwester pfleger",
    ),
    *(
        "euse eur",
        "ieure ieur",
        "sseure sseur",
        "trice teur",
        "iere ier",
        "langere langer",
        "dora dor",
        "tora tor",
        "sora sor",
    ),
    *("nera nero", "jera jero", "eira eiro", "gada gado", "tecta tecto", "maestra maestro", "medica medico"),
    *("administrativa administrativo", "cuoca cuoco", "woman man", "person man"),
)
_LIKELY = (
    *("orin or", "entin ent", "antin ant", "ienne ien", "ante ant", "cate cat", "era ero", "iera iere", "gnera gnere"),
    *("trice tore", "cata cato", "mecanica mecanico", "tecnica tecnico"),
    *("tress ter", "tress tor", "ess", "ess er", "maid man"),
)
"""Endings of folded words, for women (or for both) and for men. The likely ones are also those of other words."""
_MIN_CHARS = 4


def common(word: str, known: Callable[[str], int]) -> str:
    """The form by which a word is read, if it is one of an occupation.

    Args:
        word: folded.
        known: how well the tables know a word; 0 for not at all.
    """
    if len(word) < _MIN_CHARS:
        return word
    to_men, to_women = _tables()
    if word[-2:] not in to_men and word[-2:] not in to_women:
        return word
    forms = [*_others(word, to_men), word]
    best = max((*forms, *(other for form in forms for other in _others(form, to_women))), key=known)
    return best if known(best) else next(_others(word, _sure()), word)


def _others(word: str, endings: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    for ending, other in endings.get(word[-2:], ()):
        if word.endswith(ending) and (len(word) > len(ending) or len(ending) > _MIN_CHARS):
            yield word.removesuffix(ending) + other


@cache
def _tables() -> tuple[Mapping[str, Sequence[tuple[str, str]]], Mapping[str, Sequence[tuple[str, str]]]]:
    """The endings to be replaced, by their last two letters: those for women, and those for men."""
    pairs = [(women, men) for women, _, men in (each.partition(" ") for each in (*_SURE, *_LIKELY))]
    return _by_end(pairs), _by_end([(men, women) for women, men in pairs if men])


@cache
def _sure() -> Mapping[str, Sequence[tuple[str, str]]]:
    return _by_end([(women, men) for women, _, men in (each.partition(" ") for each in _SURE)])


def _by_end(pairs: Sequence[tuple[str, str]]) -> Mapping[str, Sequence[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for ending, other in pairs:
        table.setdefault(ending[-2:], []).append((ending, other))
    return table
