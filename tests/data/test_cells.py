"""One cell after the other: what it becomes, or that its row is rejected by name."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import duckdb
import pytest

from data.contracts import contract
from data.store import Store
from data.zones import fixed_offset, to_local_seconds, to_utc
from tests.builders import bring, rejected, stored

UNREADABLE = "cannot be read"
NOT_ALLOWED = "is not one of the allowed values"
FUTURE = "lies in the future"

AS_IT_IS: dict[str, Any] = {}
COMMA = {"decimal": ","}
WORDS = {"nulls": ["?", "n/a"]}
DAY_FIRST = {"formats": ["%d/%m/%Y %H:%M", "%d/%m/%Y"]}
DAY_FIRST_HALVES = {"formats": ["%d/%m/%Y %I:%M %p"]}
EXCEL = {"formats": ["%d/%m/%Y %H:%M", "excel"]}
EPOCH = {"formats": ["epoch"]}
EPOCH_MS = {"formats": ["%d/%m/%Y", "epoch_ms"]}
MONTH_FIRST = {"formats": ["%m/%d/%Y %I:%M %p"]}
WITH_OFFSET = {"formats": ["%d/%m/%Y %H:%M:%S %z"]}
IN_UTC = {"time_zone": "UTC"}
NEW_YORK = {"time_zone": "America/New_York"}


class Case(NamedTuple):
    column: str
    text: str
    becomes: Any
    file: dict[str, Any] = AS_IT_IS
    or_refused: bool = False  # obeyed or refused are both right; ignored is not


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]


CASES = [
    Case("sku", " A 1 ", "A 1"),
    Case("sku", "   ", None),
    Case("sku", "?", "?"),
    Case("sku", "?", None, WORDS),
    Case("sku", " n/a ", None, WORDS),
    Case("sku", "N", "N", WORDS),
    Case("sku", "007", "007"),
    Case("sku", "东京", "东京"),
    Case("parcels", "3", 3),
    Case("parcels", " 3 ", 3),
    Case("parcels", "3.0", 3),
    Case("parcels", "", None),
    Case("parcels", "2.5", UNREADABLE),
    Case("parcels", "three", UNREADABLE),
    Case("parcels", "3 pieces", UNREADABLE),
    Case("parcels", "?", UNREADABLE),
    Case("parcels", "?", None, WORDS),
    Case("parcels", "99999999999999999999", UNREADABLE),
    Case("amount", "12.5", Decimal("12.5")),
    Case("amount", "0", Decimal(0)),
    Case("amount", "12,5", UNREADABLE),
    Case("amount", "12.5元", Decimal("12.5")),
    Case("amount", "¥ 12.50", Decimal("12.5")),
    Case("amount", "￥1,234.50", Decimal("1234.5")),
    Case("amount", "+$5", Decimal(5)),
    Case("amount", "CNY 7", Decimal(7)),
    Case("amount", "5 USD", Decimal(5)),
    Case("amount", "95%", Decimal(95)),
    Case("amount", "１２．５元", Decimal("12.5")),
    Case("amount", "1,234.50", Decimal("1234.5")),
    Case("amount", "1,234,567", Decimal(1234567)),
    Case("amount", "12,34.5", UNREADABLE),
    Case("amount", "1,23", UNREADABLE),
    Case("amount", "1.234,50", UNREADABLE),
    Case("amount", "元", UNREADABLE),
    Case("amount", "--5", UNREADABLE),
    Case("amount", "12.5 boxes", UNREADABLE),
    Case("amount", "R$ 1.234,50", Decimal("1234.5"), COMMA),
    Case("amount", "12,5 €", Decimal("12.5"), COMMA),
    Case("amount", "1,234.50", UNREADABLE, COMMA),
    Case("parcels", "３", 3),
    Case("parcels", "1,200", 1200),
    Case("amount", "nan", UNREADABLE),
    Case("amount", "1e400", UNREADABLE),
    Case("amount", "12,5", Decimal("12.5"), COMMA),
    Case("amount", "1.234,56", Decimal("1234.56"), COMMA),
    Case("amount", "1.234.567", Decimal(1234567), COMMA),
    Case("amount", "12", Decimal(12), COMMA),
    Case("amount", "12.5", UNREADABLE, COMMA),
    Case("parcels", "1.200", 1200, COMMA),
    Case("express", "TRUE", True),
    Case("express", "y", True),
    Case("express", "是", True),
    Case("express", "0", False),
    Case("express", "No", False),
    Case("express", "否", False),
    Case("express", "✓", True),
    Case("express", "N", False),
    Case("express", "", None),
    Case("express", "maybe", UNREADABLE),
    Case("express", "2", UNREADABLE),
    Case("status", "paid", "paid"),
    Case("status", "Handed_Over", "handed_over"),
    Case("status", "", None),
    Case("status", "lost", NOT_ALLOWED),
    Case("paid_at", "2024-03-04 10:02:07", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04T10:02:07", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04 10:02:07.999", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04 10:02", at(2024, 3, 4, 2, 2)),
    Case("paid_at", "2024-3-4 9:02", at(2024, 3, 4, 1, 2)),
    Case("paid_at", "2024/03/04 10:02:07", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024/3/4 10:02", at(2024, 3, 4, 2, 2)),
    Case("paid_at", "2024年3月4日 10:02", at(2024, 3, 4, 2, 2)),
    Case("paid_at", "2024年03月04日", at(2024, 3, 3, 16)),
    Case("paid_at", "2024-03-04", at(2024, 3, 3, 16)),
    Case("paid_at", "2024-02-29", at(2024, 2, 28, 16)),
    Case("paid_at", "2023-02-29", UNREADABLE),
    Case("paid_at", "2024-03-04 25:00", UNREADABLE),
    Case("paid_at", "2024-03-04 24:61", UNREADABLE),
    Case("paid_at", "2024-02-30 10:00", UNREADABLE),
    Case("paid_at", "2024/2/30", UNREADABLE),
    Case("paid_at", "2024/3/4 下午 3:05", at(2024, 3, 4, 7, 5)),
    Case("paid_at", "2024年3月4日 上午10:02:07", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04 12:02 上午", at(2024, 3, 3, 16, 2)),
    Case("paid_at", "2024-03-04 下午13:02", UNREADABLE),
    Case("paid_at", "2024-03-04 3:05 PM", at(2024, 3, 4, 7, 5)),
    Case("paid_at", "2024/3/4 03:05:07pm", at(2024, 3, 4, 7, 5, 7)),
    Case("paid_at", "２０２４－０３－０４　１０：０２", at(2024, 3, 4, 2, 2)),
    Case("paid_at", "20240304", at(2024, 3, 3, 16)),
    Case("paid_at", "20240304 100207", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "20240304100207", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024034", UNREADABLE),
    Case("paid_at", "20241304", UNREADABLE),
    Case("paid_at", "04032024", UNREADABLE),
    Case("paid_at", "1709517727", UNREADABLE),
    Case("paid_at", "45355.41813", at(2024, 3, 4, 2, 2, 6), EXCEL),
    Case("paid_at", "45355", at(2024, 3, 3, 16), EXCEL),
    Case("paid_at", "4/3/2024 10:02", at(2024, 3, 4, 2, 2), EXCEL),
    Case("paid_at", "32873.9", UNREADABLE, EXCEL),
    Case("paid_at", "73051", UNREADABLE, EXCEL),
    Case("paid_at", "nan", UNREADABLE, EXCEL),
    Case("joined_on", "45355.9", date(2024, 3, 4), EXCEL),
    Case("paid_at", "1709517727", at(2024, 3, 4, 2, 2, 7), EPOCH),
    Case("paid_at", "1709517727.9", at(2024, 3, 4, 2, 2, 7), EPOCH),
    Case("paid_at", "1709517727999", UNREADABLE, EPOCH),
    Case("paid_at", "1709517727999", at(2024, 3, 4, 2, 2, 7), EPOCH_MS),
    Case("paid_at", "4/3/2024", at(2024, 3, 3, 16), EPOCH_MS),
    Case("joined_on", "1709568000", date(2024, 3, 5), EPOCH),
    Case("paid_at", "4/3/2024 下午 3:05", at(2024, 3, 4, 7, 5), DAY_FIRST_HALVES),
    Case("paid_at", "04/03/2024 10:02", UNREADABLE),
    Case("paid_at", "03/04/24", UNREADABLE),
    Case("paid_at", "45355.4181", UNREADABLE),
    Case("paid_at", "yesterday", UNREADABLE),
    Case("paid_at", "infinity", UNREADABLE),
    Case("paid_at", "", None),
    Case("paid_at", "2024-03-04T10:02:07Z", at(2024, 3, 4, 10, 2, 7)),
    Case("paid_at", "2024-03-04T10:02:07+08:00", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04 10:02:07+0800", at(2024, 3, 4, 2, 2, 7)),
    Case("paid_at", "2024-03-04T10:02:07-03:30", at(2024, 3, 4, 13, 32, 7)),
    Case("paid_at", "2024-03-04 10:02:07 and more", UNREADABLE),
    Case("paid_at", "2024-03-04T10:02:07+08:00", at(2024, 3, 4, 2, 2, 7), IN_UTC),
    Case("paid_at", "2024-03-04 10:02:07", at(2024, 3, 4, 10, 2, 7), IN_UTC),
    Case("paid_at", "2024-03-04 10:02:07", at(2024, 3, 4, 15, 2, 7), NEW_YORK),
    Case("paid_at", "2024-07-04 10:02:07", at(2024, 7, 4, 14, 2, 7), NEW_YORK),
    Case("paid_at", "04/03/2024 10:02", at(2024, 3, 4, 2, 2), DAY_FIRST),
    Case("paid_at", "4/3/2024 9:02", at(2024, 3, 4, 1, 2), DAY_FIRST),
    Case("paid_at", "31/12/2023", at(2023, 12, 30, 16), DAY_FIRST),
    Case("paid_at", "12/31/2023", UNREADABLE, DAY_FIRST),
    Case("paid_at", "2024-03-04 10:02", UNREADABLE, DAY_FIRST),
    Case("paid_at", "03/04/2024 12:02 AM", at(2024, 3, 3, 16, 2), MONTH_FIRST),
    Case("paid_at", "03/04/2024 12:02 PM", at(2024, 3, 4, 4, 2), MONTH_FIRST),
    Case("paid_at", "04/03/2024 10:02:07 +0800", at(2024, 3, 4, 2, 2, 7), WITH_OFFSET),
    Case("paid_at", "04/03/2024 10:02:07 -0500", at(2024, 3, 4, 15, 2, 7), WITH_OFFSET),
    Case("paid_at", "2099-01-01 00:00", FUTURE),
    Case("promised_at", "2099-01-01 00:00", at(2098, 12, 31, 16)),
    Case("paid_at", "2024-03-04T10:02:07.123z", at(2024, 3, 4, 10, 2, 7), or_refused=True),
    Case("paid_at", "2024-03-04T10:02Z", at(2024, 3, 4, 10, 2), or_refused=True),
    Case("paid_at", "2024-03-04 10:02:07 +0000", at(2024, 3, 4, 10, 2, 7), or_refused=True),
    Case("paid_at", "2024-03-04 10:02:07+00", at(2024, 3, 4, 10, 2, 7), or_refused=True),
    Case("paid_at", "2024-03-04 10:02:07.5-05", at(2024, 3, 4, 15, 2, 7), or_refused=True),
    Case("paid_at", "2024-03-04 10:02:07 UTC", at(2024, 3, 4, 10, 2, 7), or_refused=True),
    Case("paid_at", "2024-03-04 10:02:07 Asia/Tokyo", at(2024, 3, 4, 1, 2, 7), or_refused=True),
    Case("joined_on", "2024-03-04", date(2024, 3, 4)),
    Case("joined_on", "2024/3/4", date(2024, 3, 4)),
    Case("joined_on", "2024年3月4日", date(2024, 3, 4)),
    Case("joined_on", "2024-03-04 23:59:59", date(2024, 3, 4)),
    Case("joined_on", "4/3/2024", date(2024, 3, 4), DAY_FIRST),
    Case("joined_on", "4.3.2024", UNREADABLE),
    Case("joined_on", "2099-01-01", FUTURE),
    Case("left_on", "2099-01-01", date(2099, 1, 1)),
]  # fmt: skip

FIXED = {
    "orders": {"created_at": {"constant": "2000-01-01", "formats": ["%Y-%m-%d"]}},
    "members": {},
}


def source_of(case: Case) -> str:
    return "members" if case.column.endswith("_on") else "orders"


def name_of(case: Case) -> str:
    setting = "".join(f" with {name} {value}" for name, value in case.file.items())
    return f"{case.column} “{case.text}”{setting}"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, Any]:
    """What became of every case: the value stored, or the reason of the rejection. One import per way of reading."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in CASES:
        groups[source_of(case) + str(case.file)].append(case)
    found: dict[str, Any] = {}
    for cases in groups.values():
        source = source_of(cases[0])
        key = contract(source).key[0]
        store = Store(tmp_path_factory.mktemp("cells") / "store")
        columns = {case.column: case.column for case in cases} | {key: "number"} | FIXED[source]
        rows = [{"number": number, case.column: case.text} for number, case in enumerate(cases)]
        report = bring(store, source, rows, {"file": cases[0].file, "columns": columns})
        values = {int(one[key]): one for one in stored(store, source)}
        reasons = {int(line["row"]) - 1: line["reason"] for line in rejected(report)}
        for number, case in enumerate(cases):
            found[name_of(case)] = values[number][case.column] if number in values else reasons[number]
    return found


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_cell_becomes_its_value_or_rejects_its_row(outcomes, case):
    outcome = outcomes[name_of(case)]
    if case.becomes in (UNREADABLE, NOT_ALLOWED, FUTURE):
        assert str(outcome).startswith(f"{case.column}: {case.becomes}")
    elif not (case.or_refused and str(outcome).startswith(f"{case.column}: {UNREADABLE}")):
        assert outcome == case.becomes


