"""Orders processed within their promise (D1)."""

from data.words import Text
from metrics.definitions.forms import against_baseline, count, duration_quantile, promise_rate
from metrics.model import Direction, Metric

ORDINARY = "NOT COALESCE(express, false)"
EXPRESS = "COALESCE(express, false)"
HANDED_OVER = "CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END"
"""A pre-sale order handed over before its agreed start took no time."""

TIMES: tuple[Metric, ...] = tuple(
    duration_quantile(
        f"order_processing_{name}",
        Text(f"Order processing time, {name}", f"订单处理时长 {name.upper()}"),
        Text(f"{share} of the orders paid in the period and handed over took no longer than this.",
             f"期内付款且已交承运的订单中，{share}不超过该时长。"),
        subject="orders", source="orders", axis="processing_start", where="true", start="processing_start_s",
        single=Text("Order processing time", "订单处理时长"), stop=HANDED_OVER, quantile=quantile, decision="durations", card=name != "p95",
    )
    for name, share, quantile in (("p50", "50 %", 0.5), ("p90", "90 %", 0.9), ("p95", "95 %", 0.95))
)  # fmt: skip

METRICS: tuple[Metric, ...] = (
    promise_rate(
        "order_normal_24h",
        Text("Ordinary orders processed within 24 h", "普通订单 24 小时处理及时率"),
        Text("Of the ordinary orders due in the period, the share handed to the carrier within 24 calendar hours of payment.",
             "期内到期的普通订单中，付款后 24 个自然小时内交承运商的比例。"),
        subject="orders", source="orders", clock="normal_24h", where=ORDINARY, decision="promise-clock", card=True,
    ),
    promise_rate(
        "order_express_12h",
        Text("Express orders processed within 12 h", "加急订单 12 小时处理及时率"),
        Text("Of the orders that were express at payment and due in the period, the share handed to the carrier within 12 calendar hours.",
             "期内到期、付款时为加急的订单中，12 个自然小时内交承运商的比例。"),
        subject="orders", source="orders", clock="express_12h", where=EXPRESS, decision="express-as-paid", card=True,
    ),
    promise_rate(
        "order_in_promise",
        Text("Orders processed within their promise", "订单按承诺时限处理率"),
        Text("Ordinary orders within 24 h and express orders within 12 h, together; read it beside the two, since pooling hides the express lane.",
             "普通订单 24 小时、加急订单 12 小时合并计算；请与两项分项同看，合并会掩盖加急订单。"),
        subject="orders", source="orders", clock="own_promise", where="true", decision="promise-clock", card=True,
    ),
    *TIMES,
    against_baseline(
        "order_speedup", Text("Order processing time against the baseline", "订单处理时长较基线"),
        Text("Change of the median order processing time against the frozen baseline.", "订单处理时长中位数较冻结基线的变化幅度。"),
        subject="orders", of=TIMES[0], direction=Direction.DOWN, decision="baseline",
    ),
    count(
        "orders_placed", Text("Orders placed", "下单量"), Text("Orders placed in the period.", "期内下单的订单数。"),
        subject="orders", source="orders", axis="created", where="created_s <= $as_of", decision="load", card=True,
    ),
)  # fmt: skip
