"""Satisfaction (D6) and the four-dimension service evaluation (D13), all by send cohort."""

from data.words import Text
from metrics.definitions.forms import count, entities, mean_of, share
from metrics.intervals import SMALL_N
from metrics.model import Direction, Metric, Unit

ANSWERED = "COALESCE(answered_s <= $as_of, false)"
SENT = "sent_s <= $as_of"
AFTER_SALES = f"kind = 'ticket' AND COALESCE(ticket_kind, 'after_sales') = 'after_sales' AND {SENT}"
WAVE = f"kind = 'wave' AND {SENT}"
SCORES = (
    ("speed", Text("Speed score", "速度得分")),
    ("attitude", Text("Attitude score", "态度得分")),
    ("professionalism", Text("Professionalism score", "专业得分")),
    ("satisfaction", Text("Satisfaction score", "满意程度得分")),
)
RATED = f"csat IS NOT NULL AND {ANSWERED}"

SATISFIED: tuple[Metric, ...] = (
    share(
        "aftersales_satisfaction", Text("After-sales satisfaction", "售后满意度"),
        Text("Of the answers to questionnaires sent in the period about after-sales requests, the share with 4 or 5 of 5; those not answered yet are counted beside it.",
             "期内发出的售后请求回访问卷中，已回收且评 4–5 分的占已回收的比例；未回收的单列。"),
        subject="satisfaction", source="surveys", axis="sent", where=AFTER_SALES, hit="csat >= 4", decided=RATED,
        undecided=f"NOT {ANSWERED}", decision="csat", sample=True,
        card=True,
    ),
    share(
        "customer_satisfaction", Text("Overall satisfaction", "总体满意度"),
        Text("Of the answers to quarterly waves sent in the period, the share with 4 or 5 of 5; those not answered yet are counted beside it.",
             "期内发出的季度调查问卷中，已回收且评 4–5 分的占已回收的比例；未回收的单列。"),
        subject="satisfaction", source="surveys", axis="sent", where=WAVE, hit="csat >= 4", decided=RATED,
        undecided=f"NOT {ANSWERED}", decision="csat", sample=True, card=True,
    ),
    mean_of(
        "nps", Text("Net promoter score", "净推荐值（NPS）"),
        Text("Of all answers to questionnaires sent in the period, the share of 9–10 less the share of 0–6, in points.",
             "期内发出问卷的回收中，9–10 分占比减 0–6 分占比，单位为点。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT,
        value=f"CASE WHEN NOT {ANSWERED} THEN NULL WHEN nps >= 9 THEN 100 WHEN nps >= 7 THEN 0 WHEN nps >= 0 THEN -100 END",
        unit=Unit.NPS, decision="nps", card=True,
    ),
    mean_of(
        "csat_mean", Text("Mean satisfaction, 1–5", "满意度均分（1–5）"),
        Text("Mean of the answers from 1 to 5 to questionnaires sent in the period, with its standard deviation.",
             "期内发出问卷的回收评分（1–5）的平均值，附标准差。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT, value=f"CASE WHEN {ANSWERED} THEN csat END",
        decision="csat",
    ),
    count(
        "survey_answers", Text("Answers", "回收量"), Text("Answers to questionnaires sent in the period.", "期内发出问卷的回收数。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT, condition=ANSWERED, decision="csat",
    ),
    share(
        "response_rate", Text("Response rate", "问卷回收率"),
        Text("Of the questionnaires sent in the period, the share answered so far.", "期内发出的问卷中，至今已回收的比例。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT, hit=ANSWERED, decision="csat", card=True,
    ),
    entities(
        "survey_each_quarter", Text("Satisfaction surveys held", "满意度调查次数"),
        Text(f"Survey waves sent in the period with at least {SMALL_N} answers; waves with fewer are too small to judge and counted beside it.",
             f"期内发出且回收不少于 {SMALL_N} 份的调查批次数；回收更少的批次无法判断，单列。"),
        subject="satisfaction", source="surveys", axis="sent", where=WAVE, entity="wave", counted=ANSWERED, enough=SMALL_N,
        decision="wave-size",
    ),
)  # fmt: skip

DIMENSIONS: tuple[Metric, ...] = (
    *(
        mean_of(
            f"{name}_score", label,
            Text(f"Mean score for {name}, 0–100, of the answers to questionnaires sent in the period.",
                 f"期内发出问卷的回收中{label.zh}（0–100）的平均值。"),
            subject="satisfaction", source="surveys", axis="sent", where=SENT,
            value=f"CASE WHEN {ANSWERED} THEN CAST(ROUND({name} * 100) AS BIGINT) END", scale=0.01,
            decision="four-dimensions",
        )
        for name, label in SCORES
    ),
    mean_of(
        "service_score", Text("Service score", "服务综合得分"),
        Text("The four scores of each answer as one by the declared weights, 0–100; the mean over the answers to questionnaires sent in the period.",
             "每份回收按公布的权重把四个维度合成一个得分（0–100），取期内发出问卷的平均值。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT, value=f"CASE WHEN {ANSWERED} THEN composite END",
        scale=0.01, decision="four-dimensions", card=True,
    ),
    share(
        "dissatisfied", Text("Dissatisfied answers", "不满意占比"),
        Text("Of the answers to questionnaires sent in the period, the share with 1 or 2 of 5.", "期内发出问卷的回收中，评 1–2 分的比例。"),
        subject="satisfaction", source="surveys", axis="sent", where=SENT, hit="csat <= 2", decided=RATED, direction=Direction.DOWN, decision="csat", sample=True,
    ),
)  # fmt: skip

METRICS: tuple[Metric, ...] = (*SATISFIED, *DIMENSIONS)
