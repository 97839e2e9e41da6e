"""Members: customers with a membership, by pseudonym."""

from data.contracts.columns import REGION, code, day
from data.contracts.model import Check, Contract
from data.words import Text

CONTRACT = Contract(
    name="members",
    label=Text("Members", "会员"),
    meaning=Text("One row per member; no name, phone or address.", "每位会员一行，不含姓名、电话、地址。"),
    key=("member_id",),
    columns=(
        code("member_id", "Member", "会员", "Code of the member, never a name or phone", "会员代号，不得是姓名或电话",
             required=True, dimension=False, personal=True),
        code("level", "Level", "等级", "Level of membership", "会员等级"),
        REGION,
        day("joined_on", "Joined on", "入会日期", "First day of membership", "入会日期", axis=True),
        day("left_on", "Left on", "退会日期", "Last day of membership; empty while a member", "退会日期；在会留空", planned=True),
    ),
    checks=(Check("left_before_joined", "left_on >= joined_on", Text("left before joining", "退会早于入会")),),
    register=True,
)  # fmt: skip
