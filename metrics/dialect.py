"""The few SQL functions that engines spell differently. One dialect per engine; statements are built from these."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """How one engine spells things; the default is DuckDB."""

    name: str = "duckdb"
    quantiles: str = "quantile_cont({expression}, {list})"
    floor_div: str = "({left} // {right})"
    row_id: str = "rowid"
    """What names a row of a table, quick to come back to; empty where an engine has none."""
    enum_values: str = "UNNEST(enum_range(CAST(NULL AS {type})))"

    enum_code: str = "ENUM_CODE({expression})"

    def placeholder(self, name: str) -> str:
        """A named value to be bound."""
        return f"${name}"

    def count_if(self, condition: str) -> str:
        """How many rows meet a condition, as an integer (never NULL)."""
        return f"CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)"

    def sum_of(self, expression: str) -> str:
        """The sum of an integer expression, as an integer (never NULL)."""
        return f"CAST(COALESCE(SUM({expression}), 0) AS BIGINT)"

    def quantiles_of(self, expression: str, quantiles: Sequence[float]) -> str:
        """A list of quantiles of an expression, linear between neighbours; NULLs do not count."""
        return self.quantiles.format(expression=expression, list=list(quantiles))

    def listed(self, enum: str) -> str:
        """The values of an ENUM type, in its order, as lines."""
        return self.enum_values.format(type=enum)

    def code_of(self, expression: str) -> str:
        """The place of an ENUM value among the values of its type."""
        return self.enum_code.format(expression=expression)

    def div(self, left: str, right: int) -> str:
        """Division of integers, rounded down."""
        return self.floor_div.format(left=left, right=right)


DUCKDB = Dialect()
