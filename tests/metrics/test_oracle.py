"""The product against `tests/oracle/figures.py`: the same real files, another program, another library.

Counts agree exactly, percentages and hours to 0.01.
"""

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from metrics.__main__ import main
from tests.metrics.worlds import MAPPINGS, SHANGHAI

REPOSITORY = Path(__file__).resolve().parents[2]
ORACLE = REPOSITORY / "tests" / "oracle" / "figures.py"
FILES = {
    "olist": ("olist/olist_orders_dataset.csv.gz", "olist_orders.toml"),
    "servicenow": ("tickets/servicenow_incident_event_log.csv.gz", "servicenow_incidents.toml"),
    "teaching": ("tickets/customer_service_experience_tickets.csv", "teaching_tickets.toml"),
}
PROMISES = {
    "olist": ("order_normal_24h", "order_in_promise"),
    "servicenow": ("complaint_resolved_48h",),
    "teaching": ("aftersales_answered_48h",),
}
SPLITS = (
    ("olist", "whole", ()),
    ("olist", "by_month", ("--grain", "month")),
    ("olist", "by_region", ("--by", "region")),
    ("servicenow", "whole", ()),
    ("servicenow", "by_month", ("--grain", "month")),
    ("servicenow", "by_channel", ("--by", "channel")),
    ("servicenow", "by_priority", ("--by", "priority")),
    ("teaching", "whole", ()),
    ("teaching", "by_channel", ("--by", "channel")),
    ("teaching", "by_team", ("--by", "team")),
)
DURATIONS = (
    ("olist", "processing_hours", "order_processing"),
    ("servicenow", "resolution_hours", "resolution"),
    ("servicenow", "first_response_hours", "first_response"),
    ("teaching", "resolution_hours", "resolution"),
    ("teaching", "first_response_hours", "first_response"),
)
AS_PUBLISHED = {
    ("olist", "handed_over"): 6_276,
    ("olist", "within_24h_percent"): 29.09,
    ("olist", "within_12h_percent"): 9.82,
    ("olist", "reviews_4_5_percent"): 55.17,
    ("olist", "reviews_mean"): 3.27,
    ("olist", "answers_within_72h_percent"): 74.30,
    ("servicenow", "incidents"): 24_918,
    ("servicenow", "resolved"): 23_362,
    ("servicenow", "within_48h_percent"): 59.52,
    ("servicenow", "median_hours"): 22.1,
    ("servicenow", "made_sla_percent"): 63.42,
    ("servicenow", "reopened_percent"): 1.10,
}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def oracle(real: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, str(ORACLE), str(real)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, real: Path) -> dict[str, Path]:
    """Each data set in a fresh store of its own, imported by the command a user would type."""
    made = {}
    for data, (file, preset) in FILES.items():
        made[data] = tmp_path_factory.mktemp(data) / "store"
        command = [sys.executable, "-m", "data", "import", str(real / file), "--mapping", str(MAPPINGS / preset)]
        subprocess.run([*command, "--store", str(made[data])], cwd=REPOSITORY, check=True, capture_output=True)
    return made


