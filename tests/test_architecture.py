"""Imports go one way, and the documents name what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import scoring

ROOT = Path(__file__).parents[1]
PURE = [
    "rubric",
    "profile",
    "redaction",
    "folding",
    "invisible",
    "injection",
    "names",
    "traits",
    "pronouns",
    "addresses",
    "residence",
    "bearer",
    "others",
    "registers",
    "evidence",
    "bounds",
    "prose",
    "skills",
    "mentions",
    "copied",
    "lexical",
    "aliases",
    "runs",
    "denial",
    "everyday",
    "onlookers",
    "items",
    "likeness",
    "terms",
    "wording",
    "prompts",
    "verdict",
    "judgement",
    "models",
    "requirements",
    "nearness",
    "backing",
    "relevance",
    "reading",
    "inflections",
    "dates",
    "spans",
    "sentences",
    "tenure",
    "amounts",
    "durations",
    "levels",
    "positions",
    "headlines",
    "occupations",
    "career",
    "titles",
    "qualifications",
    "credentials",
    "passages",
    "findings",
    "note",
    "phrases",
    "points",
    "grammar",
    "vocabulary",
    "order",
    "outcomes",
    "reuse",
    "tally",
    "events",
    "estimate",
    "prices",
    "options",
    "sheet",
    "audit/impact",
    "audit/files",
    "audit/groups",
    "audit/results",
    "audit/report",
    "audit/names",
    "audit/shift",
]
IMPURE_IMPORTS = {"asyncio", "random", "time", "datetime", "aiohttp", "os"}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", modules("scoring"), ids=str)
def test_scoring_never_imports_the_server(path: Path) -> None:
    foreign = {name.partition(".")[0] for name in imports_of(path)} & {"server", "starlette", "uvicorn"}
    assert not foreign


@pytest.mark.parametrize("path", [*modules("scoring"), *modules("server")], ids=str)
def test_only_the_entry_points_read_the_environment(path: Path) -> None:
    if path.name != "__main__.py":
        assert not re.search(r"\bos\.environ|getenv", path.read_text())


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_has_no_clock_chance_or_loop(name: str) -> None:
    assert not imports_of(ROOT / "scoring" / f"{name}.py") & IMPURE_IMPORTS


def test_the_package_exports_what_it_says() -> None:
    assert sorted(scoring.__all__) == scoring.__all__
    assert all(hasattr(scoring, name) for name in scoring.__all__)


def test_every_setting_is_documented() -> None:
    readme, example = (ROOT / "README.md").read_text(), (ROOT / ".env.example").read_text()
    names = {
        node.args[0].value
        for package in ("scoring", "server")
        for node in ast.walk(ast.parse((ROOT / package / "settings.py").read_text()))
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        if node.args[0].value.isupper()
    }
    assert len(names) >= 16
    assert {name for name in names if f"`{name}`" not in readme} == set()
    assert {name for name in names if f"\n{name}=" not in example} == set()
