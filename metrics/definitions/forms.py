"""The forms metrics come in, so that a KPI is one entry.

The promise clock (definitions, part 1): a case belongs to the period in which it falls due. Hit: stopped at or before
due. Miss: stopped after due, or due has passed without a stop. Undecided: neither yet. A stop later than the as-of
moment is not known at it.
"""

import re

from data.contracts import contract
from data.contracts.model import Type, stem
from data.words import Text
from metrics.clocks import stop_sql
from metrics.model import Direction, Kind, Metric, Presence, Unit


def moments_behind(source: str, sql: str) -> tuple[str, ...]:
    """The contract's moments that engine SQL is computed from. Planned ones are left out: an agreed day is a day."""
    found = contract(source)
    computed = {item.name: item.sql for item in found.computed}
    names = set(re.findall(r"\w+_s\b", sql))
    while (
        deeper := {name for item in names & computed.keys() for name in re.findall(r"\w+_s\b", computed[item])} - names
    ):
        names |= deeper
    moments = (column for column in found.moments if column.type is Type.MOMENT and not column.planned)
    return tuple(column.name for column in moments if f"{stem(column.name)}_s" in names)


def promise_rate(
    name: str, label: Text, meaning: Text, *, subject: str, source: str, clock: str, where: str, decision: str,
    card: bool = False,
) -> Metric:  # fmt: skip
    """Share of the decided cases that stopped in time."""
    found = contract(source).clock(clock)
    stop, due = stop_sql(found), f"{clock}_due_s"
    hit = f"({stop}) <= {due} AND ({stop}) <= $as_of"
    missed = f"NOT COALESCE({hit}, false) AND {due} < $as_of"
    return Metric(
        name, label, meaning, subject, Unit.RATIO, Direction.UP, Kind.RATE, source,
        axis=f"{clock}_due",
        where=f"({where}) AND {found.start}_s <= $as_of",
        measures={
            "numerator": hit,
            "denominator": f"({hit}) OR ({missed})",
            "undecided": f"NOT COALESCE({hit}, false) AND {due} >= $as_of",
            "stopped": f"({stop}) <= $as_of",
            "oldest_open": f"{found.start}_s",
            "open": f"NOT COALESCE(({stop}) <= $as_of, false)",
        },
        clock=clock,
        needs_hours=moments_behind(source, f"{found.start}_s {stop}"),
        decision=decision, card=card,
    )  # fmt: skip


def share(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, hit: str, decided: str = "true", undecided: str | None = None,
    decision: str, direction: Direction = Direction.UP, sample: bool = False, card: bool = False,
) -> Metric:  # fmt: skip
    """Share of the decided rows that are hits; both are conditions, and a row that is not decided is no hit."""
    measures = {"numerator": f"({hit}) AND ({decided})", "denominator": decided}
    if undecided is not None:
        measures["undecided"] = undecided
    return Metric(
        name, label, meaning, subject, Unit.RATIO, direction, Kind.RATE, source, axis, where, measures,
        decision=decision, sample=sample, card=card,
    )  # fmt: skip


def mean_of(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, value: str, scale: float = 1.0, unit: Unit = Unit.SCORE,
    decision: str, card: bool = False,
) -> Metric:  # fmt: skip
    """Mean of an integer expression over the rows that have it, times `scale`."""
    return Metric(
        name, label, meaning, subject, unit, Direction.UP, Kind.MEAN, source, axis, where, {"value": value},
        decision=decision, scale=scale, sample=True, card=card,
    )  # fmt: skip


def entities(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, entity: str, counted: str, enough: int, decision: str,
    card: bool = False,
) -> Metric:  # fmt: skip
    """How many different entities have enough rows that meet a condition; those with fewer are undecided."""
    return Metric(
        name, label, meaning, subject, Unit.COUNT, Direction.UP, Kind.ENTITIES, source, axis, where,
        {"counted": counted, "numerator": f"counted >= {enough}", "undecided": f"counted < {enough}"},
        entity=entity, enough=enough, decision=decision, card=card,
    )  # fmt: skip


