"""Signal and noise: which points of a series stand out, and whether a promise can be kept as things are.

The kinds of control chart and their formulas are in `control_charts` and `rate_charts`, the rules in `run_rules`; this
module chooses the chart, and says what its limits mean for a promise.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from data.words import Text
from metrics.control_charts import ChartKind, ControlChart, moving_range_limit, moving_ranges, without, xmr
from metrics.rate_charts import laney, p_chart, rate_chart, rates
from metrics.run_rules import Rule

__all__ = [
    "ASSURANCE_WORDS",
    "CHART_WORDS",
    "MIN_POINTS",
    "RULE_WORDS",
    "Assurance",
    "ChartKind",
    "ControlChart",
    "Rule",
    "assurance",
    "choose",
    "laney",
    "moving_range_limit",
    "p_chart",
    "xmr",
]

MIN_POINTS = 8
"""With fewer known points, limits say more about the points at hand than about the process."""


class Assurance(StrEnum):
    """What the process, as it is, does to a promise."""

    WILL_KEEP = "will_keep"
    CANNOT_KEEP = "cannot_keep"
    BY_LUCK = "by_luck"
    TOO_SHORT = "too_short"


ASSURANCE_WORDS = {
    Assurance.WILL_KEEP: Text("Will keep", "稳定兑现"),
    Assurance.CANNOT_KEEP: Text("Cannot keep without a change", "不改变做法则无法兑现"),
    Assurance.BY_LUCK: Text("By luck", "靠运气"),
    Assurance.TOO_SHORT: Text("Too few periods to say", "期数不足，无法判断"),
}

RULE_WORDS = {
    Rule.BEYOND_LIMITS: Text("Beyond the control limits", "超出控制限"),
    Rule.NINE_ON_ONE_SIDE: Text("Nine in a row on one side of the centre", "连续九期位于中心线同一侧"),
    Rule.SIX_IN_A_TREND: Text("Six in a row steadily up or down", "连续六期持续上升或持续下降"),
    Rule.TWO_OF_THREE: Text("Two of three close to the same limit", "三期中有两期逼近同一侧控制限"),
}

CHART_WORDS = {
    ChartKind.XMR: Text("Individuals chart (XmR)", "单值移动极差图（XmR 图）"),
    ChartKind.P: Text("Chart of rates (p-chart)", "比率控制图（p 图）"),
    ChartKind.LANEY: Text("Chart of rates that vary widely (Laney p′)", "波动偏大的比率控制图（Laney p′ 图）"),
}


def choose(
    values: Sequence[float | None], hits: Sequence[int | None] | None = None, n: Sequence[int | None] | None = None,
    excluded: Collection[int] = (),
) -> ControlChart | None:  # fmt: skip
    """The chart of a series: XmR of its values, or of a rate the one `rate_chart` finds right for hits and n.

    Given hits and n, rates are reckoned from them and `values` does not count. Places `excluded` (a period still
    running) get limits and are not judged. None with fewer than 8 known points besides those, or where no two of them
    are neighbours and the XmR chart has nothing to go by.
    """
    if hits is not None and n is not None:
        return rate_chart(hits, n, excluded) if _known(rates(hits, n), excluded) >= MIN_POINTS else None
    enough = _known(values, excluded) >= MIN_POINTS and moving_ranges(without(values, excluded))
    return xmr(values, excluded) if enough else None


def assurance(chart: ControlChart | None, target: float, *, at_least: bool) -> Assurance:
    """What the latest judged limits say of a target: a process that does not change stays between them.

    Target outside them on the good side: will keep; on the bad side: cannot keep; between them: by luck. A limit that
    just meets the target keeps it, so a series without variation at its target will keep; of a target of 100 % (or 0)
    a limit cut off there means that it can be reached, which is by luck. After the assurance icons of the NHS England
    programme "Making Data Count" (2019).
    """
    if chart is None:
        return Assurance.TOO_SHORT
    known = [
        (low, high)
        for place, (low, high) in enumerate(zip(chart.lower, chart.upper, strict=True))
        if low is not None and high is not None and place not in chart.excluded
    ]
    if not known:
        return Assurance.TOO_SHORT
    low, high = known[-1] if at_least else (-known[-1][1], -known[-1][0])
    target = target if at_least else -target
    if low >= target:
        return Assurance.WILL_KEEP
    return Assurance.CANNOT_KEEP if high < target else Assurance.BY_LUCK


def _known(values: Sequence[float | None], excluded: Collection[int]) -> int:
    return sum(value is not None for value in without(values, excluded))
