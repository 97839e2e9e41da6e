"""The tables of what customers come with: kinds, channels, complaint classes, topics, stages, priorities."""

import numpy as np

KINDS = {"inquiry": 0.45, "after_sales": 0.30, "complaint": 0.13, "feedback": 0.12}
INQUIRY, AFTER_SALES, COMPLAINT, FEEDBACK = range(4)
CHANNELS = ("app_chat", "phone", "wechat", "marketplace", "email", "weibo")
CHAT = np.array([True, False, True, True, False, True])  # channels with automatic replies
CHANNEL_SHARES = (  # by kind
    (0.46, 0.12, 0.17, 0.17, 0.05, 0.03),
    (0.42, 0.19, 0.14, 0.14, 0.08, 0.03),
    (0.29, 0.35, 0.10, 0.13, 0.06, 0.07),
    (0.40, 0.08, 0.17, 0.10, 0.15, 0.10),
)
CLASSES = {
    "logistics": 0.34, "goods_quality": 0.26, "after_sales_service": 0.16, "order_handling": 0.10, "payment": 0.07,
    "false_advertising": 0.07,
}  # fmt: skip
LOGISTICS, GOODS_QUALITY = 0, 1

# Reasons, in one list; by kind, and for complaints by class, how often each is given.
TOPIC_SHARES = {
    "inquiry": {"product": 0.36, "delivery_time": 0.28, "promotion": 0.17, "invoice": 0.09, "account": 0.10},
    "after_sales": {
        "return": 0.34, "exchange": 0.17, "refund": 0.23, "repair": 0.10, "missing_parts": 0.07, "warranty": 0.09,
    },
    "feedback": {"suggestion": 0.42, "praise": 0.24, "app_problem": 0.34},
    "logistics": {"late_delivery": 0.48, "damaged_parcel": 0.22, "lost_parcel": 0.12, "logistics": 0.18},
    "goods_quality": {"defective": 0.45, "not_as_described": 0.25, "goods_quality": 0.30},
    "after_sales_service": {"slow_refund": 0.40, "refused_return": 0.25, "after_sales_service": 0.35},
    "order_handling": {"wrong_item": 0.55, "order_handling": 0.45},
    "payment": {"double_charge": 0.35, "payment": 0.65},
    "false_advertising": {"false_advertising": 1.0},
}  # fmt: skip
TOPICS = tuple(dict.fromkeys(topic for shares in TOPIC_SHARES.values() for topic in shares))
_ROWS = {name: row for row, name in enumerate(TOPIC_SHARES)}
TOPIC_TABLE = [[shares.get(topic, 0.0) for topic in TOPICS] for shares in TOPIC_SHARES.values()]
ROW_OF_KIND = np.array([_ROWS["inquiry"], _ROWS["after_sales"], 0, _ROWS["feedback"]])
ROW_OF_CLASS = np.array([_ROWS[name] for name in CLASSES])

STAGES = ("pre_sale", "in_sale", "after_sales")
_STAGE_OF = {
    "product": 0, "promotion": 0, "account": 0, "delivery_time": 1, "invoice": 1, "suggestion": 2, "praise": 2,
    "app_problem": 0, "late_delivery": 1, "damaged_parcel": 1, "lost_parcel": 1, "logistics": 1, "wrong_item": 1,
    "order_handling": 1, "double_charge": 1, "payment": 1,
}  # fmt: skip
STAGE_OF_TOPIC = np.array([_STAGE_OF.get(topic, 2) for topic in TOPICS])
# Topics that name no order; that name no goods either; about a flaw; that need goods already received.
WITHOUT_ORDER = np.isin(TOPICS, ("product", "promotion", "account", "app_problem"))
WITHOUT_GOODS = np.isin(TOPICS, ("account", "app_problem"))
FLAWED = np.isin(TOPICS, ("return", "exchange", "repair", "warranty"))
RECEIVED = FLAWED | np.isin(TOPICS, ("missing_parts", "praise", *TOPIC_SHARES["goods_quality"]))

PRIORITIES = ("urgent", "high", "normal", "low")
PRIORITY_SHARES = (  # by kind
    (0.01, 0.07, 0.72, 0.20),
    (0.04, 0.17, 0.70, 0.09),
    (0.13, 0.39, 0.47, 0.01),
    (0.0, 0.03, 0.52, 0.45),
)
