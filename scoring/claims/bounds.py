"""Holds a model's answer to what can be checked: its claims to their quotes, its scores to the rubric's arithmetic.

A model's answer is evidence, not arithmetic. It says which words of the profile meet which requirement; quotes that are not
there, or do not show what is claimed, are dropped with their claims. The scores are then the rubric's, computed as the
embedded analyzer computes them, over what that one finds and the model's claims that held:

- core: the formula decides; a requirement that only the model found, in other words, counts half. Its own number counts only
  where the job lists nothing that the formula could count, up to 50 and 10 for each skill that the job's text names and
  a verified quote shows.
- experience: the formula over the years, level and titles of the profile; the model may differ by a step of relevance, and
  by nothing where the profile tried to instruct it.
- culture: from 50 up to 10 for each way of working that the job states and a verified quote shows.
- confidence: the model's, and never more than the profile supports.
- years of a skill: the model's, and never more than the profile tells of anything.

So a model that obeys its input, or invents, moves a published score by 3 of 100 at most, and by half of what a sentence on
the very subject is worth. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from scoring.analyzers.local import claimed_matches, judged
from scoring.career import availability, durations
from scoring.claims import prose
from scoring.claims.evidence import Place, Witness, is_made_of, means, names, says_something
from scoring.judgement import ClaimedMatch, ClaimedSkill, ClaimedStrength, Judgement
from scoring.matching.reading import Reading, read, with_met
from scoring.matching.requirements import Requirements, is_named, requirements, shown
from scoring.matching.scores import CULTURE_POINTS, MAX_WAYS, confidence, scores
from scoring.matching.skills import Found, own
from scoring.matching.words import words
from scoring.models import Job, MatchStrength
from scoring.notes.grammar import count, one_line
from scoring.profile import BlindProfile
from scoring.rubric import NEUTRAL, match_score, recommendation
from scoring.skills.aliases import canonical
from scoring.text.folding import fold
from scoring.text.vocabulary import vocabulary

EXPERIENCE_LEEWAY = 10.0
"""By so much a model's experience score may differ from the formula's: a step of relevance, and 3 points of `matchScore`."""
MAX_CLAIMS, MAX_STRENGTHS = 60, 12
MAX_NAME_CHARS, MAX_AVAILABILITY_CHARS = 120, 60
NOTABLE = 5.0
"""A model's score that differs by more from the published one is told in a remark."""
POINTS_A_SKILL = 10.0
"""What a shown skill is worth at most where the job lists none."""
PARTIAL: MatchStrength = "Partial"
PARTIAL_CONFIDENCE = 0.6
"""The most that a match by meaning gets, 0-1."""
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LEVEL_WORD = re.compile(r"[^\W_]+")


def held(judgement: Judgement, job: Job, profile: BlindProfile, witness: Witness) -> tuple[Judgement, tuple[str, ...]]:
    """A model's judgement as far as it holds, and what is to be said of the rest."""
    skills = _skills(judgement, profile, witness)
    alone = read(requirements(job), profile)
    own = claimed_matches(alone)
    matches = _matches(judgement, own, job, witness)
    ours = with_met(alone, {canonical(match.jobRequirement): _found(match) for match in matches})
    of_alone = scores(alone)
    core, experience, _ = of_alone if ours is alone else scores(ours)
    ways = alone.asked.ways
    quotes = tuple(quote for quote in judgement.culturalQuotes if shown(ways, quote) and witness.finds(quote))
    scored = replace(
        judgement,
        skills=skills,
        skillMatches=(*matches, *_overlooked(matches, own, witness)),
        culturalQuotes=quotes,
        coreSkillsScore=_core(judgement, alone.asked, (of_alone[0], core), matches),
        experienceScore=_experience(judgement, experience, profile),
        culturalFitScore=_culture(judgement, ways, quotes),
        confidenceLevel=min(judgement.confidenceLevel, confidence(ours)),
    )
    said, left_out = _said(scored, ours, job, witness)
    return said, (*_of_scores(judgement, scored), *_of_prose(left_out))


# -- claims ------------------------------------------------------------------------------------------------------------


def _skills(judgement: Judgement, profile: BlindProfile, witness: Witness) -> tuple[ClaimedSkill, ...]:
    """The skills whose quotes name them, each once, with no more years than the profile tells of."""
    claims = list(map(_short_skill, dict.fromkeys(judgement.skills[:MAX_CLAIMS])))
    kept: dict[str, ClaimedSkill] = {}
    for claim in witness.keep("skill", claims, "name", lambda claim, place: names(claim.name, place)):
        kept.setdefault(canonical(claim.name), _capped(claim, profile))
    return tuple(kept.values())


def _capped(claim: ClaimedSkill, profile: BlindProfile) -> ClaimedSkill:
    years = claim.yearsOfExperience
    if years <= _most_years(profile):  # mostly so
        return claim
    # What a text tells takes long to read, and so many years stand in it only where their number does.
    told = durations.stated(profile.text) if {f"{years:g}", _spelled(years)} & words(profile).runs else None
    return replace(claim, yearsOfExperience=min(years, max(_most_years(profile), told or 0.0)))


