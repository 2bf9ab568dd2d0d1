"""The blind view of a candidate: all that an analyzer may read, and where a quote stands in it.

Names, contacts and place are left out. What remains is a list of named text fields; evidence points into it by
field and offsets. Both analyzers read this view, so a name cannot move a score.
"""

from __future__ import annotations

import re
from bisect import bisect
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from scoring import durations, tenure
from scoring.models import Candidate
from scoring.positions import headline, positions
from scoring.redaction import Redactor


class BlindField(Struct, frozen=True):
    """One line of the profile: `field` is its name, as in "technical_skills[2]"."""

    field: str
    text: str


class BlindProfile(Struct, frozen=True):
    """A candidate without identity. `experience_years` is None when the profile does not say.

    What the text says with dates is read before they are taken out: `years_dated`, the years of its positions, overlaps
    counted once, and `positions`, their titles, the latest first, "" where none can be told. `years_told` are the years
    that it states in words. Both are None where the text says nothing. `title_read` is a title that the text gives, in its
    words, where `title` is empty.
    """

    fields: tuple[BlindField, ...]
    title: str
    experience_level: str
    experience_years: float | None
    technical_skills: tuple[str, ...]
    soft_skills: tuple[str, ...]
    qualifications: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    years_dated: float | None = None
    years_told: float | None = None
    positions: tuple[str, ...] = ()
    title_read: str = ""

    @property
    def years_read(self) -> float | None:
        """The years of experience that the text shows: the more of dates and words, as either may leave some out."""
        return max((years for years in (self.years_dated, self.years_told) if years is not None), default=None)


class QuoteIndex:
    """Finds quotes in a profile. Its fields are joined once, so that a quote is looked for once and not field by field."""

    def __init__(self, profile: BlindProfile) -> None:
        self._fields = profile.fields
        self._joined = "\0".join(part.text for part in profile.fields)
        self._starts = [0, *accumulate(len(part.text) + 1 for part in profile.fields)]

    def locate(self, quote: str) -> tuple[str, int, int] | None:
        """Find `quote` verbatim: (field, start, end) in characters, or None when no field has it."""
        found = self._joined.find(quote) if quote.strip() else -1
        while found >= 0:
            number = bisect(self._starts, found) - 1
            start, end = found - self._starts[number], found - self._starts[number] + len(quote)
            if end <= len(self._fields[number].text):
                return self._fields[number].field, start, end
            found = self._joined.find(quote, found + 1)  # that one went over the end of its field
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
    original = candidate.resume_text or ""
    dated = tenure.ranges(original)
    text = redact(original)
    held = positions(original, dated, has_identity=lambda words: redact(words) != words)
    fields = [BlindField("currentTitle", title), BlindField("experience_level", level)]
    if years is not None:
        fields.append(BlindField("experience_year", f"{years:g}"))
    for name, items in lists.items():
        fields.extend(BlindField(_numbered(name, i), item) for i, item in enumerate(items))
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
        years_dated=tenure.years(dated),
        years_told=durations.stated(original),
        positions=held,
        title_read="" if title.strip() else _title_read(held, text),
    )


@lru_cache(maxsize=1024)
def _numbered(name: str, place: int) -> str:
    # The same few names stand in every profile, and a thousand profiles are kept: made once, they take a megabyte less.
    return f"{name}[{place}]"


def _title_read(held: tuple[str, ...], text: str) -> str:
    # Only what stands in the blind text can be quoted; there a line may break inside a title.
    latest = held[0].split() if held else []
    found = re.search(r"\s+".join(map(re.escape, latest)), text) if latest else None
    return found[0] if found else headline(text)


def _clean(items: tuple[str, ...] | None, redact: Redactor) -> tuple[str, ...]:
    return tuple(text for item in items or () if (text := redact(item.strip())))
