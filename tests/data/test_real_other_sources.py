"""Real inspections, trainings, surveys and reviews through the command line, held against plain counts of the files.

The mappings are those of `tests/mappings`; what each of them decides is written there.
"""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.__main__ import main
from data.mapping import read_mapping
from data.store import Store
from tests.builders import stored
from tests.conftest import REPOSITORY
from tests.oracle import other_sources as oracle

FILES = {
    "supplier_quality": "inspections/supplier_quality_2013.csv.gz",
    "chicago_food": "inspections/chicago_food_inspections_2020-03.csv",
    "employee_training": "trainings/employee_training.csv",
    "employee_agents": "trainings/employee_training.csv",
    "hbat": "surveys/hbat_factor_hair_revised.csv",
    "shopping_reviews": "reviews/online_shopping_10_cats.csv.gz",
    "olist_product_reviews": "olist/olist_order_reviews_dataset.csv.gz",
    "olist_reviews": "olist/olist_order_reviews_dataset.csv.gz",
}
SHIPPED = ("olist_reviews",)
EIGHT_HOURS = pd.Timedelta(hours=8)
EVER = (date(1970, 1, 1), date(2037, 12, 31))


@dataclass(frozen=True)
class Brought:
    """The rows of a file as they are, what the command said, and the stored rows (moments on the local clock)."""

    raw: pd.DataFrame
    said: dict[str, Any]
    rows: pd.DataFrame

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(self.said[name] for name in ("read", "accepted", "updated", "duplicate", "rejected"))


Bring = Callable[[str], Brought]


def command(store: Path, file: Path, mapping: Path) -> dict[str, Any]:
    """What `python -m data import FILE --mapping M --store DIR --json` prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["import", str(file), "--mapping", str(mapping), "--store", str(store), "--json"]) == 0
    said: dict[str, Any] = json.loads(out.getvalue())
    return said


def mapping_of(name: str) -> Path:
    return REPOSITORY / ("data" if name in SHIPPED else "tests") / "mappings" / f"{name}.toml"


@pytest.fixture(scope="module")
def brought(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Bring:
    """Import a file once, into a store of its own."""
    known: dict[str, Brought] = {}

    def bring_once(name: str) -> Brought:
        if name not in known:
            folder, path = tmp_path_factory.mktemp(name) / "store", real / FILES[name]
            said = command(folder, path, mapping_of(name))
            contract = read_mapping(mapping_of(name)).contract
            rows = pd.DataFrame(stored(Store(folder), contract.name))
            for column in contract.moments:
                shift = EIGHT_HOURS if column.name.endswith("_at") else pd.Timedelta(0)
                rows[column.name] = pd.to_datetime(rows[column.name]) + shift
            raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            known[name] = Brought(raw, said, rows)
        return known[name]

    return bring_once


@pytest.mark.parametrize(
    ("name", "read", "accepted", "duplicate", "reasons"),
    [
        ("supplier_quality", 2_757, 2_679, 78, {}),
        ("chicago_food", 342, 287, 0, {"left out by keep_rows of the mapping": 55}),
        ("employee_training", 90, 90, 0, {}),
        ("employee_agents", 90, 90, 0, {}),
        ("hbat", 100, 100, 0, {}),
        ("shopping_reviews", 62_774, 62_774, 0, {}),
        ("olist_product_reviews", 8_225, 8_225, 0, {}),
    ],
)
def test_every_row_is_accepted_a_duplicate_or_rejected_for_a_named_reason(
    brought: Bring, name: str, read: int, accepted: int, duplicate: int, reasons: dict[str, int]
) -> None:
    found = brought(name)
    assert found.counts == (read, accepted, 0, duplicate, sum(reasons.values()))
    assert found.said["reasons"] == reasons
    assert len(found.raw) == read
    assert len(found.rows) == accepted
    assert found.raw.duplicated().sum() == duplicate


def test_findings_without_impact_pass_and_all_others_fail(brought: Bring) -> None:
    found = brought("supplier_quality")
    once = found.raw.drop_duplicates()["Defect Type"].value_counts()
    assert found.rows["result"].value_counts().to_dict() == {
        "passed": once["No Impact"], "failed": once["Impact"] + once["Rejected"]}  # fmt: skip
    assert found.rows["defects"].sum() == found.raw.drop_duplicates()["Defect Qty"].astype(int).sum()
    assert found.rows["merchant_id"].nunique() == found.raw["Vendor ID"].nunique()


def test_findings_give_no_pass_rate_of_random_draws(brought: Bring) -> None:
    rows = brought("supplier_quality").rows
    assert set(rows["draw"]) == {"complaint_driven"}
    assert oracle.pass_rate(rows, *EVER) == oracle.Share(0, 0)
    assert oracle.pass_rate(rows, *EVER).percent is None
    assert oracle.pass_rate(rows, *EVER, "complaint_driven") == oracle.Share(1_052, 2_679)


def test_visits_by_kind_and_result_are_those_of_the_file(brought: Bring) -> None:
    """Counted by hand from the file's two columns: Canvass 164, complaints 27 + 1 + 1, re-inspections 65 + 17 + 12."""
    found = brought("chicago_food")
    table = pd.crosstab(found.rows["draw"], found.rows["result"])
    assert {str(draw): row.to_dict() for draw, row in table.iterrows()} == {
        "random": {"passed": 59 + 38, "failed": 35, "void": 21 + 11},
        "complaint_driven": {"passed": 12 + 6 + 1, "failed": 8 + 1, "void": 1},
        "retest": {"passed": 46 + 13 + 9 + 6 + 6 + 4, "failed": 4 + 2 + 2, "void": 2},
    }
    asked_for = found.raw[found.raw["InspType"] == "License"]
    assert set(found.rows["inspection_id"]) == set(found.raw["ID"]) - set(asked_for["ID"])
    assert len(asked_for) == 55


