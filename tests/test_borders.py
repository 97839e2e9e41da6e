"""Imports point down only, and what has one home stays there: read from the code, and seen when it runs."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "locales": {"locales", "data.words"},
    "data": {"data"},
    "metrics": {"metrics", "data"},
    "charts": {"charts", "metrics", "data", "locales"},
    "reports": {"reports", "charts", "metrics", "data", "locales"},
    "components": {"components", "reports", "charts", "metrics", "data", "locales"},
    "pages": {"components", "reports", "charts", "metrics", "data", "locales"},
    "app": {"pages", "components", "locales"},
    "kept": set(),
}
"""Room → the rooms (or single modules) it may import."""

HOMES = {
    "streamlit": {"app", "pages", "components"},
    "plotly": {"charts"},
    "duckdb": {"data"},
    "sqlglot": {"data"},
    "psycopg": {"data"},
    "apprise": {"data"},
    "requests": {"data"},
    "pptx": {"reports"},
    "fpdf": {"reports"},
}
"""Library → the only rooms that import it."""

HEADLESS = {
    "locales": {"data.store", "metrics", "charts", "components", "streamlit", "plotly", "duckdb", "sqlglot"},
    "data": {"metrics", "charts", "components", "locales", "streamlit", "plotly"},
    "metrics": {"charts", "components", "locales", "streamlit", "plotly"},
    "charts": {"components", "streamlit"},
    "reports": {"components", "streamlit"},
}
"""Room → what must not be in memory once all of it is imported."""

NO_PICKLE = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "jsonpickle"}
SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|COPY|ATTACH|PRAGMA)\b.*\b(FROM|INTO|SET|TO)\b|\bGROUP BY\b", re.I | re.S
)
RECKONING = {"execute", "executemany", "executescript", "fetchall", "fetchone", "groupby", "pivot_table", "agg"}


def product_files() -> list[Path]:
    return sorted(
        path for room in MAY_IMPORT for path in [REPOSITORY / f"{room}.py", *(REPOSITORY / room).rglob("*.py")] if path.exists()
    )  # fmt: skip


def room_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"), str(path))))


def attributes(path: Path) -> set[str]:
    return {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, at any depth; `from a import b` counts as `a.b`."""
    for node in nodes(path):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(level=level) if level:
                pytest.fail(f"{named(path)}:{node.lineno} imports relatively; write the whole name")
            case ast.ImportFrom():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case ast.Call(
                func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name  # fmt: skip


def within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def offenders(found: Callable[[Path], Iterable[str]], *rooms: str) -> dict[str, list[str]]:
    """What a rule finds in each product file (of some rooms only), where it finds anything."""
    files = [path for path in product_files() if not rooms or room_of(path) in rooms]
    assert files
    found_in = {named(path): sorted(set(found(path))) for path in files}
    return {name: things for name, things in found_in.items() if things}


def test_the_rooms_are_all_there() -> None:
    rooms = {room_of(path) for path in product_files()}
    assert rooms >= {"app", "pages", "components", "charts", "metrics", "data", "locales"}


def test_imports_point_down_only() -> None:
    ours = MAY_IMPORT.keys() | {"tests", "benchmarks"}

    def upward(path: Path) -> Iterator[str]:
        for module in imported(path):
            if module.split(".")[0] in ours and not within(module, MAY_IMPORT[room_of(path)]):
                yield module

    assert offenders(upward) == {}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_in_its_home(library: str) -> None:
    def astray(path: Path) -> list[str]:
        return [
            module for module in imported(path) if within(module, {library}) and room_of(path) not in HOMES[library]
        ]

    assert offenders(astray) == {}


def test_nothing_is_pickled() -> None:
    def pickles(path: Path) -> Iterator[str]:
        yield from (module for module in imported(path) if module.split(".")[0] in NO_PICKLE)
        yield from ({"to_pickle", "read_pickle"} & attributes(path))

    assert offenders(pickles) == {}


def test_no_html_goes_unescaped_through_streamlit() -> None:
    def unsafe(path: Path) -> set[str]:
        return {str(node.arg) for node in nodes(path) if isinstance(node, ast.keyword)} & {
            "unsafe_allow_html",
            "unsafe_allow_javascript",
        }

    assert offenders(unsafe) == {}


def test_pages_and_components_compose_no_sql_and_reckon_nothing() -> None:
    def found(path: Path) -> Iterator[str]:
        docstrings = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield from (node.value for _ in SQL.finditer(node.value))
        yield from (RECKONING & attributes(path))

    assert offenders(found, "app", "pages", "components") == {}


def test_the_command_that_sets_everything_up_needs_only_the_standard_library() -> None:
    kept = REPOSITORY / "kept.py"
    if not kept.exists():
        pytest.skip("kept.py is not here")
    assert {module.split(".")[0] for module in imported(kept)} <= sys.stdlib_module_names


@pytest.mark.parametrize("room", HEADLESS)
def test_a_room_without_a_screen_runs_without_one(room: str) -> None:
    loaded = modules_after_importing(room)
    assert sorted(module for module in HEADLESS[room] if any(within(name, {module}) for name in loaded)) == []


def modules_after_importing(room: str) -> set[str]:
    """All modules in memory after a fresh process has imported every module of a room."""
    script = (
        "import importlib, json, pkgutil, sys\n"
        f"room = importlib.import_module({room!r})\n"
        "for found in pkgutil.walk_packages(room.__path__, room.__name__ + '.'): importlib.import_module(found.name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))
