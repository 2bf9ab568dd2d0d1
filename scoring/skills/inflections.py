"""Skills that a text tells of in other forms and another order: "analysed logs" shows log analysis. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from scoring.skills import deeds
from scoring.skills.aliases import aliases, look_alikes_of, normalise
from scoring.skills.between import belong, names_deed
from scoring.skills.denial import is_denied
from scoring.text import runs
from scoring.text.clauses import NEAR_CHARS, clause, flat, folded, lowered

MOST_WORDS, MAX_PLACES = 4, 20
"""Words of a skill, and places where its first one is looked at."""
_SHORT, _OPENING = 3, 4
"""Letters by which words are looked for first, those of short stems and of others."""
_WORD = re.compile(r"(?<!\d)[^\W\d_]{2,}|(?<![^\W_])\d{1,5}(?![^\W_])")
_SUFFIX = re.compile(
    r"(?<=\w{3})(?:i?at(?:ions?|es?|ed|ing|ors?|ive(?:ly)?)|ions?|ings?|ments?|ances?|ences?|ers?|ors?|ships?"
    r"|ied|ies|ed|es|is|al|ive|ively|ly|(?<!s)s|e|y)$"
)
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_PAST = {
    "build": "built",
    "driv": "drove",
    "lead": "led",
    "sel": "sold",
    "tak": "took",
    "teach": "taught",
    "writ": "wrote",
}
"""The past of verbs that change their stem, by that stem."""
_PRESENT = {past: stem for stem, past in _PAST.items()}
_OWN_STEMS = {"store": "store", "stores": "store", "stored": "store", "storing": "store"}
"""Words whose stem would be that of others, as of stories."""
_MAKERS = ("adobe ", "amazon ", "apache ", "google ", "microsoft ", "ms ")
"""What products are called by; they are only told by their names."""
_IDIOMS = ("line management",)
"""Who managed the production line managed nobody by it."""
_WORD_BEFORE, _NEXT_WORD = re.compile(r"[^\W\d_]+[ -]\Z"), re.compile(r"[ -][^\W\d_]+")
_SMALL = frozenset(["and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


class _Way(Struct, frozen=True):
    """A spelling of a skill, the stems of its words, and the first letters of those words in each of their forms.

    `numbered` are the stems of words with the numbers that belong right behind them, as in "level 3". `own` are its words,
    and `deed` is the stem of the one for what is done, "" where none is; `is_deed_first`: it stands before the
    others, as in "meeting deadlines".
    """

    skill: str
    stems: tuple[str, ...]
    openings: frozenset[str]
    numbered: frozenset[tuple[str, str]]
    own: frozenset[str]
    deed: str
    is_deed_first: bool


def told(spellings: tuple[str, ...], text: str) -> str | None:
    """The words of a text in which all words of a skill stand near each other, verbatim; None where there are none.

    Of a skill of one word another form of it is looked for (`deeds`), and none of one that is also plain English.

    Args:
        spellings: those of the skill; any one will do.
    """
    known = openings(text)
    for way in _ways(spellings):
        if way.openings <= known and (words := _told(way, text)):
            return words
    return deeds.told(spellings, text)


def openings_of(spellings: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The first letters of the words of each spelling that can be told in other forms."""
    return tuple(way.openings for way in _ways(spellings))


def may_tell(spellings: Iterable[frozenset[str]], known: frozenset[str]) -> bool:
    """Whether texts whose words begin with the letters that are `known` may tell of a skill with such `openings_of`."""
    for openings in spellings:  # noqa: SIM110 - a generator would cost more than the search
        if openings <= known:
            return True
    return False


def _told(way: _Way, text: str) -> str | None:
    if not _may_hold(lowered(text), way.stems):
        return None
    plain, small = flat(text), folded(text)
    if len(small) != len(plain):  # a few letters change their number in lower case; then places differ
        return None
    near = (places for places in _places(way.stems, small, plain) if _belong(way, small, places))
    held = (span for places in near if not is_denied(plain, *(span := (places[0].start(), places[-1].end()))))
    meant = (plain[slice(*span)] for span in held if not _is_look_alike(way.skill, plain, *span))
    words = next((words for words in meant if _has_numbers(way, words)), None)
    found = re.search(r"\s+".join(map(re.escape, words.split())), text) if words else None
    return found[0] if found else None


def _places(stems: tuple[str, ...], small: str, text: str) -> Iterator[list[re.Match[str]]]:
    """Words of all stems in one clause, near a word of the first stem, in the order in which they stand there."""
    start = -1
    for _ in range(MAX_PLACES):
        start = small.find(stems[0], start + 1)
        if start < 0:
            return
        if not _may_hold(small[max(0, start - NEAR_CHARS) : start + NEAR_CHARS], stems):  # as around most places
            continue
        words = _WORD.finditer(small, *clause(text, start))
        nearest: dict[str, re.Match[str]] = {}
        for word in words:
            if (stem := _stem(word[0])) in stems:
                held = nearest.get(stem)
                if held is None or abs(word.start() - start) < abs(held.start() - start):
                    nearest[stem] = word
        if len(nearest) == len(stems):
            places = sorted(nearest.values(), key=re.Match.start)
            if places[-1].end() - places[0].start() <= NEAR_CHARS:
                yield places


