"""What moved a figure: constructed causes are found, chance and falls alike everywhere are not given one."""

from collections.abc import Iterator

import pytest

from metrics.catalog import metric
from metrics.causes import LEAST_SHARE, Because, Cause
from metrics.model import Filter, Scope
from metrics.moved import Finding, Moved, candidates, change_between, moved, split
from metrics.periods import parse
from metrics.spans import compared_spans
from tests.metrics.moved_worlds import SEEDS, STORIES, change_of, equal_fall, noise, numbered, told, within
from tests.metrics.small import Make, answer, order
from tests.metrics.worlds import World, import_rows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    cases = numbered(told(), within(), noise(), equal_fall())
    found = import_rows(tmp_path_factory.mktemp("moved"), tickets=cases)
    yield found
    found.close()


def found_in(world: World, story: str) -> Moved:
    return moved(world.engine, change_of(world.engine, story))


def only_cause(found: Moved) -> Cause:
    assert found.finding is Finding.CAUSES
    (cause,) = found.causes
    return cause


def test_one_group_that_falls_is_named_with_its_effect(world: World) -> None:
    """Of three teams of 200, one falls from 95 % to 80 %: a third of -15 points, which is the whole change."""
    found = found_in(world, "one falls")
    cause = only_cause(found)
    assert (found.dimension, cause.because, cause.group) == ("team", Because.RATE, "a")
    assert (found.change, cause.effect, cause.share) == pytest.approx((-0.05, -0.05, 1.0))
    assert cause.before is not None
    assert cause.now is not None
    assert (cause.before.value, cause.now.value) == (0.95, 0.80)


def test_where_only_the_mix_shifts_no_group_is_blamed(world: World) -> None:
    """80 % on the phone, 98 % in the chat, as ever; the phone goes from 20 % to 50 % of cases: 94.4 % → 89.0 %."""
    found = found_in(world, "mix shifts")
    cause = only_cause(found)
    assert (found.dimension, cause.because, cause.group) == ("channel", Because.MIX, "phone")
    assert (found.change, cause.effect, cause.share) == pytest.approx((-0.054, -0.054, 1.0))
    assert cause.weights == (0.2, 0.5)


def test_a_fall_and_a_shift_are_both_named_the_larger_first(world: World) -> None:
    """The phone falls from 80 % to 70 % at a mean weight of 35 %: -3.5; the shift makes up the other -6.9 points."""
    found = found_in(world, "both")
    assert found.dimension == "channel"
    assert [(cause.because, cause.group) for cause in found.causes] == [(Because.MIX, "phone"), (Because.RATE, "phone")]
    assert [cause.effect for cause in found.causes] == pytest.approx([-0.069, -0.035])
    assert sum(cause.effect for cause in found.causes) == pytest.approx(found.change)


@pytest.mark.parametrize(
    ("story", "finding"),
    [
        ("nothing", Finding.NO_CHANGE),
        ("noise", Finding.CHANCE),
        ("everywhere", Finding.NONE_STANDS_OUT),
        ("few", Finding.TOO_FEW),
    ],
)
def test_where_nothing_may_be_named_nothing_is(world: World, story: str, finding: Finding) -> None:
    found = found_in(world, story)
    assert (found.finding, found.dimension, found.causes, found.within) == (finding, None, (), None)


@pytest.mark.parametrize(("story", "weights", "sign"), [("new group", (0.0, 0.2), -1), ("gone group", (0.2, 0.0), 1)])
def test_a_group_that_is_new_or_gone_is_a_shift_and_no_fall(
    world: World, story: str, weights: tuple[float, float], sign: int
) -> None:
    """A fifth of cases by video, 60 % of them in time, beside 95 % everywhere else: 95.0 % against 88.0 %."""
    found = found_in(world, story)
    cause = only_cause(found)
    assert (found.dimension, cause.because, cause.group, cause.weights) == ("channel", Because.MIX, "video", weights)
    assert (found.change, cause.effect) == pytest.approx((sign * 0.07, sign * 0.07))
    assert (cause.before is None, cause.now is None) == (weights[0] == 0, weights[1] == 0)


def test_at_most_two_groups_are_named(world: World) -> None:
    found = found_in(world, "two fall")
    assert [cause.group for cause in found.causes] == ["a", "b"]
    assert [cause.effect for cause in found.causes] == pytest.approx([-0.05, -0.0375])


def test_a_group_far_from_the_others_is_not_named_for_a_small_part_of_the_change(world: World) -> None:
    """Team c halves, but has 5 % of cases: -2.2 of -11.8 points. The others fall by 10 points, alike."""
    found = found_in(world, "small part")
    assert (found.finding, found.change) == (Finding.NONE_STANDS_OUT, pytest.approx(-0.1175))


def test_a_group_that_fell_less_than_the_others_is_not_what_moved_it(world: World) -> None:
    """Team a has 80 % of cases and fell by 5 points: -4 of -10. But b fell by 30, and that is what stands out."""
    found = found_in(world, "less than others")
    assert found.change == pytest.approx(-0.10)
    assert (only_cause(found).group, only_cause(found).effect) == ("b", pytest.approx(-0.06))


