"""Reviews for files, made by hand: no engine, and texts as bad as one likes."""

from datetime import date
from typing import Any

from charts.look import Look
from metrics.model import Row, Unit
from reports.axis import axis_of
from reports.promise_figures import Fact, PromiseFigures
from reports.promise_months import Month
from reports.review_file import ActionLine, Doubt, ReviewFile

LINK = "https://kept.example/complaints?period=2026Q3&promise=complaint_resolved_48h"
HITS = ((19, 20), (18, 20), (0, 0), (17, 20))
"""Of the months of the trend: cases in time, and all; none in the third."""


def months() -> tuple[Month, ...]:
    """June to September 2026, August without a case."""
    return tuple(
        Month(
            date(2026, 6 + place, 1),
            f"2026-0{6 + place}",
            f"{6 + place}",
            hits / n if n else None,
            f"{hits / max(n, 1):.1%}",
            0.95,
            hits if n else None,
            n or None,
        )
        for place, (hits, n) in enumerate(HITS)
    )


def figures(**changes: Any) -> PromiseFigures:
    """A broken promise on a rate: 17 of 20, 85 % for a target of 95 %."""
    shown = [month.value for month in months()]
    values: dict[str, Any] = {
        "id": "complaint_resolved_48h", "label": "Complaints", "title": "Complaints: broken at 85 %, target 95 %",
        "clause": "95 % are resolved.", "owner": "Desk", "period": "2026 Q3", "verdict": "Broken", "state": "bad", "mark": "✕",
        "unit": Unit.RATIO, "divides": True, "row": Row("complaint_resolved_48h", None, (), 0.85, 17, 20, 20, 1, 2, low=0.64, high=0.95),
        "target": 0.95, "compared": 0.9, "change": -0.05,
        "facts": (Fact("Actual", "85.0 %"), Fact("Target", "95 %"), Fact("Cases (n)", "20")),
        "behind": ("n 20 · undecided 1", "misses 3"), "moved": "By team, North made up −4.0 of −5.0 points.",
        "reasons": ("Broken or out of reach",), "months": months(), "axis": axis_of([*shown, 0.95], Unit.RATIO, "en"),
        "definition": "Resolved within 48 h.", "source": "Tickets", "minutes": (), "link": LINK,
    }  # fmt: skip
    return PromiseFigures(**values | changes)


def review_of(*promises: PromiseFigures, **changes: Any) -> ReviewFile:
    """A review of these promises, in English."""
    values: dict[str, Any] = {
        "look": Look("en"), "title": "Review of service promises, 2026 Q3", "headline": "0 of 1 promises kept in 2026 Q3",
        "summary": "1 broken.", "period": "2026 Q3", "compared": "2026 Q2",
        "facts": (Fact("Period", "2026 Q3"), Fact("Compared with", "2026 Q2"), Fact("Filters", "none"), Fact("Version", "v-1")),
        "footer": "Data to 30 Sep 2026 · version v-1", "promises": promises or (figures(),), "minutes": (), "actions": (),
        "doubts": (),
    }  # fmt: skip
    return ReviewFile(**values | changes)


def hostile(text: str) -> ReviewFile:
    """A review that says `text` wherever a text can come from people or data."""
    fact = Fact("Decision", text)
    item = figures(
        label=text, title=text, clause=text, owner=text, moved=text, behind=(text,), reasons=(text,), definition=text,
        source=text, minutes=(fact, fact), facts=(Fact("Actual", text), Fact(text, text)),
    )  # fmt: skip
    return review_of(
        item, title=text, headline=text, summary=text, facts=(fact,), footer=text, minutes=(fact,),
        actions=(ActionLine(text, text, text, text, text),), doubts=(Doubt("Failed", "bad", text, text, text),),
    )  # fmt: skip
