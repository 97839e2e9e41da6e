"""How single values spread: every case is in one band, and bands are where people look for them."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from data.errors import UsageError
from metrics.catalog import metric, metrics
from metrics.engine import Engine
from metrics.model import Filter, Kind, Query
from metrics.periods import parse
from metrics.value_bands import FEW, _by_score, spread, spreadable
from tests.metrics.small import Make, answer, ticket
from tests.metrics.worlds import World

SPREADABLE = [name for name, found in metrics().items() if spreadable(found)]
YEAR = parse("2025")
Q3 = parse("2026Q3")


@pytest.fixture(scope="module")
def engine(invented_world: World) -> Engine:
    return invented_world.engine


def test_durations_scores_and_promises_with_a_clock_have_a_spread_and_counts_have_none() -> None:
    assert {metric(name).kind for name in SPREADABLE} == {Kind.QUANTILE, Kind.MEAN, Kind.RATE}
    assert all(metric(name).clock for name in SPREADABLE if metric(name).kind is Kind.RATE)
    assert "complaint_resolved_48h" in SPREADABLE
    assert "ticket_arrivals" not in SPREADABLE


@pytest.mark.parametrize("name", SPREADABLE)
@pytest.mark.parametrize("where", [(), (Filter("category", ("toys",)),)], ids=["all", "toys"])
def test_every_value_behind_a_figure_is_in_one_band(engine: Engine, name: str, where: tuple[Filter, ...]) -> None:
    if any(engine.known(metric(name).source, item) is None for item in where):
        pytest.skip("the source has no category of that name")
    query = Query((name,), YEAR.start, YEAR.end, where=where)
    row = engine.run(query).only(name)
    found = spread(engine, query, metric(name))
    counted = sum(sum(counts) for counts in found.counts.values())
    assert counted == row.n + (row.undecided if metric(name).kind is Kind.RATE else 0)
    assert all(len(counts) == len(found.bands) == len(found.ticks) for counts in found.counts.values())


@pytest.mark.parametrize("name", ["first_response_p50", "csat_mean", "complaint_resolved_48h", "nps"])
def test_the_groups_of_a_spread_add_up_to_all(engine: Engine, name: str) -> None:
    query = Query((name,), YEAR.start, YEAR.end)
    whole = spread(engine, query, metric(name))
    parts = spread(engine, Query((name,), YEAR.start, YEAR.end, by=("channel",)), metric(name))
    assert [sum(bands) for bands in zip(*parts.counts.values(), strict=True)] == list(whole.counts[()])
    for group in parts.counts:
        shares = parts.shares(name, group)
        assert sum(row.value or 0 for row in shares) == pytest.approx(1)
        assert {row.denominator for row in shares} == {sum(parts.counts[group])}


def test_durations_stand_in_the_bands_of_the_promises_upper_edge_included(make: Make) -> None:
    """Answered after 1 h, 2 h and 2 h and a second: two bands, the edge belongs to the lower one."""
    times = ("2026-07-01 10:00:00", "2026-07-01 11:00:00", "2026-07-01 11:00:01")
    world = make(tickets=[ticket("after_sales", first_reply_at=time) for time in times])
    query = Query(("first_response_p50",), Q3.start, Q3.end)
    found = spread(world.engine, query, metric("first_response_p50"))
    assert dict(zip((band.en for band in found.bands), found.counts[()], strict=True)) == {
        band.en: {"≤ 1 h": 1, "1–2 h": 1, "2–4 h": 1}.get(band.en, 0) for band in found.bands
    }
    assert found.place_of(3.0) is None


def test_whole_scores_have_a_column_each_also_those_nobody_gave(make: Make) -> None:
    world = make(surveys=[answer(score) for score in (1, 2, 2, 5)])
    found = spread(world.engine, Query(("csat_mean",), Q3.start, Q3.end), metric("csat_mean"))
    assert [band.en for band in found.bands] == ["1", "2", "3", "4", "5"]
    assert found.counts[()] == (1, 2, 0, 0, 1)
    assert (found.place_of(1), found.place_of(2.5), found.place_of(5)) == (0, 1.5, 4)


def test_of_recommendations_detractors_passives_and_promoters_are_counted(make: Make) -> None:
    scores = (0, 6, 7, 8, 9, 10, 10)
    world = make(surveys=[answer(5, nps=str(score)) for score in scores])
    found = spread(world.engine, Query(("nps",), Q3.start, Q3.end), metric("nps"))
    assert dict(zip((band.en for band in found.bands), found.counts[()], strict=True)) == {
        "Detractors": 2, "Passives": 2, "Promoters": 3,
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(-1000, 20_000), st.integers(1, 9)), min_size=1, max_size=40),
    st.sampled_from([1, 0.01]),
)
def test_scores_of_any_range_fall_into_few_bands_that_hold_them(values: list[tuple[int, int]], scale: float) -> None:
    found = _by_score({(): np.array(values)}, scale)
    assert sum(found.counts[()]) == sum(n for _value, n in values)
    assert 1 <= len(found.bands) <= FEW + 1 or found.width == 100
    for value, _n in values:
        place = found.place_of(value * scale)
        assert place is not None
        assert -0.5 - 1e-6 <= place <= len(found.bands) - 0.5 + 1e-6
        assert (
            found.counts[()][min(max(round(place + 1e-7), 0), len(found.bands) - 1)]
            or found.counts[()][max(round(place - 1e-7), 0)]
        )


def test_a_count_has_no_single_values_and_no_source_no_spread(engine: Engine, make: Make) -> None:
    with pytest.raises(UsageError, match="no single values"):
        engine.singles(Query(("ticket_arrivals",)))
    world = make(tickets=[ticket("inquiry")])
    assert spread(world.engine, Query(("csat_mean",)), metric("csat_mean")).counts == {}
