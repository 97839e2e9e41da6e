"""Figures of the real files by pandas alone: `python tests/oracle/figures.py REAL_DIR` prints them as JSON.

Nothing of the product is imported, and times stay naive local times as written in the files. Two rules stand side by
side, because they answer different questions:

- *the file's rule* (`as_published`): the check figures of the data's own README, which count only what has ended:
  29.09 % of the 6,276 orders handed over were so within 24 h; 59.52 % of the 23,362 incidents resolved were so in 48 h.
- *the promise clock's rule* (everything else): a case that is open and overdue is a miss, a cancelled one is left out,
  one that is not yet due is undecided. So cases that never ended count against the promise (26.59 % of 6,819 orders,
  55.81 % of 24,918 incidents), and orders that were handed over and later cancelled no longer count for it.
"""

import json
import sys
from pathlib import Path

import pandas as pd

HOUR = pd.Timedelta(hours=1)
CANCELLED = ("canceled", "unavailable")
PRIORITIES = {"1": "urgent", "2": "high", "3": "normal", "4": "low"}
CHANNELS = {
    "Phone": "phone",
    "Email": "email",
    "Self service": "self_service",
    "IVR": "ivr",
    "Direct opening": "direct",
}
BACKLOG_MOMENTS = ("2016-03-31 23:59:59", "2016-05-15 12:00:00", "2016-12-31 23:59:59")
AGES = ((24, "1_under_24h"), (48, "2_24_48h"), (72, "3_48_72h"), (float("inf"), "4_over_72h"))


