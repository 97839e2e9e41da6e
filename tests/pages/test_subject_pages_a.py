"""Inspections, Training, Security, Feedback & reviews as Streamlit runs them."""

import re
from datetime import date
from pathlib import Path

import pytest

from data.store import Store
from data.words import LANGUAGES, Language
from metrics.audit_plan import audit_plan
from metrics.falls_due import falls_due
from metrics.model import Filter, Query
from metrics.periods import parse
from tests.builders import bring, ticket
from tests.pages.conftest import Open
from tests.pages.reading import alternatives, charts, choose, everything, failures, sentences
from tests.pages.stores import engine_of, hostile_store

PANELS = {
    "inspections": {"pace", "trend", "proof", "groups", "draws", "defects", "moved"},
    "training": {"trend", "staff", "groups", "sessions", "tests"},
    "security": {"timeline", "trend", "findings", "findings_months", "incidents"},
    "feedback": {"trend", "channels", "stars", "aside", "topics"},
}
CHOICES = {
    "inspections": {"groups_by": "merchant_id", "defects_by": "category", "trend_metric": "kinds_sampled"},
    "training": {"groups_by": "role", "sessions_by": "topic", "trend_metric": "training_score"},
    "security": {"findings_by": "severity", "incidents_by": "severity", "trend_metric": "no_leaks"},
    "feedback": {"unusual_by": "category", "topics_by": "channel", "trend_metric": "reviews_collected"},
}
every_page = pytest.mark.parametrize("name", PANELS)


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["2026Q3", "2026", "2026-08"])
def test_every_panel_draws(open_page: Open, name: str, language: Language, period: str) -> None:
    page = open_page(name, lang=language, period=period)
    assert not page.exception
    assert not failures(page)
    assert charts(page).keys() <= PANELS[name]
    if period == "2026Q3":
        assert charts(page).keys() == PANELS[name]
        assert not sentences(page)
        assert all(alternatives(page))


@every_page
def test_a_period_without_data_has_sentences_instead(open_page: Open, name: str) -> None:
    page = open_page(name, lang="en", period="2012Q1")
    assert not page.exception
    assert not failures(page)
    assert sentences(page)
    assert charts(page).keys() <= {"trend"}


@every_page
def test_every_choice_of_a_panel_draws(open_page: Open, name: str) -> None:
    page = open_page(name, lang="en", period="2026Q3")
    for key, value in CHOICES[name].items():
        choose(page, key, value)
    assert not page.exception
    assert not failures(page)


@every_page
def test_a_store_with_tickets_only_says_what_it_cannot_show(open_page: Open, tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / "store")
    store.root.mkdir()
    bring(store, "tickets", [ticket(kind="feedback", created_at="2026-08-03 10:00:00", channel="phone")])
    page = open_page(name, store, lang="en", period="2026Q3")
    assert not page.exception
    assert not failures(page)
    assert sentences(page)


@every_page
def test_no_name_from_the_data_becomes_markup(
    open_page: Open, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    page = open_page(name, hostile_store(tmp_path_factory.getbasetemp()), lang="en", period="2026Q3")
    assert not page.exception
    for html in page.html:
        assert not re.search(r"<(a|img|script)[\s>]", html.value)


def test_the_honest_line_counts_what_the_metric_counts(open_page: Open, demo: Store) -> None:
    row = engine_of(demo).run(Query(("inspection_pass_rate",), *_days("2026Q3"))).rows[0]
    text = everything(open_page("inspections", lang="en", period="2026Q3"))
    assert f"{row.numerator} of {row.denominator} passed: {row.denominator - row.numerator} failures" in text


def test_the_table_names_everyone_who_is_short(open_page: Open, demo: Store) -> None:
    owing = falls_due(engine_of(demo), _days("2026Q3")[1])
    text = everything(open_page("training", lang="en", period="2026Q3"))
    assert owing
    assert all(f">{item.agent}<" in text for item in owing)


def test_a_filter_by_team_leaves_the_agents_of_that_team(open_page: Open, demo: Store) -> None:
    engine = engine_of(demo)
    everyone = falls_due(engine, _days("2026Q3")[1])
    team = str(everyone[0].team)
    ours = falls_due(engine, _days("2026Q3")[1], (Filter("team", (team,)),))
    text = everything(open_page("training", lang="en", period="2026Q3", team=team))
    assert [item.team for item in ours] == [team] * len(ours)
    for item in everyone:
        assert (f">{item.agent}<" in text) is (item.team == team)


def test_the_audits_of_the_year_are_told_against_their_plan(open_page: Open, demo: Store) -> None:
    plan = audit_plan(engine_of(demo), _days("2026Q3")[1])
    text = everything(open_page("security", lang="en", period="2026Q3"))
    assert f"2026: {plan.reported} of {plan.planned} planned full audits reported" in text
    assert "days without a leak" in text


def test_the_reasons_add_up_to_the_reviews_set_aside(open_page: Open, demo: Store) -> None:
    aside = engine_of(demo).run(Query(("reviews_set_aside",), *_days("2026Q3"))).rows[0].n
    bars = charts(open_page("feedback", lang="en", period="2026Q3"))["aside"]["data"][0]
    assert sum(bars["x"]) == aside


def _days(period: str) -> tuple[date, date]:
    found = parse(period)
    return found.start, found.end
