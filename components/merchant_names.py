"""The trade names of merchants, for tables that would otherwise show codes only."""

from components.frame import Page
from metrics.model import Query


def merchant_names(page: Page) -> dict[str, str]:
    """Code → trade name, of the merchants that have one."""
    rows = page.engine.run(Query(("merchants_active",), by=("merchant_id", "name"))).rows
    return {str(row.group[0]): str(row.group[1]) for row in rows if row.group and row.group[-1] is not None}
