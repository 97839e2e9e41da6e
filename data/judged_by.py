"""What an action is judged by, as it is frozen when the action is opened: the figure it came from, and the rule of success."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from data.errors import InvalidEntry

Chosen = tuple[tuple[str, tuple[str | None, ...]], ...]
"""Filters as they are stored: each dimension with the values kept, None for “not given”."""
MOST_WEEKS = 52


@dataclass(frozen=True)
class Rule:
    """What an action is judged by.

    Attributes:
        metric: the figure that is to change, of the cases its `filters` keep.
        higher: whether higher is better.
        least: the smallest effect that counts, in the figure's unit (0.02 is 2 points of a rate).
        before, after: full weeks compared.
        lag: full weeks after the start that are left out, since the action cannot show in them yet.
        comparison: the filters of a group the action does not touch; None without one.
    """

    metric: str
    filters: Chosen
    higher: bool
    least: float
    before: int = 13
    after: int = 13
    lag: int = 0
    comparison: Chosen | None = None

    def check(self) -> None:
        """Raises InvalidEntry where nothing could be judged by it."""
        if not 0 <= self.least < float("inf"):
            raise InvalidEntry(
                "The smallest effect that counts is a size: nought or more.", "最小有效改善是幅度，不能小于 0。"
            )
        if not (1 <= self.before <= MOST_WEEKS and 1 <= self.after <= MOST_WEEKS and 0 <= self.lag <= MOST_WEEKS):
            raise InvalidEntry(
                f"An action is judged by 1 to {MOST_WEEKS} weeks before and after, and waits {MOST_WEEKS} weeks at most.",
                f"评估窗口前后各为 1 至 {MOST_WEEKS} 周，滞后最多 {MOST_WEEKS} 周。",
            )


@dataclass(frozen=True)
class Origin:
    """The figure a problem was seen in: the days it was of, its value, its cases, its interval, the target in force."""

    start: date
    end: date
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    target: float | None = None


def as_text(given: Rule | Origin) -> str:
    """It as JSON."""
    return json.dumps(asdict(given), default=date.isoformat, ensure_ascii=False)


def read_origin(text: str) -> Origin:
    """The figure of what `as_text` wrote."""
    given = json.loads(text)
    return Origin(**{**given, **{name: date.fromisoformat(given[name]) for name in ("start", "end")}})


def read_rule(text: str) -> Rule:
    """The rule of what `as_text` wrote."""
    given = json.loads(text)
    compared = given["comparison"]
    return Rule(
        **{**given, "filters": chosen(given["filters"]), "comparison": None if compared is None else chosen(compared)}
    )


def chosen(given: list[Any]) -> Chosen:
    """Filters, from JSON."""
    return tuple((name, tuple(values)) for name, values in given)
