"""The part of a pivot table that is drawn: the first rows and columns in order, and a sentence about the rest."""

from dataclasses import dataclass

from charts import format
from components.explore.choices import Choices
from components.explore.kinds import TABLE, layout, shown_rows
from components.explore.names import collation
from components.frame import Page
from components.questions import baseline_of, where_for
from metrics.model import Grain
from metrics.pivot import pivot
from metrics.pivot_figures import Group, Head, Pivot
from metrics.pivot_order import across, default_order, ordered
from reports.precision import binned

MOST_COLUMNS = 60
"""Columns of figures in a table: more would take long to draw, and nobody reads so far."""
MOST_POINTS = 400
"""Periods of a chart."""


@dataclass(frozen=True)
class Cut:
    """A pivot table, its groups and columns that are drawn, and how many there are of both."""

    pivot: Pivot
    groups: tuple[Group, ...]
    columns: tuple[Head, ...]
    all_groups: int
    all_columns: int


def cut(page: Page, choices: Choices) -> Cut:
    """Ask for what is chosen, put it in order and keep as much as can be shown."""
    rows, columns = layout(choices.kind, choices.by, choices.grain)
    asked = pivot(
        page.engine, choices.metrics, rows, columns, page.view.period,
        where=lambda name: where_for(page, name), baseline=lambda name: baseline_of(page, name),
    )  # fmt: skip
    names = collation(page, asked)
    groups = ordered(asked, choices.order or default_order(choices.metrics[0], rows), names)
    heads = across(asked, names)
    most = MOST_COLUMNS // max(len(asked.told), 1) if choices.kind == TABLE else MOST_POINTS
    kept = heads[-most:] if isinstance(columns, Grain) else heads[:most]
    shown = groups[: shown_rows(choices.kind, choices.top)]
    return Cut(asked, shown, kept, len(groups), len(heads))


def left_out(page: Page, found: Cut) -> list[str]:
    """How many rows and columns are not drawn, though totals count them all the same; and how exact the figures are."""
    _, language, notes = page.words, page.look.language, []
    if len(found.groups) < found.all_groups:
        shown, whole = (format.count(number, language) for number in (len(found.groups), found.all_groups))
        notes.append(_("The first {n} of {all} groups; “All” counts every one of them.", n=shown, all=whole))
    if len(found.columns) < found.all_columns:
        shown, whole = (format.count(number, language) for number in (len(found.columns), found.all_columns))
        text = (
            _("The latest {n} of {all} periods.")
            if isinstance(found.pivot.columns, Grain)
            else _("The first {n} of {all} columns.")
        )
        notes.append(text.format(n=shown, all=whole))
    return notes + binned(found.pivot.figures.values(), page.look)
