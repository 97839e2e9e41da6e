"""Parquet: types are taken as they are, and a moment with a zone is that moment wherever it is read."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.store import Store
from tests.builders import bring_files, rejected, stored
from tests.conftest import REPOSITORY

HERE = datetime(2024, 3, 4, 10, 2, 7)
THERE = datetime(2024, 3, 4, 2, 2, 7)  # the same moment in UTC, read in Asia/Shanghai


def parquet(path: Path, **columns: pa.Array) -> Path:
    """Orders in a Parquet file; what is not given is empty."""
    rows = len(next(iter(columns.values())))
    base = {"order_id": [f"{path.stem} {number}" for number in range(rows)]}
    base["created_at"] = ["2024-03-04 10:02:07"] * rows
    empty = {name: pa.array([None] * rows, pa.string()) for name in ("parcels", "amount", "express", "status", "sku")}
    pq.write_table(pa.table(base | empty | columns), path)
    return path


MOMENTS = {
    "seconds": (HERE, pa.timestamp("s"), THERE),
    "milliseconds": (HERE, pa.timestamp("ms"), THERE),
    "microseconds": (HERE.replace(microsecond=999_999), pa.timestamp("us"), THERE),
    "nanoseconds": (HERE, pa.timestamp("ns"), THERE),
    "utc": (HERE.replace(tzinfo=UTC), pa.timestamp("us", "UTC"), HERE),
    "shanghai": (HERE.replace(tzinfo=timezone(timedelta(hours=8))), pa.timestamp("us", "Asia/Shanghai"), THERE),
    "day": (date(2024, 3, 4), pa.date32(), datetime(2024, 3, 3, 16)),
    "text": ("2024-03-04 10:02:07", pa.string(), THERE),
    "text with zone": ("2024-03-04T10:02:07Z", pa.string(), HERE),
}


@pytest.mark.parametrize("spelling", ["created_at", "Created_At"])
def test_a_moment_is_stored_in_utc_however_its_column_is_spelt(store, tmp_path, spelling):
    paths = [parquet(tmp_path / f"{name}.parquet", created_at=pa.array([value], kind))
             for name, (value, kind, _) in MOMENTS.items()]  # fmt: skip
    bring_files(store, "orders", paths, {"columns": {"order_id": "order_id", "created_at": spelling}})
    found = {one["order_id"].removesuffix(" 0"): one["created_at"] for one in stored(store, "orders")}
    assert found == {name: moment for name, (_, _, moment) in MOMENTS.items()}


VALUES = {
    "int32": ("parcels", [3, None], pa.int32(), [3, None]),
    "whole double": ("parcels", [3.0, None], pa.float64(), [3, None]),
    "uint64": ("parcels", [3, None], pa.uint64(), [3, None]),
    "double": ("amount", [12.5, None], pa.float64(), [Decimal("12.5"), None]),
    "decimal": ("amount", [Decimal("12.50"), None], pa.decimal128(10, 2), [Decimal("12.5"), None]),
    "int64": ("amount", [12, None], pa.int64(), [Decimal(12), None]),
    "bool": ("express", [True, None], pa.bool_(), [True, None]),
    "yes": ("express", ["yes", None], pa.string(), [True, None]),
    "zero": ("express", [0, None], pa.int8(), [False, None]),
    "dictionary": ("status", ["Paid", None], pa.dictionary(pa.int8(), pa.string()), ["paid", None]),
    "number as code": ("sku", [70012, None], pa.int64(), ["70012", None]),
}


@pytest.fixture(scope="module")
def orders_by_name(tmp_path_factory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("values")
    paths = [parquet(folder / f"{name}.parquet", **{column: pa.array(values, kind)})
             for name, (column, values, kind, _) in VALUES.items()]  # fmt: skip
    store = Store(folder / "store")
    bring_files(store, "orders", paths)
    return {one["order_id"]: one for one in stored(store, "orders")}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_keeps_its_type(orders_by_name, name):
    column, _, _, expected = VALUES[name]
    assert [orders_by_name[f"{name} {number}"][column] for number in range(2)] == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_a_number_that_is_none_rejects_its_own_row_only(store, tmp_path, value):
    report = bring_files(store, "orders", [parquet(tmp_path / "rows.parquet", amount=pa.array([1.0, value, 2.0]))])
    assert (report.counts.accepted, report.counts.rejected) == (2, 1)
    assert [line["row"] for line in rejected(report)] == ["2"]


@pytest.mark.parametrize("name", ["__row", "file_row_number", "select"])
def test_a_column_may_have_any_name(store, tmp_path, name):
    path = parquet(tmp_path / "rows.parquet", **{name: pa.array(["A"])})
    columns = {"order_id": "order_id", "created_at": "created_at", "sku": name}
    bring_files(store, "orders", [path], {"columns": columns})
    assert stored(store, "orders")[0]["sku"] == "A"


def test_a_fraction_where_a_whole_number_belongs_is_rejected(store, tmp_path):
    report = bring_files(store, "orders", [parquet(tmp_path / "rows.parquet", parcels=pa.array([1.0, 2.5]))])
    assert (report.counts.accepted, report.counts.rejected) == (1, 1)


def test_the_clock_of_the_computer_does_not_matter(store, tmp_path):
    moment = HERE.replace(tzinfo=UTC)
    path = parquet(tmp_path / "rows.parquet", created_at=pa.array([moment], pa.timestamp("us", "UTC")),
                   text=pa.array(["2024-03-04T10:02:07+08:00"]))  # fmt: skip
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'source = "orders"\n[columns]\norder_id = "order_id"\ncreated_at = "text"\n'
        'paid_at = { expression = "coalesce(created_at, created_at)" }\nhanded_over_at = "created_at"\n'
    )
    subprocess.run(
        [sys.executable, "-m", "data", "import", path, "--mapping", mapping, "--store", store.root],
        env=os.environ | {"TZ": "America/New_York"}, cwd=REPOSITORY, check=True, capture_output=True,
    )  # fmt: skip
    (order,) = stored(store, "orders")
    assert (order["created_at"], order["paid_at"], order["handed_over_at"]) == (THERE, HERE, HERE)
