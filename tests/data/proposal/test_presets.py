"""A tiny export of each tool: recognised, imported by the preset and by the proposal, and every row checked by hand."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from data.batch import Batch
from data.mapping import parse_mapping, read_mapping
from data.proposal import answered
from data.proposal.presets import FOLDER, presets
from data.store import Store
from data.trial import dry_run
from tests.data.proposal.conftest import Absent, Desk

PEOPLE = [
    "Marta Quill",
    "Pavel Orsk",
    "Lin Zheyu",
    "Uwe Falk",
    "Ingo Brandt",
    "Sora Halden",
    "sample.example",
    "5550142",
]
PHONES = ["13912345670", "13912345671", "13912345672", "13912345673", "0571-88880001"]


def moments(rows: list[dict], *names: str) -> list[tuple]:
    """Moments as written on the clock of Shanghai."""
    return [
        tuple(
            None if row[name] is None else (row[name] + timedelta(hours=8)).strftime("%m-%d %H:%M:%S") for name in names
        )
        for row in rows
    ]


def both_ways(desk: Desk, paths: list[Path], preset: str, answers: dict[str, str]) -> tuple[list[dict], Path]:
    """The stored rows by the proposal, which must be those of the preset alone; and the store."""
    proposal = next(one for one in desk.propose(*paths) if one.preset == preset)
    report, rows, root = desk.publish(proposal, answers)
    mapping, files = read_mapping(FOLDER / f"{preset}.toml"), [Path(file) for file in proposal.files]
    (plain,) = dry_run(Store(desk.folder / "untouched"), [Batch(files, mapping)])
    (same,) = dry_run(Store(desk.folder / "untouched"), [Batch(files, parse_mapping(answered(proposal, answers)))])
    assert plain.report.counts == same.report.counts == report.counts
    assert plain.preview.stored == same.preview.stored
    assert report.counts.rejected == 0
    hashed = {cell.column for cell in mapping.cells if cell.hashed}
    assert all(row[name] is None or row[name].startswith("p") for row in rows for name in hashed)
    return rows, root


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_preset_is_a_valid_mapping(path: Path) -> None:
    read_mapping(path)


def test_no_two_presets_have_one_signature() -> None:
    signatures = [preset.signature for preset in presets() if preset.signature]
    assert len(signatures) == len(set(signatures)) >= 13


def test_zendesk_tickets_count_minutes_from_the_receipt(desk: Desk, absent: Absent) -> None:
    rows, root = both_ways(desk, [desk.sample("zendesk.csv")], "zendesk", {"kind": "inquiry"})
    assert [row["ticket_id"] for row in rows] == ["101", "102", "103", "104", "105"]
    assert [row["kind"] for row in rows] == ["complaint", "complaint", "inquiry", "inquiry", "after_sales"]
    assert [row["status"] for row in rows] == ["resolved", "closed", "open", "waiting", "resolved"]
    assert [row["priority"] for row in rows] == ["high", "normal", None, "low", "urgent"]
    assert moments(rows, "created_at", "first_reply_at", "resolved_at") == [
        ("03-02 09:00:00", "03-02 09:30:00", "03-03 09:00:00"),
        ("03-02 10:00:00", "03-04 10:00:00", "03-05 10:00:00"),
        ("03-03 08:15:00", None, None),
        ("03-03 11:00:00", "03-03 11:05:00", None),
        ("03-31 23:50:00", "04-01 00:05:00", "04-01 00:20:00"),
    ]
    assert rows[0]["customer_id"] == rows[3]["customer_id"] != rows[1]["customer_id"]
    assert [row["reopen_count"] for row in rows] == [0, 1, 0, 0, 0]
    absent(root, PEOPLE)


def test_the_newer_headers_of_zendesk_are_read_by_the_same_preset(desk: Desk) -> None:
    rows, _ = both_ways(desk, [desk.sample("zendesk_new.csv")], "zendesk", {})
    assert moments(rows, "created_at", "first_reply_at") == [
        ("04-02 09:00:00", "04-02 09:45:00"), ("04-02 10:00:00", None), ("04-04 10:00:00", "04-04 11:30:30")]  # fmt: skip
    assert [row["status"] for row in rows] == ["resolved", "open", "open"]


def test_freshdesk_tickets_are_read_by_their_moments_not_by_durations(desk: Desk, absent: Absent) -> None:
    path = desk.sample("freshdesk.csv")
    header, _, body = path.read_text("utf-8").partition("\n")
    path.write_text(f"{header.upper()}\n{body}", "utf-8")
    rows, root = both_ways(desk, [path], "freshdesk", {"kind": "inquiry"})
    assert [row["kind"] for row in rows] == ["complaint", "inquiry", "complaint", "inquiry", "after_sales"]
    assert [row["status"] for row in rows] == ["closed", "resolved", "waiting", "open", "open"]
    assert [row["priority"] for row in rows] == ["high", "low", "normal", "urgent", "normal"]
    assert moments(rows, "first_reply_at", "resolved_at") == [
        ("03-02 10:30:00", "03-03 09:00:00"), ("03-02 11:00:00", "03-02 12:00:00"), ("03-05 00:00:00", None),
        (None, None), ("03-08 10:20:00", None)]  # fmt: skip
    absent(root, [*PEOPLE, *PHONES])


ZAMMAD = {
    "en": ["#", "Title", "State", "Priority", "Group", "Owner", "Customer", "Create Channel", "Created At", "Closed At",
           "First Response At"],
    "de": ["#", "Titel", "Status", "Priorität", "Gruppe", "Besitzer", "Kunde", "Erstellkanal", "Erstellt am",
           "Geschlossen am", "Erste Antwort am"],
    "zh": ["#", "标题", "状态", "优先级", "组", "所有者", "客户", "创建渠道", "创建于", "关闭于", "首次响应于"],
}  # fmt: skip
ZAMMAD_WORDS = {
    "en": ("closed", "open", "pending reminder", "3 high", "2 normal"),
    "de": ("geschlossen", "offen", "warten auf Erinnerung", "3 hoch", "2 normal"),
    "zh": ("已关闭", "打开", "等待提醒", "3 高", "2 普通"),
}


def zammad(path: Path, language: str) -> Path:
    closed, opened, waiting, high, normal = ZAMMAD_WORDS[language]
    moment = datetime(2026, 3, 2, 9, 0, 0)
    rows = [
        ["70001", "Lost", closed, high, "Care", "Ingo Brandt", "Marta Quill", "email", moment, datetime(2026, 3, 3, 9), datetime(2026, 3, 2, 10)],
        ["70002", "Red?", opened, normal, "Care", "-", "Pavel Orsk", "web", datetime(2026, 3, 13, 10), None, None],
        ["70003", "Broken", waiting, normal, "Shop", "Sora Halden", "Uwe Falk", "phone", datetime(2026, 3, 4, 23, 59, 59), None, datetime(2026, 3, 5)],
    ]  # fmt: skip
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["made by Zammad"])
        sheet = book.add_worksheet("Tickets")
        for number, cells in enumerate([ZAMMAD[language], *rows]):
            sheet.write_row(number, 0, cells)
    return path


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_zammad_workbooks_are_known_in_each_language(desk: Desk, absent: Absent, language: str) -> None:
    proposal = desk.only(zammad(desk.folder / "tickets.xlsx", language))
    assert (proposal.preset, proposal.content["file"]["sheet"]) == ("zammad", "Tickets")
    assert [question.id for question in proposal.questions] == ["kind"]
    report, rows, root = desk.publish(proposal, {"kind": "complaint"})
    assert (report.counts.accepted, report.counts.rejected) == (3, 0)
    assert [(row["kind"], row["status"], row["priority"]) for row in rows] == [
        ("complaint", "closed", "high"), ("complaint", "open", "normal"), ("complaint", "waiting", "normal")]  # fmt: skip
    assert moments(rows, "created_at", "first_reply_at", "resolved_at") == [
        ("03-02 09:00:00", "03-02 10:00:00", "03-03 09:00:00"), ("03-13 10:00:00", None, None),
        ("03-04 23:59:59", "03-05 00:00:00", None)]  # fmt: skip
    absent(root, PEOPLE)


def test_the_sentence_before_chatwoot_conversations_is_left_out(desk: Desk, absent: Absent) -> None:
    rows, root = both_ways(
        desk, [desk.sample("chatwoot_conversations.csv")], "chatwoot_conversations", {"kind": "inquiry"}
    )
    assert [(row["ticket_id"], row["status"], row["priority"]) for row in rows] == [
        ("501", "resolved", "urgent"), ("502", "open", None), ("503", "waiting", "normal"), ("504", "waiting", "low")]  # fmt: skip
    assert moments(rows, "first_reply_at") == [("03-02 09:03:00",), ("03-03 09:30:00",), (None,), ("03-31 09:00:10",)]
    absent(root, PEOPLE)


def test_the_period_line_after_chatwoot_answers_is_no_answer(desk: Desk, absent: Absent) -> None:
    rows, root = both_ways(desk, [desk.sample("chatwoot_csat.csv")], "chatwoot_csat", {})
    assert [(row["survey_id"], row["ticket_id"], row["kind"], row["csat"]) for row in rows] == [
        ("501", "501", "ticket", 5), ("502", "502", "ticket", 2), ("504", "504", "ticket", 4)]  # fmt: skip
    assert moments(rows, "answered_at") == [("03-02 10:05:00",), ("03-13 09:45:00",), ("03-31 10:00:00",)]
    absent(root, [*PEOPLE, *PHONES])


def test_without_the_period_line_no_answer_of_chatwoot_is_lost(desk: Desk) -> None:
    path = desk.sample("chatwoot_csat.csv")
    path.write_text(path.read_text("utf-8").replace("Reporting period 2026-03-01 to 2026-03-31\n", ""), "utf-8")
    _, rows = desk.bring(desk.only(path))
    assert [row["survey_id"] for row in rows] == ["501", "502", "504"]


def test_osticket_files_with_semicolons_keep_their_quoted_cells(desk: Desk, absent: Absent) -> None:
    path = desk.sample("osticket.csv")
    path.write_text(
        path.read_text("utf-8").replace('Frage zu "Rot; oder Blau"', '"Frage zu ""Rot; oder Blau"""'), "utf-8"
    )
    rows, root = both_ways(desk, [path], "osticket", {"kind": "inquiry"})
    assert desk.look(path).files[0].decimal == ","
    assert [(row["ticket_id"], row["status"], row["priority"]) for row in rows] == [
        ("700101", "closed", "high"), ("700102", "open", "normal"), ("700103", "resolved", "urgent"),
        ("700104", "open", "low")]  # fmt: skip
    assert moments(rows, "created_at", "resolved_at")[0] == ("03-02 09:00:00", "03-03 09:00:00")
    absent(root, PEOPLE)


