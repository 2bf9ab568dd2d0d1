"""Names of certificates that stand for a figure."""

from __future__ import annotations

import pytest

from scoring.skills.figures import is_figure
from scoring.skills.mentions import mentions
from scoring.skills.terms import read


@pytest.mark.parametrize(
    "text",
    [
        "Manage three executives, cut CPA by 22%",
        "cut cpa by 22%",
        "Reduced our blended CPA across channels",
        "Lowering the average\nCPA of all campaigns",
        "a reduction in CPA within a year",
        "Brought down CPA on paid search",
        "Halved CPA",
        "Sales up at a £12 CPA",
        "Kept CPA under £15",
        "CPA fell by more than 30 per cent",
        "CPA: $40",
        "CPA down 18%",
        "CPA -18% in a year",
        "CPA per channel",
        "Hit all CPA targets",
        "Cost per acquisition (CPA) for each channel",
        "Reported on CPA, ROAS and CTR",
        "Reported on CTR/CPA",
        "Reported on ROAS and CPA",
    ],
)
def test_what_is_cut_per_or_in_percent_is_a_figure(text: str) -> None:
    start = text.upper().index("CPA")
    assert is_figure(text, start, start + 3)
    assert not list(mentions("CPA", text))
    assert not [term for term in read(text) if term.name == "cpa"]


@pytest.mark.parametrize(
    "text",
    [
        "CPA",
        "Licensed CPA in Texas",
        "CPA, 2019",
        "CPA since 2015, 12 years of audit",
        "CPA by 2019, partner by 2024",
        "CPA and CMA",
        "Senior accountant, CPA. Cut the close by 22%",
        "Cut costs as a CPA",
        "Reduced the audit fee for a CPA firm",
        "CPA with $5m of fees",
        "CPA; 40% of clients are charities",
        "Managed a budget of £2m. CPA qualified",
        "Cut the close by 20%, CPA",
        "CPA (95%)",
        "CPA - 95% in the exams",
    ],
)
def test_what_is_held_is_no_figure(text: str) -> None:
    start = text.index("CPA")
    assert not is_figure(text, start, start + 3)
    assert list(mentions("CPA", text))


@pytest.mark.parametrize(("text", "name"), [("cut AWS by 22%", "AWS"), ("Reduced SQL by 10%", "SQL"), ("SEO up 30%", "SEO")])
def test_a_skill_that_is_no_certificate_is_no_figure(text: str, name: str) -> None:
    start = text.index(name)
    assert not is_figure(text, start, start + len(name))
