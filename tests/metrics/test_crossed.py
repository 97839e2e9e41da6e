"""Lines counted by many dimensions at once, and the splits that are added up from them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, strategies as st

from data import roll_ups as specification
from metrics.catalog import metric as metric_named
from metrics.crossed import Crossed
from metrics.model import Filter, Query, spelt
from metrics.splits import SPLITS
from tests.metrics import invented
from tests.metrics.test_roll_ups import on_rows, opened
from tests.metrics.worlds import import_rows, moment

TEXTS = ["A", "B", "C"]
KEYS = st.sampled_from([0, 1, 2, None])
LINES = st.lists(st.tuples(KEYS, st.booleans(), KEYS, st.integers(-9, 9), st.integers(0, 99)), max_size=25)


def codes(found: list[int | None]) -> np.ma.MaskedArray:
    return np.ma.MaskedArray([value or 0 for value in found], mask=[value is None for value in found], dtype=np.uint8)


@given(LINES, st.data())
def test_groups_by_fewer_dimensions_are_sums_of_the_lines_kept(lines, data) -> None:
    """Against adding up line by line: sums, the least of a column, the first day, in the order of the groups."""
    days = [100 + place * 7 % 5 for place in range(len(lines))]
    first, flags, last, sums, least = ([line[place] for line in lines] for place in range(5))
    fetched = {
        "g0": codes(first), "g1": np.array(flags, dtype=bool), "g2": codes(last),
        "day": np.array(days, dtype=np.int64), "c0": np.array(sums, dtype=np.int64), "c1": np.array(least, dtype=np.int64),
    }  # fmt: skip
    crossed = Crossed.of(fetched, ["g0", "g1", "g2"], ["c0", "c1"], "", [TEXTS, None, TEXTS])
    by = data.draw(st.lists(st.sampled_from([0, 1, 2]), unique=True))
    where = data.draw(st.sampled_from([{}, {0: ("A", None)}, {1: ("true",)}, {0: ("B",), 1: ("false",)}, {2: ()}]))
    wanted: dict[tuple[object, ...], list[int]] = {}
    for (a, flag, b, *numbers), day in zip(lines, days, strict=True):
        values = [None if a is None else TEXTS[a], flag, None if b is None else TEXTS[b]]
        if all((None if values[place] is None else spelt(values[place])) in kept for place, kept in where.items()):
            found = wanted.setdefault(tuple(values[place] for place in by), [day, 0, 1_000])
            found[:] = [min(found[0], day), found[1] + numbers[0], min(found[2], numbers[1])]
    told = crossed.by(by, where, [False, True])
    assert [told.groups[place] for place in told.group_of] == sorted(
        wanted, key=lambda group: [(value is None, value) for value in group]
    )
    numbers_told = np.vstack([told.days, told.columns]).T.tolist()
    assert numbers_told == [wanted[told.groups[place]] for place in told.group_of]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory):
    """Rolled up, and asked of the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(specification, "LARGE", 1)
        made = {source: invented.records(invented.SOURCES[source]()) for source in ("tickets", "orders")}
        store = import_rows(tmp_path_factory.mktemp("crossed"), **made).store
    return opened(store), on_rows(store)


@pytest.mark.parametrize("as_of", ["2025-07-05 00:00:00", None])
@pytest.mark.parametrize(
    ("name", "filtered"),
    [("complaint_resolved_48h", "team"), ("order_in_promise", "region"), ("complaint_told", "priority"),
     ("first_contact_resolution_net", "topic"), ("repeat_purchase_90d", "channel")],
)  # fmt: skip
def test_a_figure_at_an_earlier_moment_has_the_same_splits_within_any_group(engines, name, filtered, as_of) -> None:
    """By every dimension causes are looked for in, filtered and not: also by two that no roll-up has together."""
    rolled, plain = engines
    moment_asked = None if as_of is None else moment(as_of)
    query = Query((name,), date(2025, 4, 1), date(2025, 6, 30), as_of=moment_asked)
    source = metric_named(name).source
    first = next(value for value in plain.values(source, filtered) if value is not None)
    for where in ((), (Filter(filtered, (spelt(first),)),), (Filter(filtered, (spelt(first), None)),)):
        for by in ((), *((split,) for split in SPLITS[source])):
            asked = replace(query, by=by, where=where)
            assert rolled.run(asked).rows == plain.run(asked).rows, (by, where)
