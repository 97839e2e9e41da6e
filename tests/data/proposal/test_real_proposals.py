"""Every real file: what is proposed, what has to be asked, and that the answers give the rows of the hand-made mappings.

The counts are those of the hand-made mappings in tests/data/test_real_files.py and tests/data/test_real_other_sources.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from data.batch import Batch
from data.errors import ImportRefused
from data.mapping import parse_mapping
from data.proposal import Known, Look, Proposal, answered, look, propose
from data.store import Store
from data.trial import dry_run
from tests.data.proposal.conftest import TODAY


@dataclass(frozen=True)
class Real:
    """A real file: what it is taken for, the answers a person had to give, why only a person can, and its rows.

    `counts`: read, accepted, updated, duplicate, rejected.
    """

    file: str
    source: str
    answers: dict[str, str]
    why: str
    counts: tuple[int, int, int, int, int]
    columns: dict[str, str] = field(default_factory=dict)


OLIST = (
    Real("olist/olist_orders_dataset.csv.gz", "orders", {}, "", (8_135, 8_058, 0, 0, 77)),
    Real("olist/olist_order_reviews_dataset.csv.gz", "surveys", {}, "", (8_225, 8_225, 0, 0, 0)),
    Real("olist/olist_customers_dataset.csv.gz", "members", {}, "", (8_135, 8_016, 0, 119, 0)),
    Real("olist/olist_sellers_dataset.csv.gz", "merchants", {}, "", (3_095, 3_095, 0, 0, 0)),
)
ALONE = (
    Real(
        "tickets/servicenow_incident_event_log.csv.gz", "tickets", {"kind": "complaint"},
        "no column says what an incident is to this organisation", (141_712, 24_918, 116_794, 0, 0),
    ),
    Real(
        "tickets/customer_service_experience_tickets.csv", "tickets",
        {"kind": "after_sales", "status=Partially resolved": "closed"},
        "no column says the kind; “partially” resolved is either", (650, 650, 0, 0, 0),
        {"ticket_id": "Ticket_ID", "created_at": "Reported_Time", "first_reply_at": "First_Response_Time",
         "resolved_at": "Resolution_Time", "agent_id": "Agent_ID", "topic": "Issue_Type"},
    ),
    Real(
        "inspections/supplier_quality_2013.csv.gz", "inspections",
        {"inspection_id": "content", "draw": "complaint_driven", "result=No Impact": "passed", "result=Impact": "failed"},
        "no number; no column says why a lot was looked at; an impact is no result by itself", (2_757, 2_679, 0, 78, 0),
        {"sku": "Material ID", "merchant_id": "Vendor ID", "drawn_at": "Date", "defects": "Defect Qty"},
    ),
    Real(
        "inspections/chicago_food_inspections_2020-03.csv", "inspections",
        {"date_order": "month_first", "draw=Canvass": "random", "draw=License": "leave_out",
         "draw=Complaint Re-Inspection": "retest", "draw=Suspected Food Poisoning": "complaint_driven", "result=Pass w/ Conditions": "passed"},
        "all days are 3–6 March 2020, so 03/04/2020 is March or April; the city's own words for visits and results",
        (342, 287, 0, 0, 55), {"inspection_id": "ID", "drawn_at": "Date", "draw": "InspType", "result": "Results"},
    ),
    Real(
        "trainings/employee_training.csv", "trainings", {"purpose=*": "leave_empty", "status=incomplete": "attended"},
        "the file's types of training are not ours; who is incomplete was there or not", (90, 90, 0, 0, 0),
        {"session_id": "training_id", "agent_id": "employee_id", "started_at": "training_start_date", "score": "completion_score"},
    ),
    Real(
        "surveys/hbat_factor_hair_revised.csv", "surveys",
        {"kind": "wave", "sent_at": "2010-01-01", "satisfaction:scale": "times_10"},
        "no date and no kind; 9.9 may be of 10 or of 100", (100, 100, 0, 0, 0), {"survey_id": "ID"},
    ),
    Real(
        "reviews/online_shopping_10_cats.csv.gz", "reviews",
        {"review_id": "content", "collected_at": "2018-01-01", "tone=1": "positive", "tone=0": "negative"},
        "no number, no date; 1 and 0 are said nowhere to be good and bad", (62_774, 62_774, 0, 0, 0), {"category": "cat"},
    ),
)  # fmt: skip
"""Every file with what had to be answered: nothing else is asked."""

REFUSED = "tickets/customer_support_tickets.csv.gz"

Seen = Callable[..., tuple[Look, tuple[Proposal, ...]]]


@pytest.fixture(scope="module")
def seen(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    @cache
    def look_and_propose(*names: str) -> tuple[Look, tuple[Proposal, ...]]:
        found = look([real / name for name in names], tmp_path_factory.mktemp("look"))
        return found, propose(found, Known("Asia/Shanghai", TODAY))

    return look_and_propose


def trial(proposal: Proposal, answers: dict[str, str], folder: Path) -> tuple[int, int, int, int, int]:
    """What would become of every row."""
    mapping = parse_mapping(answered(proposal, answers))
    (done,) = dry_run(Store(folder / "store"), [Batch([Path(file) for file in proposal.files], mapping)])
    counts = done.report.counts
    return counts.read, counts.accepted, counts.updated, counts.duplicate, counts.rejected


@pytest.mark.parametrize("known", ALONE, ids=lambda known: Path(known.file).name)
def test_a_real_file_asks_only_what_is_ambiguous_and_gives_the_known_rows(
    seen: Seen, known: Real, tmp_path: Path
) -> None:
    _, (proposal,) = seen(known.file)
    assert (proposal.source, proposal.refusal) == (known.source, None)
    assert {question.id for question in proposal.questions} == set(known.answers)
    matched = {match.column: match.from_ for match in proposal.matches}
    assert known.columns.items() <= matched.items()
    assert trial(proposal, known.answers, tmp_path) == known.counts


def test_the_eight_files_of_olist_make_four_imports_and_ask_nothing(seen: Seen, real: Path, tmp_path: Path) -> None:
    _, proposals = seen(*(f"olist/{path.name}" for path in sorted((real / "olist").iterdir())))
    by_file = {Path(proposal.files[0]).name: proposal for proposal in proposals}
    assert set(by_file) == {Path(known.file).name for known in OLIST}
    for known in OLIST:
        proposal = by_file[Path(known.file).name]
        assert (proposal.source, proposal.questions) == (known.source, ())
        assert trial(proposal, {}, tmp_path) == known.counts
    orders = by_file["olist_orders_dataset.csv.gz"]
    assert {Path(path).name.split(".")[0] for path in orders.lookups} == {
        "olist_order_items_dataset", "olist_products_dataset", "olist_customers_dataset", "olist_order_payments_dataset"}  # fmt: skip


def test_tickets_without_a_time_of_receipt_are_refused(seen: Seen) -> None:
    _, (proposal,) = seen(REFUSED)
    assert isinstance(proposal.refusal, ImportRefused)
    assert "created_at" in proposal.refusal.to("en")
    assert "受理时间" in proposal.refusal.to("zh")
    with pytest.raises(ImportRefused):
        answered(proposal, {})


def test_all_other_files_are_named_here(real: Path) -> None:
    named = {known.file for known in (*OLIST, *ALONE)} | {REFUSED}
    files = {str(path.relative_to(real)) for path in real.rglob("*") if path.suffix in {".csv", ".gz"}}
    assert {name for name in files - named if not name.startswith("olist/")} == set()


def test_a_log_of_140_000_events_is_looked_at_as_a_whole(seen: Seen) -> None:
    (found,) = seen(ALONE[0].file)[0].files
    assert (found.rows, found.complete, found.nulls) == (141_712, True, ("?",))
    opened = found.column("opened_at")
    assert opened is not None
    assert opened.dates is not None
    assert (opened.dates.order, opened.dates.formats) == ("day", ("%d/%m/%Y %H:%M",))
