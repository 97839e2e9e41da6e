"""The traps of the seventeen promises: each closed on a handful of rows that a person can check by hand."""

from datetime import date
from pathlib import Path

import pytest

from metrics.model import Grain, Query
from metrics.periods import parse
from metrics.verdict import Verdict
from metrics.waves import waves
from tests.builders import write_rows
from tests.metrics.small import SEEN, Make, answer, bought, counts, draw, order, standing, ticket
from tests.metrics.worlds import Case, World, import_file, in_one_row, moment

# --- orders


def test_order_normal_24h_a_pre_sale_order_runs_from_its_agreed_start_and_a_split_one_to_its_last_parcel(
    make: Make,
) -> None:
    """Paid on 1 July and sent on 20 July as agreed: in time, and due on the 21st. The second parcel a day late: late."""
    world = make(orders=[
        order("2026-07-20 20:00:00", ship_from_at="2026-07-20 00:00:00", category="pre-sale"),
        order("2026-07-03 09:00:00", parcels="2", category="split"),
        order("2026-07-02 09:00:00", category="plain"),
    ])  # fmt: skip
    assert counts(in_one_row(world, "order_normal_24h", as_of=SEEN)) == (2, 1, 0, 0)
    rows = world.engine.run(Query(("order_normal_24h",), by=("category",), grain=Grain.DAY, as_of=SEEN)).rows
    assert {(row.group[0], row.period, row.value) for row in rows} == {
        ("plain", date(2026, 7, 2), 1.0), ("split", date(2026, 7, 2), 0.0), ("pre-sale", date(2026, 7, 21), 1.0),
    }  # fmt: skip


def test_order_express_12h_a_late_express_order_that_is_ordinary_in_a_later_export_stays_express(
    make: Make, tmp_path: Path
) -> None:
    """Handed over after 20 hours: too late for what was paid. Made ordinary afterwards it would be in time."""
    late = {"order_id": "A", **order("2026-07-02 05:00:00")}
    world = make(orders=[{**late, "express": "true"}])
    assert counts(in_one_row(world, "order_express_12h", as_of=SEEN)) == (0, 1, 0, 0)
    import_file(world.store.root, write_rows(tmp_path / "later.csv", [late]), "--source", "orders")
    downgraded = World(world.store)
    assert counts(in_one_row(downgraded, "order_express_12h", as_of=SEEN)) == (0, 1, 0, 0)
    assert counts(in_one_row(downgraded, "order_normal_24h", as_of=SEEN)) == (0, 0, 0, 0)


def test_order_in_promise_a_pool_that_is_kept_does_not_hide_an_express_lane_that_is_broken(make: Make) -> None:
    """98 ordinary orders after 9 hours, 2 express ones after 13: 98 % together, 0 % of the express."""
    orders = [order("2026-07-01 18:00:00") for _ in range(98)]
    orders += [order("2026-07-01 22:00:00", express="true") for _ in range(2)]
    world = make(orders=orders)
    found = {
        name: standing(world, name, "2026Q3") for name in ("order_in_promise", "order_normal_24h", "order_express_12h")
    }
    assert {name: (item.row.value, item.verdict) for name, item in found.items()} == {
        "order_in_promise": (0.98, Verdict.KEPT),
        "order_normal_24h": (1.0, Verdict.KEPT),
        "order_express_12h": (0.0, Verdict.BROKEN),
    }


def test_order_speedup_more_express_orders_are_no_speed_up_of_either_kind(make: Make) -> None:
    """Ordinary orders take 20 hours and express ones 5, always. Only their mix changes: the pooled median falls by 75 %."""

    def month(first: str, ordinary: int, express: int) -> list[Case]:
        paid = {"created_at": f"{first} 01:00:00", "paid_at": f"{first} 01:00:00"}
        return [order(f"{first} 21:00:00", **paid) for _ in range(ordinary)] + [
            order(f"{first} 06:00:00", **paid, express="true") for _ in range(express)
        ]

    world = make(orders=[*month("2026-01-01", 15, 5), *month("2026-07-01", 5, 15)])
    half = Query(("order_speedup",), date(2026, 7, 1), date(2026, 12, 31), as_of=SEEN)
    assert world.engine.run(half).only("order_speedup").value == pytest.approx(-0.75)
    apart = world.engine.run(Query(half.metrics, half.start, half.end, by=("express",), as_of=SEEN)).rows
    assert {row.group[0]: row.value for row in apart} == {False: 0.0, True: 0.0}


