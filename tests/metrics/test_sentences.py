"""A filter says in words what it keeps."""

from collections.abc import Iterator

import pytest

from data.store import Store
from data.warehouse import DuckDBWarehouse
from data.words import Language
from metrics.engine import Engine
from metrics.model import Filter
from tests.builders import bring, ticket


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    store = Store(tmp_path_factory.mktemp("sentences") / "store")
    bring(store, "tickets", [ticket("T1")])
    warehouse = DuckDBWarehouse(store)
    yield Engine(warehouse)
    warehouse.close()


@pytest.mark.parametrize(
    ("item", "language", "sentence"),
    [
        (Filter("channel", ("phone",)), "en", "Channel is phone"),
        (Filter("channel", ("phone", "email")), "en", "Channel is phone or email"),
        (Filter("channel", ("phone", "email", None)), "en", "Channel is phone, email or not given"),
        (Filter("channel", ("phone", "email", None)), "zh", "渠道为phone、email、未填写"),
        (Filter("kind", ("complaint", "feedback")), "zh", "类型为投诉、反馈"),
        (Filter("priority", ("urgent",)), "zh", "优先级为紧急"),
    ],
)
def test_a_filter_says_what_it_keeps(engine: Engine, item: Filter, language: Language, sentence: str) -> None:
    assert engine.sentence("tickets", item, language) == sentence


def test_a_filter_uses_the_names_the_organisation_gives_its_codes(store: Store) -> None:
    store.root.mkdir()
    (store.root / "organisation.toml").write_text('[labels.channel]\ntel = { en = "Phone", zh = "电话" }\n', "utf-8")
    bring(store, "tickets", [ticket("T1", channel="tel")])
    engine = Engine(DuckDBWarehouse(store))
    assert engine.sentence("tickets", Filter("channel", ("tel",)), "zh") == "渠道为电话"
