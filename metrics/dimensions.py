"""What figures can be split and filtered by: a contract's dimensions, and the few that are computed."""

from dataclasses import dataclass
from functools import cache

from data.contracts import contract, contracts
from data.contracts.model import Column, Type, Value
from data.errors import UnknownName
from data.organisation import Labels
from data.words import Language, Text
from metrics.clocks import band_sql, band_values
from metrics.model import spelt

AGES = (
    ("1_under_24h", 24 * 3600, Text("under 24 h", "24 小时以内")),
    ("2_24_48h", 48 * 3600, Text("24–48 h", "24–48 小时")),
    ("3_48_72h", 72 * 3600, Text("48–72 h", "48–72 小时")),
    ("4_over_72h", None, Text("over 72 h", "72 小时以上")),
)
DAY_AGES = (
    ("1_to_30_days", 30, Text("up to 30 days", "30 天以内")),
    ("2_31_60_days", 60, Text("31–60 days", "31–60 天")),
    ("3_61_90_days", 90, Text("61–90 days", "61–90 天")),
    ("4_over_90_days", None, Text("over 90 days", "90 天以上")),
)
OPEN_SINCE = {"audits": "found_day"}
"""Sources whose rows stay open for days, and since which day."""
YES_NO = (Value("true", Text("yes", "是")), Value("false", Text("no", "否")))
FLAGS = {
    "express": (Value("true", Text("Express", "加急")), Value("false", Text("Ordinary", "普通"))),
    "member": (Value("true", Text("Members", "会员")), Value("false", Text("Others", "非会员"))),
}
"""What yes and no are called where a better word exists."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

HOUR = "hour"
"""The hour of the day of a source's first moment in time."""


@dataclass(frozen=True)
class Dimension:
    """One dimension of a source: its SQL over the engine table, and the closed list of its values, if any."""

    name: str
    label: Text
    sql: str
    values: tuple[Value, ...] = ()

    @property
    def computed(self) -> bool:
        """Whether it depends on the moment a question is asked for, so that its values are a closed list."""
        return "$" in self.sql

    def value_label(self, value: str | int | bool | None, language: Language, labels: Labels | None = None) -> str:
        """A value as a person reads it; `labels` are the organisation's own names for its codes."""
        if value is None:
            return Text("not given", "未填写").to(language)
        text = spelt(value)
        for known in self.values:
            if known.code == text:
                return known.label.to(language)
        return (labels or {}).get(self.name, {}).get(text, {}).get(language, text)


def _values(column: Column) -> tuple[Value, ...]:
    """The closed list of a column; yes or no for a flag."""
    return FLAGS.get(column.name, YES_NO) if column.type is Type.BOOLEAN else column.values


@cache
def dimensions(source: str) -> dict[str, Dimension]:
    """All dimensions of a source, by name."""
    declared = contract(source)
    found = {
        column.name: Dimension(column.name, column.label, column.name, _values(column))
        for column in declared.dimensions
    }
    axis = next((column for column in declared.columns if column.axis and column.type is Type.MOMENT), None)
    if axis is not None:
        start = f"{axis.name.removesuffix('_at')}_s"
        cases = "".join(f" WHEN $as_of - {start} < {limit} THEN '{code}'" for code, limit, _ in AGES if limit)
        ages = tuple(Value(code, label) for code, _, label in AGES)
        days = tuple(
            Value(str(number), Text(en, zh))
            for number, (en, zh) in enumerate(zip(WEEKDAYS, WEEKDAYS_ZH, strict=True), start=1)
        )
        found[HOUR] = Dimension(HOUR, Text("Hour of receipt", "受理时段"), "hour")
        found["weekday"] = Dimension("weekday", Text("Weekday of receipt", "受理星期"), "weekday", days)
        found["age"] = Dimension("age", Text("Age", "时长"), f"CASE{cases} ELSE '{AGES[-1][0]}' END", ages)
    if any(mark.name == "member" for mark in declared.marks):
        found["member"] = Dimension("member", Text("Member", "会员"), "member", FLAGS["member"])
    if source in OPEN_SINCE:
        since = OPEN_SINCE[source]
        cases = "".join(f" WHEN $day - {since} <= {limit} THEN '{code}'" for code, limit, _ in DAY_AGES if limit)
        ages = tuple(Value(code, label) for code, _, label in DAY_AGES)
        found["age"] = Dimension("age", Text("Age", "时长"), f"CASE{cases} ELSE '{DAY_AGES[-1][0]}' END", ages)
    for clock in declared.clocks:
        name = f"time_{clock.name}"
        label = Text(f"Time taken ({clock.label.en})", f"用时（{clock.label.zh}）")
        found[name] = Dimension(name, label, band_sql(clock), band_values())
    return found


def dimension(source: str, name: str) -> Dimension:
    """The dimension called `name`; raises UnknownName with the nearest names."""
    try:
        return dimensions(source)[name]
    except KeyError:
        label = contract(source).label
        raise UnknownName(
            Text(f"dimension of {label.en.lower()}", f"{label.zh}维度"), name, dimensions(source)
        ) from None


@cache
def sources_with(name: str) -> tuple[str, ...]:
    """The sources that have a dimension of that name."""
    return tuple(source for source in contracts() if name in dimensions(source))


def label_of(name: str) -> Text:
    """What a dimension is called in whichever source has it; its name where none has."""
    return next((dimensions(source)[name].label for source in sources_with(name)), Text(name, name))
