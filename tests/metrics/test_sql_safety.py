"""What people type never becomes SQL: values are bound, names looked up, statements composed in a few known files."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from data.errors import UnknownName
from metrics.build import Question, build
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.model import Filter, Grain, Query
from tests.metrics.worlds import World

REPOSITORY = Path(__file__).resolve().parents[2]
COMPOSE_IN_DATA = {
    "data/actions.py",
    "data/affected.py",
    "data/changed_rows.py",
    "data/different_things.py",
    "data/engine_difference.py",
    "data/engine_rows.py",
    "data/engine_tables.py",
    "data/first_import.py",
    "data/folding.py",
    "data/merge.py",
    "data/proposal/dates.py",
    "data/proposal/links.py",
    "data/proposal/look.py",
    "data/proposal/opened.py",
    "data/proposal/shapes.py",
    "data/quality/measure.py",
    "data/quality/orphans.py",
    "data/quality/profile.py",
    "data/readers/delimited.py",
    "data/readers/parquet.py",
    "data/rejects.py",
    "data/restoring.py",
    "data/reviews.py",
    "data/roll_up_index.py",
    "data/rolling_monthly.py",
    "data/rolling_up.py",
    "data/source_import.py",
    "data/staging.py",
    "data/sync/postgres_table.py",
    "data/trial.py",
    "data/warehouse.py",
    "data/workbench.py",
    "data/working_spans.py",
}
"""Names of the contracts, of columns and of our own tables are put together; cells, map values and what people type are bound."""
COMPOSE_IN_METRICS = {
    "metrics/build.py", "metrics/build_cases.py", "metrics/build_defects.py", "metrics/build_restated.py",
    "metrics/build_monthly.py",
    "metrics/build_series.py",
    "metrics/build_states.py",
}  # fmt: skip
RELATIONS = {"metrics/definitions/training.py"}
"""Definitions that stand a constant SELECT in the engine table's place (`Metric.relation`); nothing is put into it."""
HAND_ON = {
    "data/state.py": r"statement", "data/warehouse.py": r"statement", "data/restoring.py": r"statement|OBJECTS",
    "data/sync/postgres.py": r"SETTINGS", "data/sync/postgres_table.py": r"RELATIONS?|COLUMNS",
    "metrics/engine.py": r"statement|\w+\.sql|values_statement\(.*\)",
    "metrics/counted.py": r"listed\(source, name\)",
    "metrics/data_defects.py": r"count_where\(question, condition\)", "metrics/restated.py": r"statement\.sql",
    "metrics/cases.py": r"statement|count_cases\(question\)", "metrics/one_case.py": r"statement",
}  # fmt: skip
"""Files that run a statement composed elsewhere, and how they name it."""

ATTACKS = (
    "' OR '1'='1", "'; DROP TABLE tickets; --", "$as_of", "$f1", "?", ") OR true --", "NULL", "\\", "%", "\x00", "\ud800",
    "1 UNION SELECT * FROM orders", "“华东”", "phone\n", "ＰＨＯＮＥ", "ß", "İ", "a" * 5_000,
)  # fmt: skip
DIMENSIONS = [("ticket_arrivals", name) for name in dimensions("tickets")] + [
    ("order_in_promise", name) for name in dimensions("orders")
]


def test_any_text_in_any_filter_is_unknown_or_keeps_some_of_the_rows(invented_world: World) -> None:
    engine = invented_world.engine
    whole = {name: engine.run(Query((name,))).only(name) for name in ("ticket_arrivals", "order_in_promise")}

    @settings(max_examples=300)
    @given(st.sampled_from(DIMENSIONS), st.lists(st.one_of(st.text(), st.sampled_from(ATTACKS), st.none()), max_size=3))
    def holds(asked: tuple[str, str], values: list[str | None]) -> None:
        metric, dimension = asked
        try:
            row = engine.run(Query((metric,), where=(Filter(dimension, tuple(values)),))).only(metric)
        except UnknownName:
            return
        assert row.n <= whole[metric].n
        assert row.excluded <= whole[metric].excluded

    holds()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: repr(text[:20]))
