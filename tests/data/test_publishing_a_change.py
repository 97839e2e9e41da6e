"""A version built on the one before by the difference holds what the same rows make when everything is built anew."""

import itertools
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from data import change, engine_tables, monthly, roll_ups
from data.batch import Batch
from data.change import Change, How
from data.contracts import contracts
from data.load import import_batches
from data.monthly import CODE, DIFFERENT, MONTH, PublishedMonthly
from data.quality import read_quality
from data.quality.model import Orphans
from data.quality.thresholds import references
from data.roll_ups import CUT, DAY, INDEX, Published, column_name, specified, table_name
from data.store import ENGINE, ROWS, Store
from tests.builders import Row, bring, bring_sources, row, ticket, write_rows
from tests.metrics import invented

SIZE = 160
"""Rows of each source at first; as many again may come in."""
CHANGING = [name for name in invented.SOURCES if name != "merchants"]
"""The sources that imports change; merchants are imported once more as they are."""
SCARCE = """
[calendars.scarce]
holidays = "china"
shifts = [{ since = 2020-01-01, hours = ["09:00-09:10"] }]
[clocks]
"tickets.answered_48h" = "scarce"
"""
"""So little working time that a limit may run beyond the days of the calendar that are looked at."""


class Invented:
    """Rows of every source, of which the first are known at the beginning."""

    def __init__(self) -> None:
        self.rows = {name: invented.records(make())[: 2 * SIZE] for name, make in invented.SOURCES.items()}

    def known(self) -> dict[str, list[Row]]:
        return {name: list(rows[: max(len(rows) // 2, 1)]) for name, rows in self.rows.items()}

    def changes(self, source: str, chance: random.Random, few: int) -> list[Row]:
        """New rows, and known ones that say what another row says."""
        rows, key = self.rows[source], contracts()[source].key
        return [
            chance.choice(rows) | {name: found[name] for name in key}
            for found in chance.sample(rows, min(few, len(rows)))
        ]


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every source counts as large, and any part of it may change."""
    monkeypatch.setattr(roll_ups, "LARGE", 1)
    monkeypatch.setattr(change, "MOST", 10.0)


@pytest.fixture
def begun(store: Store, all_large: None) -> tuple[Invented, Path]:
    """A store with the first of the invented rows."""
    made = Invented()
    store.make_root()
    (store.root / "organisation.toml").write_text(SCARCE, "utf-8")
    bring_sources(store, made.known())
    return made, store.root


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Change]]:
    """What became of each source, import by import."""
    seen: list[dict[str, Change]] = []
    build = engine_tables.build

    def watched(connection: Any, organisation: Any, changes: Any, known: Any) -> list[str]:
        seen.append(changes)
        return build(connection, organisation, changes, known)

    monkeypatch.setattr(engine_tables, "build", watched)
    return seen


numbers = itertools.count()


def copied(root: Path, into: Path) -> Store:
    """A store of one's own, as it was."""
    target = into / f"copy-{next(numbers)}" / "store"
    shutil.copytree(root, target)
    return Store(target)


def built_anew(store: Store, rows: Sequence[Row], source: str = "merchants") -> tuple[str, str]:
    """The version in force, and one of the same rows built whole, because a setting without effect was changed."""
    before = store.current_id()
    with (store.root / "organisation.toml").open("a", encoding="utf-8") as file:
        file.write('\n[labels.channel]\nweb = { en = "Web", zh = "网页" }\n')
    report = bring(store, source, rows)
    assert report.counts.changes == 0
    after = store.current_id()
    assert before is not None
    assert after is not None
    assert before != after
    return before, after


def assert_same(store: Store, versions: tuple[str, str]) -> None:
    """Two versions hold the same: the rows of every engine table, and what every roll-up adds up to."""
    with duckdb.connect() as connection:
        for name, version in zip("ab", versions, strict=True):
            connection.execute(f"ATTACH '{store.folder(version) / ENGINE}' AS {name} (READ_ONLY)")
        for source in contracts():
            assert_equal(connection, f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM $.{source}")
        a, b = (
            {
                (item.source, item.axis): item
                for (text,) in connection.execute(f"SELECT content FROM {name}.{INDEX}").fetchall()
                for item in [Published.from_json(text)]
            }
            for name in "ab"
        )
        assert set(a) == set(b)
        for item in specified():
            key = (item.source, item.axis)
            if key not in a:
                continue
            table = table_name(*key)
            assert (a[key].as_of, a[key].cuts) == (b[key].as_of, b[key].cuts)
            keys = ", ".join([CUT, DAY, *(f"CAST({name} AS VARCHAR)" for name in item.dimensions)])
            columns = [(column_name(place), least) for place, (_, least) in enumerate(item.columns)]
            told = ", ".join(f"min({name})" if least else f"sum({name})" for name, least in columns)
            some = " OR ".join(f"sum({name}) <> 0" for name, least in columns if not least)
            assert_equal(connection, f"SELECT {keys}, {told} FROM $.{table} GROUP BY ALL HAVING {some}")
            for version, published in (("a", a[key]), ("b", b[key])):
                (lines,) = connection.execute(f"SELECT count(*) FROM {version}.{table}").fetchone() or (0,)
                assert lines == sum(published.lines)
        assert_same_months(connection)
    measured = [read_quality(store.folder(version)).sources for version in versions]
    assert {name: item.orphans for name, item in measured[0].items()} == counted_orphans(store, versions[1])
    first, second = (store.manifest(version) for version in versions)
    assert sorted(first.notes) == sorted(second.notes)
    for name, state in first.sources.items():
        other = second.sources[name]
        assert (state.rows, state.first, state.data_to, state.day_only) == (
            other.rows, other.first, other.data_to, other.day_only,
        )  # fmt: skip


def assert_same_months(connection: duckdb.DuckDBPyConnection) -> None:
    """What every monthly table adds up to; different things are counted once per line and never added up."""
    moments = [connection.execute(f"SELECT content FROM {name}.{monthly.INDEX}").fetchall() for name in "ab"]
    a, b = (
        {PublishedMonthly.from_json(text).item: PublishedMonthly.from_json(text).as_of for (text,) in found}
        for found in moments
    )
    assert a == b
    for item in a:
        keys = ", ".join([CUT, MONTH, CODE, *(f"CAST({name} AS VARCHAR)" for name, _ in item.dimensions)])
        names = [column_name(place) for place in range(len(item.columns))]
        told = [*(f"sum({name})" for name in names), *([f"sum({DIFFERENT})"] if item.different else [])]
        some = " OR ".join(f"sum({name}) <> 0" for name in names)
        assert_equal(connection, f"SELECT {keys}, {', '.join(told)} FROM $.{item.table} GROUP BY {keys} HAVING {some}")


def counted_orphans(store: Store, version: str) -> dict[str, tuple[Orphans, ...]]:
    """Of each source the rows that name what another one does not know, counted over all rows."""
    with duckdb.connect(str(store.folder(version) / ROWS), read_only=True) as connection:
        counted = {}
        for name, contract in contracts().items():
            counted[name] = tuple(
                Orphans(column, other, n, given)
                for column, other in references(name, tuple(contract.by_name)).items()
                for n, given in connection.execute(
                    f"SELECT count(*) FILTER (WHERE {column} NOT IN (SELECT {column} FROM {other} WHERE {column} IS NOT NULL)),"
                    f" count({column}) FROM {name} HAVING count({column}) > 0 AND (SELECT count(*) FROM {other}) > 0"
                ).fetchall()
            )
        return counted


def assert_equal(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    for one, other in ("ab", "ba"):
        missing = f"{select.replace('$', one)} EXCEPT ALL {select.replace('$', other)}"
        assert connection.execute(missing).fetchmany(5) == [], (one, select[:300])


@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(seed=st.integers(0, 10**6), steps=st.lists(
    st.lists(st.sampled_from(CHANGING), min_size=1, max_size=3, unique=True), min_size=1, max_size=3,
))  # fmt: skip
def test_changes_in_any_order_make_what_the_rows_make(begun, tmp_path, seed: int, steps: list[list[str]]) -> None:
    made, root = begun
    chance, store = random.Random(seed), copied(root, tmp_path)
    for sources in steps:
        before = store.current_id()
        bring_sources(store, {source: made.changes(source, chance, chance.choice((1, 12))) for source in sources})
        after = store.current_id()
        if after != before and chance.random() < 0.3:
            store.undo(str(after))
    assert_same(store, built_anew(store, made.known()["merchants"]))


def engine_rows(store: Store, source: str, columns: str) -> list[tuple[Any, ...]]:
    version = store.current_id()
    assert version is not None
    with duckdb.connect(str(store.folder(version) / ENGINE), read_only=True) as connection:
        return connection.execute(f"SELECT {columns} FROM {source} ORDER BY 1").fetchall()


def hows(changes: dict[str, Change], *sources: str) -> list[How]:
    return [changes[source].how for source in sources]


def test_what_an_import_does_not_touch_is_kept(store, changes, all_large):
    bring_sources(store, {"tickets": [ticket("T1"), ticket("T2")], "orders": [row("orders", channel="web")]})
    bring(store, "tickets", [ticket("T2", created_at="2024-03-05 10:00")])
    assert set(hows(changes[0], *contracts())) == {How.ANEW}
    assert hows(changes[1], "tickets", "orders", "members") == [How.DIFFERENCE, How.KEPT, How.KEPT]
    assert engine_rows(store, "tickets", "ticket_id, created_day") == [("T1", 19786), ("T2", 19787)]
    assert engine_rows(store, "orders", "order_id, channel") == [("O1", "web")]


def test_a_small_source_is_built_anew(store, changes):
    bring(store, "tickets", [ticket("T1")])
    bring(store, "tickets", [ticket("T2")])
    assert hows(changes[1], "tickets", "orders") == [How.ANEW, How.KEPT]


def test_a_row_that_is_the_same_says_which_contact_came_next(store, changes, all_large):
    first = ticket("T1", order_id="O1", topic="repair")
    bring(store, "tickets", [first, ticket("T9", order_id="O9", topic="repair")])
    bring(store, "tickets", [ticket("T2", order_id="O1", topic="repair", created_at="2024-03-04 10:00:07")])
    found = "ticket_id, next_contact_s - created_s"
    assert engine_rows(store, "tickets", found) == [("T1", 7), ("T2", None), ("T9", None)]
    bring(store, "tickets", [ticket("T2", order_id="O9", topic="repair", created_at="2024-03-04 10:00:07")])
    assert engine_rows(store, "tickets", found) == [("T1", None), ("T2", None), ("T9", 7)]
    assert [hows(change, "tickets") for change in changes[1:]] == [[How.DIFFERENCE]] * 2
    assert [change["tickets"].affected for change in changes[1:]] == [2, 3]


def test_a_survey_takes_over_what_its_ticket_says_now(store, changes, all_large):
    survey = {"survey_id": "S1", "kind": "ticket", "ticket_id": "T1", "sent_at": "2024-03-05 10:00"}
    tickets = [ticket("T1", team="b"), ticket("T2", team="c")]
    bring_sources(store, {"tickets": tickets, "surveys": [survey, survey | {"survey_id": "S2", "ticket_id": "T2"}]})
    bring(store, "tickets", [ticket("T1", team="a")])
    assert engine_rows(store, "surveys", "survey_id, team") == [("S1", "a"), ("S2", "c")]
    assert (changes[1]["surveys"].how, changes[1]["surveys"].affected) == (How.DIFFERENCE, 1)


def test_an_order_is_told_by_the_register_of_members_as_it_is_now(store, changes, all_large):
    orders = [row("orders", order_id=f"O{number}", member_id=f"M{number}") for number in (1, 2)]
    bring_sources(store, {"orders": orders, "members": [row("members", member_id="M2", joined_on="2024-01-01")]})
    bring(store, "members", [row("members", member_id="M1", joined_on="2024-01-01")])
    assert engine_rows(store, "orders", "order_id, member_then") == [("O1", True), ("O2", True)]
    assert (changes[1]["orders"].how, changes[1]["orders"].affected) == (How.DIFFERENCE, 1)


def test_a_value_that_is_new_stands_in_its_place_among_the_others(store, changes, all_large):
    bring(store, "tickets", [ticket("T1", team="east"), ticket("T2", team="west")])
    bring(store, "tickets", [ticket("T3", team="north")])
    assert engine_rows(store, "tickets", "team") == [("east",), ("north",), ("west",)]
    assert hows(changes[1], "tickets") == [How.DIFFERENCE]
    assert_same(store, built_anew(store, [ticket("T3", team="north")], "tickets"))


def test_what_was_to_come_has_come_when_the_data_reach_further(store, all_large):
    """A limit passed, a reopening that had not been known, a case that is the oldest open one no more."""
    opened_at = {"T1": "2024-03-04 10:00", "T2": "2024-03-04 12:00", "T3": "2024-02-04 12:00"}
    rows = [ticket(name, created_at=moment, team="east") for name, moment in opened_at.items()]
    answered = ticket("T4", created_at="2024-03-04 09:00", first_reply_at="2024-03-04 11:00")
    bring(store, "tickets", [*rows, answered])
    later = [ticket("T1", created_at=opened_at["T1"], team="east", resolved_at="2024-03-20 10:00")]
    bring(store, "tickets", later)
    assert_same(store, built_anew(store, later, "tickets"))


def test_a_limit_beyond_the_days_of_the_calendar_is_told_when_more_days_are_known(store, changes, all_large):
    store.make_root()
    (store.root / "organisation.toml").write_text(SCARCE, "utf-8")
    bring(store, "tickets", [ticket("T1")])
    (first,) = engine_rows(store, "tickets", "answered_48h_due_s")
    later = [ticket("T2", created_at="2025-06-04 10:00")]
    bring(store, "tickets", later)
    assert (changes[1]["tickets"].how, changes[1]["tickets"].affected) == (How.DIFFERENCE, 2)
    assert engine_rows(store, "tickets", "created_s, answered_48h_due_s")[0][1] != first[0]
    assert_same(store, built_anew(store, later, "tickets"))


def test_when_a_tenth_of_the_rows_stand_out_of_order_the_table_is_built_anew(store, changes, monkeypatch):
    monkeypatch.setattr(roll_ups, "LARGE", 1)
    bring(store, "tickets", [ticket(f"T{number}") for number in range(40)])
    unsorted = []
    for hour in (11, 12):
        bring(store, "tickets", [ticket(f"T{number}", created_at=f"2024-03-04 {hour}:00") for number in (1, 2, 3)])
        unsorted.append(store.current().sources["tickets"].unsorted)
    assert [hows(change, "tickets") for change in changes[1:]] == [[How.DIFFERENCE], [How.ANEW]]
    assert unsorted == [3, 0]


def test_lines_that_were_appended_are_added_up_when_they_are_many(store, all_large):
    bring(store, "tickets", [ticket("T1")])
    for day in range(5, 8):
        bring(store, "tickets", [ticket("T1", created_at=f"2024-03-0{day} 10:00")])
        found = [Published.from_json(text) for (text,) in engine_rows(store, INDEX, "content")]
        assert found
        assert all(item.appended <= 0.25 * sum(item.lines) for item in found)
    assert engine_rows(store, "rolled_tickets_created", "DISTINCT day") == [
        (19783,),
        (19789,),
    ]  # in a monthly cut, the first of the month


def test_files_that_change_a_row_twice_in_one_import_make_what_the_last_one_says(store, all_large):
    bring(store, "tickets", [ticket("T1", order_id="O1"), ticket("T2", order_id="O2")])
    paths = [
        write_rows(store.root.parent / f"{order}.csv", [ticket("T1", order_id=order), ticket(order, order_id="O2")])
        for order in ("O3", "O2")
    ]
    import_batches(store, [Batch([path], None, "tickets") for path in paths], demo=False)
    assert_same(store, built_anew(store, [ticket("T1", order_id="O2")], "tickets"))


def test_a_version_that_was_put_in_force_again_is_what_the_next_is_built_on(store, changes, all_large):
    bring(store, "tickets", [ticket("T1")])
    second = bring(store, "tickets", [ticket("T2", team="east")]).version
    store.undo(second)
    bring(store, "tickets", [ticket("T3", team="west")])
    assert hows(changes[2], "tickets") == [How.DIFFERENCE]
    assert engine_rows(store, "tickets", "ticket_id, team") == [("T1", None), ("T3", "west")]


def other_settings(store: Store, _monkeypatch: pytest.MonkeyPatch) -> None:
    (store.root / "organisation.toml").write_text('time_zone = "UTC"\n', "utf-8")


def other_specification(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.root / "other.json"
    path.write_text(roll_ups.SPECIFICATION.read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setattr(roll_ups, "SPECIFICATION", path)


def damaged_tables(store: Store, _monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.folder(str(store.current_id())) / ENGINE
    path.write_bytes(path.read_bytes() + b"\0")


def lost_tables(store: Store, _monkeypatch: pytest.MonkeyPatch) -> None:
    (store.folder(str(store.current_id())) / ENGINE).unlink()


@pytest.mark.parametrize("happens", [other_settings, other_specification, damaged_tables, lost_tables])
def test_tables_that_cannot_be_built_on_are_built_anew(store, changes, monkeypatch, all_large, happens):
    bring(store, "tickets", [ticket("T1")])
    happens(store, monkeypatch)
    bring(store, "tickets", [ticket("T2")])
    assert set(hows(changes[1], *contracts())) == {How.ANEW}
    assert [name for (name,) in engine_rows(store, "tickets", "ticket_id")] == ["T1", "T2"]


def test_a_mark_that_looks_at_other_rows_or_sources_says_at_which():
    for contract in contracts().values():
        for mark in contract.marks:
            assert (" OVER" in mark.sql) == (mark.apart is not None), f"{contract.name}.{mark.name}"
            assert ("rows." in mark.sql) == (mark.reads is not None), f"{contract.name}.{mark.name}"
