"""Figures of inspections, surveys, reviews and trainings by pandas alone: `python tests/oracle/other_sources.py REAL_DIR`.

Nothing of the product is imported. Two halves: *figures* work on frames with the contracts' column names, so that they
run on the real files and on any other rows; *readers* bring a real file into that form without the product's importer.
Moments are naive local times, what is not told is NA, and the first and last day of a period are both included.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd

VALID = ("passed", "failed")
YEAR = pd.Timedelta(days=365)
DUE_IN_A_YEAR = 2
HBAT_RATINGS = (
    "ProdQual", "Ecom", "TechSup", "CompRes", "Advertising", "ProdLine", "SalesFImage", "ComPricing", "WartyClaim",
    "OrdBilling", "DelSpeed", "Satisfaction",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to divide by."""
        return round(100 * self.numerator / self.denominator, 4) if self.denominator else None


@dataclass(frozen=True)
class Spread:
    """How many values, their mean and their sample standard deviation (None for a single value)."""

    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True)
class Coverage:
    """Training on a head-count: who has had as many trainings as were due, and how many agents owe 0, 1 or 2."""

    headcount: int
    covered: int
    due: dict[int, int]

    @property
    def percent(self) -> float | None:
        """None where nobody is employed."""
        return Share(self.covered, self.headcount).percent


def valid_draws(inspections: pd.DataFrame, draw: str = "random") -> pd.DataFrame:
    """The draws of one kind that gave a valid result. Random ones: the first of each SKU and calendar quarter only.

    The first is the earliest finished, ties by inspection id. A draw whose SKU is not told stands for itself.
    """
    valid = (inspections["draw"] == draw) & inspections["result"].isin(VALID) & inspections["finished_at"].notna()
    found = inspections[valid].assign(finished_at=pd.to_datetime(inspections.loc[valid, "finished_at"]))
    found = found.sort_values(["finished_at", "inspection_id"], kind="stable")
    if draw != "random":
        return found
    found["quarter"] = found["finished_at"].dt.to_period("Q").astype(str)
    repeated = found.duplicated(["sku", "quarter"]) & found["sku"].notna()
    return found[~repeated]


def pass_rate(inspections: pd.DataFrame, start: date, end: date, draw: str = "random") -> Share:
    """Passed of the tests whose result fell into the period. A quarter's first test counts on its own day only."""
    found = valid_draws(inspections, draw)
    inside = found[_within(found["finished_at"], start, end)]
    return Share(int((inside["result"] == "passed").sum()), len(inside))


def distinct_skus(inspections: pd.DataFrame) -> dict[str, int]:
    """How many kinds of goods had a valid random test, by calendar quarter (`2026Q3`)."""
    found = valid_draws(inspections)
    return {str(quarter): int(count) for quarter, count in found.groupby("quarter")["sku"].nunique().items()}


def csat(surveys: pd.DataFrame, start: date, end: date) -> Share:
    """Scores 4 and 5 of the scores given, over surveys sent in the period."""
    scores = pd.to_numeric(surveys.loc[_within(surveys["sent_at"], start, end), "csat"]).dropna()
    return Share(int((scores >= 4).sum()), len(scores))


def response_rate(surveys: pd.DataFrame, start: date, end: date) -> Share:
    """Answered of all surveys sent in the period."""
    sent = surveys[_within(surveys["sent_at"], start, end)]
    return Share(int(sent["answered_at"].notna().sum()), len(sent))


def by_month(surveys: pd.DataFrame, figure: Callable[[pd.DataFrame, date, date], Share]) -> dict[str, Share]:
    """`csat` or `response_rate` by month of sending (`2018-08-01`)."""
    months = pd.to_datetime(surveys["sent_at"]).dt.to_period("M").drop_duplicates().sort_values()
    return {
        str(month.start_time.date()): figure(surveys, month.start_time.date(), month.end_time.date())
        for month in months
    }


def spread(values: pd.Series) -> Spread:
    """Mean and sample standard deviation of the values that are given."""
    told = pd.to_numeric(values).dropna().astype(float)
    mean = round(float(told.mean()), 6) if len(told) else None
    return Spread(len(told), mean, round(float(told.std(ddof=1)), 6) if len(told) > 1 else None)


