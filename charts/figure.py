"""A Plotly figure as plain data, in the words of plotly.js.

Plotly's own Python classes check every property when it is set, which takes longer than all else that a page does. The
figures here are checked by the same classes in the tests instead.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

GROUPS = frozenset(
    ("colorbar", "error_x", "error_y", "font", "legend", "line", "margin", "marker", "tickfont", "title", "xaxis", "yaxis")
)  # fmt: skip
"""Properties that hold properties: read as empty where nothing was set."""


class Part(dict[str, Any]):
    """Properties by name, read as attributes: None where not set. Lists are read as tuples."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _read(self.get(name, {} if name in GROUPS else None))

    def update(self, *given: Any, **changes: Any) -> None:
        """Set properties; those within a property that holds others are set one by one."""
        for name, value in dict(*given, **changes).items():
            held = self.get(name)
            if isinstance(held, dict) and isinstance(value, Mapping):
                self[name] = Part(held)
                self[name].update(value)
            else:
                self[name] = value


class Figure:
    """Traces, and the layout they stand in."""

    def __init__(self, **layout: Any) -> None:
        self.traces: list[Part] = []
        self.layout = Part(annotations=[], shapes=[], **layout)

    @property
    def data(self) -> tuple[Part, ...]:
        """The traces, in the order drawn."""
        return tuple(self.traces)

    def add_trace(self, trace: Part) -> None:
        """Draw a trace over those before."""
        self.traces.append(trace)

    def add_traces(self, traces: Iterable[Part]) -> None:
        """Draw several, one over the other."""
        self.traces.extend(traces)

    def add_annotation(self, **properties: Any) -> None:
        """Write a text."""
        self.layout["annotations"].append(Part(properties))

    def add_shape(self, **properties: Any) -> None:
        """Draw a line or a rectangle."""
        self.layout["shapes"].append(Part(properties))

    def add_hline(self, y: object, **properties: Any) -> None:
        """Draw a level across the plot."""
        self.add_shape(type="line", xref="x domain", x0=0, x1=1, yref="y", y0=y, y1=y, **properties)

    def add_vline(self, x: object, **properties: Any) -> None:
        """Draw a line from top to bottom of the plot."""
        self.add_shape(type="line", xref="x", x0=x, x1=x, yref="y domain", y0=0, y1=1, **properties)

    def add_vrect(self, x0: object, x1: object, **properties: Any) -> None:
        """Draw a band from top to bottom of the plot."""
        self.add_shape(type="rect", xref="x", x0=x0, x1=x1, yref="y domain", y0=0, y1=1, **properties)

    def update_layout(self, *given: Any, **changes: Any) -> "Figure":
        """Set properties of the layout; gives the figure back."""
        self.layout.update(*given, **changes)
        return self

    def update_xaxes(self, **changes: Any) -> None:
        """Set properties of the first axis from left to right."""
        self.layout.update(xaxis=changes)

    def update_yaxes(self, **changes: Any) -> None:
        """Set properties of the first axis from bottom to top."""
        self.layout.update(yaxis=changes)

    def to_json(self) -> str:
        """The figure as the browser takes it."""
        return orjson.dumps({"data": self.traces, "layout": self.layout}, option=orjson.OPT_NON_STR_KEYS).decode(
            "utf-8"
        )


def scatter(**properties: Any) -> Part:
    """Points, a line, or a surface."""
    return Part(type="scatter", **properties)


def bar(**properties: Any) -> Part:
    """Bars."""
    return Part(type="bar", **properties)


def cells(**properties: Any) -> Part:
    """Cells, shaded by their values."""
    return Part(type="heatmap", **properties)


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        return value if isinstance(value, Part) else Part(value)
    if isinstance(value, list | tuple):
        return tuple(map(_read, value))
    return value
