"""Files whose records are typed while they are read: numbers, rejects and repetitions are those of a file read first."""

import gzip
import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings, strategies as st

from data.contracts import contract, contracts
from data.errors import ImportRefused
from data.first_import import INCOMING
from data.joined import Joined
from data.mapping import parse_mapping
from data.readers.layout import RawFile
from data.staging import Staging
from data.store import ROWS, Store
from tests.builders import bring, bring_files, rejected, stored, ticket

HEADER = "ticket_id,kind,created_at\n"
GOOD = "T{0},complaint,2024-03-04 10:00:00\n"


def csv_file(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(lines), "utf-8")
    return path


def test_a_rejected_record_keeps_its_number_behind_records_that_do_not_fit_the_file(store, tmp_path):
    lines = [GOOD.format(1), "T2,complaint\n", GOOD.format(3), "T4,complaint,x,y,z\n", "T5,praise,2024-03-04 10:00:00\n",
             "T6,complaint\n", "T7,complaint,never\n", GOOD.format(8)]  # fmt: skip
    report = bring_files(store, "tickets", [csv_file(tmp_path, "a.csv", lines)])
    assert [(line["row"], line["ticket_id"]) for line in rejected(report)] == [
        ("2", ""), ("4", ""), ("5", "T5"), ("6", ""), ("7", "T7"),
    ]  # fmt: skip
    assert [row["ticket_id"] for row in stored(store, "tickets")] == ["T1", "T3", "T8"]


def test_the_records_of_the_second_file_are_numbered_from_its_own_first(store, tmp_path):
    first = csv_file(tmp_path, "a.csv", [GOOD.format(n) for n in range(5)] + ["T9,praise,2024-03-04 10:00:00\n"])
    second = csv_file(tmp_path, "b.csv", ["T10,complaint\n", "T11,praise,2024-03-04 10:00:00\n"])
    report = bring_files(store, "tickets", [first, second])
    assert [(line["file"], line["row"]) for line in rejected(report)] == [
        ("a.csv", "6"),
        ("b.csv", "1"),
        ("b.csv", "2"),
    ]


def test_what_was_typed_before_a_broken_quote_was_found_is_taken_back(store, tmp_path):
    lines = [GOOD.format(n) for n in range(20)]
    lines[7] = 'T7,"complaint,2024-03-04 10:00:00\n'
    report = bring_files(
        store, "tickets", [csv_file(tmp_path, "a.csv", lines), csv_file(tmp_path, "b.csv", [GOOD.format(50)])]
    )
    assert report.counts.accepted == 20
    assert [line["row"] for line in rejected(report)] == ["8"]


def test_of_records_with_one_key_in_a_first_import_the_last_stays(store):
    rows = [ticket("T1", status="open"), ticket("T2"), ticket("T1", status="open"), ticket("T1", status="closed"), ticket("T2")]  # fmt: skip
    counts = bring(store, "tickets", rows).counts
    assert (counts.accepted, counts.updated, counts.duplicate, counts.rejected) == (2, 1, 2, 0)
    assert [(row["ticket_id"], row["status"]) for row in stored(store, "tickets")] == [("T1", "closed"), ("T2", None)]


def test_a_first_import_leaves_a_table_of_the_contracts_columns_and_nothing_else(store):
    bring(store, "tickets", [ticket("T1"), ticket("T1"), ticket("T2", kind="praise")])
    with duckdb.connect(str(store.folder(store.current_id() or "") / ROWS), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        columns = [name for name, *_ in connection.execute("DESCRIBE tickets").fetchall()]
    assert INCOMING.removeprefix("rows.") not in tables
    assert not [name for name in columns if name.startswith("__")]


def test_a_first_import_in_which_every_record_is_rejected_publishes_nothing(store):
    report = bring(store, "tickets", [ticket("T1", kind="praise"), ticket("T2", kind="blame")])
    assert (report.counts.rejected, store.current_id()) == (2, None)


def test_what_a_rejected_record_holds_is_nowhere_in_the_version(store):
    bring(store, "tickets", [ticket("T1"), ticket("T2", topic="an unlikely word", kind="praise")])
    assert b"an unlikely word" not in (store.folder(store.current_id() or "") / ROWS).read_bytes()


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["T1", "T2", "T3", "T4"]), st.sampled_from(["complaint", "inquiry", "praise", ""]),
                          st.sampled_from(["open", "closed", ""])), min_size=1, max_size=12))  # fmt: skip
