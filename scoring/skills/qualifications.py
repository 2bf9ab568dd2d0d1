"""Whether a stated qualification is the one that a job asks for, by its words. Pure functions.

A text is read as words, a level and a degree: "BSc" is a bachelor's degree, and "CIPD 7" is CIPD at level 7. Who has a
higher one of the same has the lower. The words are in `data/qualifications.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.skills.aliases import aliases
from scoring.skills.terms import names
from scoring.text.runs import of_letters_and_digits

MAX_CHARS = 500
"""Characters of a qualification that are read."""
MOST_WORDS = 4
"""Words of what is taken for a qualification by its capitals alone, as "ECS Gold Card"; a sentence may name a firm."""
_WORD = re.compile(r"[^\W_]+(?:\+(?:[^\W_](?![^\W_])|(?!\w)))?")
_RUN = re.compile(r"[^\W_]+")
_OR = re.compile(r"\bor\b(?!\s*\d)|(?<!\d)(?<!\biso)/(?!\d)", re.IGNORECASE)
_OR_COMMA = re.compile(rf",\s*(?:or\b)?|{_OR.pattern}", re.IGNORECASE)
_IN = re.compile(r"\s(?:in|of)\s", re.IGNORECASE)
_BACHELOR = "bsc|beng|bsn|bba|bca|bcom|bpharm|barch|bfa|bsw|btech|llb"
_MASTER = "msc|msci|meng|mtech|mba|mca|mcom|mfa|mpharm|mchem|mphys|mmath|mphil|msn|msw|llm|magister"
_DOCTOR = "phd|dphil"
_DEGREES = (
    re.compile(
        r"\b(?:(?<!associate )(?<!associates )(?<!associate's )(?<!associate’s )(?<!foundation )degree"
        rf"|{_BACHELOR}|(?-i:BA|BE[Dd])|bachelor\w*)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{_MASTER}|(?-i:MA|ME[Dd])|(?<!scrum )(?<!web )masters?)\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_DOCTOR}|(?-i:MD)|doctor\w*)\b", re.IGNORECASE),
)
"""Bachelor, master, doctor; a bed is no degree."""
_STEM = 6
"""Letters by which words are compared where a claim is to be spared: "pharmacy" says enough of a pharmacist."""
_DEGREE_STEMS = frozenset(
    each[:_STEM]
    for each in f"{_BACHELOR}|{_MASTER}|{_DOCTOR}|ba|bed|ma|med|md|degree|bachelor|master|masters|doctor".split("|")
)
"""The first letters of words without any of which a text tells of no degree."""
_LETTERS = re.compile(r"[a-z]+")
_LEVEL_NUMBER = r"(?:\d|i{1,3})\b"
_LEVEL = re.compile(
    rf"\b(?:levels?|lvl|l|(nvq|svq|cipd|aat))[ -]?({_LEVEL_NUMBER}(?:\s*(?:[/,&]|and|or|to)\s*{_LEVEL_NUMBER})*)",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"\d|i+", re.IGNORECASE)
_A_LEVEL = re.compile(r"\d|\bI+\b")
_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"\b([a-z])\.([a-z])\b")
_CLASS = re.compile(
    r"\b(?<!first )(?<!second )(?<!third )(class|cat)(?:egory)? (\d(?!:)|[a-e]1?(?:\+e(?!\w)|e(?!\w))?)(?![\w+])"
)
_TRAILER = re.compile(r"\b([bcd]1?) ?\+ ?e\b")
"""How the classes of driving licences with a trailer are written."""
_STANDARD = re.compile(
    r"\b((?:(?:bs|en|iso|iec|din)[ /-]?)+)(?!(?:19|20)\d\d(?!:))(\d{3,5})\b"
    r"(?: ?: ?(?:19|20)\d\d(?: ?\+ ?a\d+(?: ?: ?\d{4})?)*)?"
)
"""A standard, as in "BS EN ISO 9001:2015"; a bachelor's degree has a year behind it."""
_CLASSED = re.compile(r"(cat|class)(?:\d|[a-e]1?(?:\+?e)?)")
_NUMBERED = re.compile(r"(?:iso|iec|en|din|bs)(\d+)")
_BODIES = ("iso", "iec", "en", "din", "bs")
"""Who makes standards: those of the first are taken over by the others."""
_LICENCE = re.compile(r"\b(?:licen[cs]ed?|registration|certifi\w+|chartered|registered|admitted|admission)\b", re.IGNORECASE)
_WELCOME = re.compile(
    r"\b(?:preferred|preferabl[ey]|ideally|desir(?:able|ed)|nice to have|(?:a|an) (?:plus|advantage|asset)|bonus"
    r"|optional|advantageous|beneficial|welcome|not (?:required|essential))\b",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(r"\b(?:equivalent|similar|comparable)\b", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"\b(?:years?|yrs?|months|experience[ds]?|knowledge|skills?|ability|able|understanding|proficien\w+|fluen\w+|willing\w*"
    r"|right to work|work permit|visa|citizen\w*|eligib\w+|references?)\b",
    re.IGNORECASE,
)
"""What stands among the qualifications of a job and is none."""
_TITLES = frozenset(["bachelor", "master", "doctor"])
_OF_LEVELS = frozenset(["nvq", "diploma"])
"""Either stands for the other where a level does."""
_LICENCES = frozenset(["licence", "registration"])
"""What is more than a proof: without it the work may not be done."""
_SMALL = frozenset(["and", "for", "in", "of", "the", "to"])
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,6}\b")
_SUBJECT_STEM = 4
_UNFINISHED = re.compile(
    r"\b(?:candidate|in progress|ongoing|expected|pursuing|pending|studying|enrolled|part[- ]qualified|incomplete|unfinished"
    r"|not completed|scheduled|towards?|exam|trainee|lapsed|expired|revoked|finalist|part[- ](?:complete\w*|passed)"
    r"|undertaking|revising|preparing for|awaiting(?: \w+){1,2}|student member\w*"
    r"|due (?:in|to (?:complete|finish|qualify|sit))|applied for|application (?:in|made|sent|submitted)|booked|provisional"
    r"|to be (?:completed|finished)|(?:happy|willing) to)\b",
    re.IGNORECASE,
)


