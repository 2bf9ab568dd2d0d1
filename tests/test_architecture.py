"""Imports go one way, and the documents name what there is."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import pytest

import scoring
import server
from scoring import errors
from server.log.base import LogError

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


def unit(name: str) -> str:
    """The package or module that stands highest in `scoring` or `server` and holds what has this name."""
    return ".".join(name.split(".")[:2])


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
        found = {unit(name) for name in imports_of(path)}
        assert not found & above, path


@pytest.mark.parametrize("package", ["scoring", "server"])
def test_no_modules_or_packages_import_each_other_in_a_circle(package: str) -> None:
    paths = {path: unit(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in modules(package)}
    imports: dict[str, set[str]] = {name: set() for name in paths.values()}
    for path, name in paths.items():
        imports[name] |= {unit(each) for each in imports_of(path)} & imports.keys() - {name}
    TopologicalSorter(imports).prepare()  # a CycleError tells the circle


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_has_no_clock_chance_or_loop(name: str) -> None:
    path = ROOT / "scoring" / name
    paths = modules(f"scoring/{name}") if path.is_dir() else [path.with_suffix(".py")]
    assert paths
    for each in paths:
        assert not imports_of(each) & IMPURE_IMPORTS, each


def pictured(readme: str) -> dict[str, set[str]]:
    """The rooms in the picture of how it is built, each with what stands in it."""
    picture = readme.partition("## How it is built")[2].split("```")[1]
    rooms: dict[str, set[str]] = {}
    package = room = ""
    for line in picture.strip("\n").splitlines():
        if found := re.match(r"( *)(\w+)/ +", line):
            room = f"{package}/{found[2]}" if found[1] else found[2]
            package = package if found[1] else room
        rooms.setdefault(room, set()).update(line[found.end() if found else 0 :].split())
    return rooms


def built() -> dict[str, set[str]]:
    """The rooms that there are, each with its modules."""
    rooms: dict[str, set[str]] = {}
    for path in (*modules("scoring"), *modules("server")):
        names = rooms.setdefault(str(path.parent.relative_to(ROOT)), set())
        names |= {path.stem} if not path.stem.startswith("__") else set()
    return rooms


PICTURED = pictured((ROOT / "README.md").read_text())


@pytest.mark.parametrize("room", sorted({*built(), *PICTURED} - {"scoring/data", "static"}))
def test_the_readme_pictures_a_room_with_its_modules(room: str) -> None:
    assert PICTURED.get(room) == built().get(room)


def drawn(picture: str) -> set[tuple[str, str]]:
    """The (child, parent) names of a tree drawn with four columns a level."""
    above: list[str] = []
    edges: set[tuple[str, str]] = set()
    for line in inspect.cleandoc(picture).splitlines():
        if found := re.match(r" {4}([\u2502 ]*(?:[\u251c\u2514]\u2500\u2500 )?)(\w+)(?: {2}|$)", line):
            depth = len(found[1]) // 4
            above[depth:] = [found[2]]
            edges |= {(found[2], above[depth - 1])} if depth else set()
    return edges


def kinds(error: type[BaseException]) -> Iterator[type[BaseException]]:
    """All classes that derive from this one, in any module that is imported."""
    for kind in error.__subclasses__():
        yield kind
        yield from kinds(kind)


def errors_of(package: ModuleType) -> list[type[BaseException]]:
    """All classes of errors in a package, its modules imported but for those that run."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [kind for kind in kinds(BaseException) if kind.__module__.startswith(f"{package.__name__}.")]


def test_all_errors_of_scoring_are_drawn_in_one_tree() -> None:
    below = [kind for kind in errors_of(scoring) if kind is not errors.ScoringError]
    assert drawn(errors.__doc__ or "") == {(kind.__name__, kind.__bases__[0].__name__) for kind in below}


def test_all_errors_of_the_log_are_drawn_below_it() -> None:
    below = [kind for kind in errors_of(server) if issubclass(kind, LogError) and kind is not LogError]
    assert drawn(LogError.__doc__ or "") == {(kind.__name__, kind.__bases__[0].__name__) for kind in below}


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
