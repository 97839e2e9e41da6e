"""One figure in two versions: the cases that differ make up the difference exactly, each counted as what it is."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest

from data.errors import QueryFailed, StoreError, UsageError
from data.load import Batch, import_batches
from data.store import ENGINE, Store
from data.warehouse import DuckDBPair, DuckDBWarehouse
from metrics.catalog import metric, metrics
from metrics.engine import Engine
from metrics.model import Filter, Kind, Query, Row
from metrics.restated import Restated, Setting, Sort, changed_cases, comparable, restated
from tests.builders import bring, write_rows
from tests.metrics import invented

Q2 = (date(2026, 4, 1), date(2026, 6, 30))
COMPLAINTS = Query(("complaint_resolved_48h",), *Q2)
PERIODS = [(date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 10, 1), date(2025, 12, 31)), (None, None)]
COMPARED = [name for name, item in metrics().items() if comparable(item)]


class Two:
    """Two versions of a store, opened apart and together."""

    def __init__(self, store: Store, a: str, b: str) -> None:
        self.warehouses = [DuckDBWarehouse(store, version) for version in (a, b)]
        self.a, self.b = (Engine(warehouse) for warehouse in self.warehouses)
        self.pair = DuckDBPair(store, a, b)

    def ask(self, query: Query) -> Restated:
        return restated(self.a, self.b, self.pair, query)

    def close(self) -> None:
        for opened in (*self.warehouses, self.pair):
            opened.close()


def complaint(name: str, resolved: str = "2026-05-12 08:00:00", **cells: object) -> dict[str, object]:
    return {"ticket_id": name, "kind": "complaint", "status": "closed", "created_at": "2026-05-11 09:00:00",
            "resolved_at": resolved, **cells}  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Ten complaints as reported; then two late ones, three corrections and one case that came in after the first version."""
    store = Store(tmp_path_factory.mktemp("two") / "store")
    rows = [complaint(f"C{number}") for number in range(10)]
    rows.append({"ticket_id": "last", "kind": "inquiry", "created_at": "2026-07-10 09:00:00"})
    first = bring(store, "tickets", rows).version
    late = "2026-05-20 09:00:00"
    changes = [complaint("L1"), complaint("L2", late), complaint("C1", late), complaint("C2", status="spam"),
               complaint("C3", created_at="2026-07-01 09:00:00", resolved="2026-07-02 08:00:00"),
               complaint("N1", created_at="2026-07-11 09:00:00", resolved="2026-07-12 08:00:00")]  # fmt: skip
    second = bring(store, "tickets", changes).version
    found = Two(store, str(first), str(second))
    yield found
    found.close()


def test_late_rows_and_corrections_are_counted_by_what_they_do(two: Two) -> None:
    found = two.ask(COMPLAINTS)
    assert (found.before.numerator, found.before.denominator) == (10, 10)
    assert (found.after.numerator, found.after.denominator) == (8, 10)
    told = {sort: (item.n, item.numerator, item.denominator) for sort, item in found.changed.items()}
    assert told == {Sort.LATE: (2, 1, 2), Sort.CORRECTION: (3, -3, -2)}


def test_each_case_that_differs_is_told_by_what_it_was_and_is(two: Two) -> None:
    listed = {
        case.key[0]: (case.sort, case.before, case.after) for case in changed_cases(two.a, two.b, two.pair, COMPLAINTS)
    }
    assert listed == {
        "L1": (Sort.LATE, None, "hit"), "L2": (Sort.LATE, None, "miss"), "C1": (Sort.CORRECTION, "hit", "miss"),
        "C2": (Sort.CORRECTION, "hit", None), "C3": (Sort.CORRECTION, "hit", None),
    }  # fmt: skip
    only = changed_cases(two.a, two.b, two.pair, COMPLAINTS, Sort.LATE)
    assert [case.key for case in only] == [("L1",), ("L2",)]
    assert len(changed_cases(two.a, two.b, two.pair, COMPLAINTS, limit=2)) == 2


def test_what_came_in_after_the_first_version_ended_is_no_fault_of_it(two: Two) -> None:
    found = two.ask(Query(("complaints_received",), date(2026, 7, 1), date(2026, 7, 31)))
    assert {sort: item.n for sort, item in found.changed.items()} == {Sort.CORRECTION: 1, Sort.SINCE: 1}


def test_seen_the_other_way_round_late_rows_are_withdrawn(two: Two) -> None:
    found = restated(two.b, two.a, DuckDBPairReversed(two), COMPLAINTS)
    assert {sort: (item.n, item.numerator) for sort, item in found.changed.items()} == {
        Sort.WITHDRAWN: (2, -1), Sort.CORRECTION: (3, 3),
    }  # fmt: skip


