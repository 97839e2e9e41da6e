"""Tables of a real PostgreSQL: read from where the last run ended, like files, with no password on any way."""

import json
import signal
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from data.store import CURRENT, write_durably
from data.sync.memory import Memory
from tests.builders import stored, ticket
from tests.conftest import REPOSITORY
from tests.data.sync.conftest import LOCKED, PASSWORD

VARIABLE = "HELPDESK_DSN"
TABLE = """
CREATE TABLE desk.tickets (no text, kind text, opened timestamptz, answered timestamp, paused interval, topic text,
  escalated boolean, moved numeric(6, 2), phone text, changed timestamptz)"""
ROWS = """
INSERT INTO desk.tickets VALUES
  ('T1', 'complaint', '2024-03-04 10:00+08', '2024-03-04 11:00:00.9', '1 day 02:00', 'a, "b"\nc', true, 2.00, '13900000001', '2024-03-04 12:00+08'),
  ('T2', 'complaint', '2024-03-04 10:00+02', NULL, NULL, '', false, NULL, '13900000002', '2024-03-05 12:00+08'),
  ('T3', 'inquiry', '2024-03-05 10:00+08', NULL, NULL, NULL, NULL, 0, '13900000003', '2024-03-06 12:00:00.123456+08')"""
FEED = f"""
[[feeds]]
postgres = "helpdesk"
table = "desk.tickets"
cursor = "changed"
mapping = "helpdesk.toml"
dsn_variable = "{VARIABLE}"
"""
COLUMNS = {
    "ticket_id": "no", "kind": "kind", "created_at": "opened", "first_reply_at": "answered", "topic": "topic",
    "paused_seconds": "paused", "escalated": "escalated", "transfer_count": "moved",
}  # fmt: skip
READ = list(COLUMNS.values())
"""All that the account with the password may read: not the phone."""
PLAIN = {"ticket_id": "no", "kind": {"constant": "inquiry"}, "created_at": "opened"}


@pytest.fixture
def desk(server, drop, monkeypatch):
    """A schema `desk` with a table of three tickets, and a feed that reads it."""
    server.do("DROP SCHEMA IF EXISTS desk CASCADE", "CREATE SCHEMA desk", TABLE, ROWS)
    monkeypatch.setenv(VARIABLE, server.dsn())
    drop.settings(FEED)
    drop.mapping("helpdesk.toml", "tickets", **COLUMNS)
    return server


def counts(out):
    """The counts of the only import: read, accepted, updated, duplicate, rejected."""
    (one,) = json.loads(out)["imported"]
    return tuple(one[name] for name in ("read", "accepted", "updated", "duplicate", "rejected"))


def test_a_table_is_read_whole_once_and_then_from_where_the_run_before_ended(run, desk, store):
    assert counts(run("--json")[1]) == (3, 3, 0, 0, 0)
    first, second, third = stored(store, "tickets")
    assert [str(row["created_at"]) for row in (first, second, third)] == [
        "2024-03-04 02:00:00", "2024-03-04 08:00:00", "2024-03-05 02:00:00"]  # fmt: skip
    assert (str(first["first_reply_at"]), first["paused_seconds"], first["topic"]) == (
        "2024-03-04 03:00:00",
        93_600,
        'a, "b"\nc',
    )
    assert [row["escalated"] for row in (first, second, third)] == [True, False, None]
    assert [row["transfer_count"] for row in (first, second, third)] == [2, None, 0]
    assert (second["topic"], third["topic"]) == (None, None)
    version, imports = store.current_id(), len(list((store.root / "imports").iterdir()))
    code, out, _ = run()
    assert (code, out.count("\n"), "Nothing new" in out) == (0, 1, True)
    assert len(list((store.root / "imports").iterdir())) == imports
    desk.do(
        "INSERT INTO desk.tickets (no, kind, opened, changed) VALUES ('T4', 'inquiry', '2024-03-07 10:00+08', '2024-03-07 10:00+08')",
        "UPDATE desk.tickets SET topic = 'new', changed = '2024-03-08 10:00+08' WHERE no = 'T1'",
        "DELETE FROM desk.tickets WHERE no = 'T2'",
    )
    assert counts(run("--json")[1]) == (3, 1, 1, 1, 0)
    assert [(row["ticket_id"], row["topic"]) for row in stored(store, "tickets")] == [
        ("T1", "new"), ("T2", None), ("T3", None), ("T4", None)]  # fmt: skip
    assert not [path for path in store.root.rglob("*") if path.is_file() and b"1390000000" in path.read_bytes()]
    write_durably(store.root / CURRENT, version + "\n")
    assert (run()[0], store.current_id(), len(stored(store, "tickets"))) == (0, version, 3)


