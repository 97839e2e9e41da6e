"""The first row of a subject's page: its promises, then its figures, as the engine answers them."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from data.store import Store
from data.words import Language
from metrics.applicable import applicable
from metrics.board import standing
from metrics.catalog import metric, of_subject
from metrics.change import change
from metrics.engine import Engine
from metrics.intervals import SMALL_N
from metrics.model import Filter, Metric, Query, Row, Unit
from metrics.periods import Period, parse, previous
from metrics.verdict import WORDS
from reports.verdict_marks import MARKS
from tests.pages.conftest import Open
from tests.pages.names import SUBJECT_PAGES
from tests.pages.reading import cards, failures
from tests.pages.stores import engine_of, promising_store, running_store

ALSO = {
    "agents": ("ticket_closures",),
    "merchants": ("order_in_promise", "complaints_per_1000", "inspection_pass_rate", "csat_mean", "review_score"),
}
"""Figures of other subjects that a page shows beside its own."""
every_subject = pytest.mark.parametrize("name", SUBJECT_PAGES)
Told = list[tuple[str, str, str]]


def told(page: AppTest) -> Told:
    """Label, figure and verdict of the cards."""
    assert not page.exception
    assert not failures(page)
    return [(label, value, word) for label, value, word, _note in cards(page)]


def row(engine: Engine, item: Metric, period: Period, where: tuple[Filter, ...]) -> Row:
    kept, missing = applicable(engine, item, where)
    empty = Row(item.name, None, (), None, None, None, 0)
    if missing:
        return empty
    rows = engine.run(Query((item.name,), period.start, period.end, where=kept)).rows
    return rows[0] if rows else empty


def wanted(engine: Engine, name: str, period: Period, language: Language, *where: Filter) -> Told:
    """What the cards of a page should say."""
    also = [metric(other) for other in ALSO.get(name, ())]
    metrics = [*of_subject(name), *also]
    promised = {item.metric: item for item in engine.promises(period.end)}
    found: Told = []
    for item in (promised[each.name] for each in metrics if each.name in promised):
        stood = standing(engine, item, period, compared=previous(period), where=where)
        unit = metric(item.metric).unit
        target = f"{item.short.to(language)} · {format_target(language)} {format.target(item.target, unit, language)}"
        verdict = f"{MARKS[stood.verdict][1]} {WORDS[stood.verdict].to(language)}"
        found.append((target, format.value(stood.row.value, unit, language), verdict))
    for item in (each for each in metrics if (each.card or each in also) and each.name not in promised):
        value = format.value(row(engine, item, period, where).value, item.unit, language)
        found.append((item.label.to(language), value, ""))
    return found


def format_target(language: Language) -> str:
    return {"en": "target", "zh": "目标"}[language]


@every_subject
@pytest.mark.parametrize(
    ("period", "language"), [("2026Q3", "en"), ("2026Q3", "zh"), ("2026", "en"), ("2026-08", "zh")]
)
def test_the_cards_show_what_the_engine_answers(
    shown: Open, demo: Store, name: str, period: str, language: Language
) -> None:
    found = told(shown(name, lang=language, period=period))
    assert found == wanted(engine_of(demo), name, parse(period), language)
    assert any(value != format.DASH for _label, value, _word in found)


@every_subject
def test_the_cards_keep_to_the_filters(shown: Open, demo: Store, name: str) -> None:
    engine = engine_of(demo)
    category = str(engine.values("orders", "category")[1])
    found = told(shown(name, lang="en", period="2026", category=category))
    assert found == wanted(engine, name, parse("2026"), "en", Filter("category", (category,)))
    assert found != wanted(engine, name, parse("2026"), "en")


@every_subject
def test_the_cards_of_a_running_quarter_show_what_the_engine_answers(
    shown: Open, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    store = running_store(tmp_path_factory.getbasetemp())
    assert told(shown(name, store, lang="en", period="2026Q3")) == wanted(engine_of(store), name, parse("2026Q3"), "en")


@every_subject
def test_a_card_says_how_sure_it_is_how_many_and_what_changed(shown: Open, demo: Store, name: str) -> None:
    engine, period = engine_of(demo), parse("2026Q2")
    notes = {label: note for label, _value, _word, note in cards(shown(name, lang="en", period="2026Q2"))}
    promised = {item.metric for item in engine.promises(period.end)}
    for item in of_subject(name):
        if not item.card or item.name in promised:
            continue
        now, before = row(engine, item, period, ()), row(engine, item, previous(period), ())
        parts = notes[item.label.en].split(" · ")
        if now.low is not None and now.high is not None:
            assert format.interval(now.low, now.high, item.unit, "en") in parts
        changed = change(now, before)
        few = item.unit not in (Unit.COUNT, Unit.DAYS) and min(now.n, before.n) < SMALL_N
        if changed is not None:  # of a handful of cases no change is told
            assert (parts[-1] == format.change(changed, item.unit, "en")) is not few


def test_without_a_comparison_no_card_says_what_changed(shown: Open) -> None:
    with_, without = (
        {
            label: note
            for label, _value, _word, note in cards(shown("complaints", lang="en", period="2026Q2", versus=versus))
        }
        for versus in ("previous", "none")
    )
    assert with_.keys() == without.keys()
    assert all(with_[label].startswith(note) for label, note in without.items())
    assert with_["Complaints received"] != without["Complaints received"] == ""


def test_a_promise_judged_over_another_window_says_which(shown: Open) -> None:
    notes = {
        label.split(" · ")[0]: note
        for label, _value, _word, note in cards(shown("orders", lang="en", period="2026-08"))
    }
    assert notes["Speed-up"].startswith("2026 H2 · ")
    assert not notes["Orders, all"].startswith("2026")


def test_a_target_an_organisation_set_is_the_one_on_the_card_from_that_day_on(
    shown: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = promising_store(tmp_path_factory.getbasetemp())
    assert engine_of(store).first_day("orders") == date(2026, 7, 1)
    for period, target in (("2026Q3", "99"), ("2026Q1", "98")):
        labels = [label for label, _value, _word in told(shown("orders", store, lang="en", period=period))]
        assert any(label.startswith("Orders, all") and target in label for label in labels)
