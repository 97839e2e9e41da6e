"""Feedback channels (D5) and product reviews (D3, D12)."""

from data.words import Text
from metrics.definitions.forms import count, mean_of, promise_rate, share
from metrics.model import Direction, Metric

VALID = "COALESCE(copy_number = 1, false)"
COLLECTED = "collected_s <= $as_of"
REWARDED, DELETED = "COALESCE(incentivised, false)", "deleted_s IS NOT NULL"
REASONS = (
    ("rewarded", Text("Given for a reward", "有奖评价"), REWARDED),
    ("deleted", Text("Deleted since", "已删除"), f"NOT {REWARDED} AND {DELETED}"),
    ("repeated", Text("Repetitions", "重复评价"), f"NOT {REWARDED} AND NOT ({DELETED}) AND NOT ({VALID})"),
)
"""Why a review is set aside: the first reason that holds."""

METRICS: tuple[Metric, ...] = (
    promise_rate(
        "feedback_answered_72h",
        Text("Customer feedback answered within 72 h", "客户反馈 72 小时响应率"),
        Text("Of the feedback due in the period that is not already an after-sales request or a complaint, the share answered by a person within 72 calendar hours.",
             "期内到期且不属于售后请求或投诉的客户反馈中，72 个自然小时内获得人工回复的比例。"),
        subject="feedback", source="tickets", clock="answered_72h", where="kind = 'feedback'", decision="kinds-are-exclusive",
        card=True,
    ),
    count(
        "feedback_received", Text("Feedback received", "反馈量"), Text("Feedback received in the period.", "期内受理的客户反馈数。"),
        subject="feedback", source="tickets", axis="created", where="kind = 'feedback' AND created_s <= $as_of",
        decision="backlog", card=True,
    ),
    count(
        "reviews_collected", Text("Product reviews collected", "收集评价数"),
        Text("Reviews given in the period that are valid: not given for a reward, not deleted since, and one for each buyer, order and kind of goods.",
             "期内提交的有效评价数：非有奖评价、未被删除，同一买家、订单、商品只计一条。"),
        subject="feedback", source="reviews", axis="collected", where=COLLECTED, condition=VALID, decision="reviews",
        direction=Direction.UP, card=True,
    ),
    count(
        "reviews_set_aside", Text("Reviews set aside", "未计入评价数"),
        Text("Reviews given in the period that do not count: given for a reward, deleted since, or a repetition.",
             "期内提交但不计入的评价数：有奖、已删除或重复。"),
        subject="feedback", source="reviews", axis="collected", where=COLLECTED, condition=f"NOT ({VALID})", decision="reviews",
        direction=Direction.DOWN, card=True,
    ),
    *(
        count(
            f"reviews_{reason}", label,
            Text("Of the reviews set aside, those for which this is the first reason: a reward, a deletion, a repetition.",
                 "未计入的评价中，按首要原因（有奖、已删除、重复）归类的数量。"),
            subject="feedback", source="reviews", axis="collected", where=COLLECTED, condition=condition, decision="reviews",
            direction=Direction.DOWN,
        )
        for reason, label, condition in REASONS
    ),
    mean_of(
        "review_score", Text("Mean review score, 1–5", "评价均分（1–5）"),
        Text("Mean stars of the valid reviews given in the period, with their standard deviation.", "期内有效评价星级的平均值，附标准差。"),
        subject="feedback", source="reviews", axis="collected", where=f"{COLLECTED} AND {VALID}", value="score",
        decision="reviews", card=True,
    ),
    share(
        "negative_reviews", Text("Negative reviews", "差评率"),
        Text("Of the valid reviews given in the period with a score, the share with 1 or 2 stars.", "期内有评分的有效评价中，1–2 星的比例。"),
        subject="feedback", source="reviews", axis="collected", where=f"{COLLECTED} AND {VALID}", hit="score <= 2",
        decided="score IS NOT NULL", direction=Direction.DOWN, decision="reviews", card=True,
    ),
)  # fmt: skip
