"""What the figures of a source are split by when a cause is looked for."""

SPLITS = {
    "tickets": ("complaint_class", "team", "channel", "category", "region", "priority", "topic", "merchant_id"),
    "orders": ("express", "region", "category", "channel", "merchant_id"),
    "surveys": ("team", "channel", "customer_group", "category", "region", "solved_by"),
    "inspections": ("category", "merchant_id"),
    "reviews": ("category", "channel", "merchant_id"),
    "trainings": ("team", "topic", "mode", "level"),
    "agents": ("team", "level", "role"),
    "audits": ("scope", "severity"),
    "incidents": ("kind", "severity"),
    "members": ("level", "region"),
}
"""Source → what its figures are split by when a cause is looked for; never by person."""