def test_order_speedup_a_quiet_season_is_no_speed_up_against_the_same_season(make: Make) -> None:
    """Every year the sale in June takes 40 hours and October 20: against June it looks twice as fast, against October not."""
    days = {"2025-06-10": "2025-06-11 17", "2025-10-10": "2025-10-10 21",
            "2026-06-10": "2026-06-11 17", "2026-10-10": "2026-10-10 21"}  # fmt: skip
    orders = [
        order(f"{handed_over}:00:00", created_at=f"{day} 01:00:00", paid_at=f"{day} 01:00:00")
        for day, handed_over in days.items()
        for _ in range(12)
    ]
    world = make(orders=orders)
    for baseline, change in (("2025-06", -0.5), ("2025-10", 0.0)):
        first = parse(baseline)
        row = in_one_row(world, "order_speedup", parse("2026-10"), baseline=(first.start, first.end), as_of=SEEN)
        assert row.value == pytest.approx(change), baseline


# --- tickets


def test_aftersales_answered_48h_a_bot_is_no_answer_unassigned_ones_count_and_merged_ones_are_left_out(
    make: Make,
) -> None:
    """By hand: answered by a person 1; by a bot only 1 miss; nobody's, never answered 1 miss; merged 1 left out."""
    bot, person = "2026-07-01 09:00:05", "2026-07-02 09:00:00"
    world = make(tickets=[
        ticket("after_sales", first_auto_reply_at=bot, first_reply_at=person, agent_id="A"),
        ticket("after_sales", first_auto_reply_at=bot, resolved_at=person, agent_id="A"),
        ticket("after_sales", agent_id=""),
        ticket("after_sales", merged_into="0000"),
    ])  # fmt: skip
    assert counts(in_one_row(world, "aftersales_answered_48h", as_of=SEEN)) == (1, 2, 0, 1)


def test_complaint_resolved_48h_closing_twice_is_no_resolution_in_time_and_another_name_is_no_way_out(
    make: Make,
) -> None:
    """Closed after a day, reopened on the 5th, closed again: late. Late and then called an inquiry: still a complaint."""
    soon, later = "2026-07-02 09:00:00", "2026-07-06 09:00:00"
    world = make(tickets=[
        ticket("complaint", first_resolved_at=soon, resolved_at=soon),
        ticket("complaint", first_resolved_at=soon, reopened_at="2026-07-05 09:00:00", resolved_at=later),
        ticket("complaint", kind_now="inquiry", resolved_at=later),
    ])  # fmt: skip
    assert counts(in_one_row(world, "complaint_resolved_48h", as_of=SEEN)) == (1, 2, 0, 0)
    assert in_one_row(world, "complaints_received", as_of=SEEN).n == 3


def test_complaint_resolved_48h_a_complaint_that_is_an_inquiry_in_a_later_export_stays_a_complaint(
    make: Make, tmp_path: Path
) -> None:
    world = make(tickets=[ticket("complaint", ticket_id="A")])
    later = write_rows(tmp_path / "later.csv", [{**ticket("inquiry", ticket_id="A")}])
    import_file(world.store.root, later, "--source", "tickets")
    assert in_one_row(World(world.store), "complaints_received", as_of=SEEN).n == 1


def test_feedback_answered_72h_nothing_is_counted_twice(make: Make) -> None:
    """Four contacts of one customer: each is in exactly one of the three promises, and the merged one in none."""
    answered = {"first_reply_at": "2026-07-02 09:00:00", "resolved_at": "2026-07-02 09:00:00"}
    world = make(tickets=[
        ticket("feedback", **answered),
        ticket("after_sales", **answered),
        ticket("complaint", **answered),
        ticket("feedback", merged_into="0002", **answered),
    ])  # fmt: skip
    promises = ("feedback_answered_72h", "aftersales_answered_48h", "complaint_resolved_48h")
    assert [counts(in_one_row(world, name, as_of=SEEN)) for name in promises] == [
        (1, 0, 0, 1), (1, 0, 0, 0), (1, 0, 0, 0),
    ]  # fmt: skip


# --- satisfaction


def test_aftersales_satisfaction_who_did_not_answer_is_shown_and_15_answers_cannot_tell(make: Make) -> None:
    """12 of 15 are satisfied: 80 %, exactly the target, with an interval of 54.8–93.0 %. 15 more never answered."""
    sent = [answer(5) for _ in range(12)] + [answer(2) for _ in range(3)] + [answer(None) for _ in range(15)]
    sent += [answer(1, ticket_kind="complaint") for _ in range(20)]  # how a complaint went is another question
    world = make(surveys=sent)
    item = standing(world, "aftersales_satisfaction", "2026Q3")
    assert counts(item.row) == (12, 3, 15, 0)
    assert (item.row.value, item.verdict) == (0.8, Verdict.CANNOT_TELL)
    assert (round(item.row.low or 0, 3), round(item.row.high or 0, 3)) == (0.548, 0.930)
    assert in_one_row(world, "response_rate", as_of=SEEN).value == 35 / 50


