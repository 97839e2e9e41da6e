"""A composite of several dimensions by declared weights, and whether the ranking it gives survives other weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

TIE = 9
"""Scores equal to so many decimals share a place: what differs beyond is rounding."""


@dataclass(frozen=True)
class Stability:
    """How a ranking fares when its weights are moved.

    Attributes:
        combinations: how many sets of weights were tried, the declared one among them.
        same_ranking: under how many of them every group keeps its place.
        same_first: under how many the same group, or groups, come first.
        places: group → (best, worst) place it takes under any of them; 1 is first, equal scores share a place.
    """

    combinations: int
    same_ranking: int
    same_first: int
    places: dict[str, tuple[int, int]]


def weighted(means: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted mean of the dimensions, in their unit; weights count in proportion and need not add up to 1.

    A mean without a weight does not count. Raises KeyError for a weight without a mean, since leaving the dimension
    out would silently change what the others weigh, and ValueError for a negative weight or a sum of 0.
    """
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights are not negative, and not all nought")
    return sum(weight * means[name] for name, weight in weights.items()) / total


def stability(
    groups: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], by: float = 0.20
) -> Stability:  # fmt: skip
    """The ranking of the groups (higher is better) under each weight moved by −by, 0 or +by, in all combinations.

    The plain grid of a one-step sensitivity analysis (OECD and JRC, "Handbook on Constructing Composite Indicators",
    2008, step 7); `weighted` brings each set back to proportions. With d dimensions these are 3ᵈ rankings. One group,
    or none, always keeps its ranking. Raises what `weighted` raises.
    """
    rankings = [
        _places(groups, {name: weight * step for (name, weight), step in zip(weights.items(), steps, strict=True)})
        for steps in product((1 - by, 1.0, 1 + by), repeat=len(weights))
    ]
    declared = _places(groups, weights)
    return Stability(
        combinations=len(rankings),
        same_ranking=sum(ranking == declared for ranking in rankings),
        same_first=sum(_first(ranking) == _first(declared) for ranking in rankings),
        places={
            group: (min(ranking[group] for ranking in rankings), max(ranking[group] for ranking in rankings))
            for group in groups
        },
    )


def _places(groups: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> dict[str, int]:
    """Group → place: one more than the number of groups with a higher score."""
    scores = {group: round(weighted(means, weights), TIE) for group, means in groups.items()}
    return {group: 1 + sum(other > score for other in scores.values()) for group, score in scores.items()}


def _first(ranking: Mapping[str, int]) -> set[str]:
    return {group for group, place in ranking.items() if place == 1}