def _spelled(years: float) -> str:
    """The number in words, as "five"; that of no whole years as no word is."""
    return count(int(years)) if years.is_integer() else "-"


@lru_cache(maxsize=32)
def _most_years(profile: BlindProfile) -> float:
    """The most years that a profile tells of anything, 0 where it tells none."""
    listed = (item.years for item in own(profile).technical)
    told = (profile.years_stated, profile.years_read, *listed)
    return max((years for years in told if years is not None), default=0.0)


def _short_skill(claim: ClaimedSkill) -> ClaimedSkill:
    name, level = _short(claim.name), _short(claim.level)
    # Mostly it is short already, and a copy takes longer than to see that.
    return claim if name == claim.name and level == claim.level else replace(claim, name=name, level=level)


def _matches(judgement: Judgement, own: Sequence[ClaimedMatch], job: Job, witness: Witness) -> tuple[ClaimedMatch, ...]:
    """The matches whose quotes show what is required, each requirement once, with the strength that the quote has.

    Args:
        own: those of our own reading.
    """
    known = {canonical(match.jobRequirement): match for match in own}
    meant: dict[str, str] = {}

    def meets(match: ClaimedMatch, place: Place) -> bool:
        name = canonical(match.jobRequirement)
        if (name in known and known[name].quote == place.quote) or names(match.jobRequirement, place):
            return True
        # One sentence may mean one requirement; a model that quotes it for all has read nothing.
        is_meant = means(match.jobRequirement, place) and prose.is_impersonal(match.jobRequirement, _words_of(job))
        return is_meant and meant.setdefault(place.quote, name) == name

    claims = list(map(_short_match, judgement.skillMatches[:MAX_CLAIMS]))
    kept: dict[str, ClaimedMatch] = {}
    for match in witness.keep("match", claims, "jobRequirement", meets):
        name = canonical(match.jobRequirement)
        kept.setdefault(name, _graded(match, known.get(name)))
    return tuple(kept.values())


def _short_match(match: ClaimedMatch) -> ClaimedMatch:
    required, shown = _short(match.jobRequirement), _short(match.candidateSkill)
    is_short = required == match.jobRequirement and shown == match.candidateSkill
    return match if is_short else replace(match, jobRequirement=required, candidateSkill=shown)


def _graded(match: ClaimedMatch, own: ClaimedMatch | None) -> ClaimedMatch:
    """The match as strong as our own of it; one that was found by its meaning alone is partial."""
    strength, most = (own.matchStrength, own.confidenceScore) if own else (PARTIAL, PARTIAL_CONFIDENCE)
    return replace(match, matchStrength=strength, confidenceScore=min(match.confidenceScore, most))


def _found(match: ClaimedMatch) -> Found:
    return Found(match.jobRequirement, match.candidateSkill, match.quote, match.matchStrength, match.confidenceScore)


def _overlooked(matches: Sequence[ClaimedMatch], own: Sequence[ClaimedMatch], witness: Witness) -> tuple[ClaimedMatch, ...]:
    told = {canonical(match.jobRequirement) for match in matches}
    missing = [match for match in own if canonical(match.jobRequirement) not in told]
    return tuple(witness.keep("match", missing, "jobRequirement"))


# -- scores ------------------------------------------------------------------------------------------------------------


def _core(judgement: Judgement, asked: Requirements, formula: tuple[float, float], matches: Sequence[ClaimedMatch]) -> float:
    """`formula`: its score without what was found by its meaning alone, and with it."""
    if asked.technical or asked.soft:
        return sum(formula) / len(formula)
    named = sum(is_named(match.jobRequirement, asked.text) for match in matches)
    return min(100.0, NEUTRAL + POINTS_A_SKILL * named, max(0.0, judgement.coreSkillsScore))


def _experience(judgement: Judgement, formula: float, profile: BlindProfile) -> float:
    leeway = 0.0 if profile.instructed or profile.hid else EXPERIENCE_LEEWAY
    low, high = max(0.0, formula - leeway), min(100.0, formula + leeway)
    return min(high, max(low, judgement.experienceScore))


def _culture(judgement: Judgement, ways: tuple[str, ...], quotes: Sequence[str]) -> float:
    told = {name for quote in quotes for name, _ in shown(ways, quote)}
    return min(NEUTRAL + CULTURE_POINTS * min(MAX_WAYS, len(told)), max(NEUTRAL, judgement.culturalFitScore))


def _of_scores(judgement: Judgement, scored: Judgement) -> Iterator[str]:
    pairs = (
        ("core", judgement.coreSkillsScore, scored.coreSkillsScore),
        ("experience", judgement.experienceScore, scored.experienceScore),
    )
    told = [f"{name} {given:g}" for name, given, published in pairs if abs(given - published) > NOTABLE]
    if told:
        yield f"The model's own score was not used where the evidence gives another: {', '.join(told)}."


# -- words -------------------------------------------------------------------------------------------------------------


