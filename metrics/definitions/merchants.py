"""Merchants (D14): how many there are; what each does is told by the figures of orders, complaints, goods and surveys."""

from data.words import Text
from metrics.definitions.forms import present
from metrics.model import Metric

METRICS: tuple[Metric, ...] = (
    present(
        "merchants_active", Text("Active merchants", "在营商家数"), Text("Merchants on the platform at the end of the period.", "期末在平台经营的商家数。"),
        subject="merchants", source="merchants", decision="merchants", card=True,
    ),
)  # fmt: skip
