"""`python -m metrics`: exit codes, one calm sentence, and the same figures in all three forms."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.store import Store
from metrics.__main__ import main
from metrics.catalog import metrics
from tests.metrics.worlds import import_rows

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = [
    {"ticket_id": 1, "kind": "complaint", "channel": "phone", "team": "north", "created_at": "2026-07-01 09:00:00", "resolved_at": "2026-07-02 09:00:00"},
    {"ticket_id": 2, "kind": "complaint", "channel": "email", "team": "", "created_at": "2026-07-01 09:00:00", "resolved_at": "2026-07-09 09:00:00"},
    {"ticket_id": 3, "kind": "complaint", "channel": "email", "team": "north", "created_at": "2026-08-01 09:00:00"},
]  # fmt: skip
QUERY = ("query", "complaint_resolved_48h")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return import_rows(tmp_path_factory.mktemp("command"), tickets=ROWS).store.root


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(root: Path, *words: str) -> int:
    return main([*words, "--store", str(root)])


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("query", "complaint_resolved"), "complaint_resolved_48h"),
        ((*QUERY, "--by", "chanel"), "channel"),
        ((*QUERY, "--where", "channel=fone"), "phone"),
        ((*QUERY, "--where", "chanel=phone"), "channel"),
        ((*QUERY, "--where", "channel"), "DIM=VALUE"),
        ((*QUERY, "--grain", "monthly"), "month"),
        ((*QUERY, "--from", "1 July"), "2026-09-14"),
        ((*QUERY, "--as-of", "yesterday"), "2026-09-14T10:00"),
        ((*QUERY, "--from", "2026-08-01", "--to", "2026-07-01"), "before it starts"),
        (("query", "resolution_p50", "--grain", "rolling_7"), "do not add up"),
        (("promises", "--period", "last quarter"), "2026Q3"),
        (("promises", "--period", "9999W52"), "9999W52"),
        (("promises", "--period", "9999-12-31"), "9999-12-31"),
        (("promises", "--period", "0001"), "0001"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_wrong_question_ends_with_code_2_and_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], nearest: str
) -> None:
    assert run(root, *words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert nearest in said.err


def test_in_a_shell_the_sentence_is_all_there_is(root: Path) -> None:
    command = [sys.executable, "-m", "metrics", "query", "complaint_resolvd_48h", "--store", str(root)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().startswith("There is no metric “complaint_resolvd_48h”. Nearest: complaint_resolved_48h")


def test_the_sentence_is_in_the_language_of_the_shell(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(root, "query", "backlogs") == 2
    assert "没有名为“backlogs”的指标" in capsys.readouterr().err


@pytest.mark.parametrize("words", [QUERY, ("promises",)], ids=lambda words: words[0])
def test_an_empty_store_says_what_to_do(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(store.root, *words) == 1
    assert "python -m data demo" in capsys.readouterr().err


def test_json_csv_and_lines_tell_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (*QUERY, "--by", "channel", "--as-of", "2026-08-31")
    assert run(root, *words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert run(root, *words, "--csv") == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert run(root, *words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [(row["channel"], row["numerator"], row["n"]) for row in told["rows"]] == [("email", 0, 2), ("phone", 1, 1)]
    assert [(row["channel"], row["numerator"], row["n"]) for row in table] == [("email", "0", "2"), ("phone", "1", "1")]
    assert [("email 0.00%" in line, "phone 100.00%" in line) for line in lines] == [(True, False), (False, True)]
    assert (told["as_of"], told["time_zone"]) == ("2026-08-31T15:59:59+00:00", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("when", "undecided"),
    [
        ("2026-08-03T09:00", 1),
        ("2026-08-03T09:00:01", 0),
        ("2026-08-03T01:00:00+00:00", 1),
        ("2026-08-03", 0),
        ("2026-08-02", 1),
    ],
)
def test_the_as_of_moment_is_local_unless_it_says_otherwise_and_a_day_means_its_end(
    root: Path, capsys: pytest.CaptureFixture[str], when: str, undecided: int
) -> None:
    """The third complaint falls due on 3 August at 9:00."""
    assert run(root, *QUERY, "--as-of", when, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["undecided"] == undecided


def test_a_change_is_asked_against_a_baseline_by_name_or_by_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half as long as in January, as long as in February."""
    orders = [
        {
            "order_id": day,
            "created_at": f"{day} 01:00:00",
            "paid_at": f"{day} 01:00:00",
            "handed_over_at": f"{day} {1 + hours:02d}:00:00",
        }
        for day, hours in (("2026-01-10", 20), ("2026-02-10", 10), ("2026-07-10", 10))
    ]
    store = import_rows(tmp_path, orders=orders).store.root
    told = {}
    for baseline in ("2026-01", "2026-02-01..2026-02-28"):
        capsys.readouterr()
        assert run(store, "query", "order_speedup", "--from", "2026-07-01", "--baseline", baseline, "--json") == 0
        told[baseline] = json.loads(capsys.readouterr().out)["rows"][0]["value"]
    assert told == {"2026-01": pytest.approx(-0.5), "2026-02-01..2026-02-28": 0.0}
    assert run(store, "query", "order_speedup", "--baseline", "January") == 2
    assert "2026Q3" in capsys.readouterr().err
    assert run(store, "query", "order_speedup", "--from", "2026-07-01", "--baseline", "2026-01") == 0
    assert "-50.00%" in capsys.readouterr().out


def test_an_empty_value_in_a_filter_means_not_given(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "query", "ticket_arrivals", "--where", "team=", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["n"] == 1


def test_no_data_is_said_in_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, *QUERY, "--from", "2020-01-01", "--to", "2020-12-31") == 0
    assert "no data" in capsys.readouterr().out


def test_the_list_names_every_metric(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    assert [row["metric"] for row in json.loads(capsys.readouterr().out)["metrics"]] == list(metrics())


def test_the_promises_of_a_quarter_come_with_verdict_and_target(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "promises", "--period", "2026Q3", "--as-of", "2026-10-31", "--json") == 0
    told = {row["promise"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    complaint = told["complaint_resolved_48h"]
    assert (complaint["verdict"], complaint["target"], complaint["numerator"], complaint["n"]) == ("broken", 0.95, 1, 3)
    assert told["order_normal_24h"]["verdict"] == "no_data"
    assert complaint["owner"] == {"en": "Complaints desk", "zh": "投诉处理组"}
    assert (complaint["window"], complaint["running"], complaint["assurance"]) == ("2026Q3", False, "too_short")
    assert complaint["windows"] == [{"window": "2026Q3", "verdict": "broken", "value": 1 / 3}]
    assert (complaint["budget"], complaint["forecast"]) == (None, None)
    assert len(told) == 17


def test_a_running_quarter_comes_with_its_budget_and_its_forecast(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half way through the quarter, 1 of 3 due complaints in time: 6 are expected, none may be missed, 2 are."""
    assert run(root, "promises", "--period", "2026Q3", "--as-of", "2026-08-15T23:59:59", "--json") == 0
    told = {row["promise"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    complaint = told["complaint_resolved_48h"]
    assert (complaint["running"], complaint["verdict"]) == (True, "lost")
    assert complaint["budget"] == {"expected": 6, "allowed": 0, "used": 2, "left": -2}
    assert complaint["forecast"]["low"] < complaint["forecast"]["value"] == 1 / 3 < complaint["forecast"]["high"]
