"""The ways a mapping can fill a column, each on a file small enough to read."""

import pytest

from data.errors import ImportRefused, UnknownName
from tests.builders import bring, bring_files, stored, write_rows

KIND = {"kind": {"constant": "complaint"}}


def ticket_mapping(**columns):
    return {"columns": {"ticket_id": "id", "created_at": "at", **KIND, **columns}}


def raw(number="1", at="2024-03-04 10:00", **cells):
    return {"id": f"T{number}", "at": at, **cells}


def column(store, name, source="tickets"):
    return [one[name] for one in stored(store, source)]


@pytest.mark.parametrize("header", ["Opened", "opened at", " OPENED AT "])
def test_of_several_names_the_first_that_the_file_has_is_taken(store, header):
    mapping = ticket_mapping(created_at={"from": ["Opened at", "Opened"]})
    bring(store, "tickets", [{"id": "T1", header: "2024-03-04 10:00"}], mapping)
    assert [str(moment) for moment in column(store, "created_at")] == ["2024-03-04 02:00:00"]


def test_a_lenient_mapping_leaves_a_column_empty_that_the_file_does_not_have_and_says_so(store):
    mapping = {"lenient": True, **ticket_mapping(team="group", told_at={"after": "first_reply_at", "add": "wait"},
                                                 first_reply_at="answered", topic={"expression": "lower(why)"})}  # fmt: skip
    report = bring(store, "tickets", [raw(wait="5")], mapping)
    assert report.absent == ("topic", "team", "first_reply_at", "told_at")
    assert column(store, "team") == [None]


def test_a_mapping_that_is_not_lenient_asks_for_every_column_it_names(store):
    with pytest.raises(UnknownName, match="group"):
        bring(store, "tickets", [raw()], ticket_mapping(team="group"))


def test_a_lenient_mapping_still_asks_for_what_is_required(store):
    with pytest.raises(ImportRefused, match="created_at"):
        bring(store, "tickets", [{"id": "T1"}], {"lenient": True, **ticket_mapping()})


def test_what_one_of_two_files_does_not_have_is_empty_in_its_rows(store, tmp_path):
    first = write_rows(tmp_path / "a.csv", [raw("1", group="A")])
    second = write_rows(tmp_path / "b.csv", [raw("2")])
    report = bring_files(store, "tickets", [first, second], {"lenient": True, **ticket_mapping(team="group")})
    assert (report.absent, report.counts.accepted) == ((), 2)
    assert sorted(column(store, "team"), key=str) == ["A", None]


@pytest.mark.parametrize(
    ("cell", "unit", "reply"),
    [
        ("90", "minutes", "03:30:00"), ("1.5", "hours", "03:30:00"), ("45", "seconds", "02:00:45"),
        ("1:30:00", "minutes", "03:30:00"), ("0:05", "hours", "02:05:00"), ("26:00:00", "minutes", None), ("", "minutes", None),
    ],
)  # fmt: skip
def test_a_moment_lies_a_duration_after_another_one(store, cell, unit, reply):
    mapping = ticket_mapping(first_reply_at={"after": "created_at", "add": ["wait (min)", "wait"], "unit": unit})
    bring(store, "tickets", [raw(wait=cell)], mapping)
    (found,) = column(store, "first_reply_at")
    assert (str(found)[11:] if found and cell != "26:00:00" else None) == reply
    assert cell != "26:00:00" or str(found) == "2024-03-05 04:00:00"


@pytest.mark.parametrize("cell", ["-5", "soon", "1:75"])
def test_a_duration_that_is_none_is_a_counted_rejection(store, cell):
    mapping = ticket_mapping(first_reply_at={"after": "created_at", "add": "wait"})
    report = bring(store, "tickets", [raw("1", wait=cell), raw("2", wait="5")], mapping)
    assert (report.counts.accepted, report.counts.rejected) == (1, 1)


