"""docs/metrics.md follows the registry, and every figure says in both languages what it is and why."""

import re
from pathlib import Path

import pytest

from metrics import docs
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.model import Kind, Metric, Unit
from metrics.promises import promises

FOLDER = Path(__file__).resolve().parents[2] / "docs"
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
    unit = {Kind.RATE: Unit.RATIO, Kind.COUNT: Unit.COUNT, Kind.STOCK: Unit.COUNT, Kind.QUANTILE: Unit.HOURS}
    assert item.unit is unit[item.kind]
    assert (item.quantile is not None) == (item.kind is Kind.QUANTILE)


@pytest.mark.parametrize("anchor", sorted({item.decision for item in metrics().values()}))
def test_the_decision_that_a_metric_points_to_is_written_down(anchor: str) -> None:
    """The anchor is a heading of docs/decisions.md, as GitHub spells it, or an explicit anchor."""
    text = (FOLDER / "decisions.md").read_text("utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }
    explicit = set(re.findall(r"""<a (?:id|name)=["']([^"']+)["']""", text)) | set(re.findall(r"\{#([\w-]+)\}", text))
    assert anchor in headings | explicit


@EACH
def test_the_labels_of_a_metrics_dimensions_are_in_both_languages(item: Metric) -> None:
    for found in dimensions(item.source).values():
        assert found.label.en
        assert found.label.zh
        for value in found.values:
            assert value.label.en, value.code
            assert value.label.zh, value.code