def test_jira_moments_are_in_utc(desk: Desk, absent: Absent) -> None:
    rows, root = both_ways(desk, [desk.sample("jira_issues.csv", newline="\r\n")], "jira_issues", {})
    assert [(row["ticket_id"], row["kind"], row["status"], row["priority"]) for row in rows] == [
        ("CS-1", "complaint", "resolved", "urgent"), ("CS-2", "inquiry", "waiting", "normal"),
        ("CS-3", "after_sales", "open", "low"), ("CS-4", "complaint", "cancelled", "high")]  # fmt: skip
    assert [row["created_at"] for row in rows][:2] == [datetime(2026, 3, 2, 1, 0), datetime(2026, 3, 2, 16, 30)]
    absent(root, [*PEOPLE, "mquill", "ibrandt"])


def test_servicenow_events_fold_to_the_latest_state(desk: Desk) -> None:
    proposal = desk.only(desk.sample("servicenow.csv"))
    assert proposal.preset == "servicenow_incidents"
    report, rows = desk.bring(proposal, {"kind": "complaint"})
    assert (report.counts.read, report.counts.accepted, report.counts.updated) == (6, 3, 3)
    assert [(row["ticket_id"], row["status"], row["priority"], row["agent_id"]) for row in rows] == [
        ("0000901", "closed", "normal", "17"), ("0000902", "open", "urgent", "20"), ("0000903", "open", "low", None)]  # fmt: skip
    assert moments(rows, "created_at", "first_reply_at", "resolved_at") == [
        ("02-29 01:16:00", "02-29 08:53:00", "02-29 11:29:00"), ("03-01 09:00:00", "03-01 09:40:00", None),
        ("03-02 10:00:00", None, None)]  # fmt: skip


