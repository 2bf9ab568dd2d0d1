"""Our gate and attempts before a simulated provider. All that knows how they are put together stands here."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from scoring.admission import Gate, GateShut
from scoring.analyzers.base import Answer
from scoring.engine.attempts import Attempts, Clock, RetryPolicy
from scoring.engine.budget import Budget
from scoring.engine.estimate import Estimate
from scoring.engine.hedging import Tail
from scoring.engine.ways import Way
from scoring.judgement import Judgement
from scoring.models import Candidate, Job, Pair
from scoring.prices import Tokens
from scoring.profile import BlindProfile, blind
from scoring.ratelimits import Allowance, RateLimits
from tests.bench.policies import Call, Known, Report, run_each
from tests.fakes.quotas import Told
from tests.fakes.simulated import Headers, SimulatedProvider, Throttled

_JUDGEMENT = Judgement(
    skills=(),
    skillMatches=(),
    skillGaps=(),
    strengths=(),
    concerns=(),
    uniqueQualities=(),
    culturalQuotes=(),
    coreSkillsScore=80,
    experienceScore=80,
    culturalFitScore=50,
    confidenceLevel=0.9,
    availability="",
    reasoningSummary="Fits.",
)
_JOB, _CANDIDATE = Job(job_id="J"), Candidate(candidateId="C")
_PROFILE = blind(_CANDIDATE)
BYTES_A_TOKEN = 4
"""Of a prompt in English, about."""
MAX_OUTPUT_TOKENS = 2000


class SimulatedAnalyzer:
    """Asks a simulated provider; a pair's index says which call it is, and the answer is always the same."""

    name = "simulated"
    model = "none"

    def __init__(self, calls: Sequence[Call], provider: SimulatedProvider) -> None:
        self._calls, self._provider = calls, provider

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        """See Analyzer."""
        call = self._calls[pair.index]
        try:
            reply = await self._provider.call(call.tokens)
        except Throttled as error:
            error.limits = rate_limits(error.headers)
            raise
        tokens = Tokens(call.prompt_tokens, call.answer_tokens)
        return Answer(_JUDGEMENT, tokens, limits=rate_limits(reply.headers))

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        """See Analyzer."""
        return self._calls[pair.index].prompt_tokens * BYTES_A_TOKEN

    async def aclose(self) -> None:
        """Nothing is held open."""


class Ours:
    """The gate and the attempts of `scoring`."""

    def __init__(self, known: Known, chance: random.Random) -> None:
        self._gate = Gate(known.ceiling, rpm=known.rpm, tpm=known.tpm)
        self._chance = chance

    async def run(self, calls: Sequence[Call], provider: SimulatedProvider) -> Report:
        """See Policy."""
        way = Way(SimulatedAnalyzer(calls, provider), self._gate.lane(), Estimate(MAX_OUTPUT_TOKENS), Tail(0.0))
        clock = Clock(asyncio.get_running_loop().time, lambda: "2026-01-01T00:00:00.000Z", rand=self._chance.random)

        async def one(pair: Pair) -> None:
            try:
                await Attempts(pair, [way], Budget(None), RetryPolicy(), clock).run(_PROFILE, heading=lambda change: None)
            except GateShut as shut:
                raise shut.cause from shut

        return await run_each([Pair(index, 0, index, _JOB, _CANDIDATE) for index in range(len(calls))], one)


def rate_limits(headers: Headers | None) -> RateLimits | None:
    """What the gate is told, of what a simulated provider says."""
    return RateLimits(_allowance(headers.requests), _allowance(headers.tokens)) if headers else None


def _allowance(told: Told | None) -> Allowance | None:
    return Allowance(told.limit, told.remaining, told.reset_s) if told else None
