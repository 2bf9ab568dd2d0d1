"""What a title tells by itself."""

from __future__ import annotations

import pytest

from scoring.roles.titles import is_occupation


@pytest.mark.parametrize(
    ("word", "names_one"),
    [
        ("nurse", True),
        ("softwareentwicklerin", True),
        ("leiter", True),
        ("nursing", False),
        ("", False),
    ],
)
def test_an_occupation_may_be_written_in_one_word_with_its_field(word: str, names_one: bool) -> None:
    assert is_occupation(word) is names_one
