"""The usual range of a series: limits as a stepped band, the centre as a thin line, signals as rings."""

from collections.abc import Sequence

from charts import format
from charts.figure import Part, scatter
from charts.look import Look
from charts.stretches import stepped_band, stretches
from metrics.model import Unit
from metrics.signals import RULE_WORDS, ControlChart


def limits(control: ControlChart, look: Look) -> list[Part]:
    """The band between the limits, each period as wide as it lasts, and the centre."""
    ends = [-0.5, len(control.lower) - 0.5]
    line = {"color": look.palette.neutral, "width": 1}
    return [
        *(stepped_band(control.lower, control.upper, run, look) for run in stretches(control.lower, control.upper)),
        scatter(x=ends, y=[control.centre] * 2, mode="lines", line=line, hoverinfo="skip"),
    ]


def rings(values: Sequence[float | None], control: ControlChart, look: Look) -> Part:
    """A ring around each point that is a signal."""
    places = [place for place, rules in enumerate(control.signals) if rules]
    return scatter(
        x=places, y=[values[place] for place in places], mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"symbol": "circle-open", "size": 15, "color": look.palette.risk, "line": {"width": 2}},
    )  # fmt: skip


def limit_notes(control: ControlChart, place: int, unit: Unit, look: Look) -> list[str]:
    """The usual range at a point, and in words why it is a signal."""
    low, high = (format.value(edge, unit, look.language) for edge in (control.lower[place], control.upper[place]))
    words = [RULE_WORDS[rule].to(look.language) for rule in control.signals[place]]
    _ = look.words
    return [_("usual range {low}–{high}", low=low, high=high), *words]
