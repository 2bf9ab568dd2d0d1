"""Which sentences say that a skill is not there."""

from __future__ import annotations

import pytest

from scoring.skills.likeness import is_near
from scoring.skills.mentions import mentions
from scoring.skills.terms import read

DENIED = [
    "I am not a Java developer.",
    "I am not a certified Java developer.",
    "I do not know Java.",
    "I don't know Java",
    "I don’t write much Java",
    "I do not write C or Java.",
    "I do not know C, Scala or Java.",
    "I have never used Scala, Kotlin and Java.",
    "I cannot program in Java",
    "I'm not familiar with Java",
    "Not yet certified in Java",
    "I have no Java.",
    "No Java, but Python",
    "Python without Java",
    "Without Scala or Java",
    "I lack Java",
    "No prior hands-on Java experience",
    "no experience at all with Java",
    "I do not have any experience with Java",
    "We never had a Java license",
    "Ich habe keine Erfahrung mit Java",
    "Python, aber kein Java",
    "Aucune expérience en Java",
    "Je ne connais pas Java",
    "Sin experiencia en Java",
    "No conozco Java",
    "Java certification scheduled for May",
    "Python, Java (in progress)",
    "Java exam pending",
    "I no longer use Java",
    "No longer certified in Java",
    "Java: none",
    "Java: No",
    "Java (none)",
    "Java - no.",
    "Java – never used",
    "Java: not yet, I can learn",
    "Scala: yes, Java: no",
    "Experience in Java: none",
    "Zero Java exposure.",
    "Zero experience of Java",
    "Nil Java experience",
    "Java is not something I have done.",
    "Java isn't my thing.",
    "Java is not my area.",
    "Java is still new to me.",
    "Java, I have never used.",
    "Java I don't know.",
    "The bank ran on Java which I never touched.",
    "Rather than Java we used Scala.",
    "We used Scala instead of Java.",
]
SHOWN = [
    "I do not only use Java",
    "Not just Java",
    "Not limited to Java",
    "I did not manage people, built Java services",
    "I have not missed a release and maintain Java services",
    "I do not know Scala but Java",
    "I do not know Scala, I know Java",
    "No accidents, Java",
    "No. 1 in Java",
    "No longer a student. Java developer",
    "We could not have shipped without downtime, only in Java",
    "It was not easy to move a bank to Java",
    "Did not stop until all was in Java",
    "If you do not know Java, do not apply",
    "Nothing but Java",
    "Notably Java",
    "Java is pending tasks' favourite",
    "Java scheduled jobs",
    "Better in C than not at all; Java daily",
    "I could not be better at Java",
    "I do not use Scala now, I use Java",
    "Keine Angst vor Java",
    "I no longer only use Java",
    "I no longer enjoy Java",
    "I used to write Java",
    "Java: no problem",
    "Java - No. 1 in the team",
    "Java: none of the releases was late",
    "Points on my Java: none",
    "Scala: none\nJava: daily",
    "Java is not my only language",
    "Java is not something I need help with",
    "Java isn't new to me",
    "Java was new to me when I joined",
    "Java I have used for years",
    "In Java I have not had an outage",
    "Zero Java incidents in the years that I ran it",
    "Rather than wait for others I wrote it in Java",
]


@pytest.mark.parametrize("text", DENIED)
def test_a_skill_that_is_denied_is_not_shown(text: str) -> None:
    assert not list(mentions("Java", text))
    assert "java" not in {term.name for term in read(text)}


@pytest.mark.parametrize("text", SHOWN)
def test_a_skill_that_stands_beside_a_denial_is_shown(text: str) -> None:
    assert list(mentions("Java", text))
    assert "java" in {term.name for term in read(text)}


@pytest.mark.parametrize("text", DENIED)
def test_a_denial_takes_nothing_from_what_is_shown_elsewhere(text: str) -> None:
    assert len(list(mentions("Java", f"{text}.\nBuilt a bank in Java for years. {text}"))) == 1


@pytest.mark.parametrize("item", ["No Java", "not Java", "no experience in Java", "want to learn Java"])
def test_a_denial_in_a_list_is_near_nothing(item: str) -> None:
    assert is_near("Java", item.rpartition(" ")[2])
    assert not is_near("Java", item)
