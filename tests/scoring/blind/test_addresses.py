"""Postal addresses."""

from __future__ import annotations

import pytest

from scoring.blind.addresses import HEAD_CHARS, NUMBERED_CHARS, spans
from scoring.text.folding import glance


def taken(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(glance(text))]


@pytest.mark.parametrize(
    "text",
    [
        *("12 Main Street, Springfield, IL 62704", "221B Baker Street", "5 Elm Ave., Apt 3", "Hauptstraße 5, 10115 Berlin"),
        *(
            "Lange Str. 12 a",
            "Am Alten Weg 3",
            "12 rue de la Paix, 75002 Paris",
            "Calle Mayor 10, 28013 Madrid",
            "P.O. Box 1234",
        ),
        *(
            "Via Roma 5",
            "D-10115 Berlin",
            "Springfield, IL 62704",
            "SW1A 1AA",
            "K1A 0B1",
            "10115 Berlin",
            "1012 AB Amsterdam",
        ),
    ],
)
def test_an_address_is_found(text: str) -> None:
    assert max(taken(text), key=len).endswith(text[-4:])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3 Google Drive integrations",
            "on the way to 5",
            "C/C++ for embedded, 15 devices",
            "Monitoring 24 hours",
            "1st place of 20",
        ),
        *(
            "in 12 square metres",
            "court 5 cases a day",
            "10000 users",
            "EC2 and S3",
            "via REST 2",
            "drove 20 trucks close to 5 t",
        ),
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert taken(text) == []


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Ann\n14 Elm Grove, Leeds\nNurse", "14 Elm Grove, Leeds"),
        ("6 The Green\nNurse", "6 The Green"),
        ("Flat 2, 14 Park Mews, Headingley, Leeds", "Flat 2, 14 Park Mews, Headingley, Leeds"),
        ("Apt 5, 12 Main Street\nNurse", "Apt 5, 12 Main Street"),
        ("Nurse | 11b Old Quayside | Leeds", "11b Old Quayside"),
        ("14 ELM GROVE, LEEDS", "14 ELM GROVE, LEEDS"),
        ("12 MAIN STREET, LEEDS", "12 MAIN STREET, LEEDS"),
        ("14 Elm Grove, Leeds, Registered Nurse, Python", "14 Elm Grove, Leeds"),
        ("12 Main Street, Leeds, Registered Nurse", "12 Main Street, Leeds"),
    ],
)
def test_a_street_is_found_by_whatever_name_up_to_what_is_no_town(text: str, street: str) -> None:
    assert taken(text) == [street]


@pytest.mark.parametrize(
    "text",
    [
        "14 Elm Grove Primary School, Leeds",
        "2019 Victoria Park, groundskeeper",
        "Nurse on ward 14 Cedar View, City Hospital",
        "Gardener of 3 Royal Parks, London",
        "Sold 3 Park View flats",
        "Care at 14 Elm Grove, a home",
        f"{'x' * NUMBERED_CHARS}\n14 Elm Grove, Leeds",
    ],
)
def test_a_place_of_work_is_no_street(text: str) -> None:
    assert taken(text) == []


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Ann Lee 12 High Street, Otley\nNurse", "12 High Street, Otley"),
        ("Ann\nNurse\nAddress 12 High Street, Otley", "12 High Street, Otley"),
        ("Ann\nI live at 12 High Street", "12 High Street"),
        ("Ann\na@x.example 12 High Street, Otley", "12 High Street, Otley"),
        ("Ann\n555-0199, 12 High Street, Otley", "12 High Street, Otley"),
        ("Ann\n12, High Street, Otley", "12, High Street, Otley"),
        ("Ann\nFlat 2, 12 High Street, Otley", "Flat 2, 12 High Street, Otley"),
        ("Ann\nNurse | Apt 5 12 Main Street | Triage", "Apt 5 12 Main Street"),
        ("Ann\nNo. 14, Adeniyi Jones Avenue, Ikeja", "14, Adeniyi Jones Avenue, Ikeja"),
        ("Ann\n3/45 Smith Street, Carlton", "45 Smith Street, Carlton"),
        (f"{'x' * HEAD_CHARS}\n12 High Street, Leeds, Triage", "12 High Street, Leeds"),
        (f"{'x' * HEAD_CHARS}\n12 High Street, Docker, Helm", "12 High Street"),
    ],
)
def test_a_street_begins_a_piece_of_a_line_or_stands_behind_a_name(text: str, street: str) -> None:
    assert taken(text) == [street]


@pytest.mark.parametrize(
    "text",
    [
        "Admin with Microsoft Office 365, Google Drive, Dropbox, Slack",
        "Ann\nOffice 365 Google Drive, Slack",
        "Ann\nMicrosoft Office\n365, Google Drive, Slack",
        "Ann\nWindows 10, One Drive, Teams",
        "Python 3, Google Drive, Box",
        "Windows 10 Start Square, Slack",
        "Ann\nOffice-365, Share Drive, Slack",
        "Ann\nManaged 12 High Street, Mall and Airport stores",
        "Ann\n24 Hour Service\nHigh Street",
        "Ann\nRaised money: 3 Food Drive, 2 runs",
    ],
)
def test_products_and_what_is_counted_are_no_streets(text: str) -> None:
    assert taken(text) == []
