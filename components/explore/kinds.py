"""The ways Explore can draw what is chosen, and what each of them needs."""

from collections.abc import Sequence

from data.words import Text
from metrics.catalog import metric as metric_named
from metrics.model import Grain
from metrics.value_bands import spreadable

TABLE, LINE, BAR, HEAT, MULTIPLES, DISTRIBUTION = "table", "line", "bar", "heat", "multiples", "distribution"
KINDS = {
    TABLE: Text("Table", "表格"),
    LINE: Text("Lines", "折线图"),
    BAR: Text("Bars", "条形图"),
    HEAT: Text("Heat map", "热力图"),
    MULTIPLES: Text("Small multiples", "分组小图"),
    DISTRIBUTION: Text("Distribution", "分布图"),
}
"""Link → name, in the order offered."""
NEEDS = {
    LINE: Text("Lines need periods", "折线图需要选择时间粒度"),
    BAR: Text("Bars need a dimension, and no periods", "条形图需要选择维度，且不分时间"),
    HEAT: Text("A heat map needs a dimension, and periods or a second dimension", "热力图需要一个维度，再加时间粒度或另一个维度"),
    MULTIPLES: Text(
        "Small multiples need a dimension, and periods or a second dimension",
        "分组小图需要一个维度，再加时间粒度或另一个维度",
    ),
    DISTRIBUTION: Text(
        "A distribution needs figures of durations or scores, and no periods", "分布图需要时长或评分类指标，且不分时间"
    ),
}  # fmt: skip
"""What each kind needs, in words."""
ROWS = {TABLE: 50, LINE: 5, BAR: 15, HEAT: 20, MULTIPLES: 12, DISTRIBUTION: 12}
"""Groups shown unless another number is chosen."""
MOST = {LINE: 6, MULTIPLES: 12, DISTRIBUTION: 12}
"""Groups that kinds with little room can show at most."""


def why_not(kind: str, names: Sequence[str], by: Sequence[str], grain: Grain | None) -> Text | None:
    """What is missing for a kind to show the choice; None where it can."""
    can = {
        TABLE: True,
        LINE: grain is not None,
        BAR: bool(by) and grain is None,
        HEAT: bool(by) and (grain is not None or len(by) > 1),
        MULTIPLES: bool(by) and (grain is not None or len(by) > 1),
        DISTRIBUTION: grain is None and all(spreadable(metric_named(name)) for name in names),
    }
    return None if can[kind] else NEEDS[kind]


def shown_rows(kind: str, top: int | None) -> int:
    """How many groups a kind shows."""
    return min(top or ROWS[kind], MOST.get(kind, top or ROWS[kind]))


def layout(kind: str, by: tuple[str, ...], grain: Grain | None) -> tuple[tuple[str, ...], str | Grain | None]:
    """The dimensions down and what stands across: periods if there are any, else the last of several dimensions."""
    if grain is not None:
        return by, grain
    if kind == BAR or len(by) < 2:
        return by, None
    return by[:-1], by[-1]
