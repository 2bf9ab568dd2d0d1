from __future__ import annotations

import pytest

from scoring.models import Candidate
from scoring.profile import blind


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Write to ann.lee+jobs@mail.example.com today", "Write to [redacted] today"),
        ("Call +1 (555) 010-0199 now", "Call [redacted] now"),
        ("See https://example.com/ann and linkedin.com/in/ann", "See [redacted] and [redacted]"),
        ("Ann Lee led a team; ann was praised", "[redacted] [redacted] led a team; [redacted] was praised"),
        ("Worked there 2015 - 2019", "Worked there 2015 - 2019"),
        ("Annual planning", "Annual planning"),
    ],
)
def test_identity_leaves_free_text(text: str, seen: str) -> None:
    assert blind(Candidate(name="Ann Lee", resume_text=text)).text == seen


@pytest.mark.parametrize("piece", ["a.", "a@a", "1 2", "1.", "-@", "www."])
def test_a_long_text_without_end_is_read_in_one_pass(piece: str) -> None:
    text = piece * 70_000 + " ann@example.com"
    assert blind(Candidate(resume_text=text)).text.endswith("[redacted]")


def test_a_quote_is_located_by_field_and_offsets() -> None:
    profile = blind(Candidate(technical_skills=("Python", "Go"), resume_text="Wrote Go services."))
    assert profile.locate("Go") == ("technical_skills[1]", 0, 2)
    assert profile.locate("Go services") == ("resume_text", 6, 17)
    assert profile.locate("Rust") is None
    assert profile.locate(" ") is None
