"""Agents: the head-count, with the days people joined and left."""

from data.contracts.columns import TEAM, code, day, values
from data.contracts.model import Check, Contract
from data.words import Text

CONTRACT = Contract(
    name="agents",
    label=Text("Agents", "客服人员"),
    meaning=Text("One row per agent who is or was employed.", "每位在职或离职客服一行。"),
    key=("agent_id",),
    columns=(
        code("agent_id", "Agent", "客服", "Code of the agent, never a name", "客服工号，不得是姓名", required=True, personal=True),
        TEAM,
        code("level", "Level", "级别", "Level of the agent", "客服级别"),
        code("role", "Role", "岗位", "Sub-team the agent works in", "所属岗位", values=values(
            consulting=("Consulting", "咨询"), after_sales=("After-sales", "售后"), complaints=("Complaints", "投诉"))),
        day("joined_on", "Joined on", "入职日期", "First day of work", "入职日期", required=True, axis=True),
        day("left_on", "Left on", "离职日期", "Last day of work; empty while employed", "离职日期；在职留空", planned=True, axis=True),
    ),
    checks=(Check("left_before_joined", "left_on >= joined_on", Text("left before joining", "离职早于入职")),),
    register=True,
)  # fmt: skip