def test_a_first_import_counts_and_keeps_what_the_same_file_does_beside_other_rows(tmp_path_factory, found):
    rows = [ticket(key, kind=kind, status=status) for key, kind, status in found]
    alone, beside = (Store(tmp_path_factory.mktemp(name) / "store") for name in ("alone", "beside"))
    bring(beside, "tickets", [ticket("T0")], name="before.csv")
    first, later = bring(alone, "tickets", rows), bring(beside, "tickets", rows)
    assert (first.counts, first.reasons) == (later.counts, later.reasons)
    assert stored(alone, "tickets") == [row for row in stored(beside, "tickets") if row["ticket_id"] != "T0"]
    assert [{**line, "file": ""} for line in rejected(first)] == [{**line, "file": ""} for line in rejected(later)]


def test_a_packed_file_is_read_as_a_stream_too(store, tmp_path):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress((HEADER + GOOD.format(1) + "T2,praise,2024-03-04 10:00:00\n").encode()))
    report = bring_files(store, "tickets", [path])
    assert (report.counts.accepted, [line["row"] for line in rejected(report)]) == (1, ["2"])


def test_a_word_for_the_memory_is_refused_in_a_sentence(store, monkeypatch, sentence):
    monkeypatch.setenv("KEPT_IMPORT_MEMORY", "much")
    with pytest.raises(ImportRefused) as caught:
        bring(store, "tickets", [ticket("T1")])
    sentence(caught.value, "KEPT_IMPORT_MEMORY is “much”")


def test_blanks_of_any_script_around_a_cell_are_dropped(store):
    blanks = ["", " ", "\u3000", "\u00a0", "\u2003"]
    rows = [ticket(f"T{n}{m}", topic=f"{left}a b{right}", kind=f"{left}complaint{right}")
            for n, left in enumerate(blanks) for m, right in enumerate(blanks)]  # fmt: skip
    rows.append(ticket("T99", topic="\u3000 \u00a0"))
    bring(store, "tickets", rows)
    assert [row["topic"] for row in stored(store, "tickets")] == ["a b"] * 25 + [None]


def plan(source: str, content: dict[str, object] | None = None) -> str:
    """How the engine types a streamed file of a source's own columns."""
    columns = tuple(column.name for column in contract(source).columns)
    with duckdb.connect() as connection:
        numbered = ", ".join(["row_number() OVER () AS __kept_row", *(f"'1' AS {name}" for name in columns)])
        connection.execute(f"CREATE VIEW raw_0 AS SELECT {numbered} FROM range(10)")
        same = {name: name for name in columns}
        staging = Staging(
            connection, parse_mapping({"source": source, "columns": same, **(content or {})}), "Asia/Shanghai"
        )
        staging.create()
        select, values = staging.prepared(0, Joined(RawFile("raw_0", columns, is_streamed=True))).args
        return " ".join(text for _, text in connection.execute(f"EXPLAIN {select}", values).fetchall())


@pytest.mark.parametrize("source", contracts())
def test_records_that_are_numbered_by_where_they_stand_meet_no_join_that_could_move_them(source):
    assert not re.search(r"\b(JOIN|WINDOW)\b", plan(source).upper())


def test_where_an_expression_may_become_a_join_the_records_are_numbered_before_it():
    words = ", ".join(f"'{n}'" for n in range(20))
    found = plan("tickets", {"keep_rows": f"status NOT IN ({words})"}).upper()
    assert set(re.findall(r"\b(JOIN|WINDOW)\b", found)) == {"JOIN", "WINDOW"}
