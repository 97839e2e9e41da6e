"""Real exports through the presets: the counts and figures are those of a plain count with pandas."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from data.batch import Batch, Report
from data.load import import_files
from data.mapping import read_mapping
from data.store import Store
from tests.builders import rejected, stored
from tests.conftest import REPOSITORY

FILES = {
    "olist_orders": "olist/olist_orders_dataset.csv.gz",
    "olist_reviews": "olist/olist_order_reviews_dataset.csv.gz",
    "olist_customers": "olist/olist_customers_dataset.csv.gz",
    "olist_sellers": "olist/olist_sellers_dataset.csv.gz",
    "servicenow_incidents": "tickets/servicenow_incident_event_log.csv.gz",
    "teaching_tickets": "tickets/customer_service_experience_tickets.csv",
}
EIGHT_HOURS = pd.Timedelta(hours=8)


@dataclass(frozen=True)
class Brought:
    """The rows of a file as they are, and as they were imported (moments on the local clock)."""

    raw: pd.DataFrame
    report: Report
    rows: pd.DataFrame


def plain(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def moments(column: pd.Series, form: str = "%Y-%m-%d %H:%M:%S") -> pd.Series:
    return pd.to_datetime(column.where(~column.isin(["", "?"])), format=form)


@pytest.fixture(scope="module")
def brought(real, tmp_path_factory) -> Callable[[str], Brought]:
    """Import a preset's file once, into a store of its own."""
    known: dict[str, Brought] = {}

    def bring_once(preset: str) -> Brought:
        if preset not in known:
            store, path = Store(tmp_path_factory.mktemp(preset) / "store"), real / FILES[preset]
            mapping = read_mapping(REPOSITORY / "data" / "mappings" / f"{preset}.toml")
            report = import_files(store, Batch([path], mapping))
            rows = pd.DataFrame(stored(store, mapping.contract.name)).set_index(mapping.contract.key[0])
            for column in mapping.contract.moments:
                rows[column.name] = pd.to_datetime(rows[column.name]) + EIGHT_HOURS
            known[preset] = Brought(plain(path), report, rows)
        return known[preset]

    return bring_once


@pytest.mark.parametrize("preset", FILES)
def test_every_row_of_the_file_ends_once(brought, preset):
    found = brought(preset)
    counts = found.report.counts
    assert counts.read == len(found.raw)
    assert counts.read == counts.accepted + counts.updated + counts.duplicate + counts.rejected
    assert counts.accepted == len(found.rows)
    assert len(rejected(found.report)) == counts.rejected


def test_orders_handed_over_before_payment_are_the_only_ones_rejected(brought):
    found = brought("olist_orders")
    paid = moments(found.raw["order_approved_at"])
    handed = moments(found.raw["order_delivered_carrier_date"])
    early = found.raw["order_id"][handed < paid]
    assert found.report.reasons == {"handed over before it was paid": 77}
    assert {line["order_id"] for line in rejected(found.report)} == set(early)
    assert found.report.counts.accepted == found.raw["order_id"].nunique() - len(early) == 8058


def test_orders_keep_their_hours_and_get_merchant_and_member(brought, real):
    found = brought("olist_orders")
    hours = (found.rows["handed_over_at"] - found.rows["paid_at"]).dropna() / pd.Timedelta(hours=1)
    assert len(hours) == 6276
    assert round(100 * (hours <= 24).mean(), 2) == 29.09
    assert round(100 * (hours <= 12).mean(), 2) == 9.82
    items = plain(real / "olist/olist_order_items_dataset.csv.gz").drop_duplicates("order_id").set_index("order_id")
    sellers = items["seller_id"].reindex(found.rows.index)
    assert found.rows["merchant_id"].fillna("").tolist() == sellers.fillna("").tolist()
    customers = plain(real / "olist/olist_customers_dataset.csv.gz").set_index("customer_id")
    people = customers["customer_unique_id"].reindex(found.rows["customer_id"])
    assert found.rows["member_id"].tolist() == people.tolist()
    assert found.report.day_only == ("promised_at",)