class Words(Struct, frozen=True):
    """What qualifications are called, as `data/qualifications.json` has it; `about` there says what each part is for."""

    about: str
    same: dict[str, str]
    phrases: dict[str, str]
    covers: dict[str, tuple[str, ...]]
    unlike: dict[str, frozenset[str]]
    levels: dict[str, int]
    steps: frozenset[str]
    idle: frozenset[str]
    proof: frozenset[str]
    kinds: frozenset[str]
    subjects: tuple[frozenset[str], ...]
    wide: frozenset[str]
    vague: frozenset[str]
    plain: frozenset[str]
    studied: frozenset[str]
    foreign: tuple[frozenset[str], ...]


class Wanted(Struct, frozen=True):
    """One of the alternatives of what is asked: words, the least level and the least degree, 0 for none.

    `is_wide`: it asks for a subject of some kind, which no word can show.
    """

    words: frozenset[str]
    level: int
    degree: int
    is_wide: bool


class _Shown(Struct, frozen=True):
    """A qualification that is stated: its words with those that they cover, their stems, its level and its degree."""

    words: frozenset[str]
    stems: frozenset[str]
    level: int
    degree: int


@cache
def words() -> Words:
    """The table, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "qualifications.json").read_bytes(), type=Words)


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(words().phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@lru_cache(maxsize=4096)
def is_licence(asked: str) -> bool:
    """Whether a job may not be done without it, as a licence or a registration; a degree can have an equivalent."""
    return _LICENCE.search(asked) is not None and not _OR.search(asked)


@lru_cache(maxsize=4096)
def is_required(asked: str) -> bool:
    """Whether it is a qualification, and more than welcome: years, skills and the right to work are none."""
    if len(asked) > MAX_CHARS or _WELCOME.search(asked) or _NO_PAPER.search(asked):
        return False
    known = names(asked)
    if names_one(asked) or known & aliases().credentials:
        return True
    return not known and _ACRONYM.search(asked) is not None and len(asked.split()) <= MOST_WORDS


@lru_cache(maxsize=8192)
def names_one(text: str) -> bool:
    """Whether a text has a word by which a qualification is told, as "degree", "licence" or "NVQ"."""
    return degree(text) > 0 or any(_levels(text)) or not words().kinds.isdisjoint(_spelled(text))


@lru_cache(maxsize=16384)
def meets(asked: str, shown: str) -> bool:
    """Whether `shown` has all the words of `asked`, or of one of its alternatives, and is no study that still goes on."""
    if not may_stand(asked, shown) or is_unfinished(shown):
        return False
    own = _read(shown, asked)
    return any(_is_met(each, own) for each in alternatives(asked))


def _is_met(wanted: Wanted, own: _Shown) -> bool:
    if not wanted.words and (wanted.is_wide or not (wanted.degree or wanted.level)):
        return False
    unlike = (words().unlike.get(word, frozenset()) - wanted.words for word in wanted.words)
    return (
        wanted.words <= own.words
        and wanted.level <= own.level
        and wanted.degree <= own.degree
        and all(own.words.isdisjoint(other) for other in unlike)
    )


@lru_cache(maxsize=16384)
def may_meet(asked: str, shown: str) -> bool:
    """Whether `shown` may be what is asked, so that no lack can be told: a near subject, an equivalent, or redacted."""
    if _EQUIVALENT.search(asked) and (degree(shown) if degree(asked) else is_required(shown)):
        return True
    if not may_stand(asked, shown):
        return False
    own = _read(shown, asked)
    return any(_may_be(each, own, is_redacted="[redacted]" in shown) for each in alternatives(asked))


def _may_be(wanted: Wanted, own: _Shown, *, is_redacted: bool) -> bool:
    if wanted.level > own.level or wanted.degree > own.degree:
        return False
    missing = {word for word in wanted.words - own.words if _stem(word) not in own.stems}
    if missing < wanted.words:
        missing -= words().proof - _LICENCES
    if wanted.is_wide:
        missing &= words().kinds
    if not missing or (is_redacted and len(missing) < len(wanted.words)):
        return bool(wanted.words) or wanted.is_wide or bool(wanted.degree or wanted.level)
    return bool(wanted.degree) and _is_near(wanted.words, own.words)


def _stem(word: str) -> str:
    return word if "_" in word else word[:_STEM]  # those with a line are the table's own


def _is_near(subject: frozenset[str], own: frozenset[str]) -> bool:
    """Whether subjects of study are so near that one may pass for the other."""
    subject = subject - words().vague or subject
    stems = {word[:_SUBJECT_STEM] for word in own}
    return any(word[:_SUBJECT_STEM] in stems for word in subject) or any(
        subject & row and own & row for row in words().subjects
    )


@lru_cache(maxsize=256)
def is_unfinished(shown: str) -> bool:
    """Whether a text speaks of a study that still goes on, or of what has run out."""
    return _UNFINISHED.search(shown) is not None


@lru_cache(maxsize=4096)
def needles(asked: str) -> frozenset[str]:
    """The runs of letters and digits without any of which a text does not tell of what is asked."""
    every = alternatives(asked)
    told = frozenset(word for wanted in every for word in wanted.words)
    return frozenset[str]().union(*map(forms, told), *(forms("bachelor") for wanted in every if wanted.degree))


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """The runs of letters and digits with one of which a text tells of a word of what is wanted, or of what covers it."""
    table = words()
    told = [word, *(each for each, read in table.same.items() if word in read.split())]
    told += [each for each, read in table.phrases.items() if word in read.split()]
    told += ["degree"] if word == "bachelor" else []
    own = frozenset(max(_RUN.findall(each), key=len) for each in told)  # of a phrase one will do, as all of it must stand
    own = own.union(*map(_apart, told))
    return own.union(*(forms(each) for each, less in table.covers.items() if word in less))


def _apart(word: str) -> frozenset[str]:
    """The runs of which one stands for a word that is read as one, as "catb" is for "Cat B"."""
    if found := _CLASSED.fullmatch(word):
        return frozenset(["cat", "category"] if found[1] == "cat" else ["class"])
    found = _NUMBERED.fullmatch(word)
    return frozenset([found[1]] if found else [word[:-1]] if word[:-1] in words().steps else [])


def may_stand(asked: str, shown: str) -> bool:
    """Whether a text can state what is asked, by the beginnings of its words; most texts cannot, and need not be read."""
    stems = _stems_of(shown)
    for wanted, needed in zip(alternatives(asked), _needed(asked), strict=True):
        if not any(map(stems.isdisjoint, needed)) and (not wanted.degree or wanted.degree <= degree(shown)):
            return True
    if "[redacted]" in shown:
        return True
    return any(_initials(asked, shown)) or any(_initials(shown, asked))


@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
    """The beginnings of the words of a text; "B.Sc." is one as "BSc" is."""
    text = text.lower()
    runs = of_letters_and_digits(text) + (of_letters_and_digits(text.replace(".", "")) if "." in text else [])
    return frozenset([run[:_STEM] for run in runs])


@lru_cache(maxsize=4096)
def _needed(asked: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """For each alternative the sets of beginnings of words of which one each must stand in what states it."""
    return tuple(
        (_DEGREE_STEMS,) if wanted.degree else tuple(frozenset(_stems(word)) for word in _telling(wanted))
        for wanted in alternatives(asked)
    )


def _telling(wanted: Wanted) -> frozenset[str]:
    """The words that `_may_be` does not spare."""
    if wanted.is_wide:
        return wanted.words & words().kinds
    own = wanted.words - _OF_LEVELS if wanted.level else wanted.words
    return own - (words().proof - _LICENCES) or own


def _stems(word: str) -> Iterator[str]:
    for form in forms(word):
        yield form[:_STEM]


def is_asked(asked: str, shown: str) -> bool:
    """Whether a qualification is the one asked for, and no higher degree."""
    return meets(asked, shown) and not 0 < degree(asked) < degree(shown)


def is_named(own: str, line: str) -> bool:
    """Whether a sentence that asks for what has all the words of a qualification asks for no higher one of its kind.

    "BSc or MSc in Biology" names a bachelor's degree, "MSc in Biology" does not, and "PRINCE2 Practitioner" no Foundation.
    """
    level, rank, said = min(_levels(line), default=0), degree(own), frozenset(_spelled(line))
    if level > max(_levels(own), default=level) or rank < _least_degree(line):
        return False
    return rank > 0 or any(each.words - words().proof <= said for each in alternatives(own))


def _least_degree(text: str) -> int:
    return next((rank for rank in range(1, degree(text) + 1) if _DEGREES[rank - 1].search(text.replace(".", ""))), 0)


def exceeds(asked: tuple[str, ...], shown: str) -> bool:
    """Whether a qualification goes beyond those asked for: a higher degree, a licence, or any when none is asked for."""
    most = max(map(degree, asked), default=0)
    return not is_unfinished(shown) and (not asked or is_licence(shown) or degree(shown) > most)


@lru_cache(maxsize=16384)
def degree(text: str) -> int:
    """1 for a bachelor's degree or one that is not named closer, 2 for a master's, 3 for a doctor's, 0 for none."""
    text = text[:MAX_CHARS].replace(".", "")
    if _DEGREE_STEMS.isdisjoint([word[:_STEM] for word in _LETTERS.findall(text.lower())]):  # as most lines of a text
        return 0
    return max((rank for rank, pattern in enumerate(_DEGREES, 1) if pattern.search(text)), default=0)


