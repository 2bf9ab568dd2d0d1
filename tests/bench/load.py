"""The work that is measured: jobs, candidates of about 2 KB, and one valid answer that quotes what they have in common."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import msgspec

from scoring.judgement import ClaimedMatch, ClaimedSkill, ClaimedStrength, Judgement
from scoring.models import BatchRequest, Candidate, Job
from scoring.profile import blind
from scoring.prompts import SCHEMA_NAME, judgement_schema, messages

MODEL, TEMPERATURE, MAX_OUTPUT_TOKENS = "gpt-4o-mini", 0.2, 2000
TEXT_CHARS = 1800
"""Of a resume's text; with the other fields a candidate takes about 2.3 KB."""
_SHARED_SKILLS = ("Python", "PostgreSQL", "Kubernetes", "Terraform", "asyncio", "Kafka")
_SKILLS = ("Go", "Rust", "Java", "AWS", "GCP", "Redis", "Django", "FastAPI", "GraphQL", "Ansible", "Grafana", "TypeScript")
_SHARED = (
    "Cut the nightly import from six hours to forty minutes by streaming rows instead of loading files.",
    "Mentored two junior engineers and ran the weekly design review.",
)
_SENTENCES = (
    "Moved {n} services from virtual machines to containers without a minute of downtime.",
    "Owned the billing pipeline, {n} million rows a day, from schema to alerts.",
    "Worked at Northwind Trading from 2015 - 2019 as a backend engineer in a team of {n}.",
    "Wrote the on-call handbook; pages a week went from {n} to 3.",
    "Introduced contract tests between {n} teams, after which releases stopped breaking each other.",
    "Designed a multi-tenant API with rate limits, audit trail and {n} client libraries.",
    "Spoke at {n} meetups about back pressure, queues and how to let a system say no.",
    "Reduced the cloud bill by {n} % with right-sized nodes and spot capacity.",
)
_FIRST, _LAST = ("Ann", "Bo", "Chidi", "Dana", "Elif", "Farid"), ("Lee", "Okafor", "Novak", "Silva", "Haddad", "Berg")


def request(seed: int, jobs: int, candidates: int) -> BatchRequest:
    """A batch whose candidates are no other seed's."""
    rand = random.Random(seed)
    return BatchRequest(
        jobs=tuple(_job(number) for number in range(jobs)),
        candidates=tuple(_candidate(rand, f"{seed}-{number}") for number in range(candidates)),
        threshold=50,
    )


@cache
def parameters() -> dict[str, Any]:
    """What our analyzer asks with, beside the model and the messages."""
    schema = {"name": SCHEMA_NAME, "strict": True, "schema": judgement_schema()}
    return {
        "max_completion_tokens": MAX_OUTPUT_TOKENS,
        "temperature": TEMPERATURE,
        "store": False,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }


def talks(pairs: int) -> list[list[dict[str, str]]]:
    """The messages of so many pairs of one job, as our analyzer sends them."""
    batch = request(0, 1, pairs)
    (job,) = batch.jobs or ()
    return [messages(job, blind(candidate)) for candidate in batch.candidates or ()]


def completion() -> bytes:
    """A chat completion with all the fields that OpenAI sends; nine of its quotes are in every profile, and one in none."""
    message = {"role": "assistant", "content": msgspec.json.encode(_judgement()).decode(), "refusal": None}
    usage = {"prompt_tokens": 1900, "completion_tokens": 900, "total_tokens": 2800}
    details = {"prompt_tokens_details": {"cached_tokens": 1024, "audio_tokens": 0}}
    answer = {
        "id": "chatcmpl-Bq5Qn0bQ2mVb0vYwQkq7cS1x",
        "object": "chat.completion",
        "created": 1750000000,
        "model": f"{MODEL}-2024-07-18",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": usage | details,
        "service_tier": "default",
        "system_fingerprint": "fp_34a54ae93c",
    }
    return msgspec.json.encode(answer)


def _job(number: int) -> Job:
    return Job(
        job_id=f"J{number}",
        title=f"Senior Backend Engineer {number}",
        description="You build and run the services that our customers send their orders to. " * 5,
        experience_level="Senior",
        technical_skills=("Python", "PostgreSQL", "Kubernetes", "Kafka", "Terraform", "Go"),
        responsibilities=("Own services from design to on-call", "Review designs", "Keep the import fast"),
        softSkills=("mentoring", "clear writing"),
        qualification=("BSc Computer Science",),
        job_tag=("backend", "python", "cloud"),
    )


def _candidate(rand: random.Random, name: str) -> Candidate:
    first, last = rand.choice(_FIRST), rand.choice(_LAST)
    email = f"{first}.{last}.{name}@example.com".lower()
    phone = f"+1 (555) 010-{rand.randrange(10_000):04}"
    return Candidate(
        candidateId=f"C{name}",
        currentTitle="Backend Engineer",
        name=f"{first} {last}",
        phone=phone,
        email=email,
        location="Lisbon, Portugal",
        experience_level="Senior",
        experience_year=float(rand.randrange(2, 15)),
        technical_skills=(*_SHARED_SKILLS, *rand.sample(_SKILLS, 4)),
        softSkills=("mentoring", "clear writing", "patience"),
        qualification=("BSc Computer Science, 2012",),
        candidate_tag=("backend", "python", rand.choice(("cloud", "data", "platform"))),
        resume_text=_text(rand, f"{first} {last}\n{email} | {phone}\nhttps://example.com/{name}\n"),
    )


def _text(rand: random.Random, head: str) -> str:
    lines = [head, *_SHARED]
    while sum(map(len, lines)) < TEXT_CHARS:
        lines.append(rand.choice(_SENTENCES).format(n=rand.randrange(2, 100)))
    return "\n".join(lines)


def _judgement() -> Judgement:
    skills = [ClaimedSkill(skill, skill, "Advanced", 5.0) for skill in _SHARED_SKILLS]
    matches = [ClaimedMatch(skill, skill, skill, "Exact", 0.95) for skill in _SHARED_SKILLS[:4]]
    strengths = [
        ClaimedStrength("streaming rows instead of loading files", "Technical", "Thinks in streams", "High", 0.9),
        ClaimedStrength(_SHARED[1], "Leadership", "Helps others to grow", "Medium", 0.7),
    ]
    return Judgement(
        skills=(*skills, ClaimedSkill("ten years of COBOL", "COBOL", "Expert", 10.0)),
        skillMatches=tuple(matches),
        skillGaps=("Go is asked for, and not every line of the profile shows it.",),
        strengths=tuple(strengths),
        concerns=("The length of the latest post is not stated.", "No degree beyond the first is shown."),
        uniqueQualities=("Measures what was gained in minutes and pages.",),
        culturalQuotes=("ran the weekly design review",),
        coreSkillsScore=81.5,
        experienceScore=75.0,
        culturalFitScore=70.0,
        confidenceLevel=0.8,
        availability="",
        reasoningSummary=(
            "The profile meets most of what the job asks for. Python, PostgreSQL, Kubernetes and Kafka are shown in use. "
            "Go is the one required skill without proof. The import that became nine times faster is the main strength. "
            "A conversation about scale and ownership is worth the time."
        ),
    )