def _belong(way: _Way, small: str, places: Sequence[re.Match[str]]) -> bool:
    words = [place[0] for place in places]
    deed = next((at for at, word in enumerate(words) if _stem(word) == way.deed), None)
    gaps = [small[before.end() : behind.start()] for before, behind in pairwise(places)]
    return belong(words, gaps, deed, way.own, is_deed_first=way.is_deed_first)


def _may_hold(small: str, stems: tuple[str, ...]) -> bool:
    """Whether a text may have words of all stems: a stem is the beginning of its words, but for the past of some verbs."""
    for stem in stems:  # noqa: SIM110 - a generator would cost more than the search
        if stem not in small and _PAST.get(stem, stem) not in small:
            return False
    return True


def _has_numbers(way: _Way, words: str) -> bool:
    """Whether each number stands behind its word: "level 3" is not there in "level 2, 3 years"."""
    return not way.numbered or way.numbered <= _numbered([_stem(word) for word in _WORD.findall(words.lower())])


def _numbered(stems: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset((stem, number) for stem, number in pairwise(stems) if number.isdecimal())


def _is_look_alike(skill: str, text: str, start: int, end: int) -> bool:
    """Whether the words at a place name a look-alike, or with a word around them do: blood taken, but its pressure."""
    before, behind = _WORD_BEFORE.search(text[max(0, start - NEAR_CHARS) : start]), _NEXT_WORD.match(text, end)
    first = start - len(before[0]) if before else start
    shown = f" {normalise(text[first : behind.end() if behind else end])} "
    for other in _look_alikes(skill):  # noqa: SIM110 - a generator would cost more than the search
        if other in shown:
            return True
    return False


@lru_cache(maxsize=4096)
def _look_alikes(skill: str) -> tuple[str, ...]:
    """The look-alikes of a skill in all their spellings, each between spaces."""
    names = look_alikes_of(skill)
    each = names.union(*(map(normalise, aliases().spellings.get(name, ())) for name in names))
    return tuple(f" {name} " for name in sorted(each))


@lru_cache(maxsize=4096)
def _ways(spellings: tuple[str, ...]) -> tuple[_Way, ...]:
    """The spellings that can be told in other forms, each set of stems once."""
    stems = {each: _stems_of(each) for each in spellings}
    first = {frozenset(stems[each]): each for each in reversed(spellings) if stems[each]}
    return tuple(_way(each, stems[each]) for each in reversed(first.values()))


def _way(skill: str, stems: Sequence[str]) -> _Way:
    # Looked for first is a word that has one stem.
    sought = sorted(dict.fromkeys(stems), key=lambda stem: (stem.isdecimal(), stem in _PAST))
    openings = frozenset(stem[:_OPENING] for stem in sought if len(stem) >= _SHORT and stem not in _PAST)
    numbered, own = _numbered(stems), normalise(skill).replace("-", " ").split()
    is_deed_first = own[0].endswith("ing") and not names_deed(normalise(skill))
    return _Way(
        skill,
        tuple(sought),
        frozenset(each for each in openings if not each.isdecimal()),
        numbered,
        frozenset(own),
        deed="" if numbered else stems[0] if is_deed_first else stems[-1],
        is_deed_first=is_deed_first,
    )


def _is_as_written(name: str) -> bool:
    """Whether a skill is the name of a product or an idiom; what is done with a product is none."""
    return name in _IDIOMS or (name.startswith(_MAKERS) and not names_deed(name))


def _stems_of(skill: str) -> tuple[str, ...]:
    """The stems of a skill's words in their order; none where the form of one of them decides, or they are too many."""
    name = normalise(skill)
    if _is_as_written(name) or any(normalise(word) in aliases().ambiguous for word in name.split()):
        return ()
    words = [word for word in _WORD.findall(name) if word not in _SMALL]
    stems = tuple(map(_stem, words))
    telling = {stem for stem in stems if not stem.isdecimal()}
    return stems if 2 <= len(telling) <= MOST_WORDS and len(words) == len(name.replace("-", " ").split()) else ()


@lru_cache(maxsize=32)
def openings(text: str) -> frozenset[str]:
    """The first letters of all words of a text, so many and so many: of most skills not even these stand there."""
    words = runs.letters_of(runs.distinct(lowered(text)))
    return frozenset([word[:letters] for letters in (_SHORT, _OPENING) for word in words])


@lru_cache(maxsize=32768)
def _stem(word: str) -> str:
    if stem := _PRESENT.get(word) or _OWN_STEMS.get(word):
        return stem
    for _ in range(2):
        word = _SUFFIX.sub("", word)
    return _DOUBLED.sub(r"\1", word)