@lru_cache(maxsize=4096)
def is_degree(asked: str) -> bool:
    """Whether a degree is asked for, in each of its alternatives."""
    return all(wanted.degree for wanted in alternatives(asked))


@lru_cache(maxsize=4096)
def alternatives(asked: str) -> tuple[Wanted, ...]:
    """What is asked for, of which any one will do: "ACA, ACCA or CIMA qualified" are three."""
    return tuple(_wanted(each) for each in _split(asked[:MAX_CHARS]))


def _split(asked: str) -> Iterator[str]:
    """The alternatives, each with what they share: "a BSc or MSc in law", "a degree in law or history"."""
    parts = [part.strip() for part in (_OR_COMMA if _OR.search(asked) else _OR).split(asked) if part.strip()]
    last = parts[-1] if parts else ""
    subject = _IN.search(last) if degree(last) or _EQUIVALENT.match(last) else None
    head = ""
    for part in parts:
        if _EQUIVALENT.match(part):
            continue
        if names_one(part):
            found = _IN.search(part)
            head = part[: found.start()] if found else part.split()[0] if degree(part) else ""
            is_bare = degree(part) and not found and len(part.split()) <= 2
            yield part + last[subject.start() :] if subject and is_bare else part
        else:
            yield f"{head} in {part}" if head and not _ACRONYM.search(part) else part


