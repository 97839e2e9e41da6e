"""Security of customers' information (D4): audits, findings, incidents, leaks."""

from data.words import Text
from metrics.definitions.forms import count, share, state
from metrics.model import Direction, Metric, Unit

AUDIT, FINDING = "finding = 0", "finding > 0"
FULL = "scope = 'full'"
OPEN = f"{FINDING} AND found_day <= $day AND NOT COALESCE(fixed_day <= $day, false)"
FIXED = "COALESCE(fixed_day <= due_day, false) AND fixed_day <= $day"
LEAK = "kind = 'leak'"
KNOWN = "discovered_s <= $as_of"

METRICS: tuple[Metric, ...] = (
    count(
        "security_audits", Text("Full security audits", "全面安全审计次数"),
        Text("Full audits reported in the period; an audit of a part does not count.", "报告日在期内的全面审计次数；局部审计不计。"),
        subject="security", source="audits", axis="reported", where=f"{AUDIT} AND {FULL} AND reported_day <= $day",
        decision="audits", direction=Direction.UP, card=True,
    ),
    count(
        "security_audits_planned", Text("Full audits planned", "计划全面审计次数"),
        Text("Full audits planned for the period, reported or not.", "计划在期内进行的全面审计次数，无论是否已出报告。"),
        subject="security", source="audits", axis="planned", where=f"{AUDIT} AND {FULL}", decision="audits",
    ),
    count(
        "partial_audits", Text("Partial audits", "局部审计次数"),
        Text("Audits of a part reported in the period; they do not count for the promise.", "报告日在期内的局部审计次数；不计入承诺。"),
        subject="security", source="audits", axis="reported", where=f"{AUDIT} AND NOT COALESCE({FULL}, false) AND reported_day <= $day",
        decision="audits",
    ),
    count(
        "findings_found", Text("Findings", "新增发现项"), Text("Findings of audits made in the period.", "期内审计新增的发现项数。"),
        subject="security", source="audits", axis="found", where=f"{FINDING} AND found_day <= $day", decision="findings",
    ),
    count(
        "findings_fixed", Text("Findings fixed", "完成整改项"), Text("Findings fixed in the period.", "期内完成整改的发现项数。"),
        subject="security", source="audits", axis="fixed", where=f"{FINDING} AND fixed_day <= $day", decision="findings",
    ),
    state(
        "findings_open", Text("Open findings", "未整改发现项"), Text("Findings made and not fixed at the end of the period.", "期末已发现而未整改的发现项数。"),
        subject="security", source="audits", where=OPEN, measures={"numerator": "true"}, direction=Direction.DOWN,
        decision="findings", card=True,
    ),
    state(
        "findings_overdue", Text("Overdue findings", "逾期未整改项"),
        Text("Findings not fixed at the end of the period although their day has passed.", "期末已过整改期限而未整改的发现项数。"),
        subject="security", source="audits", where=f"{OPEN} AND due_day < $day", measures={"numerator": "true"},
        direction=Direction.DOWN, decision="findings", card=True,
    ),
    state(
        "oldest_finding_days", Text("Oldest open finding", "最久未整改天数"),
        Text("Age of the oldest finding not fixed at the end of the period.", "期末未整改发现项中最久的天数。"),
        subject="security", source="audits", where=OPEN, measures={"earliest": "found_day"}, unit=Unit.DAYS,
        direction=Direction.DOWN, decision="findings",
    ),
    share(
        "findings_fixed_in_time", Text("Findings fixed in time", "按期整改率"),
        Text("Of the findings to be fixed in the period, the share fixed by their day.", "整改期限在期内的发现项中，按期完成整改的比例。"),
        subject="security", source="audits", axis="due", where=f"{FINDING} AND found_day <= $day", hit=FIXED,
        decided=f"({FIXED}) OR due_day < $day", undecided=f"NOT ({FIXED}) AND due_day >= $day", decision="findings", card=True,
    ),
    count(
        "no_leaks", Text("Leaks discovered", "信息泄露（按发现）"),
        Text("Leaks of customers' data discovered in the period.", "期内发现的客户信息泄露事件数。"),
        subject="security", source="incidents", axis="discovered", where=f"{LEAK} AND {KNOWN}", decision="leaks",
        direction=Direction.DOWN, card=True,
    ),
    count(
        "leaks_occurred", Text("Leaks by the day they happened", "信息泄露（按发生）"),
        Text("Leaks that happened in the period, as known by now: a late discovery adds to a quarter long closed.",
             "期内发生的客户信息泄露事件数（按目前所知）；迟发现的事件会补记到已结束的季度。"),
        subject="security", source="incidents", axis="occurred", where=f"{LEAK} AND {KNOWN}", decision="leaks",
        direction=Direction.DOWN, card=True,
    ),
    count(
        "incidents_discovered", Text("Security incidents", "安全事件"), Text("Incidents of any kind discovered in the period.", "期内发现的各类安全事件数。"),
        subject="security", source="incidents", axis="discovered", where=KNOWN, decision="leaks", direction=Direction.DOWN,
        card=True,
    ),
    state(
        "days_since_leak", Text("Days since the last leak", "距上次泄露天数"),
        Text("Days from the discovery of the latest leak to the end of the period.", "从最近一次泄露被发现到期末的天数。"),
        subject="security", source="incidents", where=f"{LEAK} AND discovered_day <= $day", measures={"latest": "discovered_day"},
        unit=Unit.DAYS, direction=Direction.UP, decision="leaks", card=True,
    ),
)  # fmt: skip
