"""Worlds shared by all tests of the session: invented, real, teaching, demo."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from data.__main__ import main as data_command
from data.store import Store
from tests.metrics import invented
from tests.metrics.small import KEYS, Make
from tests.metrics.worlds import MAPPINGS, Case, World, import_file, import_plan, import_rows

OTHER_MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"
OTHERS = {
    "chicago_food": "inspections/chicago_food_inspections_2020-03.csv",
    "supplier_quality": "inspections/supplier_quality_2013.csv.gz",
    "employee_agents": "trainings/employee_training.csv",
    "employee_training": "trainings/employee_training.csv",
    "hbat": "surveys/hbat_factor_hair_revised.csv",
    "olist_product_reviews": "olist/olist_order_reviews_dataset.csv.gz",
}


@pytest.fixture(scope="session")
def invented_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _opened(_import_invented(tmp_path_factory.mktemp("invented"), ""))


@pytest.fixture(scope="session")
def april_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The invented data in an organisation whose fiscal year begins in April."""
    yield from _opened(_import_invented(tmp_path_factory.mktemp("april"), "fiscal_year_start_month = 4\n"))


@pytest.fixture(scope="session")
def real_world(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[World]:
    """Olist orders and ServiceNow incidents, imported with the presets."""
    folder = tmp_path_factory.mktemp("real")
    import_plan(
        folder / "store",
        folder,
        [
            {"files": [str(real / file)], "mapping": str(MAPPINGS / preset)}
            for file, preset in (
                ("olist/olist_orders_dataset.csv.gz", "olist_orders.toml"),
                ("tickets/servicenow_incident_event_log.csv.gz", "servicenow_incidents.toml"),
            )
        ],
    )
    yield from _opened(World(Store(folder / "store")))


@pytest.fixture(scope="session")
def teaching_world(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[World]:
    """The teaching set of tickets, imported with its preset."""
    store = tmp_path_factory.mktemp("teaching") / "store"
    file = real / "tickets/customer_service_experience_tickets.csv"
    import_file(store, file, "--mapping", str(MAPPINGS / "teaching_tickets.toml"))
    yield from _opened(World(Store(store)))


@pytest.fixture(scope="session")
def others_world(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[World]:
    """Real inspections, trainings, reviews and surveys, imported with the mappings of the tests."""
    folder = tmp_path_factory.mktemp("others")
    mapped = [(file, OTHER_MAPPINGS / f"{name}.toml") for name, file in OTHERS.items()]
    mapped.append(("olist/olist_order_reviews_dataset.csv.gz", MAPPINGS / "olist_reviews.toml"))
    import_plan(
        folder / "store", folder, [{"files": [str(real / file)], "mapping": str(mapping)} for file, mapping in mapped]
    )
    yield from _opened(World(Store(folder / "store")))


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo data, made by the command line."""
    store = tmp_path_factory.mktemp("demo") / "store"
    words = ["demo", "--tickets", "3000", "--seed", "7", "--until", "2026-09-30", "--store", str(store)]
    assert data_command(words) == 0
    yield from _opened(World(Store(store)))


@pytest.fixture
def world_named(request: pytest.FixtureRequest) -> Callable[[str], World]:
    """A world by its short name, for parametrised tests."""
    return lambda name: request.getfixturevalue(f"{name}_world")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Small worlds of a test's own."""

    def made(organisation: str = "", **sources: Sequence[Case]) -> World:
        numbered = {
            source: [{KEYS[source]: f"{number:04d}", **row} for number, row in enumerate(rows)]
            if source in KEYS
            else rows
            for source, rows in sources.items()
        }
        return import_rows(tmp_path, organisation=organisation, **numbered)

    return made


def _opened(world: World) -> Iterator[World]:
    yield world
    world.close()


def _import_invented(root: Path, organisation: str) -> World:
    return import_rows(
        root,
        organisation=organisation,
        **{source: invented.records(made()) for source, made in invented.SOURCES.items()},
    )
