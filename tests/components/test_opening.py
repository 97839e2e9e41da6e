"""Where what was found is opened: the page, and a link that keeps period and filters."""

from pathlib import Path

import pytest

from charts.look import Look
from components.current_page import page_exists, page_title
from components.opening import Target, page_of_metric, target_of
from components.view import split_values
from data.errors import UnknownName
from data.views import SavedView
from data.words import Text
from metrics.catalog import metrics
from metrics.promises import promises
from metrics.search import Entry, Sort
from metrics.subjects import SUBJECTS
from tests.pages.names import NAMES

CURRENT = {"period": "2026-08", "versus": "year", "channel": "phone", "promise": "no_leaks", "metric": "nps"}
KEPT = {"period": "2026-08", "versus": "year", "channel": "phone"}
WEEKLY = SavedView(7, "Weekly", "orders", {"period": "2026Q1", "region": "east"}, "2026-11-22T00:00:00+00:00")


def opened(sort: Sort, name: str) -> Target:
    return target_of(Entry(sort, name, Text(name, name)), CURRENT, {"7": WEEKLY})


@pytest.mark.parametrize("item", promises(), ids=[item.id for item in promises()])
def test_a_promise_opens_its_page(item):
    assert opened(Sort.PROMISE, item.id) == Target(item.page, {**KEPT, "promise": item.id})


@pytest.mark.parametrize("name", metrics())
def test_a_figure_opens_the_page_of_its_subject(name):
    assert opened(Sort.METRIC, name) == Target(metrics()[name].subject, {**KEPT, "metric": name})
    assert page_exists(page_of_metric(name))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_trend_of_a_page_offers_every_figure_of_its_subject(subject):
    """So that a figure that is opened can be shown."""
    source = (Path(__file__).resolve().parents[2] / "pages" / f"{subject}.py").read_text("utf-8")
    assert "trend_panel(page" in source
    assert f'subject_metrics("{subject}"' in source


def test_a_merchant_and_an_agent_open_their_page_filtered_to_them():
    assert opened(Sort.MERCHANT, "M0001") == Target("merchants", {**KEPT, "merchant_id": "M0001"})
    assert opened(Sort.AGENT, "A,1\\") == Target("agents", {**KEPT, "agent_id": "A\\,1\\\\"})
    assert split_values("A\\,1\\\\") == ["A,1\\"]


def test_a_view_opens_as_it_was_kept_and_a_page_as_the_filters_are():
    assert opened(Sort.VIEW, "7") == Target("orders", {"period": "2026Q1", "region": "east"})
    assert opened(Sort.PAGE, "definitions") == Target("definitions", KEPT)


def test_a_view_removed_meanwhile_is_told():
    with pytest.raises(UnknownName, match="Weekly"):
        opened(Sort.VIEW, "8")


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_the_menu_has_a_title_in_both_languages(name):
    assert page_exists(name)
    assert page_title(name, Look("en")) != page_title(name, Look("zh"))


@pytest.mark.parametrize("name", ["", "index", "nowhere", "../data/state"])
def test_what_is_no_page_is_known_as_such(name):
    assert not page_exists(name)
