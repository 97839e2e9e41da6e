"""The worked cases of the definitions, imported as CSV and asked through the engine: what each row means, by hand.

Every case carries its own team (tickets) or merchant (orders), so one import serves them all.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from data.contracts import contract
from data.errors import UsageError
from metrics.model import Filter, Grain, Query, Row
from metrics.periods import parse
from tests.metrics.worlds import Case, World, import_rows, in_one_row, moment

RECEIVED = "2026-07-01 09:00:00"
IN_TIME, DUE, LATE = "2026-07-02 09:00:00", "2026-07-03 09:00:00", "2026-07-03 09:00:01"
LONG_AFTER = "2026-08-31 12:00:00"
HIT, MISS, UNDECIDED, EXCLUDED, NOT_COUNTED = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)


@dataclass(frozen=True)
class Worked:
    """One case, the moment it is looked at, and how it counts: (hits, misses, undecided, excluded)."""

    says: str
    metric: str
    fields: Case
    counts: tuple[int, int, int, int]
    as_of: str = LONG_AFTER

    @property
    def source(self) -> str:
        return "orders" if self.metric.startswith("order") else "tickets"


def request(says: str, counts: tuple[int, int, int, int], as_of: str = LONG_AFTER, **fields: str) -> Worked:
    """An after-sales request received on 1 July 2026 at 9:00."""
    return Worked(
        says, "aftersales_answered_48h", {"kind": "after_sales", "created_at": RECEIVED, **fields}, counts, as_of
    )


def complaint(says: str, counts: tuple[int, int, int, int], as_of: str = LONG_AFTER, **fields: str) -> Worked:
    return Worked(
        says, "complaint_resolved_48h", {"kind": "complaint", "created_at": RECEIVED, **fields}, counts, as_of
    )


def feedback(says: str, counts: tuple[int, int, int, int], **fields: str) -> Worked:
    return Worked(says, "feedback_answered_72h", {"kind": "feedback", "created_at": RECEIVED, **fields}, counts)


def order(says: str, metric: str, counts: tuple[int, int, int, int], as_of: str = LONG_AFTER, **fields: str) -> Worked:
    """An order placed and paid on 1 July 2026 at 9:00."""
    return Worked(says, metric, {"created_at": RECEIVED, "paid_at": RECEIVED, **fields}, counts, as_of)


WORKED = (
    request("a reply within the limit is in time", HIT, first_reply_at=IN_TIME),
    request("a reply exactly at the limit is in time", HIT, first_reply_at=DUE),
    request("a reply one second after the limit is late", MISS, first_reply_at=LATE),
    request("open and past due is a miss", MISS),
    request("open and due one second before the as-of moment is a miss", MISS, LATE),
    request("open and due exactly at the as-of moment is undecided", UNDECIDED, DUE),
    request("open and not yet due is undecided", UNDECIDED, IN_TIME),
    request("answered exactly at the as-of moment is known", HIT, IN_TIME, first_reply_at=IN_TIME),
    request("a reply after the as-of moment is not known at it", UNDECIDED, IN_TIME, first_reply_at=DUE),
    request("past due is a miss though a late reply came after the as-of moment", MISS, "2026-07-03 12:00:00",
            first_reply_at="2026-07-04 09:00:00"),
    request("received after the as-of moment does not exist yet", NOT_COUNTED, "2026-06-30 09:00:00"),
    request("a bot's reply does not stop the clock", MISS, first_auto_reply_at=RECEIVED),
    request("a person's reply after a bot's stops it", HIT, first_auto_reply_at=RECEIVED, first_reply_at=IN_TIME),
    request("a bot in time and a person too late is late", MISS, first_auto_reply_at=RECEIVED, first_reply_at=LATE),
    request("a resolution without a reply is no answer", MISS, resolved_at=IN_TIME),
    request("a request nobody was assigned to still counts", MISS, agent_id=""),
    request("cancelled is left out", EXCLUDED, status="cancelled", first_reply_at=IN_TIME),
    request("duplicate is left out", EXCLUDED, status="duplicate"),
    request("spam is left out", EXCLUDED, status="spam"),
    request("merged is left out", EXCLUDED, merged_into="another", first_reply_at=LATE),
    request("an inquiry is no request", NOT_COUNTED, kind="inquiry", first_reply_at=IN_TIME),
    request("a request re-labelled as inquiry stays a request", MISS, kind_now="inquiry"),
    request("an inquiry re-labelled as request stays an inquiry", NOT_COUNTED, kind="inquiry", kind_now="after_sales"),
    complaint("resolved exactly at the limit is in time", HIT, resolved_at=DUE),
    complaint("resolved one second after the limit is late", MISS, resolved_at=LATE),
    complaint("answered but never resolved is a miss", MISS, first_reply_at=IN_TIME),
    complaint("archived but never resolved is a miss", MISS, archived_at=IN_TIME, status="closed"),
    complaint("waiting for the customer does not stop the gross clock", MISS, resolved_at="2026-07-03 21:00:00",
              paused_seconds="86400"),
    complaint("reopened within the window and not closed again is a miss", MISS, first_resolved_at=IN_TIME,
              resolved_at=IN_TIME, reopened_at="2026-07-05 09:00:00"),
    complaint("reopened within the window and closed again before the limit is in time", HIT,
              first_resolved_at="2026-07-01 10:00:00", reopened_at=IN_TIME, resolved_at=DUE),
    complaint("reopened within the window and closed again after the limit is late", MISS, first_resolved_at=IN_TIME,
              reopened_at="2026-07-05 09:00:00", resolved_at="2026-07-05 10:00:00"),
    complaint("reopened on the last second of the window takes the first closure back", MISS, first_resolved_at=IN_TIME,
              resolved_at=IN_TIME, reopened_at="2026-07-09 09:00:00"),
    complaint("reopened one second after the window leaves the first closure standing", HIT, first_resolved_at=IN_TIME,
              resolved_at=IN_TIME, reopened_at="2026-07-09 09:00:01"),
    complaint("reopened after the window, the second closure does not make it late", HIT, first_resolved_at=IN_TIME,
              reopened_at="2026-07-20 09:00:00", resolved_at="2026-07-20 10:00:00"),
    complaint("a reopening after the as-of moment is not known at it", HIT, "2026-07-02 12:00:00",
              first_resolved_at=IN_TIME, reopened_at="2026-07-02 15:00:00", resolved_at=LATE),
    complaint("reopened and not yet due is undecided again", UNDECIDED, "2026-07-02 16:00:00",
              first_resolved_at=IN_TIME, reopened_at="2026-07-02 15:00:00", resolved_at=LATE),
    complaint("when only the last closure is known, it is the one that counts", HIT, reopened_at=IN_TIME, resolved_at=DUE),
    complaint("a complaint re-labelled as inquiry stays a complaint", MISS, kind_now="inquiry"),
    feedback("feedback has 72 hours", HIT, first_reply_at="2026-07-04 09:00:00"),
    feedback("feedback answered one second after 72 hours is late", MISS, first_reply_at="2026-07-04 09:00:01"),
    feedback("feedback that is an after-sales request counts there, not here", NOT_COUNTED, kind="after_sales"),
    order("handed over exactly 24 h after payment is in time", "order_normal_24h", HIT, handed_over_at=IN_TIME),
    order("handed over one second later is late", "order_normal_24h", MISS, handed_over_at="2026-07-02 09:00:01"),
    order("the clock starts at payment, not at placing", "order_normal_24h", HIT, created_at="2026-06-25 09:00:00",
          handed_over_at=IN_TIME),
    order("an order without payment has no clock", "order_normal_24h", NOT_COUNTED, paid_at=""),
    order("never handed over is a miss", "order_normal_24h", MISS),
    order("an order paid and not yet due is undecided", "order_normal_24h", UNDECIDED, "2026-07-01 12:00:00"),
    order("a pre-sale order's clock starts at the agreed shipping start", "order_normal_24h", HIT,
          ship_from_at="2026-07-20 00:00:00", handed_over_at="2026-07-21 00:00:00"),
    order("a pre-sale order handed over a second too late is late", "order_normal_24h", MISS,
          ship_from_at="2026-07-20 00:00:00", handed_over_at="2026-07-21 00:00:01"),
    order("a pre-sale order paid after the agreed start runs from payment", "order_normal_24h", HIT,
          ship_from_at="2026-06-20 00:00:00", handed_over_at=IN_TIME),
    order("cancelled by its status is left out", "order_normal_24h", EXCLUDED, status="cancelled"),
    order("cancelled at some moment is left out", "order_normal_24h", EXCLUDED, cancelled_at=IN_TIME),
    order("a duplicate order is left out", "order_normal_24h", EXCLUDED, status="duplicate", handed_over_at=IN_TIME),
    order("an express order is not an ordinary one", "order_normal_24h", NOT_COUNTED, express="true"),
    order("an ordinary order is not an express one", "order_express_12h", NOT_COUNTED, express="false"),
    order("an order that says nothing about express is ordinary", "order_normal_24h", MISS, express=""),
    order("express exactly at 12 h is in time", "order_express_12h", HIT, express="true",
          handed_over_at="2026-07-01 21:00:00"),
    order("express one second after 12 h is late", "order_express_12h", MISS, express="true",
          handed_over_at="2026-07-01 21:00:01"),
    order("pooled, an express order after 13 h is late", "order_in_promise", MISS, express="true",
          handed_over_at="2026-07-01 22:00:00"),
    order("pooled, an ordinary order after 13 h is in time", "order_in_promise", HIT, express="false",
          handed_over_at="2026-07-01 22:00:00"),
)  # fmt: skip


@pytest.fixture(scope="module")
def worked_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    rows: dict[str, list[Case]] = {"tickets": [], "orders": []}
    for number, case in enumerate(WORKED):
        key = (
            {"ticket_id": number, "team": case.says}
            if case.source == "tickets"
            else {"order_id": number, "merchant_id": case.says}
        )
        rows[case.source].append({**key, **case.fields})
    return import_rows(tmp_path_factory.mktemp("worked"), **rows)


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.says)
def test_a_single_case_counts_as_the_definitions_say(worked_world: World, case: Worked) -> None:
    dimension = "merchant_id" if case.source == "orders" else "team"
    row = in_one_row(worked_world, case.metric, where=(Filter(dimension, (case.says,)),), as_of=moment(case.as_of))
    assert _counts(row) == case.counts


def _counts(row: Row) -> tuple[int, int, int, int]:
    assert row.numerator is not None
    assert row.denominator is not None
    return row.numerator, row.denominator - row.numerator, row.undecided, row.excluded


@pytest.fixture(scope="module")
def thousand_requests(tmp_path_factory: pytest.TempPathFactory) -> World:
    """900 closed, 880 of them in time; 60 open and past due; 40 open and not yet due."""
    received, answers = ("2026-09-01 08:00:00", "2026-09-29 08:00:00"), {"in_time": "2026-09-02", "late": "2026-09-09"}
    rows = [
        {"kind": "after_sales", "created_at": received[0], "first_reply_at": f"{answers['in_time']} 08:00:00"}
        for _ in range(880)
    ]
    rows += [{"kind": "after_sales", "created_at": received[0], "first_reply_at": f"{answers['late']} 08:00:00"}] * 20
    rows += [{"kind": "after_sales", "created_at": received[0]}] * 60
    rows += [{"kind": "after_sales", "created_at": received[1]}] * 40
    rows += [{"kind": "after_sales", "created_at": received[0], "status": reason}
             for reason in ("cancelled", "duplicate", "spam")]  # fmt: skip
    numbered = [{"ticket_id": number, **row} for number, row in enumerate(rows)]
    return import_rows(tmp_path_factory.mktemp("thousand"), tickets=numbered)


@pytest.fixture(scope="module")
def thousand(thousand_requests: World) -> Row:
    return in_one_row(thousand_requests, "aftersales_answered_48h", as_of=moment("2026-09-30 12:00:00"))


def test_of_a_thousand_requests_880_are_hits_and_80_are_misses(thousand: Row) -> None:
    assert _counts(thousand) == (880, 20 + 60, 40, 3)
    assert thousand.n == 960


def test_the_honest_rate_of_the_thousand_is_91_67_percent(thousand: Row) -> None:
    assert thousand.value == 880 / 960
    assert f"{thousand.value:.2%}" == "91.67%"


def test_counting_only_the_closed_of_the_thousand_would_say_97_8_percent(thousand: Row) -> None:
    assert thousand.stopped == 900
    assert thousand.closed_only is not None
    assert f"{thousand.closed_only:.1%}" == "97.8%"


def test_the_oldest_open_case_of_the_thousand_is_29_days_and_4_hours_old(thousand: Row) -> None:
    assert thousand.oldest_open_hours == 29 * 24 + 4


def test_a_case_received_on_30_september_and_due_on_2_october_belongs_to_the_fourth_quarter(tmp_path_factory) -> None:
    world = import_rows(
        tmp_path_factory.mktemp("cohort"),
        tickets=[
            {
                "ticket_id": 1,
                "kind": "complaint",
                "created_at": "2026-09-30 12:00:00",
                "resolved_at": "2026-10-01 12:00:00",
            }
        ],
    )
    as_of = moment("2026-11-01 00:00:00")
    third, fourth = (
        in_one_row(world, "complaint_resolved_48h", parse(name), as_of=as_of) for name in ("2026Q3", "2026Q4")
    )
    assert (third.n, fourth.n) == (0, 1)
    (quarterly,) = world.engine.run(Query(("complaint_resolved_48h",), grain=Grain.QUARTER, as_of=as_of)).rows
    assert quarterly.period == date(2026, 10, 1)


def test_the_due_day_is_the_organisations_own_day(worked_world: World) -> None:
    """Due on 3 July at 9:00 in Shanghai is 3 July, and nothing is due on the days beside it."""
    due = {row.period for row in worked_world.engine.run(Query(("aftersales_answered_48h",), grain=Grain.DAY)).rows}
    assert due == {date(2026, 7, 3)}


def test_no_data_is_no_data_and_neither_nought_nor_all(worked_world: World) -> None:
    row = in_one_row(worked_world, "aftersales_answered_48h", parse("2025Q1"))
    assert (row.value, row.low, row.high, row.closed_only, row.oldest_open_hours) == (None,) * 5
    assert (row.n, row.numerator, row.denominator) == (0, 0, 0)


def test_only_undecided_cases_give_no_rate(worked_world: World) -> None:
    case = "open and not yet due is undecided"
    row = in_one_row(worked_world, "aftersales_answered_48h", where=(Filter("team", (case,)),), as_of=moment(IN_TIME))
    assert (row.value, row.n, row.undecided, row.oldest_open_hours) == (None, 0, 1, 24.0)


def test_the_net_clock_leaves_out_documented_waiting_and_the_gross_clock_does_not(worked_world: World) -> None:
    where = (Filter("team", ("waiting for the customer does not stop the gross clock",)),)
    assert in_one_row(worked_world, "resolution_p50", where=where, as_of=moment(LONG_AFTER)).value == 60
    assert in_one_row(worked_world, "resolution_net_p50", where=where, as_of=moment(LONG_AFTER)).value == 60 - 24


def test_the_net_clock_does_not_know_a_resolution_before_it_happened(worked_world: World) -> None:
    """Resolved on 3 July at 21:00 after 24 h of waiting: on 3 July at noon it is still open, net or gross."""
    where = (Filter("team", ("waiting for the customer does not stop the gross clock",)),)
    for name in ("resolution_p50", "resolution_net_p50"):
        row = in_one_row(worked_world, name, where=where, as_of=moment("2026-07-03 12:00:00"))
        assert (name, row.n, row.undecided) == (name, 0, 1)


def test_figures_are_true_for_the_latest_event_unless_another_moment_is_named(thousand_requests: World) -> None:
    """The data reach to 29 September 8:00, when the last 40 requests came in: these are undecided."""
    result = thousand_requests.engine.run(Query(("aftersales_answered_48h",)))
    assert result.as_of == moment("2026-09-29 08:00:00")
    assert result.only("aftersales_answered_48h").undecided == 40


def test_a_reopening_window_of_another_length_is_the_organisations_choice(tmp_path_factory) -> None:
    case = {"ticket_id": 1, "kind": "complaint", "created_at": RECEIVED, "first_resolved_at": IN_TIME,
            "resolved_at": IN_TIME, "reopened_at": "2026-07-05 09:00:00"}  # fmt: skip
    counts = {}
    for days in (2, 3):
        world = import_rows(
            tmp_path_factory.mktemp("window"), organisation=f"reopen_window_days = {days}\n", tickets=[case]
        )
        counts[days] = _counts(in_one_row(world, "complaint_resolved_48h", as_of=moment(LONG_AFTER)))
    assert counts == {2: HIT, 3: MISS}


TICKET = {
    "ticket_id": 1,
    "kind": "complaint",
    "created_at": RECEIVED,
    "first_reply_at": IN_TIME,
    "resolved_at": IN_TIME,
}
ORDER = {"order_id": 1, "created_at": RECEIVED, "paid_at": RECEIVED, "handed_over_at": DUE}


@pytest.mark.parametrize(
    ("source", "case", "column", "metric"),
    [
        ("tickets", TICKET, "created_at", "complaint_resolved_48h"),
        ("tickets", TICKET, "first_reply_at", "first_response_p50"),
        ("tickets", TICKET, "resolved_at", "complaint_resolved_48h"),
        ("tickets", TICKET, "resolved_at", "resolution_p50"),
        ("orders", ORDER, "paid_at", "order_normal_24h"),
        ("orders", ORDER, "handed_over_at", "order_normal_24h"),
        ("orders", ORDER, "handed_over_at", "order_processing_p50"),
    ],
)
def test_dates_without_a_time_of_day_are_refused_for_hours(
    tmp_path, source: str, case: Case, column: str, metric: str
) -> None:
    """Whichever of the moments a clock is read from holds whole days only, its hours cannot be told."""
    day = {"created_at": "2026-07-01", "paid_at": "2026-07-02"}.get(column, "2026-07-03")
    world = import_rows(tmp_path, **{source: [{**case, column: day}]})
    with pytest.raises(UsageError, match=f"“{contract(source).column(column).label.en}”"):
        world.engine.run(Query((metric,)))


def test_an_agreed_shipping_start_at_midnight_is_a_plan_and_no_missing_time(tmp_path) -> None:
    world = import_rows(tmp_path, orders=[{**ORDER, "ship_from_at": "2026-07-02"}])
    row = in_one_row(world, "order_normal_24h", as_of=moment(LONG_AFTER))
    assert (row.numerator, row.denominator) == (0, 1)


def test_a_date_that_a_metric_does_not_read_does_not_stop_it(tmp_path) -> None:
    world = import_rows(tmp_path, tickets=[{**TICKET, "archived_at": "2026-07-05"}])
    assert in_one_row(world, "resolution_p50").value == 24