def test_reviews_keep_their_scores_although_ids_repeat(brought):
    found = brought("olist_reviews")
    pairs = found.raw[["review_id", "order_id"]].drop_duplicates()
    assert found.report.counts.accepted == len(pairs) == 8225
    assert round(100 * (found.rows["csat"] >= 4).mean(), 2) == 55.17
    assert round(found.rows["csat"].mean(), 2) == 3.27
    hours = (found.rows["answered_at"] - found.rows["sent_at"]) / pd.Timedelta(hours=1)
    assert round(100 * (hours <= 72).mean(), 2) == 74.30


def test_people_with_several_orders_are_one_member(brought):
    found = brought("olist_customers")
    counts = found.report.counts
    accepted = updated = 0
    known: dict[str, str] = {}
    for person, state in found.raw[["customer_unique_id", "customer_state"]].itertuples(index=False):
        accepted += person not in known
        updated += known.get(person, state) != state
        known[person] = state
    assert (counts.accepted, counts.updated) == (accepted, updated)
    assert (counts.duplicate, counts.rejected) == (len(found.raw) - accepted - updated, 0)
    assert found.rows["region"].to_dict() == known


def test_every_seller_is_a_merchant(brought):
    found = brought("olist_sellers")
    assert found.report.counts.accepted == found.raw["seller_id"].nunique() == 3095


def test_incidents_are_folded_to_their_latest_state(brought):
    found = brought("servicenow_incidents")
    events = found.raw.assign(version=pd.to_numeric(found.raw["sys_mod_count"]))
    last = events.sort_values("version", kind="stable").drop_duplicates("number", keep="last").set_index("number")
    last = last.reindex(found.rows.index)
    counts = found.report.counts
    assert (counts.accepted, counts.updated, counts.rejected) == (len(last), len(events) - len(last), 0)
    for column, header in (("created_at", "opened_at"), ("resolved_at", "resolved_at"), ("archived_at", "closed_at")):
        pd.testing.assert_series_equal(
            found.rows[column], moments(last[header], "%d/%m/%Y %H:%M"), check_names=False, check_dtype=False
        )
    assert found.rows["agent_id"].fillna("?").tolist() == last["assigned_to"].tolist()
    hours = (found.rows["resolved_at"] - found.rows["created_at"]).dropna() / pd.Timedelta(hours=1)
    assert (len(found.rows), len(hours)) == (24918, 23362)
    assert round(100 * (hours <= 48).mean(), 2) == 59.52
    assert round(hours.median(), 1) == 22.1
    assert round(100 * (found.rows["reopen_count"] > 0).mean(), 2) == 1.10


def test_the_first_reply_of_an_incident_is_its_first_event_that_is_not_new(brought):
    found = brought("servicenow_incidents")
    events = found.raw.assign(
        version=pd.to_numeric(found.raw["sys_mod_count"]),
        at=moments(found.raw["sys_updated_at"], "%d/%m/%Y %H:%M"),
        opened=moments(found.raw["opened_at"], "%d/%m/%Y %H:%M"),
    )
    replies = events[(events["incident_state"] != "New") & (events["at"] >= events["opened"])]
    first = replies.sort_values("version", kind="stable").drop_duplicates("number").set_index("number")["at"]
    pd.testing.assert_series_equal(
        found.rows["first_reply_at"], first.reindex(found.rows.index), check_names=False, check_dtype=False
    )


def test_the_teaching_tickets_keep_their_moments(brought):
    found = brought("teaching_tickets")
    raw = found.raw.set_index("Ticket_ID").reindex(found.rows.index)
    for column, header in (("created_at", "Reported_Time"), ("first_reply_at", "First_Response_Time"),
                           ("resolved_at", "Resolution_Time")):  # fmt: skip
        pd.testing.assert_series_equal(
            found.rows[column], pd.to_datetime(raw[header]), check_names=False, check_dtype=False
        )
    assert found.report.counts.accepted == 650
    assert found.rows["status"].value_counts().to_dict() == {
        "resolved": (raw["Outcome"] == "Resolved").sum(), "closed": (raw["Outcome"] != "Resolved").sum()}  # fmt: skip
