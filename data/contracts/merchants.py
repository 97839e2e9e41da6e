"""Merchants: who sells on the platform."""

from data.contracts.columns import CATEGORY, code, day
from data.contracts.model import Check, Contract
from data.words import Text

CONTRACT = Contract(
    name="merchants",
    label=Text("Merchants", "商家"),
    meaning=Text("One row per merchant.", "每个商家一行。"),
    key=("merchant_id",),
    columns=(
        code("merchant_id", "Merchant", "商家", "Code of the merchant", "商家编码", required=True),
        code("name", "Name", "名称", "Trade name, shown on pages", "对外名称，页面展示用"),
        CATEGORY,
        code("region", "Region", "地区", "Region of the merchant", "商家所在地区"),
        day("joined_on", "Joined on", "入驻日期", "First day on the platform", "入驻日期", axis=True),
        day("left_on", "Left on", "退出日期", "Last day on the platform; empty while active", "退出日期；在营留空", planned=True),
    ),
    checks=(Check("left_before_joined", "left_on >= joined_on", Text("left before joining", "退出早于入驻")),),
    register=True,
)  # fmt: skip