def test_aftersales_satisfaction_says_kept_only_where_the_sample_shows_it(make: Make) -> None:
    """82 % of 200 answers may be chance; 90 % of 200 is not."""
    words = {}
    for name, happy in (("a", 164), ("b", 180)):
        world = make(surveys=[
            answer(5 if number < happy else 1, survey_id=f"{number}") for number in range(200)
        ])  # fmt: skip
        words[name] = standing(world, "aftersales_satisfaction", "2026Q3").verdict
    assert words == {"a": Verdict.CANNOT_TELL, "b": Verdict.KEPT}


def test_customer_satisfaction_another_mix_of_customers_is_no_change_of_satisfaction(make: Make) -> None:
    """Key customers 90 %, new ones 50 % in both waves. 30 of 40 are key in the first, 10 of 40 in the second: 80 % → 60 %."""

    def wave(name: str, sent: str, key: int) -> list[Case]:
        groups = [("key", key, 0.9), ("new", 40 - key, 0.5)]
        return [
            answer(5 if number < size * share else 1, kind="wave", ticket_kind="", wave=name, sent_at=sent,
                   answered_at=sent, customer_group=group)
            for group, size, share in groups for number in range(size)
        ]  # fmt: skip

    world = make(surveys=[*wave("2026Q1", "2026-02-01 09:00:00", 30), *wave("2026Q2", "2026-05-01 09:00:00", 10)])
    by_wave = world.engine.run(Query(("customer_satisfaction",), by=("wave",), as_of=SEEN)).rows
    assert [row.value for row in by_wave] == [0.8, 0.6]
    by_group = world.engine.run(Query(("customer_satisfaction",), by=("wave", "customer_group"), as_of=SEEN)).rows
    assert {row.group: row.value for row in by_group} == {
        (wave, group): value for wave in ("2026Q1", "2026Q2") for group, value in (("key", 0.9), ("new", 0.5))
    }
    adjusted = [item.at_equal_mix for item in waves(world.engine, Query((), as_of=SEEN), 4)]
    assert adjusted == [pytest.approx(0.7)] * 2
    year = standing(world, "customer_satisfaction", "2026Q4", moment("2026-12-31 23:59:59"))
    assert (counts(year.row), year.period) == ((56, 24, 0, 0), parse("2026"))


def test_survey_each_quarter_a_wave_of_nine_answers_is_too_small_and_one_of_ten_is_a_survey(make: Make) -> None:
    def sent(wave: str, day: str, answers: int) -> list[Case]:
        return [
            answer(5 if number < answers else None, kind="wave", ticket_kind="", wave=wave, sent_at=day,
                   answered_at=day if number < answers else "")
            for number in range(30)
        ]  # fmt: skip

    world = make(surveys=[*sent("spring", "2026-05-01 09:00:00", 9), *sent("summer", "2026-08-01 09:00:00", 10)])
    told = {
        name: (item.row.value, item.row.undecided, item.verdict)
        for name in ("2026Q2", "2026Q3")
        for item in [standing(world, "survey_each_quarter", name)]
    }
    assert told == {"2026Q2": (0.0, 1, Verdict.BROKEN), "2026Q3": (1.0, 0, Verdict.KEPT)}


# --- goods


def test_kinds_sampled_a_kind_drawn_twice_counts_once_and_draws_after_complaints_never(make: Make) -> None:
    """A twice, B once: two kinds. C was drawn because of a complaint, D is a retest, E gave no result, F is not finished."""
    world = make(inspections=[
        draw("passed", "2026-07-05"), draw("passed", "2026-08-05"), draw("failed", "2026-07-06", "B"),
        draw("passed", "2026-07-07", "C", "complaint_driven"), draw("passed", "2026-07-08", "D", "retest"),
        draw("void", "2026-07-09", "E"), draw("", "2026-07-10", "F", finished_at=""),
    ])  # fmt: skip
    item = standing(world, "kinds_sampled", "2026Q3")
    assert (item.row.value, item.verdict) == (2.0, Verdict.BROKEN)
    months = world.engine.run(Query(("kinds_sampled",), grain=Grain.MONTH, as_of=SEEN)).rows
    assert {row.period: row.n for row in months} == {date(2026, 7, 1): 2, date(2026, 8, 1): 1}


