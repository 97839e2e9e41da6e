"""What a watch finds: promises in danger, signals, data that stopped coming, actions overdue."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.actions import Action, Plan
from data.alerts import Found
from data.words import LANGUAGES, Text
from metrics.alert_message import body, link, title
from metrics.catalog import metrics
from metrics.figure_words import figure, target
from metrics.model import Unit
from metrics.promises import promises
from metrics.watch import HEADS, Kind, watch
from tests.data.test_actions import ORIGIN, RULE, START
from tests.metrics.small import Make, ticket
from tests.metrics.worlds import Case, World

PAGES = Path(__file__).resolve().parents[2] / "pages"
NAME = "complaint_resolved_48h"


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def found(world: World, day: str) -> list[str]:
    return [item.key for item in watch(world.engine, (), at(day))]


def complaints(month: str, kept: int, missed: int) -> list[Case]:
    """On the first days of a month; those kept were resolved the next day, the others four days later."""
    return [
        ticket(
            "complaint",
            created_at=f"{month}-{1 + place % 20:02d} 09:00:00",
            resolved_at=f"{month}-{1 + place % 20 + (1 if place < kept else 4):02d} 09:00:00",
        )
        for place in range(kept + missed)
    ]


def test_a_running_quarter_is_watched_and_what_was_broken_in_the_one_before(make: Make) -> None:
    """60 of 100 in June break a target of 95 %; 12 of 12 in July say too little to be on track."""
    world = make(tickets=[*complaints("2026-06", 60, 40), *complaints("2026-07", 12, 0)])
    assert found(world, "2026-07-22") == [f"broken:{NAME}:2026Q2", f"at_risk:{NAME}:2026Q3"]


def test_a_window_that_moves_with_the_days_makes_no_new_alert_every_day(demo_world: World) -> None:
    """The last 365 days are another window tomorrow; the alert speaks of the quarter."""
    told = [item.key for item in watch(demo_world.engine, (), at("2026-10-01"))]
    rolling = [item.id for item in promises() if item.window.rolling_days]
    assert rolling
    assert {key for key in told for name in rolling if name in key} <= {
        f"{kind}:{name}:2026{quarter}" for kind in ("lost", "broken", "at_risk") for name in rolling for quarter in ("Q2", "Q3")
    } | {f"signal:{name}:2026-09" for name in rolling}  # fmt: skip
    assert any(name in key for key in told for name in rolling)


def test_nothing_is_told_of_promises_that_are_kept_or_on_track(make: Make) -> None:
    world = make(tickets=[*complaints("2026-06", 400, 0), *complaints("2026-07", 400, 0)])
    assert found(world, "2026-07-22") == []


def test_a_signal_of_the_last_full_month_is_told_and_the_running_month_is_not_judged(make: Make) -> None:
    """Eleven months at 97 of 100 or 99 of 102, then 80 of 100, 1157 of 1210 in all; the month that runs is no signal."""
    months = [f"{2025 + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(7, 20)]
    world = make(
        tickets=[
            *(case for place, month in enumerate(months[:-2]) for case in complaints(month, 97 + place % 2 * 2, 3)),
            *complaints(months[-2], 80, 20), *complaints(months[-1], 1, 3),
        ]
    )  # fmt: skip
    assert months[-2:] == ["2026-06", "2026-07"]
    told = {item.key: item.text for item in watch(world.engine, (), at("2026-07-09"))}
    assert f"signal:{NAME}:2026-06" in told
    assert f"signal:{NAME}:2026-07" not in told
    text = told[f"signal:{NAME}:2026-06"]
    assert "80.0\u00a0% in 2026-06, worse than the usual 95.6\u00a0%" in text.en
    assert "beyond the control limits" in text.en
    assert "2026-06 为 80.0%，差于平时的 95.6%" in text.zh


@pytest.mark.parametrize(("day", "stale"), [("2026-07-30", False), ("2026-07-31", False), ("2026-08-02", True)])
def test_data_are_stale_two_days_after_their_longest_pause(make: Make, day: str, stale: bool) -> None:
    """Tickets of 1, 2 and 12 July with a pause of ten days, the last event on the 20th; then nothing."""
    days = ("01", "02", "12", "20")
    world = make(
        tickets=[ticket("complaint", created_at=f"2026-07-{day} 09:00:00") for day in days],
        merchants=[{"merchant_id": "M1"}],
    )
    assert ("stale:tickets:2026-07-20" in found(world, day)) == stale


def action(number: int, due: str, status: str = "open") -> Action:
    plan = Plan("two people ill", "one more shift", "Li", date.fromisoformat(due), status)
    return Action(number, NAME, None, (), ORIGIN, RULE, START, None, "now", "退款太慢", plan, "now")


def test_overdue_actions_come_with_their_owner_and_day_the_longest_overdue_first(make: Make) -> None:
    """On 2 July: not what is due that day, is done or dropped."""
    world = make(tickets=[ticket("inquiry")])
    late = action(7, "2026-06-30")
    others = [action(1, "2026-07-02"), action(2, "2026-06-01", "done"), action(3, "2026-06-01", "dropped")]
    later = action(9, "2026-06-01", "running")
    first, second = watch(world.engine, (late, *others, later), at("2026-07-02"))
    assert first.key == "overdue:9:2026-06-01"
    assert second == Found(
        "overdue", "7", "2026-06-30",
        Text("退款太慢 (due 2026-06-30, Li)", "退款太慢（应于 2026-06-30 完成，负责人：Li）"),
    )  # fmt: skip


def test_the_demo_data_are_watched_whole(demo_world: World) -> None:
    """Every kind of figure can be put into words; what is found is told once, the gravest first."""
    items = watch(demo_world.engine, (), at("2026-10-01"))
    kinds = [list(Kind).index(Kind(item.kind)) for item in items]
    assert kinds == sorted(kinds)
    assert len({item.key for item in items}) == len(items) > 3
    for language in LANGUAGES:
        lines = body(items, language).splitlines()
        assert len(lines) == len(items) + 2 * len(set(kinds)) - 1
        assert "None" not in body(items, language)


def test_a_message_has_a_line_for_each_alert_under_its_kind() -> None:
    items = [Found("stale", "orders", "2026-07-01", Text("late", "迟")), Found("lost", NAME, "2026Q3", Text("a", "甲")),
             Found("lost", "other", "2026Q3", Text("b", "乙"))]  # fmt: skip
    assert body(items, "en") == "Promises lost\n- a\n- b\n\nData that stopped coming\n- late"
    assert body(items, "zh").splitlines()[:2] == [HEADS[Kind.LOST].zh, "- 甲"]
    assert (title(items, "en"), title(items[:1], "en"), title(items, "zh")) == (
        "Kept: 3 alerts", "Kept: 1 alert", "守诺：3 条提醒")  # fmt: skip


@pytest.mark.parametrize("call", ["<!channel>", "<@all>", '<at user_id="all">x</at>'])
def test_what_a_person_typed_calls_nobody_in_a_chat(call: str) -> None:
    said = body([Found(Kind.OVERDUE, "7", "2026-07-01", Text(f"late {call}", "晚"))], "en")
    assert "late ‹" in said
    assert not set("<>") & set(said)


@pytest.mark.parametrize("kind", Kind)
def test_every_link_leads_to_a_page_that_is_there(kind: Kind) -> None:
    for promise in promises():
        address = link(Found(kind, promise.id, "2026Q3", Text("", "")), "zh", "https://kept.example.com/")
        page = address.removeprefix("https://kept.example.com/").partition("?")[0]
        assert (PAGES / f"{page}.py").exists(), page


def test_a_link_leads_to_the_action_itself() -> None:
    late = Found(Kind.OVERDUE, "7", "2026-07-01", Text("", ""))
    assert link(late, "en", "https://kept.example.com") == "https://kept.example.com/actions?action=7&lang=en"


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [(0.9996, Unit.RATIO, "99.9\u00a0%", "99.9%"), (-0.2, Unit.CHANGE, "-20.0\u00a0%", "-20.0%"),
     (1234.0, Unit.COUNT, "1,234", "1,234"), (0.04, Unit.COUNT, "0.04", "0.04"), (3.25, Unit.HOURS, "3.2\u00a0h", "3.2\u00a0小时"),
     (41.4, Unit.NPS, "41", "41"), (4.44, Unit.SCORE, "4.4", "4.4"), (0.1234, Unit.FREQUENCY, "0.123", "0.123")],
)  # fmt: skip
def test_a_figure_is_told_in_its_unit(value: float, unit: Unit, en: str, zh: str) -> None:
    assert figure(value, unit) == Text(en, zh)
    assert {item.unit for item in metrics().values()} <= set(Unit)


def test_a_target_is_told_without_decimals_it_does_not_have() -> None:
    said = [target(value, unit) for value, unit in
            [(0.95, Unit.RATIO), (0.955, Unit.RATIO), (-0.2, Unit.CHANGE), (1000.0, Unit.COUNT)]]  # fmt: skip
    assert [text.en for text in said] == ["95\u00a0%", "95.5\u00a0%", "-20\u00a0%", "1,000"]
    assert [text.zh for text in said] == ["95%", "95.5%", "-20%", "1,000"]
