"""Who was there on which day, from the days people came and left."""

import numpy as np

from metrics.answers import row_from
from metrics.build import Question
from metrics.model import Presence, Row
from metrics.periods import day_number
from metrics.series import Series

CAME, NET = 0, 1


def rows_present(question: Question, series: Series) -> list[Row]:
    """A row per group: how many were there on the question's day, or on how many days from its start to its day.

    Who came on day c was there on day − max(c, start) + 1 of them; leaving takes the days after it off again.
    """
    day = 0 if question.day is None else day_number(question.day)
    begun = series.days <= day
    if question.metric.presence is Presence.DAYS and question.start is not None:
        first = day_number(question.start)
        each = np.maximum(0, day - np.maximum(series.days, first) + 1)
        seen = series.columns[CAME]
    else:
        each, seen = np.ones_like(series.days), series.columns[NET]
    groups = series.group_of[begun]
    there = np.bincount(groups, (series.columns[NET] * each)[begun], len(series.groups))
    known = np.bincount(groups, seen[begun], len(series.groups))
    return [
        row_from(question, {"numerator": int(there[place])} | {f"g{n}": value for n, value in enumerate(group)})
        for place, group in enumerate(series.groups)
        if known[place] or not question.by
    ]
