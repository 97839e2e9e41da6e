"""`python -m data sync`: what belongs to a file, what waits, what is left, and what is never read twice."""

import json
import os

import pytest

from data.errors import StoreError
from data.saved_mappings import save_mapping
from data.store import CURRENT, write_durably
from data.sync import finding, run as running
from data.sync.deciding import Deciding
from data.sync.folder import SETTLED_SECONDS
from data.sync.memory import FILE, Memory
from tests.builders import stored, ticket
from tests.data.proposal.conftest import SAMPLES

TWO_FEEDS = """
[[feeds]]
files = "tickets_*.csv"
mapping = "tickets.toml"
[[feeds]]
files = "orders*.csv"
source = "orders"
"""
ORDER = {"order_id": "O1", "created_at": "2024-03-04 10:00"}


def ids(store, source="tickets", column="ticket_id"):
    return [row[column] for row in stored(store, source)]


def test_all_files_of_a_run_become_one_version_in_the_order_of_their_names(run, drop, store):
    drop.settings(TWO_FEEDS)
    drop.mapping("tickets.toml", "tickets", ticket_id="No", kind={"constant": "complaint"}, created_at="When")
    drop.put("tickets_b.csv", "No,When\nT1,2024-03-05 10:00\nT2,2024-03-05 11:00\n")
    drop.put("tickets_a.csv", "No,When\nT1,2024-03-04 10:00\n")
    drop.put("orders.csv", [ORDER])
    code, out, err = run("--json")
    done = json.loads(out)
    assert (code, err, done["left"], len(store.versions())) == (0, "", [], 1)
    assert [(one["name"], one["accepted"], one["updated"]) for one in done["imported"]] == [
        ("orders.csv", 1, 0), ("tickets_a.csv", 1, 0), ("tickets_b.csv", 1, 1)]  # fmt: skip
    assert {one["version"] for one in done["imported"]} == {store.current_id()}
    assert [row["created_at"].isoformat() for row in stored(store, "tickets")] == [
        "2024-03-05T02:00:00",
        "2024-03-05T03:00:00",
    ]


def test_a_second_run_opens_no_file_and_says_so_in_one_line(run, drop, store, monkeypatch):
    drop.put("tickets.csv", [ticket("T1")])
    code, out, _ = run()
    assert (code, "tickets.csv → tickets: read 1 = accepted 1" in out, f"version {store.current_id()}" in out) == (
        0,
        True,
        True,
    )
    monkeypatch.setattr(Deciding, "way", lambda *_: pytest.fail("the file was looked at again"))
    monkeypatch.setattr(finding, "content_of", lambda *_: pytest.fail("the file was read again"))
    code, out, err = run()
    assert (code, out.count("\n"), err) == (0, 1, "")
    assert "Nothing new" in out
    assert len(store.versions()) == len(list((store.root / "imports").iterdir())) == 1


def test_the_same_content_is_known_under_any_name_but_not_under_another_mapping(run, drop, store):
    drop.settings('[[feeds]]\nfiles = "*.csv"\nmapping = "m.toml"\n')
    drop.mapping("m.toml", "tickets", ticket_id="No", kind={"constant": "complaint"}, created_at="When")
    drop.put("a.csv", "No,When,Team\nT1,2024-03-04 10:00,north\n").rename(drop.folder / "b.csv")
    assert run()[0] == 0
    (drop.folder / "b.csv").rename(drop.folder / "c.csv")
    assert json.loads(run("--json")[1])["known"] == ["c.csv"]
    drop.mapping("m.toml", "tickets", ticket_id="No", kind={"constant": "complaint"}, created_at="When", team="Team")
    assert [one["updated"] for one in json.loads(run("--json")[1])["imported"]] == [1]
    assert [row["team"] for row in stored(store, "tickets")] == ["north"]