class DuckDBPairReversed:
    """The same connection with the names of the two versions exchanged."""

    def __init__(self, two: Two) -> None:
        self.two = two

    def fetch(self, statement: str, values: dict[str, object]) -> Sequence[tuple[object, ...]]:
        turned = statement.replace("version_a", "version_c").replace("version_b", "version_a")
        return self.two.pair.fetch(turned.replace("version_c", "version_b"), values)


def test_a_filter_narrows_both_versions(two: Two) -> None:
    found = two.ask(Query(("complaint_resolved_48h",), *Q2, where=(Filter("kind", ("inquiry",)),)))
    assert (found.changed, found.before.value, found.after.value) == ({}, None, None)


def test_a_figure_that_is_not_made_of_cases_is_refused(two: Two) -> None:
    for name in ("order_speedup", "first_response_p50", "complaints_per_1000"):
        with pytest.raises(UsageError, match="single cases"):
            two.ask(Query((name,), *Q2))


def test_settings_that_changed_are_named(store: Store) -> None:
    first = bring(store, "tickets", [complaint("C1")]).version
    (store.root / "organisation.toml").write_text("reopen_window_days = 3\n")
    second = bring(store, "tickets", [complaint("C2")]).version
    two = Two(store, str(first), str(second))
    (setting,) = two.ask(COMPLAINTS).settings
    two.close()
    assert (setting.before, setting.after) == ("7", "3")
    assert isinstance(setting, Setting)


def test_a_version_is_not_compared_with_itself_nor_with_one_that_was_changed(store: Store) -> None:
    first = str(bring(store, "tickets", [complaint("C1")]).version)
    second = str(bring(store, "tickets", [complaint("C2")]).version)
    with pytest.raises(UsageError, match="two different"):
        DuckDBPair(store, first, first)
    path = store.folder(first) / ENGINE
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(StoreError, match="changed after publication"):
        DuckDBPair(store, first, second)


@pytest.mark.parametrize(
    "statement",
    ["COPY (SELECT 1) TO '{file}.wal'", "ATTACH '{file}' AS other", "SELECT * FROM read_text('{file}')",
     "CREATE TABLE version_a.more AS SELECT 1", "SET enable_external_access = true", "INSTALL httpfs"],
)  # fmt: skip
def test_the_connection_of_two_versions_is_locked(two: Two, tmp_path: Path, statement: str) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(QueryFailed):
        two.pair.fetch(statement.format(file=file), {})
    assert not (tmp_path / "file.wal").exists()


@pytest.fixture(scope="module")
def random_worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Invented rows of every source, and a second version in which some came late, changed, or were withdrawn."""
    root = tmp_path_factory.mktemp("restated")
    store, draw = Store(root / "store"), Random(618)
    versions = []
    for side in ("a", "b"):
        batches = [
            Batch([write_rows(root / f"{source}_{side}.csv", _seen_by(side, source, draw))], source=source)
            for source in ("orders", "tickets", "inspections", "surveys")
        ]
        versions.append(str(import_batches(store, batches, demo=False)[0].version))
        (store.root / "current").unlink()  # the second is not built on the first, so that rows can be missing from it
    two = Two(store, *versions)
    yield two
    two.close()


def _seen_by(side: str, source: str, draw: Random) -> list[dict[str, object]]:
    """Nine of ten rows; in the second version some have the kind, the result or the score of another row."""
    rows = [dict(row) for row in invented.records(invented.SOURCES[source]())][:900]
    kept = [row for row in rows if draw.random() < 0.9]
    for row in kept if side == "b" else []:
        if draw.random() < 0.05:
            other = draw.choice(rows)
            row |= {
                name: other[name]
                for name in ("kind", "result", "csat", "express", "status")
                if row.get(name) and other.get(name)
            }
    return kept


@pytest.mark.parametrize("name", COMPARED)
def test_the_effects_of_the_cases_that_differ_add_up_to_the_change(random_worlds: Two, name: str) -> None:
    for start, end in PERIODS:
        found = random_worlds.ask(Query((name,), start, end))
        numerator = sum(item.numerator for item in found.changed.values())
        denominator = sum(item.denominator for item in found.changed.values())
        assert _parts(found.before, name)[0] + numerator == _parts(found.after, name)[0]
        assert _parts(found.before, name)[1] + denominator == _parts(found.after, name)[1]


def test_the_two_random_versions_differ_in_every_way(random_worlds: Two) -> None:
    sorts = {sort for name in COMPARED for sort in random_worlds.ask(Query((name,))).changed}
    assert sorts >= {Sort.LATE, Sort.CORRECTION, Sort.WITHDRAWN}


def _parts(row: Row, name: str) -> tuple[int, int]:
    """Numerator and denominator; the sum and the number of the values of a mean; the count twice of what is only counted."""
    found = metric(name)
    if found.kind is Kind.MEAN:
        return round((row.value or 0.0) * row.n / found.scale), row.n
    if "denominator" in found.measures:
        return row.numerator or 0, row.denominator or 0
    return row.numerator or 0, row.numerator or 0
