"""What is computed of thousands of groups at once is what is computed of each by itself, to the last digit."""

from dataclasses import astuple, replace
from datetime import date
from math import nan

import numpy as np
from hypothesis import given, strategies as st

from metrics.answers import mean, per, rate, row_from
from metrics.build import Question
from metrics.catalog import metric
from metrics.exposed import Counts, Exposed, over_exposure
from metrics.many_intervals import exact, means, proportions, rates_per
from metrics.many_rows import FEW, rows_from
from metrics.measures import ROWS, columns_of
from metrics.model import Grain, Row
from metrics.series import NONE, Gathered, Series

AS_OF = 1_790_000_000
HITS_OF_N = st.integers(0, 30_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SCORES = st.lists(st.integers(100, 500), max_size=40)
EXAM, ARRIVED = metric("training_score"), metric("ticket_arrivals")
RESOLVED, PROMISED, COMPLAINTS = (
    metric(name) for name in ("complaint_resolved_48h", "order_in_promise", "complaints_per_1000")
)
KEYS = st.sampled_from(["A", "B", "C", None])
COUNTED = st.dictionaries(st.sampled_from("ABCDEFGHIJKLMNOP"), st.integers(0, 500))
EMPTY = Row("csat_mean", None, (), None, None, None, 0)


def told(*columns: np.ndarray) -> list[tuple[float | None, ...]]:
    return [tuple(None if np.isnan(value) else value for value in line) for line in zip(*columns, strict=True)]


def line_of(names: list[str]) -> st.SearchStrategy[dict[str, int]]:
    """The numbers of one group, such as can be."""

    def made(drawn: tuple[tuple[int, int], list[int], list[int]]) -> dict[str, int]:
        (hits, n), scores, others = drawn
        fields = dict(zip(("undecided", "excluded", "stopped"), others, strict=True))
        fields |= {"numerator": hits, "denominator": n, "oldest_open": NONE if hits % 2 else AS_OF - hits}
        fields |= {"n": len(scores), "total": sum(scores), "squares": sum(score**2 for score in scores)}
        return {name: fields[name] for name in names}

    return st.tuples(HITS_OF_N, SCORES, st.lists(st.integers(0, 900), min_size=3, max_size=3)).map(made)


@given(st.lists(HITS_OF_N, min_size=1, max_size=30))
def test_intervals_of_many_rates_are_those_of_each(pairs) -> None:
    hits, n = np.array(pairs, dtype=np.int64).T
    each = [rate(EMPTY, *pair) for pair in pairs]
    assert told(*proportions(hits, n)) == [(row.low, row.high) for row in each]


@given(st.lists(SCORES, min_size=1, max_size=15))
def test_intervals_of_many_means_are_those_of_each(answers) -> None:
    sums = [(len(scores), sum(scores), sum(score**2 for score in scores)) for scores in answers]
    columns = np.array(sums, dtype=np.int64).T
    each = [mean(EMPTY, EXAM, *item) for item in sums]
    value, sd, low, high = (column * EXAM.scale for column in means(*columns))
    assert exact(*columns)
    shown = columns[0] >= 10
    found = told(value, sd, np.where(shown, low, np.nan), np.where(shown, high, np.nan))
    assert found == [(row.value, row.sd, row.low, row.high) for row in each]


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 100_000)), min_size=1, max_size=30))
def test_intervals_of_many_rates_per_exposure_are_those_of_each(pairs) -> None:
    cases, exposure = np.array(pairs, dtype=np.int64).T
    each = [per(EMPTY, replace(COMPLAINTS, scale=1), *pair) for pair in pairs]
    assert told(*rates_per(cases, exposure)) == [(row.low, row.high) for row in each]


@given(st.sampled_from([RESOLVED, PROMISED, EXAM, ARRIVED]), st.sampled_from([None, Grain.MONTH, Grain.DAY]), st.data())
def test_rows_of_many_groups_are_those_of_each(found, grain, data) -> None:
    names = [name for name in columns_of(found) or {} if name != ROWS]
    lines = data.draw(st.lists(line_of(names), min_size=FEW, max_size=20))
    numbers = tuple(np.array([line[name] for line in lines], dtype=np.int64) for name in names)
    places = np.arange(len(lines))
    bucket = None if grain is None else places // 3 + (24_000 if grain is Grain.MONTH else 20_000)
    groups = [(f"M{place}", place % 2 == 0, None) for place in places]
    question = Question(found, AS_OF, grain=grain, by=("merchant_id", "express", "region"))
    each = [
        row_from(
            question,
            {name: None if line[name] == NONE else line[name] for name in names}
            | {"bucket": None if bucket is None else int(bucket[place])}
            | {f"g{key}": value for key, value in enumerate(groups[place])},
        )
        for place, line in enumerate(lines)
    ]
    at_once = rows_from(question, Gathered(bucket, places, numbers), groups, names)
    assert at_once == each
    assert [type(value) for row in at_once for value in astuple(row)] == [
        type(value) for row in each for value in astuple(row)
    ]


def test_sums_too_large_to_be_exact_are_not_computed_at_once() -> None:
    one = np.array([1], dtype=np.int64)
    assert exact(one * 30_000_000, one * 90_000_000, one * 200_000_000)
    assert not exact(one * 30_000_000, one * 90_000_000, one * 400_000_000)
    assert not exact(one, one * 100_000_000, one)
    assert exact(one[:0], one[:0], one[:0])


@given(st.lists(st.tuples(KEYS, st.sampled_from([True, False])), max_size=20))
def test_lines_in_the_order_of_their_groups_know_their_groups(lines) -> None:
    """As the engine gives them: an empty text comes as nan, in an array of its own kind for other types."""
    ordered = sorted(lines, key=lambda line: (line[0] is None, line[0] or "", line[1]))
    texts = np.array([nan if text is None else text for text, _flag in ordered], dtype=object)
    flags = np.array([flag for _text, flag in ordered], dtype=bool)
    fetched = {"g0": texts, "g1": flags, "day": np.arange(len(ordered)), "c0": np.ones(len(ordered))}
    series = Series.of(fetched, ["g0", "g1"], ["c0"], "")
    assert [series.groups[place] for place in series.group_of] == ordered
    assert len(set(series.groups)) == len(series.groups)


def test_numbers_that_may_be_missing_make_a_group_of_their_own() -> None:
    stars = np.ma.MaskedArray(np.array([1, 1, 5, 5, 5]), mask=[False, False, False, True, True])
    fetched = {"g0": stars, "day": np.array([3, 4, 3, 3, 4]), "c0": np.ones(5)}
    series = Series.of(fetched, ["g0"], ["c0"], "")
    assert series.groups == ((1,), (5,), (None,))
    assert series.group_of.tolist() == [0, 0, 1, 2, 2]


@given(COUNTED, COUNTED)
def test_groups_with_their_exposure_are_the_rows_of_their_rate(cases, orders) -> None:
    """Also those on one side only; in the same order."""
    question = Question(COMPLAINTS, AS_OF, date(2026, 7, 1), date(2026, 9, 30), by=("merchant_id",))
    sides = [
        [Row("", None, (name,), float(n), n, None, n, excluded=n // 3) for name, n in side.items()]
        for side in (cases, orders)
    ]
    answers = iter([(sides[0], []), (sides[1], [])])
    rows, _statements = over_exposure(question, None, lambda _question: next(answers))
    found = Exposed.of(COMPLAINTS, *map(Counts.of, sides))
    assert [found.row(place) for place in range(len(found.groups))] == rows
    assert {row.group[0] for row in rows} == {*cases, *orders}
