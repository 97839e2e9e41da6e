"""A bullet bar as SVG: the actual value against the target, on a scale that makes the distance readable."""

from metrics.model import Unit

WIDTH, HEIGHT = 150, 22


def bullet(value: float | None, target: float, unit: Unit, state: str, alt: str) -> str:
    """SVG whose colours come from the page (classes `track`, `bar`, `mark`, and the state). `alt` must be escaped.

    For rates the scale begins where the shortfall becomes visible: the target stands at two thirds of the way, or at
    the end when the target is 100 %. Other units begin at nought and run in the target's direction.
    """
    start, end = _scale(value, target, unit)
    place = WIDTH * (target - start) / (end - start)
    bar = ""
    if value is not None:
        length = max(2.0, min(WIDTH, WIDTH * (value - start) / (end - start)))
        bar = f'<rect class="bar" x="0" y="7" height="8" rx="2" width="{length:.1f}"/>'
    mark = min(max(place, 1.0), WIDTH - 1.0)
    return (
        f'<svg class="bullet {state}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
        f' aria-label="{alt}"><rect class="track" x="0" y="7" height="8" rx="2" width="{WIDTH}"/>{bar}'
        f'<line class="mark" x1="{mark:.1f}" x2="{mark:.1f}" y1="1" y2="21"/></svg>'
    )


def _scale(value: float | None, target: float, unit: Unit) -> tuple[float, float]:
    """Where the bar starts and ends. A rate never goes beyond 1; its start gives a shortfall room."""
    if unit is not Unit.RATIO:
        reach = target * 1.5 or 1.0
        if value is not None and value * reach > 0:
            reach = max(abs(reach), abs(value)) * (1 if reach > 0 else -1)
        return 0.0, reach
    room = max(1 - target, 0.04)
    start = target - 2 * room
    if value is not None:
        start = min(start, value - room)
    return max(0.0, start), 1.0