def test_void_visits_and_visits_after_complaints_do_not_count_for_the_pass_rate(brought: Bring) -> None:
    rows = brought("chicago_food").rows
    assert oracle.pass_rate(rows, *EVER) == oracle.Share(97, 132)
    assert oracle.pass_rate(rows[rows["result"] != "void"], *EVER) == oracle.Share(97, 132)
    assert oracle.pass_rate(rows[rows["draw"] == "random"], *EVER) == oracle.Share(97, 132)
    assert oracle.pass_rate(rows, *EVER, "complaint_driven") == oracle.Share(19, 28)
    assert oracle.distinct_skus(rows) == {"2020Q1": 132}


def test_a_chain_is_one_merchant_with_several_places(brought: Bring) -> None:
    rows = brought("chicago_food").rows
    assert rows.loc[rows["merchant_id"] == "SUBWAY", "sku"].nunique() == 4
    assert set(rows["drawn_at"].dt.date) == {date(2020, 3, day) for day in (3, 4, 5, 6)}


def test_who_did_not_finish_attended_and_no_certificate_is_no_failure(brought: Bring) -> None:
    found = brought("employee_training")
    status = found.raw["participation_status"].value_counts()
    assert found.rows["status"].value_counts().to_dict() == {
        "completed": status["completed"], "attended": status["attended"] + status["incomplete"],
        "registered": status["registered"], "missed": status["missed"]}  # fmt: skip
    assert found.rows["passed"].fillna(0).sum() == (found.raw["certification_awarded"] == "true").sum() == 43
    assert not (found.rows["passed"] == False).any()  # noqa: E712 - an empty cell is not False
    told = found.raw["completion_score"] != ""
    assert found.rows["score"].notna().sum() == told.sum()
    assert found.rows["score"].astype(float).sum() == pytest.approx(
        found.raw.loc[told, "completion_score"].astype(float).sum()
    )


def test_virtual_and_remote_sessions_are_online(brought: Bring) -> None:
    found = brought("employee_training")
    online = found.raw["training_location"].isin(["Virtual", "Remote", "Virtual - APAC Region"]).sum()
    assert found.rows["mode"].value_counts().to_dict() == {"online": online, "classroom": 90 - online}
    assert (found.rows["purpose"] == "compliance").sum() == (found.raw["training_type"] == "compliance").sum()


