"""What is made of a chat completion."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scoring.analyzers.answers import answer_of
from scoring.analyzers.errors import Sent
from scoring.analyzers.provider import Reply
from scoring.errors import InvalidOutput
from scoring.judgement import Judgement
from tests.fakes.provider import completion

GOOD: dict[str, Any] = {
    "skills": [{"quote": "Python", "name": "Python", "level": "Senior", "yearsOfExperience": 5.0}],
    "skillMatches": [
        {
            "quote": "Python",
            "jobRequirement": "Python",
            "candidateSkill": "Python",
            "matchStrength": "Exact",
            "confidenceScore": 0.9,
        }
    ],
    "skillGaps": ["Docker"],
    "strengths": [{"quote": "Python", "category": "Technical", "point": "Builds {APIs}.", "impact": "High", "weight": 0.8}],
    "concerns": ["Docker is not shown."],
    "uniqueQualities": ["Writes </think> in strings"],
    "culturalQuotes": [],
    "coreSkillsScore": 50.0,
    "experienceScore": 80.0,
    "culturalFitScore": 50.0,
    "confidenceLevel": 0.8,
    "availability": "at once",
    "reasoningSummary": "Fits.",
}
TEXT = json.dumps(GOOD)


def judgement(content: Any) -> Judgement:
    body = {**completion(""), "choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
    return answer_of(Reply(json.dumps(body).encode(), Sent())).judgement


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"  {TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"```\n{json.dumps(GOOD, indent=2)}\n```\nI hope this helps.",
        f"Here is the analysis:\n\n{TEXT}",
        [{"type": "text", "text": TEXT}],
        [{"type": "text", "text": TEXT[:99]}, {"type": "text", "text": TEXT[99:]}],
        [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm {}."}]}, {"type": "text", "text": TEXT}],
    ],
    ids=["bare", "blanks", "fence", "fence and words", "words", "part", "parts", "thinking part"],
)
def test_a_good_answer_is_taken_out_of_its_wrapping(content: Any) -> None:
    assert judgement(content) == judgement(TEXT)


@pytest.mark.parametrize(
    "thought",
    ["<think>\nok\n</think>\n\n", "<think>{maybe} not { yet</think>", "so {this}, then</think>"],
    ids=["plain", "with braces", "without its beginning"],
)
@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```"], ids=["bare", "fence"])
def test_what_a_model_thought_before_it_is_left_out(thought: str, fence: str) -> None:
    assert judgement(thought + fence.replace("{}", TEXT)) == judgement(TEXT)


Change = Callable[[dict[str, Any]], Any]
MEANT: dict[str, tuple[Change, Change]] = {
    "lower case": (lambda it: it["strengths"][0].update(impact="high"), lambda it: None),
    "upper case": (lambda it: it["skillMatches"][0].update(matchStrength=" EXACT"), lambda it: None),
    "no availability": (lambda it: it.update(availability=None), lambda it: it.update(availability="")),
    "no summary": (lambda it: it.pop("reasoningSummary"), lambda it: it.update(reasoningSummary="")),
    "missing qualities": (lambda it: it.pop("uniqueQualities"), lambda it: it.update(uniqueQualities=[])),
    "no strengths": (lambda it: it.update(strengths=None), lambda it: it.update(strengths=[])),
    "no concerns and gaps": (
        lambda it: it.update(concerns=None, skillGaps=None),
        lambda it: it.update(concerns=[], skillGaps=[]),
    ),
    "no years": (
        lambda it: it["skills"][0].update(yearsOfExperience=None),
        lambda it: it["skills"][0].update(yearsOfExperience=0),
    ),
    "missing level": (lambda it: it["skills"][0].pop("level"), lambda it: it["skills"][0].update(level="")),
    "no category": (lambda it: it["strengths"][0].update(category=None), lambda it: it["strengths"][0].update(category="")),
}


def changed(change: Change) -> str:
    told = json.loads(TEXT)
    change(told)
    return json.dumps(told)


@pytest.mark.parametrize(("said", "meant"), MEANT.values(), ids=MEANT)
@pytest.mark.parametrize("wrapping", ["{}", "```json\n{}\n```"], ids=["bare", "fence"])
def test_what_no_score_depends_on_is_read_as_it_is_meant(said: Change, meant: Change, wrapping: str) -> None:
    assert judgement(wrapping.replace("{}", changed(said))) == judgement(changed(meant))


INVALID: dict[str, tuple[Any, str]] = {
    "null": (None, "answered nothing"),
    "empty": ("", "answered nothing"),
    "blanks": (" \n", "answered nothing"),
    "no parts": ([], "answered nothing"),
    "only thinking": ([{"type": "thinking", "thinking": []}], "answered nothing"),
    "words": ("I cannot say.", "JSON is malformed"),
    "a smile": ("Well :-} {", "JSON is malformed"),
    "a list": ("[]", "Expected `object`, got `array`"),
    "half of it": (f"```json\n{TEXT[:200]}", "malformed"),
    "two of them": (f"{TEXT}\n{TEXT}".replace("</think>", ""), "malformed"),
    "an unknown strength": (
        changed(lambda it: it["skillMatches"][0].update(matchStrength="A 'woman' -\n at 58")),
        r"Invalid enum value - at `\$.skillMatches\[0\].matchStrength`",
    ),
    "an enum that is a number": (changed(lambda it: it["strengths"][0].update(impact=3)), r"\$.strengths"),
    "a score in words": (changed(lambda it: it.update(coreSkillsScore="80/100")), "coreSkillsScore"),
    "no score": (changed(lambda it: it.update(experienceScore=None)), "experienceScore"),
    "a missing score": (changed(lambda it: it.pop("culturalFitScore")), "culturalFitScore"),
    "no matches": (changed(lambda it: it.update(skillMatches=None)), "skillMatches"),
    "missing skills": (changed(lambda it: it.pop("skills")), "skills"),
    "missing quotes": (changed(lambda it: it.pop("culturalQuotes")), "culturalQuotes"),
    "a missing quote": (changed(lambda it: it["skills"][0].pop("quote")), "quote"),
    "words in a list": (changed(lambda it: it.update(skills=["Python"])), r"\$.skills\[0\]"),
    "a number for a list": (changed(lambda it: it.update(strengths=3)), r"\$.strengths"),
}


@pytest.mark.parametrize(("content", "told"), INVALID.values(), ids=INVALID)
def test_an_answer_without_what_a_score_depends_on_is_invalid(content: Any, told: str) -> None:
    with pytest.raises(InvalidOutput, match=told):
        judgement(content)
