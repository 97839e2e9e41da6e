"""The statements of by_hand.sql, each split by what a question asks for."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("by_hand.sql")
HEAD = re.compile(r"^-- name: (\w+), axis: (\w+)\n(.*?);$", re.M | re.S)


@dataclass(frozen=True)
class ByHand:
    """A statement a person wrote; `axis` is what dates its rows."""

    name: str
    axis: str
    sql: str

    def split(self, *keys: str, by_month: bool = False, where: str = "") -> str:
        """The statement with its rows split by columns (the month first) and filtered by one more condition."""
        columns = [*([f"{self.axis}_month"] if by_month else []), *keys]
        listed = "".join(f"{column}, " for column in columns)
        ordered = "\nORDER BY ALL" if columns else ""
        text = self.sql.replace("/* keys */", listed).replace("/* filter */", f"AND {where}" if where else "")
        return text + ordered


@cache
def by_hand() -> dict[str, ByHand]:
    """All of them, by the metric they answer."""
    found = HEAD.findall(FILE.read_text("utf-8"))
    return {name: ByHand(name, axis, sql) for name, axis, sql in found}
