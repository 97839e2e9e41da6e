"""The command run and watched in a process of its own, as pages do it."""

import json
import re

import pytest

from data.__main__ import main
from data.jobs import STOPPED_BY_HAND, Job
from data.mapping_text import mapping_text
from data.plan import write_plan
from tests.builders import bring, stored, ticket, write_rows

ROWS = [ticket("T1"), ticket("T2"), ticket("T2"), ticket("T3", created_at="soon")]


@pytest.fixture
def plan(tmp_path):
    """A plan of tickets in two files, through a mapping, and of orders under our names."""
    folder = tmp_path / "brought"
    write_rows(folder / "a [1].csv", ROWS)
    write_rows(folder / "b.csv", [ticket("T9")])
    write_rows(folder / "orders.csv", [{"order_id": "O1", "created_at": "2024-03-04 10:00"}])
    content = {"source": "tickets", "columns": {name: name for name in ("ticket_id", "kind", "created_at")}}
    (folder / "tickets.toml").write_text(mapping_text(content), "utf-8")
    imports = [
        {"files": ["a [1].csv", "b.csv"], "mapping": "tickets.toml"},
        {"files": ["orders*.csv"], "source": "orders"},
    ]
    return write_plan(folder, imports)


def test_a_job_does_what_the_command_does_and_tells_how_far_it_is(store, plan):
    job = Job(["import", "--plan", str(plan), "--store", str(store.root)], by="Li Na")
    job.wait(60)
    assert job.error is None
    tickets, orders = job.result
    assert [tickets[name] for name in ("read", "accepted", "updated", "duplicate", "rejected")] == [5, 3, 0, 1, 1]
    assert (orders["accepted"], orders["version"], job.share) == (1, store.current_id(), 1.0)
    assert [entry["by"] for entry in store.current().imports] == ["Li Na"] * 2
    assert len(store.versions()) == 1


def test_a_trial_by_the_command_changes_nothing_and_counts_alike(store, plan, capsys):
    arguments = ["import", "--plan", str(plan), "--store", str(store.root), "--json"]
    assert main([*arguments, "--dry-run"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert store.current() is None
    assert main(arguments) == 0
    done = json.loads(capsys.readouterr().out)
    names = ("source", "read", "accepted", "updated", "duplicate", "rejected", "reasons", "left_out")
    assert [[one[name] for name in names] for one in tried] == [[one[name] for name in names] for one in done]
    assert len(stored(store, "tickets")) == 3


def test_a_refusal_reaches_the_watcher_in_both_languages(store, tmp_path):
    (tmp_path / "page.csv").write_text("<html>", "utf-8")
    job = Job(["import", str(tmp_path / "page.csv"), "--source", "tickets", "--store", str(store.root)])
    job.wait(60)
    assert "web page" in job.error.en
    assert "网页" in job.error.zh


def test_a_job_that_is_ended_says_so_and_leaves_the_version_before_it(store, tmp_path):
    bring(store, "tickets", ROWS[:1])
    before = store.current_id()
    path = write_rows(tmp_path / "more.csv", ROWS)
    job = Job(["import", str(path), "--source", "tickets", "--store", str(store.root)])
    job.stop()
    job.wait(60)
    assert (job.error, job.result, store.current_id()) == (STOPPED_BY_HAND, None, before)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("imports = []", "imports"), ("[[imports]]\nfiles = ['x.csv']", "mapping or a source"),
        ("[[imports]]\nfiles = ['x*.csv']\nsource = 'orders'", r"x\*\.csv"), ("imports = 5", "imports"),
    ],
)  # fmt: skip
def test_mistakes_of_a_plan_are_told_with_their_place(store, tmp_path, text, says, capsys):
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    assert main(["import", "--plan", str(tmp_path / "plan.toml"), "--store", str(store.root)]) == 1
    assert re.search(says, capsys.readouterr().err)
