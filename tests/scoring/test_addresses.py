"""Postal addresses."""

from __future__ import annotations

import pytest

from scoring.addresses import spans
from scoring.folding import glance


def taken(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(glance(text))]


@pytest.mark.parametrize(
    "text",
    [
        *("12 Main Street, Springfield, IL 62704", "221B Baker Street", "5 Elm Ave., Apt 3", "Hauptstraße 5, 10115 Berlin"),
        *(
            "Lange Str. 12 a",
            "Am Alten Weg 3",
            "12 rue de la Paix, 75002 Paris",
            "Calle Mayor 10, 28013 Madrid",
            "P.O. Box 1234",
        ),
        *(
            "Via Roma 5",
            "D-10115 Berlin",
            "Springfield, IL 62704",
            "SW1A 1AA",
            "K1A 0B1",
            "10115 Berlin",
            "1012 AB Amsterdam",
        ),
    ],
)
def test_an_address_is_found(text: str) -> None:
    assert max(taken(text), key=len).endswith(text[-4:])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3 Google Drive integrations",
            "on the way to 5",
            "C/C++ for embedded, 15 devices",
            "Monitoring 24 hours",
            "1st place of 20",
        ),
        *(
            "in 12 square metres",
            "court 5 cases a day",
            "10000 users",
            "EC2 and S3",
            "via REST 2",
            "drove 20 trucks close to 5 t",
        ),
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert taken(text) == []
