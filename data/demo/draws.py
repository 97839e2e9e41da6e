"""Seeded draws: one independent stream per source and part, and the few shapes everything is drawn from.

A stream depends on the seed, the source and the part only, so that sources can be made in any order, and a part
never needs the numbers of the one before it. All draws work on whole arrays; there is no loop per row.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]

# What never happens lies 63 years after the first day, thus later than any end: one comparison says
# "not (yet) happened", and adding a delay keeps it there. It fits 32 bits.
NEVER = 2_000_000_000

# The place of a name is part of the seed of its stream: append, never reorder.
STREAMS = (
    "trainings", "waves", "goods", "days", "surveys", "handling", "agents", "inspections", "tickets", "security",
    "orders", "customers", "reviews",
)  # fmt: skip


def generator(seed: int, stream: str, part: int = 0) -> np.random.Generator:
    """The random numbers of one part of one stream."""
    sequence = np.random.SeedSequence(seed, spawn_key=(STREAMS.index(stream), part))
    return np.random.Generator(np.random.PCG64(sequence))


def chance(rng: np.random.Generator, share: float | Floats, size: int) -> Flags:
    """True with the given probability, which may differ by row."""
    return rng.random(size) < share


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Positions in `weights`, drawn in proportion to them."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(bounds[:-1] / bounds[-1], rng.random(size), side="right")


def pick_by(rng: np.random.Generator, row: Ints, weights: Sequence[Sequence[float]] | Floats) -> Ints:
    """Like `pick`, with the weights of the given row of a table for each draw."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64), axis=1)
    bounds /= bounds[:, -1:]
    bounds[:, -1] = 1.0
    width = bounds.shape[1]
    # The rows laid end to end (row + share) make one sorted line, so one search serves all rows.
    line = (bounds + np.arange(len(bounds))[:, None]).ravel()
    found: Ints = np.searchsorted(line, row + rng.random(len(row)), side="right") - row * width
    return np.clip(found, 0, width - 1)


def lognormal(rng: np.random.Generator, median: float | Floats, spread: float | Floats, size: int) -> Floats:
    """Log-normal waits in seconds around `median`; `spread` is the standard deviation of the logarithm."""
    return median * np.exp(rng.standard_normal(size) * spread)


def promised(rng: np.random.Generator, wait: Floats, limit: float | Floats, late: Flags, excess: float) -> Floats:
    """Waits that keep `limit` exactly where not `late`: the level of a promise is set here, not by the body's tail.

    What the body puts beyond the limit is mirrored to before it; late cases begin at the limit, with a heavy tail
    (`excess` is the spread of the logarithm).
    """
    limits = np.broadcast_to(np.asarray(limit, dtype=np.float64), wait.shape)
    kept = np.where(wait >= limits, limits * limits / wait, wait)
    beyond = limits * np.exp(0.01 + excess * np.abs(rng.standard_normal(len(wait))))
    return np.where(late, beyond, kept)
