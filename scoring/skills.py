"""Skills by name: which ones are the same, and where they stand in a profile. Pure functions over the tables of `aliases`.

A required skill is looked for by its name, then by its other spellings, in the lists and then as a whole term in the other
fields; then among narrower skills, and at last by meaning (`likeness`). Look-alikes match by none of these ways.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from scoring.aliases import aliases, normalise
from scoring.aliases import canonical as canonical
from scoring.denial import is_denied, is_wanted, may_want
from scoring.folding import lower
from scoring.inflections import may_tell, openings, openings_of, told
from scoring.items import Item, items
from scoring.likeness import NEAR, nearest
from scoring.models import MatchStrength
from scoring.profile import BlindProfile
from scoring.runs import of_letters_and_digits
from scoring.terms import LETTER, is_item, is_spaced, read
from scoring.titles import is_occupation
from scoring.words import ODD, Words, first_run, words

MAX_TERM_CHARS = 200
"""A longer skill is a skill only where it is listed."""
_MIN_NEEDLE_CHARS = 4
_BEFORE = 60
"""Characters before a mention that may make it a look-alike."""
MAX_READ = 30
"""Skills of a profile that are read from its text."""
TOLD = 0.6
"""How sure a skill is that is told in other forms, 0-1."""
MAX_MENTIONS = 20
"""Places of one skill that are looked at in one text."""


class Found(Struct, frozen=True, gc=False):
    """A required skill that the profile shows; `quote` stands verbatim in one of its fields."""

    required: str
    shown: str
    quote: str
    strength: MatchStrength
    confidence: float


class _Sought(Struct, frozen=True, gc=False):
    """A skill as it is looked for.

    `name` is its canonical name, `plain` how it is written, but for case and the like. A text shows it only where one of
    `needles` stands, the first words of its spellings, and one of `runs`, their first letters and digits.
    """

    skill: str
    name: str
    plain: str
    needles: tuple[str, ...]
    runs: frozenset[str]


class _Kinds(Struct, frozen=True):
    """The narrower skills of one, by their canonical names in order, and how each is looked for; `runs` are those of all."""

    names: tuple[str, ...]
    sought: tuple[_Sought, ...]
    runs: frozenset[str]


class _Asked(Struct, frozen=True):
    """Skills that are looked for together, each once; `runs` are those of all.

    `openings` has for each skill those by which it is told in other forms, and `kinds` the narrower skills of those that
    have some.
    """

    each: tuple[_Sought, ...]
    runs: frozenset[str]
    openings: dict[str, tuple[frozenset[str], ...]]
    kinds: dict[str, _Kinds]


class Own(Struct, frozen=True):
    """The skills of a profile, whatever a job asks.

    `technical` are those that it lists, or where it lists none, those that its text names; `names` are the same without
    second spellings. `listed` and `soft` are those of its lists.
    """

    technical: tuple[Item, ...]
    names: tuple[str, ...]
    listed: tuple[str, ...]
    soft: tuple[str, ...]


def look_alikes_of(skill: str) -> frozenset[str]:
    """Canonical names that look like a skill but mean another one, as JavaScript beside Java."""
    return aliases().look_alikes.get(canonical(skill), frozenset())


def written(skill: str) -> str:
    """The skill with the capitals of the table, or as it came with one space between words."""
    return aliases().written.get(normalise(skill)) or " ".join(skill.split())


def find(required: tuple[str, ...], listed: tuple[str, ...], profile: BlindProfile) -> dict[str, Found | None]:
    """Find each required skill among a profile's listed ones, then in its other fields, then in part.

    In part it is shown by a narrower skill (Docker, for containerisation), or by a listed one that means nearly the same.
    """
    asked, own, held = _asked(required), _by_name(listed), words(profile)
    standing = held.standing(asked.runs)
    out: dict[str, Found | None] = {}
    for each in asked.each:
        found = _among(each, own) if each.name in own else None
        out[each.skill] = found or (None if each.runs.isdisjoint(standing) else _within(each, profile, held))
    if missing := [each.skill for each in asked.each if not out[each.skill] and each.name]:
        out |= {skill: _by_narrower(skill, asked.kinds[skill], own, profile) for skill in missing if skill in asked.kinds}
        out |= _in_part(asked, required, listed, [skill for skill in missing if not out[skill]], profile)
    return out


def _in_part(
    asked: _Asked, required: tuple[str, ...], listed: tuple[str, ...], missing: Sequence[str], profile: BlindProfile
) -> Iterator[tuple[str, Found]]:
    """Those of the missing skills that a listed one means nearly, or that the profile tells of in other forms."""
    near, known = nearest(required, listed, missing), _openings(profile)
    for skill in missing:
        if skill in near:
            shown, cosine = near[skill]
            yield skill, Found(skill, shown, shown, "Partial", _trust(cosine))
        elif may_tell(asked.openings[skill], known) and (quote := _told(skill, profile)):
            yield skill, Found(skill, quote, quote, "Partial", TOLD)


def show(required: str, listed: tuple[str, ...], profile: BlindProfile) -> Found | None:
    """Find one skill by its name or another of its spellings."""
    sought = _sought(required)
    return _among(sought, _by_name(listed)) or _within(sought, profile, words(profile))


@lru_cache(maxsize=32)
def own(profile: BlindProfile) -> Own:
    """The skills that a profile has."""
    listed = items(profile.technical_skills)
    technical = listed or _read(profile.text)
    return Own(
        technical=technical,
        names=distinct(item.text for item in technical),
        listed=tuple(item.text for item in listed),
        soft=tuple(item.text for item in items(profile.soft_skills)),
    )


def named(text: str) -> tuple[str, ...]:
    """The technical skills that a text names, without second spellings, whatever is listed beside it."""
    return distinct(item.text for item in _read(text))


@lru_cache(maxsize=32)
def _read(text: str) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for term in read(text):
        if term.name not in aliases().soft:
            found.setdefault(term.name, Item(text[term.start : term.end]))
    return tuple(found.values())[:MAX_READ]


def mentions(skill: str, text: str, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Where the first `end` characters of a text show a skill as a whole term; a wish to learn it does not show it."""
    return (place for place in _places(skill, text, end) if not is_denied(text, *place.span()))