def test_rows_without_a_number_are_told_apart_by_their_content(store):
    mapping = ticket_mapping(ticket_id={"row": "content"})
    rows = [
        {"at": "2024-03-04 10:00", "why": "a"},
        {"at": "2024-03-04 10:00", "why": "b"},
        {"at": "2024-03-04 10:00", "why": "a"},
    ]
    report = bring(store, "tickets", rows, mapping)
    assert (report.counts.accepted, report.counts.duplicate) == (2, 1)
    again = bring(store, "tickets", rows, mapping)
    assert (again.counts.duplicate, again.published) == (3, False)


def test_rows_that_all_count_are_numbered_as_they_stand_in_the_file(store):
    mapping = ticket_mapping(ticket_id={"row": "number"})
    bring(store, "tickets", [{"at": "2024-03-04 10:00"}] * 3, mapping, name="march.csv")
    assert sorted(column(store, "ticket_id")) == ["march-1", "march-2", "march-3"]


def test_a_row_of_nothing_but_its_number_is_empty(store):
    rows = [{"at": "2024-03-04 10:00", "b": "x"}, {"at": "", "b": ""}]
    report = bring(store, "tickets", rows, ticket_mapping(ticket_id={"row": "number"}))
    assert report.reasons == {"the row is empty": 1}


def test_lookups_may_follow_one_another_and_add_up(store, tmp_path):
    orders = write_rows(
        tmp_path / "orders.csv", [{"Order": "O1", "at": "2024-03-04 10:00"}, {"Order": "O2", "at": "2024-03-04 11:00"}]
    )
    write_rows(tmp_path / "items_2024.csv", [{"ORDER": "O1", "Product": "P1"}, {"ORDER": "O2", "Product": "P9"}])
    write_rows(tmp_path / "products.csv", [{"id": "P1", "kind": "toys"}])
    write_rows(tmp_path / "pay.csv", [{"o": "O1", "paid": "10.5"}, {"o": "O1", "paid": "2"}, {"o": "O2", "paid": "1"}])
    mapping = {
        "columns": {"order_id": "order", "created_at": "at", "sku": "items.product", "category": "goods.KIND", "amount": "pay.paid"},
        "lookup": {
            "items": {"file": "items*.csv", "key": "order", "equals": "order"},
            "goods": {"file": "products.csv", "key": "id", "equals": "items.product"},
            "pay": {"file": "pay.csv", "key": "o", "equals": "order", "sum": ["paid"]},
        },
    }  # fmt: skip
    bring_files(store, "orders", [orders], mapping)
    found = {one["order_id"]: (one["sku"], one["category"], float(one["amount"])) for one in stored(store, "orders")}
    assert found == {"O1": ("P1", "toys", 12.5), "O2": ("P9", None, 1.0)}


def test_a_lookup_that_is_not_there_is_named_unless_the_mapping_is_lenient(store, tmp_path):
    lookup = {"lookup": {"items": {"file": "items*.csv", "key": "id", "equals": "id"}}}
    with pytest.raises(ImportRefused, match=r"items\*\.csv"):
        bring(store, "tickets", [raw()], {**ticket_mapping(team="items.team"), **lookup})
    report = bring(store, "tickets", [raw()], {"lenient": True, **ticket_mapping(team="items.team"), **lookup})
    assert report.absent == ("team",)


def test_a_constant_day_is_read_as_we_write_days_whatever_the_file_does(store):
    mapping = {**ticket_mapping(told_at={"constant": "2024-03-09"}), "file": {"formats": ["%d/%m/%Y"]}}
    bring(store, "tickets", [raw(at="04/03/2024")], mapping)
    assert str(column(store, "told_at")[0]) == "2024-03-08 16:00:00"


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"after": "created_at"}, "go together"), ({"from": "x", "add": "y"}, "go together"),
        ({"after": "told_at", "add": "x"}, "does not fill"), ({"from": "x", "hash": True}, "for codes"),
        ({"row": "content"}, "for codes"), ({"after": "first_reply_at", "add": "x"}, "does not fill"),
    ],
)  # fmt: skip
def test_rules_that_do_not_go_together_are_refused_with_their_place(store, rule, says):
    with pytest.raises(ValueError, match=says):
        bring(store, "tickets", [raw()], ticket_mapping(first_reply_at=rule))
