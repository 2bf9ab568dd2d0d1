"""The local analyzer's points for and against a candidate, each on what was found. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.judgement import ClaimedStrength
from scoring.models import Impact
from scoring.notes.findings import Findings, is_credential
from scoring.notes.grammar import article, capital, count, listed, one_line, title, years
from scoring.notes.passages import Passage
from scoring.notes.phrases import experience, lacking, level, names, wanted_years

MAX_STRENGTHS = 5
MAX_ONLY_LISTED = 2
"""Strengths for skills that are only named; beside one that is told of they say too little."""
MAX_HELD = 2
"""Strengths for qualifications."""
MOST_NAMES = 12
SURPLUS_YEARS = 2.0
"""Years more than asked that set a candidate apart."""


def strengths(found: Findings) -> tuple[ClaimedStrength, ...]:
    """The points in favour, the strongest first; each quotes the words of the profile that it stands on."""
    out = [_told(found, passage) for passage in found.passages]
    out += [*_occupation(found), *_close(found)]
    out += [
        ClaimedStrength(each, "Qualifications", f"Holds the qualification asked for: {each}", "Medium", 0.5)
        for each in found.held[:MAX_HELD]
    ]
    if found.told.isdisjoint(found.matched):
        out += [_listed(found, name) for name in found.untold[:MAX_ONLY_LISTED]]
    return tuple(sorted(out, key=lambda each: each.weight, reverse=True)[:MAX_STRENGTHS])


def concerns(found: Findings) -> tuple[str, ...]:
    """What a recruiter would ask about, missing data included."""
    return (*_skills_missing(found), *_experience_missing(found), *_words_missing(found))


def _skills_missing(found: Findings) -> Iterator[str]:
    must, others = found.must, found.other_gaps
    if found.wanted:
        must, others = (tuple(gap for gap in gaps if gap not in found.wanted) for gaps in (must, others))
    if must:
        yield f"Does not show {_missing(found, must)}, which the job requires"
    if found.wanted:
        yield f"Names {_all(found.wanted)} only as a wish"
    if others:
        yield f"Does not show {_missing(found, others, 'or')}"
    if found.unheld:
        yield f"Does not state what is asked for: {listed(found.unheld)}"
    if found.studied:
        yield f"Knows {_all(found.studied)} from a course only"


def _experience_missing(found: Findings) -> Iterator[str]:
    if found.is_short:
        none = f"No years of {'relevant ' if found.is_mixed else ''}experience"
        yield f"{capital(experience(found)) if found.counted else none} {wanted_years(found)}"
    if found.is_undated:
        dated = years(found.years_dated or 0.0)
        yield f"The dates of the positions show about {dated}, fewer than the {found.years:.3g} stated"
    if found.doubts_years:
        yield "The years of experience given cannot be right"
    elif found.years is None:
        yield "Years of experience are not stated"
    if found.is_below:
        yield _level(found)
    if found.is_outsider:
        own = title(found.title)
        yield f"Comes from another line of work{f' ({own})' if own else ''}"
    elif found.is_mixed and found.is_short:
        yield f"Of the {years(found.years or 0.0)} of experience {_counted(found)} for this role"
    elif found.years and found.relation == "related" and found.years_in_line is None:
        what = "not all of this line of work, and they" if found.earlier else "of a related field and"
        yield f"The years are {what} count half"
    elif found.years and found.relation == "other":
        known = "of another line of work" if found.has_known_fields else "not known to be of this line of work"
        yield f"The years are {known} and do not count"
    if found.is_only_listed:
        counts = "they count" if len(found.only_listed) > 1 else "it counts"
        yield f"Lists {_all(found.only_listed)}, which neither the title nor a sentence shows in use: {counts} half"
    if found.is_above and found.matched:
        yield f"{_level(found)}, so that the role may be a step back"


def _level(found: Findings) -> str:
    stated = f"{capital(found.level or '')} level where {found.level_asked} is asked"
    return stated if found.states_level else capital(level(found))


def _counted(found: Findings) -> str:
    if not found.counted:
        return "none counts"
    amount = years(found.counted)
    return f"about {amount} {'counts' if amount.startswith('1 ') else 'count'}"


def _words_missing(found: Findings) -> Iterator[str]:
    if found.without_example and found.text:
        yield f"Names {_all(found.without_example)} without an example"
    if found.soft_gaps:
        yield f"Does not mention {_all(found.soft_gaps, 'or')}"
    if not found.title:
        yield "No current title is given"
    if not found.text:
        yield "There is no resume text to read"
    if found.nothing_asked:
        yield "The job lists no skills to compare with"


def unique_qualities(found: Findings) -> tuple[str, ...]:
    """What sets this candidate apart from the list of what is asked."""
    out = [f"Also brings {_all(found.extra)}, which the job mentions"] if found.extra else []
    for quote in dict.fromkeys(quote for _, quote in found.ways):
        ways = [name for name, own in found.ways if own == quote]
        stated = "a way of working that the job states" if len(ways) == 1 else "ways of working that the job states"
        out.append(
            f"{capital(listed(ways))}, {stated}: “{one_line(quote)}”" if quote else f"Speaks of {listed(ways)}, {stated}"
        )
    if not found.matched:
        return tuple(out)
    further = tuple(name for name in found.further if name not in found.extra)[:3]
    if further and not found.is_outsider:
        out.append(f"Adds {_all(further)} to the skills asked for")
    if found.states_years and found.surplus >= SURPLUS_YEARS:
        out.append(f"{capital(experience(found))}, {found.surplus:g} more than asked")
    if found.beyond:
        out.append(f"Qualified beyond what is asked: {listed(found.beyond[:3])}")
    return tuple(out)


def _told(found: Findings, passage: Passage) -> ClaimedStrength:
    skills = passage.practised or passage.studied
    technical = any(name in found.matched for name in skills)
    point = f"{capital(listed(names(skills)))}{'' if passage.practised else ', from a course'}: {one_line(passage.quote)}"
    impact: Impact = "Low"
    weight = 0.35
    if passage.practised:
        is_key = technical and (len(skills) > 1 or any(name in found.musts_met for name in skills))
        impact = "High" if is_key else "Medium"
        weight = min(0.95, (0.75 if is_key else 0.6 if technical else 0.45) + 0.05 * len(skills))
    return ClaimedStrength(
        passage.quote, "Technical skills" if technical else "Soft skills", point, impact, round(weight, 2)
    )


def _occupation(found: Findings) -> list[ClaimedStrength]:
    if not found.title:  # the text alone told of the field
        return []
    name = title(found.title)
    if found.relation == "same":
        point = f"Already works as {article(name)}" if name else "Already works in this role"
        return [ClaimedStrength(found.title, "Experience", point, "High", 0.8)]
    if found.relation == "field" and found.has_known_fields and found.share >= 0.5:
        point = f"Works in the same field, as {article(name)}" if name else "Works in the same field"
        return [ClaimedStrength(found.title, "Experience", point, "Medium", 0.5)]
    return []


def _close(found: Findings) -> list[ClaimedStrength]:
    """The opening that tells of work close to the job's, unless it is there already for a skill."""
    if not found.close or any(found.close in passage.quote for passage in found.passages):
        return []
    point = f"Work close to the job's: {one_line(found.close)}"
    return [ClaimedStrength(found.close, "Relevant work", point, "Medium", 0.55)]


def _listed(found: Findings, name: str) -> ClaimedStrength:
    role = (
        "which the job requires"
        if name in found.musts_met
        else f"one of the {count(found.asked)} technical skills asked for"
    )
    role = "the technical skill asked for" if found.asked == 1 else role
    verb = "Holds" if is_credential(name) else "Names"
    return ClaimedStrength(found.matched[name], "Technical skills", f"{verb} {names((name,))[0]}, {role}", "Medium", 0.4)


def _missing(found: Findings, gaps: tuple[str, ...], joint: str = "and") -> str:
    return listed(lacking(found, gaps), joint, MOST_NAMES)


def _all(skills: tuple[str, ...], joint: str = "and") -> str:
    return listed(names(skills), joint, MOST_NAMES)