def test_taobao_orders_lose_their_wrapping_and_their_people(desk: Desk, absent: Absent) -> None:
    rows, root = both_ways(desk, [desk.sample("taobao_orders.csv", "gb18030", "\r\n")], "taobao_orders", {})
    assert [(row["order_id"], row["status"], row["amount"]) for row in rows] == [
        ("3301250001", "completed", 108), ("3301250002", "cancelled", 0), ("3301250003", "paid", 20),
        ("3301250004", "handed_over", 1299), ("3301250005", "placed", 33)]  # fmt: skip
    assert moments(rows, "created_at", "paid_at") == [
        ("03-02 09:00:00", "03-02 09:05:00"), ("03-02 10:00:00", None), ("03-03 11:00:00", "03-03 11:00:30"),
        ("03-13 12:00:00", "03-13 12:10:00"), ("03-31 23:59:59", None)]  # fmt: skip
    assert rows[0]["customer_id"] == rows[2]["customer_id"]
    assert {row["merchant_id"] for row in rows} == {"青禾旗舰店"}
    absent(root, [*PHONES, "小鹿乱撞", "钱多多", "孙小圣", "周一帆", "吴清风", "西湖区", "中山路", "sample.example"])


def test_olist_orders_take_their_category_from_products_and_their_amount_from_all_payments(desk: Desk) -> None:
    names = ["orders", "order_items", "products", "customers", "order_payments", "order_reviews", "sellers"]
    paths = [desk.sample(f"olist/olist_{name}_dataset.csv") for name in names]
    proposals = desk.propose(*paths)
    assert {(one.source, one.preset) for one in proposals} == {
        ("orders", "olist_orders"), ("surveys", "olist_reviews"), ("members", "olist_customers"),
        ("merchants", "olist_sellers")}  # fmt: skip
    assert not [question for one in proposals for question in one.questions]
    rows, _ = both_ways(desk, paths, "olist_orders", {})
    assert [(row["order_id"], row["merchant_id"], row["category"], row["member_id"], row["amount"]) for row in rows] == [
        ("o1", "s1", "perfumaria", "u1", 19.5), ("o2", None, None, "u2", None), ("o3", "s2", "artes", "u1", 6.5)]  # fmt: skip


def test_a_view_of_zendesk_without_the_type_is_asked_for_it(desk: Desk) -> None:
    path = desk.sample("zendesk_new.csv")
    path.write_text(path.read_text("utf-8").replace("Ticket type", "Form"), "utf-8")
    proposal = desk.only(path)
    assert (proposal.preset, [question.id for question in proposal.questions]) == ("zendesk", ["kind"])
    _, rows = desk.bring(proposal, {"kind": "feedback"})
    assert {row["kind"] for row in rows} == {"feedback"}


def test_a_status_of_ones_own_is_asked_for_although_a_preset_fits(desk: Desk) -> None:
    path = desk.sample("freshdesk.csv")
    path.write_text(path.read_text("utf-8").replace("Waiting on Third Party", "With the carrier"), "utf-8")
    proposal = desk.only(path)
    assert {question.id for question in proposal.questions} == {"kind", "status=With the carrier"}
    _, rows = desk.bring(proposal, {"kind": "inquiry", "status=With the carrier": "open"})
    assert [row["status"] for row in rows] == ["closed", "resolved", "waiting", "open", "open"]
