"""The change of a figure split by group: worked cases, and sums that are exact whatever the data."""

from math import fsum

import pytest
from hypothesis import given, strategies as st

from metrics.answers import mean, per, rate
from metrics.catalog import metric
from metrics.decompose import Decomposition, decompose
from metrics.model import Row

RATE, MEAN, PER, COUNT = map(
    metric, ("complaint_resolved_48h", "csat_mean", "complaints_per_1000", "complaints_received")
)
NAMES = "abcdefgh"
Counts = dict[str, tuple[int, int]]
"""Group → numerator and denominator."""


def rates(counts: Counts) -> list[Row]:
    return [rate(Row(RATE.name, None, (name,), None, None, None, 0), *pair) for name, pair in counts.items()]


def whole_rate(counts: Counts) -> Row:
    hits, n = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    return rate(Row(RATE.name, None, (), None, None, None, 0), hits, n)


def split(before: Counts, now: Counts) -> Decomposition:
    found = decompose(RATE, whole_rate(before), whole_rate(now), rates(before), rates(now))
    assert found is not None
    return found


def effects(found: Decomposition) -> dict[object, tuple[float, float]]:
    return {effect.group[0]: (effect.rate, effect.mix) for effect in found.effects}


# --- worked cases


def test_a_group_that_falls_at_a_steady_mix_is_all_rate() -> None:
    """Half the cases fall from 90 % to 80 %: -5 points, all of them the group's own."""
    found = split({"a": (90, 100), "b": (90, 100)}, {"a": (80, 100), "b": (90, 100)})
    assert effects(found) == {"a": (pytest.approx(-0.05), 0), "b": (0, 0)}
    assert (found.rate, found.mix) == (pytest.approx(-0.05), 0)


def test_a_shift_to_the_worse_group_is_all_mix() -> None:
    """80 % and 98 %; the worse group goes from 20 % to 50 % of cases: 94.4 % → 89.0 %. R̄ = 91.7 %, so a adds
    0.3 · (0.80 - 0.917) = -3.51 points and b -0.3 · (0.98 - 0.917) = -1.89."""
    found = split({"a": (160, 200), "b": (784, 800)}, {"a": (400, 500), "b": (490, 500)})
    assert effects(found)["a"] == pytest.approx((0, -0.0351))
    assert effects(found)["b"] == pytest.approx((0, -0.0189))
    assert (found.change, found.mix) == (pytest.approx(-0.054), pytest.approx(-0.054))


def test_both_at_once_by_hand() -> None:
    """a: 80 % → 70 %, 20 % → 50 % of cases; b stays at 98 %. R̄ = (0.944 + 0.84) / 2 = 0.892. Rate of a: 0.35 · -0.1 =
    -3.5; mix of a: 0.3 · (0.75 - 0.892) = -4.26; of b: -0.3 · (0.98 - 0.892) = -2.64 points."""
    found = split({"a": (160, 200), "b": (784, 800)}, {"a": (350, 500), "b": (490, 500)})
    assert effects(found)["a"] == pytest.approx((-0.035, -0.0426))
    assert effects(found)["b"] == pytest.approx((0, -0.0264))
    assert found.change == pytest.approx(-0.104)


@pytest.mark.parametrize(
    ("before", "now"), [({}, {"b": (10, 50)}), ({"b": (10, 50)}, {}), ({"b": (0, 0)}, {"b": (10, 50)})]
)
def test_a_group_new_or_gone_is_all_mix(before: Counts, now: Counts) -> None:
    found = split({"a": (90, 100)} | before, {"a": (90, 100)} | now)
    own, shift = effects(found)["b"]
    assert own == 0
    assert shift * found.change > 0
    assert found.rate == 0


def test_backwards_every_effect_has_the_other_sign() -> None:
    before, now = {"a": (160, 200), "b": (784, 800)}, {"a": (350, 500), "c": (490, 500)}
    there, back = effects(split(before, now)), effects(split(now, before))
    assert there == {group: (pytest.approx(-own), pytest.approx(-mix)) for group, (own, mix) in back.items()}


def test_a_count_is_split_into_each_groups_own_difference() -> None:
    def row(n: int, *group: str) -> Row:
        return Row(COUNT.name, None, group, float(n), n, None, n)

    found = decompose(COUNT, row(30), row(50), [row(10, "a"), row(20, "b")], [row(35, "a"), row(15, "c")])
    assert found is not None
    assert effects(found) == {"a": (25, 0), "b": (-20, 0), "c": (15, 0)}
    assert [effect.group[0] for effect in found.effects] == ["a", "b", "c"]
    assert found.change == 20