def answer(store: Path, *words: str) -> dict[str, Any]:
    """What `python -m metrics query … --json` prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["query", *words, "--json", "--store", str(store)]) == 0
    return json.loads(out.getvalue())


def ask(store: Path, *words: str) -> Rows:
    return answer(store, *words)["rows"]


def test_the_oracle_shares_no_code_with_the_product() -> None:
    imported = [line for line in ORACLE.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))]
    assert imported == ["import json", "import sys", "from pathlib import Path", "import pandas as pd"]


@pytest.mark.parametrize(
    ("figure", "published"), AS_PUBLISHED.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else ""
)
def test_the_oracle_reproduces_the_check_figures_of_the_data(
    oracle: dict[str, Any], figure: tuple[str, str], published: float
) -> None:
    data, name = figure
    assert oracle[data]["as_published"][name] == pytest.approx(published, abs=0.0051)


@pytest.mark.parametrize(("data", "split", "words"), SPLITS, ids=[f"{data} {split}" for data, split, _ in SPLITS])
def test_promise_rates_agree_with_the_oracle(
    stores: dict[str, Path], oracle: dict[str, Any], data: str, split: str, words: tuple[str, ...]
) -> None:
    names = PROMISES[data]
    rows = ask(stores[data], *names, *words)
    expected = oracle[data]["promise"][split]
    for name in names:
        told = {_key(row, words): row for row in rows if row["metric"] == name}
        assert told.keys() == (expected.keys() if words else {"whole"})
        for key, row in told.items():
            figures = expected[key] if words else expected
            counts = {
                "hits": row["numerator"],
                "decided": row["denominator"],
                "undecided": row["undecided"],
                "excluded": row["excluded"],
            }
            assert counts == {part: figures[part] for part in counts}, key
            assert (row["value"] is None) == (figures["percent"] is None), key
            if row["value"] is not None:
                assert 100 * row["value"] == pytest.approx(figures["percent"], abs=0.01), key


def _key(row: dict[str, Any], words: tuple[str, ...]) -> str:
    if not words:
        return "whole"
    return row["period"] if words[0] == "--grain" else row[words[1]] or ""


@pytest.mark.parametrize(
    ("data", "figure", "metric"), DURATIONS, ids=[f"{data} {figure}" for data, figure, _ in DURATIONS]
)
def test_quantiles_agree_with_the_oracle(
    stores: dict[str, Path], oracle: dict[str, Any], data: str, figure: str, metric: str
) -> None:
    expected = oracle[data][figure]
    for row in ask(stores[data], *(f"{metric}_{share}" for share in ("p50", "p90", "p95"))):
        assert row["n"] == expected["n"]
        assert row["value"] == pytest.approx(expected[row["metric"].removeprefix(f"{metric}_")], abs=0.01)


@pytest.mark.parametrize(("metric", "figure"), [("ticket_arrivals", "arrivals"), ("ticket_closures", "closures")])
def test_arrivals_and_closures_per_month_agree_with_the_oracle(
    stores: dict[str, Path], oracle: dict[str, Any], metric: str, figure: str
) -> None:
    assert {row["period"]: row["n"] for row in ask(stores["servicenow"], metric, "--grain", "month")} == oracle[
        "servicenow"
    ][figure]


def test_the_backlog_and_its_ages_agree_with_the_oracle(stores: dict[str, Path], oracle: dict[str, Any]) -> None:
    for when, expected in oracle["servicenow"]["backlog"].items():
        (whole,) = ask(stores["servicenow"], "backlog", "--as-of", when)
        ages = ask(stores["servicenow"], "backlog", "--as-of", when, "--by", "age")
        assert {"whole": whole["n"], **{row["age"]: row["n"] for row in ages if row["n"]}} == {
            name: count for name, count in expected.items() if count
        }


@pytest.mark.parametrize("data", FILES)
def test_figures_are_true_for_the_latest_event_of_the_files(
    stores: dict[str, Path], oracle: dict[str, Any], data: str
) -> None:
    as_of = datetime.fromisoformat(answer(stores[data], PROMISES[data][0])["as_of"])
    assert f"{as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == oracle[data]["as_of"]


def test_orders_handed_over_before_payment_are_rejected_and_not_counted(
    stores: dict[str, Path], oracle: dict[str, Any]
) -> None:
    manifest = Store(stores["olist"]).current()
    assert manifest is not None
    assert manifest.sources["orders"].rejected == oracle["olist"]["dropped"] == 77


def test_the_promise_clock_differs_from_the_published_rule_by_what_never_ended(
    stores: dict[str, Path], oracle: dict[str, Any]
) -> None:
    """29.09 % of the orders handed over were so in 24 h; the promise says 26.59 %, as the overdue count and cancelled do not.

    In the same way 59.52 % of the resolved incidents, and 55.81 % of all: none of the 1,556 unresolved was in time. The
    engine's own “closed-only would say” gives the published figure back.
    """
    published = {data: oracle[data]["as_published"] for data in ("olist", "servicenow")}
    (orders,) = ask(stores["olist"], "order_normal_24h")
    (incidents,) = ask(stores["servicenow"], "complaint_resolved_48h")

    assert published["olist"]["within_24h_percent"] == pytest.approx(29.09, abs=0.0051)
    assert 100 * orders["value"] == pytest.approx(26.59, abs=0.005)
    assert (orders["denominator"], orders["stopped"], orders["excluded"]) == (6_819, 6_201, 1_093)

    assert published["servicenow"]["within_48h_percent"] == pytest.approx(59.52, abs=0.005)
    assert 100 * incidents["value"] == pytest.approx(55.81, abs=0.005)
    assert 100 * incidents["closed_only"] == pytest.approx(59.52, abs=0.005)
    assert incidents["denominator"] - incidents["stopped"] == 24_918 - 23_362
