"""Worlds shared by all tests of the session: invented, real, teaching, demo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.__main__ import main as data_command
from data.store import Store
from tests.metrics import invented
from tests.metrics.worlds import MAPPINGS, World, import_file, import_rows


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
    store = tmp_path_factory.mktemp("real") / "store"
    for file, preset in (
        ("olist/olist_orders_dataset.csv.gz", "olist_orders.toml"),
        ("tickets/servicenow_incident_event_log.csv.gz", "servicenow_incidents.toml"),
    ):
        import_file(store, real / file, "--mapping", str(MAPPINGS / preset))
    yield from _opened(World(Store(store)))


@pytest.fixture(scope="session")
def teaching_world(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[World]:
    """The teaching set of tickets, imported with its preset."""
    store = tmp_path_factory.mktemp("teaching") / "store"
    file = real / "tickets/customer_service_experience_tickets.csv"
    import_file(store, file, "--mapping", str(MAPPINGS / "teaching_tickets.toml"))
    yield from _opened(World(Store(store)))


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


def _opened(world: World) -> Iterator[World]:
    yield world
    world.close()


def _import_invented(root: Path, organisation: str) -> World:
    return import_rows(
        root,
        organisation=organisation,
        orders=invented.records(invented.orders()),
        tickets=invented.records(invented.tickets()),
    )