def main(folder: Path) -> None:
    """Print all figures."""
    figures = {
        "olist": olist(folder / "olist"),
        "servicenow": servicenow(folder / "tickets"),
        "teaching": teaching(folder / "tickets"),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def promise(
    start: pd.Series, stop: pd.Series, limit: pd.Timedelta, left_out: pd.Series, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Of each case: when it is due, and how it counts."""
    cases = pd.DataFrame({"due": start + limit, "stop": stop, "left_out": left_out})
    in_time = (cases["stop"] <= cases["due"]) & (cases["stop"] <= as_of)
    cases["outcome"] = "undecided"
    cases.loc[cases["due"] < as_of, "outcome"] = "miss"
    cases.loc[in_time, "outcome"] = "hit"
    cases.loc[left_out, "outcome"] = "excluded"
    return cases


def counted(cases: pd.DataFrame) -> dict[str, float | int | None]:
    """Hits, decided, undecided, excluded, and the rate in per cent."""
    count = cases["outcome"].value_counts()
    hits, decided = int(count.get("hit", 0)), int(count.get("hit", 0) + count.get("miss", 0))
    return {
        "hits": hits,
        "decided": decided,
        "undecided": int(count.get("undecided", 0)),
        "excluded": int(count.get("excluded", 0)),
        "percent": round(100 * hits / decided, 4) if decided else None,
    }


def split(cases: pd.DataFrame, keys: pd.Series) -> dict[str, dict[str, float | int | None]]:
    """The same per group; a group that is not given is called “”."""
    return {str(name): counted(some) for name, some in cases.groupby(keys.fillna(""))}


def by_month(cases: pd.DataFrame) -> dict[str, dict[str, float | int | None]]:
    """The same per month in which the cases fall due."""
    return split(cases, cases["due"].dt.strftime("%Y-%m-01"))


def hours(durations: pd.Series) -> dict[str, float | int]:
    """How many, and the usual quantiles in hours."""
    told = durations.dropna() / HOUR
    return {"n": len(told), **{f"p{share}": round(float(told.quantile(share / 100)), 4) for share in (50, 90, 95)}}


def percent(condition: pd.Series) -> float:
    """The share that is true, in per cent."""
    return round(100 * float(condition.mean()), 4)


def olist(folder: Path) -> dict[str, object]:
    """Orders: approval → carrier within 24 h. Orders handed over before approval contradict themselves and are dropped."""
    orders = pd.read_csv(folder / "olist_orders_dataset.csv.gz", dtype=str)
    customers = pd.read_csv(folder / "olist_customers_dataset.csv.gz", dtype=str)
    reviews = pd.read_csv(folder / "olist_order_reviews_dataset.csv.gz", dtype=str)
    names = {"order_purchase_timestamp": "placed", "order_approved_at": "paid", "order_delivered_carrier_date": "carrier",
             "order_delivered_customer_date": "delivered"}  # fmt: skip
    orders = orders.rename(columns=names).merge(
        customers[["customer_id", "customer_state"]], how="left", on="customer_id"
    )
    for name in names.values():
        orders[name] = pd.to_datetime(orders[name])
    handed_over = orders[orders["carrier"] >= orders["paid"]]
    took = handed_over["carrier"] - handed_over["paid"]

    sound = orders[~(orders["carrier"] < orders["paid"])]
    as_of = sound[list(names.values())].max().max()
    paid = sound[sound["paid"].notna()]
    left_out = paid["order_status"].isin(CANCELLED)
    cases = promise(paid["paid"], paid["carrier"], 24 * HOUR, left_out, as_of)
    waited = pd.to_datetime(reviews["review_answer_timestamp"]) - pd.to_datetime(reviews["review_creation_date"])
    score = reviews["review_score"].astype(int)
    return {
        "as_of": str(as_of),
        "dropped": len(orders) - len(sound),
        "promise": {
            "whole": counted(cases),
            "by_month": by_month(cases),
            "by_region": split(cases, paid["customer_state"]),
        },
        "processing_hours": hours((paid["carrier"] - paid["paid"])[~left_out]),
        "as_published": {
            "handed_over": len(handed_over),
            "within_24h_percent": percent(took <= 24 * HOUR),
            "within_12h_percent": percent(took <= 12 * HOUR),
            "reviews_4_5_percent": percent(score >= 4),
            "reviews_mean": round(float(score.mean()), 4),
            "answers_within_72h_percent": percent(waited <= 72 * HOUR),
        },
    }


def servicenow(folder: Path) -> dict[str, object]:
    """Incidents: the last row of each is its state; the first row in another state than New stands for the answer."""
    log = pd.read_csv(
        folder / "servicenow_incident_event_log.csv.gz", dtype=str, na_values=["?"], keep_default_na=False
    )
    for name in ("opened_at", "sys_updated_at", "resolved_at", "closed_at"):
        log[name] = pd.to_datetime(log[name], format="%d/%m/%Y %H:%M")
    log["sys_mod_count"] = log["sys_mod_count"].astype(int)
    log = log.sort_values(["number", "sys_mod_count"], kind="stable")
    answers = log[(log["incident_state"] != "New") & (log["sys_updated_at"] >= log["opened_at"])]
    incidents = log.groupby("number").tail(1).set_index("number")
    incidents["answered_at"] = answers.groupby("number")["sys_updated_at"].first()
    resolved = incidents["resolved_at"].notna()
    took = incidents["resolved_at"] - incidents["opened_at"]

    moments = incidents[["opened_at", "answered_at", "resolved_at", "closed_at"]]
    as_of = moments.max().max()
    nobody = pd.Series(False, index=incidents.index)
    cases = promise(incidents["opened_at"], incidents["resolved_at"], 48 * HOUR, nobody, as_of)
    left = incidents["resolved_at"].fillna(incidents["closed_at"])
    return {
        "as_of": str(as_of),
        "promise": {
            "whole": counted(cases),
            "by_month": by_month(cases),
            "by_channel": split(cases, incidents["contact_type"].map(CHANNELS)),
            "by_priority": split(cases, incidents["priority"].map(PRIORITIES)),
        },
        "resolution_hours": hours(took),
        "first_response_hours": hours(incidents["answered_at"] - incidents["opened_at"]),
        "arrivals": _monthly(incidents["opened_at"]),
        "closures": _monthly(left),
        "backlog": {when: _backlog(incidents["opened_at"], left, pd.Timestamp(when)) for when in BACKLOG_MOMENTS},
        "as_published": {
            "incidents": len(incidents),
            "resolved": int(resolved.sum()),
            "within_48h_percent": percent(took[resolved] <= 48 * HOUR),
            "median_hours": round(float((took[resolved] / HOUR).median()), 4),
            "made_sla_percent": percent(incidents["made_sla"] == "true"),
            "reopened_percent": percent(incidents["reopen_count"].astype(int) > 0),
        },
    }


def teaching(folder: Path) -> dict[str, object]:
    """The teaching set: every ticket is an after-sales request."""
    tickets = pd.read_csv(folder / "customer_service_experience_tickets.csv", dtype=str)
    times = {
        name: pd.to_datetime(tickets[name]) for name in ("Reported_Time", "First_Response_Time", "Resolution_Time")
    }
    received, answered, resolved = times.values()
    as_of = pd.DataFrame(times).max().max()
    cases = promise(received, answered, 48 * HOUR, pd.Series(False, index=tickets.index), as_of)
    return {
        "as_of": str(as_of),
        "promise": {
            "whole": counted(cases),
            "by_channel": split(cases, tickets["Channel"].str.lower()),
            "by_team": split(cases, tickets["Team"]),
        },
        "first_response_hours": hours(answered - received),
        "resolution_hours": hours(resolved - received),
    }


def _monthly(moments: pd.Series) -> dict[str, int]:
    months = moments.dropna().dt.strftime("%Y-%m-01").value_counts().sort_index()
    return {str(month): int(count) for month, count in months.items()}


def _backlog(opened: pd.Series, left: pd.Series, when: pd.Timestamp) -> dict[str, int]:
    on_desk = (opened <= when) & (left.isna() | (left > when))
    ages = (when - opened[on_desk]) / HOUR
    told, floor = {"whole": int(on_desk.sum())}, float("-inf")
    for edge, name in AGES:
        told[name] = int(((ages >= floor) & (ages < edge)).sum())
        floor = edge
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
