"""Surfaces and steps over periods: a period without data parts them, since Plotly would join them across gaps."""

from collections.abc import Sequence

from charts.figure import Part, scatter
from charts.look import Look

Edge = Sequence[float | None]


def stretches(*edges: Edge) -> list[list[int]]:
    """Places of neighbouring periods in which every edge is known."""
    runs: list[list[int]] = [[]]
    for place, values in enumerate(zip(*edges, strict=True)):
        if None in values:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def band(lower: Edge, upper: Edge, run: Sequence[int], look: Look) -> Part:
    """From edge to edge over one stretch, straight from period to period; a single period is a bar."""
    back = run[::-1]
    return _surface(
        [*run, *back], [upper[place] for place in run] + [lower[place] for place in back], look, 8 * (len(run) == 1)
    )


def stepped_band(lower: Edge, upper: Edge, run: Sequence[int], look: Look) -> Part:
    """From edge to edge over one stretch, each period as wide as it lasts."""
    places, tops = steps(upper, run)
    back, bottoms = steps(lower, run)
    return _surface([*places, *back[::-1]], [*tops, *bottoms[::-1]], look)


def steps(values: Edge, run: Sequence[int]) -> tuple[list[float], list[float | None]]:
    """A step line over one stretch, from half a period before each place to half a period after it."""
    return [place + side for place in run for side in (-0.5, 0.5)], [values[place] for place in run for _side in (0, 1)]


def _surface(places: Sequence[float], edge: Edge, look: Look, width: int = 0) -> Part:
    """A closed surface; its outline is as wide as a surface without a width of its own needs."""
    colour = look.palette.band
    return scatter(
        x=places, y=edge, mode="lines", line={"width": width, "color": colour}, fill="toself", fillcolor=colour,
        hoverinfo="skip",
    )  # fmt: skip
