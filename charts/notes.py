"""What a point says when it is pointed at: one row in words, one line for each thought."""

from collections.abc import Sequence

from charts import format
from charts.look import Look, plain
from metrics.model import Row, Unit

LINE = "<br>"


def note(name: str, *lines: str) -> str:
    """A note on a point: its name in bold, and what is said of it; the name may come from the data."""
    return LINE.join([f"<b>{plain(name)}</b>", *lines])


def row_note(name: str, row: Row, unit: Unit, look: Look, more: Sequence[str] = ()) -> str:
    """The name, the value with its interval, the cases behind it, and what else there is to say."""
    return note(name, value_line(row, unit, look), *cases(row, unit, look), *more)


def value_line(row: Row, unit: Unit, look: Look) -> str:
    """The value with its 95 % interval, where it has one."""
    language, _ = look.language, look.words
    value = format.value(row.value, unit, language)
    if row.value is None or row.low is None or row.high is None:
        return value
    low, high = (format.value(edge, unit, language) for edge in (row.low, row.high))
    return _("{value} (95 % interval {low}–{high})", value=value, low=low, high=high)


def cases(row: Row, unit: Unit, look: Look) -> list[str]:
    """How many cases are behind a value; a count is its own number of cases."""
    _, n = look.words, format.count(row.n, look.language)
    if unit is Unit.COUNT:
        return []
    if not row.undecided:
        return [_("n = {n}", n=n)]
    return [_("n = {n}, undecided {undecided}", n=n, undecided=format.count(row.undecided, look.language))]
