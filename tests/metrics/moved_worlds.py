"""Complaints with a known cause, each story told by a merchant of its own, so that one store holds them all."""

from collections.abc import Iterator
from itertools import count
from random import Random

from metrics.catalog import metric
from metrics.engine import Engine
from metrics.model import Filter
from metrics.moved import Change, change_between
from metrics.periods import parse
from metrics.spans import compared_spans
from tests.metrics.worlds import Case

Cell = tuple[str, int, int]
"""Group, hits, cases."""
STORIES: dict[str, tuple[str, list[Cell], list[Cell]]] = {
    "one falls": ("team", [("a", 190, 200), ("b", 190, 200), ("c", 190, 200)], [("a", 160, 200), ("b", 190, 200), ("c", 190, 200)]),
    "mix shifts": ("channel", [("phone", 160, 200), ("chat", 784, 800)], [("phone", 400, 500), ("chat", 490, 500)]),
    "both": ("channel", [("phone", 320, 400), ("chat", 1568, 1600)], [("phone", 700, 1000), ("chat", 980, 1000)]),
    "nothing": ("team", [("a", 475, 500), ("b", 475, 500)], [("a", 475, 500), ("b", 475, 500)]),
    "noise": ("team", [("a", 475, 500), ("b", 475, 500)], [("a", 470, 500), ("b", 475, 500)]),
    "everywhere": ("team", [("a", 380, 400), ("b", 380, 400), ("c", 380, 400)], [("a", 340, 400), ("b", 340, 400), ("c", 340, 400)]),
    "new group": ("channel", [("phone", 475, 500), ("chat", 475, 500)], [("phone", 380, 400), ("chat", 380, 400), ("video", 120, 200)]),
    "gone group": ("channel", [("phone", 380, 400), ("chat", 380, 400), ("video", 120, 200)], [("phone", 475, 500), ("chat", 475, 500)]),
    "two fall": ("team", [(name, 190, 200) for name in "abcd"], [("a", 150, 200), ("b", 160, 200), ("c", 190, 200), ("d", 190, 200)]),
    "small part": ("team", [("a", 903, 950), ("b", 903, 950), ("c", 95, 100)], [("a", 808, 950), ("b", 808, 950), ("c", 50, 100)]),
    "less than others": ("team", [("a", 760, 800), ("b", 190, 200)], [("a", 720, 800), ("b", 130, 200)]),
    "alike groups": ("channel", [("phone", 141, 150), ("chat", 432, 450)], [("phone", 410, 450), ("chat", 140, 150)]),
    "few": ("team", [("a", 4, 4), ("b", 4, 5)], [("a", 1, 4), ("b", 4, 5)]),
}  # fmt: skip
"""Name → the dimension its groups belong to, the second and the third quarter of 2026."""
CREATED = {"2026Q2": "2026-05-10", "2026Q3": "2026-08-10"}
DAYS = {"2026Q2": ("2026-05-11", "2026-05-20"), "2026Q3": ("2026-08-11", "2026-08-20")}
"""When a complaint was resolved in time, and when late."""
SEEDS = {"null": 100, "fall": 40}


def complaint(story: str, quarter: str, *, in_time: bool, **fields: str) -> Case:
    """A complaint of a story in one of the two quarters."""
    resolved = DAYS[quarter][0 if in_time else 1]
    return {
        "kind": "complaint", "created_at": f"{CREATED[quarter]} 09:00:00", "resolved_at": f"{resolved} 08:00:00",
        "merchant_id": story, "team": "", "channel": "", "region": "", "category": "", **fields,
    }  # fmt: skip


def told() -> Iterator[Case]:
    """All stories; in every group hits and misses are dealt to two regions in turn, so that no region stands out."""
    for story, (by, before, now) in STORIES.items():
        for quarter, cells in (("2026Q2", before), ("2026Q3", now)):
            for group, hits, n in cells:
                for number in range(n):
                    region = ("east", "west")[(number if number < hits else number - hits) % 2]
                    yield complaint(story, quarter, in_time=number < hits, region=region, **{by: group})


def within() -> Iterator[Case]:
    """Team b falls, but only on the phone: from 96 of 100 to 60 of 100; its mail and team a stay at 96 of 100."""
    for quarter in CREATED:
        for team in "ab":
            for channel in ("phone", "mail"):
                hits = 60 if (quarter, team, channel) == ("2026Q3", "b", "phone") else 96
                for number in range(200):
                    yield complaint("within", quarter, in_time=number < 2 * hits, team=team, channel=channel)


def noise() -> Iterator[Case]:
    """200 times chance alone: 90 % in both quarters, groups of four dimensions dealt out at random."""
    yield from _dealt("null", 150, {"2026Q2": 0.9, "2026Q3": 0.9})


def equal_fall() -> Iterator[Case]:
    """80 times a fall from 92 % to 76 % in every group alike, with the chance that cases bring."""
    yield from _dealt("fall", 250, {"2026Q2": 0.92, "2026Q3": 0.76})


def _dealt(name: str, n: int, rates: dict[str, float]) -> Iterator[Case]:
    groups = {"team": "abcd", "channel": "abcde", "region": "abcdef", "category": "abc"}
    for seed in range(SEEDS[name]):
        random = Random(f"{name}{seed}")
        for quarter, rate in rates.items():
            for _ in range(n):
                fields = {by: random.choice(values) for by, values in groups.items()}
                yield complaint(f"{name}{seed}", quarter, in_time=random.random() < rate, **fields)


def numbered(*sources: Iterator[Case]) -> list[Case]:
    """The cases of several sources with a number each."""
    number = count()
    return [{"ticket_id": next(number), **case} for source in sources for case in source]


def change_of(engine: Engine, story: str, name: str = "complaint_resolved_48h") -> Change:
    """A metric of one story in the third quarter against the second."""
    spans = compared_spans(engine, metric(name), parse("2026Q3"), parse("2026Q2"))
    assert spans is not None
    found = change_between(engine, name, spans, (Filter("merchant_id", (story,)),))
    assert found is not None
    return found