def test_inspection_pass_rate_what_was_fixed_and_passed_again_has_still_failed(make: Make) -> None:
    """A fails, is mended, passes the retest and a second random draw: one failure of two kinds. In October it starts anew."""
    world = make(inspections=[
        draw("failed", "2026-07-05", fixed_at="2026-07-20 09:00:00"), draw("passed", "2026-07-25", why="retest"),
        draw("passed", "2026-08-05"), draw("passed", "2026-07-06", "B"), draw("passed", "2026-10-02"),
        draw("failed", "2026-07-01", "B", "complaint_driven"),
    ])  # fmt: skip
    quarters = world.engine.run(Query(("inspection_pass_rate",), grain=Grain.QUARTER, as_of=SEEN)).rows
    assert [(row.numerator, row.denominator) for row in quarters] == [(1, 2), (1, 1)]
    assert in_one_row(world, "retest_pass_rate", as_of=SEEN).value == 1.0
    assert in_one_row(world, "complaint_driven_pass_rate", as_of=SEEN).value == 0.0


def test_inspection_pass_rate_98_percent_of_50_kinds_cannot_tell_whether_95_are_kept(make: Make) -> None:
    world = make(inspections=[
        draw("failed" if number == 0 else "passed", "2026-07-05", f"S{number}") for number in range(50)
    ])  # fmt: skip
    item = standing(world, "inspection_pass_rate", "2026Q3")
    assert (item.row.value, item.verdict) == (0.98, Verdict.CANNOT_TELL)


def test_reviews_collected_a_rewarded_a_deleted_and_a_repeated_review_are_no_reviews(make: Make) -> None:
    """Of six reviews two count: the second of order 1 (the first was paid for), and the one of order 2."""
    one = {"order_id": "1", "sku": "A", "customer_id": "C"}
    world = make(reviews=[
        {**one, "collected_at": "2026-07-01 09:00:00", "incentivised": "true"},
        {**one, "collected_at": "2026-07-02 09:00:00"},
        {**one, "collected_at": "2026-07-03 09:00:00"},
        {"order_id": "2", "sku": "A", "customer_id": "D", "collected_at": "2026-07-04 09:00:00"},
        {"order_id": "3", "sku": "A", "customer_id": "E", "collected_at": "2026-07-05 09:00:00",
         "deleted_at": "2026-07-30 09:00:00"},
        {"order_id": "2", "sku": "A", "customer_id": "D", "collected_at": "2026-08-01 09:00:00"},
    ])  # fmt: skip
    months = world.engine.run(Query(("reviews_collected", "reviews_set_aside"), grain=Grain.MONTH, as_of=SEEN))
    assert [row.n for row in months.of("reviews_collected")] == [2, 0]
    assert [row.n for row in months.of("reviews_set_aside")] == [3, 1]


# --- security


def test_security_audits_a_partial_audit_does_not_count_and_a_full_one_on_the_day_of_its_report(make: Make) -> None:
    """Two full audits were planned for 2025, the second reported in January: one counts, whatever the partial ones."""
    world = make(
        tickets=[ticket("inquiry")],
        audits=[
            {"audit_id": name, "finding": 0, "scope": scope, "planned_on": planned, "reported_on": reported}
            for name, scope, planned, reported in (
                ("A", "full", "2025-03-01", "2025-03-20"), ("B", "partial", "2025-06-01", "2025-06-20"),
                ("C", "", "2025-08-01", "2025-08-20"), ("D", "full", "2025-12-10", "2026-01-10"),
            )
        ],
    )  # fmt: skip
    item = standing(world, "security_audits", "2025")
    assert (item.row.value, item.verdict) == (1.0, Verdict.BROKEN)
    assert in_one_row(world, "security_audits_planned", parse("2025")).n == 2
    assert in_one_row(world, "partial_audits", parse("2025")).n == 2


def test_no_leaks_a_late_discovery_breaks_the_quarter_it_is_found_in_and_shows_in_the_one_it_happened_in(
    make: Make,
) -> None:
    """Happened in May, discovered in August. Seen from July there was none; later the second quarter still stands."""
    leak = {"kind": "leak", "occurred_at": "2026-05-10 09:00:00", "discovered_at": "2026-08-10 09:00:00"}
    world = make(tickets=[ticket("inquiry")], incidents=[leak, {**leak, "kind": "outage"}])
    words = {name: standing(world, "no_leaks", name).verdict for name in ("2026Q2", "2026Q3")}
    assert words == {"2026Q2": Verdict.KEPT, "2026Q3": Verdict.BROKEN}
    by_then, now = (
        in_one_row(world, "leaks_occurred", parse("2026Q2"), as_of=as_of).n
        for as_of in (moment("2026-07-01 09:00:00"), SEEN)
    )
    assert (by_then, now) == (0, 1)
    assert in_one_row(world, "days_since_leak", end=date(2026, 9, 30), as_of=SEEN).value == 51


