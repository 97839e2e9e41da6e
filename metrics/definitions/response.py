"""Answering and resolving: the promise on after-sales requests, how long everything takes, and what waits (D2, D9)."""

from data.contracts import contract
from data.words import Text
from metrics.clocks import stop_sql
from metrics.definitions.forms import count, duration_quantile, promise_rate
from metrics.model import Direction, Kind, Metric, Unit

QUANTILES = (("p50", "50 %", 0.5), ("p90", "90 %", 0.9), ("p95", "95 %", 0.95))
RESOLVED = stop_sql(contract("tickets").clock("resolved_48h"))

PROMISES: tuple[Metric, ...] = (
    promise_rate(
        "aftersales_answered_48h",
        Text("After-sales requests answered within 48 h", "售后请求 48 小时响应率"),
        Text("Of the after-sales requests due in the period, the share with a first public reply by a person within 48 calendar hours; automatic replies do not count.",
             "期内到期的售后请求中，48 个自然小时内获得首次人工公开回复的比例；自动回复不算。"),
        subject="response", source="tickets", clock="answered_48h", where="kind = 'after_sales'", decision="first-response", card=True,
    ),
)  # fmt: skip

DURATIONS: tuple[Metric, ...] = tuple(
    duration_quantile(
        f"{what}_{name}",
        Text(f"{label.en}, {name}", f"{label.zh} {name.upper()}"),
        Text(f"{share} of the tickets received in the period and {done.en} took no longer than this.",
             f"期内受理且{done.zh}的工单中，{share}不超过该时长。"),
        subject="response", source="tickets", axis="created", where="true", start="created_s", stop=stop,
        less=less, quantile=quantile, single=label, decision="durations",
    )
    for what, label, done, stop, less in (
        ("first_response", Text("First response time", "首次响应时长"), Text("answered", "已人工响应"), "first_reply_s", ""),
        ("resolution", Text("Resolution time", "解决时长"), Text("resolved", "已解决"), RESOLVED, ""),
        ("resolution_net", Text("Net resolution time", "净解决时长"),
         Text("resolved (waiting for the customer left out)", "已解决（扣除待客户时间）"),
         RESOLVED, "COALESCE(paused_seconds, 0)"),
    )
    for name, share, quantile in QUANTILES
)  # fmt: skip

FLOW: tuple[Metric, ...] = (
    count(
        "ticket_arrivals", Text("Tickets received", "受理量"), Text("Tickets received in the period.", "期内受理的工单数。"),
        subject="response", source="tickets", axis="created", where="created_s <= $as_of", decision="backlog",
    ),
    count(
        "ticket_closures", Text("Tickets closed", "关闭量"),
        Text("Tickets whose closure that counts lies in the period.", "有效关闭时间在期内的工单数。"),
        subject="response", source="tickets", axis="final_closed", where="final_closed_s <= $as_of", decision="backlog",
    ),
    Metric(
        "backlog", Text("Backlog", "积压"),
        Text("Tickets received and not yet closed at the end of the period; those reopened within the window count as never closed.",
             "期末已受理而未关闭的工单数；重开期内重开的视为未关闭过。"),
        "response", Unit.COUNT, Direction.DOWN, Kind.STOCK, "tickets", "created", "created_s <= $as_of",
        measures={"numerator": "final_closed_s IS NULL OR final_closed_s > $as_of"}, decision="backlog",
    ),
)  # fmt: skip

METRICS: tuple[Metric, ...] = (*PROMISES, *DURATIONS, *FLOW)
