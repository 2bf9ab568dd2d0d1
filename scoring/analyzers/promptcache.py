"""Which calls a provider should send to the same machine, so that what their prompts share is read from its cache.

A `prompt_cache_key` keeps calls with the same beginning together; about 15 a minute keep a machine warm, and more of them
overflow to others (https://platform.openai.com/docs/guides/prompt-caching). So 15 calls a minute for a job share a key.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec

from scoring.models import Job

CALLS_PER_KEY = 15
MINUTE_S = 60.0


class CacheKeys:
    """The keys of the minute that runs. It keeps one number a job that was called for in it."""

    def __init__(self) -> None:
        self._until_s = 0.0
        self._calls: dict[str, int] = {}

    def key(self, job: Job, now_s: float) -> str:
        """The key of one more call for a job: 24 hex digits and a number."""
        if now_s >= self._until_s:
            self._until_s = now_s + MINUTE_S
            self._calls.clear()
        name = _name(job)
        calls = self._calls[name] = self._calls.get(name, -1) + 1
        return f"{name}-{calls // CALLS_PER_KEY}"


@lru_cache(maxsize=256)
def _name(job: Job) -> str:
    return hashlib.blake2b(msgspec.json.encode(job), digest_size=12).hexdigest()
