"""Mapping files: what they say is done, and each kind of mistake is told in one sentence that names its place."""

from pathlib import Path

import pytest

from data.batch import Batch, Report
from data.errors import ImportRefused, KeptError
from data.load import import_files
from data.mapping import read_mapping
from data.store import Store
from tests.builders import bring, row, stored, ticket, write_rows
from tests.conftest import REPOSITORY

OWN = Path(__file__).parent / "mappings"
PRESETS = sorted((REPOSITORY / "data" / "mappings").glob("*.toml"))
COLUMNS = '[columns]\nticket_id = "id"\nkind = { constant = "complaint" }\ncreated_at = "opened"\n'
GOOD = f'source = "tickets"\n{COLUMNS}'


def import_with(store: Store, path: Path, mapping: Path) -> Report:
    return import_files(store, Batch([path], read_mapping(mapping)))


@pytest.fixture
def mapping_file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "mapping.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_good_mapping_has_no_mistake(mapping_file):
    assert read_mapping(mapping_file(GOOD)).columns == ("ticket_id", "kind", "created_at")


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_every_preset_is_a_good_mapping(path):
    assert read_mapping(path).columns


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("source = ", "mapping.toml"),
        (COLUMNS, "source"),
        ('source = "tickets"\n', "columns"),
        (f'source = "tikets"\n{COLUMNS}', "tickets"),
        (f'sauce = "x"\n{GOOD}', "sauce"),
        (f"{GOOD}team = 5\n", "team"),
        (f'{GOOD}teem = "x"\n', "team"),
        (f'{GOOD}team = {{ form = "x" }}\n', "team"),
        (f"{GOOD}team = {{}}\n", "team"),
        (f'{GOOD}team = {{ from = "x", constant = "y" }}\n', "team"),
        (f'{GOOD}team = {{ from = "x", values = "y" }}\n', "team"),
        (f'{GOOD}told_at = {{ from = "x", time_zone = "Asia/Shangai" }}\n', "Asia/Shangai"),
        (f'{GOOD}told_at = {{ from = "x", formats = "%d/%m/%Y" }}\n', "formats"),
        (f'{GOOD}told_at = {{ first = "x" }}\n', "told_at"),
        (f'{GOOD}told_at = {{ first = "x", not_before = "created" }}\n[fold]\norder = "n"\n', "created_at"),
        (f'{GOOD}told_at = {{ first = "x", not_before = "judged_at" }}\n[fold]\norder = "n"\n', "judged_at"),
        (f'{GOOD}[fold]\nkind = "number"\n', "order"),
        (f'{GOOD}[fold]\norder = "n"\nkind = "size"\n', "size"),
        (f'{GOOD}[fold]\norder = "n"\nby = "id"\n', "by"),
        (f'{GOOD}[lookup.items]\nfile = "x.csv"\nkey = "id"\n', "items"),
        (f'{GOOD}[lookup.items]\nfile = "x.csv"\nkey = "id"\nequals = "id"\nhow = "left"\n', "how"),
        (f'{GOOD}[file]\ndelimeter = ";"\n', "delimeter"),
        (f'{GOOD}[file]\nnulls = "n/a"\n', "nulls"),
        (f'{GOOD}[file]\nformats = "%d/%m/%Y"\n', "formats"),
        (f'{GOOD}[file]\nskip_lines = "2"\n', "skip_lines"),
        (f"{GOOD}[file]\nskip_lines = -1\n", "skip_lines"),
        (f'{GOOD}[file]\ndecimal = "/"\n', "decimal"),
        (f'{GOOD}[file]\nquote = "<>"\n', "quote"),
        (f'{GOOD}[file]\nheader = "no"\n', "header"),
        (f'{GOOD}[file]\ntime_zone = "Beijing"\n', "Beijing"),
        ('source = "tickets"\n[columns]\nticket_id = "id"\ncreated_at = "opened"\n', "kind"),
    ],
    ids=["not-toml", "no-source", "no-columns", "unknown-source", "unknown-entry", "number-as-rule", "unknown-column",
         "unknown-way", "no-way", "two-ways", "values-no-table", "zone", "formats-no-list", "first-without-fold",
         "not-before-what", "not-before-unfilled", "fold-without-order", "fold-kind", "fold-entry",
         "lookup-incomplete", "lookup-entry", "file-entry", "nulls-no-list", "file-formats-no-list",
         "skip-no-number", "skip-negative", "decimal", "two-quotes", "header-no-flag", "file-zone",
         "required-unfilled"],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_that_names_its_place(mapping_file, sentence, text, place):
    with pytest.raises(KeptError) as refused:
        read_mapping(mapping_file(text))
    sentence(refused.value, place)


@pytest.mark.parametrize(
    ("extra", "place"),
    [
        ({"columns": {"team": "Group"}}, "Groups"),
        ({"columns": {"team": {"expression": "lower(Group_name)"}}}, "Groups"),
        ({"columns": {"team": "teams.name"}}, "teams.name"),
        ({"columns": {"team": {"expression": "teams.name"}}}, "teams"),
        ({"keep_rows": "state = 'x'"}, "state"),
        ({"fold": {"order": "version"}}, "version"),
        ({"lookup": {"a": {"file": "missing.csv", "key": "id", "equals": "id"}}}, "missing.csv"),
        ({"lookup": {"a": {"file": "rows.csv", "key": "code", "equals": "id"}}}, "code"),
        ({"lookup": {"a": {"file": "rows.csv", "key": "id", "equals": "code"}}}, "code"),
    ],
)
def test_a_column_the_file_does_not_have_is_named_with_the_nearest(store, sentence, extra, place):
    columns = {"ticket_id": "id", "kind": {"constant": "complaint"}, "created_at": "opened"}
    mapping = extra | {"columns": columns | extra.get("columns", {})}
    with pytest.raises(KeptError) as refused:
        bring(store, "tickets", [{"id": "T1", "opened": "2024-03-04", "Groups": "a"}], mapping)
    sentence(refused.value, place)
    assert store.current_id() is None


