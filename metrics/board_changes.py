"""What an import changed on the board: the latest quarter in which a promised figure differs, promise by promise."""

from dataclasses import dataclass

from data.errors import KeptError
from metrics.board import Standing, board, latest_period
from metrics.engine import Engine
from metrics.model import Grain, Query
from metrics.periods import Period, containing


@dataclass(frozen=True)
class Changed:
    """One promise before and after; `before` is None where there were no data."""

    before: Standing | None
    after: Standing


@dataclass(frozen=True)
class BoardChanges:
    """The promises that changed in `period`; `others` counts the other quarters in which any figure changed."""

    period: Period
    changed: tuple[Changed, ...]
    others: int = 0


def board_changes(before: Engine | None, after: Engine) -> BoardChanges | None:
    """The board of two versions set side by side; None where neither holds anything a promise is measured by."""
    latest = latest_period(after)
    if latest is None:
        return None
    quarters = _quarters(before, after)
    period = max(quarters, key=lambda item: item.start) if quarters else latest
    now, then = board(after, period), board(before, period) if before is not None else ()
    known = {item.promise.id: item for item in then}
    changed = tuple(
        Changed(known.get(item.promise.id), item) for item in now if _differs(known.get(item.promise.id), item)
    )
    return BoardChanges(period, changed, max(0, len(quarters) - 1))


def _differs(before: Standing | None, after: Standing) -> bool:
    if before is None:
        return after.row.value is not None
    return (before.verdict, before.row) != (after.verdict, after.row)


def _quarters(before: Engine | None, after: Engine) -> set[Period]:
    """The quarters in which the figure of any promise differs."""
    last = latest_period(after)
    names = dict.fromkeys(item.metric for item in after.promises(last.end)) if last else ()
    found = set()
    for name in names:
        mine, theirs = _by_quarter(after, name), _by_quarter(before, name) if before is not None else {}
        found |= {period for period in mine.keys() | theirs.keys() if mine.get(period) != theirs.get(period)}
    return found


def _by_quarter(engine: Engine, name: str) -> dict[Period, tuple[object, ...]]:
    """Numerator, denominator and value by quarter; nothing where the figure cannot be told by quarter."""
    try:
        rows = engine.run(Query((name,), grain=Grain.QUARTER)).rows
    except KeptError:
        return {}
    return {
        containing(row.period, Grain.QUARTER, engine.fiscal_start): (row.value, row.numerator, row.denominator)
        for row in rows
        if row.period is not None
    }
