"""Academic degrees, and their ranks. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.qualifications.reading import MAX_CHARS, STEM

_BACHELOR = "bsc|beng|bsn|bba|bca|bcom|bpharm|barch|bfa|bsw|btech|llb"
_MASTER = "msc|msci|meng|mtech|mba|mca|mcom|mfa|mpharm|mchem|mphys|mmath|mphil|msn|msw|llm|magister"
_DOCTOR = "phd|dphil"
_SUBJECT = r"(?= degree\b| in [A-Z]|,? (?:(?:19|20)\d\d )?[A-Z][a-z]+ (?:Science|Engineering|Education|Studies))"
_ABROAD = (
    r"dipl(?:om)?[ -]?(?:betriebs|biol|chem|inf|ing|kauf|kff|kfm|math|phys|psych|volks|wirt)\w*|diplom|laurea|licenciad[ao]"
    r"|licenciatura"
)
"""Degrees of other countries, whose level differs and whose subject is mostly told in another language."""
_DEGREES = (
    re.compile(
        r"\b(?:(?<!associate )(?<!associates )(?<!associate's )(?<!associate’s )(?<!foundation )degree"
        rf"|{_BACHELOR}|(?-i:BA|BE[Dd]|BS(?: in\b|{_SUBJECT}))|bachelor\w*|{_ABROAD})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{_MASTER}|(?-i:MA|ME[Dd]|MS{_SUBJECT})|(?<!scrum )(?<!web )masters?)\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_DOCTOR}|(?-i:MD)|doctor\w*)\b", re.IGNORECASE),
)
"""Bachelor, master, doctor; a bed is no degree, nor is a British Standard, and MS is mostly Microsoft."""
DEGREE_STEMS = frozenset(
    each[:STEM]
    for each in f"{_BACHELOR}|{_MASTER}|{_DOCTOR}|ba|bed|ma|med|md|degree|bachelor|master|masters|doctor".split("|")
)
"""The first letters of words without any of which a text tells of no degree."""
DEGREE_STEMS |= frozenset(["bs", "ms", "dipl", "diplom", "laurea", "licenc"])
_ABROAD_ONLY = re.compile(rf"\b(?:{_ABROAD})\b", re.IGNORECASE)
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=16384)
def degree(text: str) -> int:
    """1 for a bachelor's degree or one that is not named closer, 2 for a master's, 3 for a doctor's, 0 for none."""
    text = text[:MAX_CHARS].replace(".", "")
    if DEGREE_STEMS.isdisjoint([word[:STEM] for word in _LETTERS.findall(text.lower())]):  # as most lines of a text
        return 0
    return max((rank for rank, pattern in enumerate(_DEGREES, 1) if pattern.search(text)), default=0)


def is_abroad(text: str) -> bool:
    """Whether a text names a degree as other countries do, so that a lack of a level or of a subject cannot be told."""
    return degree(text) > 0 and _ABROAD_ONLY.search(text.replace(".", "")) is not None


def least_degree(text: str) -> int:
    """The lowest degree that a text names, as in `degree`."""
    return next((rank for rank in range(1, degree(text) + 1) if _DEGREES[rank - 1].search(text.replace(".", ""))), 0)