def test_a_column_has_a_zone_and_formats_of_its_own(store):
    rows = [{"id": "O1", "a": "2024-03-04 10:00", "b": "4/3/2024 11:00"}]
    columns = {
        "order_id": "id",
        "created_at": {"from": "a", "time_zone": "UTC"},
        "paid_at": {"from": "b", "formats": ["%d/%m/%Y %H:%M"], "time_zone": "Europe/Berlin"},
    }
    bring(store, "orders", rows, {"file": {"time_zone": "Asia/Tokyo"}, "columns": columns})
    (order,) = stored(store, "orders")
    assert (order["created_at"], order["paid_at"]) == (datetime(2024, 3, 4, 10), datetime(2024, 3, 4, 10))


def test_without_a_zone_a_moment_is_told_on_the_clock_of_the_organisation(store):
    store.root.mkdir()
    (store.root / "organisation.toml").write_text('time_zone = "Asia/Kolkata"\n')
    bring(store, "orders", [{"order_id": "O1", "created_at": "2024-03-04 10:00"}])
    assert stored(store, "orders")[0]["created_at"] == datetime(2024, 3, 4, 4, 30)


def test_a_value_map_compares_without_regard_to_case_and_covers_the_rest(store):
    rows = [{"id": number, "state": text} for number, text in enumerate(["SHIPPED", "paid", "odd", ""])]
    status = {"from": "state", "values": {"Shipped": "handed_over", "Paid": "paid"}, "otherwise": "placed"}
    columns = {"order_id": "id", "created_at": {"constant": "2024-03-04"}, "status": status}
    bring(store, "orders", rows, {"columns": columns})
    assert [one["status"] for one in stored(store, "orders")] == ["handed_over", "paid", "placed", None]


