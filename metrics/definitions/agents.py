"""Agents and the bot (D19, D21): what they solve, at once and for good."""

from data.words import Text
from metrics.definitions.forms import share
from metrics.model import Direction, Metric

CLOSED = "final_closed_s <= $as_of"
AT_ONCE = "COALESCE(first_contact_resolved AND (first_reply_s <= $as_of OR first_auto_reply_s <= $as_of), false)"
WEEK = 7 * 24 * 3600
AGAIN = f"COALESCE(next_contact_s <= final_closed_s + {WEEK} AND next_contact_s <= $as_of, false)"
WEEK_OVER = f"(order_known AND final_closed_s + {WEEK} < $as_of)"

METRICS: tuple[Metric, ...] = (
    share(
        "first_contact_resolution", Text("First-contact resolution, gross", "首次联系解决率（毛）"),
        Text("Of the tickets closed in the period, the share solved at the first contact, as the ticket system says; a closure without any reply is none.",
             "期内办结的工单中，工单系统记为首次联系即解决的比例；没有任何回复的关闭不算。"),
        subject="agents", source="tickets", axis="final_closed", where=CLOSED, hit=AT_ONCE, decision="first-contact", card=True,
    ),
    share(
        "first_contact_resolution_net", Text("First-contact resolution, net", "首次联系解决率（净）"),
        Text("Of the tickets about an order closed in the period, the share solved at the first contact with no new contact on the same order and cause within 7 days.",
             "期内办结且有订单号的工单中，首次联系即解决、且 7 天内同一订单同一原因无再次联系的比例。"),
        subject="agents", source="tickets", axis="final_closed", where=f"{CLOSED} AND order_known", hit=f"{AT_ONCE} AND NOT {AGAIN}",
        decided=f"NOT ({AT_ONCE}) OR {AGAIN} OR {WEEK_OVER}",
        undecided=f"({AT_ONCE}) AND NOT {AGAIN} AND NOT {WEEK_OVER}", decision="first-contact", card=True,
    ),
    share(
        "bot_solved", Text("Solved by the bot", "机器人解决率"),
        Text("Of the tickets closed in the period whose solver is known, the share the bot solved without a person.",
             "期内办结且解决方已知的工单中，由机器人独立解决的比例。"),
        subject="agents", source="tickets", axis="final_closed", where=CLOSED, hit="solved_by = 'bot'",
        decided="solved_by IS NOT NULL", decision="bot", card=True,
    ),
    share(
        "bot_handover", Text("Handed over to a person", "转人工率"),
        Text("Of the tickets received in the period that a machine answered first, the share a person then answered.",
             "期内受理、先由机器人回复的工单中，随后由人工回复的比例。"),
        subject="agents", source="tickets", axis="created", where="first_auto_reply_s <= $as_of AND COALESCE(first_reply_s >= first_auto_reply_s, true)",
        hit="COALESCE(first_reply_s <= $as_of, false)", decision="bot", direction=Direction.DOWN, card=True,
    ),
)  # fmt: skip
