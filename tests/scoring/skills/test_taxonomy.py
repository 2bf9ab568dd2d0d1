"""The rules by which the public taxonomies become the widened table."""

from __future__ import annotations

import gzip
import json

import pytest

from scoring.skills.taxonomy import Concept, concepts, means_the_same, table, tells_a_skill

ORDINARY = frozenset("zoom oracle yoga process wound care".split())  # noqa: SIM905 - a list of words reads best as one
ESCO = """skill_name,aliases,taxonomy
operate forklift,"operating a forklift
forklift operating
drive trucks
forklift operation",ESCO
fit pipes,"fitting pipes, pipe fitting",ESCO
Adobe Photoshop,,ONET_TECH
Adobe Premiere,,ONET_TECH
Adobe Zoom,,ONET_TECH
Adobe Dreamweaver,,ONET_TECH
Adobe InDesign,,ONET_TECH
Database software,,ONET_TECH
Some Very Long Product Name,,ONET_TECH
Another taxonomy,,OSN
"""
KNOWLEDGE = """name,taxonomy
pharmacology,esco_knowledge
data analytics (field),esco_knowledge
types of wood,esco_knowledge
computational fluid dynamics,esco_knowledge
yoga,esco_knowledge
English,onet_knowledge
"""


def packages() -> list[tuple[str, bytes]]:
    digital = [
        {"label": "computational fluid dynamics", "altLabel": ["CFD", "flow software", "computational fluid dynamic"]}
    ]
    hot = {"entries": [{"canonical": "Structured query language SQL"}, {"canonical": "Salesforce software"}]}
    return [
        ("laiser/public/faiss_skills.csv", ESCO.encode()),
        ("laiser/public/knowledge_taxonomy.csv", KNOWLEDGE.encode()),
        ("esco/esco_s.json.gz", gzip.compress(json.dumps(digital).encode())),
        ("skillbundle/resources/onet_enrichment_en.json", json.dumps(hot).encode()),
        ("README.md", b""),
    ]


def lines(taken: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    split = [line.split("\t") for line in table(concepts(packages(), ORDINARY), taken, ORDINARY)]
    return {label: [mark, *others] for mark, label, *others in split}


def test_the_table_keeps_what_the_rules_allow() -> None:
    assert lines() == {
        "operate forklift": ["list", "forklift operation", "operating a forklift"],
        "fit pipes": ["list", "fitting pipes"],
        "Adobe Photoshop": ["read", "Photoshop"],
        "Adobe Premiere": ["read", "Premiere"],
        "Adobe Zoom": ["read"],
        "Adobe Dreamweaver": ["read", "Dreamweaver"],
        "Adobe InDesign": ["read", "InDesign"],
        "pharmacology": ["read"],
        "data analytics": ["read"],
        "computational fluid dynamics": ["read", "CFD", "computational fluid dynamic"],
        "Structured query language SQL": ["read", "SQL", "Structured query language"],
        "Salesforce": ["read", "Salesforce software"],
    }


def test_what_the_core_decides_is_left_to_it() -> None:
    kept = lines(frozenset(["sql", "pharmacology", "computational fluid dynamics"]))
    assert kept["Structured query language SQL"] == ["read", "Structured query language"]
    assert "pharmacology" not in kept
    assert kept["computational fluid dynamics"] == ["read", "CFD", "computational fluid dynamic"]


def test_a_label_of_two_skills_is_of_neither() -> None:
    two = [Concept("fit pipes", ("pipe work", "pipes fit"), False), Concept("weld pipes", ("pipe work",), False)]
    assert table([*two, Concept("pipes fit", (), True)], frozenset(), ORDINARY) == ["read\tpipes fit"]


def test_a_missing_package_is_told() -> None:
    with pytest.raises(SystemExit, match=r"esco_s\.json\.gz"):
        list(concepts([each for each in packages() if "esco_s" not in each[0]], ORDINARY))


@pytest.mark.parametrize(
    ("label", "other", "same"),
    [
        ("operate forklift", "operating forklifts", True),
        ("organise teams", "organizing a team", True),
        ("paediatric care", "pediatric care", True),
        ("Internet of Things", "IoT", True),
        ("printed circuit boards", "PCBs", True),
        ("use word processing software", "Google Docs", False),
        ("lasers", "gas lasers", False),
        ("manage staff", "coordinate staff", False),
        ("machine learning", "Ml", False),
    ],
)
def test_labels_mean_the_same_but_for_inflection_order_and_acronyms(label: str, other: str, *, same: bool) -> None:
    assert means_the_same(label, other) is same


@pytest.mark.parametrize(
    ("label", "tells"),
    [
        ("pharmacology", True),
        ("forensic psychiatry", True),
        ("yoga", False),
        ("bristles", False),
        ("logic", True),
        ("art", False),
        ("types of wood", False),
        ("dairy industry", False),
        ("rules of the road", False),
        ("a very long label of knowledge", False),
    ],
)
def test_few_labels_tell_a_skill_in_prose(label: str, *, tells: bool) -> None:
    assert tells_a_skill(label, ORDINARY) is tells
