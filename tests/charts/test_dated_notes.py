"""Notes on an axis of time: each in its place, none on another one, and never more than text."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from charts import format
from charts.daily_volume import Promotion, daily_volume
from charts.dated_notes import CIRCLED, PLOT_WIDTH, SIGN, DatedNote, marked
from charts.figure import Figure
from charts.look import LIGHT, Look
from charts.pace import pace
from charts.trend import trend
from metrics.model import Row, Unit
from tests.charts.makers import HOSTILE, rate
from tests.charts.reading import levels, markup, notes, written

EN = Look("en")
START = date(2026, 7, 1)
SALE = DatedNote(1, 2, "1–12 Nov", "Promotion", "11.11 sale")
OUTAGE = DatedNote(3, 3, "5 Dec", "Outage", "chat was down")


def drawn(*noted: DatedNote, n: int = 5, **more: object) -> Figure:
    labels = [f"P{place}" for place in range(n)]
    return trend([rate(95, 100)] * n, labels, Unit.RATIO, EN, noted=noted, **more)  # type: ignore[arg-type]


def signs(chart: Figure) -> dict[object, str]:
    """Place → number of the notes."""
    return {note.x: note.text for note in chart.layout.annotations if note.text[0] in CIRCLED}


def days(n: int) -> list[Row]:
    return [Row("m", START + timedelta(place), (), 100.0, 100, None, 100) for place in range(n)]


# numbers


def test_notes_are_numbered_from_the_left_whatever_their_order() -> None:
    assert [(group.sign, group.place, group.notes) for group in marked([OUTAGE, SALE], 13)] == [
        ("①", 1, (SALE,)), ("②", 3, (OUTAGE,)),
    ]  # fmt: skip


def test_notes_that_begin_in_one_period_share_a_number() -> None:
    other = DatedNote(1, 1, "3 Nov", "Other", "rain")
    assert [(group.sign, group.notes) for group in marked([SALE, other, OUTAGE], 13)] == [
        ("①", (SALE, other)), ("②", (OUTAGE,)),
    ]  # fmt: skip


def test_notes_beyond_the_axis_are_left_out_and_those_across_its_ends_are_cut() -> None:
    before, across, after = (DatedNote(first, last, "d", "k", "t") for first, last in ((-3, -1), (-2, 0), (13, 14)))
    assert [(group.place, group.notes) for group in marked([before, across, after], 13)] == [(0, (across,))]
    (band,) = drawn(DatedNote(-4, 9, "d", "k", "t")).layout.shapes
    assert (band.x0, band.x1) == (-0.5, 4.5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(-5, n + 5), max_size=30))))
def test_numbers_never_stand_on_each_other_and_none_is_lost(places: tuple[int, list[int]]) -> None:
    n, firsts = places
    found = marked([DatedNote(first, first + 3, "d", "k", "t") for first in firsts], n)
    pixels = [group.place * PLOT_WIDTH / n for group in found]
    assert all(later - earlier >= SIGN - 1e-9 for earlier, later in pairwise(pixels))
    assert sum(len(group.notes) for group in found) == sum(-3 <= first < n for first in firsts)
    assert len({group.sign for group in found}) == len(found)


# on a trend


def test_a_note_in_one_period_is_a_thin_line_and_one_over_several_a_pale_band_behind_the_data() -> None:
    band, line = drawn(SALE, OUTAGE).layout.shapes
    assert (band.type, band.x0, band.x1, band.layer, band.opacity < 0.2) == ("rect", 0.5, 2.5, "below", True)
    assert (line.type, line.x0, line.x1, line.layer, line.line.width) == ("line", 3, 3, "below", 1)
    assert signs(drawn(SALE, OUTAGE)) == {1: "①", 3: "②"}


def test_a_number_stands_above_the_plot_where_there_is_room_for_it() -> None:
    (number,) = drawn(SALE).layout.annotations
    assert (number.yref, number.y, number.yanchor, number.xref) == ("paper", 1, "bottom", None)
    assert drawn(SALE).layout.margin.t >= 20
    assert number.hovertext == "1–12 Nov · Promotion: 11.11 sale"


def test_the_points_of_its_periods_tell_a_note_and_no_others() -> None:
    told = ["Promotion: 11.11 sale" in text for text in notes(drawn(SALE))]
    assert told == [False, True, True, False, False]


def test_without_notes_a_trend_is_as_it_was() -> None:
    bare = drawn()
    assert bare.layout.margin.t is None
    assert not bare.layout.shapes
    assert not bare.layout.annotations


def test_the_name_of_the_target_is_written_as_well_and_stays_within_the_plot() -> None:
    chart = drawn(SALE, OUTAGE, targets=[0.95] * 5)
    assert sorted(written(chart)) == ["target 95 %", "①", "②"]
    (label,) = [note for note in chart.layout.annotations if note.text.startswith("target")]
    assert label.yref != "paper"
    assert label.y <= chart.layout.yaxis.range[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_stays_a_text_wherever_it_is_drawn(text: str) -> None:
    noted = [DatedNote(1, 1, "1 Jul", "Other", text), DatedNote(2, 3, text, text, text)]
    charts = (
        drawn(*noted),
        daily_volume(days(30), EN, noted=noted),
        pace([(START, 3)], START, date(2026, 9, 30), 10, EN, unit_word="kinds", noted=noted),
    )
    for chart in charts:
        assert markup(chart) == []
        boxes = [note.hovertext.replace("<br>", "") for note in chart.layout.annotations if note.hovertext]
        assert boxes
        assert not any("<" in box for box in boxes)


def test_a_long_note_is_shortened_where_it_is_pointed_at() -> None:
    long = DatedNote(0, 0, "1 Jul", "Other", "x" * 200)
    assert max(len(line) for text in notes(drawn(long)) for line in text.split("\n")) < 80


# over days


def test_over_days_a_note_covers_its_whole_days() -> None:
    chart = daily_volume(
        days(92), EN, noted=[DatedNote(3, 3, "4 Jul", "Outage", "x"), DatedNote(40, 42, "d", "k", "t")]
    )
    line, band = chart.layout.shapes
    assert line.x0 == line.x1 == "2026-07-04T00:00:00"
    assert (band.x0, band.x1) == ("2026-08-09T12:00:00", "2026-08-12T12:00:00")
    assert signs(chart) == {"2026-07-04T00:00:00": "①", "2026-08-10T00:00:00": "②"}
    assert "4 Jul 2026\n100\nOutage: x" in notes(chart)


def test_the_numbers_stand_above_the_names_of_promotions() -> None:
    sale = Promotion(date(2026, 8, 8), date(2026, 8, 10), "Summer sale")
    chart = daily_volume(days(92), EN, promotions=[sale], noted=[DatedNote(38, 40, "8–10 Aug", "Promotion", "Summer")])
    name, number = (
        next(note for note in chart.layout.annotations if text in note.text) for text in ("Summer sale", "①")
    )
    assert number.yshift >= (name.yshift or 0) + 16
    assert chart.layout.margin.t >= number.yshift + 20


def test_the_pace_of_a_promise_has_notes_too_and_keeps_its_target() -> None:
    noted = [DatedNote(5, 5, "6 Jul", "Outage", "x")]
    chart = pace([(START, 3)], START, date(2026, 9, 30), 10, EN, unit_word="kinds", noted=noted)
    assert signs(chart) == {"2026-07-06T00:00:00": "①"}
    assert levels(chart) == [10]
    assert "target 10" in written(chart)


def test_notes_are_quiet_in_both_themes() -> None:
    for dark in (False, True):
        look = Look("en", dark=dark)
        chart = trend([rate(95, 100)] * 3, ["a", "b", "c"], Unit.RATIO, look, noted=[DatedNote(1, 1, "d", "k", "t")])
        assert chart.layout.shapes[0].line.color == look.palette.muted
        assert chart.layout.annotations[0].font.color == look.palette.muted
    assert Look("en").palette is LIGHT


# days in words


@pytest.mark.parametrize(
    ("first", "last", "en", "zh"),
    [("2026-11-11", "2026-11-11", "11 Nov 2026", "2026年11月11日"), ("2026-11-01", "2026-11-12", "1–12 Nov 2026", "2026年11月1日–12日"),
     ("2026-10-28", "2026-11-03", "28 Oct – 3 Nov 2026", "2026年10月28日–11月3日"),
     ("2026-12-28", "2027-01-03", "28 Dec 2026 – 3 Jan 2027", "2026年12月28日 – 2027年1月3日")],
)  # fmt: skip
def test_days_are_said_as_short_as_they_can_be(first: str, last: str, en: str, zh: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    assert (format.days(start, end, "en"), format.days(start, end, "zh")) == (en, zh)
    if start.year == end.year:
        assert format.days(start, end, "en", with_year=False) == en.replace(" 2026", "")
        assert format.days(start, end, "zh", with_year=False) == zh.replace("2026年", "")
