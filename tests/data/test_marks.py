"""What publish tells of a row among the others, and what it takes from the source a row refers to."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.errors import StoreError
from data.organisation import parse_organisation, read_organisation
from data.store import ENGINE, FORMAT, Store
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, ticket


def engine_rows(store: Store, source: str, columns: str) -> list[tuple[Any, ...]]:
    version = store.current_id()
    assert version is not None
    with duckdb.connect(str(store.folder(version) / ENGINE), read_only=True) as connection:
        return connection.execute(f"SELECT {columns} FROM {source} ORDER BY ALL").fetchall()


def inspection(number: int, finished: str, **cells: Any) -> dict[str, Any]:
    drawn = {"inspection_id": f"I{number}", "draw": "random", "sku": "S1", "result": "passed"}
    return drawn | {"drawn_at": "2024-01-02 09:00", "finished_at": finished} | cells


def test_the_first_valid_random_draw_of_a_kind_and_quarter_is_number_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = [
        inspection(1, "2024-03-31 23:59:59", result="void"),
        inspection(2, "2024-02-01 10:00", draw="complaint_driven", result="failed"),
        inspection(3, "2024-02-03 10:00", result="failed"),
        inspection(4, "2024-02-04 10:00"),
        inspection(5, "2024-04-01 00:00"),
        inspection(6, "2024-02-05 10:00", draw="retest"),
        inspection(7, "2024-02-02 10:00", sku=""),
        inspection(8, "2024-02-02 11:00", sku=""),
        inspection(9, ""),
    ]
    bring(store, "inspections", rows)
    found = dict(
        engine_rows(store, "inspections", "strftime(to_timestamp(finished_s + 28800), '%m-%d %H:%M'), place_in_quarter")
    )
    assert found == {
        "03-31 23:59": None, "02-01 10:00": None, "02-03 10:00": 1, "02-04 10:00": 2, "04-01 00:00": 1,
        "02-05 10:00": None, "02-02 10:00": 1, "02-02 11:00": 1, None: None,
    }  # fmt: skip


def test_in_a_fiscal_year_from_february_the_quarter_of_a_draw_is_the_fiscal_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.make_root()
    (store.root / "organisation.toml").write_text("fiscal_year_start_month = 2\n", "utf-8")
    bring(
        store,
        "inspections",
        [inspection(1, "2024-01-31 10:00"), inspection(2, "2024-02-01 10:00"), inspection(3, "2024-04-30 10:00")],
    )
    assert [place for _day, place in engine_rows(store, "inspections", "finished_s, place_in_quarter")] == [1, 1, 2]


def test_a_review_for_a_reward_or_deleted_has_no_number_and_takes_none_from_others(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    base = {"order_id": "O1", "sku": "S1", "customer_id": "C1"}
    rows = [
        {"review_id": "R1", "collected_at": "2024-03-01", "deleted_at": "2024-03-02", **base},
        {"review_id": "R2", "collected_at": "2024-03-02", "incentivised": "true", **base},
        {"review_id": "R3", "collected_at": "2024-03-03", **base},
        {"review_id": "R4", "collected_at": "2024-03-04", **base},
        {"review_id": "R5", "collected_at": "2024-03-05"},
        {"review_id": "R6", "collected_at": "2024-03-06"},
    ]
    bring(store, "reviews", rows)
    numbers = [number for _day, number in engine_rows(store, "reviews", "collected_s, copy_number")]
    assert numbers == [None, None, 1, 2, 1, 1]


def test_the_next_contact_is_on_the_same_order_and_cause(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = [
        ticket("T1", order_id="O1", complaint_class="logistics", created_at="2024-03-01 10:00"),
        ticket("T2", order_id="O1", complaint_class="payment", created_at="2024-03-02 10:00"),
        ticket("T3", order_id="O1", complaint_class="logistics", created_at="2024-03-03 10:00"),
        ticket("T4", complaint_class="logistics", created_at="2024-03-04 10:00"),
        ticket("T5", complaint_class="logistics", created_at="2024-03-05 10:00"),
    ]
    bring(store, "tickets", rows)
    found = engine_rows(store, "tickets", "created_s, next_contact_s - created_s, order_known")
    assert [(gap, known) for _created, gap, known in found] == [
        (2 * 86_400, True), (None, True), (None, True), (None, False), (None, False),
    ]  # fmt: skip


def test_the_next_order_leaves_cancelled_ones_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    rows = [
        {"order_id": "O1", "customer_id": "C1", "created_at": "2024-03-01 10:00"},
        {"order_id": "O2", "customer_id": "C1", "created_at": "2024-03-02 10:00", "status": "cancelled"},
        {"order_id": "O3", "customer_id": "C1", "created_at": "2024-03-04 10:00", "member_id": "M1"},
        {"order_id": "O4", "created_at": "2024-03-05 10:00"},
    ]
    bring(store, "orders", rows)
    found = engine_rows(store, "orders", "created_s, next_order_s - created_s, buyer_month IS NOT NULL, member")
    assert [tuple(rest) for _created, *rest in found] == [
        (3 * 86_400, True, False), (None, True, False), (None, True, True), (None, False, False),
    ]  # fmt: skip


def test_a_questionnaire_takes_from_its_ticket_what_it_leaves_empty(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    bring(store, "tickets", [ticket("T1", kind="after_sales", team="night", channel="phone", solved_by="human")])
    rows = [
        {"survey_id": "Q1", "kind": "ticket", "ticket_id": "T1", "sent_at": "2024-03-06 10:00", "team": "day"},
        {"survey_id": "Q2", "kind": "ticket", "ticket_id": "T9", "sent_at": "2024-03-07 10:00"},
    ]
    bring(store, "surveys", rows, name="surveys.csv")
    found = engine_rows(store, "surveys", "sent_s, ticket_kind, team, channel, solved_by")
    assert [tuple(rest) for _sent, *rest in found] == [
        ("after_sales", "day", "phone", "human"), (None, None, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "scores", "composite"),
    [
        ("", {}, 7_500),
        ("[service_weights]\nspeed = 3\nattitude = 1\n", {}, 6_500),
        ("[service_weights.by_category.food]\nspeed = 1\n", {"category": "food"}, 6_000),
        ("[service_weights.by_category.food]\nspeed = 1\n", {"category": "home"}, 7_500),
        ('[service_weights.by_category."it\'s"]\nspeed = 1\n', {"category": "it's"}, 6_000),
        ("", {"speed": ""}, None),
    ],
)
def test_the_four_scores_are_weighed_as_declared(
    tmp_path: Path, settings: str, scores: dict[str, Any], composite: int | None
) -> None:
    store = Store(tmp_path / "store")
    store.make_root()
    (store.root / "organisation.toml").write_text(settings, "utf-8")
    answer = {"speed": 60, "attitude": 80, "professionalism": 70, "satisfaction": 90} | scores
    sent = {"survey_id": "Q1", "kind": "wave", "sent_at": "2024-03-06 10:00", "answered_at": "2024-03-06 11:00"}
    bring(store, "surveys", [sent | answer])
    assert engine_rows(store, "surveys", "composite") == [(composite,)]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"service_weights": {"speed": 0, "attitude": 0}}, "service_weights"),
        ({"service_weights": {"spede": 1}}, "spede"),
        ({"promotions": [{"name": {"en": "x", "zh": "x"}, "first": "13-01", "last": "01-01"}]}, "month"),
        ({"promises": [{"id": "order_speedup"}]}, "from"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_their_place(settings: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match=place):
        parse_organisation(settings)


def test_the_sales_of_the_year_are_618_and_double_eleven_unless_named() -> None:
    assert [item.name["en"] for item in parse_organisation({}).promotions] == ["618 sale", "11.11 sale"]
    own = {"name": {"en": "Summer", "zh": "夏"}, "first": "07-01", "last": "07-10"}
    assert parse_organisation({"promotions": [own]}).promotions[0].last == (7, 10)


def test_a_version_of_another_release_is_not_opened(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    bring(store, "tickets", [ticket()])
    manifest = store.folder(store.current_id() or "") / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 1'), "utf-8")
    with pytest.raises(StoreError, match="another release"):
        DuckDBWarehouse(store)


def test_what_is_promised_otherwise_is_read_each_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    bring(store, "tickets", [ticket()])
    warehouse = DuckDBWarehouse(store)
    assert warehouse.promised() == ()
    (store.root / "organisation.toml").write_text(
        '[[promises]]\nid = "no_leaks"\nfrom = 2024-01-01\ntarget = 1\n', "utf-8"
    )
    assert warehouse.promised()[0]["target"] == 1
    assert read_organisation(store.root).promises[0]["id"] == "no_leaks"
    warehouse.close()
