"""A sparkline as SVG: thirteen months with the target line and a dot on the last one."""

import itertools
from collections.abc import Callable, Sequence

WIDTH, HEIGHT, EDGE = 176, 34, 5


def sparkline(values: Sequence[float | None], target: float | None, state: str, alt: str) -> str:
    """SVG whose colours come from the page (classes `line`, `target`, `dot`, and the state). `alt` must be escaped."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = (
        min([*known, *([target] if target is not None else [])]),
        max([*known, *([target] if target is not None else [])]),
    )
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return round(EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / span), 1)

    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    places = [(round(EDGE + step * number, 1), value) for number, value in enumerate(values)]
    dots = [(x, y(value)) for x, value in places if value is not None]
    target_line = ""
    if target is not None:
        target_line = f'<line class="target" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y(target)}" y2="{y(target)}"/>'
    last_x, last_y = dots[-1]
    return (
        f'<svg class="spark {state}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
        f' aria-label="{alt}">{target_line}<path class="line" d="{_path(places, y)}"/>'
        f'<circle class="dot" cx="{last_x}" cy="{last_y}" r="3"/></svg>'
    )


def _path(places: Sequence[tuple[float, float | None]], y: Callable[[float], float]) -> str:
    """A polyline with gaps where a month has no data; over them where no two neighbouring months have any."""
    path, pen_down = [], False
    known = [value is not None for _x, value in places]
    apart = not any(first and second for first, second in itertools.pairwise(known))  # waves, say: a line over the gaps
    for x, value in places:
        if value is None:
            pen_down = pen_down and apart
            continue
        path.append(f"{'L' if pen_down else 'M'}{x} {y(value)}")
        pen_down = True
    return " ".join(path)
