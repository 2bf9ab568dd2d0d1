"""Imports go one way, and the documents name what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import scoring

ROOT = Path(__file__).parents[1]
ROOMS = (
    *("text", "vectors", "roles", "skills", "qualifications", "career", "blind", "notes", "matching", "analyzers", "claims"),
    "engine",
)
"""The packages of `scoring` from the ground up: none imports a later one."""
PURE = [
    *("text", "vectors/lexical", "vectors/background", "vectors/occupations", "roles", "skills", "qualifications", "career"),
    *("blind", "notes", "matching", "claims"),
    *("rubric", "profile", "prompts", "judgement", "models", "events", "prices", "options", "sheet", "cause"),
    *(f"engine/{name}" for name in ("order", "outcomes", "reuse", "tally", "estimate")),
    *(f"audit/{name}" for name in ("impact", "files", "groups", "results", "report", "names", "shift")),
]
IMPURE_IMPORTS = {"asyncio", "random", "time", "datetime", "aiohttp", "os"}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
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


@pytest.mark.parametrize("number", range(len(ROOMS)), ids=ROOMS)
def test_a_room_imports_none_above_it(number: int) -> None:
    above = {f"scoring.{room}" for room in ROOMS[number + 1 :]}
    for path in modules(f"scoring/{ROOMS[number]}"):
        found = {".".join(name.split(".")[:2]) for name in imports_of(path)}
        assert not found & above, path


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_has_no_clock_chance_or_loop(name: str) -> None:
    path = ROOT / "scoring" / name
    paths = modules(f"scoring/{name}") if path.is_dir() else [path.with_suffix(".py")]
    assert paths
    for each in paths:
        assert not imports_of(each) & IMPURE_IMPORTS, each


@pytest.mark.parametrize("path", modules("scoring"), ids=str)
def test_the_readme_names_every_module(path: Path) -> None:
    picture = (ROOT / "README.md").read_text().partition("## How it is built")[2].partition("## Limits")[0]
    assert path.stem.startswith("__") or re.search(rf"\b{path.stem}\b", picture)


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
