"""The embedded analyzer: the rubric over what the profile shows. Deterministic, no key, no network."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache

from msgspec import Struct

from scoring import note, rubric
from scoring.analyzers.base import Answer
from scoring.judgement import ClaimedMatch, ClaimedSkill, ClaimedStrength, Judgement
from scoring.models import Impact, Job, Pair
from scoring.profile import BlindProfile
from scoring.skills import Found, canonical, find

MAX_EXTRA_SKILLS = 3
_MUST = re.compile(r"\b(required|must|essential|mandatory)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z+#.]*[a-z+#]|[a-z]")
_LEVEL_WORDS = frozenset(
    ["entry", "junior", "mid", "senior", "lead", "principal", "staff", "head", "chief", "of", "and", "the", "a", "for", "in"]
)
_CULTURE = {
    "remote": re.compile(r"\bremote(?:ly)?\b", re.IGNORECASE),
    "pair programming": re.compile(r"\bpair[- ]programming\b", re.IGNORECASE),
    "code review": re.compile(r"\bcode reviews?\b", re.IGNORECASE),
    "shift work": re.compile(r"\b(?:rotating |night |every )?shifts?\b", re.IGNORECASE),
    "learning": re.compile(r"\b(?:learning|learned|courses?|training|certification)\b", re.IGNORECASE),
    "mentoring": re.compile(r"\b(?:mentor(?:s|ed|ing)?|teach(?:es|ing)|trains)\b", re.IGNORECASE),
    "agile": re.compile(r"\b(?:agile|scrum|kanban)\b", re.IGNORECASE),
}
CULTURE_POINTS = 10.0


class Requirements(Struct, frozen=True):
    """What a job asks, parsed once. `must` are canonical names; `years` is None when it asks for none."""

    title: frozenset[str]
    technical: tuple[str, ...]
    soft: tuple[str, ...]
    must: frozenset[str]
    level: str | None
    years: float | None
    text: str
    culture: tuple[str, ...]


class LocalAnalyzer:
    """Judges by the rubric, in about a third of a millisecond a pair; the loop gets a turn after each."""

    name = "local"
    model = f"rubric-{rubric.RUBRIC_VERSION}"

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See `Analyzer.analyze`; it never fails, and needs no correction."""
        # A thread would cost more than it frees: the work holds the interpreter, and is over in a turn of the loop.
        await asyncio.sleep(0)
        return Answer(judge(pair.job, profile))

    async def aclose(self) -> None:
        """Nothing is held open."""


@lru_cache(maxsize=256)
def requirements(job: Job) -> Requirements:
    """Parse a job."""
    text = " ".join((job.description or "", *(job.responsibilities or ())))
    technical = _distinct(job.technical_skills)
    level = rubric.level_of(job.experience_level or "") or rubric.level_of(job.title or "")
    musts = {
        canonical(skill)
        for sentence in re.split(r"[.;\n]", job.description or "")
        if _MUST.search(sentence)
        for skill in technical
        if skill.casefold() in sentence.casefold()
    }
    return Requirements(
        title=_title_words(job.title or ""),
        technical=technical,
        soft=_distinct(job.softSkills),
        must=frozenset(musts),
        level=level,
        years=rubric.years_asked(job.description or "", level),
        text=text.casefold(),
        culture=tuple(name for name, pattern in _CULTURE.items() if pattern.search(text)),
    )


