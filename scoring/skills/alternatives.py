"""Skills of which a job asks for any one, as in "Go or Python" and "AWS, GCP or Azure". Pure functions.

A slash stands for "or" between rivals, as in "AWS/Azure", and elsewhere for "and", as in "HTML/CSS".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from scoring.skills.aliases import aliases, canonical
from scoring.skills.items import split
from scoring.skills.terms import Term, read

_ANY_OF = re.compile(
    r"\b(?:one|any)(?: or more)? of(?: (?:the|these|following|languages?|tools?|clouds?))*[\s:(]*\Z", re.IGNORECASE
)
_BOTH = re.compile(r"\band\b|[&;\n]|(?<=\s)\+(?=\s)", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"(?:\bsuch as|(?<!you )(?<!we )(?<!they )(?<!would )(?<!['’]d )\blike|\be\.?g\b\.?|\bfor (?:example|instance))"
    r"[,:]?\s+\Z",
    re.IGNORECASE,
)
_KIND_NOUN = r"(?: (?:systems?|software|tools?|platforms?|packages?))?\s*"
_AFTER_KIND = re.compile(rf"{_KIND_NOUN}[,(]?\s*", re.IGNORECASE)
_BRACKET = re.compile(rf"{_KIND_NOUN}\(\s*", re.IGNORECASE)
_ADVANCED = re.compile(r"\badvanced\s[^,;:.()]*\Z", re.IGNORECASE)
_ADVANCED_CHARS = 30
"""Characters before a skill that may say that it is wanted at an advanced level."""
_OTHER = r"[^\s,;:.()]+(?: [^\s,;:.()]+)?"
"""One or two words that are no known skill."""
_SAID_OF_IT = (
    r"(?:\s+(?:accreditation|advanced|associate|certifi(?:cates?|cations?|ed)|experience|expert|foundation|intermediate|knowledge"
    r"|licen[cs]e|practitioner|professional|qualifi(?:cations?|ed)|skills))?"
)
"""A grade or the like behind a name, as in "PRINCE2 Practitioner or PMP"."""
_JOINT = re.compile(
    rf"{_SAID_OF_IT}\s*(?:,\s*(?:{_OTHER}\s*,\s*)?|(?:,\s*{_OTHER})?,?\s*\(?\b(?P<last>or|and/or|and)\s+(?:an?\s+|in\s+|with\s+)?)",
    re.IGNORECASE,
)
_OR_OTHERS = re.compile(r",?\s+or\s+(?:(?:an(?:y )?)?other|similar|equivalent|comparable|the like)\b", re.IGNORECASE)


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
    """The canonical names of skills that stand in a row with an "or", behind "one of", or as examples of their kind."""
    row: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    last, is_any, is_open = Term("", 0, 0), False, False
    yield from _slashed(text)
    for term in read(text):
        joint = _JOINT.fullmatch(text, last.end, term.start) if row else None
        is_and = joint is not None and (joint["last"] or "").lower() == "and"
        if joint is None or (is_and and not is_open):
            between, is_detail = text[last.end : term.start], _is_detail(last, term, text)
            is_open = _EXAMPLES.search(text, last.end, term.start) is not None
            is_any = is_open or is_detail or _ANY_OF.search(text, last.end, term.start) is not None
            kind, joint = frozenset() if is_detail else _kind(last, between), None
            others = others | {last.name} if between.strip() == "/" else others if kind else frozenset()
            row = kind
        row, last = row | {term.name}, term
        is_last = is_any or (joint is not None and joint["last"]) or _OR_OTHERS.match(text, term.end)
        if is_last and len(row) > 1:
            yield row | _kinds_of(row, others)


def _kinds_of(names: frozenset[str], kinds: frozenset[str]) -> frozenset[str]:
    """Those of the kinds before a slash that a row has an example of: "Email marketing / CRM (HubSpot or Mailchimp)"."""
    narrower = aliases().narrower
    return frozenset(kind for kind in kinds if not names.isdisjoint(narrower.get(kind, ())))


def _is_detail(kind: Term, term: Term, text: str) -> bool:
    """Whether a term begins what a bracket says that an advanced skill is: "advanced Excel (VLOOKUP, pivot tables)"."""
    if _BRACKET.fullmatch(text, kind.end, term.start) is None:
        return False
    is_advanced = _ADVANCED.search(text, max(0, kind.start - _ADVANCED_CHARS), kind.end) is not None
    return is_advanced and term.name in aliases().narrower.get(kind.name, ())


def _kind(last: Term, between: str) -> frozenset[str]:
    """The skill before a row, if it is one of which those of the row are some: an ERP before "(SAP or Oracle)"."""
    examples = _EXAMPLES.search(between)
    is_kind = _AFTER_KIND.fullmatch(between, 0, examples.start()) if examples else _BRACKET.fullmatch(between)
    return (
        frozenset([last.name]) if last.name and is_kind and (examples or last.name not in aliases().rivals) else frozenset()
    )


def count(missing: Sequence[str], rows: Collection[frozenset[str]]) -> int:
    """How many requirements the missing skills are: those of one row are one.

    Args:
        missing: skills, of whose rows none is met.
    """
    return len(grouped(missing, rows)) if rows else len(missing)


def grouped(missing: Sequence[str], rows: Collection[frozenset[str]]) -> list[list[str]]:
    """The missing skills by requirement, in their order: each stands with those before it in one of its rows.

    Args:
        missing: skills, of whose rows none is met.
    """
    if not rows:  # mostly so
        return [[skill] for skill in missing]
    groups: list[list[str]] = []
    of: dict[str, list[str]] = {}
    for skill in missing:
        name = canonical(skill)
        group = next((of[other] for other in of for row in rows if name in row and other in row), None)
        if group is None:
            groups.append(group := [])
        group.append(skill)
        of[name] = group
    return groups


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
