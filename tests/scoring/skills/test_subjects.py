"""Whose work a sentence tells of."""

from __future__ import annotations

import pytest

from scoring.matching.skills import find
from scoring.models import Candidate
from scoring.profile import blind


def _shows(text: str) -> bool:
    return find(("SAP",), (), blind(Candidate(resume_text=text)))["SAP"] is not None


@pytest.mark.parametrize(
    "text",
    [
        "My partner works in SAP at PalletCo.",
        "My sister works with SAP.",
        "My older sister has worked in SAP for years.",
        "My brother is a consultant who configures SAP.",
        "My husband is a consultant with ten years of Oracle, Sage and SAP.",
        "My wife, a consultant, uses SAP.",
        "My father ran SAP for a bank.",
        "My manager used SAP.",
        "My line manager used SAP daily and trained the others.",
        "Our supervisor handled SAP while I packed.",
        "My predecessor built the SAP reports.",
    ],
)
def test_what_is_told_of_somebody_else_shows_nothing(text: str) -> None:
    assert not _shows(text)


@pytest.mark.parametrize(
    "text",
    [
        "My manager asked me to learn SAP and I ran it for 3 years.",
        "My manager and I ran SAP for the whole site.",
        "My manager praised the SAP reports.",
        "My boss used the SAP dashboards that I built each week.",
        "My boss left, so I took over SAP.",
        "My colleagues were trained in SAP by me.",
        "My husband is a nurse and I run SAP at a bank.",
        "My manager ran the site; SAP was left to me.",
        "My sister is a nurse.\nSAP clerk at a bank",
        "Our team used SAP daily.",
        "My job is in SAP.",
        "Taught my manager SAP.",
        "The work that my partner did was in the shop, I did SAP.",
        "My name is Jane Roe. Ran SAP at a bank for years.",
    ],
)
def test_what_the_writer_did_beside_others_shows_it(text: str) -> None:
    assert _shows(text)
