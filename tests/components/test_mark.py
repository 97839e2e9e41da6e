"""What picking a mark does to the page, and the table that stands beside a chart."""

from datetime import date

from charts.look import Look
from components.mark import Mark, group_marks, narrowed_view, period_marks, twin
from components.view import View
from metrics.model import Filter, Grain, Row
from metrics.periods import Period, containing, parse
from tests.charts.makers import HOSTILE, rate
from tests.components.html import Reader

VIEW = View(parse("2026Q3"), filters=(("team", ("a",)), ("channel", ("phone",))))
NAME = "complaint_resolved_48h"


def test_a_group_becomes_a_filter_and_the_others_stay() -> None:
    found = narrowed_view(VIEW, Mark("x", NAME, (Filter("complaint_class", ("payment",)), Filter("team", (None,)))))
    assert dict(found.filters) == {"team": (None,), "channel": ("phone",), "complaint_class": ("payment",)}
    assert (found.metric, found.period, found.back) == (NAME, VIEW.period, None)


def test_a_period_is_entered_with_the_way_back_to_the_first_one() -> None:
    august, day = parse("2026-08"), parse("2026-08-03")
    once = narrowed_view(VIEW, Mark("x", NAME, period=august))
    twice = narrowed_view(once, Mark("x", NAME, period=day))
    assert (once.period, once.back) == (august, VIEW.period)
    assert (twice.period, twice.back) == (day, VIEW.period)


def test_values_of_any_type_are_filters_as_links_hold_them() -> None:
    rows = [Row(NAME, None, (value, None), 1.0, 1, 1, 1) for value in (True, 3, "x")]
    marks = group_marks(rows, ["a", "b", "c"], ("express", "weekday"))
    assert [mark.where for mark in marks] == [
        (Filter("express", ("true",)), Filter("weekday", (None,))),
        (Filter("express", ("3",)), Filter("weekday", (None,))),
        (Filter("express", ("x",)), Filter("weekday", (None,))),
    ]


def test_a_period_cut_off_before_the_data_end_is_a_mark_of_its_days() -> None:
    shown = [parse("2026-08"), parse("2026-09")]
    rows = [Row(NAME, item.start, (), 1.0, 1, 1, 1) for item in shown]
    last = date(2026, 9, 10)
    cut = period_marks(rows, ["a", "b"], shown, last, date(2026, 9, 30))
    whole = period_marks(rows, ["a", "b"], shown, last, last)
    assert [mark.period for mark in cut] == [shown[0], Period(date(2026, 9, 1), last)]
    assert [mark.period for mark in whole] == [containing(date(2026, 8, 1), Grain.MONTH), shown[1]]


def test_the_table_beside_a_chart_has_every_mark_and_its_figure() -> None:
    marks = [Mark(text, NAME, row=rate(90, 100, undecided=3)) for text in HOSTILE]
    marks += [Mark("band", NAME, told="12 %", opens=False)]
    found = Reader(twin(marks, Look()))
    assert found.values("data-mark") == [str(number) for number in range(len(HOSTILE))]
    assert not any(name.startswith("on") or name in {"src", "href"} for name, _value in found.attributes)
    text = "".join(found.texts)
    assert all(name in text for name in HOSTILE)
    assert text.count("90.0") == len(HOSTILE)
    assert "12 %" in text
    assert not twin([], Look())
