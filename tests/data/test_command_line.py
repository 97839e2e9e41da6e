"""`python -m data`: exit codes, one JSON object, and sentences in the language of the person."""

import json
import os
import subprocess
import sys

import pytest

from data.__main__ import main
from tests.builders import bring, ticket, write_rows
from tests.conftest import REPOSITORY


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def run(store, capsys):
    """Run one command on the store: exit code, what it wrote and what it complained about."""

    def run_command(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "--store", str(store.root)])
        return (code, *capsys.readouterr())

    return run_command


@pytest.fixture
def rows(tmp_path):
    return write_rows(tmp_path / "rows.csv", [ticket("T1"), ticket("T2", kind="praise"), ticket("T1")])


def test_an_import_tells_its_counts_and_the_reasons(run, rows, store):
    code, out, err = run("import", rows, "--source", "tickets")
    assert (code, err) == (0, "")
    assert "tickets: read 3 = accepted 1 + updated 0 + duplicate 1 + rejected 1." in out
    assert "1 × kind: is not one of the allowed values" in out
    assert f"Published as version {store.current_id()}." in out
    code, out, _ = run("import", rows, "--source", "tickets")
    assert (code, "Nothing new" in out) == (0, True)


def test_the_counts_are_told_in_chinese_where_the_system_is(run, rows, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    code, out, _ = run("import", rows, "--source", "tickets")
    assert code == 0
    assert "tickets：读取 3 行 = 接受 1 + 更新 0 + 重复 1 + 拒绝 1。" in out
    assert "Published" not in out
    assert "is not one of the allowed values" not in out


def test_json_is_one_object_with_the_counts(run, rows, store):
    code, out, err = run("import", rows, "--source", "tickets", "--json")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert {name: report[name] for name in ("read", "accepted", "updated", "duplicate", "rejected")} == {
        "read": 3, "accepted": 1, "updated": 0, "duplicate": 1, "rejected": 1}  # fmt: skip
    assert (report["source"], report["published"], report["version"]) == ("tickets", True, store.current_id())
    assert report["rejects"].endswith("rejected.csv")


REFUSALS = [
    (("import", "{missing}", "--source", "tickets"), 1, "does not exist", "不存在"),
    (("import", "{rows}", "--source", "tikets"), 2, "tickets", "数据源"),
    (("import", "{rows}", "--source", "orders"), 1, "orders needs order_id", "必须有 order_id"),
    (("import", "{rows}", "--mapping", "{missing}"), 1, "does not exist", "不存在"),
    (("import", "{rows}", "--mapping", "{rows}"), 1, "not valid TOML", "不是有效的 TOML"),
]
KINDS = ["no-file", "no-source", "no-column", "no-mapping", "no-toml"]


@pytest.mark.parametrize(("command", "code", "english_part", "chinese_part"), REFUSALS, ids=KINDS)
@pytest.mark.parametrize("language", ["en_GB.UTF-8", "zh_CN.UTF-8"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_refusal_is_one_sentence_with_its_exit_code(
    run, rows, tmp_path, monkeypatch, command, code, english_part, chinese_part, language, form
):
    monkeypatch.setenv("LANG", language)
    arguments = [part.format(rows=rows, missing=tmp_path / "missing.toml") for part in command]
    found, out, err = run(*arguments, *(["--json"] if form == "json" else []))
    sentence = json.loads(err)["error"] if form == "json" else err
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert (chinese_part if language.startswith("zh") else english_part) in sentence


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "C.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ({}, False),
    ],
)
def test_the_language_is_that_of_the_system(run, tmp_path, monkeypatch, variables, chinese):
    monkeypatch.delenv("LANG")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("不存在" in run("import", tmp_path / "none.csv", "--source", "tickets")[2]) == chinese


@pytest.mark.parametrize(
    "arguments",
    [[], ["unknown"], ["import"], ["import", "a.csv"], ["import", "a.csv", "--source", "x", "--mapping", "y"]],
)
def test_a_command_that_is_wrong_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_store_that_is_a_file_is_refused_in_one_sentence(rows, capsys):
    assert main(["import", str(rows), "--source", "tickets", "--store", str(rows)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_another_import_at_work_ends_with_1(run, rows, store):
    with store.writing():
        code, _, err = run("import", rows, "--source", "tickets")
    assert (code, "Another import" in err) == (1, True)


def test_versions_are_listed_with_the_one_in_force(run, store):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    listed = json.loads(run("versions", "--json")[1])["versions"]
    assert [(one["version"], one["current"], one["rows"]["tickets"]) for one in listed] == [
        (second, True, 2), (first, False, 1)]  # fmt: skip
    lines = run("versions")[1].splitlines()
    assert [line.split()[0] for line in lines if not line.startswith("    ")] == ["*", first]


def test_an_import_is_undone_and_any_version_chosen(run, store):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    code, out, err = run("undo")
    assert (code, err, store.current_id()) == (0, "", first)
    assert out == f"Version {first} is in force again.\n"
    assert json.loads(run("undo", "--to", second, "--json")[1]) == {"version": second, "before": first}
    assert store.current_id() == second
    listed = {one["version"]: one for one in json.loads(run("versions", "--json")[1])["versions"]}
    assert (listed[second]["undone"], listed[second]["imports"][0]["accepted"]) == (False, 1)
    code, _, err = run("undo", "--to", "20200101")
    assert (code, "version" in err, store.current_id()) == (2, True, second)


def test_there_is_nothing_to_undo_in_an_empty_store_or_before_the_first_version(run, store):
    assert run("undo")[0] == 1
    bring(store, "tickets", [ticket("T1")])
    code, _, err = run("undo")
    assert (code, "cannot be undone" in err) == (1, True)


def test_the_module_runs_as_a_program_in_any_folder_without_a_locale(rows, store, tmp_path):
    command = [sys.executable, "-m", "data", "import", rows, "--source", "tickets", "--store", store.root]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "LANG": "zh_CN.UTF-8"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "读取 3 行" in done.stdout.decode("utf-8")
