"""The subjects figures belong to: each has a page, and people who answer for its figures."""

from dataclasses import dataclass

from data.words import Text


@dataclass(frozen=True)
class Subject:
    """One subject: what it is called, and who owns its figures unless a promise names somebody."""

    label: Text
    owner: Text


SUBJECTS = {
    "response": Subject(Text("Response & SLA", "响应与时效"), Text("After-sales service", "售后服务部")),
    "complaints": Subject(Text("Complaints", "投诉"), Text("Complaints desk", "投诉处理组")),
    "satisfaction": Subject(Text("Satisfaction", "满意度"), Text("Customer relations", "客户关系部")),
    "orders": Subject(Text("Orders", "订单"), Text("Order operations", "订单运营")),
    "loyalty": Subject(Text("Loyalty", "会员忠诚度"), Text("Membership", "会员运营")),
    "feedback": Subject(Text("Feedback & reviews", "反馈与评价"), Text("Customer relations", "客户关系部")),
    "inspections": Subject(Text("Inspections", "抽检"), Text("Goods quality", "商品质量部")),
    "merchants": Subject(Text("Merchants", "商家"), Text("Merchant management", "商家管理部")),
    "security": Subject(Text("Security", "信息安全"), Text("Information security", "信息安全部")),
    "agents": Subject(Text("Agents", "客服"), Text("Service management", "客服管理部")),
    "training": Subject(Text("Training", "培训"), Text("People development", "人才发展部")),
}
