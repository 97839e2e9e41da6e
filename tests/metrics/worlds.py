"""A world = one published version, opened twice: by the engine under test, and by plain SQL on the contract rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from data.__main__ import main as data_command
from data.plan import write_plan
from data.store import ROWS, Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine
from metrics.model import Query, Row
from metrics.periods import Period
from tests.builders import write_rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHECKS = Path(__file__).resolve().parent.parent / "checks"
MAPPINGS = Path(__file__).resolve().parents[2] / "data" / "mappings"

FAMILIES: dict[str, tuple[str, dict[str, object]]] = {
    **{
        f"complaint_{step}_{name}": (f"complaint_{file}", {"quantile": quantile})
        for step, file in (
            ("judged", "judged"),
            ("handled", "handled"),
            ("told", "told_step"),
            ("archived", "archived"),
        )
        for name, quantile in (("p50", 0.5), ("p90", 0.9))
    },
    **{f"agents_due_{days}": ("agents_due", {"ahead": days}) for days in (30, 60, 90)},
    **{
        f"{name}_score": ("dimension_score", {"dimension": name})
        for name in ("speed", "attitude", "professionalism", "satisfaction")
    },
}
"""Metrics that differ by one word share a check query: metric → file, and the word."""

Case = Mapping[str, object]


def moment(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """UTC epoch seconds of a local time as written."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


@dataclass(frozen=True)
class World:
    """One version in force."""

    store: Store

    @cached_property
    def engine(self) -> Engine:
        return Engine(DuckDBWarehouse(self.store))

    @cached_property
    def rows(self) -> duckdb.DuckDBPyConnection:
        """A connection with the contract rows attached as `rows`."""
        version = self.store.current_id()
        assert version is not None
        connection = duckdb.connect()
        connection.execute(f"ATTACH '{self.store.folder(version) / ROWS}' AS rows (READ_ONLY)")
        return connection

    def close(self) -> None:
        """Give up whatever was opened."""
        for opened in ("engine", "rows"):
            if opened in vars(self):
                (self.engine._warehouse if opened == "engine" else self.rows).close()

    def check(self, metric: str, as_of: int, day: date | None = None, first_day: date | None = None) -> pd.DataFrame:
        """What the hand-written check query of a metric says of each case; states are asked for a day."""
        file, words = FAMILIES.get(metric, (metric, {}))
        text = (CHECKS / f"{file}.sql").read_text("utf-8")
        moment_of = datetime.fromtimestamp(as_of, ZoneInfo("UTC")).replace(tzinfo=None)
        given = {"as_of": moment_of, "day": day, "first_day": first_day, **words}
        return self.rows.execute(text, {name: given[name] for name in set(re.findall(r"\$(\w+)", text))}).df()


def import_rows(root: Path, *, organisation: str = "", **sources: Iterable[Case]) -> World:
    """Write each source as CSV under the contract's own column names, and import it by the command line."""
    root.mkdir(parents=True, exist_ok=True)
    store = root / "store"
    store.mkdir(exist_ok=True)
    if organisation:
        (store / "organisation.toml").write_text(organisation, "utf-8")
    for source, cases in sources.items():
        write_rows(root / f"{source}.csv", list(cases))
    import_plan(store, root, [{"files": [f"{source}.csv"], "source": source} for source in sources])
    return World(Store(store))


def import_plan(store: Path, folder: Path, imports: list[dict[str, object]]) -> None:
    """`python -m data import --plan`, without the subprocess; refused means failed."""
    assert data_command(["import", "--plan", str(write_plan(folder, imports)), "--store", str(store)]) == 0


def import_file(store: Path, path: Path, *how: str) -> None:
    """`python -m data import`, without the subprocess; refused means failed."""
    assert data_command(["import", str(path), *how, "--store", str(store)]) == 0


def in_one_row(world: World, metric: str, period: Period | None = None, **question: object) -> Row:
    """The single row of a metric asked for without grain and dimensions."""
    days = {} if period is None else {"start": period.start, "end": period.end}
    return world.engine.run(Query((metric,), **days, **question)).only(metric)  # type: ignore[arg-type]
