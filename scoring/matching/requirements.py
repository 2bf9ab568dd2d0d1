"""What a job asks, read once: skills, must-haves, years, and the ways of working it states. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from scoring import rubric
from scoring.career import durations
from scoring.matching.skills import distinct
from scoring.matching.wording import Part, Stance, parts
from scoring.matching.words import words_of
from scoring.models import Job
from scoring.roles import titles
from scoring.roles.headlines import headline, sought
from scoring.roles.levels import asked_level, stated_level
from scoring.skills import alternatives
from scoring.skills.aliases import aliases, canonical
from scoring.skills.items import items
from scoring.skills.listing import of_software
from scoring.skills.mentions import mentions, sought_as, spelled_runs
from scoring.skills.terms import Term, read

MAX_READ = 12
"""Technical skills that are read from the text of a job that lists none: what a recruiter would write down."""
MAX_READ_SOFT = 6
MAX_PLUS = 12
_STUDIES = re.compile(
    r"(?<!\d )\b(?:degrees?|diplomas?|(?:bachelor|master)(?:['’]?s)?|(?:b\.?|m\.?)(?:sc|a|s|eng)\.?|ph\.?d\.?)\b"
    r"[^.;\n]{0,30}?\bin\s+"
    r"(?:[^.;:\n()]{2,100}?\b(?:and|or)\s+(?:an?(?:other)?\s+)?(?:comparable|equivalent|related|relevant|similar)\b|[^.,;:\n()]{2,40})"
    r"|\b(?:nvqs?|svqs?|btecs?|city (?:&|and) guilds|c&g)\b(?:[ ,](?:level |l)?\d\b(?: ?(?:or|and|/) ?\d)?)?"
    r"(?: (?:award|certificate|diploma|qualification))?(?: in)? "
    r"(?:(?!\b(?:is|are|with|plus|who|to|or|required|essential"
    r"|and (?:an?|be|drive|excellent|experience[d]?|good|have|hold|knowledge|strong|you)|,)\b)[^.,;:\n()]){2,40}",
    re.IGNORECASE,
)
"""What somebody is to have studied; a subject is no skill, as the qualifications of a job are none."""

_AS = re.compile(r"(?<!\bsuch )\bas (?:an? |the |our )?\Z", re.IGNORECASE)
_AS_CHARS = 20
"""Characters before a name that may say that it is somebody's title."""
_HELD = frozenset(["certified", "chartered", "licensed", "qualified", "registered"])
"""How the name of an occupation begins that one holds, and is not only called."""

_AFTER_QUALIFICATION = re.compile(
    r"\bpost[ -]?(?:qualif|registration|licen[cs]ure)\w*|\bpqe\b"
    r"|\byears?['’]?\s(?:of\s)?(?:experience\s|exp\s)?(?:as\s(?:an?\s)?)?(?:fully[ -])?qualified\b",
    re.IGNORECASE,
)
"""What says that years are asked for after somebody's training."""


