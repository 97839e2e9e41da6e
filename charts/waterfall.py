"""A change as a waterfall: the value before, what the groups' own changes add, what the shift between them adds, the value now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from charts import format
from charts.figure import Figure, bar
from charts.line_labels import with_room
from charts.look import Look, figure, marks_from
from charts.notes import note
from charts.texts import LETTER, two_lines, width, write
from charts.value_axis import Scale, plain_scale
from metrics.decompose import Decomposition, Effect
from metrics.model import Direction, Metric, Unit

FOOT = 60
"""Pixels of a figure above and below its plot."""
NAME = 14
"""Letters of a line under a bar: nine bars stand side by side in a panel from 850 px on."""
FOOT_PART = 0.4
"""How far the two values reach below the lowest level, as a part of what lies above it."""
LEAST_BARS = 7
"""With fewer bars, room is left beside them, so that they do not become blocks."""
BAR = 0.62
"""Width of a bar, as a part of the distance to the next."""


@dataclass(frozen=True)
class Step:
    """One bar between the two values: its name, how far it goes, what is said of it, and the group it stands for."""

    name: str
    size: float
    note: str
    place: int | None = None


def waterfall(
    split: Decomposition, names: Sequence[str], ends: tuple[str, str], metric: Metric, look: Look, *,
    target: float | None = None, most: int = 5, first: int = 0, height: int = 240,
) -> Figure:  # fmt: skip
    """The bars add up to the change. `names` are those of the groups, in the order of the effects; `ends` of the periods.

    Drawn are the `most` largest effects of groups by themselves, the others together, and the mix. The trace's
    `meta["marks"]` says for each bar which mark of the panel it stands for, counted from `first` in the order of the
    effects; the two values, the others and the mix stand for none.
    """
    unit, language = metric.unit, look.language
    start, end = split.before.value or 0.0, split.now.value or 0.0
    steps = _steps(split, names, metric, most, look)
    levels = list(accumulate((step.size for step in steps), initial=start))
    scale = _scale([*levels, end, *([] if target is None else [target])], metric, look, height)
    low = scale.low
    chart = figure(look, height)
    bases = [low, *levels[:-1], low]
    sizes = [start - low, *(step.size for step in steps), end - low]
    values = [format.value(value, unit, language) for value in (start, end)]
    notes = [note(ends[0], values[0]), *(step.note for step in steps), note(ends[1], values[1])]
    chart.add_trace(
        bar(
            x=list(range(len(sizes))), y=sizes, base=bases, width=BAR, cliponaxis=False, customdata=notes,
            marker={"color": [look.palette.accent, *(_colour(step.size, metric, look) for step in steps), look.palette.accent]},
            hovertemplate="%{customdata}<extra></extra>",
            meta=marks_from(first, [None, *(step.place for step in steps), None]),
        )
    )  # fmt: skip
    _join(chart, [*levels, end], look)
    texts = [values[0], *(format.change(step.size, unit, language) for step in steps), values[1]]
    for place, (text, base, size) in enumerate(zip(texts, bases, sizes, strict=True)):
        write(chart, text, look, x=place, y=max(base, base + size), yanchor="bottom", yshift=1)
    labels = [two_lines(name, NAME) for name in (ends[0], *(step.name for step in steps), ends[1])]
    chart.update_yaxes(range=[low, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    side = 0.5 + max(0, LEAST_BARS - len(labels)) / 2
    places = list(range(len(labels)))
    chart.update_xaxes(tickvals=places, ticktext=labels, tickangle=0, range=[-side, places[-1] + side])
    room = _mark_target(chart, target, metric, look)
    return chart.update_layout(showlegend=False, margin={"r": room, "t": 8}, hovermode="closest")


def _scale(levels: Sequence[float], metric: Metric, look: Look, height: int) -> Scale:
    """An axis as long as the change needs, with room above the bars for their texts.

    It begins at nought where that does not flatten the change, else below both values, so that their bars can be seen.
    """
    least, most = min(levels), max(levels)
    foot = least - FOOT_PART * (most - least)
    scale = plain_scale([max(foot, 0.0) if least >= 0 else foot, most], metric.unit, look.language)
    if most > least:
        scale = replace(scale, low=0.0 if scale.low <= 0 <= least else foot)
    return with_room(scale, most, height - FOOT)


def _steps(split: Decomposition, names: Sequence[str], metric: Metric, most: int, look: Look) -> list[Step]:
    """The largest effects of groups by themselves, the others together, and the mix; what adds nothing is left out."""
    _, language, unit = look.words, look.language, metric.unit
    order = sorted(range(len(split.effects)), key=lambda place: -abs(split.effects[place].rate))
    order = [place for place in order if split.effects[place].rate]
    shown, others = (order, []) if len(order) <= most + 1 else (order[:most], order[most:])
    steps = [
        Step(names[place], split.effects[place].rate, _note(names[place], split.effects[place], metric, look), place)
        for place in shown
    ]  # fmt: skip
    if others:
        size = sum(split.effects[place].rate for place in others)
        name = _("{n} others", n=len(others))
        steps.append(Step(name, size, note(name, format.change(size, unit, language))))
    if any(effect.mix for effect in split.effects):
        name = _("mix of groups")
        said = _("what the shift between groups adds, each at its own level")
        steps.append(Step(name, split.mix, note(name, format.change(split.mix, unit, language), said)))
    return steps


def _note(name: str, effect: Effect, metric: Metric, look: Look) -> str:
    """What a group adds, its own value before and now, and its cases."""
    _, language = look.words, look.language
    before, now = (None if row is None else row.value for row in (effect.before, effect.now))
    lines = [
        format.change(effect.rate, metric.unit, language),
        _("own value: {before} → {now}", before=format.value(before, metric.unit, language), now=format.value(now, metric.unit, language)),
    ]  # fmt: skip
    if metric.unit is not Unit.COUNT:
        then, later = (format.count(0 if row is None else row.n, language) for row in (effect.before, effect.now))
        lines.append(_("n: {before} → {now}", before=then, now=later))
    return note(name, *lines)


def _colour(size: float, metric: Metric, look: Look) -> str:
    """Good and bad by the metric's direction; the sign above the bar says the same."""
    if metric.direction is Direction.NEITHER or not size:
        return look.palette.neutral
    return look.palette.good if (size > 0) == (metric.direction is Direction.UP) else look.palette.bad


def _join(chart: Figure, levels: Sequence[float], look: Look) -> None:
    """A faint line from the end of each bar to the beginning of the next."""
    for place, level in enumerate(levels[:-1]):
        chart.add_shape(
            type="line", x0=place + BAR / 2, x1=place + 1 - BAR / 2, y0=level, y1=level,
            line={"color": look.palette.muted, "width": 1},
        )  # fmt: skip


def _mark_target(chart: Figure, target: float | None, metric: Metric, look: Look) -> int:
    """The target as a dashed line with its name beside the plot; gives the room the name takes, in pixels."""
    if target is None:
        return 12
    text = look.words("target {target}", target=format.target(target, metric.unit, look.language))
    chart.add_hline(y=target, line={"color": look.palette.ink, "width": 1, "dash": "dash"})
    write(chart, text, look, x=1, xref="paper", xanchor="left", xshift=4, y=target, yanchor="middle")
    return round(width(text) * LETTER) + 12
