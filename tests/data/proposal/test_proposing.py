"""From what was found to a mapping: what is matched, what is asked, what is left out, which files belong together."""

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from data.contracts import contract, contracts
from data.errors import InvalidEntry
from data.mapping import parse_mapping
from data.proposal import Proposal, answered
from data.proposal.words import FOLDER, code_of, header_says
from tests.data.proposal.conftest import Absent, Desk

TICKETS = """工单编号,工单类型,创建时间,首次回复时间,解决时间,状态,客户姓名,联系电话,客服,问题描述
W1,投诉,2026-03-02 09:00:00,2026-03-02 10:00:00,2026-03-03 09:00:00,已解决,张三丰,13812345678,王小明,我的快递到现在还没有收到请尽快处理谢谢
W2,咨询,2026-03-02 10:00:00,,,处理中,李四,13912345678,赵敏,这件衣服有没有红色
W3,售后,2026-03-04 10:00:00,2026-03-04 10:30:00,,待客户回复,张三丰,13812345678,王小明,退货
"""


def questions(proposal: Proposal) -> set[str]:
    return {question.id for question in proposal.questions}


def test_a_chinese_export_needs_no_answer_and_keeps_nobody(desk: Desk, absent: Absent) -> None:
    proposal = desk.only(desk.file("导出.csv", TICKETS, "gb18030"))
    assert (proposal.source, questions(proposal), proposal.confidence) == ("tickets", set(), 1.0)
    assert {item.column: item.reason.en for item in proposal.left_out} == {
        "联系电话": "phone number: personal data", "问题描述": "not needed for any figure"}  # fmt: skip
    report, rows, root = desk.publish(proposal)
    assert report.counts.accepted == 3
    assert [(row["kind"], row["status"]) for row in rows] == [
        ("complaint", "resolved"), ("inquiry", "open"), ("after_sales", "waiting")]  # fmt: skip
    assert rows[0]["customer_id"] == rows[2]["customer_id"]
    assert rows[0]["agent_id"] not in (None, rows[1]["agent_id"])
    absent(root, ["张三丰", "李四", "王小明", "13812345678", "13912345678"])


def test_a_proposal_is_plain_data_and_a_mapping_once_it_is_answered(desk: Desk) -> None:
    proposal = desk.only(desk.file("tickets.csv", "Ticket ID,Created at\nT1,01/02/2026 10:00\nT2,03/04/2026 10:00\n"))
    assert questions(proposal) == {"kind", "date_order"}
    json.dumps({**asdict(proposal), "refusal": None})
    with pytest.raises(InvalidEntry, match="still to be answered"):
        answered(proposal, {"kind": "complaint"})
    with pytest.raises(InvalidEntry):
        answered(proposal, {"kind": "no such kind", "date_order": "day_first"})
    for order, month in (("day_first", 2), ("month_first", 1)):
        _, rows = desk.bring(proposal, {"kind": "complaint", "date_order": order})
        assert rows[0]["created_at"].month == month
    assert "formats" not in str(proposal.content)


def test_of_two_orders_in_one_column_the_unreadable_ones_are_counted(desk: Desk) -> None:
    rows = "T1,complaint,13/02/2026 10:00\nT2,complaint,02/13/2026 10:00\nT3,complaint,01/02/2026 10:00\n"
    proposal = desk.only(desk.file("tickets.csv", f"Ticket ID,Ticket type,Created at\n{rows}"))
    assert questions(proposal) == {"date_order:created_at"}
    assert "1 values can only be read day first, 1 only month first" in proposal.questions[0].why.en
    report, _ = desk.bring(proposal, {"date_order:created_at": "day_first"})
    assert (report.counts.accepted, report.counts.rejected) == (2, 1)


def test_tickets_whose_receipt_has_an_unknown_name_are_asked_about(desk: Desk) -> None:
    text = "Ticket ID,Ticket type,Anlage,First reply at\nT1,complaint,2026-03-02 09:00,2026-03-02 10:00\n"
    proposal = desk.only(desk.file("tickets.csv", text))
    (question,) = proposal.questions
    assert (question.id, [option.key for option in question.options], question.day) == ("created_at", ["Anlage"], False)
    _, rows = desk.bring(proposal, {"created_at": "Anlage"})
    assert rows[0]["created_at"].hour == 1


