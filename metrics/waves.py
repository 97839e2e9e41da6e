"""Survey waves one by one, and what they would say if every wave had asked the same mix of customers."""

from collections import defaultdict
from dataclasses import dataclass

from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Query, Row, Scope

GROUP = "customer_group"


@dataclass(frozen=True)
class Wave:
    """One wave.

    Attributes:
        satisfied: share of 4–5, with n and interval.
        response: share of the questionnaires sent that were answered.
        at_equal_mix: the share of 4–5 if each customer group had the weight it has in all waves together (direct
            standardisation); None where a group of that mix did not answer in this wave.
    """

    name: str
    satisfied: Row
    response: Row
    at_equal_mix: float | None


def waves(
    engine: Engine, query: Query, most: int, scope: Scope = ALL_ROWS
) -> list[Wave]:  # fmt: skip
    """The latest waves up to the end of the query, oldest first; the query's metrics are not looked at."""
    only = Filter("kind", ("wave",))

    def ask(name: str, *by: str) -> tuple[Row, ...]:
        asked = Query((name,), None, query.end, by=("wave", *by), where=(only, *query.where), as_of=query.as_of)
        return engine.run(asked, scope).rows

    satisfied = {str(row.group[0]): row for row in ask("customer_satisfaction") if row.group[0] is not None}
    response = {str(row.group[0]): row for row in ask("response_rate")}
    names = sorted(satisfied)[-most:]
    adjusted = at_equal_mix([row for row in ask("customer_satisfaction", GROUP) if str(row.group[0]) in names])
    return [Wave(name, satisfied[name], response[name], adjusted.get(name)) for name in names]


def at_equal_mix(rows: list[Row]) -> dict[str, float]:
    """Rates by (wave, group) → by wave, each group weighted by its answers in all waves together.

    Direct standardisation: Σ weight × rate of the group ÷ Σ weight. A wave in which a group is missing has none.
    """
    weight: dict[object, int] = defaultdict(int)
    rates: dict[str, dict[object, float]] = defaultdict(dict)
    for row in rows:
        weight[row.group[1]] += row.denominator or 0
        if row.value is not None:
            rates[str(row.group[0])][row.group[1]] = row.value
    wanted = {group: n for group, n in weight.items() if n}
    total = sum(wanted.values())
    return {
        wave: sum(n * found[group] for group, n in wanted.items()) / total
        for wave, found in rates.items()
        if wanted.keys() <= found.keys()
    }
