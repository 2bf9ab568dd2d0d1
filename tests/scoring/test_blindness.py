"""Another name, of another sex or origin, changes nothing that an analyzer reads, and nothing that it says."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.analyzers.local import judge
from scoring.analyzers.openai import OpenAIAnalyzer
from scoring.analyzers.provider import Provider
from scoring.claims.verdict import publish
from scoring.models import Candidate, Job, Pair
from scoring.profile import blind, view
from scoring.text.folding import fold
from tests.fakes.provider import FakeProvider

# Given names of women, of men, and family names, as they are written where people bear them.
GROUPS = {
    "English": ("Emily Grace Charlotte", "James Mark Oliver", "Smith O'Connor Baker Young Wood-Hughes"),
    "African American": ("Latoya Ebony Keisha", "Jamal Darnell Tyrone", "Washington Jefferson Booker"),
    "West African": ("Chiamaka Amara Abena", "Kwabena Oluwaseun Chukwuemeka", "Okafor Osei Adébáyọ̀"),
    "East African": ("Wanjiru Hodan", "Kipchoge Abdi", "Kamau Warsame"),
    "Arab": ("Fatima Nour", "Mohammed Yusuf", "al-Hassan El-Sayed Haddad"),
    "Turkish": ("Ayşe İpek", "Mehmet Çağrı", "Yılmaz Öztürk"),
    "Iranian": ("Zahra Shirin", "Reza Dariush", "Hosseini Moradi"),
    "Indian": ("Priya Lakshmi", "Rahul Venkatesh", "Patel Iyer Singh"),
    "Pakistani": ("Ayesha Sana", "Imran Bilal", "Khan Chaudhry"),
    "Chinese": ("Xiuying Mei", "Wei Zhihao", "Zhang Ouyang"),
    "Japanese": ("Yuki Sakura", "Haruto Kenji", "Sato Takahashi"),
    "Korean": ("Ji-woo Seo-yeon", "Min-jun Hyun-woo", "Kim Namgoong"),
    "Vietnamese": ("Thị Lan", "Văn Minh", "Nguyễn Trần"),
    "Spanish": ("María José Lucía", "Carlos Íñigo", "de la Cruz García Núñez"),
    "Portuguese": ("João Inês", "Luís Tiago", "da Silva Gonçalves"),
    "French": ("Zoé Anne-Marie", "François Jean-Luc", "Dupont Lefèvre d'Arc"),
    "German": ("Jürgen Käthe", "Björn Günther", "Müller Groß von Weizsäcker"),
    "Dutch": ("Femke Sanne", "Joost Daan", "van den Berg de Vries"),
    "Scandinavian": ("Åsa Sigríður", "Bjørn Søren", "Ødegård Lindström"),
    "Polish": ("Małgorzata Agnieszka", "Łukasz Wojciech", "Kowalska Wójcik"),
    "Russian": ("Юлия Анна", "Дмитрий Сергей", "Петрова Иванов"),
    "Jewish": ("Rivka Shira", "Moshe Avi", "Cohen Levi"),
}
_FAMILY = re.compile(r"(?:(?:de la|da|van den|de|von|al-|d')\s?)?\S+")
TEXT = """{name}
Registered Nurse | {email} | +1 (555) 010-0199 | linkedin.com/in/{handle} | {handle}.example | Twitter: @{handle}

{address} {name} has worked in intensive care for eight years. {subject} led a team of five; {possessive} manager praised \
{object}. {given} runs triage, and {family}'s ward keeps order. Signed: {initial}. {family} ({family}, {given})
Ruby on Rails and Java were learned at night.

2015 - 2019 City Hospital: patient assessment, medication administration
References: {upper}, see https://files.example/{handle}/cv.pdf"""
JOB = Job(
    title="Intensive Care Nurse",
    description="Rotating shifts. 3+ years in critical care required.",
    technical_skills=("Critical care", "Patient assessment", "Medication administration", "Ruby", "Java"),
    softSkills=("Teamwork",),
)
# The provider's cache is told apart by job and by turn.
_CACHE_KEY = re.compile(rb'"prompt_cache_key":"[^"]*",')
WORDS = {
    "f": {"address": "Ms.", "subject": "She", "possessive": "her", "object": "her"},
    "m": {"address": "Mr.", "subject": "He", "possessive": "his", "object": "him"},
}


