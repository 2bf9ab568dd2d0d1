"""Phrases that notes and points share: names of skills, quotes, and what is said of years and levels. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scoring.notes.findings import Findings
from scoring.notes.grammar import begins_with_a_verb, listed, one_line, quoted_title, skill, title, years
from scoring.skills.alternatives import grouped


@lru_cache(maxsize=16384)
def names(skills: tuple[str, ...]) -> tuple[str, ...]:
    """The skills as they are written in the middle of a sentence."""
    return tuple(skill(name) for name in skills)


def lacking(found: Findings, gaps: Sequence[str]) -> tuple[str, ...]:
    """The missing skills by requirement: those of which any one would do are one, as "Splunk or Sentinel"."""
    return _lacking(tuple(gaps), found.rows)


@lru_cache(maxsize=4096)
def _lacking(gaps: tuple[str, ...], rows: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    groups = [names(tuple(group)) for group in grouped(gaps, rows)]
    # Among others a longer one says where it begins: "Docker, and either Go, Python or Java".
    is_long = len(groups) > 1
    return tuple(f"{'either ' if is_long and len(group) > 2 else ''}{listed(group, 'or')}" for group in groups)


def told(quote: str, *, also: bool = False) -> str:
    """A sentence of the profile as one of the note: "the candidate led ...", or in quotation marks."""
    words = one_line(quote)
    if begins_with_a_verb(words) and not words.isupper():
        return f"the candidate {'also ' if also else ''}{words[0].lower()}{words[1:]}"
    return f"the profile adds: “{words}”" if also else f"in the words of the profile: “{words}”"


def besides(quote: str) -> str:
    """One more sentence, in other words."""
    words = told(quote)
    return f"besides, {words}" if words.startswith("the candidate") else f"it also says: “{one_line(quote)}”"


def wanted_years(found: Findings) -> str:
    """The years that the role takes, after other years: "where 5 are asked"."""
    if found.states_years and found.years_asked:
        return f"where {asked_years(found)} {'is' if found.years_asked == 1 else 'are'} asked"
    return f"for a role at {found.level_asked} level"


def asked_years(found: Findings) -> str:
    """The years asked for, after other years: "5", or "6 months"; after months "5 years"."""
    asked, is_after_months = found.years_asked or 0.0, 0 < (found.counted or 0.0) < 1
    return f"{asked:g}" if asked >= 1 and not is_after_months else years(asked)


def experience(found: Findings) -> str:
    """The years of experience in words, with where they come from where the profile does not state them."""
    amount = years(found.counted or 0.0)
    if found.is_mixed:
        return f"about {amount} of relevant experience"
    return (
        f"about {amount} of experience by the dates of the positions"
        if found.years_from == "dates"
        else f"{amount} of experience"
    )


def amounts(found: Findings, verb: str) -> str:
    """The years with the experience as the subject: "relevant experience amounts to about 2 years"."""
    relevant = "relevant " if found.is_mixed else ""
    return f"{relevant}experience{verb}{experience(found).replace(f' of {relevant}experience', '')}"


def level(found: Findings) -> str:
    """The candidate's level beside the one that the job asks for."""
    beside = f"{found.level} where {found.level_asked} is asked"
    return f"the level is {beside}" if found.states_level else f"the title says {beside}"


def who(found: Findings) -> str:
    """The candidate as the subject of a sentence, by the title."""
    if name := title(found.title):
        return f"this {name}"
    if name := quoted_title(found.title):
        return f"this candidate, whose title reads “{name}”,"
    return "this candidate"
