"""How near two titles are."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from scoring.roles import relations
from scoring.roles.relations import Relation, relation
from scoring.roles.titles import read


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Senior Backend Engineer", "backend engineer", "same"),
        ("Senior Backend Engineer", "Back-End Developer", "same"),
        ("Manager", "manager", "same"),
        ("Intensive Care Nurse", "Registered Nurse", "field"),
        ("Intensive Care Nurse", "Nurse Anaesthetist", "field"),
        ("Nurse, Intensive Care", "Ward Nurse", "field"),
        ("Director of Nursing", "Nurse", "field"),
        ("Management Accountant", "Accounts Payable Clerk", "field"),
        ("Backend Engineer", "Engineering Manager", "field"),
        ("Teacher", "Teaching Assistant", "related"),
        ("Intensive Care Nurse", "Care Assistant", "related"),
        ("Data Scientist", "Data Engineer", "related"),
        ("Management Accountant", "Account Manager", "other"),
        ("Finance Manager", "Sales Manager", "other"),
        ("Architect", "Solutions Architect", "other"),
        ("QA Automation Engineer", "SDET", "field"),
        ("Research Scientist", "Postdoctoral Fellow", "field"),
        ("Architect", "Landscape Architect", "same"),
        ("Java Developer (Spring Boot)", "Java Developer", "same"),
        ("Operations Manager - Fulfilment Centre", "Senior Operations Manager", "same"),
        ("Java Developer (Spring Boot)", "Python Developer (Django)", "field"),
        ("Java Developer (Spring Boot)", "Java Developer (Spring, Kafka)", "same"),
        ("Project Manager - Construction", "Project Manager - Software", "field"),
        ("Teacher (Maths)", "Teacher (Music)", "field"),  # one word alone is no title of its own
        ("Assistant Professor of Law", "Assistant Professor of Physics", "field"),
        ("Vice President of Sales - Europe", "Vice President of Sales (Retail)", "field"),
        ("Backend Engineer", "Paramedic", "other"),
        ("", "Nurse", "unknown"),
        ("Nurse", "", "unknown"),
        ("Nurse", "护士", "unknown"),
        ("Senior", "Junior", "unknown"),
        ("Nurse", "Aspiring Nurse", "unknown"),
        ("Nurse", "- an aspiring Nurse", "unknown"),
        ("Prospective Student Advisor", "Prospective Student Advisor", "same"),
        ("Salesforce Administrator", " aspiring Salesforce administrator (certified)", "unknown"),
    ],
)
def test_titles_are_compared_by_occupation(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near
    assert relation(asked.upper(), f"  {shown} ") == near


def test_the_head_of_a_title_is_its_occupation() -> None:
    assert read("Head of Engineering").head == read("engineer").head
    assert read("Chief Nurse (Theatre)").head == read("nurses").head


def test_a_long_title_is_read_in_part() -> None:
    assert relation("Nurse", "nurse " + "x" * 100_000) == "field"


PAIRS = list(csv.DictReader((Path(__file__).parent / "title_pairs.csv").read_text(encoding="utf-8").splitlines()))
STEPS: list[Relation] = ["other", "related", "field", "same"]


@pytest.mark.parametrize(
    ("part", "right", "steps_off"),
    [
        # Labelled by hand before the relations were computed. The words and fields were chosen with the first two parts in
        # mind, and widened after the third; the last was written after all that. Its rows had been seen, though not
        # used, when the table was gone through trade by trade: it is no longer held out. Recruiters had three labels
        # changed: a kitchen porter, a teaching assistant and an apprentice are related to the trade, and not of it.
        ("calibration", 0.88, 0.12),
        ("check", 0.83, 0.17),
        ("afterwards", 0.77, 0.27),
        ("untouched", 0.65, 0.44),
    ],
)
def test_relations_agree_with_the_labelled_pairs(part: str, right: float, steps_off: float) -> None:
    rows = [row for row in PAIRS if row["part"] == part]
    found = [(relation(row["asked"], row["shown"]), row["relation"]) for row in rows]
    apart = [abs(STEPS.index(got) - STEPS.index(wanted)) for got, wanted in found]  # type: ignore[arg-type]  # labels
    assert len(rows) >= 50
    assert sum(not each for each in apart) / len(rows) >= right
    assert sum(apart) / len(rows) <= steps_off


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Registered Nurse", "RN", "same"),
        ("Nurse", "Intensive Care Nurse", "same"),
        ("Krankenpflegerin", "Staff Nurse", "same"),
        ("Nurse", "Nurse Manager", "field"),
        ("Security Engineer", "Security Guard", "other"),
        ("Barista", "Barrister", "other"),
        ("Medical Secretary", "Legal Secretary", "related"),
        ("Quantum Gardener III", "Quantum Gardener", "same"),
        ("Engineer", "Sound Engineer", "field"),
        ("URGENT: Registered Nurse (m/w/d), full-time", "RN at City Hospital", "same"),
        ("Nurse II (remote)", "Senior Nurse", "same"),
        ("***", "Nurse", "unknown"),
    ],
)
def test_other_names_fields_and_words_tell_the_relation(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


TRADES = list(csv.DictReader((Path(__file__).parent / "title_trades.csv").read_text(encoding="utf-8").splitlines()))
"""Usual titles of eighteen trades with their other names: `back` is the relation the other way round where it differs."""


@pytest.mark.parametrize("row", TRADES, ids=[f"{row['asked']} - {row['shown']}" for row in TRADES])
def test_titles_of_a_trade_are_told_apart_as_its_recruiters_do(row: dict[str, str]) -> None:
    assert relation(row["asked"], row["shown"]) == row["relation"]
    assert relation(row["shown"], row["asked"]) == (row["back"] or row["relation"])


@pytest.mark.no_cover  # slow when measured, and covered by others
def test_only_a_specialisation_or_who_is_helped_is_nearer_to_a_title_than_the_other_way_round() -> None:
    names = sorted({row[side] for row in TRADES for side in ("asked", "shown")})
    for first, second in combinations(names, 2):
        ways = {relation(first, second), relation(second, first)}
        if relations.helps(first, second) != relations.helps(second, first):
            assert ways == {"related", "field"} or ways == {"related", "same"}, (first, second, ways)
        else:
            assert len(ways) == 1 or ways == {"same", "field"}, (first, second, ways)


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Staff Nurse - Acute Medical Ward", "Staff Nurse", "same"),
        ("Staff Nurse in ICU", "Staff Nurse", "same"),
        ("Nurse (ICU, nights)", "Nurse (ICU)", "same"),
        ("Nurse - ICU", "Nurse - Theatre", "field"),
        ("Store Manager, Leeds", "Store Manager", "same"),
        ("Teacher (Maths)", "Teacher", "same"),
        ("Engineer (Software)", "Engineer (Civil)", "other"),
        ("Retail Buyer", "Buyer", "same"),
        ("Hospital Pharmacist", "Pharmacist", "same"),
        ("Commercial Property Solicitor", "Residential Property Solicitor", "field"),
        ("Clinical Psychologist", "Psychologist", "field"),  # what the work is, and not where
        ("Private Equity Analyst", "Equity Analyst", "field"),
        ("Retail Manager", "Regional Manager", "other"),
    ],
)
def test_a_place_beside_a_title_leaves_the_role_as_it_is(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Web Designer / UI Developer", "Web Designer", "same"),
        ("Legal Associate / Advocate - Civil Litigation", "Advocate", "same"),
        ("Waiter/Bartender (evenings)", "Bartender", "same"),
        ("Chef / Nurse", "Welder", "other"),
        ("UI/UX Designer", "Fashion Designer", "related"),  # one occupation, of two kinds of work
        ("Database Administrator (Oracle / SQL Server)", "Oracle Database Administrator", "same"),
        ("Nurse (ICU, nights)", "ICU Nurse", "same"),
        ("Nurse (ICU, nights)", "Theatre Nurse", "field"),
        ("Nurse (no ICU)", "ICU Nurse", "field"),
        ("Nurse (with Assistant)", "Assistant Nurse", "field"),
        ("Nurse, reporting to the Theatre Manager", "Nurse Manager", "field"),
        # One word is that occupation alone, and one that tells no field is none.
        ("Controller / Dispatcher", "Financial Controller", "other"),
        ("Mortgage Adviser / Broker", "Stock Broker", "other"),
        ("Java Developer / Architect", "Naval Architect", "other"),
        ("Software Engineer / Architect", "Architect", "other"),
        ("Software Engineer", "Architect / Software Engineer", "same"),
        ("Nursery Nurse / Teacher", "Physics Teacher", "related"),
        ("Chef / Manager", "Manager", "other"),
        ("Dentist", "Nurse / Chef / Accountant / Dentist / Driver / Pilot", "related"),  # nobody has so many
    ],
)
def test_a_title_with_a_slash_or_a_bracket_is_each_that_it_names(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("SAP ABAP Developer", "ABAP Consultant", "same"),
        ("SAP Architect", "SAP ABAP Architect", "same"),
        ("Automation Test Engineer (Selenium)", "Automation Tester", "field"),
        ("QA Engineer", "QA Automation Engineer", "same"),
        ("Test Engineer", "Automation Test Engineer", "same"),
        ("QA Engineer", "Software Testing Engineer", "field"),
        ("Material Testing Engineer", "QA Tester", "related"),
        ("Big Data Developer (Hadoop / Spark)", "Hadoop Developer", "field"),
        ("Sales Engineer (Software)", "Software Engineer", "related"),
        ("Engineer (Mechanical/Electrical)", "Electrical Engineer", "field"),
        ("Scala Developer", "Scala/Spark Developer", "same"),
        ("Java Developer", "Java/Hadoop Developer", "same"),
        ("Java Developer", "Hadoop Developer / Software Engineer", "field"),
        ("ETL Developer - Informatica", "Java Developer", "related"),
    ],
)
def test_the_kinds_of_developers_and_testers_are_known(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Occupational Therapist", "OT (Band 6)", "same"),
        ("Electronics Engineer", "OT Engineer", "related"),
        ("Teaching Assistant", "TA", "same"),
        ("Recruiter", "TA Partner", "same"),
        ("Biology Teacher", "AP Biology Teacher", "same"),
        ("Accounts Receivable Clerk", "AR Developer", "other"),
        ("Primary Care Physician", "Primary School Teacher", "other"),
        ("Java Developer", "Java/Python Developer", "same"),
        ("SOC Analyst", "SOC Analyst L2", "same"),
        ("Teaching Assistant (Level 3)", "Teaching Assistant", "same"),
        ("Software Engineer", "Software Engineer, IC4", "same"),
        ("Marketing Manager", "Digital Marketing Lead", "field"),
        ("Chef", "Cook / Chef", "same"),
        ("Care Assistant", "HCA/Phlebotomist", "same"),
    ],
)
def test_an_abbreviation_is_read_where_it_stands_for_the_work(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Office Manager", "Office & Facilities Coordinator", "field"),
        ("Facilities Manager", "Office and Facilities Coordinator", "field"),
        ("Payroll Administrator", "Payroll & HR Officer", "field"),
        ("Sales Manager", "Senior Sales & Operations Manager - North", "field"),
        ("Sales and Marketing Manager", "Sales & Marketing Manager", "same"),
        ("Health & Safety Manager", "Health and Safety Manager", "same"),
        ("Welder", "Office & Facilities Coordinator", "other"),
        ("Software Development Manager", "Learning & Development Manager", "other"),
        ("Doctor", "Doctor and Nurse Recruiter", "related"),  # whose recruiter, and not what the recruiter is
        ("Banker", "Banking & Insurance Software Engineer", "related"),
        ("Software Engineer", "Engineering and Maintenance Manager", "other"),
    ],
)
def test_a_title_of_two_kinds_of_work_is_of_both_unless_they_are_one(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near


@pytest.mark.parametrize(
    ("asked", "shown", "near"),
    [
        ("Managing Director", "PA to Managing Director", "related"),  # both are office work
        ("Store Manager", "Assistant to the Store Manager", "other"),
        ("Store Manager", "Store Manager to open new shops", "field"),  # nobody's assistant
        ("Maintenance Engineer", "Software Maintenance Engineer", "other"),
        ("Air Traffic Controller", "Financial Controller", "other"),
        ("Bus Driver", "Device Driver Developer", "other"),
        ("Nurse Manager", "Nursery Manager", "other"),
        ("Physicist", "Physician", "other"),
    ],
)
def test_a_word_of_another_trade_makes_no_title_of_it(asked: str, shown: str, near: Relation) -> None:
    assert relation(asked, shown) == near
    assert relation(shown, asked) == near
