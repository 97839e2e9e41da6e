"""Reading a figure as a person does: its words, its marks, and what would become of markup."""

import re

from charts.figure import Figure, Part

OUR_TAGS = re.compile(r'</?b>|<br>|<span style="color:[^"<>]+">|</span>')


def words(chart: Figure) -> list[str]:
    """Every text a figure brings to the screen."""
    layout = chart.layout
    found: list[object] = [note.text for note in layout.annotations]
    for trace in chart.data:
        found += [trace.name, *flat(trace.customdata), *flat(getattr(trace, "text", None))]
    for axis in (*axes(chart, "x"), *axes(chart, "y")):
        found += [*flat(axis.ticktext), axis.title.text]
    return [str(text) for text in found if text]


def axes(chart: Figure, letter: str) -> list[Part]:
    """The axes from left to right (“x”) or from bottom to top (“y”), in the order they were set."""
    names = [name for name in chart.layout if name.startswith(f"{letter}axis")]
    return [getattr(chart.layout, name) for name in names]


def flat(values: object) -> list[object]:
    if values is None or isinstance(values, str):
        return [values]
    return [item for value in values for item in flat(value)]  # type: ignore[attr-defined]


def markup(chart: Figure) -> list[str]:
    """Texts in which something other than our own tags would be read as a tag."""
    return [text for text in words(chart) if "<" in OUR_TAGS.sub("", text)]


def notes(chart: Figure) -> list[str]:
    """What the points say when pointed at, with ordinary blanks, line for line."""
    found = [str(note) for trace in chart.data if trace.customdata is not None for note in trace.customdata]
    return [OUR_TAGS.sub("", note.replace("<br>", "\n")).replace("\u00a0", " ") for note in found]


def written(chart: Figure) -> list[str]:
    """What is written straight onto the figure, with ordinary blanks."""
    return [
        OUR_TAGS.sub("", note.text.replace("<br>", "\n")).replace("\u00a0", " ") for note in chart.layout.annotations
    ]


def levels(chart: Figure, dash: str | None = None) -> list[float]:
    """Where level lines are drawn, of one kind of dash if asked for."""
    return [
        shape.y0
        for shape in chart.layout.shapes
        if shape.type == "line" and shape.y0 == shape.y1 and dash in (None, shape.line.dash)
    ]