def test_a_constant_day_is_a_real_day(desk: Desk) -> None:
    proposal = desk.only(desk.file("reviews.csv", "Review ID,Stars\nR1,5\nR2,1\n"))
    assert questions(proposal) == {"collected_at"}
    with pytest.raises(InvalidEntry):
        answered(proposal, {"collected_at": "2026-02-30"})
    content = answered(proposal, {"collected_at": "2026-02-28"})
    assert content["columns"]["collected_at"] == {"constant": "2026-02-28"}
    assert answered(proposal, {"collected_at": "today"})["columns"]["collected_at"] == {"constant": "2026-11-22"}


def test_a_value_no_table_knows_is_asked_and_its_rows_can_be_left_out(desk: Desk) -> None:
    text = "Ticket ID,Ticket type,Created at\nT1,complaint,2026-03-02\nT2,It's odd,2026-03-02\nT3,odder,2026-03-02\n"
    proposal = desk.only(desk.file("tickets.csv", text))
    assert questions(proposal) == {"kind=It's odd", "kind=odder"}
    report, rows = desk.bring(proposal, {"kind=It's odd": "leave_out", "kind=odder": "leave_out"})
    assert ([row["ticket_id"] for row in rows], report.counts.rejected) == (["T1"], 2)
    assert report.reasons == {"left out by keep_rows of the mapping": 2}


def test_two_headers_that_fit_alike_are_a_question(desk: Desk) -> None:
    text = "Ticket ID,Ticket type,Created at,Opened at\nT1,complaint,2026-03-02 09:00,2026-03-02 08:00\n"
    proposal = desk.only(desk.file("tickets.csv", text))
    (question,) = proposal.questions
    assert (question.id, {option.key for option in question.options}) == (
        "created_at:column", {"Created at", "Opened at"})  # fmt: skip
    _, rows = desk.bring(proposal, {"created_at:column": "Opened at"})
    assert rows[0]["created_at"].hour == 0


def test_durations_become_moments_where_the_moment_is_missing(desk: Desk) -> None:
    text = "Ticket ID,Ticket type,Created at,First response time (in hrs)\nT1,complaint,2026-03-02 09:00,1.5\nT2,complaint,2026-03-02 09:00,2.25\n"
    _, rows = desk.bring(desk.only(desk.file("tickets.csv", text)))
    assert [str(row["first_reply_at"] - row["created_at"]) for row in rows] == ["1:30:00", "2:15:00"]


def test_a_log_of_updates_is_folded_to_its_latest_state(desk: Desk) -> None:
    rows = "T1,complaint,2026-03-02 09:00,open,1\nT1,complaint,2026-03-02 09:00,resolved,3\nT1,complaint,2026-03-02 09:00,waiting,2\n"
    rows += rows.replace("T1", "T2")
    proposal = desk.only(desk.file("tickets.csv", f"Ticket ID,Ticket type,Created at,Status,Version\n{rows}"))
    assert proposal.content["fold"] == {"order": "Version"}
    _, stored = desk.bring(proposal)
    assert [row["status"] for row in stored] == ["resolved", "resolved"]


def test_parts_of_one_export_are_one_import_and_decide_their_dates_together(desk: Desk) -> None:
    header = "Ticket ID,Ticket type,Created at\n"
    january = desk.file("tickets_jan.csv", f"{header}T1,complaint,02/01/2026\nT2,complaint,03/01/2026\n")
    february = desk.file("tickets_feb.csv", f"{header}T3,complaint,28/02/2026\n")
    other = desk.file("会员.csv", "会员编号,会员等级\nM1,金\nM2,银\n")
    tickets, members = sorted(desk.propose(january, february, other), key=lambda one: -len(one.files))
    assert ({Path(path).name for path in tickets.files}, questions(tickets)) == ({january.name, february.name}, set())
    assert members.source == "members"
    report, rows = desk.bring(tickets)
    assert (report.counts.accepted, {row["created_at"].year for row in rows}) == (3, {2026})
    assert rows[0]["created_at"].month == 1


def test_files_that_share_keys_become_one_import_with_lookups(desk: Desk) -> None:
    orders = desk.file(
        "订单.csv",
        "订单号,下单时间,付款时间,买家ID,订单状态\nA1,2026-03-02 09:00:00,2026-03-02 09:01:00,B1,已付款\nA2,2026-03-02 10:00:00,,B2,待付款\n",
    )
    items = desk.file("items.csv", "订单号,商品编码,店铺名称\nA1,S1,青禾\nA1,S2,青禾\nA2,S2,白鹿\n")
    goods = desk.file("goods.csv", "商品编码,商品类目\nS1,衬衫\nS2,鞋\n")
    payments = desk.file("payments.csv", "订单号,实付金额\nA1,10.50\nA1,9.50\n")
    (proposal,) = desk.propose(orders, items, goods, payments)
    assert {Path(path).name for path in proposal.lookups} == {"items.csv", "goods.csv", "payments.csv"}
    _, rows = desk.bring(proposal)
    assert [(row["merchant_id"], row["sku"], row["category"], row["amount"]) for row in rows] == [
        ("青禾", "S1", "衬衫", 20), ("白鹿", "S2", "鞋", None)]  # fmt: skip