def may_mention(skill: str, text: str) -> bool:
    """Whether a text has the first word of one of a skill's spellings; else it mentions it nowhere."""
    return _may_hold(lower(text), _sought(skill).needles)


def wanted(skills: Sequence[str], profile: BlindProfile) -> tuple[str, ...]:
    """Those of the skills that a profile's text wishes to learn or to move into."""
    text, own = profile.text, words(profile)
    if not may_want(lower(text)):
        return ()
    likely = (skill for skill in skills if own.may_hold_all(_runs(skill)))
    return tuple(skill for skill in likely if any(is_wanted(text, place.start()) for place in _places(skill, text)))


def distinct(skills: Iterable[str]) -> tuple[str, ...]:
    """The skills without blanks and without second spellings of the same; the first spelling stays."""
    seen: dict[str, str] = {}
    for skill in skills:
        if name := canonical(skill):
            seen.setdefault(name, skill.strip())
    return tuple(seen.values())


@lru_cache(maxsize=256)
def _by_name(listed: tuple[str, ...]) -> dict[str, list[str]]:
    own: dict[str, list[str]] = {}
    for skill in listed:
        own.setdefault(canonical(skill), []).append(skill)
    return own


@lru_cache(maxsize=1024)
def _asked(required: tuple[str, ...]) -> _Asked:
    each = tuple(map(_sought, dict.fromkeys(required)))
    openings = {skill: openings_of(_all_spellings(skill)) for skill in required}
    kinds = {sought.skill: _kinds(sought.name) for sought in each if sought.name in aliases().narrower}
    return _Asked(each, frozenset[str]().union(*(sought.runs for sought in each)), openings, kinds)


@lru_cache(maxsize=32)
def _openings(profile: BlindProfile) -> frozenset[str]:
    return openings(profile.text) | openings(profile.title)


def _among(sought: _Sought, own: dict[str, list[str]]) -> Found | None:
    same = own.get(sought.name)
    if not same or not sought.name:
        return None
    exact = next((skill for skill in same if normalise(skill) == sought.plain), None)
    return Found(sought.skill, exact, exact, "Exact", 1.0) if exact else Found(sought.skill, same[0], same[0], "Strong", 0.9)


def _by_narrower(required: str, kinds: _Kinds, own: dict[str, list[str]], profile: BlindProfile) -> Found | None:
    if listed := next((own[name] for name in kinds.names if name in own), None):
        return Found(required, listed[0], listed[0], "Partial", 0.7)
    held = words(profile)
    for each in kinds.sought if held.may_hold(kinds.runs) else ():
        if found := _within(each, profile, held):
            return Found(required, found.shown, found.quote, "Partial", 0.6)
    return None


