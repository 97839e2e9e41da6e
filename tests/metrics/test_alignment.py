"""A period set against an earlier sale: dates checked by hand."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from data.errors import KeptError, UsageError
from data.words import Text
from metrics.alignment import aligned, alignments
from metrics.periods import Period, parse
from tests.metrics.small import Make, order
from tests.metrics.worlds import World, import_rows

NEW_YEAR = '[[promotions]]\nname = { en = "New Year sale", zh = "跨年大促" }\nfirst = "12-28"\nlast = "01-03"\n'


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Orders from May 2025 on; 618 from 1 to 20 June and 11.11 from 1 to 12 November, as by default."""
    days = ("2025-05-01 09:00:00", "2026-11-20 09:00:00")
    found = import_rows(
        tmp_path_factory.mktemp("sales"),
        orders=[{"order_id": day, **order(created_at=day, paid_at=day)} for day in days],
    )
    yield found
    found.close()


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def test_the_sale_of_11_11_is_set_against_the_year_before_and_against_618(world: World) -> None:
    """12 days from 1 November 2026: the 12 days from 1 June, the first 12 of 20; and those of 2025."""
    found = alignments(world.engine, parse("2026-11-01..2026-11-12"))
    assert [(item.key, item.period) for item in found] == [
        ("sale:2026-06-01", days("2026-06-01", "2026-06-12")),
        ("sale:2025-11-01", days("2025-11-01", "2025-11-12")),
    ]
    assert [item.label for item in found] == [
        Text("618 sale 2026", "2026年618 大促"),
        Text("11.11 sale 2025", "2025年双十一"),
    ]


def test_618_is_set_against_11_11_with_its_own_length(world: World) -> None:
    """20 days from 1 June 2026 against 20 from 1 November 2025, though that sale ended on the 12th."""
    found = alignments(world.engine, parse("2026-06-01..2026-06-20"))
    assert [item.period for item in found] == [days("2025-11-01", "2025-11-20"), days("2025-06-01", "2025-06-20")]


@pytest.mark.parametrize(
    ("shown", "key", "wanted"),
    [
        ("2026-11-11", "sale:2026-06-01", ("2026-06-11", "2026-06-11")),  # the eleventh day meets the eleventh day
        ("2026-11-11", "sale:2025-11-01", ("2025-11-11", "2025-11-11")),
        ("2026-10-25..2026-11-15", "sale:2025-11-01", ("2025-10-25", "2025-11-15")),  # around the sale
        ("2026-11", "sale:2026-06-01", ("2026-06-01", "2026-06-30")),
        ("2026Q4", "sale:2025-11-01", ("2025-10-01", "2025-12-31")),
        ("2026Q4", "sale:2026-06-01", ("2026-05-01", "2026-07-31")),  # 92 days, the first sale day being the 32nd
        ("2026W46", "sale:2025-11-01", ("2025-11-09", "2025-11-15")),  # 9 November 2026 is a Monday, 2025 a Sunday
        ("2026", "sale:2025-11-01", ("2025-01-01", "2025-12-31")),
        ("2026-11-05..2026-11-08", "sale:2024-11-01", ("2024-11-05", "2024-11-08")),  # further back than is offered
    ],
)
def test_the_days_since_the_first_day_of_the_sale_are_the_same(
    world: World, shown: str, key: str, wanted: tuple[str, str]
) -> None:
    found = aligned(world.engine, parse(shown), key)
    assert (found.start, found.end) == tuple(map(date.fromisoformat, wanted))
    assert found.days == parse(shown).days


def test_what_comes_out_as_a_calendar_period_is_called_so(world: World) -> None:
    assert aligned(world.engine, parse("2026Q4"), "sale:2025-11-01") == parse("2025Q4")
    assert aligned(world.engine, parse("2026-11"), "sale:2026-06-01") == parse("2026-06")
    assert aligned(world.engine, parse("2026W46"), "sale:2025-11-01").grain is None


def test_fiscal_quarters_keep_their_names(make: Make) -> None:
    """In a year that begins in April the third quarter is October to December."""
    world = make("fiscal_year_start_month = 4\n", orders=[order(), order(created_at="2024-01-01 09:00:00", paid_at="")])
    assert aligned(world.engine, parse("2026Q3", 4), "sale:2025-11-01") == parse("2025Q3", 4)


def test_a_sale_over_new_year_meets_itself_a_year_earlier(make: Make) -> None:
    """28 December to 3 January: its fifth day is 1 January in both years."""
    world = make(
        NEW_YEAR, orders=[order(created_at=at, paid_at=at) for at in ("2024-12-01 09:00:00", "2026-12-31 09:00:00")]
    )
    found = alignments(world.engine, parse("2027-01-01"))
    assert [(item.key, item.period.start) for item in found] == [("sale:2025-12-28", date(2026, 1, 1))]
    assert aligned(world.engine, parse("2026-12-28..2027-01-03"), "sale:2024-12-28") == days("2024-12-28", "2025-01-03")


def test_of_two_sales_in_a_period_the_one_of_the_same_name_is_the_measure(world: World) -> None:
    """A half year from June to November holds both; 618 meets 618."""
    shown = parse("2026-06-01..2026-11-30")
    assert aligned(world.engine, shown, "sale:2025-06-01").start == date(2025, 6, 1)
    assert aligned(world.engine, shown, "sale:2025-11-01").start == date(2025, 6, 1)


def test_nothing_is_offered_without_a_sale_without_data_or_that_reaches_into_the_period(world: World) -> None:
    assert alignments(world.engine, parse("2026-08")) == ()
    assert alignments(world.engine, parse("2025-06-01..2025-06-20")) == ()  # the sales before have no data
    for name in ("2026Q4", "2026", "2026-11-11", "2026-05-15..2026-06-20"):
        assert all(item.period.end < parse(name).start for item in alignments(world.engine, parse(name)))


def test_every_alignment_offered_can_be_read_back_from_its_key(world: World) -> None:
    first = date(2026, 5, 1)
    seen = 0
    for start in range(0, 210, 7):
        for length in (1, 12, 30, 92):
            begin = first + timedelta(days=start)
            shown = Period(begin, begin + timedelta(days=length - 1))
            for item in alignments(world.engine, shown):
                assert aligned(world.engine, shown, item.key) == item.period
                assert item.period.days == shown.days
                seen += 1
    assert seen > 50


@pytest.mark.parametrize(
    "key",
    [
        "",
        "sale",
        "sale:",
        "sale:2025-11-02",
        "sale:2025-13-01",
        "sale:0001-01-01",
        "sale:9999-12-31",
        "2025-11-01",
        "previous",
        "sale:昨天",
    ],
)
def test_a_key_that_names_no_sale_is_refused_with_a_sentence(world: World, key: str) -> None:
    with pytest.raises(UsageError, match="names no sale") as refused:
        aligned(world.engine, parse("2026-11"), key)
    assert "sale:2025-11-01" in refused.value.to("zh")


@pytest.mark.parametrize(("shown", "key"), [("2026-08", "sale:2025-11-01"), ("2025-11", "sale:2025-11-01")])
def test_a_period_without_a_sale_or_set_against_itself_is_refused(world: World, shown: str, key: str) -> None:
    with pytest.raises(KeptError, match="cannot be set against that sale"):
        aligned(world.engine, parse(shown), key)
