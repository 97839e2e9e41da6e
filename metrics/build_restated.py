"""Two questions, one of each of two versions → which of their cases differ, and what that does to the figure.

Both versions are on one connection as `version_a` and `version_b`. Within the part of a statement that speaks of one of
them, its tables stand under their plain names, so that the conditions are those of the figure itself.
"""

import re
from dataclasses import dataclass
from typing import Any

from data.contracts import contract, contracts
from data.contracts.model import Type
from metrics.build import Question, Statement, with_moments_bound
from metrics.build_cases import told_rows
from metrics.case_columns import ROLE, VALUE, CaseColumn, Told, key_columns, stored_name
from metrics.dialect import Dialect
from metrics.model import Kind, Metric
from metrics.periods import day_number

KEY = "k"
ARRIVED, PLACED = "arrived_at_s", "placed_on_day"


@dataclass(frozen=True)
class Side(Dialect):
    """The dialect of one version's part: the values it binds have names of their own."""

    side: str = "a"

    def placeholder(self, name: str) -> str:
        """A named value to be bound."""
        return f"${self.side}_{name}"


def changed_sums(a: Question, b: Question) -> Statement:
    """By sort of change: how many cases, and by how much they change numerator and denominator."""
    sql, values = _changed(a, b)
    metric = a.metric
    names = ("sort", "n", "numerator", "denominator")
    parts = [f"{_sum(_numerator(metric, 'b'))} - {_sum(_numerator(metric, 'a'))}",
             f"{_sum(_denominator(metric, 'b'))} - {_sum(_denominator(metric, 'a'))}"]  # fmt: skip
    return Statement(
        f"{sql}\nSELECT sort, CAST(COUNT(*) AS BIGINT), {', '.join(parts)}\nFROM changed\nGROUP BY sort\nORDER BY sort",
        values, names,
    )  # fmt: skip


def changed_list(a: Question, b: Question, sort: str | None, limit: int) -> Statement:
    """The cases that differ, of one sort or of all, by their key: what each was and is to the figure."""
    sql, values = _changed(a, b)
    keys = [f"{KEY}{number}" for number in range(len(key_columns(a.metric)))]
    names = ("sort", "role_a", "role_b", "value_a", "value_b", *keys)
    kept = "" if sort is None else "\nWHERE sort = $sort"
    values |= {"limit": limit} | ({} if sort is None else {"sort": sort})
    order = ", ".join(("sort", *keys))
    return Statement(
        f"{sql}\nSELECT {', '.join(names)}\nFROM changed{kept}\nORDER BY {order}\nLIMIT $limit", values, names
    )


def _changed(a: Question, b: Question) -> tuple[str, dict[str, Any]]:
    """The cases of the two versions side by side, those that differ with the sort of their difference."""
    metric = a.metric
    (one, values_a), (two, values_b) = _side(a, "a"), _side(b, "b")
    keys = [f"{KEY}{number}" for number in range(len(key_columns(metric)))]
    listed = ", ".join(f"COALESCE(one.{key}, two.{key}) AS {key}" for key in keys)
    on = " AND ".join(f"one.{key} = two.{key}" for key in keys)
    both = ", ".join(f"one.{name} AS {name}_a, two.{name} AS {name}_b" for name in (ROLE, VALUE, ARRIVED, PLACED))
    sql = (
        f"WITH one AS (\n{one}\n), two AS (\n{two}\n), both_sides AS (\n"
        f"SELECT {listed}, {both}\nFROM (SELECT * FROM one WHERE {ROLE} <> 'excluded') AS one"
        f" FULL JOIN (SELECT * FROM two WHERE {ROLE} <> 'excluded') AS two ON {on}\n), told AS (\n"
        f"SELECT *, {_known(metric, 'a')} AS known_a, {_known(metric, 'b')} AS known_b\nFROM both_sides\n"
        "WHERE role_a IS DISTINCT FROM role_b OR value_a IS DISTINCT FROM value_b\n"
        f"), changed AS (\nSELECT *, {_sort(metric)} AS sort\nFROM told\n)"
    )
    return sql, {**values_a, **values_b, "reach": a.as_of} | _day_of(metric, a)


