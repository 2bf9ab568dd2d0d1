"""Numbers under which somebody is registered."""

from __future__ import annotations

import pytest

from scoring.blind.redaction import Redactor
from scoring.blind.registers import spans
from scoring.models import Candidate
from scoring.text.folding import glance


def marked(text: str) -> str:
    for start, end in sorted(set(spans(glance(text))), reverse=True):
        text = f"{text[:start]}_{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NI number: QQ123456C", "NI number: _"),
        ("NI No. QQ 12 34 56 C", "NI No. _"),
        ("National Insurance: QQ123456C.", "National Insurance: _."),
        ("NMC PIN 18A1234E, nurse", "NMC PIN _, nurse"),
        ("SWE registered SW123456", "SWE registered _"),
        ("HCPC: PH123456", "HCPC: _"),
        ("GMC no. 7654321", "GMC no. _"),
        ("GPhC 2071234", "GPhC _"),
        ("SRA ID – 654321", "SRA ID – _"),
        ("Driver number MORGA657054SM9IJ", "Driver number _"),
        ("Driving licence no. MORGA657054SM9IJ", "Driving licence no. _"),
        ("Passport AB123456", "Passport _"),
    ],
)
def test_the_number_is_found_and_its_register_stays(text: str, left: str) -> None:
    assert marked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Driving licence C1E, B and BE",
        "DBS checked 2021, NMC registered since 2019",
        "SWE 2019-2022, SRA 2018",
        "licence 100000 users",
        "insurance 250000 claims, driver 100000 km",
        "license ISO27001",
        "NI 250000 employees",
        "pins ABC12345X, spin 18A1234E",
        "HCPC 15 years",
        "Order 18A1234E",
    ],
)
def test_classes_years_amounts_and_norms_stay(text: str) -> None:
    assert marked(text) == text


def test_a_qualification_loses_the_number_of_its_register() -> None:
    assert Redactor(Candidate()).terms(["NMC PIN 18A1234E", "RGN"]) == ("NMC PIN [redacted]", "RGN")
