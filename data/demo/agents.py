"""The people who answer: teams, who joined and left, and who is at work on which day.

A desk is a place in a team; agents follow each other at it. So the head-count stays steady while people come and go,
and no team is ever empty (nobody leaves its first desk).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from data.demo.columns import codes, on_days, words
from data.demo.draws import NEVER, Floats, Ints, chance, generator, pick
from data.demo.rhythm import DAY, Span

# Team: what it handles, and its share of the desks.
TEAMS = {
    "consulting_a": ("consulting", 0.20), "consulting_b": ("consulting", 0.17),
    "after_sales_a": ("after_sales", 0.15), "after_sales_b": ("after_sales", 0.13),
    "after_sales_night": ("after_sales", 0.08),
    "complaints_a": ("complaints", 0.14), "complaints_b": ("complaints", 0.13),
}  # fmt: skip
TEAM = {name: number for number, name in enumerate(TEAMS)}
ROLES = ("consulting", "after_sales", "complaints")
ROLE_OF_TEAM = np.array([ROLES.index(role) for role, _ in TEAMS.values()])

LEVELS = {"junior": 0.34, "regular": 0.42, "senior": 0.18, "lead": 0.06}
DESKS_PER_AGENT = 0.83  # the rest are people who left
NEW_DESKS = 0.12  # desks that were added within the two years
LEAVES = 0.26  # desks whose agent leaves within the two years
LEAVES_AGAIN = 0.08
NEVER_DAY = NEVER // DAY


@dataclass(frozen=True)
class Agents:
    """Everyone who is or was employed, in order of joining; days count from the first one of the span."""

    team: Ints
    level: Ints
    joined: Ints
    left: Ints
    slowness: Floats  # factor on the time a case takes
    warmth: Floats  # what customers feel, in standard deviations

    @classmethod
    def draw(cls, span: Span, tickets: int, seed: int) -> "Agents":
        """About 60 for 100 000 tickets, growing with the square root."""
        rng = generator(seed, "agents")
        wanted = float(np.clip(60 * (tickets / 100_000) ** 0.5, 40, 600))
        sizes = [max(3, round(wanted * DESKS_PER_AGENT * share)) for _, share in TEAMS.values()]
        team, joined, left = _chain(rng, span, np.repeat(np.arange(len(TEAMS)), sizes))
        order = np.argsort(joined, kind="stable")
        size = len(order)
        return cls(
            team[order],
            pick(rng, list(LEVELS.values()), size),
            joined[order],
            left[order],
            np.exp(0.16 * rng.standard_normal(size)),
            0.18 * rng.standard_normal(size),
        )

    @cached_property
    def codes(self) -> list[str]:
        """Agent codes by number."""
        return codes("A", len(self.team), 4)

    def on_duty(self, days: int) -> tuple[Ints, Ints]:
        """By team and day, the agents at work (padded) and how many they are."""
        day = np.arange(days)
        table = np.zeros((len(TEAMS), days, int(np.bincount(self.team).max())), dtype=np.int16)
        count = np.zeros((len(TEAMS), days), dtype=np.int64)
        for number in range(len(TEAMS)):
            people = np.flatnonzero(self.team == number)
            away = (self.joined[people, None] > day) | (self.left[people, None] <= day)
            present_first = np.argsort(away, axis=0, kind="stable")
            table[number, :, : len(people)] = people[present_first].T
            count[number] = (~away).sum(axis=0)
        return table, count

    def columns(self, span: Span) -> dict[str, pa.Array]:
        """The source `agents`."""
        return {
            "agent_id": pa.array(self.codes, pa.string()),
            "team": words(self.team, tuple(TEAMS)),
            "level": words(self.level, tuple(LEVELS)),
            "role": words(ROLE_OF_TEAM[self.team], ROLES),
            "joined_on": on_days(span, self.joined),
            "left_on": on_days(span, self.left),
        }


def _chain(rng: np.random.Generator, span: Span, desk: Ints) -> tuple[Ints, Ints, Ints]:
    """Team, joining and leaving day of the up to three agents who follow each other at each desk."""
    size = len(desk)
    first_of_team = np.concatenate(([True], desk[1:] != desk[:-1]))
    added = chance(rng, NEW_DESKS, size) & ~first_of_team
    joined = np.where(added, rng.integers(20, span.days - 60, size), -rng.integers(40, 2200, size))
    leaves = chance(rng, LEAVES, size) & ~added & ~first_of_team
    left = np.where(leaves, rng.integers(40, span.days - 120, size), NEVER_DAY)
    second = left + rng.integers(5, 35, size)
    again = leaves & chance(rng, LEAVES_AGAIN, size)
    second_left = np.where(again, np.minimum(second + rng.integers(30, 200, size), span.days - 40), NEVER_DAY)
    third = second_left + rng.integers(5, 35, size)
    joins = np.concatenate((joined, second, third))
    leave = np.concatenate((left, second_left, np.full(size, NEVER_DAY)))
    here = joins < span.days
    return np.tile(desk, 3)[here], joins[here], leave[here]