def test_an_import_that_was_undone_does_not_come_back_by_itself(run, drop, store):
    drop.put("first.csv", [ticket("T1")])
    run()
    before = store.current_id()
    drop.put("wrong.csv", [ticket("T2")])
    run()
    assert ids(store) == ["T1", "T2"]
    write_durably(store.root / CURRENT, before + "\n")
    assert (run()[0], ids(store)) == (0, ["T1"])
    os.utime(drop.folder / "wrong.csv", (1, 1))  # touched, and therefore read again, but with the same content
    assert (json.loads(run("--json")[1])["known"], ids(store)) == (["first.csv", "wrong.csv"], ["T1"])


def test_what_is_refused_or_open_is_told_and_left_and_the_others_go_in(run, drop, store):
    drop.put("a_page.csv", "<html><body>Sign in</body></html>")
    drop.put("b_tickets.csv", [ticket("T1")])
    drop.put("c_unknown.csv", "colour,size\nred,3\n")
    drop.put("d_question.csv", (SAMPLES / "zendesk.csv").read_text("utf-8"))
    drop.put("e_empty.csv", "")
    drop.put("f_notes.pdf", "%PDF")
    code, out, err = run()
    complaints = err.splitlines()
    assert (code, ids(store), "b_tickets.csv" in out) == (1, ["T1"], True)
    assert [line.partition(" ")[0].rstrip(":") for line in complaints] == [
        "a_page.csv", "c_unknown.csv", "d_question.csv", "e_empty.csv", "f_notes.pdf"]  # fmt: skip
    assert "Which kind are tickets without a type?" in complaints[2]
    assert len([path for path in drop.folder.iterdir() if path.is_file()]) == 6
    assert run()[0] == 1, "a file that waits for a person is told each time"


def test_a_batch_that_is_refused_while_importing_does_not_hold_up_the_others(run, drop, store):
    drop.settings('[[feeds]]\nfiles = "*.csv"\nsource = "tickets"\n')
    drop.put("a.csv", [ticket("T1")])
    drop.put("b.csv", [{"ticket_id": "T2"}])
    drop.put("c.csv", [ticket("T3")])
    code, out, err = run("--json")
    done = json.loads(out)
    assert (code, err, ids(store), len(store.versions())) == (1, "", ["T1", "T3"], 1)
    assert [one["name"] for one in done["imported"]] == ["a.csv", "c.csv"]
    assert [(one["name"], "created_at" in one["error"]) for one in done["left"]] == [("b.csv", True)]
    assert "受理时间" in done["left"][0]["error_zh"]


def test_a_kept_mapping_recognises_its_files_and_a_preset_those_of_its_tool(run, drop, store):
    content = {
        "source": "tickets",
        "columns": {"ticket_id": "No", "kind": {"constant": "inquiry"}, "created_at": "When"},
    }
    save_mapping(store, "ours", content)
    drop.put("export.csv", "Report of March\nNo;When;Who\nT1;2024-03-04 10:00;x\nT2;2024-03-04 11:00;y\n")
    drop.put("jira.csv", (SAMPLES / "jira_issues.csv").read_text("utf-8"))
    code, out, _ = run("--json")
    assert (code, [one["accepted"] for one in json.loads(out)["imported"]]) == (0, [2, 4])
    assert {row["ticket_id"]: row["kind"] for row in stored(store, "tickets")}.items() >= {
        "T1": "inquiry",
        "T2": "inquiry",
    }.items()


def test_two_kept_mappings_that_fit_alike_are_not_chosen_between(run, drop, store):
    for name in ("one", "two"):
        columns = {
            "ticket_id": "No",
            "kind": {"constant": "inquiry" if name == "one" else "complaint"},
            "created_at": "When",
        }
        save_mapping(store, name, {"source": "tickets", "columns": columns})
    drop.put("export.csv", "No,When\nT1,2024-03-04 10:00\n")
    code, _, err = run()
    assert (code, "one, two" in err, store.current()) == (1, True, None)
    drop.settings('[[feeds]]\nfiles = "export.csv"\nmapping = "two.toml"\n')
    assert run()[0] == 0
    assert [row["kind"] for row in stored(store, "tickets")] == ["complaint"]


