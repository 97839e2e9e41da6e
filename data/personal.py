"""Personal data stop at the door: what looks like a phone, an e-mail address, an identity number or a name is not stored.

In columns that hold the code of a person, a keyed pseudonym takes the value's place, so that the person is still the
same in all files. In other columns the value is dropped. Columns a mapping does not name are never stored at all.
"""

import duckdb

from data.cells import Bound
from data.computed_cells import pseudonym
from data.contracts.model import Column, Type
from data.mapping import Cell, Mapping

PHONE = r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
IDENTITY = r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
NAME = r"\p{Han}{2,4}|\p{Lu}\p{Ll}+( \p{Lu}\.?)*( \p{Lu}\p{Ll}+)+"
"""Two to four Chinese characters, or a first name and a family name."""

PERSON = f"{PHONE}|{EMAIL}|{IDENTITY}|{NAME}"
"""What no code of a person may look like."""
WITHIN = rf"(^|[^0-9A-Za-z])({PHONE}|{IDENTITY})([^0-9A-Za-z]|$)|[^@\s]+@[^@\s]+\.\w+"
"""What no other text may hold, anywhere in it; within a longer code the same digits are none of it."""


def screen(connection: duckdb.DuckDBPyConnection, mapping: Mapping, secret: str) -> dict[str, int]:
    """Take personal data out of `typed`; returns how many values of which column were replaced or dropped."""
    tested = [(column, pattern) for cell in mapping.cells if (column := mapping.contract.column(cell.column))
              and (pattern := _pattern(column, cell, mapping)) is not None]  # fmt: skip
    if not tested:
        return {}
    counts = ", ".join(f"count(*) FILTER (WHERE {_looks(column, pattern)})" for column, pattern in tested)
    found = connection.execute(f"SELECT {counts} FROM typed").fetchone() or ()
    for (column, pattern), count in zip(tested, found, strict=True):
        if count:
            bound = Bound()
            instead = pseudonym(column.name, secret, bound) if column.personal else "NULL"
            connection.execute(
                f"UPDATE typed SET {column.name} = {instead} WHERE {_looks(column, pattern)}", bound.values
            )
    return {column.name: count for (column, _), count in zip(tested, found, strict=True) if count}


def _pattern(column: Column, cell: Cell, mapping: Mapping) -> str | None:
    """What to look for in a column: numbers of orders and the like can look like phones, so they are left alone."""
    if column.type is not Type.TEXT or column.values or cell.hashed or cell.row or cell.constant is not None:
        return None
    if column.personal:
        return PERSON
    return WITHIN if column.dimension and column.name not in mapping.contract.key else None


def _looks(column: Column, pattern: str) -> str:
    matches = "regexp_full_match" if column.personal else "regexp_matches"
    return f"coalesce({matches}({column.name}, '{pattern}'), false)"
