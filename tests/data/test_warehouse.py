"""The warehouse: one SELECT at a time over a published version, and nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.errors import QueryFailed
from data.store import Store
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, ticket

ROWS = 200


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("warehouse") / "store")
    bring(store, "tickets", [ticket(f"T{number}", reopen_count=number) for number in range(ROWS)])
    opened = DuckDBWarehouse(store)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "COPY tickets TO 'out.csv'",
        "COPY tickets FROM 'in.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "ATTACH ':memory:' AS other",
        "DETACH engine",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "PRAGMA memory_limit = '100GB'",
        "PRAGMA enable_profiling",
        "CREATE TABLE planted (a INTEGER)",
        "INSERT INTO tickets SELECT * FROM tickets",
        "UPDATE tickets SET reopen_count = 0",
        "DELETE FROM tickets",
        "DROP TABLE tickets",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_parquet('x.parquet')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'https://example.com/x.csv'",
        "SELECT getenv('HOME')",
        "SELECT * FROM unknown",
        "SELEC",
    ],
)
def test_all_but_a_question_is_refused_in_one_sentence(warehouse, sentence, statement):
    with pytest.raises(QueryFailed) as refused:
        warehouse.fetch(statement, {})
    sentence(refused.value, "could not answer")
    assert warehouse.fetch("SELECT count(*) FROM tickets", {}) == [(ROWS,)]


def test_variables_of_the_program_are_not_found(warehouse):
    secret = [1, 2, 3]
    with pytest.raises(QueryFailed):
        warehouse.fetch("SELECT * FROM secret", {})
    assert secret == [1, 2, 3]


def test_values_are_bound_and_never_read_as_sql(warehouse):
    found = warehouse.fetch("SELECT $word, $number + 1, $nothing", {"word": "'; DROP", "number": 1, "nothing": None})
    assert found == [("'; DROP", 2, None)]


def test_a_slow_statement_is_stopped_at_the_time_limit_and_the_next_one_answers(warehouse, sentence):
    slow = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3"
    began, warehouse.time_limit = time.monotonic(), 0.5
    try:
        with pytest.raises(QueryFailed) as stopped:
            warehouse.fetch(slow, {})
    finally:
        warehouse.time_limit = 30.0
    sentence(stopped.value, "was stopped")
    assert time.monotonic() - began < 3
    assert warehouse.fetch("SELECT count(*) FROM tickets", {}) == [(ROWS,)]


def test_a_stopped_statement_does_not_stop_its_neighbours(warehouse):
    slow = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3"
    with ThreadPoolExecutor(2) as pool:
        warehouse.time_limit = 0.5
        stopped = pool.submit(warehouse.fetch, slow, {})
        time.sleep(0.1)
        warehouse.time_limit = 30.0
        answers = [warehouse.fetch("SELECT sum(reopen_count) FROM tickets", {}) for _ in range(50)]
        assert isinstance(stopped.exception(), QueryFailed)
    assert answers == [[(ROWS * (ROWS - 1) // 2,)]] * 50


def test_many_threads_get_their_own_answers(warehouse):
    def ask(number: int) -> bool:
        statement = "SELECT $number, count(*), max(reopen_count) FROM tickets WHERE reopen_count < $number"
        return list(warehouse.fetch(statement, {"number": number})) == [(number, number, number - 1)]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, [1 + number % ROWS for number in range(800)]))


def test_the_engine_table_holds_what_figures_and_lists_of_cases_need(warehouse):
    columns = {row[0] for row in warehouse.fetch("DESCRIBE tickets", {})}
    assert {
        "created_s",
        "created_day",
        "created_month",
        "resolved_48h_due_s",
        "excluded",
        "team",
        "ticket_id",
    } <= columns
    assert "created_at" not in columns