def test_a_shift_between_groups_that_are_alike_is_not_what_moved_it(world: World) -> None:
    """The phone goes from 25 % to 75 % of cases, and both channels fall by 3 points. In neither quarter can they be told
    apart (94.0 and 96.0 %, 91.1 and 93.3 %); over both together the shift would make it look as if they could."""
    found = found_in(world, "alike groups")
    assert found.finding is Finding.NONE_STANDS_OUT
    parted = split(world.engine, change_of(world.engine, "alike groups"), "channel")
    assert parted is not None
    assert parted.mix / parted.change > LEAST_SHARE


def test_what_stands_out_within_the_group_is_named_too(world: World) -> None:
    found = found_in(world, "within")
    assert (only_cause(found).group, found.dimension) == ("b", "team")
    assert found.within is not None
    assert (found.within.dimension, found.within.causes[0].group) == ("channel", "phone")
    assert found.within.causes[0].share == pytest.approx(1.0)
    assert found_in(world, "one falls").within is None


@pytest.fixture(scope="module")
def by_chance(world: World) -> dict[str, list[Moved]]:
    """What is found where chance alone deals the cases to the groups."""
    return {name: [found_in(world, f"{name}{seed}") for seed in range(seeds)] for name, seeds in SEEDS.items()}


def test_chance_alone_is_seldom_given_a_cause(by_chance: dict[str, list[Moved]]) -> None:
    """At most one in ten of 100 pairs of quarters that differ by chance only, with 18 groups to choose from."""
    found = [item.finding for item in by_chance["null"]]
    assert found.count(Finding.CAUSES) <= len(found) / 10
    assert found.count(Finding.CHANCE) > len(found) / 2


def test_a_fall_alike_everywhere_is_seldom_laid_to_one_group(by_chance: dict[str, list[Moved]]) -> None:
    """Here the change is real every time, so only the tests of the groups keep chance from being named."""
    found = [item.finding for item in by_chance["fall"]]
    assert found.count(Finding.CAUSES) <= len(found) / 10
    assert found.count(Finding.NONE_STANDS_OUT) >= 0.85 * len(found)


def test_every_cause_named_is_a_material_part_in_the_direction_of_the_change(
    world: World, by_chance: dict[str, list[Moved]]
) -> None:
    found = [*by_chance["null"], *by_chance["fall"], *(found_in(world, story) for story in STORIES)]
    assert sum(bool(item.causes) for item in found) >= 6
    for item in found:
        assert all(cause.share >= LEAST_SHARE for cause in item.causes)
        assert all(cause.effect * item.change > 0 for cause in item.causes)
        assert len(item.causes) <= 2


def test_the_groups_of_every_dimension_add_up_to_the_change(world: World) -> None:
    change = change_of(world.engine, "both")
    for by in candidates(world.engine, change.metric, change.where):
        found = split(world.engine, change, by)
        assert found is not None
        assert sum(effect.total for effect in found.effects) == pytest.approx(found.change, abs=1e-9)


def test_cases_whose_group_is_not_given_are_a_group_so_that_nothing_is_missing(world: World) -> None:
    found = split(world.engine, change_of(world.engine, "one falls"), "channel")
    assert found is not None
    assert [effect.group for effect in found.effects] == [(None,)]
    assert found.effects[0].rate == pytest.approx(-0.05)


def test_a_dimension_that_is_chosen_is_the_only_one_looked_at(world: World) -> None:
    change = change_of(world.engine, "one falls")
    assert moved(world.engine, change, ("region",)).finding is Finding.NONE_STANDS_OUT
    assert moved(world.engine, change, ("team",)).causes[0].group == "a"