def counted_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Neither incentivised nor deleted; of one order, SKU and customer the earliest such review, ties by review id.

    A review whose order is not told stands for itself: nothing says that another is its repetition.
    """
    valid = pd.Series(True, index=reviews.index)
    if "incentivised" in reviews:
        valid &= ~_true(reviews["incentivised"])
    if "deleted_at" in reviews:
        valid &= reviews["deleted_at"].isna()
    found = reviews[valid].assign(collected_at=pd.to_datetime(reviews.loc[valid, "collected_at"]))
    found = found.sort_values(["collected_at", "review_id"], kind="stable")
    repeated = found.duplicated(["order_id", "sku", "customer_id"]) & found["order_id"].notna()
    return found[~repeated]


def reviews_by_month(reviews: pd.DataFrame) -> dict[str, int]:
    """How many reviews count, by month of collection (`2018-08-01`)."""
    months = counted_reviews(reviews)["collected_at"].dt.strftime("%Y-%m-01").value_counts().sort_index()
    return {str(month): int(count) for month, count in months.items()}


def trained(trainings: pd.DataFrame, on: date) -> dict[str, int]:
    """Sessions completed, and passed or without a test, per agent, in the 365 days that end with `on`.

    A session counts on the day it ended, or began where no end is told; the same session counts once.
    """
    ended = pd.to_datetime(trainings["finished_at"]).fillna(pd.to_datetime(trainings["started_at"])).dt.normalize()
    last = pd.Timestamp(on)
    good = (trainings["status"] == "completed") & ~_false(trainings["passed"])
    inside = trainings[good & (ended > last - YEAR) & (ended <= last)]
    return {str(agent): int(count) for agent, count in inside.groupby("agent_id")["session_id"].nunique().items()}


def coverage(agents: pd.DataFrame, trainings: pd.DataFrame, on: date) -> Coverage:
    """Agents employed on the day who have had what was due: two a year, less for who joined within the year."""
    last = pd.Timestamp(on)
    joined, left = pd.to_datetime(agents["joined_on"]), pd.to_datetime(agents["left_on"])
    employed = (joined <= last) & (left.isna() | (left >= last))
    days = (last - joined[employed]).dt.days
    due = (DUE_IN_A_YEAR * days // 365).clip(upper=DUE_IN_A_YEAR)
    done = agents.loc[employed, "agent_id"].map(trained(trainings, on)).astype(float).fillna(0)
    counts = due.value_counts().sort_index()
    return Coverage(
        int(employed.sum()), int((done >= due).sum()), {int(str(n)): int(count) for n, count in counts.items()}
    )


def _within(moments: pd.Series, start: date, end: date) -> pd.Series:
    days = pd.to_datetime(moments).dt.normalize()
    return (days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))


def _true(flags: pd.Series) -> pd.Series:
    return flags.astype(str).str.lower() == "true"


def _false(flags: pd.Series) -> pd.Series:
    return flags.astype(str).str.lower() == "false"


def supplier_inspections(folder: Path) -> pd.DataFrame:
    """Findings at suppliers, each once: reported faults, so none is a random draw."""
    raw = _plain(folder / "inspections/supplier_quality_2013.csv.gz").drop_duplicates()
    return pd.DataFrame({
        "inspection_id": raw.index.astype(str), "sku": raw["Material ID"], "merchant_id": raw["Vendor ID"],
        "draw": "complaint_driven", "finished_at": pd.to_datetime(raw["Date"]), "defects": raw["Defect Qty"].astype(int),
        "result": raw["Defect Type"].map({"No Impact": "passed", "Impact": "failed", "Rejected": "failed"}),
    })  # fmt: skip


def chicago_inspections(folder: Path) -> pd.DataFrame:
    """Visits to places that sell food; those for a new licence have no kind of draw."""
    raw = _plain(folder / "inspections/chicago_food_inspections_2020-03.csv")
    again = raw["InspType"].str.endswith("Re-Inspection")
    complaint = raw["InspType"].str.contains("Complaint|Poisoning")
    draw = pd.Series(pd.NA, index=raw.index, dtype="object")
    draw[raw["InspType"] == "Canvass"] = "random"
    draw[complaint] = "complaint_driven"
    draw[again] = "retest"
    result = pd.Series("void", index=raw.index)
    result[raw["Results"].str.startswith("Pass")] = "passed"
    result[raw["Results"] == "Fail"] = "failed"
    return pd.DataFrame({
        "inspection_id": raw["ID"], "sku": raw["DBA"].str.upper() + ", " + raw["Address"].str.upper(), "draw": draw,
        "finished_at": pd.to_datetime(raw["Date"], format="%m/%d/%Y"), "result": result,
    })  # fmt: skip


def employee_trainings(folder: Path) -> pd.DataFrame:
    """One row per employee and session; only a certificate proves a pass, its absence nothing."""
    raw = _plain(folder / "trainings/employee_training.csv")
    return pd.DataFrame({
        "session_id": raw["training_id"], "agent_id": raw["employee_id"],
        "started_at": pd.to_datetime(raw["training_start_date"]), "finished_at": pd.to_datetime(raw["training_end_date"]),
        "status": raw["participation_status"].replace("incomplete", "attended"),
        "passed": (raw["certification_awarded"] == "true").astype("object").where(raw["certification_awarded"] == "true"),
    })  # fmt: skip


def employee_agents(folder: Path) -> pd.DataFrame:
    """The same people; their first session stands in for the unknown day of joining, and nobody is known to have left."""
    first = employee_trainings(folder).groupby("agent_id")["started_at"].min()
    return pd.DataFrame({"agent_id": first.index, "joined_on": first.to_numpy(), "left_on": pd.NaT})


def hbat(folder: Path) -> pd.DataFrame:
    """The eleven ratings and the satisfaction, 0–10, as in the file."""
    return pd.read_csv(folder / "surveys/hbat_factor_hair_revised.csv", encoding="utf-8-sig")[list(HBAT_RATINGS)]


def olist_surveys(folder: Path) -> pd.DataFrame:
    """Olist reviews as surveys after an order: the file holds answered ones only."""
    raw = _plain(folder / "olist/olist_order_reviews_dataset.csv.gz")
    return pd.DataFrame({
        "survey_id": raw["review_id"] + "-" + raw["order_id"], "csat": raw["review_score"].astype(int),
        "sent_at": pd.to_datetime(raw["review_creation_date"]),
        "answered_at": pd.to_datetime(raw["review_answer_timestamp"]),
    })  # fmt: skip


def olist_reviews(folder: Path) -> pd.DataFrame:
    """Olist reviews as reviews of goods: the order's first item stands for the product."""
    raw = _plain(folder / "olist/olist_order_reviews_dataset.csv.gz")
    items = _plain(folder / "olist/olist_order_items_dataset.csv.gz").drop_duplicates("order_id").set_index("order_id")
    orders = _plain(folder / "olist/olist_orders_dataset.csv.gz").set_index("order_id")
    return pd.DataFrame({
        "review_id": raw["review_id"] + "-" + raw["order_id"], "order_id": raw["order_id"],
        "sku": raw["order_id"].map(items["product_id"]), "customer_id": raw["order_id"].map(orders["customer_id"]),
        "score": raw["review_score"].astype(int), "collected_at": pd.to_datetime(raw["review_answer_timestamp"]),
    })  # fmt: skip


