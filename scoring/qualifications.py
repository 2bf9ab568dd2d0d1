"""Whether a stated qualification is the one that a job asks for, by its words. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.titles import is_occupation
from scoring.vocabulary import vocabulary

_WORD = re.compile(r"[^\W_]+")
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
_DEGREES = (
    re.compile(r"\b(?:degree|ba|bsc|beng|btech|bed|llb|bachelor\w*)\b", re.IGNORECASE),
    re.compile(r"\b(?:ma|msc|meng|mtech|med|mba|llm|master\w*|magister)\b", re.IGNORECASE),
    re.compile(r"\b(?:phd|dphil|md|doctor\w*)\b", re.IGNORECASE),
)
"""Bachelor, master, doctor."""
_LICENCE = re.compile(r"\b(?:licen[cs]ed?|registration|certifi\w+|chartered|registered|admitted|admission)\b", re.IGNORECASE)
_NOUNS = {
    "admitted": "admission",
    "certified": "certification",
    "chartered": "charter",
    "licensed": "licence",
    "qualified": "qualification",
    "registered": "registration",
}
"""What one has who is so."""
_SAME = {
    "license": "licence",
    "licensed": "licence",
    "registered": "registration",
    "nursing": "nurse",
    "certification": "certificate",
    "certified": "certificate",
    "bachelors": "bachelor",
    "masters": "master",
    "arts": "art",
    "doctorate": "doctor",
    "juris": "jurisprudence",
}
_SHORT = {
    "ba": "bachelor art",
    "bs": "bachelor science",
    "bsc": "bachelor science",
    "bba": "bachelor business administration",
    "bcom": "bachelor commerce",
    "bed": "bachelor education",
    "beng": "bachelor engineering",
    "bsn": "bachelor science nurse",
    "btech": "bachelor technology",
    "jd": "jurisprudence doctor",
    "llb": "bachelor law",
    "llm": "master law",
    "ma": "master art",
    "mba": "master business administration",
    "med": "master education",
    "meng": "master engineering",
    "ms": "master science",
    "msc": "master science",
    "msn": "master science nurse",
    "mtech": "master technology",
    "phd": "doctor",
    "dphil": "doctor",
}
_TITLES = ("bachelor", "master", "doctor")
"""Who has a later one has those before."""
_IDLE = frozenset(["s", "state", "valid", "current", "active", "unrestricted", "us", "philosophy"])
_PROOF = frozenset(["licence", "certificate", "registration"])
"""Words that say of a title in capitals, such as CPA, only that it is one."""
_SMALL = frozenset(["and", "for", "in", "of", "the", "to"])
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_UNFINISHED = re.compile(
    r"\b(?:candidate|in progress|ongoing|expected|pursuing|pending|studying|enrolled|part[- ]qualified|incomplete|unfinished"
    r"|not completed|scheduled|towards?|exam)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_licence(asked: str) -> bool:
    """Whether a job may not be done without it, as a licence or a registration; a degree can have an equivalent."""
    return _LICENCE.search(asked) is not None and not _OR.search(asked)


@lru_cache(maxsize=4096)
def noun(asked: str) -> str:
    """A licence as what one holds: "ARB registration" for "ARB registered", "status of chartered accountant"."""
    *others, last = asked.split(" ")
    if last.lower() in _NOUNS:
        return " ".join([*others, _NOUNS[last.lower()]])
    is_holder = others and others[0].lower() in _NOUNS and is_occupation(last.lower())
    return f"status of {asked[:1].lower()}{asked[1:]}" if is_holder else asked


@lru_cache(maxsize=16384)
def meets(asked: str, shown: str) -> bool:
    """Whether `shown` has all the words of `asked`, or of one of its alternatives, and is no study that still goes on."""
    if _UNFINISHED.search(shown) or (re.search(r"\bdegree\b", asked, re.IGNORECASE) and not degree(shown)):
        return False
    words = _words(shown) | frozenset(_spelled(" ".join((*_initials(shown, asked), *_initials(asked, shown)))))
    return any(wanted and wanted <= words for wanted in map(_wanted, _OR.split(asked)))


def is_asked(asked: str, shown: str) -> bool:
    """Whether a qualification is the one asked for, and no higher degree."""
    return meets(asked, shown) and not 0 < degree(asked) < degree(shown)


def exceeds(asked: tuple[str, ...], shown: str) -> bool:
    """Whether a qualification goes beyond those asked for: a higher degree, a licence, or any when none is asked for."""
    most = max(map(degree, asked), default=0)
    return not _UNFINISHED.search(shown) and (not asked or is_licence(shown) or degree(shown) > most)


@lru_cache(maxsize=4096)
def degree(text: str) -> int:
    """1 for a bachelor's degree or one that is not named closer, 2 for a master's, 3 for a doctor's, 0 for none."""
    text = text[:500].replace(".", "")
    return max((rank for rank, pattern in enumerate(_DEGREES, 1) if pattern.search(text)), default=0)


def _initials(short: str, long: str) -> Iterator[str]:
    """The acronyms of one text that are the initials of words of another, as SWE of Social Work England, and these words."""
    if not (acronyms := [each for each in _ACRONYM.findall(short) if len(each) > 2]):
        return
    words = [word for word in _WORD.findall(long.lower()) if word not in _SMALL]
    for each in acronyms:
        runs = (words[start : start + len(each)] for start in range(len(words) - len(each) + 1))
        if run := next((run for run in runs if "".join(word[0] for word in run) == each.lower()), None):
            yield from (each, *run)


def _wanted(asked: str) -> frozenset[str]:
    words = frozenset(word for word in _spelled(asked) if word not in _IDLE) - vocabulary().filler
    if not words.isdisjoint(_TITLES):
        words -= {"degree"}
    return words - _PROOF if _ACRONYM.search(asked) and words - _PROOF else words


def _words(shown: str) -> frozenset[str]:
    words = frozenset(_spelled(shown)) - vocabulary().filler
    most = max((rank for rank, title in enumerate(_TITLES) if title in words), default=0)
    return words | frozenset(_TITLES[:most])


def _spelled(text: str) -> Iterator[str]:
    for word in _WORD.findall(text[:500].replace(".", "").lower()):
        yield from _SHORT.get(word, _SAME.get(word, word)).split()