def test_coverage_of_the_imported_head_count_is_that_of_the_file(brought: Bring) -> None:
    """Once more by hand: every employee of the file has one session, so who owes two is never covered."""
    found = brought("employee_training")
    agents, last = brought("employee_agents").rows, date(2024, 4, 22)
    covered, due = 0, {0: 0, 1: 0, 2: 0}
    for person in found.raw.to_dict("records"):
        first, ended = (date.fromisoformat(str(person[f"training_{part}_date"])) for part in ("start", "end"))
        owed = min(2, 2 * (last - first).days // 365)
        done = person["participation_status"] == "completed" and 0 <= (last - ended).days < 365
        due[owed] += 1
        covered += done >= owed
    assert oracle.coverage(agents, found.rows, last) == oracle.Coverage(90, covered, due)
    assert (covered, due) == (72, {0: 59, 1: 19, 2: 12})


def test_ratings_of_ten_become_scores_of_a_hundred_where_the_meaning_is_the_same(brought: Bring) -> None:
    found = brought("hbat")
    raw = found.raw.set_index("ID").reindex(found.rows["survey_id"])
    for column, header in (("speed", "DelSpeed"), ("satisfaction", "Satisfaction")):
        assert found.rows[column].astype(float).tolist() == pytest.approx((raw[header].astype(float) * 10).tolist())
        own, file = oracle.spread(found.rows[column]), oracle.spread(raw[header])
        assert own.n == file.n == 100
        assert own.mean == pytest.approx(10 * (file.mean or 0))
        assert own.sd == pytest.approx(10 * (file.sd or 0), abs=1e-5)
    assert found.rows[["attitude", "professionalism", "csat", "nps"]].isna().all(axis=None)
    assert found.said["day_only"] == ["sent_at", "answered_at"]


def test_reviews_without_a_date_keep_their_tone_and_lie_on_one_day(brought: Bring) -> None:
    found = brought("shopping_reviews")
    tones = pd.crosstab(found.raw["cat"], found.raw["label"])
    own = pd.crosstab(found.rows["category"], found.rows["tone"])
    assert own["positive"].to_dict() == tones["1"].to_dict()
    assert own["negative"].to_dict() == tones["0"].to_dict()
    assert (own["positive"].sum(), own["negative"].sum()) == (31_728, 31_046)
    assert found.rows["collected_at"].nunique() == 1
    assert found.said["day_only"] == ["collected_at"]
    assert found.rows[["order_id", "score"]].isna().all(axis=None)
    assert len(oracle.counted_reviews(found.rows)) == len(found.raw)


def test_a_product_review_gets_the_first_item_of_its_order(brought: Bring, real: Path) -> None:
    found, expected = brought("olist_product_reviews"), oracle.olist_reviews(real).set_index("review_id")
    rows = found.rows.set_index("review_id").reindex(expected.index)
    for column in ("sku", "customer_id", "score"):
        assert rows[column].fillna("").tolist() == expected[column].fillna("").tolist()
    assert (rows["collected_at"] == expected["collected_at"]).all()
    assert rows["sku"].isna().sum() == 778
    assert found.said["day_only"] == []


def test_of_several_reviews_of_one_order_one_counts(brought: Bring, real: Path) -> None:
    found = brought("olist_product_reviews")
    assert len(oracle.counted_reviews(found.rows)) == found.raw["order_id"].nunique() == 8_135
    assert oracle.reviews_by_month(found.rows) == oracle.reviews_by_month(oracle.olist_reviews(real))


@pytest.mark.parametrize("figure", [oracle.csat, oracle.response_rate])
def test_answers_by_month_of_sending_are_those_of_the_file(brought: Bring, real: Path, figure: Any) -> None:
    rows, raw = brought("olist_reviews").rows, oracle.olist_surveys(real)
    assert oracle.by_month(rows, figure) == oracle.by_month(raw, figure)
    assert figure(rows, *EVER).denominator == 8_225


@pytest.mark.parametrize("draw", ["random", "complaint_driven", "retest"])
def test_the_pass_rate_of_imported_rows_is_that_of_the_file(brought: Bring, real: Path, draw: str) -> None:
    for name, raw in (
        ("chicago_food", oracle.chicago_inspections(real)),
        ("supplier_quality", oracle.supplier_inspections(real)),
    ):
        assert oracle.pass_rate(brought(name).rows, *EVER, draw) == oracle.pass_rate(raw, *EVER, draw)


def test_importing_the_same_findings_again_changes_nothing(real: Path, tmp_path: Path) -> None:
    file, mapping = real / FILES["supplier_quality"], mapping_of("supplier_quality")
    command(tmp_path / "store", file, mapping)
    again = command(tmp_path / "store", file, mapping)
    assert (again["accepted"], again["updated"], again["duplicate"], again["published"]) == (0, 0, 2_757, False)


def test_the_figures_of_the_other_sources_share_no_code_with_the_product() -> None:
    lines = Path(oracle.__file__).read_text("utf-8").splitlines()
    modules = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert modules == {"json", "sys", "collections", "dataclasses", "datetime", "pathlib", "pandas"}


def test_the_check_figures_of_the_data_come_out(real: Path) -> None:
    surveys = oracle.olist_surveys(real)
    assert oracle.csat(surveys, *EVER).percent == pytest.approx(55.17, abs=0.005)
    assert oracle.spread(surveys["csat"]).mean == pytest.approx(3.27, abs=0.005)


def test_the_first_valid_random_test_of_a_kind_and_quarter_counts_alone() -> None:
    """Of A in the third quarter I3 counts: void I1 is no test, I2 is not random, I4 and I5 come later or tie behind it."""
    rows = pd.DataFrame(
        [
            ("I1", "A", "random", "2026-07-01 09:00", "void"),
            ("I2", "A", "complaint_driven", "2026-07-02 09:00", "failed"),
            ("I4", "A", "random", "2026-07-03 09:00", "passed"),
            ("I3", "A", "random", "2026-07-03 09:00", "failed"),
            ("I5", "A", "random", "2026-09-30 23:59", "passed"),
            ("I6", "A", "random", "2026-10-01 00:00", "passed"),
            ("I7", "B", "random", None, "passed"),
            ("I8", None, "random", "2026-08-01 09:00", "passed"),
            ("I9", None, "random", "2026-08-02 09:00", "passed"),
        ],
        columns=["inspection_id", "sku", "draw", "finished_at", "result"],
    )
    assert oracle.pass_rate(rows, date(2026, 7, 1), date(2026, 9, 30)) == oracle.Share(2, 3)
    assert oracle.pass_rate(rows, date(2026, 9, 1), date(2026, 9, 30)) == oracle.Share(0, 0)
    assert oracle.pass_rate(rows, date(2026, 7, 1), date(2026, 9, 30), "complaint_driven") == oracle.Share(0, 1)
    assert oracle.distinct_skus(rows) == {"2026Q3": 1, "2026Q4": 1}


@pytest.mark.parametrize(
    ("joined", "left", "ended", "due", "covered"),
    [
        ("2025-09-30", None, ["2026-03-01", "2026-09-30"], 2, 1),
        ("2025-09-30", None, ["2025-09-30", "2026-09-30"], 2, 0),  # the first is 365 days ago: a day too old
        ("2025-10-01", None, ["2026-09-30"], 1, 1),  # 364 days: one due
        ("2026-03-31", None, ["2026-09-30"], 1, 1),  # 183 days
        ("2026-04-01", None, [], 0, 1),  # 182 days: none due yet
        ("2020-01-01", "2026-09-30", ["2026-01-05"], 2, 0),  # leaves today, so is still employed
        ("2020-01-01", "2026-09-29", [], None, 0),
        ("2026-10-01", None, [], None, 0),
    ],
)
def test_what_is_due_grows_with_the_days_since_joining(
    joined: str, left: str | None, ended: list[str], due: int | None, covered: int
) -> None:
    agents = pd.DataFrame({"agent_id": ["A"], "joined_on": [joined], "left_on": [left]})
    trainings = pd.DataFrame(
        [(f"S{day}", "A", f"{day} 09:00", None, "completed", None) for day in ended],
        columns=["session_id", "agent_id", "started_at", "finished_at", "status", "passed"],
    )
    found = oracle.coverage(agents, trainings, date(2026, 9, 30))
    assert found == oracle.Coverage(int(due is not None), covered, {} if due is None else {due: 1})


def test_only_sessions_completed_and_not_failed_count_once_each() -> None:
    trainings = pd.DataFrame(
        [
            ("S1", "completed", True), ("S1", "completed", True), ("S2", "completed", None), ("S3", "completed", False),
            ("S4", "attended", True), ("S5", "registered", None),
        ],
        columns=["session_id", "status", "passed"],
    ).assign(agent_id="A", started_at="2026-09-01 09:00", finished_at="2026-09-01 11:00")  # fmt: skip
    assert oracle.trained(trainings, date(2026, 9, 30)) == {"A": 2}
    assert oracle.trained(trainings, date(2026, 8, 31)) == {}


def test_deleted_and_rewarded_reviews_do_not_hide_the_review_that_follows_them() -> None:
    rows = pd.DataFrame(
        [
            ("R1", "O1", "A", "C", "2026-08-01 09:00", None, "2026-08-02 09:00"),
            ("R2", "O1", "A", "C", "2026-08-03 09:00", True, None),
            ("R3", "O1", "A", "C", "2026-08-31 23:59", False, None),
            ("R4", "O1", "A", "C", "2026-09-01 00:00", None, None),
            ("R5", "O1", "B", "C", "2026-09-02 09:00", None, None),
            ("R6", None, "A", "C", "2026-09-02 09:00", None, None),
            ("R7", None, "A", "C", "2026-09-02 09:00", None, None),
        ],
        columns=["review_id", "order_id", "sku", "customer_id", "collected_at", "incentivised", "deleted_at"],
    )
    assert oracle.reviews_by_month(rows) == {"2026-08-01": 1, "2026-09-01": 3}
