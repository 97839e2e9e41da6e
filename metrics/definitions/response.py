"""Answering and resolving: the promises on after-sales requests, complaints and feedback, and how long it takes (D2, D9)."""

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
        subject="response", source="tickets", clock="answered_48h", where="kind = 'after_sales'", decision="first-response",
    ),
    promise_rate(
        "complaint_resolved_48h",
        Text("Complaints resolved within 48 h", "投诉 48 小时解决率"),
        Text("Of the complaints due in the period, the share resolved within 48 calendar hours of receipt; a complaint reopened within the window goes on from its first start.",
             "期内到期的投诉中，受理后 48 个自然小时内解决的比例；重开期内重开的投诉从首次受理起继续计时。"),
        subject="response", source="tickets", clock="resolved_48h", where="kind = 'complaint'", decision="reopening",
    ),
    promise_rate(
        "feedback_answered_72h",
        Text("Customer feedback answered within 72 h", "客户反馈 72 小时响应率"),
        Text("Of the feedback due in the period that is not already an after-sales request or a complaint, the share answered by a person within 72 calendar hours.",
             "期内到期且不属于售后请求或投诉的客户反馈中，72 个自然小时内获得人工回复的比例。"),
        subject="response", source="tickets", clock="answered_72h", where="kind = 'feedback'", decision="kinds-are-exclusive",
    ),
)  # fmt: skip

DURATIONS: tuple[Metric, ...] = tuple(
    duration_quantile(
        f"{what}_{name}",
        Text(f"{label.en}, {name}", f"{label.zh} {name.upper()}"),
        Text(f"{share} of the tickets received in the period and {done.en} took no longer than this.",
             f"期内受理且{done.zh}的工单中，{share}不超过该时长。"),
        subject="response", source="tickets", axis="created", where="true", start="created", stop=stop,
        less=less, quantile=quantile, decision="durations",
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
