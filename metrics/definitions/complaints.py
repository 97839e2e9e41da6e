"""Complaints from receipt to archive (D15), and how many there are for the orders behind them."""

from data.contracts import contract
from data.words import Text
from metrics.clocks import stop_sql
from metrics.definitions.forms import count, duration_quantile, per, promise_rate, share
from metrics.model import Direction, Metric, Unit

COMPLAINT = "kind = 'complaint'"
RESOLVED = stop_sql(contract("tickets").clock("resolved_48h"))
STEPS = (
    ("judged", Text("received → judged", "受理 → 判定"), "created_s", "judged_s"),
    ("handled", Text("judged → resolved", "判定 → 解决"), "judged_s", RESOLVED),
    ("told", Text("resolved → customer told", "解决 → 告知客户"), f"({RESOLVED})", "told_s"),
    ("archived", Text("told → archived", "告知 → 归档"), "told_s", "archived_s"),
)
"""The five steps received, judged, handled, told, archived: four times between them."""

TOLD_IN_TIME = (
    f"COALESCE(({RESOLVED}) <= resolved_48h_due_s AND told_s <= resolved_48h_due_s"
    f" AND ({RESOLVED}) <= $as_of AND told_s <= $as_of, false)"
)

MAIN: tuple[Metric, ...] = (
    promise_rate(
        "complaint_resolved_48h",
        Text("Complaints resolved within 48 h", "投诉 48 小时解决率"),
        Text("Of the complaints due in the period, the share resolved within 48 calendar hours of receipt; a complaint reopened within the window goes on from its first start.",
             "期内到期的投诉中，受理后 48 个自然小时内解决的比例；重开期内重开的投诉从首次受理起继续计时。"),
        subject="complaints", source="tickets", clock="resolved_48h", where=COMPLAINT, decision="reopening", card=True,
    ),
    share(
        "complaint_told_48h", Text("Resolved and told within 48 h", "48 小时解决并告知率"),
        Text("Of the complaints due in the period, the share resolved and their customer told the result within 48 calendar hours of receipt.",
             "期内到期的投诉中，受理后 48 个自然小时内既解决又把结果告知客户的比例。"),
        subject="complaints", source="tickets", axis="resolved_48h_due", where=f"{COMPLAINT} AND created_s <= $as_of",
        hit=TOLD_IN_TIME, decided=f"({TOLD_IN_TIME}) OR resolved_48h_due_s < $as_of",
        undecided=f"NOT ({TOLD_IN_TIME}) AND resolved_48h_due_s >= $as_of", decision="told", card=True,
    ),
    count(
        "complaints_received", Text("Complaints received", "投诉量"),
        Text("Complaints received in the period.", "期内受理的投诉数。"),
        subject="complaints", source="tickets", axis="created", where=f"{COMPLAINT} AND created_s <= $as_of",
        decision="backlog", direction=Direction.DOWN, card=True,
    ),
    per(
        "complaints_per_1000", Text("Complaints per 1,000 orders", "千单投诉量"),
        Text("Complaints received in the period for each thousand orders placed in it.", "期内每千笔下单对应的投诉受理数。"),
        subject="complaints", source="tickets", axis="created", where=f"{COMPLAINT} AND created_s <= $as_of",
        exposure="orders_placed", scale=1000, unit=Unit.PER_1000, direction=Direction.DOWN, decision="complaint-rate",
        card=True,
    ),
    share(
        "complaint_reopened", Text("Complaints reopened", "投诉重开率"),
        Text("Of the complaints received in the period and closed, the share reopened within the reopen window.",
             "期内受理且已关闭的投诉中，在重开期内被重开的比例。"),
        subject="complaints", source="tickets", axis="created", where=f"{COMPLAINT} AND created_s <= $as_of",
        hit="COALESCE(reopen_in_window_s <= $as_of, reopened_s IS NULL AND reopen_count > 0, false)", decided="COALESCE(first_closed_s <= $as_of, false)",
        undecided="NOT COALESCE(first_closed_s <= $as_of, false)", direction=Direction.DOWN, decision="reopening", card=True,
    ),
    share(
        "complaint_told", Text("Complainants told the result", "投诉结果告知率"),
        Text("Of the complaints received in the period and resolved, the share whose customer was told the result.",
             "期内受理且已解决的投诉中，已把处理结果告知客户的比例。"),
        subject="complaints", source="tickets", axis="created", where=f"{COMPLAINT} AND created_s <= $as_of",
        hit="COALESCE(told_s <= $as_of, false)", decided=f"COALESCE(({RESOLVED}) <= $as_of, false)",
        undecided=f"NOT COALESCE(({RESOLVED}) <= $as_of, false)", decision="told", card=True,
    ),
)  # fmt: skip

TIMES: tuple[Metric, ...] = tuple(
    duration_quantile(
        f"complaint_{step}_{name}",
        Text(f"Complaint step {label.en}, {name}", f"投诉环节 {label.zh} {name.upper()}"),
        Text(f"Of the complaints received in the period that took this step, {share_} took no longer than this over it.",
             f"期内受理且走完该环节的投诉中，{share_}在该环节不超过此时长。"),
        subject="complaints", source="tickets", axis="created", where=COMPLAINT, start=start,
        stop=f"CASE WHEN ({stop}) >= {start} THEN ({stop}) END", quantile=quantile, decision="complaint-steps",
        single=Text(f"Complaint step {label.en}", f"投诉环节 {label.zh}"),
    )
    for step, label, start, stop in STEPS
    for name, share_, quantile in (("p50", "50 %", 0.5), ("p90", "90 %", 0.9))
)  # fmt: skip

METRICS: tuple[Metric, ...] = (*MAIN, *TIMES)
