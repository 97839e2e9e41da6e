"""The file of rejected rows: a person can open it, see why, mend it and bring it again."""

import pandas as pd
import pytest

from data.safe_csv import safe_cell
from tests.builders import bring, bring_files, rejected, stored, ticket

ROWS = [
    ticket("T1"),
    ticket("T2", kind="praise"),
    ticket("T3", created_at=""),
    ticket("T4", paused_seconds="long"),
    ticket("T5", first_reply_at="2024-03-03 10:00"),
    ticket("T6", topic='=HYPERLINK("http://example.com")', kind="praise"),
]


def test_each_line_names_the_place_the_reason_in_both_languages_and_the_cells(store):
    report = bring(store, "tickets", ROWS)
    table = pd.read_csv(report.rejects, dtype=str, keep_default_na=False)
    found = table[["file", "row", "column", "reason", "原因", "value", "ticket_id"]].to_numpy().tolist()
    assert found == [
        ["rows.csv", "2", "kind", "kind: is not one of the allowed values", "类型（kind）：不在允许的取值之内", "praise",
         "T2"],
        ["rows.csv", "3", "created_at", "created_at: is required and empty", "受理时间（created_at）：必填但为空", "", "T3"],
        ["rows.csv", "4", "paused_seconds", "paused_seconds: cannot be read as a whole number",
         "待客户时长（paused_seconds）：无法识别为整数", "long", "T4"],
        ["rows.csv", "5", "", "answered before it was received", "首次回复早于受理", "", "T5"],
        ["rows.csv", "6", "kind", "kind: is not one of the allowed values", "类型（kind）：不在允许的取值之内", "praise",
         "T6"],
    ]  # fmt: skip
    assert report.reasons["kind: is not one of the allowed values"] == 2


def test_a_cell_that_is_a_formula_is_made_harmless_in_the_file_only(store):
    report = bring(store, "tickets", [*ROWS, ticket("T7", topic="=1+1")])
    assert [line["topic"] for line in rejected(report)][-1].startswith("'=HYPERLINK")
    assert stored(store, "tickets")[-1]["topic"] == "=1+1"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (" =cmd", "' =cmd"),
        ("\t=cmd", "'\t=cmd"),
        ("\n=cmd", "'\n=cmd"),
        ("@x", "'@x"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("-5+cmd", "'-5+cmd"),
        ("\rx", "'\rx"),
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        ("+5", "+5"),
        ("1-5", "1-5"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
    ],
)
def test_a_cell_is_safe_in_a_spreadsheet(cell, written):
    assert safe_cell(cell) == written


def test_every_rejected_record_of_several_files_is_in_the_file(store, tmp_path):
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"ticket_id,kind,created_at\nT{number},complaint,2024-03-04\nX{number},praise,2024-03-04\nY\n")
        paths.append(path)
    report = bring_files(store, "tickets", paths)
    assert sorted((line["file"], line["row"]) for line in rejected(report)) == [
        (f"{number}.csv", row) for number in range(3) for row in ("2", "3")
    ]


def test_mended_rows_can_be_imported_under_their_own_names(store):
    report = bring(store, "tickets", ROWS)
    mended = report.rejects.read_text("utf-8-sig").replace("praise", "complaint").replace("long", "60")
    path = store.root.parent / "mended.csv"
    path.write_text(mended, "utf-8-sig")
    assert bring_files(store, "tickets", [path]).counts.accepted == 3


def test_without_rejected_rows_there_is_no_file(store):
    report = bring(store, "tickets", [ticket("T1")])
    assert report.rejects is None
    assert not list(store.root.glob("imports/*/rejected.csv"))


def test_cells_come_as_they_were_in_the_file(store):
    columns = {"ticket_id": "id", "kind": {"from": "art", "values": {"Beschwerde": "complaint"}}, "created_at": "at"}
    rows = [{"id": "T1", "art": "Beschwerde", "at": "4.3.2024"}]
    (line,) = rejected(bring(store, "tickets", rows, {"columns": columns}))
    assert (line["ticket_id"], line["created_at"], line["value"]) == ("T1", "4.3.2024", "4.3.2024")


def test_no_cell_of_an_undeclared_column_nor_a_person_is_in_the_file(store, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "ticket_id,kind,created_at,customer_id,topic,phone\n"
        "T1,praise,2024-03-04,Wang Xiaoming,call 138-1234-5678 or wang@example.com,13912345678\n"
        "T2,complaint,2024-03-04,Li Na,x,13912345678,13700001111\n"
        'T3,"complaint,2024-03-04,Zhao Min,x,13612345678\n'
        "Chen Jie 13512345678\n"
    )
    report = bring_files(store, "tickets", [path])
    written = report.rejects.read_text("utf-8-sig")
    for secret in ("Wang X", "Li Na", "Zhao", "Chen", "1234", "0000", "example.com"):
        assert secret not in written
    (line, *others) = rejected(report)
    assert (line["customer_id (masked 已遮盖)"], line["topic"]) == ("W***", "call 1*** or w***")
    assert [(other["row"], other["value"]) for other in others] == [("2", ""), ("3", ""), ("4", "")]


def test_a_masked_cell_is_never_imported(store):
    report = bring(store, "tickets", [ticket("T1", kind="praise", customer_id="C7")])
    path = store.root.parent / "mended.csv"
    path.write_text(report.rejects.read_text("utf-8-sig").replace("praise", "complaint"))
    bring_files(store, "tickets", [path])
    assert stored(store, "tickets")[0]["customer_id"] is None


def test_neighbours_with_nothing_to_show_share_a_line(store, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("ticket_id,kind,created_at\n,,\n,,\nX\nY\n,,\nT1,praise,2024-03-04\n,,\n,,\n,,\n")
    report = bring_files(store, "tickets", [path])
    assert [(line["row"], line["reason"]) for line in rejected(report)] == [
        ("1–2", "the row is empty"),
        ("3–4", "the row has fewer cells than the header"),
        ("5", "the row is empty"),
        ("6", "kind: is not one of the allowed values"),
        ("7–9", "the row is empty"),
    ]
    assert report.counts.rejected == sum(report.reasons.values()) == report.counts.read == 9