def test_rows_that_were_long_on_their_way_or_have_no_cursor_or_one_of_the_future_are_not_lost(run, desk, drop, store):
    drop.mapping("helpdesk.toml", "tickets", **PLAIN)
    desk.do(
        "INSERT INTO desk.tickets (no, opened, changed) VALUES ('T8', '2024-03-01', '2999-01-01'), ('T9', '2024-03-01', NULL)"
    )
    assert counts(run("--json")[1])[:2] == (5, 5)
    place = Memory.read(store).places["helpdesk"]
    assert place.last == "2024-03-06 04:00:00.123456+00"
    desk.do(
        "INSERT INTO desk.tickets (no, opened, changed) VALUES ('T4', '2024-03-01', '2024-03-06 11:59:30+08'),"
        " ('T5', '2024-03-01', '2024-03-06 11:00+08'), ('T6', '2024-03-01', NULL)"
    )
    assert counts(run("--json")[1]) == (5, 2, 0, 3, 0)
    assert [row["ticket_id"] for row in stored(store, "tickets")] == ["T1", "T2", "T3", "T4", "T6", "T8", "T9"]
    drop.mapping("helpdesk.toml", "tickets", **PLAIN, team="topic")
    assert counts(run("--json")[1])[:3] == (8, 1, 1)


KILLED = """
import os, signal, sys
from data.__main__ import main
from data.sync.memory import Memory
Memory.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(["sync", *sys.argv[1:]])
"""


def test_a_run_killed_between_publishing_and_moving_the_cursor_reads_the_rows_again_as_duplicates(
    run, desk, drop, store
):
    command = [sys.executable, "-c", KILLED, str(drop.folder), "--store", str(store.root)]
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == -signal.SIGKILL
    assert (len(stored(store, "tickets")), (store.root / "sync" / "helpdesk.csv").exists()) == (3, True)
    version = store.current_id()
    assert counts(run("--json")[1]) == (3, 0, 0, 3, 0)
    assert (store.current_id(), (store.root / "sync").exists()) == (version, False)
    assert json.loads(run("--json")[1])["known"] == ["helpdesk"]


def test_names_are_names_whatever_they_hold(run, desk, drop, store):
    table, cursor = "x\" AS t; DROP TABLE desk.tickets; --'%s", 'chan"ged %s {0}'
    desk.do(
        sql.SQL("CREATE TABLE desk.{} (no text, opened text, {} integer)").format(
            sql.Identifier(table), sql.Identifier(cursor)
        ),
        sql.SQL("INSERT INTO desk.{} VALUES ('T1', '2024-03-04', 9), ('T2', '2024-03-04', 10)").format(
            sql.Identifier(table)
        ),
    )
    drop.mapping("helpdesk.toml", "tickets", **PLAIN)
    drop.settings(FEED.replace('"desk.tickets"', json.dumps(f"desk.{table}")).replace('"changed"', json.dumps(cursor)))
    assert counts(run("--json")[1]) == (2, 2, 0, 0, 0)
    assert Memory.read(store).places["helpdesk"].last == "10"
    desk.do(
        sql.SQL("INSERT INTO desk.{} VALUES ('T0', '2024-03-04', 8), ('T3', '2024-03-04', 11)").format(
            sql.Identifier(table)
        )
    )
    assert counts(run("--json")[1]) == (2, 1, 0, 1, 0)
    drop.settings(FEED.replace('"desk.tickets"', json.dumps("desk.tickets; DROP TABLE desk.tickets")))
    code, _, err = run()
    assert (code, "There is no table or view" in err) == (1, True)
    with psycopg.connect(desk.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM desk.tickets").fetchone() == (3,)


@pytest.fixture
def no_marker(store, caplog):
    """Check that the marker password is in no file of the store and in nothing that was written anywhere."""

    caplog.set_level("DEBUG")

    def check(*texts):
        files = [path for path in store.root.rglob("*") if path.is_file()]
        assert PASSWORD not in "".join([*texts, caplog.text])
        assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]

    return check