def test_cases_without_any_exposure_still_add_up() -> None:
    """Ten complaints on goods nobody ordered in the second period: they have no rate, but they are there."""

    def row(cases: int, exposure: int, *group: str) -> Row:
        return per(Row(PER.name, None, group, None, None, None, 0), PER, cases, exposure)

    found = decompose(PER, row(50, 1000), row(60, 1000), [row(50, 1000, "a")], [row(50, 1000, "a"), row(10, 0, "b")])
    assert found is not None
    assert effects(found) == {"a": (0, 0), "b": (pytest.approx(10), 0)}


# --- what cannot be split


def test_groups_that_are_not_the_whole_are_not_taken_for_it() -> None:
    before, now = {"a": (90, 100), "b": (90, 100)}, {"a": (80, 100), "b": (90, 100)}
    assert decompose(RATE, whole_rate(before), whole_rate(now), rates(before)[:1], rates(now)) is None
    assert (
        decompose(RATE, whole_rate(before), whole_rate(now), rates(before), rates({"a": (80, 100), "b": (89, 100)}))
        is None
    )
    assert decompose(RATE, whole_rate(before), whole_rate(now), [], rates(now)) is None


def test_without_a_value_on_either_side_there_is_nothing_to_split() -> None:
    some, none = {"a": (90, 100)}, {"a": (0, 0)}
    assert decompose(RATE, whole_rate(some), whole_rate(none), rates(some), rates(none)) is None
    assert decompose(RATE, whole_rate(none), whole_rate(some), rates(none), rates(some)) is None


@pytest.mark.parametrize("name", ["resolution_p50", "kinds_sampled", "order_speedup", "days_since_leak"])
def test_what_groups_do_not_add_up_to_is_refused(name: str) -> None:
    rows = [Row(name, None, (), value, 1, 1, 1) for value in (2.0, 3.0)]
    assert decompose(metric(name), rows[0], rows[1], rows[:1], rows[1:]) is None


# --- exact sums

pairs = st.integers(0, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.dictionaries(st.sampled_from(NAMES), pairs, max_size=8)


def adds_up(found: Decomposition) -> None:
    assert fsum(effect.total for effect in found.effects) == pytest.approx(found.change, abs=1e-9)
    assert found.rate + found.mix == pytest.approx(found.change, abs=1e-9)
    sizes = [abs(effect.total) for effect in found.effects]
    assert sizes == sorted(sizes, reverse=True)


@given(groups, groups)
def test_rates_add_up_to_the_change(before: Counts, now: Counts) -> None:
    whole = whole_rate(before), whole_rate(now)
    found = decompose(RATE, *whole, rates(before), rates(now))
    if whole[0].value is None or whole[1].value is None:
        assert found is None
        return
    assert found is not None
    adds_up(found)
    assert {effect.group[0] for effect in found.effects} == before.keys() | now.keys()
    for effect in found.effects:
        if not (before.get(str(effect.group[0]), (0, 0))[1] and now.get(str(effect.group[0]), (0, 0))[1]):
            assert effect.rate == 0


samples = st.dictionaries(st.sampled_from(NAMES), st.lists(st.integers(1, 5), max_size=40), max_size=8)


def means(values: dict[str, list[int]]) -> tuple[Row, list[Row]]:
    def row(scores: list[int], *group: str) -> Row:
        empty = Row(MEAN.name, None, group, None, None, None, 0)
        return mean(empty, MEAN, len(scores), sum(scores), sum(score**2 for score in scores))

    return row([score for scores in values.values() for score in scores]), [
        row(scores, name) for name, scores in values.items()
    ]


@given(samples, samples)
def test_means_add_up_to_the_change(before: dict[str, list[int]], now: dict[str, list[int]]) -> None:
    (then, groups_then), (later, groups_later) = means(before), means(now)
    found = decompose(MEAN, then, later, groups_then, groups_later)
    if then.value is None or later.value is None:
        assert found is None
        return
    assert found is not None
    adds_up(found)


exposed = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(0, 500), st.integers(0, 10_000)), max_size=8)


def per_orders(counts: Counts) -> tuple[Row, list[Row]]:
    def row(cases: int, exposure: int, *group: str) -> Row:
        return per(Row(PER.name, None, group, None, None, None, 0), PER, cases, exposure)

    return row(*(sum(pair[place] for pair in counts.values()) for place in (0, 1))), [
        row(*pair, name) for name, pair in counts.items()
    ]


@given(exposed, exposed)
def test_cases_per_exposure_add_up_to_the_change(before: Counts, now: Counts) -> None:
    """Told per thousand, so that a billionth of the figure is a billionth of one case per order."""
    (then, groups_then), (later, groups_later) = per_orders(before), per_orders(now)
    found = decompose(PER, then, later, groups_then, groups_later)
    if then.value is None or later.value is None:
        assert found is None
        return
    assert found is not None
    scale = max(1.0, then.value, later.value)
    assert fsum(effect.total for effect in found.effects) == pytest.approx(found.change, abs=1e-9 * scale)