class Way(Struct, frozen=True):
    """A way of working. A lower-case text without any of `needles` need not be searched for `pattern`."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]


def _way(needles: str, pattern: str) -> Way:
    return Way(tuple(needles.split(",")), re.compile(pattern, re.IGNORECASE))


WAYS = {
    "remote work": _way("remote", r"\bremote(?:ly)?\b"),
    "pair programming": _way("pair", r"\bpair(?:ed|s)?(?:-|\s+)program(?:ming|med|s)?\b"),
    "code review": _way("review", r"\bcode\s+reviews?\b|\breview(?:s|ed|ing)?\s+(?:\w{1,20}\s+){0,2}code\b"),
    "shift work": _way("shift", r"\b(?:rotating\s+|night\s+|every\s+)?shifts?\b"),
    "continued learning": _way(
        "learn,course,certification",
        r"\b(?:(?:continu(?:al|ed|ous)|keeps?|kept|lifelong|ongoing)\s+learning|learning\s+(?:budget|culture|days?|time)"
        r"|learn(?:ed|t)|(?!(?:due|of|the)\b)\w{2,20}\s+courses?"
        # One that is asked for or held is a qualification, and no way of working.
        r"|certification\s+(?:budget|programmes?|programs?|support)"
        r"|(?:new|further|your|for|towards?|towards your)\s+certifications)\b",
    ),
    "mentoring": _way(
        "mentor,coach,teach,taught,train",
        r"\b(?:mentor(?:s|ed|ing)?|coach(?:es|ed|ing))\b"
        r"|\b(?:teach(?:es|ing)?|taught|train(?:s|ed|ing)?)\s+(?:\w{1,20}\s+){0,3}?"
        r"(?:apprentices|colleagues|hires|interns|juniors?|newcomers|nurses|on-call|peers|staff|starters|students|trainees)\b",
    ),
    "agile work": _way("agile,scrum,kanban", r"\b(?:agile|scrum|kanban)\b"),
}
"""The ways of working that are looked for, by the name a note gives them."""


class Requirements(Struct, frozen=True, cache_hash=True):
    """What a job asks. `must` are canonical names; `years` is None when it asks for none.

    `plus` are skills that its text calls welcome, or that it names beyond those that are asked for: none of them is missing.
    `title` is that of the job, else the one at the head of its description or that this looks for.
    `text` is all that it says, `work` that without what would only be nice and what is said of something else.
    `states_years` is false when the years are those that the job's level stands for; `after_qualification`: those in
    training count for none of them. `is_read`: the job lists no technical
    skills, and they were read from its text. `alternatives` are canonical names of which any one will do.
    """

    title: str
    technical: tuple[str, ...]
    soft: tuple[str, ...]
    must: frozenset[str]
    plus: tuple[str, ...]
    qualifications: tuple[str, ...]
    level: str | None
    years: float | None
    states_years: bool
    after_qualification: bool
    text: str
    work: str
    ways: tuple[str, ...]
    is_read: bool
    alternatives: tuple[frozenset[str], ...]


class _Named(Struct, frozen=True):
    """A skill that a job's text names: how it is written there, how much it is wanted, and how often it stands there."""

    text: str
    stance: Stance
    count: int


_RANK: dict[Stance, int] = {"must": 0, "asked": 1, "plus": 2, "aside": 3}


@lru_cache(maxsize=256)
def requirements(job: Job) -> Requirements:
    """Read a job.

    Skills are those that it lists. Where it lists no technical skill, they are read from its title, description and
    responsibilities, and where it lists no soft one either, so are these.
    """
    description = job.description or ""
    text = "\n".join((description, *(job.responsibilities or ())))
    title = job.title if job.title and job.title.strip() else headline(description) or sought(description)
    of = titles.read(title[: titles.MAX_CHARS])
    level = stated_level(job.experience_level or "") or asked_level(title, field=of.field, family=of.family)
    stated = _years(job)
    named = _named(job)
    technical, must = _technical(job, named)
    known = {canonical(skill) for skill in technical}
    return Requirements(
        title=title,
        technical=technical,
        soft=_soft(job, named),
        must=must,
        plus=_plus(job, named, known),
        qualifications=tuple(" ".join(each.split()) for each in job.qualification or () if each.strip()),
        level=level,
        years=rubric.years_asked(stated, level),
        states_years=stated is not None,
        after_qualification=stated is not None and _AFTER_QUALIFICATION.search(_of_years(job)) is not None,
        text=text,
        work="\n".join(part.text for part in _parts(job) if part.stance not in ("plus", "aside")),
        ways=tuple(name for name, _ in shown(WAYS, text)),
        is_read=not items(job.technical_skills or ()) and bool(text.strip() or title),
        alternatives=tuple(_alternatives(job)),
    )


@lru_cache(maxsize=256)
def technical_names(asked: Requirements) -> frozenset[str]:
    """The canonical names of the technical skills asked for."""
    return frozenset(map(canonical, asked.technical))


def _years(job: Job) -> float | None:
    """The years of experience that a job states, in whichever of its fields: the highest counts, as within one."""
    found = [durations.asked(text) for text in (job.description, job.experience_level, *(job.qualification or ())) if text]
    found += [durations.asked(line, of_duties=True) for line in job.responsibilities or ()]
    return max((years for years in found if years is not None), default=None)