def state(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, where: str, measures: dict[str, str], decision: str, unit: Unit = Unit.COUNT,
    direction: Direction = Direction.NEITHER, relation: str | None = None, reach: str | None = None, card: bool = False,
    evidence: tuple[tuple[str, Text, str], ...] = (),
) -> Metric:  # fmt: skip
    """What holds at the end of a period; `$day` is its last local day."""
    return Metric(
        name, label, meaning, subject, unit, direction, Kind.STATE, source, "", where, measures,
        decision=decision, relation=relation, reach=reach, card=card, evidence=evidence,
    )  # fmt: skip


def present(
    name: str, label: Text, meaning: Text, *, subject: str, source: str, decision: str,
    direction: Direction = Direction.NEITHER, card: bool = False,
) -> Metric:  # fmt: skip
    """How many of a register are there on the last day of a period, from `joined_day` to `left_day`, both included."""
    where = "COALESCE(joined_day, $day) <= $day AND COALESCE(left_day, $day) >= $day"
    return Metric(
        name, label, meaning, subject, Unit.COUNT, direction, Kind.STATE, source, "", where, {"numerator": "true"},
        decision=decision, card=card, presence=Presence.COUNT,
    )  # fmt: skip


def present_days(name: str, label: Text, meaning: Text, *, subject: str, source: str, decision: str) -> Metric:
    """On how many days of a period those of a register were there, all together."""
    days = (
        "GREATEST(0, LEAST(COALESCE(left_day, $day), $day)"
        " - GREATEST(COALESCE(joined_day, $first_day), $first_day) + 1)"
    )
    return Metric(
        name, label, meaning, subject, Unit.COUNT, Direction.NEITHER, Kind.STATE, source, "",
        "COALESCE(joined_day, $first_day) <= $day", {"amount": days}, decision=decision, presence=Presence.DAYS,
    )  # fmt: skip


def per(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, cases: str = "true", distinct: str | None = None,
    exposure: str | None = None, scale: float, unit: Unit, direction: Direction, decision: str, card: bool = False,
) -> Metric:  # fmt: skip
    """Cases for each unit of exposure: different values among the same rows, or what another metric counts."""
    measures = {"numerator": cases} | ({"distinct": distinct} if distinct else {})
    return Metric(
        name, label, meaning, subject, unit, direction, Kind.PER, source, axis, where, measures,
        scale=scale, exposure=exposure, decision=decision, card=card,
    )  # fmt: skip


def against_baseline(
    name: str, label: Text, meaning: Text, *, subject: str, of: Metric, direction: Direction, decision: str,
    card: bool = True,
) -> Metric:  # fmt: skip
    """The change of another metric against its value in the frozen baseline."""
    return Metric(
        name, label, meaning, subject, Unit.CHANGE, direction, Kind.RELATIVE, of.source, of.axis, of.where, {},
        needs_hours=of.needs_hours, of=of.name, decision=decision, card=card,
    )  # fmt: skip


def duration_quantile(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, start: str, stop: str, quantile: float, decision: str,
    single: Text, less: str = "", card: bool = False,
) -> Metric:  # fmt: skip
    """A quantile of the time from start to stop (SQL moments), `less` taken off, of the period's cases that have stopped.

    `single` is what that time is called of a single case.
    """
    taken_off = f" - {less}" if less else ""
    return Metric(
        name, label, meaning, subject, Unit.HOURS, Direction.DOWN, Kind.QUANTILE, source, axis,
        where=f"({where}) AND {start} <= $as_of",
        measures={
            "seconds": f"CASE WHEN ({stop}) <= $as_of THEN ({stop}) - {start}{taken_off} END",
            "undecided": f"NOT COALESCE(({stop}) <= $as_of, false)",
        },
        quantile=quantile,
        needs_hours=moments_behind(source, f"{start} {stop}"),
        decision=decision, card=card, single=single,
    )  # fmt: skip


def count(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, condition: str = "true", decision: str,
    direction: Direction = Direction.NEITHER, card: bool = False,
) -> Metric:  # fmt: skip
    """How many rows of the period meet a condition."""
    return Metric(
        name, label, meaning, subject, Unit.COUNT, direction, Kind.COUNT, source, axis, where,
        measures={"numerator": condition},
        decision=decision, card=card,
    )  # fmt: skip
