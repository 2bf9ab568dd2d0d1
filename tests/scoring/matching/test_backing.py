"""Whether sentences back what a profile lists."""

from __future__ import annotations

import pytest

from scoring.matching.backing import is_backed, sentences
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job
from scoring.profile import blind

JOB = Job(
    title="Payroll Specialist",
    description="You run the monthly payroll of 400 people: pay, pensions, statutory deductions, and year-end returns.",
    technical_skills=("ADP", "Excel"),
)
PRAISE = "I am a motivated team player with a positive attitude, able to work under pressure and to tight deadlines."


def backed(text: str, shown: str = "ADP", job: Job = JOB) -> bool:
    return is_backed(requirements(job), blind(Candidate(resume_text=text)), (shown,))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", False),
        ("Java Spring Kafka Docker Kubernetes Jenkins Maven", False),
        ("aws sql git css npm ios vue php c++ dns ssh", False),
        ("SECURITY AND NETWORKS AND LINUX OR PHISHING, IT AND LOGS", False),
        ("MOVED THE BILLING OF A BANK TO ANOTHER SYSTEM", True),
        ("Security and networks and Linux and phishing and logs and SIEM", False),
        ("Moved the billing of a bank to another system", True),
        ("Ich habe in der Klinik auf der Station gearbeitet", True),
        ("Udviklede rapporter i SQL til salgsteamet", True),
        ("Tworzyłem raporty w SQL dla działu sprzedaży", True),
        ("Разрабатывал отчёты на SQL для отдела продаж", True),
        ("Розробляв звіти на SQL для відділу продажів", True),
        ("Ανέπτυξα αναφορές σε SQL για την ομάδα πωλήσεων", True),
        ("Am creat rapoarte SQL pentru echipa de vânzări", True),
        ("Безопасность и сети и Linux и фишинг и SIEM", False),
        ("AP Specialist, Norfolk Foods, 2 years\nMatch and key 500 supplier invoices a week in SAP", True),
        ("AP Specialist, Norfolk Foods, 2 years\nJava Spring Kafka in Docker Kubernetes Jenkins Maven Python Excel", False),
        ("Nurse", False),
    ],
)
def test_a_sentence_is_told_from_words_in_a_row(text: str, told: bool) -> None:
    assert bool(sentences(text)) is told


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("", False),
        ("ADP, Excel, payroll, pensions, deductions", False),
        (PRAISE, False),
        ("Ran the payroll of a bakery for two years.", True),
        (f"{PRAISE}\n• Ran the payroll of a bakery for two years", True),
        ("Kept the figures of the plant in ADP for years.", True),
        ("Kept the figures of the plant in a book for years.", False),
        ("在医院工作了五年", True),  # where words stand without spaces, they cannot be counted
    ],
)
def test_a_sentence_backs_by_the_work_or_by_a_skill_that_it_names(text: str, *, is_so: bool) -> None:
    assert backed(text) is is_so


def test_where_a_job_tells_of_no_work_any_sentence_backs() -> None:
    assert backed(PRAISE, job=Job(title="Payroll Specialist", technical_skills=("ADP",)))


@pytest.mark.parametrize("more", ["• ADP", "and the pensions", "Also welding, cutting, bending, grinding, painting"])
def test_more_text_never_takes_the_backing_away(more: str) -> None:
    assert backed(f"Ran the payroll of a bakery for two years\n{more}\n")
