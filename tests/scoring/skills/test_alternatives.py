"""Skills of which any one will do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.analyzers.local import judge
from scoring.models import Candidate, Job
from scoring.profile import blind
from scoring.skills.alternatives import count, grouped, in_item, in_text


@pytest.mark.parametrize(
    ("entry", "rows"),
    [
        ("Go or Python", [{"go", "python"}]),
        ("AWS, Azure or Docker", [{"aws", "azure", "docker"}]),
        ("Java and/or Kotlin", [{"java", "kotlin"}]),
        ("Either Python or Java", [{"python", "java"}]),
        ("Experience with AWS or Azure", [{"aws", "azure"}]),
        ("Xero or Sage experience", [{"xero", "sage"}]),
        ("CPA or CMA", [{"cpa", "cma"}]),
        (
            "FP&A, corporate finance or investment banking",
            [{"financial planning", "corporate finance", "investment banking"}],
        ),
        ("at least one of: AWS, Azure, GCP", [{"aws", "azure", "google cloud"}]),
        ("One or more of Java, Kotlin, Scala", [{"java", "kotlin", "scala"}]),
        ("At least one programming language (Python, R, Scala)", [{"python", "r", "scala"}]),
        ("Working knowledge of at least one cloud (AWS/Azure)", [{"aws", "azure"}]),
        ("CRM (e.g. Salesforce, HubSpot)", [{"crm", "salesforce", "hubspot"}]),
        ("ATS such as Greenhouse or Lever", [{"applicant tracking systems", "greenhouse ats", "lever ats"}]),
        ("ERP: SAP, Oracle or NetSuite", [{"erp", "sap", "oracle", "netsuite"}]),
        ("Scripting language (Python or Bash)", [{"python", "shell scripting"}]),
        ("Salesforce or another CRM", [{"salesforce", "crm"}]),
        ("Python (or R)", [{"python", "r"}]),
        ("Python (Django or Flask)", [{"django", "flask"}]),  # who knows Python need not know either
        ("Java or Kotlin; AWS or Azure", [{"java", "kotlin"}, {"aws", "azure"}]),
        ("Selenium/Playwright", [{"selenium", "playwright"}]),
        ("AWS / GCP / Azure", [{"aws", "google cloud", "azure"}]),
        ("C/C++", [{"c", "c++"}]),
        ("SIEM (Splunk or Sentinel) required", [{"siem", "splunk", "microsoft sentinel"}]),
        ("SIEM (Splunk or zorblax) required", [{"siem", "splunk", "zorblax"}]),
        ("PRINCE2 or PMP certification", [{"prince2", "pmp"}]),
        ("PRINCE2 Practitioner or PMP", [{"prince2 practitioner", "pmp"}]),
        ("a message broker such as Kafka or RabbitMQ", [{"message queues", "kafka", "rabbitmq"}]),
        ("Email marketing / CRM (Hubspot, Mailchimp or similar)", [{"email marketing", "crm", "hubspot", "mailchimp"}]),
        ("HTML/CSS (Sass or Less)", [{"sass", "less"}]),  # neither is an HTML
        ("Advanced Excel (VLOOKUPs, pivot tables)", [{"vlookup", "pivot tables"}]),
        ("Advanced knowledge of Excel (VLOOKUP, pivot tables)", [{"vlookup", "pivot tables"}]),
        ("Excel (VLOOKUPs, pivot tables)", []),
        ("Advanced Excel (VLOOKUP, Python)", []),
        ("HTML and CSS", []),
        ("HTML/CSS", []),
        ("AWS (EC2, S3)", []),
        ("C, C++", []),
        ("C + C++", []),
        ("Programming languages: Python and Java", []),
        ("Docker/Kubernetes", []),
        ("Go and Python or Java", []),
        ("Python", []),
        ("Python or similar", []),
        ("Residential or commercial conveyancing", []),
    ],
)
def test_an_item_names_alternatives(entry: str, rows: list[set[str]]) -> None:
    assert [set(row) for row in in_item(entry)] == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("legal research with Westlaw or LexisNexis", [{"westlaw", "lexisnexis"}]),
        ("Experience with AWS, Azure, or Docker is required", [{"aws", "azure", "docker"}]),
        ("Python and either Azure or AWS", [{"azure", "aws"}]),
        ("Python, SQL and Docker", []),
        ("PRINCE2 Practitioner or PMP certification is mandatory", [{"prince2 practitioner", "pmp"}]),
        ("PMP certified, PRINCE2 certified or ITIL", [{"pmp", "prince2", "itil"}]),
        ("PRINCE2 Practitioner and PMP", []),
        ("PRINCE2 is used here or PMP", []),
        ("ACA, ACCA or CIMA", [{"aca", "acca", "cima"}]),
        ("ACA/ACCA/CIMA qualified", [{"aca", "acca", "cima"}]),
        ("SIEM (Splunk or Sentinel) required", [{"siem", "splunk", "microsoft sentinel"}]),
        (
            "a message broker such as Kafka or RabbitMQ",
            [{"message queues", "kafka"}, {"message queues", "kafka", "rabbitmq"}],
        ),
        ("Email marketing / CRM (Hubspot, Mailchimp or similar)", [{"email marketing", "crm", "hubspot", "mailchimp"}]),
        ("Email marketing, CRM (Hubspot, Pipedrive or similar)", [{"crm", "hubspot", "pipedrive"}]),
        ("HTML / CRM (Hubspot or Pipedrive)", [{"crm", "hubspot", "pipedrive"}]),  # neither is an HTML
        ("Advanced Excel (VLOOKUPs, pivot tables) and SQL", [{"vlookup", "pivot tables"}]),
        ("Advanced knowledge of Excel (VLOOKUP, pivot tables)", [{"vlookup", "pivot tables"}]),
        ("Advanced SQL. Excel (VLOOKUP, pivot tables)", []),
        ("C/C++ and Linux", [{"c", "c++"}]),
        ("C and C++ in Linux", []),
        ("ACCA/CIMA qualified, with Xero/Sage", [{"acca", "cima"}, {"xero", "sage"}]),
        ("HTML/CSS and React/Vue", [{"react", "vue.js"}]),
        ("Python. Or SQL", []),
        ("one or more of: AWS, Azure, Docker", [{"aws", "azure"}, {"aws", "azure", "docker"}]),
        ("any of AWS and SQL", []),
        ("Java and/or Kotlin", [{"java", "kotlin"}]),
        ("Python (or R)", [{"python", "r"}]),
        ("ERP (SAP, Oracle or NetSuite) is required", [{"erp", "sap", "netsuite"}]),
        ("FP&A, corporate finance or investment banking", [{"financial planning", "investment banking"}]),
        ("PostgreSQL, MySQL or another relational database", [{"postgresql", "mysql"}]),
        ("CRM systems such as Salesforce and HubSpot", [{"crm", "salesforce"}, {"crm", "salesforce", "hubspot"}]),
        ("a CRM, e.g. HubSpot", [{"crm", "hubspot"}]),
        ("cloud platforms like AWS, Azure or Docker", [{"aws", "azure"}, {"aws", "azure", "docker"}]),
        ("Python (Django or Flask)", [{"django", "flask"}]),  # who knows Python need not know either
        ("If you like Python, SQL and Docker", []),
        ("AWS (EC2, S3)", []),
        ("CRM (Salesforce) or SQL", []),
        ("Python is used daily, SQL or Java", [{"sql", "java"}]),
        ("Xero, Sage and others", []),
        ("Work in one of our teams: Python, SQL", []),
        ("Python or a will to learn SQL", []),
    ],
)
def test_a_text_names_alternatives(text: str, rows: list[set[str]]) -> None:
    assert [set(row) for row in in_text(text)] == rows


LISTED = Job(title="Engineer", technical_skills=("Docker", "Go or Python or Java"))
PROSE = Job(title="Paralegal", description="Required: litigation, and Westlaw or LexisNexis.")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("PRINCE2 Practitioner or PMP certification is mandatory.", "PMP"),
        ("ACA, ACCA or CIMA is required.", "ACA qualified"),
        ("SIEM (Splunk or Sentinel) required.", "Microsoft Sentinel"),
        ("A message broker such as Kafka or RabbitMQ is a must.", "Kafka"),
        ("Email marketing / CRM (Hubspot, Mailchimp or similar) required.", "Klaviyo"),
        ("Advanced Excel (VLOOKUPs, pivot tables) is required.", "VLOOKUP in Excel"),
        ("C/C++ required.", "C programming"),
    ],
)
def test_who_shows_one_of_the_must_haves_lacks_none(text: str, own: str) -> None:
    assert judge(Job(title="Engineer", description=text), blind(Candidate(resume_text=f"Skills: {own}."))).skillGaps == ()
    assert judge(Job(title="Engineer", description=text), blind(Candidate(resume_text="Skills: Photoshop."))).skillGaps


def test_a_row_is_asked_for_as_a_whole_where_a_text_names_many_skills() -> None:
    skills = "Docker, Kubernetes, Terraform, Ansible, Jenkins, Linux, PostgreSQL, Redis, Grafana, Prometheus and Nginx"
    job = Job(title="Engineer", description=f"{skills}. Python or Go.")
    assert "Go" not in judge(job, blind(Candidate(resume_text="Skills: Python."))).skillGaps
    assert "Python" not in judge(job, blind(Candidate(resume_text="Skills: Go."))).skillGaps


def test_one_of_several_is_enough_and_none_is_missing_then() -> None:
    judged = judge(LISTED, blind(Candidate(currentTitle="Engineer", technical_skills=("Docker", "Python"))))
    assert judged.coreSkillsScore == 100
    assert judged.skillGaps == ()
    judged = judge(PROSE, blind(Candidate(resume_text="Paralegal. Searched Westlaw daily for litigation at a firm.")))
    assert "LexisNexis" not in str((judged.skillGaps, judged.concerns, judged.reasoningSummary))


@pytest.mark.parametrize(
    ("missing", "rows", "requirements"),
    [
        ((), [{"go", "python"}], 0),
        (("Go", "Python", "Docker"), [], 3),
        (("Go", "Python", "Docker"), [{"go", "python"}], 2),
        (("Docker",), [{"go", "python"}], 1),
        (("AWS", "Azure", "GCP"), [{"aws", "azure"}, {"aws", "azure", "google cloud"}], 1),
        (("Go", "Python", "AWS", "Azure"), [{"go", "python"}, {"aws", "azure"}], 2),
    ],
)
def test_missing_skills_of_which_any_one_would_do_are_one(
    missing: tuple[str, ...], rows: list[set[str]], requirements: int
) -> None:
    assert count(missing, [frozenset(row) for row in rows]) == requirements


@pytest.mark.parametrize(
    ("missing", "rows", "groups"),
    [
        ((), [{"go", "python"}], []),
        (("Docker", "Go"), [], [["Docker"], ["Go"]]),
        (("Docker", "Go"), [{"go", "python"}], [["Docker"], ["Go"]]),
        (("Go", "Docker", "Golang", "Python"), [{"go", "python"}], [["Go", "Golang", "Python"], ["Docker"]]),
        (("AWS", "Azure", "GCP"), [{"aws", "azure"}, {"aws", "azure", "google cloud"}], [["AWS", "Azure", "GCP"]]),
        (("Go", "AWS", "Python", "Azure"), [{"go", "python"}, {"aws", "azure"}], [["Go", "Python"], ["AWS", "Azure"]]),
    ],
)
def test_missing_skills_of_which_any_one_would_do_stand_together(
    missing: tuple[str, ...], rows: list[set[str]], groups: list[list[str]]
) -> None:
    assert grouped(missing, [frozenset(row) for row in rows]) == groups


def test_three_names_for_one_requirement_cost_what_one_does() -> None:
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",)))
    one, three = (
        judge(Job(title="Engineer", technical_skills=("Docker", each)), candidate) for each in ("Go", "Go or Python or Java")
    )
    assert one.coreSkillsScore == three.coreSkillsScore
    assert three.skillGaps == ("Go", "Python", "Java")


def test_a_note_counts_alternatives_once() -> None:
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",), resume_text="Ran Docker for a bank."))
    judged = judge(Job(title="Engineer", technical_skills=("Docker", "Go or Python or Java")), candidate)
    assert "one of the two technical skills" in judged.reasoningSummary
    judged = judge(Job(title="Engineer", technical_skills=("Go or Python or Java",)), candidate)
    assert "the one technical skill asked for, Go, Python or Java." in judged.reasoningSummary


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Go or Python",), "Go or Python"),
        (("Go or Python", "SQL"), "Go or Python, and SQL"),
        (("SQL", "Go or Python"), "SQL, and Go or Python"),
        (("SQL", "Go or Python or Java"), "SQL, and either Go, Python or Java"),
        (("Go", "Python", "SQL"), "Go, Python and SQL"),
    ],
)
def test_missing_must_haves_of_which_any_one_would_do_are_named_as_one(asked: tuple[str, ...], said: str) -> None:
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",), resume_text="Ran Docker for a bank."))
    job = Job(
        title="Engineer", technical_skills=("Docker", *asked), description=" ".join(f"{each} is required." for each in asked)
    )
    judged = judge(job, candidate)
    assert f"Does not show {said}, which the job requires" in judged.concerns
    assert f"{said}, which the job requires, {'is' if len(asked) == 1 else 'are'} missing" in judged.reasoningSummary


def test_as_many_names_are_missing_as_a_note_counts() -> None:
    asked = ("Docker", "Go or Python", "AWS or Azure", "SQL", "Kafka or RabbitMQ", "React", "Xero", "Figma", "Tableau")
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",), resume_text="Ran Docker for a bank."))
    note = judge(Job(title="Engineer", technical_skills=asked), candidate).reasoningSummary
    assert "only one of the nine technical skills" in note
    assert "Go or Python, AWS or Azure, SQL, Kafka or RabbitMQ, React, and three others are missing" in note


def test_training_is_in_any_one_of_the_alternatives() -> None:
    job = Job(title="Engineer", technical_skills=("Docker", "Linux", "Go or Python"))
    candidate = blind(Candidate(currentTitle="Engineer", technical_skills=("Docker",), resume_text="Ran Docker for a bank."))
    assert "raining in Linux, and Go or Python would have to come first." in judge(job, candidate).reasoningSummary


def test_two_names_for_one_must_have_cost_less_than_two() -> None:
    candidate = blind(Candidate(currentTitle="Paralegal", technical_skills=("Litigation",)))
    one, two = (
        judge(Job(title="Paralegal", technical_skills=("Litigation", "Westlaw", "LexisNexis"), description=text), candidate)
        for text in ("Westlaw is required.", "Westlaw or LexisNexis is required.")
    )
    assert two.coreSkillsScore > one.coreSkillsScore > 0


@given(
    st.sets(st.sampled_from(["Docker", "Go", "Python", "Java", "SQL"])), st.sampled_from(["Docker", "Go", "Python", "Java"])
)
def test_one_more_never_lowers(own: set[str], more: str) -> None:
    def core(skills: set[str]) -> float:
        return judge(LISTED, blind(Candidate(currentTitle="Engineer", technical_skills=tuple(skills)))).coreSkillsScore

    assert core(own | {more}) >= core(own)
