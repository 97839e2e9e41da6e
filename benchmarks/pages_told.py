"""What was seen of the pages, as tables and targets."""

from collections.abc import Mapping, Sequence
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
    ours: Mapping[int, Mapping[str, "Seen"]], ran: Mapping[int, Mapping[str, "Seen"]], switches: Sequence[float],
    empty: "Seen", twins: Mapping[str, "Seen"],
) -> list[str]:  # fmt: skip
    """The pages in the browser and their scripts alone at all sizes, floors and twins, and the targets at the largest."""
    size = max(ours)
    lines = [
        (name, str(len(seen.click)), ms(p50(seen.click)), ms(p95(seen.click)), ms(p50(seen.server)), ms(seen.cold),
         ms(seen.warm), f"{seen.memory / GB:.2f} GB")
        for name, seen in {"empty page": empty, **twins}.items()
    ]  # fmt: skip
    heads = ("page", "clicks", "click p50", "p95", "server p50", "load cold", "warm", "memory")
    found = [*_click_targets(ours[size], empty, twins), *_other_targets(ours[size], ran, switches, empty)]
    return [
        *(text for one, pages in ours.items() for text in _in_the_browser(one, pages, empty)),
        f"From page to page by the menu: p50 {ms(p50(switches))}, p95 {ms(p95(switches))} of {len(switches)}.",
        "### The scripts alone, nobody drawing",
        _of_scripts(ran),
        f"### Floor and twins, {named(size)} tickets",
        table(heads, lines),
        "### Targets",
        targets(found),
    ]


def _in_the_browser(size: int, pages: Mapping[str, "Seen"], empty: "Seen") -> list[str]:
    clicks = min(len(seen.click) for seen in pages.values())
    return [
        f"### In the browser, {named(size)} tickets, {clicks} clicks each",
        table(HEADS, [_line(name, seen, empty) for name, seen in pages.items()]),
    ]


def _of_scripts(ran: Mapping[int, Mapping[str, "Seen"]]) -> str:
    """By page and size; last, how much more the largest takes than the smallest."""
    smallest, largest = ran[min(ran)], ran[max(ran)]
    heads = ["page"]
    for size in ran:
        heads += [f"{named(size)} p50", "p95", "engine p50", "statements"]
    lines = []
    for name, seen in largest.items():
        cells = [name]
        for pages in ran.values():
            one = pages[name]
            cells += [ms(p50(one.server)), ms(p95(one.server)), ms(p50(one.engine)), f"{p50(one.statements):.0f}"]
        lines.append((*cells, times(p50(seen.server) / p50(smallest[name].server))))
    return table((*heads, "p50 largest / smallest"), lines)


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
    ours: Mapping[str, "Seen"], ran: Mapping[int, Mapping[str, "Seen"]], switches: Sequence[float], empty: "Seen"
) -> list[Target]:
    """Server time by size, the list of cases, page switch, first load."""
    smallest, *larger = sorted(ran)
    found = []
    for size in larger:
        for name, seen in ran[size].items():
            growth = p50(seen.server) / p50(ran[smallest][name].server)
            found.append(
                Target(f"server time of {name}, {named(size)} against {named(smallest)}", growth, GROWTH.get(size, 1.5))
            )
    cases = ran[max(ran)].get("cases")
    if cases is not None:
        for share, seconds in (("p50", p50(cases.server)), ("p95", p95(cases.server))):
            found.append(Target(f"server time of the cases, {share}", seconds * 1000, CASES_MS, "ms"))
    all_clicks = [second for seen in ours.values() for second in seen.click]
    found.append(Target("page switch p95 against a click's", p95(switches) / p95(all_clicks), 2))
    slowest = max(ours, key=lambda name: ours[name].warm)
    found.append(
        Target(f"first load warm against an empty page's, worst ({slowest})", ours[slowest].warm / empty.warm, 1.6)
    )
    return found
