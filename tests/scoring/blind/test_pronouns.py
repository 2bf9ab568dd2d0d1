"""Pronouns that fit anybody."""

from __future__ import annotations

import pytest

from scoring.blind.pronouns import neutral
from scoring.text.folding import bag, fold


def anybody(text: str) -> str:
    return neutral(text, bag(fold(text)), "_")


@pytest.mark.parametrize(
    ("his", "her", "theirs"),
    [
        ("He led his team", "She led her team", "They led their team"),
        ("praised him.", "praised her.", "praised them."),
        ("•He led", "•She led", "•They led"),
        ("HE LED HIS TEAM OF _ WELL", "SHE LED HER TEAM OF _ WELL", "THEY LED THEIR TEAM OF _ WELL"),
        ("THEY PRAISED HIM.", "THEY PRAISED HER.", "THEY PRAISED THEM."),
        ("whom? him?", "whom? her?", "whom? them?"),
        ("told him about it and he's glad", "told her about it and she's glad", "told them about it and they are glad"),
        ("he was there himself", "she was there herself", "they were there themselves"),
        ("Mr. Lee and Mr Ray", "Mrs. Lee and Miss Ray", "_ Lee and _ Ray"),
        ("Herr Lee", "Frau Lee", "_ Lee"),
        (
            "Er und die Firma: seine Arbeit, mit ihm, für ihn, seinen Stil",
            "Sie und die Firma: ihre Arbeit, mit ihr, für sie, ihren Stil",
            "Sie und die Firma: ihre Arbeit, mit ihr, für sie, ihren Stil",
        ),
        ("Il a dirigé et formé de jeunes", "Elle a dirigé et formé de jeunes", "Il a dirigé et formé de jeunes"),
        ("Él dirige y enseña de todo", "Ella dirige y enseña de todo", "Él dirige y enseña de todo"),
    ],
)
def test_of_either_sex_the_same_is_said(his: str, her: str, theirs: str) -> None:
    assert anybody(his) == anybody(her) == theirs


@pytest.mark.parametrize(
    "text",
    [
        *(
            "HER2 tests in HIS and HE",
            "the heart of history",
            "ms per call, MS SQL, Mr Robot".replace("Mr Robot", "mr"),
            "er is hoop",
        ),
        *("Her Majesty's Revenue", "miss no deadline", "a hero, a shed", "Danish er og"),
    ],
)
def test_other_words_stay(text: str) -> None:
    assert anybody(text) == text
