"""The skills in the items of a list: one item may hold several, with years, a level or a word on how needed they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal

from msgspec import Struct

from scoring.aliases import aliases, normalise

Need = Literal["must", "plus"]

MAX_PARTS = 200
"""Skills that are read from one item."""
MAX_PART_WORDS = 4
"""Words of the parts of an enumeration; longer ones are a sentence, which is not taken apart."""
MAX_ITEM_CHARS = 300
"""A longer item is taken apart at its separators only."""
MAX_YEARS = 60.0

_YEARS = r"(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?|y)\b[^,;|]*"
_LEVEL = r"(?:expert|advanced|intermediate|basic|beginner|proficient|fluent|native|working knowledge|good|strong|very good)"
_MUST = r"(?:required|must[ -]have|a must|must|essential|mandatory)"
_PLUS = (
    r"(?:nice[ -]to[ -]have|good to have|preferred|desirable|desired|optional"
    r"|(?:an? )?(?:plus|bonus|advantage)|not required)"
)
# Behind a dash, a colon or in parentheses: what is said of the skill before.
_REMARK = re.compile(
    rf"\s*(?:\s[-–—]+|[:(–—]|(?=\d))\s*(?:{_YEARS}|{_LEVEL}|({_MUST})|({_PLUS}))(?: level| skills?| users?)?\s*\)?\s*\Z",
    re.IGNORECASE,
)
_YEARS_FIRST = re.compile(
    r"\s*(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)['’]?\s+(?:(?:of|with|in)\s+)?(?:(?:work\s+)?experience\s+(?:of|with|in)\s+)?",
    re.IGNORECASE,
)
# Words around a skill that say no more of it, where it is known without them.
_FRAME = re.compile(
    r"(?:(?:strong|solid|good|excellent|advanced|basic|deep|proven|hands-on|working|practical)\s+)*"
    r"(?:(?:experience|knowledge|understanding|proficiency|familiarity|expertise|command|use)\s+(?:with|of|in)\s+"
    r"|(?:proficient|experienced|skilled|fluent|expert|versed)\s+(?:in|with|at)\s+|familiar\s+with\s+)?"
    r"(?:strong\s+|good\s+)?(.+?)(?:\s+(?:skills?|experience|knowledge|proficiency|programming|expertise))?\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\)\s*\Z")
_HARD = re.compile(r"[;|•·▪●\n\r、，；]")
_COMMA = re.compile(r",(?![^()]{0,200}\))\s*(?:(?:and|or)\s+)?", re.IGNORECASE)
_JOINT = re.compile(r"/|\s+(?:and|&|or|\+)\s+", re.IGNORECASE)
_EDGE = " \t\n\r,;:•·▪●*"


class Item(Struct, frozen=True, gc=False):
    """One skill of a list. `text` stands verbatim in its item; `years` and `need` are None when nothing is said of them."""

    text: str
    years: float | None = None
    need: Need | None = None


@lru_cache(maxsize=256)
def items(entries: tuple[str, ...]) -> tuple[Item, ...]:
    """The skills of a list in its order, each once, blanks left out."""
    return tuple(_unique(item for entry in entries for item in split(entry)))


@lru_cache(maxsize=16384)
def split(entry: str) -> tuple[Item, ...]:
    """The skills of one item of a list; an item that is one skill, such as CI/CD or A/B testing, stays whole."""
    return tuple(islice(_unique(_parts(entry)), MAX_PARTS))


def _parts(entry: str) -> Iterator[Item]:
    entry = entry.strip()
    if not normalise(entry):
        return
    if is_known(entry):
        yield Item(entry)
    elif len(hard := _HARD.split(entry)) > 1:
        for part in hard:
            yield from _parts(part)
    elif len(entry) > MAX_ITEM_CHARS:
        yield from _enumerated(entry)
    elif (remark := _REMARK.search(entry)) and entry[: remark.start()].strip(_EDGE):
        yield from _remarked(entry[: remark.start()], remark)
    elif (first := _YEARS_FIRST.match(entry)) and entry[first.end() :].strip():
        for item in _parts(entry[first.end() :]):
            yield Item(item.text, item.years if item.years is not None else _number(first[1]), item.need)
    else:
        yield from _enumerated(entry)


def _remarked(rest: str, remark: re.Match[str]) -> Iterator[Item]:
    """The skills before a remark, which is said of the last one."""
    *before, last = [*_parts(rest)] or [Item(rest.strip(_EDGE))]
    yield from before
    years = _number(remark[1]) if remark[1] else last.years
    yield Item(last.text, years, "must" if remark[2] else "plus" if remark[3] else last.need)


def _enumerated(entry: str) -> Iterator[Item]:
    by_comma = [part.strip(_EDGE) for part in _COMMA.split(entry)]
    if len(by_comma) > 1 and _is_enumeration(by_comma):
        for part in by_comma:
            yield from _parts(part)
    elif len(entry) > MAX_ITEM_CHARS:
        yield Item(entry)
    elif inside := _INSIDE.match(entry):
        yield from _with_parentheses(entry, inside)
    else:
        parts = [part.strip(_EDGE) for part in _JOINT.split(entry)]
        framed = _FRAME.fullmatch(entry)
        whole = framed[1] if framed and is_known(framed[1]) else entry.strip(_EDGE)
        yield from map(Item, parts if len(parts) > 1 and all(map(is_known, parts)) else [whole] if whole else [])


def _is_enumeration(parts: Sequence[str]) -> bool:
    short = all(len(part.split()) <= MAX_PART_WORDS or "(" in part for part in parts)
    return short or all(is_known(part) for part in parts)


def _with_parentheses(entry: str, inside: re.Match[str]) -> Iterator[Item]:
    # "AWS (EC2, S3)" are three, "Amazon Web Services (AWS)" is one, and what nobody knows stays as it is.
    within = [part.strip(_EDGE) for part in re.split(r"[,/;]", inside[2])]
    known = [part for part in within if is_known(part)]
    if is_known(inside[1]) or known:
        name = aliases().canonical.get(normalise(inside[1]))
        yield Item(inside[1])
        yield from (Item(part) for part in known if aliases().canonical[normalise(part)] != name)
    else:
        yield Item(entry)


def is_known(text: str) -> bool:
    """Whether a text is one skill of the tables."""
    return normalise(text) in aliases().canonical


def _unique(found: Iterable[Item]) -> Iterator[Item]:
    seen: set[str] = set()
    for item in found:
        if (name := normalise(item.text)) and name not in seen:
            seen.add(name)
            yield item


def _number(digits: str) -> float:
    return min(float(digits), MAX_YEARS)
