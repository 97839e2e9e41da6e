"""Loyalty (D7): how often members buy, against the frozen baseline and against customers who are no members."""

from data.words import Text
from metrics.definitions.forms import against_baseline, per, present, present_days, share
from metrics.model import Direction, Metric, Unit

DAYS_A_MONTH = 365.25 / 12
REPEAT_SECONDS = 90 * 24 * 3600
PLACED = "created_s <= $as_of"
REPEATED = f"COALESCE(next_order_s <= created_s + {REPEAT_SECONDS} AND next_order_s <= $as_of, false)"
WAITED = f"created_s + {REPEAT_SECONDS} < $as_of"

MEMBER_ORDER_RATE = per(
    "member_order_rate", Text("Orders per active member and month", "会员月均下单次数"),
    Text("Orders placed by members in the period, on days of their membership, for each month of an active membership; a month is a twelfth of 365.25 days.",
         "期内会员在会籍有效期内的下单数与有效会员月数之比；一个会员月为 365.25 天的十二分之一。"),
    subject="loyalty", source="orders", axis="created", where=f"member_then AND {PLACED}", exposure="member_days",
    scale=DAYS_A_MONTH, unit=Unit.FREQUENCY, direction=Direction.UP, decision="loyalty", card=True,
)  # fmt: skip

BUYER_ORDER_RATE = per(
    "buyer_order_rate", Text("Orders per buyer and month", "买家月均下单次数"),
    Text("Orders for each customer and calendar month with at least one: it is told alike for members and others, so the two can be compared.",
         "每位客户在有下单的自然月中的平均下单数；会员与非会员口径一致，可以对比。"),
    subject="loyalty", source="orders", axis="created", where=f"buyer_month IS NOT NULL AND {PLACED}",
    distinct="buyer_month", scale=1, unit=Unit.FREQUENCY, direction=Direction.UP, decision="loyalty", card=True,
)  # fmt: skip

METRICS: tuple[Metric, ...] = (
    present_days(
        "member_days", Text("Active member-days", "有效会员天数"),
        Text("Days of active membership in the period, all members together.", "期内全部会员的有效会籍天数合计。"),
        subject="loyalty", source="members", decision="loyalty",
    ),
    present(
        "members_active", Text("Active members", "有效会员数"), Text("Members at the end of the period.", "期末的有效会员数。"),
        subject="loyalty", source="members", decision="loyalty", direction=Direction.UP, card=True,
    ),
    MEMBER_ORDER_RATE,
    against_baseline(
        "member_frequency", Text("Members' frequency against the baseline", "会员购买频次较基线"),
        Text("Change of the orders per active member and month against the frozen baseline.", "会员月均下单次数较冻结基线的变化幅度。"),
        subject="loyalty", of=MEMBER_ORDER_RATE, direction=Direction.UP, decision="baseline",
    ),
    BUYER_ORDER_RATE,
    against_baseline(
        "buyer_frequency", Text("Buyers' frequency against the baseline", "买家下单频次较基线"),
        Text("Change of the orders per buyer and month against the frozen baseline; told alike for members and others.",
             "买家月均下单次数较冻结基线的变化幅度；会员与非会员口径一致。"),
        subject="loyalty", of=BUYER_ORDER_RATE, direction=Direction.UP, decision="baseline", card=False,
    ),
    share(
        "repeat_purchase_90d", Text("Repeat purchase within 90 days", "90 天复购率"),
        Text("Of the orders placed in the period whose 90 days are over, the share followed by another order of the same customer within them.",
             "期内已满 90 天的订单中，同一客户在 90 天内再次下单的比例。"),
        subject="loyalty", source="orders", axis="created", where=f"buyer_month IS NOT NULL AND {PLACED}", hit=REPEATED,
        decided=WAITED, undecided=f"NOT ({WAITED})", decision="loyalty", card=True,
    ),
)  # fmt: skip
