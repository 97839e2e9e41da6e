"""A version built on the one before by the difference holds what the same rows make when everything is built anew."""

import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from data import change, engine_tables, monthly, roll_ups
from data.change import Change
from data.contracts import contracts
from data.monthly import CODE, DIFFERENT, MONTH, PublishedMonthly
from data.roll_ups import CUT, DAY, INDEX, Published, column_name, specified, table_name
from data.store import ENGINE, Store
from tests.builders import Row, bring, bring_sources
from tests.metrics import invented

SIZE = 260
"""Rows of each source at first; as many again may come in."""
SCARCE = """
[calendars.scarce]
holidays = "china"
shifts = [{ since = 2020-01-01, hours = ["09:00-09:10"] }]
[clocks]
"tickets.answered_48h" = "scarce"
"""
"""So little working time that a limit may run beyond the days of the calendar that are looked at."""


class Invented:
    """Rows of every source, of which the first are known at the beginning."""

    def __init__(self) -> None:
        self.rows = {name: invented.records(make())[: 2 * SIZE] for name, make in invented.SOURCES.items()}

    def known(self) -> dict[str, list[Row]]:
        return {name: list(rows[: max(len(rows) // 2, 1)]) for name, rows in self.rows.items()}

    def changes(self, source: str, chance: random.Random, few: int) -> list[Row]:
        """New rows, and known ones that say what another row says."""
        rows, key = self.rows[source], contracts()[source].key
        return [
            chance.choice(rows) | {name: found[name] for name in key}
            for found in chance.sample(rows, min(few, len(rows)))
        ]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Invented, Path]]:
    """A store with the first rows, where every source counts as large and any part of it may change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roll_ups, "LARGE", 1)
        patch.setattr(change, "MOST", 1.0)
        made = Invented()
        store = Store(tmp_path_factory.mktemp("begun") / "store")
        store.make_root()
        (store.root / "organisation.toml").write_text(SCARCE, "utf-8")
        bring_sources(store, made.known())
        yield made, store.root


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Change]]:
    """What became of each source, import by import."""
    seen: list[dict[str, Change]] = []
    build = engine_tables.build

    def watched(connection: Any, organisation: Any, changes: Any, known: Any) -> list[str]:
        seen.append(changes)
        return build(connection, organisation, changes, known)

    monkeypatch.setattr(engine_tables, "build", watched)
    return seen


numbers = itertools.count()


def copied(root: Path, into: Path) -> Store:
    """A store of one's own, as it was."""
    target = into / f"copy-{next(numbers)}" / "store"
    shutil.copytree(root, target)
    return Store(target)


def built_anew(store: Store, source: str, rows: Sequence[Row]) -> tuple[str, str]:
    """The version in force, and one of the same rows built whole, because a setting without effect was changed."""
    before = store.current_id()
    with (store.root / "organisation.toml").open("a", encoding="utf-8") as file:
        file.write('\n[labels.channel]\nweb = { en = "Web", zh = "网页" }\n')
    report = bring(store, source, rows)
    assert report.counts.changes == 0
    after = store.current_id()
    assert before is not None
    assert after is not None
    assert before != after
    return before, after


def assert_same(store: Store, versions: tuple[str, str]) -> None:
    """Two versions hold the same: the rows of every engine table, and what every roll-up adds up to."""
    with duckdb.connect() as connection:
        for name, version in zip("ab", versions, strict=True):
            connection.execute(f"ATTACH '{store.folder(version) / ENGINE}' AS {name} (READ_ONLY)")
        for source in contracts():
            assert_equal(connection, f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM $.{source}")
        a, b = (
            {
                (item.source, item.axis): item
                for (text,) in connection.execute(f"SELECT content FROM {name}.{INDEX}").fetchall()
                for item in [Published.from_json(text)]
            }
            for name in "ab"
        )
        assert set(a) == set(b)
        for item in specified():
            key = (item.source, item.axis)
            if key not in a:
                continue
            table = table_name(*key)
            assert (a[key].as_of, a[key].cuts) == (b[key].as_of, b[key].cuts)
            keys = ", ".join([CUT, DAY, *(f"CAST({name} AS VARCHAR)" for name in item.dimensions)])
            columns = [(column_name(place), least) for place, (_, least) in enumerate(item.columns)]
            told = ", ".join(f"min({name})" if least else f"sum({name})" for name, least in columns)
            some = " OR ".join(f"sum({name}) <> 0" for name, least in columns if not least)
            assert_equal(connection, f"SELECT {keys}, {told} FROM $.{table} GROUP BY ALL HAVING {some}")
            for version, published in (("a", a[key]), ("b", b[key])):
                (lines,) = connection.execute(f"SELECT count(*) FROM {version}.{table}").fetchone() or (0,)
                assert lines == sum(published.lines)
        assert_same_months(connection)
    first, second = (store.manifest(version) for version in versions)
    assert sorted(first.notes) == sorted(second.notes)
    for name, state in first.sources.items():
        other = second.sources[name]
        assert (state.rows, state.first, state.data_to, state.day_only) == (
            other.rows, other.first, other.data_to, other.day_only,
        )  # fmt: skip


def assert_same_months(connection: duckdb.DuckDBPyConnection) -> None:
    """What every monthly table adds up to; different things are counted once per line and never added up."""
    moments = [connection.execute(f"SELECT content FROM {name}.{monthly.INDEX}").fetchall() for name in "ab"]
    a, b = (
        {PublishedMonthly.from_json(text).item: PublishedMonthly.from_json(text).as_of for (text,) in found}
        for found in moments
    )
    assert a == b
    for item in a:
        keys = ", ".join([CUT, MONTH, CODE, *(f"CAST({name} AS VARCHAR)" for name, _ in item.dimensions)])
        names = [column_name(place) for place in range(len(item.columns))]
        told = [*(f"sum({name})" for name in names), *([f"list({DIFFERENT})"] if item.different else [])]
        some = " OR ".join(f"sum({name}) <> 0" for name in names)
        assert_equal(connection, f"SELECT {keys}, {', '.join(told)} FROM $.{item.table} GROUP BY {keys} HAVING {some}")


def assert_equal(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    for one, other in ("ab", "ba"):
        missing = f"{select.replace('$', one)} EXCEPT ALL {select.replace('$', other)}"
        assert connection.execute(missing).fetchmany(5) == [], (one, select[:300])


@settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(seed=st.integers(0, 10**6), steps=st.lists(
    st.lists(st.sampled_from(list(invented.SOURCES)), min_size=1, max_size=3, unique=True), min_size=1, max_size=3,
))  # fmt: skip
def test_changes_in_any_order_make_what_the_rows_make(begun, tmp_path, seed: int, steps: list[list[str]]) -> None:
    made, root = begun
    chance, store = random.Random(seed), copied(root, tmp_path)
    for sources in steps:
        before = store.current_id()
        bring_sources(store, {source: made.changes(source, chance, chance.choice((1, 12))) for source in sources})
        after = store.current_id()
        if after != before and chance.random() < 0.3:
            store.undo(str(after))
    assert_same(store, built_anew(store, "merchants", made.known()["merchants"]))
