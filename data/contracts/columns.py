"""Columns that several sources share, so that a merchant or a region means the same everywhere."""

from typing import Any

from data.contracts.model import Column, Type, Value
from data.words import Text


def code(name: str, en: str, zh: str, mean_en: str, mean_zh: str, **options: Any) -> Column:
    """A text column figures can be split by."""
    settings = {"dimension": True} | options
    return Column(name, Type.TEXT, Text(en, zh), Text(mean_en, mean_zh), **settings)


def moment(name: str, en: str, zh: str, mean_en: str, mean_zh: str, **options: Any) -> Column:
    """A moment, stored in UTC."""
    return Column(name, Type.MOMENT, Text(en, zh), Text(mean_en, mean_zh), **options)


def day(name: str, en: str, zh: str, mean_en: str, mean_zh: str, **options: Any) -> Column:
    """A calendar day without a time."""
    return Column(name, Type.DAY, Text(en, zh), Text(mean_en, mean_zh), **options)


def number(name: str, en: str, zh: str, mean_en: str, mean_zh: str, unit: str, **options: Any) -> Column:
    """A whole number with its unit."""
    return Column(name, Type.INTEGER, Text(en, zh), Text(mean_en, mean_zh), unit, **options)


def decimal(name: str, en: str, zh: str, mean_en: str, mean_zh: str, unit: str, **options: Any) -> Column:
    """A decimal number with its unit."""
    return Column(name, Type.DECIMAL, Text(en, zh), Text(mean_en, mean_zh), unit, **options)


def flag(name: str, en: str, zh: str, mean_en: str, mean_zh: str, **options: Any) -> Column:
    """Yes or no."""
    return Column(name, Type.BOOLEAN, Text(en, zh), Text(mean_en, mean_zh), **options)


def values(**labels: tuple[str, str]) -> tuple[Value, ...]:
    """A closed list: code=(English, Chinese)."""
    return tuple(Value(name, Text(*label)) for name, label in labels.items())


MERCHANT = code("merchant_id", "Merchant", "商家", "Code of the merchant who sells the goods", "销售商品的商家编码")
SKU = code("sku", "SKU", "商品", "Code of the kind of goods", "商品种类（SKU）编码")
CATEGORY = code("category", "Category", "品类", "Category of the goods", "商品所属品类")
REGION = code("region", "Region", "地区", "Region of the customer", "客户所在地区")
CHANNEL = code("channel", "Channel", "渠道", "Channel through which it came in", "进入的渠道")
TEAM = code("team", "Team", "团队", "Team in charge", "负责的团队")
CUSTOMER = code(
    "customer_id", "Customer", "客户", "Pseudonym of the customer, never a name or phone", "客户代号，不得是姓名或电话",
    dimension=False, personal=True,
)  # fmt: skip
KINDS = values(
    inquiry=("Inquiry", "咨询"), after_sales=("After-sales request", "售后请求"),
    complaint=("Complaint", "投诉"), feedback=("Feedback", "反馈"),
)  # fmt: skip
SOLVERS = values(bot=("Bot", "机器人"), human=("Agent", "人工"))
ORDER = code("order_id", "Order", "订单", "Number of the order it is about", "相关订单号", dimension=False)
AGENT = code(
    "agent_id", "Agent", "客服", "Code of the agent in charge, never a name", "负责客服的工号，不得是姓名",
    personal=True,
)  # fmt: skip
