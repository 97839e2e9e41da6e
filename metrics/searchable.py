"""What can be searched for: the promises and metrics of the product, the merchants and agents of a version."""

from data.contracts import contracts
from data.words import Text
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import Query
from metrics.promises import promises
from metrics.search import Entry, Sort


def catalogue_entries() -> list[Entry]:
    """All promises and metrics the product knows."""
    found = [Entry(Sort.PROMISE, item.id, item.label, (item.short.en, item.short.zh)) for item in promises()]
    return found + [Entry(Sort.METRIC, item.name, item.label) for item in metrics().values()]


def people_entries(engine: Engine) -> list[Entry]:
    """The merchants and agents of a version: those any source names; merchants with their trade names."""
    rows = engine.run(Query(("merchants_active",), by=("merchant_id", "name"))).rows
    names = {str(row.group[0]): str(row.group[1]) for row in rows if row.group and row.group[-1] is not None}
    found = [
        Entry(Sort.MERCHANT, code, Text(names.get(code, code), names.get(code, code)))
        for code in _values(engine, "merchant_id")
    ]
    return found + [Entry(Sort.AGENT, code, Text(code, code)) for code in _values(engine, "agent_id")]


def _values(engine: Engine, dimension: str) -> list[str]:
    """The values of a dimension in whichever source has it, each once."""
    sources = [name for name in contracts() if dimension in dimensions(name)]
    return sorted({str(value) for name in sources for value in engine.values(name, dimension) if value is not None})
