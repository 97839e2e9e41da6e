"""Sample inspections: few, planned by quarter, and followed to the retest.

The plan says how many results fall into a quarter, so the day of the result is drawn first and the day of the draw
counted back from it.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa

from data.demo.columns import happened, numbered, whole, words
from data.demo.draws import NEVER, Ints, chance, generator, pick
from data.demo.goods import BAD, BAD_DAYS_LEFT, Goods
from data.demo.rhythm import DAY, Span

# Random draws a quarter (the promise asks for 200 kinds), and those that complaints caused.
PLANNED = (212, 238)
AFTER_COMPLAINTS = (18, 30)
AFTER_COMPLAINTS_BAD = 0.3  # of these, about the bad merchant while its goods are bad
FAILS = {"random": 0.027, "complaint_driven": 0.22, "retest": 0.06}
BAD_FAILS = 0.55
VOID = 0.012
TAKEN_DOWN, FIXED = 0.72, 0.85  # of the failures
DRAWS = tuple(FAILS)
RESULTS = ("passed", "failed", "void")
DEFECTS = {
    "appearance": 0.22, "function": 0.24, "labelling": 0.20, "packaging": 0.13, "safety": 0.11, "size": 0.10,
}  # fmt: skip
# Sample sizes with the number of defective units they accept, from small to large lots.
SAMPLES = np.array([20, 32, 50, 80, 125])
ACCEPTED = np.array([1, 2, 3, 5, 7])
LOTS = np.array([(91, 151), (151, 281), (281, 501), (501, 1201), (1201, 3201)])


@dataclass
class _Draws:
    sku: Ints
    draw: Ints
    drawn: Ints
    finished: Ints
    result: Ints
    fixed: Ints
    down: Ints


def columns(span: Span, goods: Goods, seed: int) -> dict[str, pa.Array]:
    """The source `inspections`, in order of the draws."""
    rng = generator(seed, "inspections")
    groups = [group for begin, stop in _quarters(span) for group in _quarter(rng, span, goods, begin, stop)]
    names = _Draws.__dataclass_fields__
    rows = {name: np.concatenate([getattr(group, name) for group in groups]) for name in names}
    order = np.argsort(rows["drawn"], kind="stable")
    order = order[rows["drawn"][order] <= span.end]
    return _inspections(rng, span, goods, _Draws(**{name: rows[name][order] for name in names}))


def _quarters(span: Span) -> list[tuple[int, int]]:
    """First day and day after the last of each quarter that begins by the end; the first one may be cut."""
    starts = [span.number(date(year, month, 1)) for year in range(span.first.year, span.last.year + 2)
              for month in (1, 4, 7, 10)]  # fmt: skip
    return [(begin, stop) for begin, stop in pairwise(starts) if stop > 0 and begin < span.days]


def _quarter(rng: np.random.Generator, span: Span, goods: Goods, begin: int, stop: int) -> list[_Draws]:
    """What is drawn so that its result falls into one quarter, and the retests that follow."""
    middle = max(0, min((begin + stop) // 2, span.days - 1))
    selling = np.flatnonzero((goods.joined[goods.merchant] <= middle) & (goods.left[goods.merchant] > middle))
    share = (stop - max(begin, 0)) / (stop - begin)
    planned = round(int(rng.integers(*PLANNED)) * share)
    random = _tested(rng, span, goods, rng.choice(selling, planned, replace=False), 0, begin, stop)
    reported = rng.choice(selling, round(int(rng.integers(*AFTER_COMPLAINTS)) * share))
    own = np.flatnonzero(goods.merchant == BAD)
    instead = chance(rng, AFTER_COMPLAINTS_BAD * (span.days - middle <= BAD_DAYS_LEFT), len(reported))
    reported = np.where(instead, rng.choice(own, len(reported)), reported)
    caused = _tested(rng, span, goods, reported, 1, begin, stop)
    found = []
    for first in (random, caused):
        again = np.flatnonzero(first.fixed <= span.end)
        retest = _tested(rng, span, goods, first.sku[again], 2, begin, stop)
        wait = rng.integers(2 * DAY, 6 * DAY, len(again))
        retest.finished = retest.finished - retest.drawn + first.fixed[again] + wait
        retest.drawn = first.fixed[again] + wait
        retest.down, retest.fixed = np.full(len(again), NEVER), np.full(len(again), NEVER)
        found += [first, retest]
    return found


def _tested(rng: np.random.Generator, span: Span, goods: Goods, sku: Ints, draw: int, begin: int, stop: int) -> _Draws:
    size = len(sku)
    first = max(begin, 0) + 0.4
    day = first + (stop - first) * (np.arange(size) + rng.random(size)) / max(size, 1)
    finished = (day.astype(np.int64)) * DAY + rng.integers(10 * 3600, 18 * 3600, size)
    took = rng.integers(2 * DAY, 8 * DAY, size) // 3600 * 3600
    drawn = np.maximum(finished - took, 9 * 3600)
    finished = np.maximum(finished, drawn + 3 * 3600)
    bad = (goods.merchant[sku] == BAD) & (span.days_left(drawn) < BAD_DAYS_LEFT)
    failed = chance(rng, np.where(bad, BAD_FAILS, FAILS[DRAWS[draw]]), size)
    result = np.where(chance(rng, VOID, size), 2, np.where(failed, 1, 0))
    down = np.where((result == 1) & chance(rng, TAKEN_DOWN, size), finished + rng.integers(3600, 3 * DAY, size), NEVER)
    fixed = finished + rng.integers(6 * DAY, 24 * DAY, size)
    fixed = np.where((result == 1) & chance(rng, FIXED, size), fixed, NEVER)
    return _Draws(sku, np.full(size, draw), drawn, finished, result, fixed, down)


def _inspections(rng: np.random.Generator, span: Span, goods: Goods, rows: _Draws) -> dict[str, pa.Array]:
    size = len(rows.sku)
    known = rows.finished <= span.end
    plan = rng.integers(0, len(SAMPLES), size)
    tolerated = rng.binomial(ACCEPTED[plan], 0.22)
    too_many = ACCEPTED[plan] + 1 + rng.binomial(4, 0.35, size)
    failed = rows.result == RESULTS.index("failed")
    defects = np.where(failed, too_many, tolerated)
    return {
        "inspection_id": numbered("I", np.arange(size) + 1, 6),
        **goods.of_skus(rows.sku),
        "draw": words(rows.draw, DRAWS),
        "lot_id": numbered("L", rng.permutation(size) + 10_000, 7),
        "lot_size": whole(rng.integers(LOTS[plan, 0], LOTS[plan, 1])),
        "sample_size": whole(SAMPLES[plan]),
        "defects": whole(defects, known & (rows.result != RESULTS.index("void"))),
        "drawn_at": happened(span, rows.drawn),
        "finished_at": happened(span, rows.finished),
        "result": words(rows.result, RESULTS, known),
        "defect": words(pick(rng, list(DEFECTS.values()), size), tuple(DEFECTS), known & (defects > 0)),
        "taken_down_at": happened(span, rows.down),
        "fixed_at": happened(span, rows.fixed),
    }
