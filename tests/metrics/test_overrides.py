"""What an organisation promises otherwise: `[[promises]]` in its organisation.toml, in force without another import."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.errors import StoreError, UnknownName
from metrics.board import board
from metrics.periods import parse
from metrics.promises import Promise, promises
from metrics.verdict import Verdict
from tests.metrics.small import SEEN, standing, ticket
from tests.metrics.worlds import Case, World, import_rows


def complaints() -> list[Case]:
    """In the second and in the third quarter 9 of 10 in time."""
    return [
        ticket("complaint", created_at=f"2026-{month}-10 09:00:00",
               resolved_at=f"2026-{month}-11 09:00:00" if number else f"2026-{month}-20 09:00:00")
        for month in ("05", "08") for number in range(10)
    ]  # fmt: skip


def write(world: World, text: str) -> None:
    (world.store.root / "organisation.toml").write_text(text, "utf-8")


def entry(**settings: str) -> str:
    lines = {"id": '"complaint_resolved_48h"', "from": "2026-07-01"} | {
        name.rstrip("_"): text for name, text in settings.items()
    }
    return "[[promises]]\n" + "".join(f"{name} = {text}\n" for name, text in lines.items())


def in_force(world: World, day: date, name: str = "complaint_resolved_48h") -> Promise | None:
    return next((item for item in world.engine.promises(day) if item.id == name), None)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    cases = [{"ticket_id": f"T{number}", **case} for number, case in enumerate(complaints())]
    found = import_rows(tmp_path_factory.mktemp("overrides"), tickets=cases)
    yield found
    found.close()


@pytest.fixture
def world(imported: World) -> Iterator[World]:
    """The same cases each time, and what one test promised is gone in the next."""
    found = World(imported.store)
    yield found
    found.close()
    (imported.store.root / "organisation.toml").unlink(missing_ok=True)


def test_without_settings_all_seventeen_promises_are_in_force_as_the_documents_say(world: World) -> None:
    assert world.engine.promises(date(2026, 9, 30)) == promises()
    assert len(promises()) == 17


def test_a_new_target_is_in_force_at_once_and_for_its_own_periods_only(world: World) -> None:
    """90 % is promised from July on, 95 % before: the same 9 of 10 are broken in spring and kept in summer."""
    assert standing(world, "complaint_resolved_48h", "2026Q3").verdict is Verdict.BROKEN
    write(world, entry(target="0.9"))
    found = {name: standing(world, "complaint_resolved_48h", name) for name in ("2026Q2", "2026Q3")}
    assert {name: (item.promise.target, item.verdict) for name, item in found.items()} == {
        "2026Q2": (0.95, Verdict.BROKEN), "2026Q3": (0.9, Verdict.KEPT),
    }  # fmt: skip


def test_what_ends_gives_way_to_the_documents_again_and_the_latest_word_counts(world: World) -> None:
    write(world, entry(target="0.9", until="2026-12-31") + entry(target="0.85", from_="2026-10-01"))
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1))
    found = [in_force(world, day) for day in days]
    assert [item.target if item else None for item in found] == [0.95, 0.9, 0.85, 0.85, 0.85]
    write(world, entry(target="0.9", until="2026-12-31"))
    assert [item.target if (item := in_force(world, day)) else None for day in days] == [0.95, 0.9, 0.9, 0.9, 0.95]


def test_a_promise_no_longer_made_has_no_place_on_the_board_of_its_time(world: World) -> None:
    write(world, entry(in_force="false"))
    places = {
        name: [item.promise.id for item in board(world.engine, parse(name), as_of=SEEN)]
        for name in ("2026Q2", "2026Q3")
    }
    assert "complaint_resolved_48h" in places["2026Q2"]
    assert places["2026Q3"] == [name for name in places["2026Q2"] if name != "complaint_resolved_48h"]


def test_owner_and_baseline_may_be_the_organisations_own(world: World) -> None:
    write(
        world,
        entry(owner='{ en = "Anna", zh = "安娜" }')
        + entry(id='"order_speedup"', baseline="{ from = 2025-07-01, to = 2025-12-31 }"),
    )
    mine, faster = in_force(world, date(2026, 9, 30)), in_force(world, date(2026, 9, 30), "order_speedup")
    assert mine is not None
    assert faster is not None
    assert (mine.owner.en, mine.owner.zh, mine.target) == ("Anna", "安娜", 0.95)
    assert (faster.baseline, faster.target) == ((date(2025, 7, 1), date(2025, 12, 31)), -0.2)


def test_a_promise_that_does_not_exist_is_a_clear_error_with_the_nearest(world: World) -> None:
    write(world, entry(id='"complaints_resolved_48h"', target="0.9"))
    with pytest.raises(UnknownName) as caught:
        board(world.engine, parse("2026Q3"))
    assert "complaint_resolved_48h" in caught.value.nearest
    assert "承诺" in caught.value.to("zh")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[promises]]\nid = "no_leaks"\n', "from"),
        (entry(target='"90 %"'), "target"),
        (entry(from_='"July"'), "from"),
        (entry(targt="0.9"), "targt"),
        (entry(baseline="{ from = 2026-01-01 }"), "to"),
        (entry(owner='{ en = "Anna" }'), "zh"),
        ("[[promises]\n", "organisation.toml"),
        (entry(until="2026-06-30"), "until"),
        (entry(baseline="{ from = 2026-06-30, to = 2026-01-01 }"), "baseline"),
    ],
    ids=["no from", "target in words", "from in words", "misspelt", "half a baseline", "one language", "no TOML",
         "ends before it begins", "baseline backwards"],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_a_clear_error_that_names_the_place(world: World, text: str, says: str) -> None:
    write(world, text)
    with pytest.raises(StoreError, match=says) as caught:
        board(world.engine, parse("2026Q3"))
    assert "organisation.toml" in caught.value.to("zh")
    assert Path(world.store.root).name in str(caught.value)