# --- members


def test_member_frequency_stands_on_a_frozen_baseline_and_beside_those_who_are_no_members(make: Make) -> None:
    """In the sale of June everybody buys twice as often as in January: members +100 %, and so are the others."""
    orders = [
        row
        for month, times in (("2026-01", 2), ("2026-06", 4))
        for customer in ("M1", "M2", "N1", "N2")
        for row in bought(month, customer, times)
    ]
    members = [{"member_id": name, "joined_on": "2020-01-01"} for name in ("M1", "M2")]
    world = make(orders=orders, members=members)
    january = (date(2026, 1, 1), date(2026, 1, 31))
    row = in_one_row(world, "member_frequency", parse("2026-06"), baseline=january, as_of=SEEN)
    assert row.value == pytest.approx((8 / 60) / (4 / 62) - 1)  # 8 orders in 2 × 30 member-days, 4 in 2 × 31
    for month, each in (("2026-01", 2), ("2026-06", 4)):
        period = parse(month)
        asked = Query(("buyer_order_rate",), period.start, period.end, by=("member",), as_of=SEEN)
        assert {item.group[0]: item.value for item in world.engine.run(asked).rows} == {True: each, False: each}


def test_member_frequency_a_frozen_baseline_does_not_move_when_older_orders_come_in(make: Make, tmp_path: Path) -> None:
    frozen = (
        '[[promises]]\nid = "member_frequency"\nfrom = 2026-01-01\nbaseline = { from = 2026-01-01, to = 2026-01-31 }\n'
    )
    members = [{"member_id": "M1", "joined_on": "2020-01-01"}]
    world = make(frozen, orders=[*bought("2026-01", "M1", 2), *bought("2026-07", "M1", 4)], members=members)
    before = standing(world, "member_frequency", "2026H2")
    older = [{"order_id": f"old{n}", **row} for n, row in enumerate(bought("2024-01", "M1", 9))]
    import_file(world.store.root, write_rows(tmp_path / "older.csv", older), "--source", "orders")
    after = standing(World(world.store), "member_frequency", "2026H2")
    assert before.row.value == after.row.value == pytest.approx((4 / 184) / (2 / 31) - 1)


# --- people


def test_agent_training_who_joined_owes_pro_rata_and_who_left_owes_nothing(make: Make) -> None:
    """On 30 September: two trainings owed after a year, one after 183 days, none before; the last day of work counts."""
    people = {
        "two trainings in the year": ("2020-01-01", "", ["2025-10-01", "2026-09-30"], True),
        "the first is 365 days old": ("2020-01-01", "", ["2025-09-30", "2026-09-30"], False),
        "joined 365 days ago, one": ("2025-09-30", "", ["2026-03-01"], False),
        "joined 364 days ago, one": ("2025-10-01", "", ["2026-03-01"], True),
        "joined 183 days ago, none": ("2026-03-31", "", [], False),
        "joined 182 days ago, none": ("2026-04-01", "", [], True),
        "leaves today, one": ("2020-01-01", "2026-09-30", ["2026-03-01"], False),
        "left yesterday": ("2020-01-01", "2026-09-29", [], None),
        "comes tomorrow": ("2026-10-01", "", [], None),
    }  # fmt: skip
    sessions = [
        {"agent_id": name, "started_at": f"{day} 09:00:00", "finished_at": f"{day} 11:00:00", "status": "completed"}
        for name, (_, _, days, _) in people.items()
        for day in days
    ]
    more = {"agent_id": "joined 183 days ago, none", "started_at": "2026-05-01 09:00:00"}
    sessions += [{**more, "status": "missed"}, {**more, "status": "completed", "passed": "false"}]
    world = make(
        agents=[{"agent_id": name, "joined_on": since, "left_on": until} for name, (since, until, _, _) in people.items()],
        trainings=sessions,
    )  # fmt: skip
    asked = Query(("agent_training",), end=date(2026, 9, 30), by=("agent_id",), as_of=moment("2026-09-30 23:59:59"))
    told = {row.group[0]: row.value == 1.0 for row in world.engine.run(asked).rows}
    assert told == {name: covered for name, (_, _, _, covered) in people.items() if covered is not None}
    item = standing(world, "agent_training", "2026Q3", moment("2026-09-30 23:59:59"))
    assert ((item.row.numerator, item.row.denominator), item.verdict) == ((3, 7), Verdict.BROKEN)