def test_no_question_is_asked_where_the_change_may_be_chance(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = change_of(world.engine, "noise")
    asked: list[object] = []
    monkeypatch.setattr(world.engine, "run", lambda *query: asked.append(query))
    assert moved(world.engine, change).finding is Finding.CHANCE
    assert asked == []


def test_a_cause_is_looked_for_where_the_data_and_the_filters_leave_a_choice(world: World) -> None:
    engine, name = world.engine, metric("complaint_resolved_48h")
    assert candidates(engine, name) == ("team", "channel", "category", "region", "merchant_id")
    assert "team" not in candidates(engine, name, (Filter("team", ("a",)),))
    assert "team" in candidates(engine, name, (Filter("team", ("a", "b")),))
    assert "agent_id" not in candidates(engine, name)


def test_a_person_who_may_see_one_team_gets_causes_within_it_only(world: World) -> None:
    spans = compared_spans(world.engine, metric("complaint_resolved_48h"), parse("2026Q3"), parse("2026Q2"))
    assert spans is not None
    scope = Scope((Filter("team", ("b",)),))
    change = change_between(world.engine, "complaint_resolved_48h", spans, (Filter("merchant_id", ("within",)),), scope)
    assert change is not None
    found = moved(world.engine, change)
    assert (found.dimension, found.causes[0].group) == ("channel", "phone")
    assert found.now.n == 400


# --- other kinds of figure


def change_in(world: World, name: str) -> Moved:
    spans = compared_spans(world.engine, metric(name), parse("2026Q3"), parse("2026Q2"))
    assert spans is not None
    change = change_between(world.engine, name, spans)
    assert change is not None
    return moved(world.engine, change)


def test_of_a_count_the_group_that_grew_otherwise_than_the_others_is_named(make: Make) -> None:
    """Complaints on food go from 100 to 200, all others from 300 to 310: +110, of which food is +100."""
    counts = {"2026-05-10": {"food": 100, "home": 300}, "2026-08-10": {"food": 200, "home": 310}}
    rows = [
        {"kind": "complaint", "created_at": f"{day} 09:00:00", "category": category}
        for day, found in counts.items()
        for category, n in found.items()
        for _ in range(n)
    ]
    cause = only_cause(change_in(make(tickets=rows), "complaints_received"))
    assert (cause.group, cause.effect, cause.weights) == ("food", 100.0, (0.25, 200 / 510))


def test_groups_that_grow_by_the_same_factor_do_not_stand_out(make: Make) -> None:
    counts = {"2026-05-10": {"food": 100, "home": 300}, "2026-08-10": {"food": 150, "home": 450}}
    rows = [
        {"kind": "complaint", "created_at": f"{day} 09:00:00", "category": category}
        for day, found in counts.items()
        for category, n in found.items()
        for _ in range(n)
    ]
    assert change_in(make(tickets=rows), "complaints_received").finding is Finding.NONE_STANDS_OUT


def test_of_a_mean_the_group_that_fell_is_named(make: Make) -> None:
    """Scores of 4 and 5 in turn, but by mail in the third quarter 3 and 4: half of -1."""
    rows = [
        answer(4 + number % 2 - (quarter == 1 and channel == "mail"), channel=channel,
               sent_at=f"2026-0{5 + 3 * quarter}-01 09:00:00", answered_at=f"2026-0{5 + 3 * quarter}-02 09:00:00")
        for quarter in (0, 1)
        for channel in ("phone", "mail")
        for number in range(100)
    ]  # fmt: skip
    cause = only_cause(change_in(make(surveys=rows), "csat_mean"))
    assert (cause.because, cause.group) == (Because.RATE, "mail")
    assert cause.effect == pytest.approx(-0.5)


def test_of_cases_for_their_orders_the_group_with_more_of_them_is_named(make: Make) -> None:
    """1,000 orders a quarter in each category; complaints on food go from 50 to 100, on home they stay at 50."""
    days = ("2026-05-10 09:00:00", "2026-08-10 09:00:00")
    orders = [
        order(created_at=day, paid_at=day, category=by) for day in days for by in ("food", "home") for _ in range(1000)
    ]
    tickets = [
        {"kind": "complaint", "created_at": day, "category": by}
        for day in days
        for by in ("food", "home")
        for _ in range(100 if (day, by) == (days[1], "food") else 50)
    ]
    found = change_in(make(orders=orders, tickets=tickets), "complaints_per_1000")
    cause = only_cause(found)
    assert (found.dimension, cause.group, cause.effect) == ("category", "food", pytest.approx(25.0))


@pytest.mark.parametrize("name", ["resolution_p50", "first_response_p90"])
def test_quantiles_cannot_be_split(make: Make, name: str) -> None:
    rows = [
        {"kind": "complaint", "created_at": f"2026-0{5 + 3 * quarter}-10 09:00:00", "team": "ab"[number % 2],
         "first_reply_at": f"2026-0{5 + 3 * quarter}-10 1{1 + quarter}:00:00",
         "resolved_at": f"2026-0{5 + 3 * quarter}-1{1 + quarter} 10:00:00"}
        for quarter in (0, 1)
        for number in range(40)
    ]  # fmt: skip
    assert change_in(make(tickets=rows), name).finding is Finding.NOT_SPLIT


@pytest.mark.parametrize("name", ["kinds_sampled", "order_speedup", "member_order_rate"])
def test_what_does_not_add_up_or_counts_no_cases_is_not_split(demo_world: World, name: str) -> None:
    spans = compared_spans(demo_world.engine, metric(name), parse("2026Q3"), parse("2026Q2"))
    assert spans is not None
    change = change_between(demo_world.engine, name, spans)
    assert change is not None
    assert moved(demo_world.engine, change).finding in (Finding.NOT_SPLIT, Finding.NO_CHANGE)


def test_without_a_value_on_either_side_there_is_no_change_to_explain(world: World) -> None:
    spans = compared_spans(world.engine, metric("complaint_resolved_48h"), parse("2026Q3"), parse("2026Q1"))
    assert spans is not None
    assert change_between(world.engine, "complaint_resolved_48h", spans) is None
