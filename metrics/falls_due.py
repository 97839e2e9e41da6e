"""Who is short of a training, and who will be when: agent by agent, by the rule the coverage is counted by.

Which agents, and within how many days, is what the metrics say; the day itself and the trainings done of those due are
worked out here from the days people joined and were trained.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.definitions.training import AHEAD, YEAR
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Grain, Query, Row, Scope

HALF_YEAR = YEAR // 2 + 1
Value = str | int | bool | None


@dataclass(frozen=True)
class Owing:
    """One agent who is short of a training or falls due.

    Attributes:
        done, due: trainings of the last 365 days, and how many are owed today.
        day: since when the agent is short, or from which day on; None where the trainings have no day.
        within: 0 for short today, else 30, 60 or 90 days.
        left: days until then; None for an agent short today.
    """

    agent: Value
    team: Value
    done: int
    due: int
    day: date | None
    within: int
    left: int | None = None


def falls_due(engine: Engine, day: date, where: tuple[Filter, ...] = (), scope: Scope = ALL_ROWS) -> tuple[Owing, ...]:
    """All agents short on a day or due within 90 days of it, the most pressing first."""
    found: dict[tuple[Value, ...], int] = {}
    for ahead in AHEAD:
        name = f"agents_due_{ahead}" if ahead else "agents_short"
        for row in engine.run(Query((name,), end=day, by=("agent_id", "team"), where=where), scope).rows:
            if row.numerator:
                found.setdefault(row.group, ahead)
    start = day - timedelta(days=2 * YEAR)
    trained = _days(engine.run(Query(("trainings_completed",), start, day, Grain.DAY, ("agent_id",)), scope).rows)
    joined = _days(engine.run(Query(("agents_joined",), None, day, Grain.DAY, ("agent_id",)), scope).rows)
    owing = []
    for (agent, team), within in found.items():
        began, days = min(joined.get(agent, [day])), trained.get(agent, [])
        when = short_since(began, days, day) if within == 0 else short_from(began, days, day)
        left = (when - day).days if within and when is not None else None
        owing.append(Owing(agent, team, done_on(days, day), due_on(began, day), when, within, left))
    return tuple(sorted(owing, key=lambda item: (item.within, item.day or day, str(item.agent))))


def within(owing: Sequence[Owing], days: int) -> int:
    """How many are covered today and fall due within so many days."""
    return sum(0 < item.within <= days for item in owing)


def short_now(owing: Sequence[Owing]) -> int:
    """How many are short today."""
    return sum(item.within == 0 for item in owing)


def due_on(joined: date, day: date) -> int:
    """Trainings owed on a day: none in the first half-year, one in the second, two from then on."""
    tenure = (day - joined).days
    return 2 if tenure >= YEAR else 1 if tenure >= HALF_YEAR else 0


def done_on(trained: Sequence[date], day: date) -> int:
    """Trainings of the 365 days up to a day."""
    return sum(day - timedelta(days=YEAR) < training <= day for training in trained)


def short_from(joined: date, trained: Sequence[date], today: date) -> date | None:
    """The first day after today on which more is owed than done, if nothing more is done."""
    later = (day for day in _turns(joined, trained) if day > today)
    return next((day for day in later if _short(joined, trained, day)), None)


def short_since(joined: date, trained: Sequence[date], today: date) -> date | None:
    """The first day of the shortage that lasts today; None where there is none."""
    since = None
    for day in reversed([turn for turn in _turns(joined, trained) if turn <= today]):
        if not _short(joined, trained, day):
            break
        since = day
    return since


def _short(joined: date, trained: Sequence[date], day: date) -> bool:
    return done_on(trained, day) < due_on(joined, day)


def _turns(joined: date, trained: Sequence[date]) -> list[date]:
    """The only days on which owed or done can change."""
    tenure = [joined + timedelta(days=days) for days in (HALF_YEAR, YEAR)]
    return sorted({*tenure, *trained, *(day + timedelta(days=YEAR) for day in trained)})


def _days(rows: Sequence[Row]) -> dict[Value, list[date]]:
    """Group → the days it was counted on, as often as it was counted."""
    found: dict[Value, list[date]] = defaultdict(list)
    for row in rows:
        if row.period is not None:
            found[row.group[0]] += [row.period] * row.n
    return found