def judge(job: Job, profile: BlindProfile) -> Judgement:
    """Apply the rubric to one pair; the same input always gives the same judgement."""
    asked = requirements(job)
    technical = tuple(find(asked.technical, profile.technical_skills, profile).items())
    soft = tuple(find(asked.soft, profile.soft_skills, profile).items())
    matched = [found for _, found in technical if found]
    soft_matched = [found for _, found in soft if found]
    gaps = [skill for skill, found in (*technical, *soft) if not found]
    extra = _extra(asked, matched, profile)
    level = rubric.level_of(profile.experience_level) or rubric.level_of(profile.title)
    years = _years(profile, level)
    same = _title_relevance(asked.title, profile.title)
    culture = _culture(asked, profile)
    core = rubric.core_skills_score(
        required=len(technical),
        matched=len(matched),
        extra=len(extra),
        missing_must=sum(not found and canonical(skill) in asked.must for skill, found in technical),
        soft_required=len(soft),
        soft_matched=len(soft_matched),
    )
    experience = rubric.experience_score(
        years=years or 0.0,
        years_asked=asked.years or 0.0,
        relevance=same + (5.0 if same and (years or 0) >= (asked.years or 0) > 0 else 0.0),
        level_points=rubric.level_points(level, asked.level),
    )
    view = note.Findings(
        title=profile.title,
        years=years,
        years_asked=asked.years,
        asked=len(technical),
        matched=tuple(found.required for found in matched),
        soft=tuple(found.required for found in soft_matched),
        gaps=tuple(gaps),
        extra=extra,
        same_field=same >= 10,
        qualifications=profile.qualifications,
        culture=tuple(name for name, _ in culture),
        nothing_asked=not technical and not soft,
    )
    cultural = 50.0 + CULTURE_POINTS * min(3, len(culture))
    score = rubric.match_score(core, experience, cultural)
    return Judgement(
        skills=tuple(_skill(skill, profile) for skill in profile.technical_skills),
        skillMatches=tuple(_match(found) for found in (*matched, *soft_matched)),
        skillGaps=tuple(gaps),
        strengths=_strengths(view, matched, soft_matched, profile),
        concerns=note.concerns(view),
        uniqueQualities=note.unique_qualities(view),
        culturalQuotes=tuple(quote for _, quote in culture),
        coreSkillsScore=core,
        experienceScore=experience,
        culturalFitScore=cultural,
        confidenceLevel=_confidence(profile, asked, years),
        availability="",
        reasoningSummary=note.summary(view, rubric.recommendation(score)),
    )


def _distinct(skills: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple({canonical(skill): skill.strip() for skill in reversed(skills or ()) if skill.strip()}.values())[::-1]


def _extra(asked: Requirements, matched: list[Found], profile: BlindProfile) -> tuple[str, ...]:
    # Relevant means that the job's own words name it, though not among its required skills.
    wanted = {canonical(skill) for skill in asked.technical} | {canonical(found.shown) for found in matched}
    extra = [
        skill
        for skill in profile.technical_skills
        if canonical(skill) not in wanted and re.search(rf"(?<!\w){re.escape(skill.casefold())}(?!\w)", asked.text)
    ]
    return tuple(extra[:MAX_EXTRA_SKILLS])


def _years(profile: BlindProfile, level: str | None) -> float | None:
    if profile.experience_years is not None:
        return rubric.clamp(profile.experience_years, 60.0)
    return rubric.LEVEL_YEARS[level] if level else None


def _title_words(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.casefold())) - _LEVEL_WORDS


def _title_relevance(asked: frozenset[str], title: str) -> float:
    """Same title 15 and with it the same field 10; a shared word: 10; nothing shared: 0."""
    shown = _title_words(title)
    if not asked or not shown:
        return 0.0
    if asked == shown:
        return 25.0
    return 10.0 if asked & shown else 0.0


def _culture(asked: Requirements, profile: BlindProfile) -> list[tuple[str, str]]:
    found = ((name, _CULTURE[name].search(profile.text)) for name in asked.culture)
    return [(name, match[0]) for name, match in found if match]


def _skill(skill: str, profile: BlindProfile) -> ClaimedSkill:
    return ClaimedSkill(skill, skill, profile.experience_level, profile.experience_years or 0.0)


def _match(found: Found) -> ClaimedMatch:
    return ClaimedMatch(found.quote, found.required, found.shown, found.strength, found.confidence)


def _strengths(
    view: note.Findings, matched: list[Found], soft: list[Found], profile: BlindProfile
) -> tuple[ClaimedStrength, ...]:
    out = [
        ClaimedStrength(found.quote, "Technical skills", note.strength(found.required, profile), _impact(place), weight)
        for place, found in enumerate(matched[:3])
        for weight in (round(0.9 - 0.15 * place, 2),)
    ]
    if view.same_field and profile.title:
        point = f"Works as {note.article(profile.title)} already"
        out.append(ClaimedStrength(profile.title, "Experience", point, "High", 0.8))
    out += [ClaimedStrength(found.quote, "Soft skills", f"Names {found.required.lower()}", "Low", 0.3) for found in soft[:1]]
    return tuple(out)


def _impact(place: int) -> Impact:
    return ("High", "Medium", "Low")[min(place, 2)]


def _confidence(profile: BlindProfile, asked: Requirements, years: float | None) -> float:
    known = 0.15
    known += 0.3 * bool(profile.technical_skills or len(profile.text) > 80)
    known += 0.2 * (years is not None)
    known += 0.1 * bool(profile.title) + 0.15 * (len(profile.text) > 80)
    known += 0.1 * bool(asked.technical)
    return round(min(known, 0.95 if asked.technical or asked.soft else 0.3), 2)
