"""Words that name a way of being in one place and a thing in another."""

from __future__ import annotations

import pytest

from scoring.skills.aliases import normalise
from scoring.skills.everyday import _signs, is_thing
from scoring.skills.mentions import mentions


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("Organisation", "Worked for a large organisation"),
        ("Organisation", "Cleaner across the\norganisation"),
        ("Organisation", "WORKED FOR OUR ORGANISATION"),
        ("Organisation", "Drew an organisation chart"),
        ("Leadership", "Reported to senior leadership"),
        ("Leadership", "Six years under the leadership of Mr Shah"),
        ("Flexibility", "Flexible hours"),
        ("Flexibility", "Flexible-working policy"),
        ("Flexibility", "Flexible packaging, printed"),
        ("Integrity", "Structural integrity checks"),
        ("Integrity", "Data integrity"),
        ("Integrity", "Tested the integrity of welds"),
        ("Discipline", "Met every discipline on site"),
        ("Discipline", "Electrical discipline lead"),
        ("Discipline", "Took part in a multi-discipline project"),
        ("Initiative", "Worked on a cost-saving initiative"),
        ("Initiative", "Ran an initiative on waste"),
        ("Resilience", "Tested network resilience"),
        ("Resilience", "Laid resilient flooring"),
        ("Reliability", "Improved equipment reliability"),
        ("Reliability", "Has a reliable vehicle, reliable car"),
        ("Independence", "Promoted independence"),
        ("Independence", "Supported residents' independence"),
        ("Creativity", "Creative Cloud"),
        ("Coaching", "Coach driver"),
        ("Planning", "Planning applications"),
        ("Supervision", "Worked under supervision"),
        ("Supervision", "Took blood under close supervision"),
        ("Supervision", "Needs minimal supervision"),
        ("Communication", "BE in Electronics & Communication"),
        ("Communication", "Ethernet communication between two devices"),
        ("Communication", "Serial communication protocols"),
        ("Organisation", "Name of organisation / college"),
        ("Organisation", "Shared the organisation's goals"),
        ("Organisation", "Re-organisation of a database"),
        ("Analytical thinking", "Built analytical models"),
        ("Presentation", "Wrote the presentation layer"),
        ("Collaboration", "Set up SharePoint collaboration sites"),
        ("Reliability", "Increased pump reliability"),
        ("Initiative", "Wrote a proactive health check"),
        ("Motivation", "Motivated by money"),
        ("Mentoring", "Mentored by the head chef"),
        ("Negotiation", "Fixed TLS negotiation"),
        ("Communication", "UART and SPI communication"),
        ("Planning", "Enterprise resource planning"),
    ],
)
def test_a_thing_is_no_way_of_being(skill: str, text: str) -> None:
    assert not list(mentions(skill, text))


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("Organisation", "Strong organisation"),
        ("Organisation", "my organisation skills"),
        ("Organisation", "my organisation and planning skills"),
        ("Organisation", "A calm head, organisation"),
        ("Organisation", "the organisation of events"),
        ("Organisation", "a good sense of organisation"),
        ("Leadership", "Strong leadership"),
        ("Leadership", "experience in senior leadership"),
        ("Leadership", "Reported to the board, leadership of six"),
        ("Flexibility", "Flexible and calm"),
        ("Flexibility", "Flexible, working weekends"),
        ("Integrity", "Works with integrity"),
        ("Discipline", "Discipline and drive"),
        ("Initiative", "Uses own initiative"),
        ("Initiative", "Took the initiative"),
        ("Initiative", "Shows a lot of initiative"),
        ("Resilience", "Shows resilience"),
        ("Reliability", "Reliable and punctual"),
        ("Independence", "Works with independence"),
        ("Creativity", "Creative and calm"),
        ("Coaching", "Coach of an under-12 side"),
        ("Planning", "Planning of rotas"),
        ("Supervision", "Supervision of six porters"),
        ("Supervision", "Direct supervision of six porters"),
        ("Communication", "Clear communication between teams"),
        ("Communication", "Serial communication skills"),
        ("Analytical thinking", "An analytical mind"),
        ("Presentation", "A presentation to the board"),
        ("Collaboration", "Close collaboration with nurses"),
        ("Initiative", "A proactive person"),
        ("Motivation", "Motivated and calm"),
        ("Mentoring", "Mentored two juniors"),
        ("Motivation", "Motivated a team of 15"),
        ("Organisation", "Responsible for organisation of events"),
        ("Communication", "Radio communication with drivers"),
        ("Planning", "Resource planning for six sites"),
        ("Analytical thinking", "Wrote analytical reports for the board"),
    ],
)
def test_a_way_of_being_is_one(skill: str, text: str) -> None:
    assert list(mentions(skill, text))


def test_other_words_are_never_looked_at() -> None:
    assert not is_thing("a large database", 8, 16)


def test_the_table_has_its_words_as_they_are_looked_up() -> None:
    assert [word for word in _signs() if word != normalise(word)] == []
    assert [word for word, signs in _signs().items() if not (signs.before or signs.counted or signs.behind)] == []
