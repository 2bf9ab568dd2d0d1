"""Which of the qualifications that a job asks for a profile states, and which of its own go beyond them. Pure functions.

That one is held is said only where one item or clause says so. That one is not stated is said only where nothing in the
profile may say it in other words: not a near subject, not two lines together, not a text in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, pairwise

from msgspec import Struct

from scoring.matching.requirements import Requirements, technical_names
from scoring.matching.skills import show
from scoring.matching.words import words, words_of
from scoring.notes import passages
from scoring.notes.grammar import begins_with_a_verb, title
from scoring.profile import BlindProfile
from scoring.qualifications.asked import alternatives, is_degree, is_required, names_one, needles
from scoring.qualifications.compared import exceeds, is_asked, is_named, may_meet, may_stand, meets
from scoring.qualifications.degrees import degree
from scoring.qualifications.reading import forms
from scoring.qualifications.vocabulary import vocabulary
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import canonical
from scoring.skills.progress import is_underway, is_unfinished
from scoring.skills.terms import names
from scoring.text import dates
from scoring.text.sentences import STOP

MAX_WORDS = 14
"""Words of a qualification; longer ones are not named in a note."""
MAX_ITEMS = 50
"""Qualifications of a job, and of a profile, that are compared; it bounds the time of lists with thousands."""
MAX_CHARS, MAX_LINES = 20_000, 1_000
"""Characters of a text that are looked at, and lines of it."""
MAX_LINE_CHARS = 300
_LINE = re.compile(rf"[\n\r•·▪●;|]|\.{STOP}|[!?](?=\s)|\s[–—]\s")
_CLAUSE = re.compile(r",|:(?!\d)|\s(?:and|but)\s")
_OPEN = re.compile(r"\([^()]*\Z")
"""A bracket that a part of a line leaves open."""
_EDGE = " \t\u00a0-–—*>.,:"
_DENIED = re.compile(
    r"\b(?:no|not|without|lack\w*|never|cannot|hop\w+|want\w*|wish\w*|aim\w*|plan\w*|looking|interested|keen|will)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Signs that somebody lacks something or wishes for it."""