def _told(skill: str, profile: BlindProfile) -> str | None:
    """The words that tell of a skill in other forms of its name or of another spelling, where it is not named at all."""
    spellings = _all_spellings(skill)
    for text in (profile.text, profile.title):
        quote = told(spellings, text)
        if quote and (named := _places(skill, text)):
            # Where it is named it is denied: "no full driving licence" tells of no driving licence either.
            quote = told(spellings, _blanked(text, named))
        if quote:
            return quote
    return None


def _blanked(text: str, places: Sequence[re.Match[str]]) -> str:
    """The text with a clause's end for what stands at some places."""
    for place in places:
        text = f"{text[: place.start()]}{';' * len(place[0])}{text[place.end() :]}"
    return text


@lru_cache(maxsize=4096)
def _all_spellings(skill: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((skill, *_spellings(skill))))


@lru_cache(maxsize=4096)
def _kinds(name: str) -> _Kinds:
    names = tuple(sorted(aliases().narrower[name]))
    sought = tuple(_sought(aliases().spellings[each][0]) for each in names)  # as each is written first
    return _Kinds(names, sought, frozenset[str]().union(*(each.runs for each in sought)))


def _trust(cosine: float) -> float:
    """How sure a match by meaning is: 0.4 at the threshold, 0.6 for the same words in another order."""
    return round(0.4 + 0.2 * (cosine - NEAR) / (1.0 - NEAR), 2)


def _within(sought: _Sought, profile: BlindProfile, held: Words) -> Found | None:
    if not (held.may_hold(sought.runs) and held.may_hold_all(_runs(sought.skill))):
        return None
    skill, needles = sought.skill, sought.needles
    for part, folded in zip(profile.fields, held.fields, strict=True):
        if not _may_hold(folded, needles) or part.field.startswith("experience"):
            continue
        if "[" in part.field and canonical(part.text) == sought.name:
            shown = part.text
        elif (place := next(mentions(skill, part.text), None)) and not _is_occupation(place[0], part.field):
            shown = place[0]
        else:
            continue
        exact = normalise(shown) == sought.plain
        return Found(skill, shown, shown, "Exact" if exact else "Strong", 0.85 if exact else 0.75)
    return None


def _is_occupation(shown: str, field: str) -> bool:
    """Whether a word of a title is an occupation that looks like a skill: an illustrator need not know Illustrator."""
    word = normalise(shown)
    return field == "currentTitle" and not shown.isupper() and word in aliases().ambiguous and is_occupation(word)


def _places(skill: str, text: str, end: int = sys.maxsize) -> list[re.Match[str]]:
    folded, needles = lower(text), _sought(skill).needles
    if not (_may_hold(folded, needles) and _may_hold_all(folded, _words(skill))):
        return []
    starts = sorted({start for needle in needles for start in islice(_starts(needle, folded, end), MAX_MENTIONS + 1)})
    pattern = _pattern(skill, is_spaced=is_spaced(text))
    # Looking where a needle stands is ten times faster than looking everywhere, unless it stands everywhere. A few
    # letters change their number in lower case; then places differ.
    if len(starts) > MAX_MENTIONS or (starts and len(folded) != len(text)):
        meant = filter(_is_meant, pattern.finditer(text, 0, end))
        return [place for place in islice(meant, MAX_MENTIONS) if not _is_alike(skill, place)]
    places: list[re.Match[str]] = []
    for start in starts:  # "Core Java" is not Java once more
        if not (places and start < places[-1].end()) and (place := pattern.match(text, start, end)):
            places.append(place)
    return [place for place in places if _is_meant(place) and not _is_alike(skill, place)]


def _is_meant(place: re.Match[str]) -> bool:
    """Whether a word of plain English has its capital, or is an item of a list."""
    return place.lastindex is None or is_item(place.string, *place.span())


def _is_alike(skill: str, place: re.Match[str]) -> bool:
    before = _ending_before(skill)
    return before is not None and before.search(place.string, max(0, place.start() - _BEFORE), place.start()) is not None


def _may_hold(folded: str, needles: tuple[str, ...]) -> bool:
    for needle in needles:  # noqa: SIM110 - a generator would cost more than the search
        if needle in folded:
            return True
    return False


def _may_hold_all(folded: str, spellings: tuple[tuple[str, ...], ...]) -> bool:
    """Whether all words of any one spelling stand in a text, so that a pattern is worth making."""
    for spelling in spellings:
        for word in spelling:
            if word not in folded:
                break
        else:
            return True
    return not folded.isascii() and any(letter in folded for letter in ODD)


