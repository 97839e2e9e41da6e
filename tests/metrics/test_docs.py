"""docs/metrics.md follows the registry, and every figure says in both languages what it is and why."""

from pathlib import Path

import pytest

from metrics import docs
from metrics.catalog import metrics
from metrics.decisions import decisions
from metrics.dimensions import dimensions
from metrics.model import Kind, Metric, Unit
from metrics.promises import promises
from metrics.subjects import SUBJECTS

FOLDER = Path(__file__).resolve().parents[2] / "docs"
UNITS = {
    Kind.RATE: (Unit.RATIO,),
    Kind.COUNT: (Unit.COUNT,),
    Kind.STOCK: (Unit.COUNT,),
    Kind.QUANTILE: (Unit.HOURS,),
    Kind.MEAN: (Unit.SCORE, Unit.NPS),
    Kind.ENTITIES: (Unit.COUNT,),
    Kind.PER: (Unit.PER_1000, Unit.FREQUENCY),
    Kind.STATE: (Unit.COUNT, Unit.RATIO, Unit.DAYS),
    Kind.RELATIVE: (Unit.CHANGE,),
}
EACH = pytest.mark.parametrize("item", metrics().values(), ids=lambda item: item.name)


def test_the_page_of_metrics_is_what_the_registry_writes() -> None:
    """After a change of the registry: `python -m metrics docs`."""
    assert (FOLDER / "metrics.md").read_text("utf-8") == docs.page()


def test_the_page_names_every_metric_promise_and_dimension() -> None:
    page = docs.page()
    names = [
        *metrics(),
        *(item.id for item in promises()),
        *(name for item in metrics().values() for name in dimensions(item.source)),
    ]
    assert [name for name in names if name not in page] == []


@EACH
def test_a_metric_has_a_name_and_a_meaning_in_both_languages(item: Metric) -> None:
    for text in (item.label, item.meaning):
        assert text.en.strip()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh)
    assert item.meaning.en.endswith(".")
    assert item.meaning.zh.endswith("。")


@EACH
def test_a_metric_is_counted_in_the_unit_of_its_kind(item: Metric) -> None:
    assert item.unit in UNITS[item.kind]
    assert (item.quantile is not None) == (item.kind is Kind.QUANTILE)


@pytest.mark.parametrize("anchor", sorted({item.decision for item in metrics().values()}))
def test_the_decision_that_a_metric_points_to_is_written_down(anchor: str) -> None:
    found = decisions()[anchor]
    for text in (found.title, found.text):
        assert text.en.strip()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh)


def test_every_subject_has_an_owner_and_figures_to_begin_with() -> None:
    """A page of a subject begins with its cards."""
    assert {item.subject for item in metrics().values()} == set(SUBJECTS)
    cards = {item.subject for item in metrics().values() if item.card}
    assert cards == set(SUBJECTS)
    assert all(subject.owner.en and subject.owner.zh for subject in SUBJECTS.values())


@EACH
def test_a_promised_metric_is_a_card_of_its_subject(item: Metric) -> None:
    if item.name in {promised.metric for promised in promises()}:
        assert item.card or item.name == "survey_each_quarter"


@EACH
def test_the_labels_of_a_metrics_dimensions_are_in_both_languages(item: Metric) -> None:
    for found in dimensions(item.source).values():
        assert found.label.en
        assert found.label.zh
        for value in found.values:
            assert value.label.en, value.code
            assert value.label.zh, value.code
