"""What others did while somebody stood by."""

from __future__ import annotations

import pytest

from scoring.matching.skills import find
from scoring.models import Candidate
from scoring.profile import blind


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("Welding", "Assistant to a welder"),
        ("Welding", "Helped the\nwelder"),
        ("Welding", "Welder's mate"),
        ("Welding", "WELDER MATE, 2019 - 2021"),
        ("Welding", "Worked with an experienced welder"),
        ("Project management", "Reported to the project manager"),
        ("Team management", "Worked in a team of 12 under the manager"),
        ("Staff training", "Attended staff training"),
        ("Staff training", "Took part in yearly staff training"),
        ("Care planning", "Followed care plans"),
        ("Care planning", "Followed residents' care plans and rotas"),
        ("Care planning", "Care plans written by nurses"),
        ("Risk assessment", "Read and signed risk assessments"),
        ("Risk assessment", "Lifted loads as per the risk assessments"),
        ("Machine maintenance", "Machine maintenance was done by fitters"),
        ("Machine maintenance", "Machine maintenance carried out by external contractors"),
        ("Payroll", "Payroll was done by an external bureau."),
        ("Payroll", "Payroll was prepared by our payroll clerk."),
        ("Payroll", "Payroll and expenses are handled by head office."),
        ("Payroll", "Payroll is done by HR."),
        ("Payroll", "Payroll is outsourced to ADP."),
        ("Payroll", "Payroll was fully outsourced"),
        ("Payroll", "Outsourced payroll to ADP"),
        ("Payroll", "Payroll processing is contracted out to a bureau"),
        ("Employee relations", "Employee relations is handled by the HRBP team; I don't do it."),
        ("SAP", "SAP was managed by a contractor."),
        ("SAP", "SAP was mostly maintained by a third party."),
        ("SAP", "SAP administration is run by the finance team."),
        ("Viennoiserie", "Chocolate tempering, sugar and viennoiserie are done by our pastry chef."),
        ("Chocolate tempering", "Chocolate tempering, sugar and viennoiserie are done by our pastry chef."),
        ("Patient assessment", "Triage observed"),
        ("Triage", "Shadowed triage"),
        ("Inspection", "Passed all inspections"),
        ("Inspection", "The kitchen passed every inspection"),
        ("Site inspections", "Passed all site inspections with no findings"),
        ("Auditing", "Passed each yearly audit"),
        ("Internal audit", "Went through three internal audits"),
        ("Risk assessment", "Faced a risk assessment by the insurer"),
    ],
)
def test_what_others_did_shows_no_skill(skill: str, text: str) -> None:
    assert find((skill,), (), blind(Candidate(resume_text=text)))[skill] is None


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("Welding", "Worked as a welder"),
        ("Welding", "Welder, with the mate I trained"),
        ("Welding", "Supported the team as a welder"),
        ("Welding", "Helped apprentices. Welder since 2010"),
        ("Project management", "Promoted to project manager in 2020"),
        ("Project management", "Project manager reporting to the board"),
        ("Team management", "Managed a team of 12 under the director"),
        ("Staff training", "Delivered staff training"),
        ("First aid", "Attended first aid training"),
        ("Manual handling", "Completed manual handling training"),
        ("Care planning", "Wrote and followed care plans"),
        ("Care planning", "Care plans reviewed by me"),
        ("Care planning", "Signed in visitors, wrote care plans"),
        ("Risk assessment", "Read drawings, wrote risk assessments"),
        ("Machine maintenance", "Machine maintenance done by the book"),
        ("Care planning", "Care plans written by nurses under my supervision"),
        ("Java", "Java services used by engineers"),
        ("SAP", "Led a team that used SAP"),
        ("SAP", "SAP was run by me"),
        ("SAP", "SAP migration led by me and a consultant"),
        ("SAP", "SAP was run by our team of five"),
        ("SAP", "SAP was run by my team"),
        ("SAP", "SAP reports were prepared by the tenth of each month"),
        ("SAP", "SAP reports were done by hand before that"),
        ("Spark", "Spark jobs run by Airflow each night"),
        ("Python", "Wrote Python and the reports were done by a clerk"),
        ("Payroll", "Ran payroll, and expenses were done by a bureau"),
        ("Payroll", "Payroll for 900 people was done by a team of five"),
        ("Payroll", "Managed outsourced payroll"),
        ("Payroll", "Brought outsourced payroll back in-house"),
        ("Chocolate tempering", "Trained by our pastry chef in chocolate tempering"),
        ("Triage", "Triage of patients"),
        ("Triage", "Shadowed nurses. Triage"),
        ("Inspection", "Carried out inspections of lifts"),
        ("Inspection", "Passed on what inspections of welds had shown"),
        ("Inspection", "Prepared the home for inspections"),
        ("Auditing", "Audited suppliers, passed 20 of them"),
        ("Internal audit", "Internal audits, passed on to the board"),
        ("Food safety", "Passed all food safety audits"),
    ],
)
def test_what_somebody_did_shows_it(skill: str, text: str) -> None:
    assert find((skill,), (), blind(Candidate(resume_text=text)))[skill] is not None


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
