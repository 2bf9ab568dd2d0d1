"""The blind view of a candidate: all that an analyzer may read, and where a quote stands in it.

Names, contacts and place are left out. What remains is a list of named text fields; evidence points into it by
field and offsets. Both analyzers read this view, so a name cannot move a score.
"""

from __future__ import annotations

import re

from msgspec import Struct

from scoring.models import Candidate

# Bounded and anchored, so that 200 KB without an @ is read once and not once a character.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/]{7,24}\d(?!\w)")
_YEARS_RANGE = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)\d\d")
_REDACTED = "[redacted]"


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
    redact = _redactor(candidate)
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


class _redactor:  # noqa: N801 - used as a function that remembers the candidate's own words
    def __init__(self, candidate: Candidate) -> None:
        own = [word for word in re.split(r"[\s,]+", candidate.name or "") if len(word) > 1]
        own += [value for value in (candidate.email, candidate.phone, candidate.location) if value]
        pattern = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True))
        self._own = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if own else None

    def __call__(self, text: str) -> str:
        if not text:
            return ""
        text = _LINK.sub(_REDACTED, _EMAIL.sub(_REDACTED, text))
        text = _PHONE.sub(lambda m: m[0] if _YEARS_RANGE.fullmatch(m[0].strip()) else _REDACTED, text)
        return self._own.sub(_REDACTED, text) if self._own else text


def _clean(items: tuple[str, ...] | None, redact: _redactor) -> tuple[str, ...]:
    return tuple(text for item in items or () if (text := redact(item.strip())))
