"""What the files are made of is what the engine says, in the reader's language."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from charts import format
from charts.look import Look
from data.words import LANGUAGES, Language
from metrics.board import latest_period, standing
from metrics.catalog import metric
from metrics.model import Filter, Grain, Kind, Query, Scope, Unit
from metrics.moved import Finding
from metrics.periods import containing, parse
from metrics.review import REASON_WORDS, Reason, review
from metrics.signals import RULE_WORDS
from metrics.verdict import WORDS
from reports.axis import axis_of, signed
from reports.deck import deck
from reports.moved_words import moved_sentence
from reports.printable import printable
from reports.printed import printed
from reports.promise_months import Month
from reports.review_file import review_file
from reports.review_workbook import workbook
from tests.pages.stores import engine_of, one_source_store
from tests.reports.conftest import LONG, MINUTES, Made, link
from tests.reports.reading import chart, pages, slides

Open = Callable[[Language], Made]
QUARTER, BEFORE = parse("2026Q3"), parse("2026Q2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promise_is_there_with_the_figures_the_board_shows(made: Open, language: Language) -> None:
    found = made(language)
    assert [item.id for item in found.file.promises] == [item.standing.promise.id for item in found.of.sections]
    assert len(found.file.promises) == len(found.engine.promises(QUARTER.end)) == 17
    promised = {item.id: item for item in found.engine.promises(QUARTER.end)}
    for item in found.file.promises:
        shown = standing(found.engine, promised[item.id], QUARTER, compared=BEFORE)
        unit = metric(shown.promise.metric).unit
        assert (item.row, item.target, item.change) == (shown.row, shown.promise.target, shown.change)
        assert item.compared == (shown.compared.value if shown.compared else None)
        assert item.verdict == WORDS[shown.verdict].to(language)
        assert item.facts[0].text == format.value(shown.row.value, unit, language)
        assert item.facts[1].text == format.target(shown.promise.target, unit, language)
        assert [(month.start, month.value) for month in item.months] == list(shown.trend)


def test_the_cases_of_each_month_are_those_the_engine_counts(made: Open) -> None:
    found = made("en")
    promised = {item.id: item for item in found.engine.promises(QUARTER.end)}
    for item in found.file.promises:
        query = Query((promised[item.id].metric,), baseline=promised[item.id].baseline)
        if metric(promised[item.id].metric).kind is not Kind.RATE:
            continue
        assert len(item.months) == 13
        for month in item.months:
            span = containing(month.start, Grain.MONTH)
            asked = Query(query.metrics, span.start, span.end, baseline=query.baseline)
            row = next(iter(found.engine.run(asked).rows), None)
            counted = (row.numerator, row.denominator) if row and row.value is not None else (None, None)
            assert counted in {(month.numerator, month.denominator), (None, None)}
            assert month.target == promised[item.id].target


def test_a_value_that_is_said_to_divide_is_its_numerator_by_its_denominator(made: Open) -> None:
    divided = [item for item in made("en").file.promises if item.divides]
    assert {item.id for item in divided} >= {"complaint_resolved_48h", "inspection_pass_rate", "agent_training"}
    for item in divided:
        for row in (item.row, *item.months):
            assert row.value is None or row.value == pytest.approx(row.numerator / row.denominator)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_moved_it_and_why_it_is_spoken_of_are_told_in_words(made: Open, language: Language) -> None:
    found = made(language)
    for item, section in zip(found.file.promises, found.of.sections, strict=True):
        if section.moved is not None:
            assert item.moved == moved_sentence(section.moved, found.engine, Look(language))
            assert ("(" in item.title or "（" in item.title) == (section.moved.finding is not Finding.NO_CHANGE)
        assert len(item.reasons) == len(section.reasons)
        for told, reason in zip(item.reasons, section.reasons, strict=True):
            assert told.startswith(REASON_WORDS[reason].to(language))
            assert all(RULE_WORDS[rule].to(language) in told for rule in section.signals if reason is Reason.SIGNAL)
        assert item.label in item.title
        assert item.verdict.lower() in item.title
        assert item.facts[0].text in item.title
    assert found.file.agenda == found.file.promises[: len(found.of.agenda)]


def test_minutes_stand_with_their_promise_and_the_others_with_the_meeting(made: Open) -> None:
    file = made("zh").file
    said = {item.id: [(line.name, line.text) for line in item.minutes] for item in file.promises if item.minutes}
    assert said == {"complaint_resolved_48h": [("决议", LONG), ("备注", MINUTES[1].text)]}
    assert [line.text for line in file.minutes] == [MINUTES[2].text]


def test_the_facts_name_period_filters_reach_and_version(made: Open) -> None:
    found = made("en")
    known = {fact.name: fact.text for fact in found.file.facts}
    assert known["Period"] == "2026 Q3"
    assert known["Compared with"] == "2026 Q2"
    assert known["Filters"] == "none"
    assert known["Data to"] == "30 Sep 2026"
    assert known["Version"] == found.of.version == found.engine.manifest.version


@given(st.text())
def test_no_text_keeps_a_sign_that_cannot_be_seen_or_turns_the_direction(text: str) -> None:
    kept = printable(text)
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\n\r\t\x00\x1b")
    assert printable(kept) == kept
    assert "  " not in kept


UNITS = st.sampled_from([Unit.RATIO, Unit.CHANGE, Unit.COUNT, Unit.HOURS, Unit.SCORE, Unit.NPS, Unit.DAYS])


@given(st.lists(st.none() | st.floats(0, 1), max_size=14), UNITS, st.sampled_from(LANGUAGES))
def test_an_axis_holds_every_value_between_round_ends(
    values: list[float | None], unit: Unit, language: Language
) -> None:
    scaled = [
        None if value is None else value * (1 if unit in (Unit.RATIO, Unit.CHANGE) else 1_000) for value in values
    ]
    axis = axis_of(scaled, unit, language)
    places = [place for place, _text in axis.ticks]
    assert axis.low == places[0] < places[-1] == axis.high
    assert all(second - first == pytest.approx(axis.step, rel=1e-3) for first, second in pairwise(places))
    for value in scaled:
        assert value is None or axis.low - axis.step / 1e3 <= value <= axis.high + axis.step / 1e3
    assert len(places) <= 12


@pytest.mark.parametrize(
    ("unit", "written"),
    [(Unit.RATIO, "+0.0%;-0.0%;0.0%"), (Unit.COUNT, "+#,##0;-#,##0;#,##0"), (Unit.NPS, "+0;-0;0"), (Unit.SCORE, "+#,##0.0;-#,##0.0;#,##0.0")],
)  # fmt: skip
def test_a_change_is_written_with_its_sign(unit: Unit, written: str) -> None:
    assert signed(unit) == written


def test_a_month_without_cases_has_no_value(made: Open) -> None:
    waves = next(item for item in made("en").file.promises if item.id == "customer_satisfaction")
    empty: list[Month] = [month for month in waves.months if month.value is None]
    assert empty
    assert all(month.denominator in (None, 0) for month in empty)


def test_promises_without_data_make_files_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = engine_of(one_source_store(tmp_path_factory.getbasetemp(), "tickets"))
    latest = latest_period(engine)
    assert latest is not None
    of = review(engine, latest)
    file = review_file(engine, of, Look("zh"), link)
    empty = [item for item in file.promises if item.row.value is None]
    assert empty
    assert all(item.facts[0].text == format.DASH and not item.divides for item in empty)
    assert not any(item.moved for item in file.promises)
    assert file.facts[1].text == format.DASH
    shown = slides(deck(file))
    assert sum(chart(slide) is not None for slide in shown) == sum(bool(item.months) for item in file.promises) < 17
    assert workbook(file)
    said = "".join(pages(printed(file)))
    assert all("".join(item.label.split()) in "".join(said.split()) for item in empty)


def test_a_scope_limits_the_months_as_well_as_the_figures(made: Open) -> None:
    found = made("en")
    region = next(value for value in found.engine.values("orders", "region") if value is not None)
    scope = Scope((Filter("region", (str(region),)),))
    of = review(found.engine, QUARTER, compared=BEFORE, scope=scope)
    file = review_file(found.engine, of, Look("en"), link, filters=["Region is one"], scope=scope)
    orders = next(item for item in file.promises if item.id == "order_in_promise")
    assert [month.value for month in orders.months] == [
        None if not month.denominator else pytest.approx((month.numerator or 0) / month.denominator)
        for month in orders.months
    ]
    everything = next(item for item in found.file.promises if item.id == "order_in_promise")
    assert sum(month.denominator or 0 for month in orders.months) < sum(it.denominator or 0 for it in everything.months)
    assert file.facts[2].text == "Region is one"
