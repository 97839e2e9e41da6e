"""Security audits and what they found."""

from data.contracts.columns import code, day, number, values
from data.contracts.model import Check, Contract
from data.words import Text

CONTRACT = Contract(
    name="audits",
    label=Text("Security audits", "安全审计"),
    meaning=Text("One row per audit (finding number 0) and one per finding.", "每次审计一行（发现项编号 0），每个发现项一行。"),
    key=("audit_id", "finding"),
    columns=(
        code("audit_id", "Audit", "审计", "Number of the audit", "审计编号", required=True, dimension=False),
        number("finding", "Finding", "发现项", "0 for the audit itself, then 1, 2 … for its findings",
               "审计本身为 0，发现项依次为 1、2……", "number", required=True),
        code("scope", "Scope", "范围", "Full or partial; only full audits count", "全面或局部；仅全面审计计入",
             values=values(full=("Full", "全面"), partial=("Partial", "局部"))),
        code("severity", "Severity", "严重程度", "Severity of the finding", "发现项的严重程度", values=values(
            high=("High", "高"), medium=("Medium", "中"), low=("Low", "低"))),
        day("planned_on", "Planned on", "计划日期", "Day the audit was planned for", "计划审计日期", planned=True, axis=True),
        day("reported_on", "Reported on", "报告日期", "Day of the audit's report: the day it counts", "审计报告日期，按此日计入", axis=True),
        day("found_on", "Found on", "发现日期", "Day of the finding", "发现日期", axis=True),
        day("due_on", "Fix due on", "整改期限", "Day by which the finding is to be fixed", "整改截止日期", planned=True, axis=True),
        day("fixed_on", "Fixed on", "整改日期", "Day the finding was fixed", "完成整改的日期", axis=True),
    ),
    checks=(
        Check("fixed_before_found", "fixed_on >= found_on", Text("fixed before it was found", "整改早于发现")),
        Check("finding_negative", "finding >= 0", Text("negative finding number", "发现项编号为负")),
    ),
    register=True,
)  # fmt: skip
