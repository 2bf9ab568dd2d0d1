"""The same candidate under another name: one that readers take for another group's. Pure functions.

The names are those of a field experiment in which employers answered the same resumes differently for them; see the source
in `scoring/data/audit_names.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.blind.names import is_skill
from scoring.models import BatchRequest, Candidate

_PRONOUNS: Mapping[str, Mapping[str, str]] = {
    # "her" is "him" as well; a sentence with the wrong one of them is still read as his.
    "he": {"she": "he", "her": "his", "hers": "his", "herself": "himself", "ms.": "mr.", "mrs.": "mr."},
    "she": {"he": "she", "him": "her", "his": "her", "himself": "herself", "mr.": "ms."},
}
_BETWEEN_NAMES = re.compile(r"[\s,]+")
_NO_LETTER = re.compile(r"[^a-z]")


class NameGroup(Struct, frozen=True):
    """Names that readers take for those of one group."""

    name: str
    pronoun: Literal["he", "she"]
    first: tuple[str, ...]
    last: tuple[str, ...]


class Names(Struct, frozen=True):
    """All groups, and where their names are from."""

    source: str
    groups: tuple[NameGroup, ...]


@cache
def known_names() -> Names:
    """The names that are kept."""
    return msgspec.json.decode((files("scoring") / "data" / "audit_names.json").read_bytes(), type=Names)


def renamed(request: BatchRequest, group: NameGroup) -> BatchRequest:
    """The batch with each candidate under a name of this group."""
    candidates = tuple(swapped(candidate, group, place) for place, candidate in enumerate(request.candidates or ()))
    return replace(request, candidates=candidates)


def swapped(candidate: Candidate, group: NameGroup, place: int) -> Candidate:
    """The candidate under a name of this group, and never the one that was there: in `name`, `email` and `resume_text`.

    The text's pronouns follow. What is spelt like the name and no name, as a skill in a list, stays. So does a part of it
    that alone may be none: an initial or a skill, as in "R Kumar built models in R".

    Args:
        place: which of the group's names to take, counted round and round.
    """
    old = [word for word in _BETWEEN_NAMES.split(candidate.name or "") if word]
    first, last = _another(group.first, place, old), _another(group.last, place, old)
    email = candidate.email and f"{_letters(first)}.{_letters(last)}@{candidate.email.rpartition('@')[2]}"
    parts = [(word, first) for word in old[:-1] or old] + [(word, last) for word in old[-1:]]
    changes = [(candidate.email, email), (" ".join(old), f"{first} {last}")]
    changes += [(was, becomes) for was, becomes in parts if len(was) > 1 and not is_skill(was)]
    text = candidate.resume_text
    for was, becomes in changes:
        if text and was and becomes:
            text = _replaced(text, was, becomes)
    text = text and _with_pronouns(text, group.pronoun)
    return replace(candidate, name=f"{first} {last}", email=email, resume_text=text)


def _another(names: Sequence[str], place: int, old: Sequence[str]) -> str:
    known = {word.casefold() for word in old}
    return next(name for step in range(len(names)) if (name := names[(place + step) % len(names)]).casefold() not in known)


def _letters(name: str) -> str:
    return _NO_LETTER.sub("", name.lower())


def _replaced(text: str, was: str, becomes: str) -> str:
    """Whole words, as they are written or in capitals, which headings are."""
    text = re.sub(_whole(re.escape(was)), lambda _: becomes, text)
    return re.sub(_whole(re.escape(was.upper())), lambda _: becomes.upper(), text)


def _with_pronouns(text: str, pronoun: str) -> str:
    changes = _PRONOUNS[pronoun]
    words = "|".join(sorted((re.escape(word) for word in changes), key=len, reverse=True))

    def change(found: re.Match[str]) -> str:
        word, becomes = found[0], changes[found[0].lower()]
        if word.isupper():
            return word  # HER, HIS: abbreviations, as often as not
        return becomes.capitalize() if word[0].isupper() else becomes

    return re.sub(_whole(words), change, text, flags=re.IGNORECASE)


def _whole(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"
