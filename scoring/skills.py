"""Skills by name: normalising, aliases, look-alikes, and whole terms in free text. Pure functions over one table.

The table is `data/aliases.json`, kept by hand: in a group every spelling means the first.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

import msgspec
from msgspec import Struct

from scoring.models import MatchStrength
from scoring.profile import BlindField, BlindProfile

_SPACE = re.compile(r"[\s_]+")
_EDGE = " .,;:!?()[]{}\"'"

MAX_TERM_CHARS = 200
"""A longer skill is a skill only where it is listed."""
MAX_MENTIONS = 20
"""Places of one skill that are looked at in one text."""
_BEFORE = 90
"""Characters before a mention that may turn it into a wish."""

# A letter or digit of a script that puts spaces between words; Chinese, Japanese, Korean and Thai do not, or join particles.
_LETTER = r"[^\W\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
# A line of a page goes on in the next one when that is lower-case.
_BREAK = re.compile(r"[.!?;•]|\n(?=\s*[^\sa-z])")
_WANTED = re.compile(
    r"\b(?:want(?:s|ing)?|wish(?:es)?|hop(?:es?|ing)|like|aim(?:s|ing)?|keen|eager|look(?:s|ing)|plan(?:s|ning)?) to "
    r"(?:[a-z]+ ){0,2}?(?:learn|study|move|get|train|break|grow|switch|transition|explore)\b"
    r"|\binterested in (?:learning|studying|moving)\b",
    re.IGNORECASE,
)
_LACKED = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?) (?:[a-z-]+ ){0,2}(?:experience|knowledge|exposure)\b"
    r"|(?:\bnever|\bnot|n't) (?:yet )?(?:used|worked|touched|learned|learnt)\b",
    re.IGNORECASE,
)
# "Go to market" and "Excel at listening" begin with a verb, whatever their capital.
_VERB = re.compile(r"-to\b|[ -](?:to|the|at|in|an?|above|beyond)\b", re.IGNORECASE)


class _Data(Struct, frozen=True):
    about: str
    groups: dict[str, list[list[str]]]
    look_alikes: list[list[str]]
    ambiguous: list[str]


class _Table(Struct, frozen=True):
    canonical: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    written: dict[str, str]
    look_alikes: dict[str, frozenset[str]]
    ambiguous: dict[str, str]


class Found(Struct, frozen=True):
    """A required skill that the profile shows; `quote` stands verbatim in one of its fields."""

    required: str
    shown: str
    quote: str
    strength: MatchStrength
    confidence: float


@cache
def _table() -> _Table:
    raw = (files("scoring") / "data" / "aliases.json").read_bytes()
    data = msgspec.json.decode(raw, type=_Data)
    canonical: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    for group in (group for groups in data.groups.values() for group in groups):
        name = normalise(group[0])
        spellings[name] = tuple(group)
        for spelling in group:
            canonical.setdefault(normalise(spelling), name)
            written.setdefault(normalise(spelling), spelling)
    alike: dict[str, frozenset[str]] = {}
    for row in data.look_alikes:
        names = frozenset(canonical.get(normalise(each), normalise(each)) for each in row)
        for each in names:
            alike[each] = alike.get(each, frozenset()) | names - {each}
    return _Table(canonical, spellings, written, alike, {normalise(each): each for each in data.ambiguous})


@lru_cache(maxsize=65536)
def normalise(skill: str) -> str:
    """Lower-case, one space between words, no punctuation at the edges but that of C++, C# and .NET."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFKC", skill)).strip().casefold()
    stripped = text.strip(_EDGE)
    return f".{stripped}" if text.startswith(".") and stripped else stripped


@lru_cache(maxsize=65536)
def canonical(skill: str) -> str:
    """The normalised name that all of a skill's spellings share."""
    name = normalise(skill)
    return _table().canonical.get(name, name)


def look_alikes_of(skill: str) -> frozenset[str]:
    """Canonical names that look like a skill but mean another one, as JavaScript beside Java."""
    return _table().look_alikes.get(canonical(skill), frozenset())


def written(skill: str) -> str:
    """The skill with the capitals of the table, or as it came with one space between words."""
    return _table().written.get(normalise(skill)) or " ".join(skill.split())


def find(required: Sequence[str], listed: Sequence[str], profile: BlindProfile) -> dict[str, Found | None]:
    """Find each required skill among a profile's listed ones, then in its other fields as a whole term."""
    own: dict[str, list[str]] = {}
    for skill in listed:
        own.setdefault(canonical(skill), []).append(skill)
    return {skill: _among(skill, own.get(canonical(skill), ())) or _within(skill, profile) for skill in required}


