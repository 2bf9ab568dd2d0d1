"""What shows a skill in part, by its words alone: a half of two in one, as "Windows 10/11", or its core. Pure functions.

Where a table knows both halves the slash or the "and" parts two skills (`items`), and where it knows the whole, as CI/CD,
there are none. The core is what is left without words that say little, as "tail-lift" of "tail-lift operation".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.skills.aliases import aliases, canonical, normalise
from scoring.skills.frames import bare
from scoring.skills.items import is_known

MAX_HALVES = 4
"""With more slashes it is a list of another kind."""

_VERSIONS = re.compile(r"([^/]*[^\W\d_]{2}[^/]*) (v?\d[\d.]*(?:/v?\d[\d.]*)+)()")
_ACRONYMS = re.compile(r"()([^\W\d_]{2,3}(?:/[^\W\d_]{2,3})+)()")
_WITH_WORDS = re.compile(r"((?:[^\s/]+)?) ?\b([^\W\d_]{2,5}(?:/[^\W\d_]{2,5})+)((?: [^\s/]+){0,2})")
"""Halves with what stands before and behind both; alone, longer ones are words that mean much else, as in "pick/pack"."""
_NEITHER = frozenset(
    ["and", "or", "in", "out", "on", "off", "up", "down", "am", "pm", "yes", "no", "he", "she", "his", "her"]
)
"""Words that stand before or behind a slash without being a skill."""
_JOINED = re.compile(r"([^(),;:]+?) (and|&) ((?:(?! (?:and|&|or) )[^(),;:])+)", re.IGNORECASE)
_BRACKETED = re.compile(r"([^(),;:]+?) \(([^(),;:]+)\)")
_MOST_WORDS = 3
"""Words of what says enough alone; more are a sentence."""
_LEAST_LETTERS = 3
"""Of an acronym."""

_LEAD = re.compile(r"(?:end[- ]to[- ]end|full[- ]cycle|day[- ]to[- ]day|high[- ]volume|large[- ]scale) (?=.)", re.IGNORECASE)
_HEAD = re.compile(r"(.+?) (?:systems?|software|operations?|processing|cards?)", re.IGNORECASE)
"""A word at the end of a skill for what one cannot but do or have with the rest of it."""
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])
_PAPERS = frozenset(
    ["certificate", "certification", "degree", "diploma", "licence", "license", "membership", "registration"]
)
"""Words for what is held as a whole or not at all."""
_HOLLOW = frozenset(["critical", "end", "level", "performance", "scale", "speed", "term", "time", "volume", "wide"])
"""The last words of what says how something is, as of "real-time" and "safety-critical"."""


@lru_cache(maxsize=4096)
def halves(skill: str) -> tuple[str, ...]:
    """The skills of which any one shows in part one of two; none where there is only one, or a table knows the whole."""
    written = " ".join(skill.split())
    if is_known(written):
        return ()
    if "/" not in written:
        return (*_of_pair(bare(written)), *_of_bracket(written))
    found = written.split(" / ") if " / " in written else _of_word(written)
    return tuple(found) if len(set(found)) == len(found) <= MAX_HALVES and all(map(canonical, found)) else ()


@lru_cache(maxsize=4096)
def cores(skill: str) -> tuple[str, ...]:
    """The forms of what shows a skill in part, as what is left of it says enough; none where a table knows the whole."""
    written = " ".join(skill.split())
    if is_known(written):
        return ()
    rest = _LEAD.sub("", written, count=1)
    found = None if is_known(rest) else _HEAD.fullmatch(rest)
    core = found[1] if found else rest
    return _in_each_number(core) if core != written and _is_telling(core) else ()


def _of_word(written: str) -> list[str]:
    """The halves of the one word with a slash, each with the words around it."""
    either = _VERSIONS.fullmatch(written) or _ACRONYMS.fullmatch(written) or _WITH_WORDS.fullmatch(written)
    if either is None or (either.re is _WITH_WORDS and not (either[1] or either[3])):
        return []
    parts = either[2].split("/")
    return (
        [] if _NEITHER.intersection(map(normalise, parts)) else [f"{either[1]} {each}{either[3]}".strip() for each in parts]
    )


def _of_pair(written: str) -> Iterator[str]:
    """The halves around an "and" that say enough alone; none where it is inside a name, as in "Health and safety law"."""
    if (pair := _JOINED.fullmatch(written)) and not _is_inside(pair[1], pair[2], pair[3]):
        yield from filter(_is_telling, (pair[1], pair[3]))


def _is_inside(before: str, joint: str, behind: str) -> bool:
    """Whether the words on both sides of an "and" that stand next to it are one skill with it."""
    return is_known(f"{before} {joint} {behind.split()[0]}") or is_known(f"{before.split()[-1]} {joint} {behind}")


def _of_bracket(written: str) -> Iterator[str]:
    """What stands before a bracket and in it, where that is a name and no remark as "(own car)"."""
    pair = _BRACKETED.fullmatch(written)
    if pair and not pair[2].isupper() and all(word[:1].isupper() for word in pair[2].split()):
        yield from filter(_is_telling, (pair[1], pair[2]))


def _is_telling(term: str) -> bool:
    """Whether a part of a skill says enough alone: a table has it as no ordinary word, or it is of two or three words."""
    name, table = normalise(term), aliases()
    if name in table.canonical:
        return len(name) > 1 and (name in table.readable or _is_acronym(table.written[name]))
    words = name.replace("-", " ").split()
    is_hollow = not words or words[-1] in _HOLLOW or not (_SMALL | _PAPERS).isdisjoint(words)
    return 2 <= len(words) <= _MOST_WORDS and not is_hollow


def _is_acronym(written: str) -> bool:
    return len(written) >= _LEAST_LETTERS and written.isupper()


def _in_each_number(core: str) -> tuple[str, ...]:
    """A skill as it is written, and in the plural, of which a table would know whether there is one."""
    return (core,) if is_known(core) or core.lower().endswith("s") else (core, f"{core}s")
