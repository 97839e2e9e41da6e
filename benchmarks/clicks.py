"""What is clicked on a page of ours: periods and filters, each an answer that was not asked for before."""

from benchmarks.chromium import Choice
from charts import format
from components.view import join_values, options, period_options
from metrics.dimensions import label_of, sources_with
from metrics.engine import Engine
from metrics.model import Grain

FILTERED_BY = {
    "promises": "category", "response": "category", "orders": "region", "complaints": "category", "satisfaction": "channel",
    "feedback": "category", "loyalty": "region", "inspections": "category", "training": "team", "security": "",
    "merchants": "category", "agents": "team", "cases": "category",
}  # fmt: skip
"""The pages measured, each with the filter that is clicked there."""
MARKERS = {"promises": "[data-open]"}
"""What is there once a page is drawn; on pages not named, a panel."""
PANEL = "[data-panel], [class*=st-key-panel_]"
FILTERS_CLICKED = 6


def clicks(engine: Engine, page: str, most: int) -> list[list[Choice]]:
    """Up to so many clicks in two rounds, each from the page as it opens: values of its filter, then periods.

    Periods are the months and quarters the data cover, newest first.
    """
    begun, name = engine.first_day("tickets"), FILTERED_BY[page]
    periods = [
        Choice(
            "Period",
            format.period(item, "en", engine.fiscal_start),
            "filter_period",
            (("period", item.name(engine.fiscal_start)),),
        )
        for item in period_options(engine)
        if item.grain in (Grain.MONTH, Grain.QUARTER) and begun is not None and item.start >= begun
    ][1:]  # the first is on screen already
    filters = _filter_clicks(engine, name) if name else []
    return [filters[: most // 5], periods[: most - len(filters[: most // 5])]]


def _filter_clicks(engine: Engine, name: str) -> list[Choice]:
    source, box = sources_with(name)[0], label_of(name).to("en")
    values = [value for value in options(engine, name) if value is not None]
    shown = values[:FILTERS_CLICKED]
    return [
        Choice(
            box, engine.value_label(source, name, value, "en"), f"filter_{name}",
            ((name, join_values(shown[:number])),),  # a value is added to those chosen before
        )
        for number, value in enumerate(shown, start=1)
    ]  # fmt: skip


def marker(page: str) -> str:
    """What is there once the page is drawn."""
    return MARKERS.get(page, PANEL)


def path(page: str) -> str:
    """The page's address, in English."""
    return f"{'' if page == 'promises' else page}?lang=en"
