"""The skills in the items of a list: one item may hold several, with years, a level or a word on how needed they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from scoring.skills import frames
from scoring.skills.aliases import aliases, canonical, normalise
from scoring.skills.frames import Group, Need

MAX_PARTS = 200
"""Skills that are read from one item."""
MAX_PART_WORDS = 4
"""Words of the parts of an enumeration; longer ones are a sentence, which is not taken apart."""
MAX_ROW_WORDS = 3
"""Words of a skill that is not known, in a row or behind a kind; more are a sentence."""
MAX_KIND_WORDS = 5
"""Words of what skills are said to be some of."""
MAX_ITEM_CHARS = 300
"""A longer item is taken apart at its separators only."""
MAX_YEARS = 60.0

_YEARS = r"(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?|y)\b[^,;|]*"
_LEVEL = r"(?:expert|advanced|intermediate|basic|beginner|proficient|fluent|native|working knowledge|good|strong|very good)"
# Behind a dash, a colon or in parentheses: what is said of the skill before.
_REMARK = re.compile(
    rf"\s*(?:\s[-–—]+|[:(–—]|(?=\d))\s*(?:{_YEARS}|{_LEVEL}|({frames.MUST})|({frames.PLUS}))"
    r"(?: level| skills?| users?)?\s*\)?\s*\Z",
    re.IGNORECASE,
)
_YEARS_FIRST = re.compile(
    r"\s*(?:(?:an?\s+)?(?:minimum|min\.?|at\s+least|over|more\s+than)(?:\s+of)?\s+)?"
    r"(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)['’]?\s+(?!(?:of\s+age|old)\b)(?:(?:of|with|in)\s+)?"
    r"(?:(?:work\s+)?experience\s+(?:of|with|in)\s+)?",
    re.IGNORECASE,
)
_HARD = re.compile(r"[;|•·▪●\n\r、，；]")
_COMMA = re.compile(r",(?![^()]{0,200}\))\s*(?:(?:and|or)\s+)?", re.IGNORECASE)
_JOINT = re.compile(r"/|\s+(?:and|&|or|\+)\s+", re.IGNORECASE)
_EDGE = " \t\n\r,;:•·▪●*"


class Item(Struct, frozen=True, gc=False):
    """One skill of a list. `text` stands verbatim in its item; `years` and `need` are None when nothing is said of them.

    `row` are the words of the item in which it stands with others of which any one will do; "" where it is asked for itself.
    """

    text: str
    years: float | None = None
    need: Need | None = None
    row: str = ""


@lru_cache(maxsize=256)
def items(entries: tuple[str, ...]) -> tuple[Item, ...]:
    """The skills of a list in its order, each once, blanks left out."""
    return tuple(_unique(item for entry in entries for item in split(entry)))


@lru_cache(maxsize=16384)
def split(entry: str) -> tuple[Item, ...]:
    """The skills of one item of a list; an item that is one skill, such as CI/CD or A/B testing, stays whole."""
    return tuple(islice(_unique(_parts(entry.strip())), MAX_PARTS))


@lru_cache(maxsize=4096)
def _parts(entry: str) -> tuple[Item, ...]:
    if not normalise(entry):
        return ()
    if is_known(entry):
        return (Item(entry),)
    if len(hard := _HARD.split(entry)) > 1:
        return tuple(item for part in hard for item in _parts(part.strip()))
    if len(entry) > MAX_ITEM_CHARS:
        return tuple(_enumerated(entry)) or (Item(entry),)
    return _wanted(entry) or _remarked(entry) or _with_years(entry) or _named(entry)


def _wanted(entry: str) -> tuple[Item, ...]:
    """The skills of an item that says before or behind all of them how much they are wanted."""
    if said := frames.wanted(entry):
        named = _parts(said[1].strip())
    elif (said := frames.verdict(entry)) and ("," not in said[1] or frames.is_choice(said[1])):
        named = _parts(said[1].strip())
        is_row = all(_is_known(item) or (item.row and _is_sayable(item)) for item in named)
        named = named if is_row and any(map(_is_known, named)) else ()
    else:
        return ()
    return tuple(replace(item, need=item.need or said[0]) for item in named)


def _remarked(entry: str) -> tuple[Item, ...]:
    """The skills before a remark, which is said of the last one."""
    remark = _REMARK.search(entry)
    rest = entry[: remark.start()].strip() if remark else ""
    if remark is None or not rest.strip(_EDGE) or frames.is_measure(rest):
        return ()
    *before, last = _parts(rest) or (Item(rest.strip(_EDGE)),)
    need: Need | None = "must" if remark[2] else "plus" if remark[3] else last.need
    return (*before, replace(last, years=_number(remark[1]) if remark[1] else last.years, need=need))


def _with_years(entry: str) -> tuple[Item, ...]:
    """The skills behind a number of years, which is said of each."""
    first = _YEARS_FIRST.match(entry)
    rest = _parts(entry[first.end() :].strip()) if first else ()
    return tuple(replace(item, years=item.years if item.years is not None else _number(first[1])) for item in rest if first)


def _named(entry: str) -> tuple[Item, ...]:
    """The skills of an item without remarks; one that nobody knows stays as it is written."""
    entry = frames.without_aside(entry)
    core = frames.bare(entry)
    if is_known(core):
        return (Item(core),)
    if _is_certificate(paper := frames.without_paper(core)):
        return (Item(paper),)
    return (
        _of_kind(core, is_advanced=frames.is_advanced(entry))
        or _in_row(core)
        or tuple(_enumerated(entry))
        or _joined(core)
        or _whole(entry)
    )


def _of_kind(core: str, *, is_advanced: bool) -> tuple[Item, ...]:
    """The skills that an item names as some of a kind, and the kind where it is a skill."""
    group = frames.group(core)
    if group is None or len(group.kind.split()) > MAX_KIND_WORDS:
        return ()
    kind = _kind(group)
    named = _row(group.rest) if group.is_any else _parts(group.rest)
    known = tuple(filter(_is_known, named))
    if not known and not is_known(kind) and not (named and group.is_label and not kind):
        return ()
    if group.is_any:
        return _any_of(group, kind, named)
    if is_advanced and group.in_brackets and _are_narrower(known, kind):
        known = _as_row(known, group.rest)  # these say what the level means, and nobody names them all
    return _all_of(group, kind, known if group.in_brackets else named)


def _any_of(group: Group, kind: str, named: tuple[Item, ...]) -> tuple[Item, ...]:
    # Who knows SAP knows an ERP, but Django is not asked of all who know Python: what has rivals is no kind.
    is_met = group.is_open or (is_known(kind) and canonical(kind) not in aliases().rivals)
    if not kind or (kinds := _slashed(kind, named)):
        return _as_row((*kinds, *named) if kind else named, group.rest)
    return _as_row((Item(kind), *named), group.rest) if is_met else (Item(kind), *_as_row(named, group.rest))


def _all_of(group: Group, kind: str, named: tuple[Item, ...]) -> tuple[Item, ...]:
    # "AWS (EC2, S3)" are three, "Amazon Web Services (AWS)" is one.
    is_said = kind and (is_known(kind) or not group.is_label)
    if is_said and group.is_label and not all(map(_is_sayable, named)):
        return (Item(kind),)  # what stands behind it is a sentence about it
    others = tuple(item for item in named if canonical(item.text) != canonical(kind))
    return (Item(kind), *others) if is_said else named


def _slashed(kind: str, named: tuple[Item, ...]) -> tuple[Item, ...]:
    """The kinds before a row of which each has an example there, as in "Email marketing / CRM (HubSpot or Mailchimp)"."""
    kinds = _joined(kind) if "/" in kind else ()
    return kinds if all(any(_are_narrower((item,), each.text) for item in named) for each in kinds) else ()


def _are_narrower(named: tuple[Item, ...], kind: str) -> bool:
    narrower = aliases().narrower.get(canonical(kind), frozenset())
    return all(canonical(item.text) in narrower for item in named)


def _kind(group: Group) -> str:
    """The skill that a kind is: CRM for "CRM systems", and "" for what says no more than "programming languages"."""
    core = frames.without_article(frames.bare(group.kind))
    noun = frames.kind_noun(core)
    if noun is None or is_known(core) or (group.is_open and not is_known(noun)):
        return core
    # To program is nothing beside Python, to which "programming languages" leads.
    return noun if is_known(noun) and not core.lower().endswith(("language", "languages")) else ""


def _in_row(core: str) -> tuple[Item, ...]:
    """The skills that stand in a row with an "or", the first of which is known."""
    is_row = frames.is_choice(core) and "(" not in core and frames.row(core) != [core]
    named = _row(core) if is_row else ()
    return (
        _as_row(named, core)
        if named and (_is_known(named[0]) or _is_certificate(frames.without_grade(named[0].text)))
        else ()
    )


def _row(text: str) -> tuple[Item, ...]:
    """The skills of a row; none where one of its parts is more than a skill."""
    parts = [(part, _parts(part)) for part in frames.row(text) if part]
    is_row = all("/" in part or len(found) == 1 for part, found in parts)
    named = tuple(item for _, found in parts for item in found) if is_row else ()
    return named if all(_is_sayable(item) and item.need is None for item in named) else ()


def _as_row(named: tuple[Item, ...], row: str) -> tuple[Item, ...]:
    return tuple(replace(item, row=row) for item in named) if len(named) > 1 else named


def _enumerated(entry: str) -> Iterator[Item]:
    by_comma = [part.strip(_EDGE) for part in _COMMA.split(entry)]
    if len(by_comma) > 1 and _is_enumeration(by_comma):
        for part in by_comma:
            yield from _parts(part)


def _is_enumeration(parts: Sequence[str]) -> bool:
    short = all(len(part.split()) <= MAX_PART_WORDS or "(" in part for part in parts)
    return short or all(is_known(part) for part in parts)


def _joined(core: str) -> tuple[Item, ...]:
    parts = [part.strip(_EDGE) for part in _JOINT.split(core)]
    return tuple(map(Item, parts)) if len(parts) > 1 and all(map(is_known, parts)) else ()


def _whole(entry: str) -> tuple[Item, ...]:
    whole = entry.strip(_EDGE)
    return (Item(whole),) if whole else ()


def is_known(text: str) -> bool:
    """Whether a text is one skill of the tables."""
    return normalise(text) in aliases().canonical


def _is_certificate(text: str) -> bool:
    """Whether a text is one licence, certificate or the like of the tables."""
    return canonical(text) in aliases().credentials


def _is_known(item: Item) -> bool:
    return is_known(item.text)


def _is_sayable(item: Item) -> bool:
    """Whether an item is no sentence."""
    return _is_known(item) or (len(item.text.split()) <= MAX_ROW_WORDS and any(map(str.isalpha, item.text)))


def _unique(found: Iterable[Item]) -> Iterator[Item]:
    seen: set[str] = set()
    for item in found:
        if (name := normalise(item.text)) and name not in seen:
            seen.add(name)
            yield item


def _number(digits: str) -> float:
    return min(float(digits), MAX_YEARS)
