"""The promises as data: well formed, in both languages, each with a metric and a page."""

import dataclasses
from datetime import date

import pytest

from data.errors import UnknownName
from metrics.catalog import metrics
from metrics.model import Direction, Grain, Unit
from metrics.promises import GROUPS, Promise, promise, promises, promises_in_force

TARGETS = {
    "order_normal_24h": 0.98,
    "order_express_12h": 0.98,
    "order_in_promise": 0.98,
    "aftersales_answered_48h": 1.0,
    "complaint_resolved_48h": 0.95,
    "feedback_answered_72h": 0.90,
}
"""The speed promises of the source documents, each per quarter."""

EACH = pytest.mark.parametrize("item", promises(), ids=lambda item: item.id)


@pytest.mark.parametrize(("name", "target"), TARGETS.items())
def test_the_speed_promises_have_the_targets_of_the_documents(name: str, target: float) -> None:
    item = promise(name)
    assert (item.target, item.at_least, item.window) == (target, True, Grain.QUARTER)


@EACH
def test_a_promise_is_measured_by_a_metric_of_the_same_kind_and_direction(item: Promise) -> None:
    measured = metrics()[item.metric]
    assert measured.direction is (Direction.UP if item.at_least else Direction.DOWN)
    if measured.unit is Unit.RATIO:
        assert 0 < item.target <= 1


@EACH
def test_a_promise_says_everything_in_both_languages(item: Promise) -> None:
    for name in ("label", "detail", "owner", "clause"):
        text = getattr(item, name)
        assert text.en.strip(), name
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh), name


@EACH
def test_a_promise_leads_to_a_page_and_belongs_to_a_group(item: Promise) -> None:
    assert item.page.strip()
    assert item.group in GROUPS
    assert item.until is None or item.since <= item.until


def test_promise_ids_are_given_once() -> None:
    assert len({item.id for item in promises()}) == len(promises())


def test_a_promise_is_in_force_on_its_first_and_last_day_and_not_outside() -> None:
    item = dataclasses.replace(promises()[0], since=date(2026, 1, 1), until=date(2026, 12, 31))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [item.in_force(day) for day in days] == [False, True, True, False]


def test_before_the_first_promise_none_is_in_force() -> None:
    assert promises_in_force(date(1999, 12, 31)) == ()


def test_an_unknown_promise_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        promise("complaints_48h")
    assert "complaint_resolved_48h" in caught.value.nearest