def mentions(skill: str, text: str, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Where the first `end` characters of a text show a skill as a whole term; a wish to learn it does not show it."""
    return (place for place in _places(skill, text, end) if not _is_denied(place))


def wanted(skills: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the skills that a text wishes to learn or to move into."""
    folded = _folded(text)
    if not any(
        word in folded for word in ("want", "wish", "hop", "like", "aim", "keen", "eager", "look", "plan", "interest")
    ):
        return ()
    return tuple(
        skill
        for skill in skills
        if any(_WANTED.search(_clause_before(place)) for place in _places(skill, text, sys.maxsize))
    )


def _among(required: str, same: Sequence[str]) -> Found | None:
    if not same or not canonical(required):
        return None
    exact = next((skill for skill in same if normalise(skill) == normalise(required)), None)
    return Found(required, exact, exact, "Exact", 1.0) if exact else Found(required, same[0], same[0], "Strong", 0.9)


def _within(required: str, profile: BlindProfile) -> Found | None:
    needles = _needles(required)
    if not _may_hold(_folded_fields(profile.fields), needles):
        return None
    name = canonical(required)
    for part in profile.fields:
        if part.field.startswith("experience") or not _may_hold(_folded(part.text), needles):
            continue
        if "[" in part.field and canonical(part.text) == name:
            shown = part.text
        elif place := next(mentions(required, part.text), None):
            shown = place[0]
        else:
            continue
        exact = normalise(shown) == normalise(required)
        return Found(required, shown, shown, "Exact" if exact else "Strong", 0.85 if exact else 0.75)
    return None


def _places(skill: str, text: str, end: int) -> list[re.Match[str]]:
    folded, needles = _folded(text), _needles(skill)
    if not _may_hold(folded, needles):
        return []
    starts = sorted({start for needle in needles for start in islice(_starts(needle, folded, end), MAX_MENTIONS + 1)})
    pattern = _pattern(skill)
    # Looking where a needle stands is ten times faster than looking everywhere, unless it stands everywhere. A few
    # letters change their number in lower case; then places differ.
    if len(starts) > MAX_MENTIONS or (starts and len(folded) != len(text)):
        return list(islice(pattern.finditer(text, 0, end), MAX_MENTIONS))
    return [place for start in starts if (place := pattern.match(text, start, end))]


def _may_hold(folded: str, needles: tuple[str, ...]) -> bool:
    for needle in needles:  # noqa: SIM110 - a generator would cost more than the search
        if needle in folded:
            return True
    return False


def _starts(needle: str, folded: str, end: int) -> Iterator[int]:
    start = folded.find(needle, 0, end)
    while start >= 0:
        yield start
        start = folded.find(needle, start + 1, end)


def _is_denied(place: re.Match[str]) -> bool:
    clause = _clause_before(place)
    if _may_want(clause) and _WANTED.search(clause):
        return True
    if _may_lack(clause) and _LACKED.search(clause):
        return True
    if place[0] != _table().ambiguous.get(normalise(place[0])):
        return False
    after = _VERB.match(place.string, place.end())
    return after is not None and (after[0] == "-to" or not clause.strip(" -*"))


def _may_want(clause: str) -> bool:
    return " to " in clause or "interested" in clause.lower()


def _may_lack(clause: str) -> bool:
    folded = clause.lower()
    return any(word in folded for word in ("experience", "knowledge", "exposure", "never", "not ", "n't"))


def _clause_before(place: re.Match[str]) -> str:
    clause = _BREAK.split(place.string[max(0, place.start() - _BEFORE) : place.start()])[-1]
    return " ".join(clause.split()) + " "


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=8)
def _folded_fields(fields: tuple[BlindField, ...]) -> str:
    return "\n".join([part.text for part in fields]).lower()


@lru_cache(maxsize=16384)
def _needles(skill: str) -> tuple[str, ...]:
    # The first words of its spellings. Where none of them stands, no pattern has to be made; most skills stand nowhere.
    if len(skill) > MAX_TERM_CHARS or not canonical(skill):
        return ()
    return tuple({each.split()[0].lower() for each in _spellings(skill) if each.strip()})


def _spellings(skill: str) -> Sequence[str]:
    return _table().spellings.get(canonical(skill)) or (written(skill),)


@lru_cache(maxsize=4096)
def _pattern(skill: str) -> re.Pattern[str]:
    # Whole terms only: "Java" is not in "JavaScript", "C" not in "C++" or "Vitamin C", "React" not in "React Native".
    spellings = sorted(_spellings(skill), key=len, reverse=True)
    own = [each.lower() for each in spellings]
    look_alikes = _table().look_alikes.get(canonical(skill), ())
    others = [each.lower() for other in look_alikes for each in _spellings(other)]
    after = {other[len(each) :] for other in others for each in own if other != each and other.startswith(each)}
    before = {other[: -len(each)] for other in others for each in own if other != each and other.endswith(each)}
    return re.compile(
        "".join(
            [
                rf"(?<!{_LETTER})(?<![.+#])",
                *(rf"(?<!(?i:{re.escape(each)}))" for each in sorted(before)),
                f"(?:{'|'.join(_spelling(each) for each in spellings)})",
                *(rf"(?!(?i:{re.escape(each)}))" for each in sorted(after)),
                rf"(?!{_LETTER}|[+#]|\.\w)",
            ]
        )
    )


def _spelling(text: str) -> str:
    # A word of plain English needs its capital, so that "the rest of the team" has no REST APIs.
    ambiguous = _table().ambiguous.get(normalise(text))
    words = r"\s+".join(re.escape(word) for word in (ambiguous or text).split())
    return words if ambiguous else f"(?i:{words})"
