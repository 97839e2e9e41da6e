"""Sample inspections of goods (D3): how many kinds, how many pass, what is found, and what is done about it."""

from data.words import Text
from metrics.definitions.forms import count, duration_quantile, entities, share
from metrics.model import Direction, Metric

KNOWN = "finished_s <= $as_of"
VALID = f"result IN ('passed', 'failed') AND {KNOWN}"
RANDOM = f"draw = 'random' AND {VALID}"
FAILED = f"result = 'failed' AND draw IN ('random', 'complaint_driven') AND {KNOWN}"

METRICS: tuple[Metric, ...] = (
    entities(
        "kinds_sampled", Text("Kinds of goods sampled", "抽检商品种类数"),
        Text("Different kinds of goods (SKUs) with a random draw whose valid result came in the period; a kind drawn twice counts once, draws after a complaint and retests do not count.",
             "期内取得有效结果的随机抽检商品种类（SKU）数；同一商品多次抽检只计一次，投诉触发的抽检和复检不计。"),
        subject="inspections", source="inspections", axis="finished", where=RANDOM, entity="sku", counted="true", enough=1,
        decision="sampling", card=True,
    ),
    share(
        "inspection_pass_rate", Text("Sample-inspection pass rate", "抽检合格率"),
        Text("Of the kinds of goods drawn at random, the share whose first valid test in the quarter was passed; a retest after a fix does not turn a failure into a pass.",
             "随机抽检的商品中，当季首次有效检验合格的比例；整改后复检合格不改变首检结果。"),
        subject="inspections", source="inspections", axis="finished", where=f"place_in_quarter = 1 AND {KNOWN}",
        hit="result = 'passed'", decision="sampling", sample=True, card=True,
    ),
    share(
        "complaint_driven_pass_rate", Text("Pass rate of draws after complaints", "投诉触发抽检合格率"),
        Text("Of the draws made because of a complaint with a valid result in the period, the share passed; they are not random and say nothing about the goods as a whole.",
             "期内取得有效结果的投诉触发抽检中合格的比例；非随机抽样，不代表整体商品质量。"),
        subject="inspections", source="inspections", axis="finished", where=f"draw = 'complaint_driven' AND {VALID}",
        hit="result = 'passed'", decision="sampling", sample=True, card=True,
    ),
    share(
        "retest_pass_rate", Text("Pass rate of retests", "复检合格率"),
        Text("Of the retests after a fix with a valid result in the period, the share passed.", "期内取得有效结果的整改复检中合格的比例。"),
        subject="inspections", source="inspections", axis="finished", where=f"draw = 'retest' AND {VALID}",
        hit="result = 'passed'", decision="sampling", sample=True,
    ),
    count(
        "inspections_finished", Text("Inspections finished", "完成抽检数"),
        Text("Draws of any kind with a valid result in the period.", "期内取得有效结果的各类抽检数。"),
        subject="inspections", source="inspections", axis="finished", where=VALID, decision="sampling",
    ),
    count(
        "inspections_failed", Text("Failed inspections", "不合格抽检数"),
        Text("Random and complaint-driven draws that failed in the period; retests are not counted again.",
             "期内随机及投诉触发抽检中不合格的次数；复检不重复计。"),
        subject="inspections", source="inspections", axis="finished", where=FAILED, decision="sampling",
        direction=Direction.DOWN, card=True,
    ),
    share(
        "taken_down_after_failure", Text("Goods taken down after a failure", "不合格商品下架率"),
        Text("Of the draws that failed in the period, the share whose goods have been taken down.", "期内不合格的抽检中，商品已下架的比例。"),
        subject="inspections", source="inspections", axis="finished", where=FAILED,
        hit="COALESCE(taken_down_s <= $as_of, false)", decision="after-failure", card=True,
    ),
    share(
        "fixed_after_failure", Text("Failures fixed by the merchant", "不合格整改率"),
        Text("Of the draws that failed in the period, the share that the merchant has fixed.", "期内不合格的抽检中，商家已完成整改的比例。"),
        subject="inspections", source="inspections", axis="finished", where=FAILED,
        hit="COALESCE(fixed_s <= $as_of, false)", decision="after-failure", card=True,
    ),
    duration_quantile(
        "take_down_p50", Text("Time from failure to take-down, p50", "不合格至下架时长 P50"),
        Text("Half of the failed goods taken down were so within this time of the result.", "已下架的不合格商品中，一半在出结果后不超过该时长下架。"),
        subject="inspections", source="inspections", axis="finished", where=FAILED, start="finished_s", stop="CASE WHEN taken_down_s >= finished_s THEN taken_down_s END",
        quantile=0.5, single=Text("Time from failure to take-down", "不合格至下架时长"), decision="after-failure",
    ),
)  # fmt: skip
