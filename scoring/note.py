"""The local analyzer's words: a recruiter's note from what was found. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring.models import Recommendation
from scoring.profile import BlindProfile

_ADVICE: dict[Recommendation, str] = {
    "Recommended for interview": "An interview is worth everybody's time.",
    "Consider for phone screen": "A phone screen should settle the open points.",
    "May need additional training": "Worth a look if training on the gaps is an option.",
    "Not recommended at this time": "For this role there are likely to be closer matches.",
}


class Findings(Struct, frozen=True):
    """What a note is written from. Years are None when unknown or not asked for."""

    title: str
    years: float | None
    years_asked: float | None
    asked: int
    matched: tuple[str, ...]
    soft: tuple[str, ...]
    gaps: tuple[str, ...]
    extra: tuple[str, ...]
    same_field: bool
    qualifications: tuple[str, ...]
    culture: tuple[str, ...]
    nothing_asked: bool


def summary(found: Findings, advice: Recommendation) -> str:
    """Three to five plain sentences."""
    sentences = [_who(found), _skills(found)]
    if found.gaps:
        sentences.append(f"The profile does not show {listed(found.gaps)}.")
    if found.extra:
        sentences.append(f"Beyond the list, {listed(found.extra)} would be of use in this role.")
    sentences.append(_ADVICE[advice])
    return " ".join(sentences)


def concerns(found: Findings) -> tuple[str, ...]:
    """What a recruiter would ask about, missing data included."""
    out = []
    if found.gaps:
        out.append(f"No sign of {listed(found.gaps)}")
    if found.years is None:
        out.append("Years of experience are not stated")
    elif found.years_asked and found.years < found.years_asked:
        out.append(f"{_years(found.years)} of experience where {found.years_asked:g} are asked")
    if not found.title:
        out.append("No current title is given")
    elif not found.same_field:
        out.append(f"Comes from another line of work ({found.title})")
    if found.nothing_asked:
        out.append("The job lists no skills to compare with")
    return tuple(out)


def unique_qualities(found: Findings) -> tuple[str, ...]:
    """What sets this candidate apart."""
    out = [f"Also brings {skill}" for skill in found.extra]
    if found.years is not None and found.years_asked and found.years >= found.years_asked + 3:
        out.append(f"{found.years - found.years_asked:g} years more experience than asked")
    out += [f"Has shown {name} in earlier work" for name in found.culture]
    out += [f"Holds {each}" for each in found.qualifications[:1]]
    return tuple(out)


def strength(skill: str, profile: BlindProfile) -> str:
    """One matched skill as a point in favour, with the sentence that tells of it where there is one."""
    for sentence in profile.text.split(". "):
        if skill.casefold() in sentence.casefold():
            return f"{skill}: {sentence.strip().rstrip('.')}"
    return f"{skill} is among the candidate's skills"


def listed(names: Sequence[str], most: int = 4) -> str:
    """ "A, B and C", or "A, B, C and 3 more"."""
    if len(names) == 1:
        return names[0]
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def article(title: str) -> str:
    """The title with "a" or "an" before it."""
    return f"{'an' if title[:1].lower() in 'aeio' else 'a'} {title}"


def _who(found: Findings) -> str:
    who = _capital(article(found.title)) if found.title else "A candidate"
    if found.years is None:
        return f"{who} whose years of experience are not stated."
    who += f" with {_years(found.years)} of experience"
    if not found.years_asked:
        return who + "."
    if found.years >= found.years_asked:
        return f"{who}, which covers the {_years(found.years_asked)} this role asks for."
    return f"{who}, short of the {_years(found.years_asked)} this role asks for."


def _skills(found: Findings) -> str:
    if found.nothing_asked:
        return "The job lists no skills, so little can be compared."
    if not found.matched:
        return (
            "None of the technical skills the job asks for are in the profile."
            if found.asked
            else (
                f"Of the soft skills, the profile names {listed(found.soft)}." if found.soft else "No asked skill is shown."
            )
        )
    share = len(found.matched) / found.asked
    amount = "all" if share == 1 else "most" if share > 0.6 else "some" if share > 0.3 else "few"
    sentence = f"The profile shows {amount} of the technical skills asked for: {listed(found.matched)}"
    return f"{sentence}, along with {listed([name.lower() for name in found.soft])}." if found.soft else f"{sentence}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _years(years: float) -> str:
    return "1 year" if years == 1 else f"{years:g} years"
