"""Contracts and what is generated from them: words in both languages, and documents in step."""

import csv
import re
import string
from collections.abc import Iterator

import pytest

from data import docs
from data.contracts import contracts
from data.contracts.model import Contract, Type
from data.errors import UnknownName
from data.rejects import KINDS, REASONS
from data.words import Text
from tests.conftest import REPOSITORY

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DOCS = REPOSITORY / "docs"


def words_of(contract: Contract) -> Iterator[tuple[str, Text]]:
    yield contract.name, contract.label
    yield f"{contract.name} meaning", contract.meaning
    for column in contract.columns:
        yield f"{contract.name}.{column.name}", column.label
        yield f"{contract.name}.{column.name} meaning", column.meaning
        for value in column.values:
            yield f"{contract.name}.{column.name} = {value.code}", value.label
    for check in contract.checks:
        yield f"{contract.name} check {check.name}", check.says
    for computed in contract.computed:
        yield f"{contract.name} computed {computed.name}", computed.meaning
    for exclusion in contract.exclusions:
        yield f"{contract.name} excluded {exclusion.reason}", exclusion.label
    for clock in contract.clocks:
        yield f"{contract.name} clock {clock.name}", clock.label


WORDS = [
    *(pair for contract in contracts().values() for pair in words_of(contract)),
    *((f"reason {name}", text) for name, text in REASONS.items()),
    *((f"kind {name}", text) for name, text in KINDS.items()),
]
ABBREVIATIONS = {"CSAT", "NPS", "SKU"}


def test_every_text_is_there_in_both_languages():
    wrong = [
        name
        for name, text in WORDS
        if not text.en.strip() or CHINESE.search(text.en) or not (CHINESE.search(text.zh) or text.zh in ABBREVIATIONS)
    ]
    assert wrong == []


def test_both_languages_of_a_text_name_the_same_things():
    fields = string.Formatter().parse
    wrong = [name for name, text in WORDS
             if {part[1] for part in fields(text.en)} != {part[1] for part in fields(text.zh)}]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("contract", contracts().values(), ids=contracts())
def test_a_contract_is_sound(contract):
    names = [column.name for column in contract.columns]
    assert len(names) == len(set(names))
    assert all(contract.column(name).required for name in contract.key)
    assert all(column.name.endswith("_at") for column in contract.columns if column.type is Type.MOMENT)
    assert all(column.name.endswith("_on") for column in contract.columns if column.type is Type.DAY)
    assert all(column.unit for column in contract.columns if column.type in (Type.INTEGER, Type.DECIMAL))
    assert all(value.code == value.code.lower() for column in contract.columns for value in column.values)
    assert len({check.name for check in contract.checks}) == len(contract.checks)


def test_all_sources_of_the_product_have_a_contract():
    assert set(contracts()) == {"agents", "audits", "incidents", "inspections", "members", "merchants", "orders",
                                "reviews", "surveys", "tickets", "trainings"}  # fmt: skip


def test_an_unknown_column_is_told_with_the_nearest():
    with pytest.raises(UnknownName) as refused:
        contracts()["tickets"].column("resolved")
    assert "resolved_at" in refused.value.nearest


def test_the_page_of_columns_is_in_step_with_the_contracts():
    assert (DOCS / "data.md").read_text("utf-8") == docs.page()


def test_the_templates_are_in_step_with_the_contracts(tmp_path):
    docs.write(tmp_path)
    fresh = {path.name: path.read_bytes() for path in (tmp_path / "templates").iterdir()}
    committed = {path.name: path.read_bytes() for path in (DOCS / "templates").glob("*.csv")}
    assert committed == fresh


@pytest.mark.parametrize("contract", contracts().values(), ids=contracts())
def test_a_template_is_a_header_that_needs_no_mapping(contract, tmp_path):
    docs.write(tmp_path)
    with (tmp_path / "templates" / f"{contract.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [[column.name for column in contract.columns]]
