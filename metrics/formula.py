"""A metric's formula in words, from its kind: what is divided by what, and what is left out."""

from data.contracts import contract
from data.words import Text
from metrics.catalog import metric as metric_named
from metrics.model import Kind, Metric, Unit

PLAIN = {
    Kind.COUNT: Text("number of rows that meet the condition", "符合条件的行数"),
    Kind.STOCK: Text("received so far − closed so far", "累计受理 − 累计关闭"),
    Kind.ENTITIES: Text("number of different {entity} with enough rows", "达到要求的不同 {entity} 数"),
}


def formula(metric: Metric) -> Text:
    """What is computed, in one line."""
    match metric.kind:
        case Kind.RATE if metric.clock:
            return Text("hit ÷ (hit + miss); undecided cases are left out and counted beside it",
                        "按时 ÷（按时 + 超时）；未定的不计入，单列")  # fmt: skip
        case Kind.RATE:
            return Text("rows that meet the condition ÷ decided rows", "符合条件的行数 ÷ 已判定的行数")
        case Kind.QUANTILE:
            share = f"{metric.quantile:.0%}"
            return Text(f"{share} quantile of stop − start, of those that have stopped",
                        f"已结束单据“结束 − 开始”的 {share} 分位数")  # fmt: skip
        case Kind.MEAN if metric.unit is Unit.NPS:
            return Text("share of 9–10 − share of 0–6", "9–10 分占比 − 0–6 分占比")
        case Kind.MEAN:
            return Text("sum of the values ÷ their number", "数值之和 ÷ 个数")
        case Kind.PER:
            return _per(metric)
        case Kind.STATE:
            return _state(metric)
        case Kind.RELATIVE:
            base = metric_named(metric.of or "").label
            return Text(f"{base.en.lower()} now ÷ in the baseline − 1", f"{base.zh}：现值 ÷ 基线值 − 1")
    text = PLAIN[metric.kind]
    entity = contract(metric.source).column(metric.entity).label if metric.entity else Text("", "")
    return Text(text.en.format(entity=entity.en), text.zh.format(entity=entity.zh))


def _per(metric: Metric) -> Text:
    by = metric_named(metric.exposure).label if metric.exposure else Text("exposed rows", "基数行数")
    scale = f" × {metric.scale:,.4g}" if metric.scale != 1 else ""
    return Text(f"cases ÷ {by.en.lower()}{scale}", f"件数 ÷ {by.zh}{scale}")


def _state(metric: Metric) -> Text:
    if "denominator" in metric.measures:
        return Text("rows that meet the condition on the last day ÷ all rows in force then",
                    "期末符合条件的行数 ÷ 期末有效的行数")  # fmt: skip
    if metric.unit is Unit.DAYS:
        return Text("last day of the period − the day looked for", "期末日期 − 所查日期")
    return Text("number that holds on the last day of the period", "期末成立的数量")