def _side(question: Question, side: str) -> tuple[str, dict[str, Any]]:
    """The cases of one version with their key, and the values bound, under names of their own."""
    metric, dialect = question.metric, Side(side=side)
    inner, values = told_rows(question, () if metric.kind is Kind.ENTITIES else _columns(metric), dialect)
    inner = with_moments_bound(inner, values, question, dialect)
    if metric.kind is Kind.ENTITIES:
        nothing = f"CAST(NULL AS BIGINT) AS {ARRIVED}, CAST(NULL AS BIGINT) AS {PLACED}"
        key = f"CAST({metric.entity} AS VARCHAR) AS {KEY}0"
        inner = f"SELECT {ROLE}, {VALUE}, {key}, {nothing}\nFROM (\n{inner}\n) AS entities"
    named = [name for name in contracts() if re.search(rf"\b{name}\b", inner)]
    tables = ", ".join(f"{name} AS (SELECT * FROM version_{side}.{name})" for name in named)
    return f"WITH {tables}\n{inner}", {f"{side}_{name}": value for name, value in values.items()}


def _columns(metric: Metric) -> tuple[CaseColumn, ...]:
    """The key as text, when a case came in, and the day that places it in a period."""
    known = contract(metric.source)
    label = known.label
    keys = [
        CaseColumn(f"{KEY}{number}", label, Told.TEXT, f"CAST({stored_name(known.column(name))} AS VARCHAR)")
        for number, name in enumerate(key_columns(metric))
    ]
    axis = next((column for column in known.columns if column.axis), None)
    arrived = "CAST(NULL AS BIGINT)"
    if axis is not None:
        arrived = stored_name(axis) if axis.type is Type.MOMENT else f"{stored_name(axis)} * 86400"
    placed = f"{metric.axis}_day" if metric.axis and not metric.axis.endswith("_due") else "CAST(NULL AS BIGINT)"
    moments = [
        CaseColumn(name, label, Told.NUMBER, f"CAST({sql} AS BIGINT)")
        for name, sql in ((ARRIVED, arrived), (PLACED, placed))
    ]
    return (*keys, *moments)


def _known(metric: Metric, side: str) -> str:
    """Whether a version has the row at all, whatever it is to the figure."""
    pairs = " AND ".join(
        f"CAST(theirs.{name} AS VARCHAR) = both_sides.{KEY}{number}" for number, name in enumerate(key_columns(metric))
    )
    return f"EXISTS (SELECT 1 FROM version_{side}.{metric.source} AS theirs WHERE {pairs})"


def _sort(metric: Metric) -> str:
    """What became of a case between the two versions."""
    after = "arrived_at_s_b > $reach"
    if _is_placed(metric):
        after = f"({after} OR (known_a AND placed_on_day_b > $reach_day))"
    return (
        f"CASE WHEN role_a IS NULL AND COALESCE({after}, false) THEN 'since'"
        " WHEN role_a IS NULL AND NOT known_a THEN 'late'"
        " WHEN role_b IS NULL AND NOT known_b THEN 'withdrawn'"
        " WHEN role_a = 'undecided' AND role_b <> 'undecided' THEN 'since'"
        " ELSE 'correction' END"
    )


def _is_placed(metric: Metric) -> bool:
    return bool(metric.axis) and not metric.axis.endswith("_due")


def _day_of(metric: Metric, question: Question) -> dict[str, Any]:
    """The last local day the earlier version knows of, where the statement asks for it."""
    if not _is_placed(metric) or question.day is None:
        return {}
    return {"reach_day": day_number(question.day)}


def _numerator(metric: Metric, side: str) -> str:
    """What a case adds to the numerator, or to the sum of a mean."""
    if "denominator" in metric.measures:
        return f"CASE WHEN role_{side} = 'hit' THEN 1 END"
    adds = f"value_{side}" if metric.kind is Kind.MEAN or "amount" in metric.measures else "1"
    return f"CASE WHEN role_{side} = 'counted' THEN {adds} END"


def _denominator(metric: Metric, side: str) -> str:
    if "denominator" in metric.measures:
        return f"CASE WHEN role_{side} IN ('hit', 'miss') THEN 1 END"
    return f"CASE WHEN role_{side} = 'counted' THEN 1 END"


def _sum(sql: str) -> str:
    return f"CAST(COALESCE(SUM({sql}), 0) AS BIGINT)"
