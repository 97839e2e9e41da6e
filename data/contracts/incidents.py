"""Security incidents."""

from data.contracts.columns import code, moment, number, values
from data.contracts.model import Check, Contract
from data.words import Text

CONTRACT = Contract(
    name="incidents",
    label=Text("Security incidents", "安全事件"),
    meaning=Text("One row per security incident.", "每起安全事件一行。"),
    key=("incident_id",),
    columns=(
        code("incident_id", "Incident", "事件", "Number of the incident", "事件编号", required=True, dimension=False),
        code("kind", "Kind", "类型", "Kind of incident", "事件类型", required=True, values=values(
            leak=("Customer-data leak", "客户信息泄露"), attack=("Attack", "攻击"), outage=("Outage", "中断"),
            misuse=("Misuse", "违规使用"), other=("Other", "其他"))),
        code("severity", "Severity", "严重程度", "Severity of the incident", "事件的严重程度", values=values(
            high=("High", "高"), medium=("Medium", "中"), low=("Low", "低"))),
        moment("occurred_at", "Occurred at", "发生时间", "When it happened, as known today", "发生的时间（按目前所知）", axis=True),
        moment("discovered_at", "Discovered at", "发现时间", "When it was discovered", "发现的时间", required=True, axis=True),
        moment("contained_at", "Contained at", "控制时间", "When it was contained", "得到控制的时间"),
        number("people_affected", "People affected", "受影响人数", "Customers whose data were concerned", "涉及的客户人数", "people"),
    ),
    checks=(
        Check("discovered_before_occurred", "discovered_at >= occurred_at", Text("discovered before it happened", "发现早于发生")),
        Check("contained_before_discovered", "contained_at >= discovered_at",
              Text("contained before it was discovered", "控制早于发现")),
    ),
    register=True,
)  # fmt: skip
