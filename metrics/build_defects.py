"""Question → how many of its cases rest on a defect of the data, by what they are to the figure."""

from data.contracts import contract
from data.contracts.model import Type, stem
from data.quality import Finding
from data.quality.thresholds import first_day, longest_days
from metrics.build import Question, Statement, parts, table_of, with_moments_bound
from metrics.build_cases import role_sql
from metrics.clocks import stop_sql
from metrics.dialect import DUCKDB, Dialect
from metrics.model import Metric
from metrics.periods import day_number

DAY_SECONDS = 86_400
ENDED = {
    "tickets": "(status IN ('resolved', 'closed') OR resolved_s IS NOT NULL OR archived_s IS NOT NULL)",
    "orders": "(status IN ('handed_over', 'delivered', 'completed') OR delivered_s IS NOT NULL)",
}
"""Source → when a case has ended, whatever the moment a clock asks for says."""


def count_where(question: Question, condition: str, dialect: Dialect = DUCKDB) -> Statement:
    """How many cases of each role meet a condition made by `doubted` or `rests_on_empty`."""
    _keys, where, values = parts(question, dialect)
    metric = question.metric
    sql = (
        f"SELECT {role_sql(metric)} AS role, CAST(COUNT(*) AS BIGINT) AS n\nFROM {table_of(metric)}\nWHERE "
        + "\n  AND ".join([*where, f"({condition})"])
        + "\nGROUP BY 1\nORDER BY 1"
    )
    return Statement(with_moments_bound(sql, values, question, dialect), values, ("role", "n"))


def doubted(finding: Finding) -> str | None:
    """The rows a finding concerns, as a condition over the engine table; None where it is not about single rows there."""
    match finding.check:
        case "early":
            seconds = day_number(first_day()) * DAY_SECONDS
            return f"{_engine_name(finding, 0)} < {seconds}"
        case "long":
            return f"{_engine_name(finding, 1)} - {_engine_name(finding, 0)} > {longest_days() * DAY_SECONDS}"
        case "instant":
            return f"{_engine_name(finding, 1)} = {_engine_name(finding, 0)}"
        case "orphans" if finding.other is not None:
            name, key = finding.columns[0], contract(finding.other).key[0]
            known = f"SELECT 1 FROM {finding.other} AS theirs WHERE CAST(theirs.{key} AS VARCHAR) = CAST({finding.source}.{name} AS VARCHAR)"
            return f"{finding.source}.{name} IS NOT NULL AND NOT EXISTS ({known})"
    return None


def rests_on_empty(metric: Metric, *, ended: bool = True) -> str | None:
    """Cases that have ended although the moment that stops the metric's clock is empty; None where it has no clock.

    Without `ended` all cases with that moment empty: where no row has it, nothing says which of them have ended.
    """
    if metric.clock is None or metric.source not in ENDED:
        return None
    stop = stop_sql(contract(metric.source).clock(metric.clock))
    return f"({stop}) IS NULL AND {ENDED[metric.source]}" if ended else f"({stop}) IS NULL"


def _engine_name(finding: Finding, place: int) -> str:
    """The engine table's name of a finding's column."""
    column = contract(finding.source).column(finding.columns[place])
    return f"{stem(column.name)}_s" if column.type is Type.MOMENT else column.name
