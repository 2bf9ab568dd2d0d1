"""The blind view of a candidate: all that an analyzer may read, and where a quote stands in it.

Names, contacts and place are left out. What remains is a list of named text fields; evidence points into it by
field and offsets. Both analyzers read this view, so a name cannot move a score.
"""

from __future__ import annotations

from msgspec import Struct

from scoring.models import Candidate
from scoring.redaction import Redactor


class BlindField(Struct, frozen=True):
    """One line of the profile: `field` is its name, as in "technical_skills[2]"."""

    field: str
    text: str


class BlindProfile(Struct, frozen=True):
    """A candidate without identity. `experience_years` is None when the profile does not say."""

    fields: tuple[BlindField, ...]
    title: str
    experience_level: str
    experience_years: float | None
    technical_skills: tuple[str, ...]
    soft_skills: tuple[str, ...]
    qualifications: tuple[str, ...]
    tags: tuple[str, ...]
    text: str

    def locate(self, quote: str) -> tuple[str, int, int] | None:
        """Find `quote` verbatim: (field, start, end) in characters, or None when it is not in the profile."""
        if not quote.strip():
            return None
        for part in self.fields:
            start = part.text.find(quote)
            if start >= 0:
                return part.field, start, start + len(quote)
        return None


def blind(candidate: Candidate) -> BlindProfile:
    """Remove identity from a candidate; free text loses the candidate's own name, contacts and links."""
    redact = Redactor(candidate)
    title = redact(candidate.currentTitle or "")
    level = candidate.experience_level or ""
    years = candidate.experience_year
    lists = {
        "technical_skills": _clean(candidate.technical_skills, redact),
        "softSkills": _clean(candidate.softSkills, redact),
        "qualification": _clean(candidate.qualification, redact),
        "candidate_tag": _clean(candidate.candidate_tag, redact),
    }
    text = redact(candidate.resume_text or "")
    fields = [BlindField("currentTitle", title), BlindField("experience_level", level)]
    if years is not None:
        fields.append(BlindField("experience_year", f"{years:g}"))
    for name, items in lists.items():
        fields.extend(BlindField(f"{name}[{i}]", item) for i, item in enumerate(items))
    fields.append(BlindField("resume_text", text))
    return BlindProfile(
        fields=tuple(part for part in fields if part.text),
        title=title,
        experience_level=level,
        experience_years=years,
        technical_skills=lists["technical_skills"],
        soft_skills=lists["softSkills"],
        qualifications=lists["qualification"],
        tags=lists["candidate_tag"],
        text=text,
    )


def _clean(items: tuple[str, ...] | None, redact: Redactor) -> tuple[str, ...]:
    return tuple(text for item in items or () if (text := redact(item.strip())))