def _of_years(job: Job) -> str:
    return "\n".join(filter(None, (job.description, job.experience_level, *(job.qualification or ()))))


def _alternatives(job: Job) -> Iterator[frozenset[str]]:
    for entry in job.technical_skills or ():
        yield from alternatives.in_item(entry)
    for part in _parts(job):
        yield from alternatives.in_text(part.text) if part.stance != "aside" else ()


def _technical(job: Job, named: dict[str, _Named]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The technical skills asked for, and the canonical names of those without which it does not go."""
    listed = items(job.technical_skills or ())
    if not listed:
        asked = _most_wanted(
            {name: each for name, each in named.items() if not _is_soft(name)}, MAX_READ, _alternatives(job)
        )
        return tuple(named[name].text for name in asked), frozenset(name for name in asked if named[name].stance == "must")
    stances: dict[str, Stance] = {}
    for item in listed:
        if name := canonical(item.text):
            stances.setdefault(name, item.need or _stance(item.text, named, job))
    # A list of what would be nice is still a list of what is asked for.
    welcome = {name for name, stance in stances.items() if stance == "plus"}
    welcome = set() if len(welcome) == len(stances) else welcome
    technical = tuple(skill for skill in distinct(item.text for item in listed) if canonical(skill) not in welcome)
    return technical, frozenset(name for name, stance in stances.items() if stance == "must")


def _soft(job: Job, named: dict[str, _Named]) -> tuple[str, ...]:
    listed = distinct(item.text for item in items(job.softSkills or ()))
    if listed or items(job.technical_skills or ()):
        return listed
    asked = _most_wanted({name: each for name, each in named.items() if _is_soft(name)}, MAX_READ_SOFT)
    # By its noun: a note speaks of reliability where the job says "reliable".
    return tuple(aliases().spellings[name][0] for name in asked)


def _plus(job: Job, named: dict[str, _Named], known: set[str]) -> tuple[str, ...]:
    # Where the job lists its skills, a mere mention in its text is neither asked for nor called welcome.
    stances: tuple[Stance, ...] = ("plus",) if items(job.technical_skills or ()) else ("plus", "asked", "must")
    welcome = (each.text for name, each in named.items() if name not in known and each.stance in stances)
    return tuple(each for each in welcome if not _is_soft(canonical(each)))[:MAX_PLUS]


def _is_soft(name: str) -> bool:
    return name in aliases().soft


def _most_wanted(named: dict[str, _Named], most: int, rows: Iterable[frozenset[str]] = ()) -> list[str]:
    """Names of those asked for, must-haves first and then in the order of the text.

    When there are more than `most`, those stay that are required, that the core knows and that stand there most often, and
    with one of a row the others: they are one requirement.
    """
    asked = [name for name, each in named.items() if each.stance in ("must", "asked")]
    core = aliases().core
    ranked = sorted(asked, key=lambda name: (_RANK[named[name].stance], name not in core, -named[name].count))
    kept = frozenset(ranked[:most])
    kept = kept.union(*(row for row in rows if not row.isdisjoint(kept))) if len(ranked) > most else kept
    return sorted((name for name in asked if name in kept), key=lambda name: _RANK[named[name].stance])


def _stance(skill: str, named: dict[str, _Named], job: Job) -> Stance:
    """How much a job's text wants a skill of its list; "asked" where it says nothing."""
    if each := named.get(canonical(skill)):
        return each.stance
    found = [part.stance for part in _parts(job) if part.stance != "aside" and is_named(skill, part.text)]
    return min(found, key=_RANK.__getitem__, default="asked")


def _named(job: Job) -> dict[str, _Named]:
    """The skills that a job's title and text name, by canonical name, in their order."""
    out: dict[str, _Named] = {}
    for part in (Part("asked", job.title or ""), *_parts(job)):
        studies = [found.span() for found in _STUDIES.finditer(part.text)]
        for term in read(part.text) if part.stance != "aside" else ():
            if any(start <= term.start < end for start, end in studies) or _is_title(term, part.text, job.title or ""):
                continue
            own = _stance_of(term, part, job.title or "")
            known = out.get(term.name) or _Named(_as_known(term, part.text), own, 0)
            stance = min(known.stance, own, key=_RANK.__getitem__)
            out[term.name] = _Named(known.text, stance, known.count + 1)
    return out


def _as_known(term: Term, text: str) -> str:
    """How a text writes a skill, or the table where it does not know that form, as a singular: "message brokers"."""
    shown = text[term.start : term.end]
    if canonical(shown) == term.name:
        return shown
    spellings = aliases().spellings[term.name]
    return next((each for each in spellings if each.lower().startswith(shown.lower())), spellings[0])


def _is_title(term: Term, text: str, title: str) -> bool:
    """Whether what looks like a skill is what somebody works as, as in "five years as Site Manager"."""
    words = text[term.start : term.end].lower().split()
    if term.name in _roles(title):
        return True
    if len(words) == 1 or term.name in aliases().core:
        return False
    is_own = f" {' '.join(words)} " in f" {' '.join(title.lower().split())} "
    is_held = is_own or _AS.search(text, max(0, term.start - _AS_CHARS), term.start) is not None
    return is_held and titles.is_occupation(words[-1])


@lru_cache(maxsize=256)
def _roles(title: str) -> frozenset[str]:
    """Canonical names of what a title calls somebody and the core knows as a skill, as healthcare assistant.

    The title is compared as a title, and its holder need not show it once more.
    """
    return frozenset(term.name for term in read(title) if _is_role(term, title))


def _is_role(term: Term, title: str) -> bool:
    words = term.name.split()
    if len(words) == 1 or words[0] in _HELD or not titles.is_occupation(words[-1]):
        return False
    before = title[: term.start].split()  # "Developer, SQL Server" calls nobody a server
    is_head = all(word.isalpha() and not titles.is_occupation(word.lower()) for word in before)
    return is_head and not title[term.end :].lstrip()[:1].isalnum()


def _stance_of(term: Term, part: Part, title: str) -> Stance:
    """How much a part of a text wants a skill; "We require a Front Office Manager" requires the manager by name.

    What is written with software is wanted as much as who does it: a Java developer without Java is none.
    """
    whole = _plain(title)
    if part.stance != "must" or term.name in of_software() or not titles.is_occupation(whole.rpartition(" ")[2]):
        return part.stance
    lead, shown, tail = whole.partition(_plain(part.text[term.start : term.end]))
    before, behind = part.text[: term.start], part.text[term.end :]
    is_repeated = shown and _plain(before).endswith(lead.strip()) and _plain(behind).startswith(tail.strip())
    return "asked" if is_repeated else part.stance


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _parts(job: Job) -> tuple[Part, ...]:
    return (*parts(job.description or ""), *(part for line in job.responsibilities or () for part in parts(line)))


@lru_cache(maxsize=2048)
def is_named(skill: str, text: str) -> bool:
    """Whether a job's text names a skill as a whole term."""
    held = words_of(text)
    may_stand = held.may_hold(sought_as(skill).runs) and held.may_hold_all(spelled_runs(skill))
    return may_stand and next(mentions(skill, text), None) is not None


def named_of(skills: tuple[str, ...], text: str) -> Iterator[str]:
    """Those of some skills that a job's text names."""
    standing = words_of(text).standing(_runs(skills))
    return (skill for skill in skills if not sought_as(skill).runs.isdisjoint(standing) and is_named(skill, text))


@lru_cache(maxsize=32)
def _runs(skills: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(sought_as(skill).runs for skill in skills))


def shown(names: Iterable[str], text: str) -> list[tuple[str, re.Match[str]]]:
    """Those of the named ways of working that a text speaks of, each with its place."""
    return [(name, place) for name in names if (place := _place(name, text))]


@lru_cache(maxsize=256)
def _place(name: str, text: str) -> re.Match[str] | None:
    folded, way = text.lower(), WAYS[name]
    return way.pattern.search(text) if any(needle in folded for needle in way.needles) else None