def _wanted(asked: str) -> Wanted:
    table, spelled = words(), list(_spelled(asked))
    own = frozenset(word for word in spelled if len(word) > 1) - table.idle
    level, grades = min(_levels(asked), default=0), [each for each in _grades(spelled) if " " in each]
    if grades:
        level = level or min(table.levels[each] for each in grades)
        own = own.difference(*(each.split()[1:] for each in grades))
    is_wide = not own.isdisjoint(table.wide)
    rank = degree(asked)
    own -= _TITLES if rank else frozenset()
    own -= table.wide if is_wide and rank else frozenset()
    is_known = len(own - table.proof) > 1 and not aliases().credentials.isdisjoint(names(asked))
    is_named = any(each.lower() not in table.idle for each in _ACRONYM.findall(asked)) or not own.isdisjoint(table.covers)
    if is_named or is_known or level:
        own = own - table.proof - (frozenset(["diploma"]) if level else frozenset()) or own
    return Wanted(own, level, rank, is_wide)


def _read(shown: str, asked: str) -> _Shown:
    """What is stated; acronyms are read as their words where those are asked for, and the other way round."""
    initials = frozenset((*_initials(shown, asked), *_initials(asked, shown)))
    return _stated(shown, initials)


@lru_cache(maxsize=16384)
def _stated(shown: str, initials: frozenset[str]) -> _Shown:
    spelled = {*_spelled(shown), *(word for each in initials for word in _spelled(each))}
    level = max((*_levels(shown), *(words().levels[each] for each in _grades(spelled))), default=0)
    spelled |= _OF_LEVELS if level and spelled & _OF_LEVELS else set()
    known = _covered(spelled)
    return _Shown(known, frozenset(map(_stem, known)), level, degree(shown))


