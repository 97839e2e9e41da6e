"""Surveys: every questionnaire sent, answered or not; quarterly waves and after-sales questionnaires."""

from data.contracts.columns import (
    AGENT,
    CATEGORY,
    CHANNEL,
    CUSTOMER,
    KINDS,
    MERCHANT,
    ORDER,
    REGION,
    SOLVERS,
    TEAM,
    code,
    decimal,
    moment,
    number,
    values,
)
from data.contracts.model import Check, Contract, Inherited, Mark
from data.words import Text


def _score(name: str, en: str, zh: str) -> Check:
    return Check(f"{name}_outside_0_100", f"{name} BETWEEN 0 AND 100",
                 Text(f"{en} outside 0-100", f"{zh}不在 0–100 之间"))  # fmt: skip


CONTRACT = Contract(
    name="surveys",
    label=Text("Surveys", "满意度调查"),
    meaning=Text("One row per questionnaire sent to one customer, whether answered or not.",
                 "向一位客户发出的每份问卷一行，无论是否回收。"),
    key=("survey_id",),
    columns=(
        code("survey_id", "Survey", "问卷号", "Number of the questionnaire", "问卷编号", required=True, dimension=False),
        code("kind", "Kind", "类型", "After a ticket, or part of a quarterly wave", "工单回访，或季度调查",
             required=True, values=values(ticket=("After a ticket", "工单回访"), order=("After an order", "订单回访"),
                                          wave=("Quarterly wave", "季度调查"))),
        code("wave", "Wave", "批次", "Name of the wave, for example 2026Q3", "调查批次，如 2026Q3"),
        code("ticket_id", "Ticket", "工单", "Ticket it is about", "相关工单号", dimension=False),
        code("ticket_kind", "Kind of ticket", "工单类型", "Kind of that ticket as received; else taken from the ticket",
             "相关工单受理时的类型；留空则取自工单", values=KINDS),
        code("solved_by", "Solved by", "解决方", "Who solved that ticket; else taken from the ticket",
             "相关工单由谁解决；留空则取自工单", values=SOLVERS),
        ORDER, CUSTOMER, AGENT, TEAM, MERCHANT, CATEGORY, CHANNEL, REGION,
        code("customer_group", "Customer group", "客户群", "Customer group (key, regular, new …)", "客户分群（重点、普通、新客等）"),
        moment("sent_at", "Sent at", "发出时间", "When it was sent: the send cohort", "发出的时间，按发出批次统计",
               required=True, axis=True),
        moment("answered_at", "Answered at", "回收时间", "When it was answered; empty if not", "回收的时间；未回收留空"),
        number("csat", "CSAT", "满意度评分", "Overall satisfaction", "总体满意度", "score 1-5",
               dimension=True),
        number("nps", "Recommendation", "推荐意愿", "Willingness to recommend", "推荐意愿", "score 0-10",
               dimension=True),
        decimal("speed", "Speed", "速度", "Speed of the service", "服务速度", "score 0-100"),
        decimal("attitude", "Attitude", "态度", "Attitude of the service", "服务态度", "score 0-100"),
        decimal("professionalism", "Professionalism", "专业性", "Professional knowledge", "专业程度", "score 0-100"),
        decimal("satisfaction", "Satisfaction", "满意程度", "Satisfaction with the result", "对结果的满意程度", "score 0-100"),
    ),
    checks=(
        Check("answered_before_sent", "answered_at >= sent_at", Text("answered before it was sent", "回收早于发出")),
        Check("csat_outside_1_5", "csat BETWEEN 1 AND 5", Text("CSAT outside 1-5", "满意度评分不在 1–5 之间")),
        Check("nps_outside_0_10", "nps BETWEEN 0 AND 10", Text("recommendation outside 0-10", "推荐意愿不在 0–10 之间")),
        _score("speed", "speed", "速度"), _score("attitude", "attitude", "态度"),
        _score("professionalism", "professionalism", "专业性"), _score("satisfaction", "satisfaction", "满意程度"),
    ),
    inherited=Inherited("tickets", "ticket_id", (
        ("ticket_kind", "kind"), ("solved_by", "solved_by"), ("agent_id", "agent_id"), ("team", "team"),
        ("channel", "channel"), ("category", "category"), ("merchant_id", "merchant_id"), ("region", "region"))),
    marks=(
        Mark("composite", "{composite}",
             Text("The four scores as one, by the declared weights, in hundredths of a point",
                  "四个维度按公布的权重合成，单位为百分之一分")),
    ),
)  # fmt: skip
