"""Tickets: inquiries, after-sales requests, complaints and feedback, from receipt to archive."""

from data.contracts.columns import (
    AGENT,
    CATEGORY,
    CHANNEL,
    CUSTOMER,
    MERCHANT,
    ORDER,
    REGION,
    SKU,
    TEAM,
    code,
    flag,
    moment,
    number,
    values,
)
from data.contracts.model import Check, Clock, Computed, Contract, Exclusion
from data.words import Text

KINDS = values(
    inquiry=("Inquiry", "咨询"), after_sales=("After-sales request", "售后请求"),
    complaint=("Complaint", "投诉"), feedback=("Feedback", "反馈"),
)  # fmt: skip

CONTRACT = Contract(
    name="tickets",
    label=Text("Tickets", "工单"),
    meaning=Text("One row per case a customer opened, in its latest state.", "客户发起的每个服务单一行，取最新状态。"),
    key=("ticket_id",),
    columns=(
        code("ticket_id", "Ticket", "工单号", "Number of the ticket", "工单编号", required=True, dimension=False),
        code("kind", "Kind", "类型", "Kind as received; a later re-labelling does not change it",
             "受理时的类型，事后改类不影响", required=True, values=KINDS),
        code("kind_now", "Kind now", "现类型", "Kind after re-labelling, if any", "改类后的类型（如有）", values=KINDS,
             dimension=False),
        code("status", "Status", "状态", "Latest state", "最新状态", values=values(
            open=("Open", "处理中"), waiting=("Waiting for the customer", "待客户"), resolved=("Resolved", "已解决"),
            closed=("Closed", "已关闭"), cancelled=("Cancelled", "已取消"), duplicate=("Duplicate", "重复"),
            spam=("Spam", "垃圾信息"))),
        code("priority", "Priority", "优先级", "Priority as of receipt", "受理时的优先级", values=values(
            urgent=("Urgent", "紧急"), high=("High", "高"), normal=("Normal", "普通"), low=("Low", "低"))),
        code("stage", "Stage", "阶段", "Part of the customer's journey", "所处购物阶段", values=values(
            pre_sale=("Before the sale", "售前"), in_sale=("During the sale", "售中"),
            after_sales=("After the sale", "售后"))),
        CHANNEL,
        code("topic", "Reason", "原因", "Reason of the request (return, exchange, repair …)",
             "请求原因（退货、换货、维修等）"),
        code("complaint_class", "Complaint class", "投诉类别", "One of the six complaint classes", "六类投诉之一",
             values=values(
                 goods_quality=("Goods quality", "商品质量"), logistics=("Logistics", "物流"),
                 after_sales_service=("After-sales service", "售后服务"), payment=("Payment", "支付"),
                 order_handling=("Order handling", "订单处理"), false_advertising=("False advertising", "虚假宣传"))),
        TEAM, AGENT, REGION, CATEGORY, SKU, MERCHANT, ORDER, CUSTOMER,
        code("solved_by", "Solved by", "解决方", "Who gave the solution", "由谁解决",
             values=values(bot=("Bot", "机器人"), human=("Agent", "人工"))),
        moment("created_at", "Received at", "受理时间", "When the customer opened the case: clocks start",
               "客户发起的时间：时钟起点", required=True, axis=True),
        moment("first_auto_reply_at", "First automatic reply", "首次自动回复时间",
               "First reply by a machine; stops no clock", "首次自动回复的时间，不停止时钟"),
        moment("first_reply_at", "First human reply", "首次人工回复时间", "First public reply by a person",
               "首次人工公开回复的时间"),
        moment("judged_at", "Judged at", "判定时间", "Complaints: when responsibility was judged", "投诉：责任判定的时间"),
        moment("first_resolved_at", "First resolved at", "首次解决时间", "First closure, if known", "首次关闭的时间（如有）"),
        moment("reopened_at", "Reopened at", "重开时间", "First reopening after the first closure",
               "首次关闭后的首次重开时间"),
        moment("resolved_at", "Resolved at", "解决时间", "Last closure", "最后一次关闭的时间"),
        moment("told_at", "Customer told at", "告知时间", "When the customer was told the result", "告知客户处理结果的时间"),
        moment("archived_at", "Archived at", "归档时间", "When the case was archived", "归档时间"),
        number("paused_seconds", "Waiting for the customer", "待客户时长",
               "Documented waiting for the customer, in total; only the net clock leaves it out",
               "有记录的等待客户总时长，仅净时长扣除", "seconds"),
        moment("last_paused_at", "Last pause begun", "最近挂起时间", "When the last pause began", "最近一次挂起开始的时间"),
        number("reopen_count", "Times reopened", "重开次数", "How often it was reopened", "重开的次数", "times"),
        number("transfer_count", "Hand-overs", "转派次数", "How often it changed hands", "转派的次数", "times"),
        flag("first_contact_resolved", "Solved at first contact", "首次联系解决",
             "Solved in the first contact, as the ticket system says", "工单系统记录的首次联系解决"),
        flag("escalated", "Escalated", "升级", "Escalated to a higher level", "是否升级处理"),
        code("merged_into", "Merged into", "并入工单", "Ticket it was merged into: this one is then a duplicate",
             "并入的工单号：并入后本单按重复处理", dimension=False),
    ),
    checks=(
        Check("auto_reply_before_receipt", "first_auto_reply_at >= created_at",
              Text("answered automatically before it was received", "自动回复早于受理")),
        Check("reply_before_receipt", "first_reply_at >= created_at",
              Text("answered before it was received", "首次回复早于受理")),
        Check("first_resolved_before_receipt", "first_resolved_at >= created_at",
              Text("resolved before it was received", "解决早于受理")),
        Check("resolved_before_receipt", "resolved_at >= created_at",
              Text("resolved before it was received", "解决早于受理")),
        Check("resolved_before_first_resolved", "resolved_at >= first_resolved_at",
              Text("last resolved before it was first resolved", "最后解决早于首次解决")),
        Check("reopened_before_resolved", "reopened_at >= coalesce(first_resolved_at, created_at)",
              Text("reopened before it was resolved", "重开早于首次解决")),
        Check("told_before_receipt", "told_at >= created_at",
              Text("customer told before the case was received", "告知早于受理")),
        Check("paused_negative", "paused_seconds >= 0", Text("negative waiting time", "等待时长为负")),
    ),
    computed=(
        Computed("first_closed_s", "coalesce(first_resolved_s, resolved_s)",
                 Text("First closure known", "已知的首次关闭")),
        Computed("reopen_in_window_s",
                 "CASE WHEN reopened_s <= coalesce(first_resolved_s, resolved_s) + {reopen_window_s}"
                 " THEN reopened_s END",
                 Text("Reopening within the reopen window: the case goes on from its first start",
                      "重开期内的重开：从首次受理起继续计时")),
        Computed("reclosed_s", "CASE WHEN resolved_s >= reopened_s THEN resolved_s END",
                 Text("Last closure after a reopening", "重开后的最后关闭")),
        Computed("final_closed_s",
                 "CASE WHEN reopened_s <= coalesce(first_resolved_s, resolved_s) + {reopen_window_s}"
                 " THEN CASE WHEN resolved_s >= reopened_s THEN resolved_s END"
                 " ELSE coalesce(first_resolved_s, resolved_s, archived_s) END",
                 Text("When the case left the desk: its last closure when reopened within the window, else its first;"
                      " archived without a resolution, when archived",
                      "离开处理台的时间：重开期内重开的取最后一次关闭，否则取首次关闭；未解决即归档的取归档时间"), axis=True),
    ),
    exclusions=(
        Exclusion("cancelled", "status = 'cancelled'", Text("cancelled", "已取消")),
        Exclusion("duplicate", "status = 'duplicate' OR merged_into IS NOT NULL", Text("duplicate or merged", "重复或已合并")),
        Exclusion("spam", "status = 'spam'", Text("spam", "垃圾信息")),
    ),
    clocks=(
        Clock("answered_48h", Text("first reply, 48 h", "首次回复 48 小时"), "created", "first_reply", 48),
        Clock("resolved_48h", Text("resolved, 48 h", "解决 48 小时"), "created", "first_closed", 48,
              reopen="reopen_in_window", restop="reclosed"),
        Clock("answered_72h", Text("first reply, 72 h", "首次回复 72 小时"), "created", "first_reply", 72),
    ),
)  # fmt: skip
