"""Personal data stop at the door: what looks like a phone, an e-mail address, an identity number or a name is not stored.

In columns that hold the code of a person, a keyed pseudonym takes the value's place, so that the person is still the
same in all files. In other columns the value is dropped. Columns a mapping does not name are never stored at all.
"""

import duckdb

from data.contracts.model import Column, Type
from data.mapping import Cell, Mapping

PHONE = r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
IDENTITY = r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
NAME = r"\p{Han}{2,4}|\p{Lu}\p{Ll}+( \p{Lu}\.?)*( \p{Lu}\p{Ll}+)+"
"""Two to four Chinese characters, or a first name and a family name."""

SHORTEST_NUMBER = 11
"""Characters of the shortest text that can be a phone or identity number; all of these hold a 1 or a 0."""
PERSON = f"{PHONE}|{EMAIL}|{IDENTITY}|{NAME}"
"""What no code of a person may look like."""
WITHIN = rf"(^|[^0-9A-Za-z])({PHONE}|{IDENTITY})([^0-9A-Za-z]|$)|[^@\s]+@[^@\s]+\.\w+"
"""What no other text may hold, anywhere in it; within a longer code the same digits are none of it."""


def screened(mapping: Mapping) -> list[tuple[Column, str]]:
    """The columns of a mapping in which personal data are looked for, with the SQL that says whether a value is such."""
    return [(column, _looks(column, pattern)) for cell in mapping.cells
            if (pattern := _pattern(column := mapping.contract.column(cell.column), cell, mapping)) is not None]  # fmt: skip


def count_screened(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> dict[str, int]:
    """How many values of which column of `typed` were replaced or dropped."""
    names = [column.name for column, _ in screened(mapping)]
    bits = connection.execute("SELECT __screened, count(*) FROM typed WHERE __screened > 0 GROUP BY ALL").fetchall()
    counts = {name: sum(n for bit, n in bits if bit >> place & 1) for place, name in enumerate(names)}
    return {name: count for name, count in counts.items() if count}


def _pattern(column: Column, cell: Cell, mapping: Mapping) -> str | None:
    """What to look for in a column: numbers of orders and the like can look like phones, so they are left alone."""
    if column.type is not Type.TEXT or column.values or cell.hashed or cell.row or cell.constant is not None:
        return None
    if column.personal:
        return PERSON
    return WITHIN if column.dimension and column.name not in mapping.contract.key else None


def _looks(column: Column, pattern: str) -> str:
    """A cheap test first, which hardly any code passes: each of the patterns needs one of these."""
    matches, name = "regexp_full_match" if column.personal else "regexp_matches", column.name
    number = f"strlen({name}) >= {SHORTEST_NUMBER} AND (contains({name}, '1') OR contains({name}, '0'))"
    possible = f"contains({name}, '@') OR {number}"
    if column.personal:
        possible += f" OR contains({name}, ' ') OR strlen({name}) <> length({name})"
    return f"CASE WHEN {possible} THEN {matches}({name}, '{pattern}') ELSE false END"