def _starts(needle: str, folded: str, end: int) -> Iterator[int]:
    start = folded.find(needle, 0, end)
    while start >= 0:
        yield start
        start = folded.find(needle, start + 1, end)


@lru_cache(maxsize=16384)
def _sought(skill: str) -> _Sought:
    # Where none of the needles stands, no pattern has to be made; most skills stand nowhere. Whole terms begin and end
    # where runs do.
    name, is_term = canonical(skill), len(skill) <= MAX_TERM_CHARS
    needles = (
        tuple({each for term in _spellings(skill) if term.strip() for each in _firsts(term.lower())})
        if name and is_term
        else ()
    )
    return _Sought(skill, name, normalise(skill), needles, frozenset(map(first_run, needles)))


@lru_cache(maxsize=16384)
def _words(skill: str) -> tuple[tuple[str, ...], ...]:
    """The words of each of a skill's spellings, in lower case; none of one that is not ASCII, which may stand anywhere."""
    return tuple({tuple(map(str.lower, _words_of(each))) if each.isascii() else () for each in _spellings(skill)})


@lru_cache(maxsize=16384)
def _runs(skill: str) -> tuple[frozenset[str], ...]:
    """The runs of letters and digits of each of a skill's spellings.

    Of one that is not ASCII it is the first: a pattern takes some letters for others.
    """
    lowered = [each.lower() for each in _spellings(skill)]
    return tuple({frozenset(of_letters_and_digits(each) if each.isascii() else [first_run(each)]) for each in lowered})


def _firsts(spelling: str) -> tuple[str, ...]:
    """What a text has where a spelling begins: its first word, and where that has a hyphen, this or what stands for it."""
    word = spelling.split()[0]
    start, hyphen, _ = word.partition("-")
    if not hyphen or len(start) >= _MIN_NEEDLE_CHARS:
        return (start,)
    return word, word.replace("-", " "), f"{start}\n"  # the e of e-learning alone stands everywhere


def _spellings(skill: str) -> Sequence[str]:
    return aliases().spellings.get(canonical(skill)) or (written(skill),)


@lru_cache(maxsize=4096)
def _pattern(skill: str, *, is_spaced: bool) -> re.Pattern[str]:
    # Compiling the scripts without spaces in takes ten times as long, and few texts need it.
    letter = r"[^\W_]" if is_spaced else LETTER
    # Whole terms only: "Java" is not in "JavaScript", "C" not in "C++" or "Vitamin C", "React" not in "React Native".
    spellings = sorted(_spellings(skill), key=len, reverse=True)
    own = [each.lower() for each in spellings]
    others = _alike(skill)
    after = {other[len(each) :] for other in others for each in own if other != each and other.startswith(each)}
    return re.compile(
        "".join(
            [
                rf"(?<!{letter})(?<![.+#])",
                f"(?:{'|'.join(_spelling(each) for each in spellings)})",
                *(rf"(?!(?i:{_spaced(each)}))" for each in sorted(after)),
                rf"(?!{letter}|[+#]|\.\w)",
            ]
        )
    )


@lru_cache(maxsize=4096)
def _ending_before(skill: str) -> re.Pattern[str] | None:
    """What before a skill makes it a look-alike, as "Vitamin" before C; None where nothing does."""
    own = [each.lower() for each in _spellings(skill)]
    before = {other[: -len(each)] for other in _alike(skill) for each in own if other != each and other.endswith(each)}
    # A look-behind has one width, and white space has many.
    return re.compile(rf"(?:{'|'.join(map(_spaced, sorted(before)))})\Z", re.IGNORECASE) if before else None


def _alike(skill: str) -> list[str]:
    return [each.lower() for other in look_alikes_of(skill) for each in _spellings(other)]


def _spaced(text: str) -> str:
    return r"(?:\s+|-)".join(map(re.escape, re.split(r"[\s-]", text)))


def _spelling(text: str) -> str:
    # A word of plain English needs its capital, so that "the rest of the team" has no REST APIs, unless it is in a list.
    words = r"(?:\s+|-)".join(map(re.escape, _words_of(text)))
    return f"{words}|((?i:{words}))" if normalise(text) in aliases().ambiguous else f"(?i:{words})"


def _words_of(spelling: str) -> list[str]:
    """The words of a spelling; where it is also plain English, as the table writes it."""
    return [word for word in re.split(r"[\s-]+", aliases().ambiguous.get(normalise(spelling)) or spelling) if word]