def _said(scored: Judgement, ours: Reading, job: Job, witness: Witness) -> tuple[Judgement, int]:
    """The judgement with the words that can be published, and how many sentences and names cannot."""
    advice = recommendation(match_score(scored.coreSkillsScore, scored.experienceScore, scored.culturalFitScore))
    limits = prose.Limits(advice, (*ours.gaps, *ours.soft_gaps), _words_of(job), ours.profile)
    strengths = [_short_strength(each) for each in scored.strengths]
    concerns, qualities = prose.lines(scored.concerns), prose.lines(scored.uniqueQualities)
    told, gaps = prose.paragraph(scored.reasoningSummary), _further_gaps(scored, ours)
    levels = tuple(dict.fromkeys(each.level for each in scored.skills))
    labels = (*(each.candidateSkill for each in scored.skillMatches), *(each.category for each in strengths), *levels)
    editor = prose.Editor((*(each.point for each in strengths), *qualities, told), (*concerns, *gaps, *labels), limits)
    praised = [each for each in strengths if each.point and editor.passes(each.point, is_praise=True)]
    shown = witness.keep("strength", praised[:MAX_STRENGTHS], "point", _bears)
    summary = editor.summary(told)
    is_kept = summary == told.strip()
    said = replace(
        scored,
        skills=_with_levels(scored.skills, levels, ours.profile, editor),
        skillMatches=tuple(_labelled(match, editor) for match in scored.skillMatches),
        skillGaps=(*dict.fromkeys((*ours.gaps, *ours.soft_gaps)), *editor.items(gaps, is_praise=False))[:MAX_CLAIMS],
        strengths=tuple(_categorised(each, editor) for each in shown),
        concerns=editor.items(concerns, is_praise=False),
        uniqueQualities=editor.items(qualities, is_praise=True),
        reasoningSummary=summary if summary and (is_kept or prose.is_whole(summary)) else judged(ours).reasoningSummary,
        availability=_availability(scored, ours.profile),
    )
    return said, editor.left_out


def _short_strength(strength: ClaimedStrength) -> ClaimedStrength:
    return replace(strength, category=_short(strength.category), point=prose.line(strength.point))


def _categorised(strength: ClaimedStrength, editor: prose.Editor) -> ClaimedStrength:
    category = editor.label(strength.category, "", holds=True)
    return strength if category == strength.category else replace(strength, category=category)


def _further_gaps(scored: Judgement, ours: Reading) -> tuple[str, ...]:
    """What the model misses beside what is required."""
    settled = {canonical(each) for each in (*ours.technical, *ours.soft)}
    others = (_short(gap) for gap in scored.skillGaps[:MAX_CLAIMS] if canonical(gap) not in settled)
    return tuple(dict.fromkeys(filter(None, others)))


def _with_levels(
    skills: tuple[ClaimedSkill, ...], levels: Sequence[str], profile: BlindProfile, editor: prose.Editor
) -> tuple[ClaimedSkill, ...]:
    """The skills with those of their `levels` that name one, or that the profile states."""
    own_level = _short(profile.experience_level)
    kept = {level: editor.label(level, "", holds=level == own_level or _is_level(level)) for level in levels}
    return tuple(each if kept[each.level] == each.level else replace(each, level=kept[each.level]) for each in skills)


@lru_cache(maxsize=1024)
def _is_level(text: str) -> bool:
    return all(word.isdigit() or word in vocabulary().mastery for word in _LEVEL_WORD.findall(fold(text)))


def _labelled(match: ClaimedMatch, editor: prose.Editor) -> ClaimedMatch:
    """The match with what the candidate shows: the model's name of it, if that is made of the quote or the requirement."""
    shown = match.candidateSkill
    if shown in (match.jobRequirement, match.quote):  # mostly so
        return match
    holds = canonical(shown) == canonical(match.jobRequirement) or is_made_of(shown, match.quote, match.jobRequirement)
    label = editor.label(shown, _short(match.quote), holds=holds)
    return match if label == shown else replace(match, candidateSkill=label)


def _availability(scored: Judgement, profile: BlindProfile) -> str:
    """When the profile says that somebody could start; in the model's words only where they stand in it."""
    said = _short(scored.availability)[:MAX_AVAILABILITY_CHARS]
    return availability.told(profile.text) or (said if fold(said) in fold(profile.text) else "")


@lru_cache(maxsize=256)
def _words_of(job: Job) -> frozenset[str]:
    listed = (*(job.technical_skills or ()), *(job.softSkills or ()), *(job.qualification or ()))
    return prose.words(" ".join((job.title or "", requirements(job).text, *listed)))


def _bears(claim: ClaimedStrength, place: Place) -> bool:
    # A whole item of a list says what it is, were it a single letter, as the language C.
    return place.quote == place.part.text or says_something(place.quote)


def _of_prose(left_out: int) -> Iterator[str]:
    if left_out:
        what = "1 sentence of the model was" if left_out == 1 else f"{left_out} sentences of the model were"
        yield f"{what} left out: they spoke of what is not shown, or of what may not be said."


@lru_cache(maxsize=1024)  # skills and levels come again and again
def _short(text: str) -> str:
    text = text[: 4 * MAX_NAME_CHARS]
    return one_line(_TAG.sub("", text) if "<" in text else text)[:MAX_NAME_CHARS].strip()