FIXED_ZONES = ("Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata", "UTC", "America/Phoenix")
MOVING_ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Pyongyang", "America/Sao_Paulo")
HOURS = [datetime(2018, 1, 1) + timedelta(hours=17 * step) for step in range(4_000)]


@pytest.mark.parametrize("zone", FIXED_ZONES)
def test_the_short_road_is_taken_where_the_offset_never_changes(zone):
    assert fixed_offset(zone) == datetime(2024, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset().total_seconds()


@pytest.mark.parametrize("zone", MOVING_ZONES)
def test_the_long_road_is_taken_where_the_offset_changes(zone):
    assert fixed_offset(zone) is None


@pytest.mark.parametrize("zone", FIXED_ZONES + MOVING_ZONES)
def test_both_roads_agree_with_the_zone_data_of_python(zone):
    """Every 17 hours over seven years: from UTC to local time and back. An hour told twice is left out."""
    local = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for moment in HOURS]
    table = "SELECT unnest($moments) AS moment, unnest($local) AS local"
    values = {"moments": HOURS, "local": [moment.replace(tzinfo=None) for moment in local]}
    roads = f"{to_utc('local', zone)}, {to_local_seconds('epoch(moment)::BIGINT', zone)}, epoch(local)::BIGINT"
    found = duckdb.execute(f"SELECT moment, {roads} FROM ({table})", values).fetchall()
    for (moment, back, seconds, expected), here in zip(found, local, strict=True):
        assert seconds == expected
        assert back == moment or here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
