"""Skills of which a job asks for any one, as in "Go or Python" and "AWS, GCP or Azure". Pure functions.

A slash stands for "or" between rivals, as in "AWS/Azure", and elsewhere for "and", as in "HTML/CSS".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from scoring.aliases import aliases, canonical
from scoring.items import split
from scoring.terms import read

_ANY_OF = re.compile(
    r"\b(?:one|any)(?: or more)? of(?: (?:the|these|following|languages?|tools?|clouds?))*[\s:(]*\Z", re.IGNORECASE
)
_BOTH = re.compile(r"\band\b|[&;+\n]", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,\s*|,?\s*\b(?P<last>or|and/or)\s+(?:an?\s+|in\s+|with\s+)?)", re.IGNORECASE)


def in_item(entry: str) -> Iterator[frozenset[str]]:
    """The canonical names of those skills of an item of a list of which any one will do."""
    rows: dict[str, set[str]] = {}
    for item in split(entry):
        if item.row or "/" in entry:
            rows.setdefault(item.row, set()).add(canonical(item.text))
    slashed = frozenset(rows.pop("", ()))
    yield from map(frozenset, rows.values())
    if len(slashed) > 1 and _are_rivals(slashed) and not _BOTH.search(entry):
        yield slashed


def in_text(text: str) -> Iterator[frozenset[str]]:
    """The canonical names of skills that stand in a row with an "or" before the last, or behind "one of"."""
    row: set[str] = set()
    end, is_any = 0, False
    yield from _slashed(text)
    for term in read(text):
        joint = _JOINT.fullmatch(text, end, term.start) if row else None
        is_any = is_any if joint else _ANY_OF.search(text, end, term.start) is not None
        row = row | {term.name} if joint else {term.name}
        end = term.end
        if joint and (joint["last"] or is_any) and len(row) > 1:
            yield frozenset(row)


def count(missing: Iterable[str], rows: Collection[frozenset[str]]) -> int:
    """How many requirements the missing skills are: those of one row are one.

    Args:
        missing: skills, of whose rows none is met.
    """
    names = [*map(canonical, missing)] if rows else [*missing]
    others = {name for row in rows for name in [each for each in names if each in row][1:]}
    return len([name for name in names if name not in others])


def _slashed(text: str) -> Iterator[frozenset[str]]:
    """Rivals that stand in a row with a slash between them."""
    row: frozenset[str] = frozenset()
    end = 0
    for term in read(text) if "/" in text else ():
        is_next = bool(row) and text[end : term.start].strip() == "/" and _are_rivals(row | {term.name})
        if not is_next and len(row) > 1:
            yield row
        row, end = (row if is_next else frozenset()) | {term.name}, term.end
    if len(row) > 1:
        yield row


def _are_rivals(names: frozenset[str]) -> bool:
    rivals = aliases().rivals
    return all(names - {each} <= rivals.get(each, frozenset()) for each in names)