def _grades(spelled: Iterable[str]) -> Iterator[str]:
    """The names of grades among some words, as MCIPD or AAT Advanced, that stand for a level."""
    own = frozenset(spelled)
    return (name for name, parts in _named_levels().items() if parts <= own)


@cache
def _named_levels() -> dict[str, frozenset[str]]:
    return {each: frozenset(each.split()) for each in words().levels}


def _covered(spelled: set[str]) -> frozenset[str]:
    """Words with all those that they cover, alone or with others beside them."""
    table = words().covers
    known = set(spelled)
    todo = [word for word in spelled if word in table]
    todo += [each for each, parts in _joint_covers().items() if parts <= known]
    while todo:
        more = set(table.get(todo.pop(), ())) - known
        known |= more
        todo += more
    return frozenset(known)


@cache
def _joint_covers() -> dict[str, frozenset[str]]:
    return {each: frozenset(each.split()) for each in words().covers if " " in each}


def _levels(text: str) -> Iterator[int]:
    if _A_LEVEL.search(text):
        for found in _LEVEL.finditer(_stepped(text[:MAX_CHARS])):
            yield from map(_step, _LEVELS.findall(found[2]))


def _stepped(text: str) -> str:
    """A text with the levels of what is reached in steps, as CFA, as names of their own: none but the last is the whole."""
    return _steps().sub(lambda found: f"{found[1] or found[4]}{_step(found[2] or found[3])}", text)


def _step(level: str) -> int:
    return int(level) if level.isdecimal() else len(level)


@cache
def _steps() -> re.Pattern[str]:
    names = "|".join(sorted(words().steps))
    level = r"(?:level|lvl|l)[ -]?(\d|i{1,3})"
    return re.compile(rf"\b(?:({names})[ ,(-]{{1,3}}{level}|{level} (?:of the )?({names}))\b", re.IGNORECASE)


def _initials(short: str, long: str) -> Iterator[str]:
    """The acronyms of one text that are the initials of words of another, as SWE of Social Work England, and these words."""
    if not (acronyms := _acronyms(short)):
        return
    words, letters = _first_letters(long)
    for each in acronyms:
        if (at := letters.find(each.lower())) >= 0:
            yield from (each, *words[at : at + len(each)])


@lru_cache(maxsize=16384)
def _acronyms(text: str) -> tuple[str, ...]:
    return tuple(each for each in _ACRONYM.findall(text) if len(each) > 2)


@lru_cache(maxsize=16384)
def _first_letters(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a text that are not small, and the first letters of all."""
    words = tuple(word for word in _WORD.findall(text.lower()) if word not in _SMALL)
    return words, "".join(word[0] for word in words)


@lru_cache(maxsize=16384)
def _spelled(text: str) -> tuple[str, ...]:
    """The words of a text as the table reads them, without those of a level."""
    text = text[:MAX_CHARS].lower()
    if "." in text:
        text = _DOTTED.sub(r"\1\2", text).replace(".", "")
    if _DIGIT.search(text) or " i" in text:
        text = _stepped(text)
        text = _STANDARD.sub(_standard, _LEVEL.sub(r"\1", text))
    if "+" in text:
        text = _TRAILER.sub(r"\1+e", text)
    if "class" in text or "cat" in text:
        text = _CLASS.sub(r"\1\2", text)
    flat = _phrases().sub(lambda found: words().phrases[found[0]], " ".join(_WORD.findall(text)))
    return tuple(own for word in flat.split() for own in words().same.get(word, word).split())


def _standard(found: re.Match[str]) -> str:
    return f"{next(body for body in _BODIES if body in found[1])}{found[2]}"
