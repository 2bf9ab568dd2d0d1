from __future__ import annotations

from scoring.models import Job
from scoring.promptcache import CALLS_PER_KEY, MINUTE_S, CacheKeys

NURSE, CLERK = Job(title="Nurse"), Job(title="Clerk")


def test_the_calls_of_a_job_share_a_key_and_those_of_another_have_their_own() -> None:
    keys = CacheKeys()
    assert keys.key(NURSE, 0.0) == keys.key(NURSE, 1.0)
    assert keys.key(NURSE, 2.0) != keys.key(CLERK, 2.0)


def test_a_key_takes_so_many_calls_a_minute_and_no_more() -> None:
    keys = CacheKeys()
    minute = [keys.key(NURSE, n) for n in range(2 * CALLS_PER_KEY + 1)]
    assert [minute.count(key) for key in dict.fromkeys(minute)] == [CALLS_PER_KEY, CALLS_PER_KEY, 1]
    assert keys.key(NURSE, MINUTE_S) == minute[0]  # which is warm


def test_a_key_says_nothing_of_the_job() -> None:
    assert "Nurse" not in CacheKeys().key(NURSE, 0.0)
