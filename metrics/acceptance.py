"""Acceptance sampling by attributes: how many of a lot to draw, and how many failures still let it pass.

ISO 2859-1:1999 / GB/T 2828.1-2012, single sampling under normal inspection, general levels I–III: table 1 (code
letters) and table 2-A (plans). The special levels and the rules for switching to tightened or reduced inspection
(clause 9) are not covered: a plan here is that of one lot, not of a series of lots.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import bdtr

LETTERS = "ABCDEFGHJKLMNPQR"
SAMPLE_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000)
"""Of each code letter."""

LOTS_UP_TO = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
"""The largest lot of each row of table 1; the last row has no end."""

LETTERS_OF_LEVEL = {"I": "AABCCDEFGHJKLMN", "II": "ABCDEFGHJKLMNPQ", "III": "BCDEFGHJKLMNPQR"}
"""Table 1: the code letter of each row of lot sizes, by general inspection level."""

AQLS = (0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0)
"""Acceptance quality limits in per cent nonconforming: the columns of table 2-A from 0.065 to 10."""

TABLE_2_A = {
    "A": "↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  0  ↓",
    "B": "↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  0  ↑  ↓",
    "C": "↓  ↓  ↓  ↓  ↓  ↓  ↓  ↓  0  ↑  ↓  1",
    "D": "↓  ↓  ↓  ↓  ↓  ↓  ↓  0  ↑  ↓  1  2",
    "E": "↓  ↓  ↓  ↓  ↓  ↓  0  ↑  ↓  1  2  3",
    "F": "↓  ↓  ↓  ↓  ↓  0  ↑  ↓  1  2  3  5",
    "G": "↓  ↓  ↓  ↓  0  ↑  ↓  1  2  3  5  7",
    "H": "↓  ↓  ↓  0  ↑  ↓  1  2  3  5  7 10",
    "J": "↓  ↓  0  ↑  ↓  1  2  3  5  7 10 14",
    "K": "↓  0  ↑  ↓  1  2  3  5  7 10 14 21",
    "L": "0  ↑  ↓  1  2  3  5  7 10 14 21  ↑",
    "M": "↑  ↓  1  2  3  5  7 10 14 21  ↑  ↑",
    "N": "↓  1  2  3  5  7 10 14 21  ↑  ↑  ↑",
    "P": "1  2  3  5  7 10 14 21  ↑  ↑  ↑  ↑",
    "Q": "2  3  5  7 10 14 21  ↑  ↑  ↑  ↑  ↑",
    "R": "3  5  7 10 14 21  ↑  ↑  ↑  ↑  ↑  ↑",
}
"""Acceptance number by code letter and AQL; the rejection number is one more. An arrow sends to the first plan below
or above it, whose sample size then holds too."""


@dataclass(frozen=True)
class Plan:
    """A sampling plan for one lot.

    Attributes:
        letter: code letter of the plan, after the arrows.
        n: items to draw; the whole lot where the table's sample would be as large or larger.
        accept: the lot passes with up to so many nonconforming items (Ac).
        reject: from so many on it does not (Re).
    """

    letter: str
    n: int
    accept: int
    reject: int


def plan(lot_size: int, aql: float, level: str = "II") -> Plan:
    """The plan for a lot of so many items; `aql` in per cent, one of `AQLS`; `level` is I, II or III.

    Raises ValueError for a lot below 2 items, and for an AQL or level the tables do not have.
    """
    if lot_size < 2 or aql not in AQLS or level not in LETTERS_OF_LEVEL:
        raise ValueError(f"no plan for a lot of {lot_size}, AQL {aql}, level {level}")
    row = LETTERS.index(LETTERS_OF_LEVEL[level][bisect_left(LOTS_UP_TO, lot_size)])
    column = AQLS.index(aql)
    while (cell := TABLE_2_A[LETTERS[row]].split()[column]) in "↑↓":
        row += 1 if cell == "↓" else -1
    return Plan(LETTERS[row], min(SAMPLE_SIZES[row], lot_size), int(cell), int(cell) + 1)


def accept_probability(n: int, accept: int, defect_rate: float) -> float:
    """The probability that a lot passes: at most `accept` nonconforming among n drawn, at a true rate of 0–1.

    Binomial, as the curves of the standard: right for a lot much larger than the sample or a running process.
    """
    return float(bdtr(min(accept, n), n, defect_rate))


def curve(n: int, accept: int, rates: Sequence[float]) -> tuple[float, ...]:
    """The operating-characteristic curve: the probability of passing at each of the true defect rates (0–1)."""
    return tuple(accept_probability(n, accept, rate) for rate in rates)
