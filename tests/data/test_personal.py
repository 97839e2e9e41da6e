"""Personal data do not pass the door: neither the database nor what is kept of an import holds them."""

import pytest

from data.pseudonyms import secret_of
from data.store import Store
from tests.builders import bring, stored, ticket

PHONE, MAIL, NAME, IDENTITY = "13812345678", "wang@example.com", "王小明", "110101199003077715"
KIND = {"kind": {"constant": "complaint"}}


def kept_bytes(store: Store) -> bytes:
    """Everything the store holds, but for the bytes of the secret."""
    return b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file() and path.suffix != ".key")


def test_columns_that_are_not_declared_are_not_stored_and_are_named(store):
    report = bring(store, "tickets", [ticket(phone=PHONE, mail=MAIL, address="Main Street 5, flat 7")])
    assert report.left_out == ("phone", "mail", "address")
    for text in (PHONE, MAIL, "Main Street"):
        assert text.encode() not in kept_bytes(store)


@pytest.mark.parametrize("value", [PHONE, "+86 138 1234 5678", MAIL, IDENTITY, NAME, "Anna Maria Schmidt"])
def test_what_looks_like_a_person_becomes_the_same_pseudonym_in_every_source(store, value):
    report = bring(store, "tickets", [ticket("T1", customer_id=value), ticket("T2", customer_id="C-17")])
    bring(store, "orders", [{"order_id": "O1", "created_at": "2024-03-04 10:00", "customer_id": value}])
    assert dict(report.screened) == {"customer_id": 1}
    (order,) = stored(store, "orders")
    assert {one["ticket_id"]: one["customer_id"] for one in stored(store, "tickets")} == {
        "T1": order["customer_id"],
        "T2": "C-17",
    }
    assert order["customer_id"].startswith("p")
    assert value.encode() not in kept_bytes(store)


@pytest.mark.parametrize("value", [f"call {PHONE}", MAIL, f"电话{PHONE}", f"ID {IDENTITY}"])
def test_other_texts_that_hold_a_phone_or_an_address_are_dropped(store, value):
    report = bring(store, "tickets", [ticket("T1", topic=value), ticket("T2", topic="return")])
    assert dict(report.screened) == {"topic": 1}
    assert sorted((one["topic"] for one in stored(store, "tickets")), key=str) == [None, "return"]
    assert value.encode() not in kept_bytes(store)


@pytest.mark.parametrize("value", [PHONE, "18812345678901234", "7d13fca15225358621be4086e1eb0964", "A1", "0042"])
def test_numbers_of_orders_and_codes_of_goods_are_no_phones(store, value):
    report = bring(store, "tickets", [ticket(order_id=value, sku=f"x{value}")])
    assert report.screened == ()
    assert stored(store, "tickets")[0]["order_id"] == value


def test_a_hashed_column_holds_pseudonyms_that_only_this_store_would_make(store, tmp_path):
    columns = {"columns": {"ticket_id": "id", "created_at": "at", "customer_id": {"from": "who", "hash": True}, **KIND}}
    rows = [
        {"id": f"T{number}", "at": "2024-03-04 10:00", "who": who} for number, who in enumerate(("A", "B", "A", ""))
    ]
    other = Store(tmp_path / "other")
    for where in (store, other):
        bring(where, "tickets", rows, columns)
    mine, theirs = ([one["customer_id"] for one in stored(where, "tickets")] for where in (store, other))
    assert mine[0] == mine[2] != mine[1]
    assert mine[3] is None
    assert set(mine[:2]).isdisjoint(theirs)


def test_the_secret_is_made_once_and_is_readable_by_its_owner_only(store):
    assert secret_of(store) == secret_of(store)
    assert (store.root / "pseudonym.key").stat().st_mode & 0o077 == 0