def _plain(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def figures(folder: Path) -> dict[str, object]:
    """All figures of the real files."""
    ever, last = (date(1970, 1, 1), date(2037, 12, 31)), date(2024, 4, 22)
    chicago, supplier, surveys = chicago_inspections(folder), supplier_inspections(folder), olist_surveys(folder)
    reviews, trainings = olist_reviews(folder), employee_trainings(folder)
    done = trained(trainings, last)
    return {
        "chicago": {
            "pass": {draw: _told(pass_rate(chicago, *ever, draw)) for draw in ("random", "complaint_driven", "retest")},
            "skus": distinct_skus(chicago),
            "void": int(chicago["draw"].notna().mul(chicago["result"] == "void").sum()),
        },
        "supplier": {
            "pass": {
                draw: _told(pass_rate(supplier, *ever, draw)) for draw in ("random", "complaint_driven", "retest")
            },
            "defects": int(supplier["defects"].sum()),
        },
        "olist_surveys": {
            "csat": _told(csat(surveys, *ever)),
            "score": asdict(spread(surveys["csat"])),
            "response": _told(response_rate(surveys, *ever)),
            "csat_by_month": {month: _told(share) for month, share in by_month(surveys, csat).items()},
        },
        "olist_reviews": {"counted": len(counted_reviews(reviews)), "by_month": reviews_by_month(reviews)},
        "hbat": {name: asdict(spread(values)) for name, values in hbat(folder).items()},
        "trainings": {
            "agents_trained": len(done),
            "sessions": sum(done.values()),
            "coverage": {
                str(day): asdict(coverage(employee_agents(folder), trainings, day))
                for day in (date(2023, 12, 31), date(2024, 3, 8), last)
            },
        },
    }


def _told(share: Share) -> dict[str, float | int | None]:
    return asdict(share) | {"percent": share.percent}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(Path(sys.argv[1])), indent=1, ensure_ascii=False) + "\n")