def people() -> list[tuple[str, str, str]]:
    """200 of them: sex, given name and family name."""
    chance = random.Random(1)
    everybody = [
        (sex, given, family)
        for women, men, families in GROUPS.values()
        for sex, names in (("f", women), ("m", men))
        for given in names.split()
        for family in _FAMILY.findall(families)
    ]
    return chance.sample(everybody, 200)


def candidate(sex: str, given: str, family: str) -> Candidate:
    name = f"{given} {family}"
    handle = "".join(filter(str.isalnum, fold(name)))
    text = TEXT.format(
        name=name,
        given=given,
        family=family,
        initial=given[0],
        upper=name.upper(),
        handle=handle,
        email=fold(f"{given}.{family}@mail.example".replace(" ", "").replace("'", "")),
        **WORDS[sex],
    )
    return Candidate(
        candidateId="C1",
        name=name,
        email=f"{handle}@mail.example",
        phone="+1 (555) 010-0199",
        location="Springfield",
        currentTitle="Registered Nurse",
        experience_year=8,
        technical_skills=("Critical care", "Ruby", "Java"),
        qualification=("BSc Nursing, 2012",),
        resume_text=text,
    )


PEOPLE = people()
FIRST = candidate("f", "Emily", "Smith")


def test_there_are_200_of_all_groups() -> None:
    assert len(set(PEOPLE)) == 200
    assert {sex for sex, _, _ in PEOPLE} == {"f", "m"}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person[1]} {person[2]}")
def test_another_name_gives_the_same_view_and_the_same_local_analysis(person: tuple[str, str, str]) -> None:
    other = candidate(*person)
    assert blind(other) == blind(FIRST)
    assert analysed(other) == analysed(FIRST)


def analysed(someone: Candidate) -> dict[str, Any]:
    """The local analysis without what is echoed from the request."""
    profile = blind(someone)
    verdict = publish(judge(JOB, profile), Pair(0, 0, 0, JOB, someone), profile, analyzed_at="", by_rubric=True)
    told: dict[str, Any] = msgspec.to_builtins(verdict)
    for name in ("firstName", "lastName", "email"):
        del told["analysis"][name]
    return told


async def test_another_name_gives_byte_for_byte_the_same_request_to_a_model() -> None:
    async with FakeProvider() as fake:
        provider = Provider(fake.base_url, "k", connect_timeout_s=5, first_byte_timeout_s=5, total_timeout_s=5)
        analyzer = OpenAIAnalyzer(provider, model="m", temperature=0.2, max_output_tokens=500)
        bodies = set()
        for person in PEOPLE:
            other = candidate(*person)
            bodies.add(_CACHE_KEY.sub(b"", analyzer._body(Pair(0, 0, 0, JOB, other), blind(other), None)))
        for person in PEOPLE[:5]:
            other = candidate(*person)
            await analyzer.analyze(Pair(0, 0, 0, JOB, other), blind(other))
        await analyzer.aclose()
    assert len(bodies) == 1
    sent = [{name: value for name, value in call.items() if name != "prompt_cache_key"} for call in fake.calls]
    assert all(call == sent[0] for call in sent)
    assert "Emily" not in str(sent)
    assert "[redacted]" in str(sent)


@cache
def body_of(is_blind: bool) -> str:
    return str(view(FIRST, blind=is_blind))


@pytest.mark.parametrize("told", ["Emily", "Smith", "emilysmith", "010-0199", "Springfield", "2015", "2012", "She", "her "])
def test_what_tells_of_a_person_is_shown_only_where_the_view_is_not_blind(told: str) -> None:
    assert told in body_of(False)
    assert told not in body_of(True)


def test_a_name_that_is_a_skill_takes_no_skill_away() -> None:
    ruby = candidate("f", "Ruby", "Java")
    assert {"Ruby", "Java"} <= {each["jobRequirement"] for each in analysed(ruby)["analysis"]["aiInsights"]["skillMatches"]}
    assert "Ruby on Rails and Java were learned at night." in blind(ruby).text


@pytest.mark.parametrize("person", [p for p in PEOPLE if f"{p[1]}{p[2]}".isalpha()][:60], ids=lambda p: f"{p[1]} {p[2]}")
def test_a_resume_without_a_given_name_is_read_for_one(person: tuple[str, str, str]) -> None:
    seen = blind(replace(candidate(*person), name=None, email=None)).text
    assert seen == blind(FIRST).text
