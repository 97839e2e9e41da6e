"""Reviews: what buyers wrote about goods, without the text itself."""

from data.contracts.columns import CATEGORY, CHANNEL, CUSTOMER, MERCHANT, ORDER, SKU, code, flag, moment, number, values
from data.contracts.model import Check, Contract, Mark
from data.words import Text

CONTRACT = Contract(
    name="reviews",
    label=Text("Product reviews", "商品评价"),
    meaning=Text("One row per review of an order; its text is not kept.", "订单的每条评价一行，不保存评价正文。"),
    key=("review_id",),
    columns=(
        code("review_id", "Review", "评价号", "Number of the review", "评价编号", required=True, dimension=False),
        ORDER, SKU, MERCHANT, CATEGORY, CHANNEL, CUSTOMER,
        number("score", "Score", "评分", "Stars given", "星级评分", "score 1-5", dimension=True),
        code("tone", "Tone", "倾向", "Tone of the review", "评价倾向", values=values(
            positive=("Positive", "好评"), neutral=("Neutral", "中评"), negative=("Negative", "差评"))),
        moment("collected_at", "Collected at", "收集时间", "When the review was given", "评价提交的时间", required=True, axis=True),
        flag("incentivised", "Incentivised", "有奖评价", "Given for a reward: not counted", "因奖励而评价，不计入"),
        moment("deleted_at", "Deleted at", "删除时间", "When it was deleted: not counted", "删除的时间，不计入"),
    ),
    checks=(
        Check("score_outside_1_5", "score BETWEEN 1 AND 5", Text("score outside 1-5", "评分不在 1–5 之间")),
        Check("deleted_before_collected", "deleted_at >= collected_at", Text("deleted before it was given", "删除早于提交")),
    ),
    marks=(
        Mark("copy_number",
             "CASE WHEN COALESCE(incentivised, false) OR deleted_s IS NOT NULL THEN NULL WHEN order_id IS NULL THEN 1"
             " ELSE row_number() OVER (PARTITION BY COALESCE(incentivised, false) OR deleted_s IS NOT NULL,"
             " order_id, sku, customer_id ORDER BY collected_s, review_id) END",
             Text("Of the reviews of one buyer on one kind of goods in one order, those for a reward or deleted left out:"
                  " first, second …",
                  "同一订单、同一商品、同一买家的评价（不含有奖和已删除的），按先后的序号"), apart="order_id"),
    ),
)  # fmt: skip