def test_files_that_are_only_looked_up_are_no_complaint_and_a_new_one_reads_their_file_again(run, drop, store):
    for name in ("orders", "order_items", "products"):
        drop.put(f"olist_{name}_dataset.csv", (SAMPLES / "olist" / f"olist_{name}_dataset.csv").read_bytes())
    code, out, _ = run("--json")
    done = json.loads(out)
    assert (code, done["left"]) == (0, [])
    assert done["looked_up"] == ["olist_order_items_dataset.csv", "olist_products_dataset.csv"]
    assert len(json.loads(run("--json")[1])["known"]) == 3
    goods = (SAMPLES / "olist" / "olist_products_dataset.csv").read_text("utf-8")
    drop.put("olist_products_dataset.csv", goods.replace("perfumaria", "scents"))
    again = json.loads(run("--json")[1])["imported"]
    assert [(one["name"], one["updated"] > 0) for one in again] == [("olist_orders_dataset.csv", True)]


def test_what_is_still_being_written_waits(run, drop, store):
    drop.put("fresh.csv", [ticket("T1")], seconds_ago=SETTLED_SECONDS - 4)
    drop.put("big.csv.part", "x")
    drop.put(".hidden.csv", "x")
    drop.put("~$book.xlsx", "x")
    code, out, err = run("--json")
    assert (code, err, json.loads(out)["waiting"], store.current()) == (0, "", ["big.csv.part", "fresh.csv"], None)
    drop.put("fresh.csv", [ticket("T1")], seconds_ago=SETTLED_SECONDS + 1)
    assert (run()[0], ids(store)) == (0, ["T1"])


def test_a_busy_store_ends_with_its_sentence_and_loses_nothing(run, drop, store):
    drop.put("tickets.csv", [ticket("T1")])
    with store.writing():
        code, _, err = run()
    assert (code, err.count("\n"), "Another import" in err) == (1, 1, True)
    with running._alone(store):
        assert (run()[0], store.current()) == (1, None)
    assert (run()[0], ids(store)) == (0, ["T1"])
    assert not (store.root / running.FOLDER).exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[feeds]]\nfiles = 'a.csv'", "feed 1 needs either mapping or source"),
        ("[[feeds]]\nfiles = 'a.csv'\nsource = 'orders'\ntable = 'x'", "table go with postgres"),
        ("[[feeds]]\npostgres = 'p'\nsource = 'orders'\ntable = 'x'\ncursor = 'y'", "either dsn_variable or service"),
        ("[[feeds]]\npostgres = 'p'\nsource = 'orders'\nservice = 's'\ntable = 'x'", "feed 1 needs cursor"),
        ("[[feeds]]\nfile = 'a.csv'", "known entries are"),
        ("feeds = 3", "feeds must be a list"),
        ("[[feeds]", "line 1"),
    ],
)  # fmt: skip
def test_mistakes_in_the_settings_stop_the_run_with_their_place(run, drop, store, text, says):
    drop.settings(text)
    drop.put("tickets.csv", [ticket("T1")])
    code, out, err = run()
    assert (code, out, err.count("\n"), store.current()) == (1, "", 1, None)
    assert says in err


def test_a_feed_whose_mapping_is_missing_leaves_its_files_and_no_others(run, drop, store):
    drop.settings('[[feeds]]\nfiles = "x*.csv"\nmapping = "none.toml"\n')
    drop.put("x.csv", [ticket("T1")])
    drop.put("y.csv", [ticket("T2")])
    code, _, err = run()
    assert (code, "none.toml does not exist" in err, ids(store)) == (1, True, ["T2"])


def test_a_folder_or_memory_that_cannot_be_read_is_told(run, drop, store, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run()[:2] == (0, f"{drop.folder} 中没有新内容（此前已导入 0 个，仍在写入 0 个）。\n")
    (store.root / FILE).write_text('{"files": {}}', "utf-8")
    assert "已损坏" in run()[2]
    drop.folder.rmdir()
    assert (run()[0], "无法读取" in run()[2]) == (1, True)


def test_a_damaged_memory_is_a_store_error(store):
    store.make_root()
    (store.root / FILE).write_text("[]", "utf-8")
    with pytest.raises(StoreError, match="damaged"):
        Memory.read(store)