def test_a_header_of_another_contract_is_not_taken_for_the_receipt(desk: Desk) -> None:
    text = "Ticket ID,Ticket type,Date of Purchase,First response time\nT1,complaint,2026-03-02,2026-03-04 10:00\n"
    proposal = desk.only(desk.file("tickets.csv", text))
    assert proposal.refusal is not None


@pytest.mark.parametrize(
    ("source", "column", "header", "least"),
    [("tickets", "created_at", "创建时间", 1.0), ("tickets", "created_at", " CREATED_AT ", 1.0),
     ("tickets", "created_at", "ＣｒｅａｔｅｄＡｔ", 1.0), ("tickets", "created_at", "工单创建时间(北京时间)", 0.65),
     ("tickets", "created_at", "Updated at", 0.0), ("orders", "amount", "实付金额（元）", 1.0),
     ("trainings", "started_at", "Training Start Date", 1.0), ("tickets", "status", "Zustand", 1.0)],
)  # fmt: skip
def test_headers_are_compared_without_case_blanks_and_marks(
    source: str, column: str, header: str, least: float
) -> None:
    said = header_says(source, column, header)
    assert said >= least
    assert least or not said


@pytest.mark.parametrize(
    ("source", "column", "value", "code"),
    [("tickets", "status", "已解决", "resolved"), ("tickets", "status", "SOLVED ", "resolved"),
     ("tickets", "priority", "紧急", "urgent"), ("orders", "status", "买家已付款，等待卖家发货", "paid"),
     ("tickets", "status", "partially resolved", None), ("surveys", "ticket_kind", "投诉", "complaint")],
)  # fmt: skip
def test_values_of_closed_lists_are_known_in_both_languages(
    source: str, column: str, value: str, code: str | None
) -> None:
    assert code_of(source, column, value) == code


def test_every_word_table_names_real_columns_and_codes() -> None:
    headers = tomllib.loads((FOLDER / "header_words.toml").read_text("utf-8"))
    for source in headers.keys() - {"sources", "fold", "personal", "durations"}:
        assert headers[source].keys() <= contract(source).by_name.keys()
    for source, columns in tomllib.loads((FOLDER / "value_words.toml").read_text("utf-8")).items():
        for column, codes in columns.items():
            assert codes.keys() <= {value.code for value in contract(source).column(column).values}, (source, column)


def test_a_template_of_ours_is_proposed_as_itself(desk: Desk) -> None:
    for source in ("tickets", "orders", "surveys", "reviews", "inspections", "trainings"):
        columns = contracts()[source].columns
        cells = {
            "moment": "2026-03-02 09:00:00",
            "day": "2026-03-02",
            "integer": "1",
            "decimal": "15.5",
            "boolean": "true",
        }
        lines = [",".join(column.name for column in columns)]
        for number in (1, 2):
            lines.append(
                ",".join(
                    cells.get(column.type, column.values[0].code if column.values else f"{column.name[:3]}-{number}")
                    for column in columns
                )
            )
        proposal = desk.propose(desk.file("rows.csv", "\n".join(lines) + "\n"))[0]
        assert (proposal.source, questions(proposal)) == (source, set())
        assert set(parse_mapping(answered(proposal, {})).columns) == {column.name for column in columns}


def test_a_ticket_that_is_only_closed_is_asked_whether_that_is_its_resolution(desk: Desk) -> None:
    lines = [
        "Ticket ID,Type,Created at,Closed at",
        *(f"T{n},Complaint,2024-03-{n:02} 10:00,2024-03-{n + 1:02} 09:00" for n in range(1, 20)),
    ]
    proposal = desk.propose(desk.file("closed.csv", "\n".join(lines) + "\n"))[0]
    assert [question.id for question in proposal.questions] == ["resolved_at"]
    assert answered(proposal, {"resolved_at": "resolved"})["columns"].keys() >= {"resolved_at"}
    assert "archived_at" not in answered(proposal, {"resolved_at": "resolved"})["columns"]
    assert "resolved_at" not in answered(proposal, {"resolved_at": "archived"})["columns"]