@pytest.mark.parametrize("asked", DIMENSIONS, ids=lambda asked: asked[1])
def test_an_attack_in_a_filter_is_an_unknown_value(invented_world: World, asked: tuple[str, str], attack: str) -> None:
    metric, dimension = asked
    with pytest.raises(UnknownName):
        invented_world.engine.run(Query((metric,), where=(Filter(dimension, (attack,)),)))


@given(st.text())
@example("backlog; DROP TABLE tickets")
@example("backlog'")
def test_any_text_as_a_metric_or_dimension_is_unknown(invented_world: World, text: str) -> None:
    questions = [Query((text,)), Query(("backlog",), by=(text,)), Query(("backlog",), where=(Filter(text, ("x",)),))]
    for question in questions if text not in metrics() and text not in dimensions("tickets") else []:
        with pytest.raises(UnknownName):
            invented_world.engine.run(question)


def test_a_value_with_a_quote_is_found_like_any_other(invented_world: World) -> None:
    where = (Filter("region", ("O'Brien; --",)),)
    assert invented_world.engine.run(Query(("order_in_promise",), where=where)).only("order_in_promise").n > 0


@given(st.sampled_from(DIMENSIONS), st.lists(st.text(), min_size=1, max_size=4))
def test_bound_values_never_appear_in_the_text_of_a_statement(asked: tuple[str, str], values: list[str]) -> None:
    metric, dimension = asked
    marked = tuple(f"§{value}" for value in values)
    built = build(Question(metrics()[metric], 17, where=(Filter(dimension, marked),), grain=Grain.DAY, by=(dimension,)))
    assert "§" not in built.sql
    assert set(marked) <= set(built.values.values())
    assert set(re.findall(r"\$(\w+)", built.sql)) == set(built.values)


# --- where statements are composed


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _files(package: str) -> list[Path]:
    return sorted((REPOSITORY / package).rglob("*.py"))


def _runs(path: Path) -> list[tuple[ast.expr, ast.AST]]:
    """What reaches an engine in a file: the first argument of every execute…() or fetch(), with the function around it."""
    found: list[tuple[ast.expr, ast.AST]] = []
    scopes = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)] or [_tree(path)]
    for scope in scopes:
        found += [
            (node.args[0], scope)
            for node in ast.walk(scope)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("execute", "executemany", "fetch")
            and node.args
        ]
    return found


def _is_composed(argument: ast.expr, scope: ast.AST) -> bool:
    """Whether an f-string, +, % or format() makes the text, here or where the name was given."""
    if isinstance(argument, ast.Name):
        given = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == argument.id for to in node.targets)
        ]
        return any(_is_composed(value, scope) for value in given)
    return any(
        isinstance(node, ast.JoinedStr | ast.BinOp)
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("format", "join", "replace")
        )
        for node in ast.walk(argument)
    )


def _relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_composed_statements_reach_the_engine_from_the_known_files_only() -> None:
    composing = {
        _relative(path)
        for package in ("data", "metrics")
        for path in _files(package)
        if any(_is_composed(argument, scope) for argument, scope in _runs(path))
    }
    assert composing == COMPOSE_IN_DATA


def test_whoever_runs_a_statement_runs_a_literal_or_one_composed_in_a_known_file() -> None:
    others = [
        (_relative(path), ast.unparse(argument))
        for package in ("data", "metrics")
        for path in _files(package)
        for argument, scope in _runs(path)
        if not isinstance(argument, ast.Constant) and not _is_composed(argument, scope)
    ]
    assert {file for file, _ in others} == set(HAND_ON)
    assert [(file, text) for file, text in others if not re.fullmatch(HAND_ON[file], text)] == []


def test_of_the_metrics_side_only_the_builders_write_select_from_or_where() -> None:
    keyword = re.compile(r"\b(SELECT|FROM|WHERE|GROUP BY|ORDER BY|JOIN)\b")
    writing = set()
    for path in _files("metrics"):
        docs = {id(node.body[0].value) for node in ast.walk(_tree(path))
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
        texts = [
            node for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if any(keyword.search(str(node.value)) for node in texts if id(node) not in docs):
            writing.add(_relative(path))
    assert writing == COMPOSE_IN_METRICS | RELATIONS


def test_the_pages_and_charts_run_no_statement_at_all() -> None:
    running = [
        _relative(path) for package in ("pages", "components", "charts") for path in _files(package) if _runs(path)
    ]
    assert running == []