def test_a_password_is_read_by_the_driver_and_found_nowhere_else(
    run, desk, drop, store, tmp_path, monkeypatch, no_marker
):
    desk.do(
        "GRANT USAGE ON SCHEMA desk TO locked",
        f"GRANT SELECT ({', '.join([*READ, 'changed'])}) ON desk.tickets TO locked",
    )
    (tmp_path / "services").write_text(f"[helpdesk]\nhost={desk.folder}\nuser={LOCKED}\ndbname=postgres\n")
    (tmp_path / "pass").write_text(f"*:*:*:{LOCKED}:{PASSWORD}\n")
    (tmp_path / "pass").chmod(0o600)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    drop.settings(FEED.replace(f'dsn_variable = "{VARIABLE}"', 'service = "helpdesk"'))
    code, out, err = run("--json")
    assert (code, counts(out)) == (0, (3, 3, 0, 0, 0))
    no_marker(out, err)
    monkeypatch.delenv("PGPASSFILE")
    drop.settings(FEED)
    monkeypatch.setenv(VARIABLE, desk.dsn(LOCKED, password=PASSWORD))
    assert json.loads(run("--json")[1])["known"] == ["helpdesk"]
    for wrong in (
        desk.dsn(LOCKED, password=f"{PASSWORD}x"),
        f"host {PASSWORD}",
        f"postgresql://u:{PASSWORD}@/?host=/nowhere",
    ):
        monkeypatch.setenv(VARIABLE, wrong)
        code, out, err = run()
        assert (code, out, err.count("\n"), f"no connection to the database of {VARIABLE}" in err) == (1, "", 1, True)
        no_marker(out, err)
    drop.settings(FEED.replace(VARIABLE, f"postgresql://u:{PASSWORD}@h/d"))
    code, out, err = run()
    assert (code, "must be a name" in err) == (1, True)
    no_marker(out, err)


ERRORS = [
    ('table = "desk.tickts"', "Nearest: desk.tickets", "没有名为“desk.tickts”的表或视图"),
    ('table = "tickets"', "Nearest: desk.tickets", "表或视图"),
    ('cursor = "chnged"', "There is no column of desk.tickets “chnged”. Nearest: changed", "desk.tickets 字段"),
    ('mapping = "other.toml"', "Nearest: opened", "desk.tickets 字段"),
    ('dsn_variable = "NOT_SET"', "environment variable NOT_SET is not set", "未设置环境变量 NOT_SET"),
    ('dsn_variable = "GUEST"', "may not read desk.tickets", "无权读取 desk.tickets"),
    ('dsn_variable = "NOWHERE"', "no connection to the database of NOWHERE", "无法连接 NOWHERE"),
    ('service = "none"', "no connection to the database of service none", "无法连接 服务 none"),
    ('table = "desk.broken"', "error 22012, DivisionByZero", "错误 22012"),
]


def test_each_error_is_a_sentence_in_both_languages_and_changes_nothing(run, desk, drop, store, monkeypatch):
    desk.do("CREATE VIEW desk.broken AS SELECT no, kind, opened, 1 / (length(no) - 2) AS answered, changed, 'Zhang' AS topic,"
            " paused, escalated, moved FROM desk.tickets")  # fmt: skip
    drop.mapping("other.toml", "tickets", **{**PLAIN, "created_at": "opend"})
    monkeypatch.setenv("GUEST", desk.dsn("guest"))
    monkeypatch.setenv("NOWHERE", f"host={desk.folder}/none")
    for entry, english, chinese in ERRORS:
        name = "dsn_variable" if entry.startswith("service") else entry.partition(" ")[0]
        drop.settings("\n".join(entry if line.startswith(name) else line for line in FEED.splitlines()))
        code, out, err = run("--json")
        (left,) = json.loads(out)["left"]
        assert (code, err, left["name"], store.current()) == (1, "", "helpdesk", None)
        assert english in left["error"], left
        assert chinese in left["error_zh"], left
        assert "Zhang" not in out


def test_a_question_that_takes_too_long_is_stopped_and_holds_up_no_file(run, desk, drop, store):
    desk.do("CREATE VIEW desk.slow AS SELECT t.* FROM desk.tickets t, LATERAL (SELECT pg_sleep(9 + length(no))) AS nap")
    drop.settings(FEED.replace("desk.tickets", "desk.slow") + "timeout_seconds = 1\n")
    drop.put("tickets.csv", [ticket("F1")])
    code, _, err = run()
    assert (code, "longer than 1 seconds" in err) == (1, True)
    assert [row["ticket_id"] for row in stored(store, "tickets")] == ["F1"]
    assert Memory.read(store).places == {}
