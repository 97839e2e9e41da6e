"""Worlds shared by all tests of the session: invented, real, teaching, demo."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from data.__main__ import main as data_command
from data.store import Store
from tests.made_once import made_once
from tests.metrics import invented
from tests.metrics.small import KEYS, Make
from tests.metrics.worlds import MAPPINGS, Case, World, import_plan, import_rows

OTHER_MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"
OTHERS = {
    "chicago_food": "inspections/chicago_food_inspections_2020-03.csv",
    "supplier_quality": "inspections/supplier_quality_2013.csv.gz",
    "employee_agents": "trainings/employee_training.csv",
    "employee_training": "trainings/employee_training.csv",
    "hbat": "surveys/hbat_factor_hair_revised.csv",
    "olist_product_reviews": "olist/olist_order_reviews_dataset.csv.gz",
}


Opened = Callable[[str, Callable[[Path], object]], Iterator[World]]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The world whose store is `store` in the folder that a function fills; made once, opened by every process."""

    def open_world(name: str, make: Callable[[Path], object]) -> Iterator[World]:
        world = World(Store(made_once(tmp_path_factory.getbasetemp(), f"world-{name}", make) / "store"))
        yield world
        world.close()

    return open_world


@pytest.fixture(scope="session")
def invented_world(opened: Opened) -> Iterator[World]:
    yield from opened("invented", lambda folder: _import_invented(folder, ""))


@pytest.fixture(scope="session")
def april_world(opened: Opened) -> Iterator[World]:
    """The invented data in an organisation whose fiscal year begins in April."""
    yield from opened("april", lambda folder: _import_invented(folder, "fiscal_year_start_month = 4\n"))


@pytest.fixture(scope="session")
def real_world(opened: Opened, real: Path) -> Iterator[World]:
    """Olist orders and ServiceNow incidents, imported with the presets."""
    files = [
        ("olist/olist_orders_dataset.csv.gz", MAPPINGS / "olist_orders.toml"),
        ("tickets/servicenow_incident_event_log.csv.gz", MAPPINGS / "servicenow_incidents.toml"),
    ]
    yield from opened("real", lambda folder: _import_mapped(folder, real, files))


@pytest.fixture(scope="session")
def teaching_world(opened: Opened, real: Path) -> Iterator[World]:
    """The teaching set of tickets, imported with its preset."""
    files = [("tickets/customer_service_experience_tickets.csv", MAPPINGS / "teaching_tickets.toml")]
    yield from opened("teaching", lambda folder: _import_mapped(folder, real, files))


@pytest.fixture(scope="session")
def others_world(opened: Opened, real: Path) -> Iterator[World]:
    """Real inspections, trainings, reviews and surveys, imported with the mappings of the tests."""
    files = [(file, OTHER_MAPPINGS / f"{name}.toml") for name, file in OTHERS.items()]
    files.append(("olist/olist_order_reviews_dataset.csv.gz", MAPPINGS / "olist_reviews.toml"))
    yield from opened("others", lambda folder: _import_mapped(folder, real, files))


@pytest.fixture(scope="session")
def demo_world(opened: Opened) -> Iterator[World]:
    """The demo data, made by the command line."""
    words = ["demo", "--tickets", "3000", "--seed", "7", "--until", "2026-09-30", "--store"]

    def make(folder: Path) -> None:
        assert data_command([*words, str(folder / "store")]) == 0

    yield from opened("demo", make)


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


def _import_mapped(folder: Path, real: Path, files: Sequence[tuple[str, Path]]) -> None:
    """Real files as one version, each by its mapping."""
    imports = [{"files": [str(real / file)], "mapping": str(mapping)} for file, mapping in files]
    import_plan(folder / "store", folder, imports)


def _import_invented(root: Path, organisation: str) -> World:
    return import_rows(
        root,
        organisation=organisation,
        **{source: invented.records(made()) for source, made in invented.SOURCES.items()},
    )
