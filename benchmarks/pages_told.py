"""What was seen of the pages, as tables and targets."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from benchmarks.report import GB, Target, ms, named, table, targets, times
from benchmarks.timing import p50, p95

if TYPE_CHECKING:
    from benchmarks.pages import Seen

TWIN_OF = {"board": "promises", "response": "response"}
HEADS = ("page", "click p50", "p95", "p95 × empty", "from constants p50", "p95", "server p50", "p95", "engine p50",
         "statements", "load cold", "warm", "memory")  # fmt: skip
GROWTH = {100_000_000: 2.0}
"""What server time may be at a size, as a multiple of the smallest; others 1.5."""
CASES_MS = 300


def told(
    ours: Mapping[int, Mapping[str, "Seen"]], switches: Mapping[int, list[float]], empty: "Seen",
    twins: Mapping[str, "Seen"],
) -> list[str]:  # fmt: skip
    """A table for each size, one of floors and twins, and the targets."""
    texts = []
    for size, pages in ours.items():
        lines = [_line(name, seen, empty) for name, seen in pages.items()]
        switch = switches[size]
        texts += [
            f"### {named(size)} tickets", table(HEADS, lines),
            f"From page to page by the menu: p50 {ms(p50(switch))}, p95 {ms(p95(switch))} of {len(switch)}.",
        ]  # fmt: skip
    largest = max(ours)
    beside = {"empty page": empty, **twins}
    lines = [
        (name, str(len(seen.click)), ms(p50(seen.click)), ms(p95(seen.click)), ms(p50(seen.server)), ms(seen.cold),
         ms(seen.warm), f"{seen.memory / GB:.2f} GB")
        for name, seen in beside.items()
    ]  # fmt: skip
    heads = ("page", "clicks", "click p50", "p95", "server p50", "load cold", "warm", "memory")
    found = [*_click_targets(ours[largest], empty, twins), *_other_targets(ours, switches, empty)]
    return [
        *texts,
        f"### Floor and twins, {named(largest)} tickets",
        table(heads, lines),
        "### Targets",
        targets(found),
    ]


def _line(name: str, seen: "Seen", empty: "Seen") -> tuple[str, ...]:
    return (
        name, ms(p50(seen.click)), ms(p95(seen.click)), times(p95(seen.click) / p95(empty.click)), ms(p50(seen.constant)),
        ms(p95(seen.constant)), ms(p50(seen.server)), ms(p95(seen.server)), ms(p50(seen.engine)),
        f"{p50(seen.statements):.0f}", ms(seen.cold), ms(seen.warm), f"{seen.memory / GB:.2f} GB",
    )  # fmt: skip


def _click_targets(pages: Mapping[str, "Seen"], empty: "Seen", twins: Mapping[str, "Seen"]) -> list[Target]:
    """Click → redrawn against the floor and the twins."""
    floor = p95(empty.click)
    found = [
        Target(f"click p95 of {name} against an empty page's", p95(seen.click) / floor, 1.7 if name == "promises" else 2.6)
        for name, seen in pages.items()
    ]  # fmt: skip
    for twin, name in TWIN_OF.items():
        for way, limit in (("sql", 6), ("pandas", 8)):
            ratio = p50(twins[f"{twin}_{way}"].click) / p50(pages[name].click)
            found.append(Target(f"{name}: faster than its twin ({way})", ratio, limit, at_least=True))
    return found


def _other_targets(
    ours: Mapping[int, Mapping[str, "Seen"]], switches: Mapping[int, list[float]], empty: "Seen"
) -> list[Target]:
    """Server time by size, the list of cases, page switch, first load."""
    smallest, *larger = sorted(ours)
    found = []
    for size in larger:
        growth = {name: p50(seen.server) / p50(ours[smallest][name].server) for name, seen in ours[size].items()}
        worst = max(growth, key=growth.__getitem__)
        name = f"server time {named(size)} against {named(smallest)}, worst page ({worst})"
        found.append(Target(name, growth[worst], GROWTH.get(size, 1.5)))
    largest = ours[max(ours)]
    if "cases" in largest:
        found.append(Target("server time of the cases, p50", p50(largest["cases"].server) * 1000, CASES_MS, "ms"))
    all_clicks = [second for seen in largest.values() for second in seen.click]
    found.append(Target("page switch p95 against a click's", p95(switches[max(ours)]) / p95(all_clicks), 2))
    slowest = max(largest, key=lambda name: largest[name].warm)
    found.append(
        Target(f"first load warm against an empty page's, worst ({slowest})", largest[slowest].warm / empty.warm, 1.6)
    )
    return found