_OF_OTHERS = re.compile(
    r"\b(?:help\w*|taught|teach(?:es)?|trained|manag(?:ed|es|ing)|supervis(?:ed|es|ing)|check(?:ed|s|ing)"
    r"|assess(?:ed|es|ing|ors?)|deliver(?:ed|s|ing)|recruit\w*|hired|support(?:ed|s|ing)|teachers?|tutor\w*|lessons?|classes"
    r"|pupils?|students?|learners?|for (?:the|our|all|staff|clients?))\b",
    re.IGNORECASE,
)
"""Signs that it is of somebody else, as in "checked driving licences"."""
_GAINED = re.compile(
    r"(?:hold|held|ha[sd]|earn|obtain|gain|pass|complet|achiev|award|attain|receiv|got|regist|licen|certif|qualif|admit|charter)",
    re.IGNORECASE,
)
"""Verbs with which a clause tells of a qualification; with others it tells of work, as "cut the CPA by a third"."""
_LEAD = re.compile(
    r"(?:(?:you )?(?:must )?(?:have|hold|be)\s+|(?:minimum|possession|completion) (?:of )?"
    r"|an?\s+(?!levels?\b)|the\s+|at least\s+)+",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[\s,(–-]*\b(?:(?:is|are) )?(?:strictly |absolutely )?"
    r"(?:required|essential|needed|necessary|mandatory|a must|must[ -]have)\b[\s).!]*\Z",
    re.IGNORECASE,
)
_NOUNS = {
    "admitted": "admission",
    "certified": "certification",
    "chartered": "charter",
    "licensed": "licence",
    "qualified": "qualification",
    "registered": "registration",
}
"""What one has who is so."""
_TO_WHOM = frozenset(["as", "by", "in", "to", "with"])
"""What stands behind one of these and before whom or what somebody is so."""
_FOREIGN = 3
"""So many common words of another language make a text one of it."""


class Stated(Struct, frozen=True):
    """Of the qualifications of a job and a profile `held` are asked for and stated, in the profile's words.

    `unheld` are asked for and not stated, as what one holds; `beyond` are stated and not asked for.
    """

    held: tuple[str, ...] = ()
    unheld: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


def stated(asked: Requirements, profile: BlindProfile) -> Stated:
    """Compare what a job asks for with what a profile states."""
    own = _sayable(profile)
    if not own and not asked.qualifications:
        return Stated()
    held = tuple(each for each in own if _is_held(each, asked))
    others = (each for each in own if each not in held and technical_names(asked).isdisjoint(names(each)))
    return Stated(
        held=tuple(dict.fromkeys((*held, *_told(asked, profile, own)))),
        unheld=tuple(_unstated(asked, profile)),
        beyond=tuple(each for each in others if _is_beyond(each, asked)),
    )


@lru_cache(maxsize=4096)
def noun(asked: str) -> str:
    """A licence as what one holds: "ARB registration" for "ARB registered", "status of chartered accountant"."""
    lead = _LEAD.match(asked)
    asked = _REMARK.sub("", asked[lead.end() if lead else 0 :]) or asked
    *others, last = asked.split(" ")
    if last.lower() in _NOUNS and others:
        return " ".join([*others, _NOUNS[last.lower()]])
    first, _, rest = asked.partition(" ")
    if first.lower() in _NOUNS and rest.partition(" ")[0] in _TO_WHOM:
        return f"{_NOUNS[first.lower()]} {rest}"
    if others and first.lower() in _NOUNS and is_occupation(last.lower()):
        return f"status of {title(asked) or asked}"
    return asked[:1].lower() + asked[1:] if others and first.lower() in vocabulary().plain else asked


def _is_held(own: str, asked: Requirements) -> bool:
    if any(is_asked(need, own) for need in asked.qualifications[:MAX_ITEMS]):
        return True
    # Of a sentence it is enough that the qualification stands there, and no higher one of its kind.
    return any(is_named(own, line) for line in _naming(own, asked))


def _is_beyond(own: str, asked: Requirements) -> bool:
    """Whether a qualification is a higher degree than any that is asked, or one of which the job says nothing."""
    needs = (*asked.qualifications[:MAX_ITEMS], *_degrees(asked.text))
    if not exceeds(needs, own):
        return False
    if degree(own) > max(map(degree, needs), default=0):
        return True
    return not _naming(own, asked) and not any(may_meet(need, own) for need in asked.qualifications[:MAX_ITEMS])


@lru_cache(maxsize=256)
def _degrees(text: str) -> tuple[str, ...]:
    """The sentences of a job's text that ask for a degree or the like."""
    return tuple(line for line in _lines(text) if names_one(line))


@lru_cache(maxsize=16384)
def _naming(own: str, asked: Requirements) -> tuple[str, ...]:
    """The sentences of a job's text that may name a qualification of a profile."""
    if words_of(asked.text).runs.isdisjoint(needles(own)):
        return ()
    return tuple(line for line in _lines(asked.text) if meets(own, line) and not _DENIED.search(line))


@lru_cache(maxsize=32)
def _sayable(profile: BlindProfile) -> tuple[str, ...]:
    """The qualifications of a profile that can stand in a note."""
    sayable = (each for each in profile.qualifications if passages.is_sayable(each, most_words=MAX_WORDS))
    return tuple(islice(sayable, MAX_ITEMS))


def _told(asked: Requirements, profile: BlindProfile, own: tuple[str, ...]) -> Iterator[str]:
    """The clauses of a text that state what is asked for and no list has."""
    for need in asked.qualifications[:MAX_ITEMS]:
        if any(meets(need, each) for each in own):
            continue
        lines = (_lines_of(profile.text)[at] for at in _likely(need, profile))
        telling = (line for line in lines if may_stand(need, line))
        clauses = (clause for line in telling if _is_of_oneself(line) for clause in _clauses(line))
        likely = (clause for clause in clauses if _is_no_work(clause) and passages.is_sayable(clause, most_words=MAX_WORDS))
        yield from islice((clause for clause in likely if is_asked(need, clause)), 1)


def _unstated(asked: Requirements, profile: BlindProfile) -> Iterator[str]:
    if not (needs := _needs(asked)) or _is_foreign(profile):
        return
    for need in needs:
        if not (_may_state(need, profile) or _is_shown(need, profile)):
            yield noun(need)


@lru_cache(maxsize=256)
def _needs(asked: Requirements) -> tuple[str, ...]:
    """What a job asks for and a note may say to be missing; what is missing among the skills is said there."""
    sayable = (each for each in asked.qualifications[:MAX_ITEMS] if passages.is_sayable(each, most_words=MAX_WORDS))
    skills = technical_names(asked)
    return tuple(each for each in sayable if is_required(each) and canonical(each) not in skills)


def _is_shown(need: str, profile: BlindProfile) -> bool:
    """Whether a profile names a qualification as a skill, and as one that is there."""
    if not (found := show(need, (), profile)):
        return False
    if items := [each for each in profile.qualifications if found.quote in each]:
        return not all(map(is_unfinished, items))
    at = profile.text.find(found.quote)
    return at < 0 or not is_underway(profile.text, at, at + len(found.quote), is_credential=True)


def _may_state(need: str, profile: BlindProfile) -> bool:
    """Whether a profile states a qualification or comes so near that it cannot be said not to."""
    standing = words(profile).runs & needles(need)
    finished = (*_finished(profile.qualifications[:MAX_ITEMS]), *(_beside(standing, profile) if standing else ()))
    if any(may_meet(need, each) for each in finished):
        return True
    if not standing:
        return False
    if _is_studied(need, profile) or may_meet(need, ", ".join(finished)):
        return True
    return any(may_meet(need, each) for each in _near(need, profile))


@lru_cache(maxsize=32)
def _finished(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in items if not is_unfinished(each))


def _beside(standing: frozenset[str], profile: BlindProfile) -> Iterator[str]:
    """The title, and skills and tags that have one of the runs, but for what is not finished."""
    others = (each for each in (*profile.technical_skills, *profile.tags) if any(run in each.lower() for run in standing))
    return (each for each in (profile.title, *others) if not is_unfinished(each))


def _near(need: str, profile: BlindProfile) -> Iterator[str]:
    """The lines that may state a qualification, alone and with those around, without what is denied in them."""
    for at in _likely(need, profile):
        around = _lines_of(profile.text)[max(0, at - 1) : at + 2]
        # What three lines do not say, none of them says: mostly one look is enough.
        if may_stand(need, " ".join(around)):
            lines = list(map(_without_doubtful, around))
            yield from (*lines, *map(" ".join, pairwise(lines)))


def _is_studied(need: str, profile: BlindProfile) -> bool:
    """Whether there are signs of a degree, and elsewhere the words of its subject."""
    runs = words(profile).runs
    if runs.isdisjoint(vocabulary().studied):
        return False
    return any(
        wanted.degree == 1 and all(not runs.isdisjoint(forms(word)) for word in wanted.words)
        for wanted in alternatives(need)
    )


@lru_cache(maxsize=256)
def _likely(need: str, profile: BlindProfile) -> tuple[int, ...]:
    """The numbers of the lines of a text that may have a word of a qualification, and for a degree stand beside one."""
    standing = words(profile).runs & needles(need)
    if not standing:
        return ()
    lines = _lowered(profile.text)
    near = _beside_degrees(profile.text) if is_degree(need) else range(len(lines))
    return tuple(at for at in near if any(map(lines[at].__contains__, standing)))


@lru_cache(maxsize=32)
def _lowered(text: str) -> tuple[str, ...]:
    return tuple(map(str.lower, _lines_of(text)))


@lru_cache(maxsize=32)
def _beside_degrees(text: str) -> tuple[int, ...]:
    """The numbers of the lines of a text that name a degree, and of those beside them."""
    degrees = [at for at, line in enumerate(_lines_of(text)) if degree(line)]
    beside = {near for at in degrees for near in (at - 1, at, at + 1)}
    return tuple(sorted(beside & set(range(len(_lines_of(text))))))


@lru_cache(maxsize=32)
def _lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that are not too long to state a qualification."""
    return tuple(line for line in _lines(text) if len(line) <= MAX_LINE_CHARS)


@cache
def _time() -> re.Pattern[str]:
    """For how long, or since when, as the view has it: "since 3 years 5 months"."""
    return re.compile(rf"[\s(,]*(?i:\b(?:{'|'.join(dates.words().since)})\s)?\b\d{{1,2}} (?:years?|months?)\b.*")


@lru_cache(maxsize=64)
def _lines(text: str) -> tuple[str, ...]:
    lines = (line.strip(_EDGE) for line in _LINE.split(text[:MAX_CHARS]))
    return tuple(islice(filter(None, lines), MAX_LINES))


def _clauses(line: str) -> Iterator[str]:
    """The parts of a line, as "BSc Biology, MSc Law" are two degrees, and a line of two also whole; without how long."""
    parts = _CLAUSE.split(line)
    for part in (*parts, *([line] if len(parts) == 2 else [])):
        if told := _OPEN.sub("", _time().sub("", part)).strip(_EDGE):
            yield told


@lru_cache(maxsize=256)
def _is_doubtful(text: str) -> bool:
    return _DENIED.search(text) is not None or is_unfinished(text)


def _is_of_oneself(line: str) -> bool:
    return not (_is_doubtful(line) or _OF_OTHERS.search(line))


def _is_no_work(clause: str) -> bool:
    return _GAINED.match(clause) is not None or not begins_with_a_verb(clause)


def _without_doubtful(line: str) -> str:
    """A line without the parts that deny, wish for or have not finished something."""
    if not _is_doubtful(line):
        return line
    parts = [*_CLAUSE.split(line), ""]
    return ", ".join(part for part, aside in pairwise(parts) if not (_is_doubtful(part) or _is_remark(aside)))


def _is_remark(part: str) -> bool:
    """Whether a part says of the one before it that this is unfinished, as in "CIPD Level 7, due to finish in June"."""
    return is_unfinished(part) and not is_required(part)


@lru_cache(maxsize=32)
def _is_foreign(profile: BlindProfile) -> bool:
    own = words(profile)
    return not own.is_spaced or any(len(own.runs & common) >= _FOREIGN for common in vocabulary().foreign)
