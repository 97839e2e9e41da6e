"""Inspections: goods drawn for a sample test, at random or because of a complaint."""

from data.contracts.columns import CATEGORY, MERCHANT, SKU, code, moment, number, values
from data.contracts.model import Check, Contract, Mark
from data.words import Text

CONTRACT = Contract(
    name="inspections",
    label=Text("Sample inspections", "抽检"),
    meaning=Text("One row per draw of one kind of goods.", "每次抽取一种商品一行。"),
    key=("inspection_id",),
    columns=(
        code("inspection_id", "Inspection", "抽检号", "Number of the inspection", "抽检编号", required=True, dimension=False),
        SKU, CATEGORY, MERCHANT,
        code("draw", "Draw", "抽样方式", "Why it was drawn; only random draws count for the pass rate",
             "抽样原因；合格率仅计随机抽样", required=True, values=values(
                 random=("Random", "随机"), complaint_driven=("Because of a complaint", "投诉触发"),
                 retest=("Retest after a fix", "整改复检"))),
        code("lot_id", "Lot", "批次", "Lot the sample was drawn from", "样品所属批次", dimension=False),
        number("lot_size", "Lot size", "批量", "Units in the lot", "批次件数", "units"),
        number("sample_size", "Sample size", "样本量", "Units tested", "检验件数", "units"),
        number("defects", "Defective units", "不合格件数", "Units found defective", "检出的不合格件数", "units"),
        moment("drawn_at", "Drawn at", "抽样时间", "When the sample was drawn", "抽样的时间", required=True, axis=True),
        moment("finished_at", "Finished at", "完成时间", "When the result was known", "出具结果的时间", axis=True),
        code("result", "Result", "结果", "Result of the first test of this draw", "本次抽样首检结果", values=values(
            passed=("Passed", "合格"), failed=("Failed", "不合格"), void=("No valid test", "无效"))),
        code("defect", "Defect", "缺陷", "Main defect found", "主要缺陷"),
        moment("taken_down_at", "Taken down at", "下架时间", "When the goods were taken down", "商品下架的时间"),
        moment("fixed_at", "Fixed at", "整改时间", "When the merchant had fixed it", "商家完成整改的时间"),
    ),
    checks=(
        Check("finished_before_drawn", "finished_at >= drawn_at", Text("finished before it was drawn", "完成早于抽样")),
        Check("more_defects_than_sample", "defects <= sample_size",
              Text("more defective units than units tested", "不合格件数多于检验件数")),
        Check("count_negative", "least(lot_size, sample_size, defects) >= 0", Text("negative count", "数量为负")),
    ),
    marks=(
        Mark("place_in_quarter",
             "CASE WHEN draw = 'random' AND result IN ('passed', 'failed') AND finished_s IS NOT NULL THEN"
             " CASE WHEN sku IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY"
             " draw = 'random' AND result IN ('passed', 'failed') AND finished_s IS NOT NULL, sku,"
             " {quarter_of:finished} ORDER BY finished_s, inspection_id) END END",
             Text("Of the valid random draws of one kind of goods in one quarter: first, second … by the time of the result",
                  "同一商品在同一季度的有效随机抽检中，按出结果先后的序号"), apart="sku"),
    ),
)  # fmt: skip
