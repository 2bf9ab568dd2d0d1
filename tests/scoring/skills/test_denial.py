"""Which mentions only look like a skill."""

from __future__ import annotations

import pytest

from scoring.skills.mentions import mentions


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("R", "Rated R movies"),
        ("R", "Passed with Grade R"),
        ("R", "Mr. R. Kelly's team"),
        ("R", "R. Kelly fan"),
        ("R", "Report by J. R. Smith"),
        ("R", "R&D at a bank"),
        ("C", "Class C licence"),
        ("C", "Hepatitis C patients"),
        ("C", "Charged by USB-C"),
        ("C", "Vitamin C"),
        ("C", "Rich in vitamin B and C"),
        ("C", "Taught in a C of E school"),
        ("C", "Taught in C of E schools"),
        ("C", "9 GCSEs including English and Maths (A-C)"),
        ("C", "Maths (C), English (B)"),
        ("C", "A level Physics C"),
        ("C", "Cat C licence"),
        ("C", "Nurse on Ward C"),
        ("C", "Officer in C block"),
        ("C", "Advised C-level clients"),
        ("R", "R & D chef"),
        ("R", "Grade: R"),
        ("A-level", "a Level 2 course"),
        ("A-level", "A Level 3 award"),
        ("A-level", "kept a level head"),
        ("Go", "Go to market"),
        ("Excel", "Excel at listening"),
        ("SAP", "collected sap of maples"),
        ("Rust", "removed rust from hulls"),
    ],
)
def test_what_only_looks_like_a_skill_shows_none(skill: str, text: str) -> None:
    assert not list(mentions(skill, text))


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("R", "Models in R. Dashboards in Tableau"),
        ("R", "Python, SQL, R. Built churn models"),
        ("R", "R, Python"),
        ("A-level", "A level maths"),
        ("A-level", "A-level biology, 2 sets"),
        ("A-level", "two A-levels"),
        ("C", "Firmware in C for motors"),
        ("C", "C and C++"),
        ("C", "Firmware, coded in\nC for motors"),
        ("C", "C\nLinux\nPython"),
        ("C", "Drivers (C, assembler)"),
        ("C", "Skills: C"),
        ("C", "5 years C"),
        ("R", "Knowledge of R"),
        ("R", "Wrote R packages"),
        ("R", "An R programmer"),
        ("Go", "Go services"),
        ("Rust", "Services in Rust"),
    ],
)
def test_what_is_a_skill_shows_it(skill: str, text: str) -> None:
    assert list(mentions(skill, text))


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("QTS", "I run phonics groups. No\nQTS."),
        ("Python", "I want to learn\nPython and Django"),
        ("Django", "I want to learn\nPython and Django"),
        ("Python", "I have never used\n  Python"),
        ("Python", "I do not know Java or\nPython"),
        ("Python", "I do not have\nPython"),
        ("Python", "I hope to learn Kubernetes,\nPython"),
        ("Python", "No knowledge of Java,\nPython or SQL"),
        ("Python", "I have no commercial\nPython experience"),
        ("Python", "I have never touched\nPython"),
        ("Python", "I lack\nPython"),
        ("Python", "Interested in learning\nPython"),
        ("Python", "I am keen to learn more about\nPython"),
    ],
)
def test_a_denial_reaches_over_the_end_of_a_line_that_breaks_off(skill: str, text: str) -> None:
    assert not list(mentions(skill, text))


@pytest.mark.parametrize(
    "text",
    [
        "Graduate looking to move into data analysis\nPython, SQL",
        "Visa needed: No\nPython, SQL",
        "Do you smoke? No\nPython, SQL",
        "Relocation\nno\nPython, SQL",
    ],
)
def test_a_denial_ends_with_a_line_that_does_not(text: str) -> None:
    assert [len(list(mentions(skill, text))) for skill in ("Python", "SQL")] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Looking for a role where I can use Xero.",
        "Would like to gain Xero experience.",
        "Seeking an opportunity to develop my Xero skills.",
        "Interested in Xero.",
        "Objective: to obtain a bookkeeper position using Xero.",
        "Hoping to work with Xero one day",
        "I am eager to use Xero",
        "Seeking a challenging position in a firm with Xero",
        "Looking for a first job as an accountant in Xero",
        "My goal is to secure a post in bookkeeping, Xero",
        "I have an interest in Xero",
        "Keen to develop Xero skills",
    ],
)
def test_what_somebody_looks_for_is_not_shown(text: str) -> None:
    assert not list(mentions("Xero", text))


@pytest.mark.parametrize(
    "text",
    [
        "Seeking a role to use my Xero skills",
        "Accountant looking for a new role, with 5 years of experience in Xero",
        "Looking for a position where I can apply strong Xero skills",
        "Seeking a new role. Xero, Sage.",
        "Experienced in Xero and looking for a new role",
        "I look after the books in Xero",
        "Looked for errors in Xero",
        "Helped clients find a job board and used Xero",
        "Position: bookkeeper. Xero daily",
        "We are looking for a bookkeeper for a role in Xero",
        "You are looking for a role with Xero",
        "Hope to hear from you. Xero user",
        "Searched Xero for duplicates",
        "To get invoices out I used Xero",
        "Kept interest in check with Xero",
        "I like to keep books in Xero",
        "Like my post before, this job is all Xero",
        "Looking to move on after 6 years with Xero",
    ],
)
def test_what_stands_beside_a_search_is_shown(text: str) -> None:
    assert list(mentions("Xero", text))


@pytest.mark.parametrize(
    "text",
    [
        "I would love to learn Docker.",
        "I'd love to get into Docker.",
        "I would really love to use Docker",
        "My goal is to learn Docker",
        "My next goal is Docker.",
        "Learning Docker in my spare time.",
        "I am learning Docker",
        "I'm currently learning how to use Docker",
        "Also learning Kubernetes, Terraform and Docker",
        "Currently learning: Kubernetes, Docker",
        "I am new to Docker.",
        "I'm fairly new to Kubernetes and Docker.",
        "New to Docker",
        "I have read about Docker.",
        "I've only heard of Docker.",
        "Docker (learning)",
        "Docker - currently learning",
    ],
)
def test_what_somebody_is_only_getting_to_know_is_not_shown(text: str) -> None:
    assert not list(mentions("Docker", text))


@pytest.mark.parametrize(
    "text",
    [
        "I love to use Docker in my work",
        "I love to get things done in Docker",
        "Learning and development lead, Docker",
        "Machine learning services in Docker for banks",
        "Learning support assistant, built the Docker images",
        "Always learning new Docker features",
        "I am still learning more about Docker each day at work",
        "Currently learning Rust while running Docker at a bank",
        "Currently learning Rust. Docker at work for years",
        "Trained colleagues who were new to Docker",
        "I am new to London, Docker developer",
        "I read logs of Docker each day",
        "Docker, machine learning",
        "Docker: learning platform of a school",
        "My next step was Docker at a bank",
        "My goal is to build Docker images that last",
        "Learned Docker in a bootcamp",
    ],
)
def test_what_stands_beside_learning_is_shown(text: str) -> None:
    assert list(mentions("Docker", text))
