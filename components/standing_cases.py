"""From where a promise stands to its cases: in the window it was judged over, as known when it was judged."""

from components.frame import Page
from components.mark import Mark
from metrics.board import Standing
from metrics.periods import Period


def cases_of(page: Page, item: Standing) -> Mark | None:
    """The cases behind a promise's figure; None where it has no figure.

    A window that goes on beyond the period on screen was judged as far as that period, as known at its end.
    """
    if item.not_applicable or (item.row.value is None and not item.row.undecided):
        return None
    window, shown, name = item.period, page.view.period, item.promise.metric
    label = item.promise.label.to(page.look.language)
    if window.end <= shown.end:
        return Mark(label, name, period=None if window == shown else window, row=item.row)
    return Mark(label, name, period=Period(window.start, shown.end), row=item.row, as_of=shown.end)