def test_a_mapping_that_is_not_there_is_refused(tmp_path, sentence):
    with pytest.raises(ImportRefused) as refused:
        read_mapping(tmp_path / "none.toml")
    sentence(refused.value, "none.toml")


def test_tickets_without_a_time_of_receipt_are_refused_and_it_is_said_what_cannot_be_computed(real, store, sentence):
    path = real / "tickets" / "customer_support_tickets.csv.gz"
    with pytest.raises(ImportRefused) as refused:
        import_with(store, path, OWN / "support_tickets.toml")
    sentence(refused.value, "neither a response time nor a resolution time can be computed")
    assert "created_at" in refused.value.to("en")
    assert "首次响应时长" in refused.value.to("zh")
    assert store.current_id() is None


def test_own_names_need_no_mapping_and_other_columns_are_left_out(store):
    bring(
        store, "tickets", [{"TICKET_ID": "T1", "Kind": "Complaint", "created_at": "2024-03-04", "customer name": "Li"}]
    )
    (one,) = stored(store, "tickets")
    assert (one["ticket_id"], one["kind"]) == ("T1", "complaint")
    assert "Li" not in one.values()


def test_rows_outside_keep_rows_are_counted_by_name(store):
    rows = [{"id": "T1", "state": "draft"}, {"id": "T2", "state": "open"}, {"id": "T3", "state": ""}]
    columns = {"ticket_id": "id", "kind": {"constant": "complaint"}, "created_at": {"constant": "2024-03-04"}}
    report = bring(store, "tickets", rows, {"columns": columns, "keep_rows": "state <> 'draft'"})
    assert [one["ticket_id"] for one in stored(store, "tickets")] == ["T2"]
    assert report.reasons == {"left out by keep_rows of the mapping": 2}


def test_columns_a_mapping_does_not_fill_keep_their_stored_value(store):
    bring(store, "tickets", [ticket("T1", team="red", topic="return"), ticket("T2", team="blue")])
    report = bring(store, "tickets", [ticket("T1", topic="repair"), ticket("T3", topic="other")])
    assert (report.counts.updated, report.counts.accepted) == (1, 1)
    found = [(one["ticket_id"], one["team"], one["topic"]) for one in stored(store, "tickets")]
    assert found == [("T1", "red", "repair"), ("T2", "blue", None), ("T3", None, "other")]


def test_a_filled_column_that_is_empty_empties_the_stored_value(store):
    bring(store, "tickets", [ticket("T1", team="red")])
    bring(store, "tickets", [ticket("T1", team="")])
    assert stored(store, "tickets")[0]["team"] is None


def test_a_rule_between_columns_holds_for_the_row_that_is_stored(store):
    """The second file alone breaks no rule: the stored row would."""
    bring(store, "tickets", [ticket("T1", resolved_at="2024-03-05 10:00")])
    report = bring(store, "tickets", [ticket("T1", first_resolved_at="2024-03-06 10:00")])
    assert report.counts.rejected == 1
    assert stored(store, "tickets")[0]["first_resolved_at"] is None


ITEMS = [{"order": "O1", "seller": "S1"}, {"order": "O1", "seller": "S2"}, {"order": "O3", "seller": "S3"}]


def lookup_mapping(name: str) -> dict[str, object]:
    columns = {"order_id": "order_id", "created_at": "created_at", "merchant_id": f"{name}.seller"}
    return {"columns": columns, "lookup": {name: {"file": "items.csv", "key": "order", "equals": "order_id"}}}


@pytest.mark.parametrize("name", ["items", "order-items", "order items", "行"])
def test_a_lookup_takes_the_first_match_and_never_repeats_a_row(store, tmp_path, name):
    write_rows(tmp_path / "items.csv", ITEMS)
    rows = [row("orders", order_id=order) for order in ("O1", "O2", "O3")]
    report = bring(store, "orders", rows, lookup_mapping(name))
    assert (report.counts.read, report.counts.accepted) == (3, 3)
    assert [one["merchant_id"] for one in stored(store, "orders")] == ["S1", None, "S3"]


def test_the_name_of_a_lookup_cannot_carry_a_statement(store, tmp_path):
    write_rows(tmp_path / "items.csv", ITEMS)
    planted = tmp_path / "planted.csv"
    name = f"x(a INTEGER); COPY (SELECT 1) TO '{planted}'; CREATE TABLE y"
    columns = {"order_id": "order_id", "created_at": "created_at"}
    lookup = {name: {"file": "items.csv", "key": "order", "equals": "order_id"}}
    try:
        bring(store, "orders", [row("orders")], {"columns": columns, "lookup": lookup})
    except KeptError:
        assert store.current_id() is None
    assert not planted.exists()
