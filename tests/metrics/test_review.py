"""A review: in the order of what matters, the same for ever on its own version, and beside it what is known today."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from data.store import Store
from data.warehouse import DuckDBPair, DuckDBWarehouse
from metrics.board import board
from metrics.engine import Engine
from metrics.history import history
from metrics.model import Grain, Query
from metrics.moved import Finding
from metrics.periods import parse, previous
from metrics.restated import Sort
from metrics.review import BY_VERDICT, Reason, Review, quarters, reported, review
from metrics.review_today import reckoned_otherwise, today
from metrics.verdict import Verdict
from tests.builders import bring, ticket
from tests.pages.stores import demo_store

Q3 = parse("2026Q3")
PROMISE = "aftersales_answered_48h"
ORDER = [*Reason, None]


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    return Engine(DuckDBWarehouse(demo_store(tmp_path_factory.getbasetemp())))


@pytest.fixture(scope="module")
def found(engine) -> Review:
    return review(engine, Q3, compared=previous(Q3, 1))


def test_every_promise_of_the_board_is_in_it_once(engine, found):
    shown = board(engine, Q3, compared=previous(Q3, 1))
    assert sorted(item.promise.id for item in found.standings) == sorted(item.promise.id for item in shown)
    by_id = {item.promise.id: item for item in shown}
    assert all(by_id[item.promise.id] == item for item in found.standings)


def test_the_weightiest_reasons_come_first_and_what_needs_no_word_last(found):
    ranks = [ORDER.index(item.reasons[0] if item.reasons else None) for item in found.sections]
    assert ranks == sorted(ranks)
    assert found.agenda == found.sections[: len(found.agenda)]
    assert len(found.agenda) > 0


def test_each_reason_is_what_the_board_and_the_chart_say(found):
    for item in found.sections:
        verdict = BY_VERDICT.get(item.standing.verdict)
        beyond = item.moved is not None and item.moved.finding in (Finding.CAUSES, Finding.NONE_STANDS_OUT)
        expected = ([verdict] if verdict else []) + [Reason.MOVED] * beyond + [Reason.SIGNAL] * bool(item.signals)
        assert list(item.reasons) == expected


def test_signals_are_those_of_the_months_of_the_quarter_alone(engine, found):
    for item in found.sections:
        promise = item.standing.promise
        months = history(engine, Query((promise.metric,), baseline=promise.baseline), Q3.end, Grain.MONTH, 25)
        if months.chart is None or item.standing.row.value is None:
            assert item.signals == ()
            continue
        rules = {rule for completed in months.chart.signals[-3:] for rule in completed}
        assert set(item.signals) == rules


def test_reviews_are_offered_for_every_quarter_with_data(engine):
    offered = quarters(engine)
    assert offered[0] == Q3
    assert all(previous(later, 1) == earlier for later, earlier in pairwise(offered))
    assert offered[-1].start <= (engine.first_day("tickets") or date.max)


def answered(number: int, late: bool) -> dict[str, str]:
    replied = "2026-02-13 10:00" if late else "2026-02-10 12:00"
    return ticket(f"T{number}", kind="after_sales", created_at="2026-02-10 10:00", first_reply_at=replied)


@pytest.fixture
def two_versions(store: Store) -> tuple[Store, str]:
    """Ten after-sales tickets, of which two were answered late; then one of them is corrected and two more arrive."""
    # what the data reach: a ticket of the last day of the quarter, that none of the promise's cases is
    last = ticket("L1", kind="complaint", created_at="2026-03-31 23:00")
    bring(store, "tickets", [answered(number, late=number < 2) for number in range(10)] + [last])
    first = store.current_id()
    assert first is not None
    bring(
        store, "tickets", [answered(1, late=False), answered(20, late=True), answered(21, late=True)], name="more.csv"
    )
    return store, first


def test_a_review_reopens_with_the_figures_it_was_made_with_and_tells_what_is_known_today(two_versions):
    store, first = two_versions
    then, now = Engine(DuckDBWarehouse(store, first)), Engine(DuckDBWarehouse(store))
    made = review(then, parse("2026Q1"))
    kept = reported(made)
    figure = next(item for item in kept if item["promise"] == PROMISE)
    assert (figure["numerator"], figure["denominator"], figure["verdict"]) == (8, 10, "broken")
    again = review(Engine(DuckDBWarehouse(store, first)), parse("2026Q1"))
    assert reported(again) == kept
    assert reckoned_otherwise(again, kept) == ()

    item = next(item for item in made.standings if item.promise.id == PROMISE)
    known = today(then, now, DuckDBPair(store, first, store.current_id() or ""), made, item)
    assert known.differs
    assert (known.now.row.numerator, known.now.row.denominator) == (9, 12)
    assert known.restated is not None
    changed = {sort: (one.n, one.numerator, one.denominator) for sort, one in known.restated.changed.items()}
    assert changed == {Sort.LATE: (2, 0, 2), Sort.CORRECTION: (1, 1, 0)}


def test_a_promise_that_is_the_same_today_does_not_differ(two_versions):
    store, first = two_versions
    then = Engine(DuckDBWarehouse(store, first))
    made = review(then, parse("2026Q1"))
    item = next(item for item in made.standings if item.promise.id == PROMISE)
    known = today(then, then, DuckDBPair(store, first, store.current_id() or ""), made, item)
    assert (known.differs, known.restated) == (False, None)


def test_figures_that_a_release_reckons_otherwise_are_named(found):
    kept = [dict(figure) for figure in reported(found)]
    first = next(figure for figure in kept if figure["value"] is not None)
    first["value"] += 0.01
    assert reckoned_otherwise(found, kept) == (first["promise"],)
    kept = [dict(figure) for figure in reported(found)]
    kept[0]["verdict"] = Verdict.NO_DATA.value if kept[0]["verdict"] != "no_data" else "kept"
    assert reckoned_otherwise(found, kept) == (kept[0]["promise"],)
    without = replace(found, sections=found.sections[1:])
    assert reckoned_otherwise(without, reported(found)) == (found.sections[0].standing.promise.id,)
