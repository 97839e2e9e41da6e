"""Security: audits with their findings, and incidents. So few that they are told one by one.

Audits stand in the calendar; incidents are counted back from the end of the data, so that whenever the story is told
the one leak lies a year back, and was discovered months after it happened.
"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from data.demo.agents import NEVER_DAY
from data.demo.columns import happened, numbered, on_days, whole, words
from data.demo.draws import NEVER, chance, generator, pick
from data.demo.rhythm import DAY, Span

# Full audits are reported in these months, partial ones between; each audit finds three to seven things.
FULL_MONTHS, PARTIAL_MONTHS = (4, 10), (1, 7)
REPORT_DAY = 14
FINDINGS = (3, 8)
SEVERITIES = {"high": 0.15, "medium": 0.45, "low": 0.40}
DAYS_TO_FIX = np.array([14, 45, 90])
FIXED_LATE, STILL_OPEN = 0.15, 0.06
SCOPES = ("full", "partial")

INCIDENTS = (  # kind, severity, days left when it happened, days until discovered, hours until contained, people
    ("outage", "medium", 702, 0.0, 3, 0),
    ("attack", "medium", 611, 0.2, 9, 0),
    ("misuse", "low", 540, 6.0, 5, 3),
    ("leak", "high", 441, 96.0, 26, 1840),
    ("outage", "low", 330, 0.0, 2, 0),
    ("attack", "high", 236, 0.1, 14, 0),
    ("other", "low", 158, 1.5, 20, 0),
    ("misuse", "medium", 61, 3.0, 7, 12),
    ("attack", "low", 24, 0.05, 4, 0),
)
KINDS = ("leak", "attack", "outage", "misuse", "other")


def audit_columns(span: Span, seed: int) -> dict[str, pa.Array]:
    """The source `audits`: each audit, then its findings; the next audit is planned and not yet reported."""
    rng = generator(seed, "security")
    rows: list[tuple[int, int, int, int, int, int, int, int, int]] = []
    for audit, (planned, partial) in enumerate(_plan(span)):
        reported = planned + int(rng.integers(0, 9))
        if reported >= span.days:
            rows.append((audit, 0, partial, -1, planned, NEVER_DAY, NEVER_DAY, NEVER_DAY, NEVER_DAY))
            break
        rows.append((audit, 0, partial, -1, planned, reported, NEVER_DAY, NEVER_DAY, NEVER_DAY))
        count = int(rng.integers(*FINDINGS)) - partial
        for finding, severity in enumerate(pick(rng, list(SEVERITIES.values()), count).tolist(), start=1):
            found = reported - int(rng.integers(3, 15))
            allowed = int(DAYS_TO_FIX[severity])
            took = round(allowed * float(rng.uniform(0.25, 0.98)))
            took += round(allowed * float(rng.uniform(0.1, 1.2))) if chance(rng, FIXED_LATE, 1)[0] else 0
            fixed = NEVER_DAY if chance(rng, STILL_OPEN, 1)[0] and severity > 0 else found + took
            rows.append((audit, finding, partial, severity, planned, reported, found, found + allowed, fixed))
    audit_, finding_, partial_, severity_, planned_, reported_, found_, due_, fixed_ = np.array(rows).T
    return {
        "audit_id": numbered("AU", audit_ + 1, 4),
        "finding": whole(finding_),
        "scope": words(partial_, SCOPES),
        "severity": words(np.maximum(severity_, 0), tuple(SEVERITIES), severity_ >= 0),
        "planned_on": on_days(span, planned_, ahead=True),
        "reported_on": on_days(span, reported_),
        "found_on": on_days(span, found_),
        "due_on": on_days(span, due_, ahead=True),
        "fixed_on": on_days(span, fixed_),
    }


def _plan(span: Span) -> list[tuple[int, int]]:
    """Planned day of each audit from the first day on to one beyond the end, and whether it is partial."""
    months = dict.fromkeys(FULL_MONTHS, 0) | dict.fromkeys(PARTIAL_MONTHS, 1)
    days = [
        (span.number(date(year, month, REPORT_DAY) - timedelta(days=4)), partial)
        for year in range(span.first.year, span.last.year + 2)
        for month, partial in sorted(months.items())
    ]
    return [(day, partial) for day, partial in days if day >= 0]


def incident_columns(span: Span, seed: int) -> dict[str, pa.Array]:
    """The source `incidents`, in order of discovery."""
    rng = generator(seed, "security", 1)
    kind, severity, left, until_known, until_contained, people = zip(*INCIDENTS, strict=True)
    occurred = (span.days - np.array(left)) * DAY + rng.integers(0, DAY, len(left))
    discovered = occurred + (np.array(until_known) * DAY).astype(np.int64) + rng.integers(300, 3600, len(left))
    contained = discovered + np.array(until_contained) * 3600 + rng.integers(0, 1800, len(left))
    order = np.argsort(discovered)
    return {
        "incident_id": numbered("E", np.arange(len(left)) + 1, 4),
        "kind": words(np.array([KINDS.index(name) for name in kind])[order], KINDS),
        "severity": words(np.array([tuple(SEVERITIES).index(name) for name in severity])[order], tuple(SEVERITIES)),
        "occurred_at": happened(span, occurred[order]),
        "discovered_at": happened(span, np.minimum(discovered[order], NEVER)),
        "contained_at": happened(span, contained[order]),
        "people_affected": whole(np.array(people)[order]),
    }
