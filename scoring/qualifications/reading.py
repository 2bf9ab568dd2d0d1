"""A text read as words of qualifications, levels and grades. Pure functions.

"BSc" is a bachelor's degree, and "CIPD 7" is CIPD at level 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from scoring.qualifications.vocabulary import vocabulary
from scoring.text.runs import of_letters_and_digits

MAX_CHARS = 500
"""Characters of a qualification that are read."""
STEM = 6
"""Letters by which words are compared where a claim is to be spared: "pharmacy" says enough of a pharmacist."""
_WORD = re.compile(r"[^\W_]+(?:\+(?:[^\W_](?![^\W_])|(?!\w)))?")
_RUN = re.compile(r"[^\W_]+")
_LEVEL_NUMBER = r"(?:\d|i{1,3})\b"
_LEVEL = re.compile(
    rf"\b(?:levels?|lvl|l|(nvq|svq|cipd|aat))[ -]?({_LEVEL_NUMBER}(?:\s*(?:[/,&]|and|or|to)\s*{_LEVEL_NUMBER})*)",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"\d|i+", re.IGNORECASE)
_A_LEVEL = re.compile(r"\d|\bI+\b")
_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"\b([a-z])\.([a-z])\b")
_CLASS = re.compile(
    r"\b(?<!first )(?<!second )(?<!third )(class|cat)(?:egory)? (\d(?!:)|[a-e]1?(?:\+e(?!\w)|e(?!\w))?)(?![\w+])"
)
_TRAILER = re.compile(r"\b([bcd]1?) ?\+ ?e\b")
"""How the classes of driving licences with a trailer are written."""
_STANDARD = re.compile(
    r"\b((?:(?:bs|en|iso|iec|din)[ /-]?)+)(?!(?:19|20)\d\d(?!:))(\d{3,5})\b"
    r"(?: ?: ?(?:19|20)\d\d(?: ?\+ ?a\d+(?: ?: ?\d{4})?)*)?"
)
"""A standard, as in "BS EN ISO 9001:2015"; a bachelor's degree has a year behind it."""
_CLASSED = re.compile(r"(cat|class)(?:\d|[a-e]1?(?:\+?e)?)")
_NUMBERED = re.compile(r"(?:iso|iec|en|din|bs)(\d+)")
_BODIES = ("iso", "iec", "en", "din", "bs")
"""Who makes standards: those of the first are taken over by the others."""
_SMALL = frozenset(["and", "for", "in", "of", "the", "to"])
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,6}\b")


@lru_cache(maxsize=16384)
def spelled(text: str) -> tuple[str, ...]:
    """The words of a text as the table reads them, without those of a level."""
    text = text[:MAX_CHARS].lower()
    if "." in text:
        text = _DOTTED.sub(r"\1\2", text).replace(".", "")
    if _DIGIT.search(text) or " i" in text:
        text = _stepped(text)
        text = _STANDARD.sub(_standard, _LEVEL.sub(r"\1", text))
    if "+" in text:
        text = _TRAILER.sub(r"\1+e", text)
    if "class" in text or "cat" in text:
        text = _CLASS.sub(r"\1\2", text)
    flat = _phrases().sub(lambda found: vocabulary().phrases[found[0]], " ".join(_WORD.findall(text)))
    return tuple(own for word in flat.split() for own in vocabulary().same.get(word, word).split())


def _standard(found: re.Match[str]) -> str:
    return f"{next(body for body in _BODIES if body in found[1])}{found[2]}"


def levels(text: str) -> Iterator[int]:
    """The levels that a text names by a number, as 3 in "NVQ Level 3"."""
    if _A_LEVEL.search(text):
        for found in _LEVEL.finditer(_stepped(text[:MAX_CHARS])):
            yield from map(_step, _LEVELS.findall(found[2]))


def _stepped(text: str) -> str:
    """A text with the levels of what is reached in steps, as CFA, as names of their own: none but the last is the whole."""
    return _steps().sub(lambda found: f"{found[1] or found[4]}{_step(found[2] or found[3])}", text)


def _step(level: str) -> int:
    return int(level) if level.isdecimal() else len(level)


@cache
def _steps() -> re.Pattern[str]:
    names = "|".join(sorted(vocabulary().steps))
    level = r"(?:level|lvl|l)[ -]?(\d|i{1,3})"
    return re.compile(rf"\b(?:({names})[ ,(-]{{1,3}}{level}|{level} (?:of the )?({names}))\b", re.IGNORECASE)


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(vocabulary().phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def grades(own: Iterable[str]) -> Iterator[str]:
    """The names of grades among some words, as MCIPD or AAT Advanced, that stand for a level."""
    standing = frozenset(own)
    return (name for name, parts in _named_levels().items() if parts <= standing)


@cache
def _named_levels() -> dict[str, frozenset[str]]:
    return {each: frozenset(each.split()) for each in vocabulary().levels}


def initials(short: str, long: str) -> Iterator[str]:
    """The acronyms of one text that are the initials of words of another, as SWE of Social Work England, and these words."""
    if not (acronyms := _acronyms(short)):
        return
    words, letters = _first_letters(long)
    for each in acronyms:
        if (at := letters.find(each.lower())) >= 0:
            yield from (each, *words[at : at + len(each)])


@lru_cache(maxsize=16384)
def _acronyms(text: str) -> tuple[str, ...]:
    return tuple(each for each in ACRONYM.findall(text) if len(each) > 2)


@lru_cache(maxsize=16384)
def _first_letters(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a text that are not small, and the first letters of all."""
    words = tuple(word for word in _WORD.findall(text.lower()) if word not in _SMALL)
    return words, "".join(word[0] for word in words)


def stem(word: str) -> str:
    """The beginning of a word by which it is compared with others."""
    return word if "_" in word else word[:STEM]  # those with a line are the table's own


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The beginnings of the words of a text; "B.Sc." is one as "BSc" is."""
    text = text.lower()
    runs = of_letters_and_digits(text) + (of_letters_and_digits(text.replace(".", "")) if "." in text else [])
    return frozenset([run[:STEM] for run in runs])


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """The runs of letters and digits with one of which a text tells of a word of what is wanted, or of what covers it."""
    table = vocabulary()
    told = [word, *(each for each, read in table.same.items() if word in read.split())]
    told += [each for each, read in table.phrases.items() if word in read.split()]
    told += ["degree"] if word == "bachelor" else []
    own = frozenset(max(_RUN.findall(each), key=len) for each in told)  # of a phrase one will do, as all of it must stand
    own = own.union(*map(_apart, told))
    return own.union(*(forms(each) for each, less in table.covers.items() if word in less))


def _apart(word: str) -> frozenset[str]:
    """The runs of which one stands for a word that is read as one, as "catb" is for "Cat B"."""
    if found := _CLASSED.fullmatch(word):
        return frozenset(["cat", "category"] if found[1] == "cat" else ["class"])
    found = _NUMBERED.fullmatch(word)
    return frozenset([found[1]] if found else [word[:-1]] if word[:-1] in vocabulary().steps else [])
