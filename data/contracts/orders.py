"""Orders: paid → handed to the carrier → delivered."""

from data.contracts.columns import (
    CATEGORY,
    CHANNEL,
    CUSTOMER,
    MERCHANT,
    REGION,
    SKU,
    code,
    decimal,
    flag,
    moment,
    number,
    values,
)
from data.contracts.model import Check, Clock, Computed, Contract, Exclusion, Mark
from data.words import Text

HANDED_OVER = Text("handed over", "交承运")

CONTRACT = Contract(
    name="orders",
    label=Text("Orders", "订单"),
    meaning=Text("One row per order.", "每个订单一行。"),
    key=("order_id",),
    columns=(
        code("order_id", "Order", "订单号", "Number of the order", "订单编号", required=True, dimension=False),
        CUSTOMER,
        code("member_id", "Member", "会员", "Code of the member who bought; empty for non-members",
             "下单会员代号；非会员留空", dimension=False, personal=True),
        MERCHANT, SKU, CATEGORY, REGION, CHANNEL,
        flag("express", "Express", "加急", "Express order as of the moment of payment, whatever it became later",
             "付款时是否加急订单，事后降级不影响", dimension=True, as_received=True),
        code("status", "Status", "状态", "Latest state of the order", "订单最新状态", values=values(
            placed=("Placed", "已下单"), paid=("Paid", "已付款"), handed_over=("Handed over", "已交承运"),
            delivered=("Delivered", "已送达"), completed=("Completed", "已完成"), cancelled=("Cancelled", "已取消"),
            duplicate=("Duplicate", "重复"))),
        moment("created_at", "Placed at", "下单时间", "When the order was placed", "下单的时间", required=True, axis=True),
        moment("paid_at", "Paid at", "付款时间", "When payment was accepted: the promise clock starts",
               "付款成功的时间：承诺时钟起点"),
        moment("ship_from_at", "Agreed shipping start", "约定发货起点",
               "Pre-sale only: agreed start of shipping; the clock starts there when it is later than payment",
               "仅预售：约定的发货起点；晚于付款时间时从该时间起算", planned=True),
        moment("handed_over_at", "Handed over at", "交承运时间",
               "When the last parcel was handed to the carrier: the promise clock stops",
               "最后一个包裹交给承运商的时间：承诺时钟终点"),
        moment("promised_at", "Promised delivery", "承诺送达时间", "Delivery date shown to the customer",
               "向客户展示的送达时间", planned=True),
        moment("delivered_at", "Delivered at", "送达时间", "When the customer received it", "客户收货的时间"),
        moment("cancelled_at", "Cancelled at", "取消时间", "When the order was cancelled", "订单取消的时间"),
        number("parcels", "Parcels", "包裹数", "Parcels the order was split into", "订单拆分的包裹数", "parcels"),
        decimal("amount", "Amount", "金额", "Amount paid", "实付金额", "CNY"),
    ),
    checks=(
        Check("paid_before_placed", "paid_at >= created_at",
              Text("paid before it was placed", "付款时间早于下单时间")),
        Check("handed_over_before_paid", "handed_over_at >= paid_at",
              Text("handed over before it was paid", "交承运时间早于付款时间")),
        Check("amount_negative", "amount >= 0", Text("negative amount", "金额为负")),
        Check("parcels_not_positive", "parcels >= 1", Text("fewer than one parcel", "包裹数小于 1")),
    ),
    computed=(
        Computed("processing_start_s", "CASE WHEN ship_from_s > paid_s THEN ship_from_s ELSE paid_s END",
                 Text("Start of the promise clock: payment, or the agreed shipping start of a pre-sale",
                      "承诺时钟起点：付款时间；预售为约定发货起点"), axis=True),
    ),
    exclusions=(
        Exclusion("cancelled", "status = 'cancelled' OR cancelled_s IS NOT NULL", Text("cancelled", "已取消")),
        Exclusion("duplicate", "status = 'duplicate'", Text("duplicate", "重复")),
    ),
    clocks=(
        Clock("normal_24h", Text("ordinary order, 24 h", "普通订单 24 小时"), "processing_start", "handed_over", 24, HANDED_OVER,
              concerns="NOT COALESCE(express, false)"),
        Clock("express_12h", Text("express order, 12 h", "加急订单 12 小时"), "processing_start", "handed_over", 12, HANDED_OVER,
              concerns="COALESCE(express, false)"),
        Clock("own_promise", Text("its own promise, 12 h or 24 h", "各自承诺时限（12 或 24 小时）"), "processing_start",
              "handed_over", 24, HANDED_OVER, limit_sql="CASE WHEN express THEN 12 ELSE 24 END"),
    ),
    marks=(
        Mark("member", "member_id IS NOT NULL", Text("Bought by a member", "会员下单")),
        Mark("member_then",
             "EXISTS (SELECT 1 FROM rows.members m WHERE m.member_id = here.member_id"
             " AND COALESCE(m.joined_on - DATE '1970-01-01', here.created_day) <= here.created_day"
             " AND COALESCE(m.left_on - DATE '1970-01-01', here.created_day) >= here.created_day)",
             Text("Bought by somebody who was a member that day, by the register of members",
                  "按会员名册，下单当日为会员"), reads=("members", "member_id")),
        Mark("next_order_s",
             "CASE WHEN COALESCE(customer_id, member_id) IS NOT NULL AND excluded IS NULL THEN lead(created_s) OVER"
             " (PARTITION BY COALESCE(customer_id, member_id), excluded IS NULL ORDER BY created_s, order_id) END",
             Text("The same customer's next order", "同一客户的下一笔订单"),
             apart="COALESCE(customer_id, member_id)"),
        Mark("buyer_month",
             "CASE WHEN COALESCE(customer_id, member_id) IS NOT NULL THEN"
             " CAST(hash(COALESCE(customer_id, member_id), created_month) >> 1 AS BIGINT) END",
             Text("A number for each customer and month of order, by which they are counted", "每位客户每个下单月份的编号，用于计数")),
    ),
)  # fmt: skip
