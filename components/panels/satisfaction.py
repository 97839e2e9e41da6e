"""Panels of the satisfaction page: waves, the four dimensions, the composite and its stability, answers by score."""

from dataclasses import replace

from charts import format
from charts.by_group import by_group
from charts.distribution import distribution
from components.frame import Page
from components.mark import Mark, group_marks, metric_marks
from components.panel import Choice, Drawing, Panel
from components.questions import ask, dimension_label, group_name, has_values, one, where_for
from components.table import Cell, table
from metrics.catalog import metric as metric_named
from metrics.evaluation import COMPOSITE, DIMENSIONS, differs_by_category, evaluated, weights
from metrics.model import Filter, Query, Row, Unit, one_group
from metrics.periods import Period
from metrics.waves import Wave, waves

WAVES = 5
WAVES_ONLY = Filter("kind", ("wave",))
SCALES = {"csat": (range(1, 6), "csat_mean", 1), "nps": (range(11), None, 0)}
"""Score → its values, the metric of its mean, and the first value."""


def waves_panel(page: Page) -> Panel:
    """The quarterly waves with n, response rate, and what they would say at an equal mix of customers."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        where = where_for(page, "customer_satisfaction")
        found = waves(page.engine, Query((), end=page.view.period.end, where=where), WAVES)
        if not found:
            return None
        heads = [_("Wave"), _("Satisfied"), _("At equal mix"), _("Answers"), _("Response rate")]
        drawn = table(heads, [_wave(page, item, 2 * place) for place, item in enumerate(reversed(found))])
        last = found[-1]
        alt = _("Wave {wave}: {rate} satisfied", wave=last.name, rate=format.percent(last.satisfied.value, language))
        since = page.engine.first_day("surveys") or page.view.period.start
        period = Period(since, page.view.period.end)
        marks = tuple(
            Mark(item.name, row.metric, (WAVES_ONLY, one_group("wave", item.name)), period, row)
            for item in reversed(found)
            for row in (item.satisfied, item.response)
        )
        note = _("At equal mix: as if every wave had asked the same customer groups.")
        return Drawing(None, alt, note, drawn, marks)

    return Panel(
        _("Quarterly waves"), _("Share of 4–5 among those who answered"), "waves", draw,
    )  # fmt: skip


def answers_panel(page: Page) -> Panel:
    """The answers by score, with mean and standard deviation."""
    _, language = page.words, page.look.language
    choice = Choice(
        "answers_scale", _("Score"), {name: dimension_label(page, "survey_answers", name) for name in SCALES}
    )

    def draw() -> Drawing | None:
        by = choice.value
        values, mean_of, first = SCALES[by]
        found = {row.group[0]: row for row in ask(page, "survey_answers", by=(by,)) if row.group[0] is not None}
        if not any(row.n for row in found.values()):
            return None
        empty = Row("survey_answers", None, (), 0.0, 0, None, 0)
        rows = [found.get(value, replace(empty, group=(value,))) for value in values]
        mean = None if mean_of is None else one(page, mean_of)
        drawn = distribution(
            rows, [str(value) for value in values], page.look, height=190,
            mean=None if mean is None else mean.value, sd=None if mean is None else mean.sd,
            mean_place=None if mean is None or mean.value is None else mean.value - first,
        )  # fmt: skip
        note = ""
        if by == "nps":
            score = one(page, "nps")
            note = _("Net promoter score {value}: share of 9–10 less share of 0–6.",
                     value=format.value(score.value, Unit.NPS, language))  # fmt: skip
        most = max(rows, key=lambda row: row.n)
        alt = _("Most frequent answer: {score}", score=most.group[0])
        marks = group_marks(rows, [str(value) for value in values], (by,))
        return Drawing(drawn, alt, note, marks=marks, cases=Mark("", "survey_answers"))

    return Panel(
        _("Answers by score"), _("Answers to questionnaires sent in the period"), "answers", draw, (choice,),
    )  # fmt: skip


def dimensions_panel(page: Page) -> Panel:
    """The four dimensions and the composite, 0–100, with intervals."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        rows = [row for row in ask(page, *DIMENSIONS, COMPOSITE) if row.value is not None]
        if not rows:
            return None
        labels = [metric_named(row.metric).label.to(language) for row in rows]
        lowest = min(rows, key=lambda row: row.value or 0.0)
        alt = _("Lowest: {group}", group=metric_named(lowest.metric).label.to(language))
        drawn = by_group(rows, labels, Unit.SCORE, page.look)
        return Drawing(drawn, alt, _weights(page), marks=metric_marks(rows, labels))

    return Panel(
        _("Four dimensions of service"), _("Mean scores 0–100 with 95 % intervals"), "dimensions", draw,
    )  # fmt: skip


def composite_panel(page: Page) -> Panel:
    """The composite by group, and whether the order survives other weights."""
    _ = page.words
    offered = [
        by for by in ("team", "channel", "category", "customer_group", "merchant_id") if has_values(page, COMPOSITE, by)
    ]
    split = Choice("composite_by", _("By"), {by: dimension_label(page, COMPOSITE, by) for by in offered})

    def draw() -> Drawing | None:
        if not offered:
            return None
        by = split.value
        found = evaluated(ask(page, *DIMENSIONS, COMPOSITE, by=(by,)), weights(page.engine))
        if not found.rows:
            return None
        shown = found.rows[:6]
        labels = [group_name(page, COMPOSITE, by, row.group[0]) for row in shown]
        whole = one(page, COMPOSITE)
        drawn = by_group(
            list(shown),
            labels,
            Unit.SCORE,
            page.look,
            reference=whole.value,
            reference_label=_("all"),
            judged=False,
        )
        marks, whole_mark = group_marks(shown, labels, (by,)), Mark("", COMPOSITE)
        if len(found.rows) == 1:
            return Drawing(drawn, labels[0], marks=marks, cases=whole_mark)
        tried = found.stability
        note = _("Each weight moved by ±20 %: {first} of {n} mixes keep who is first, {all} keep the whole order.",
                 first=tried.same_first, n=tried.combinations, all=tried.same_ranking)  # fmt: skip
        alt = _("Highest: {group}", group=labels[0])
        return Drawing(drawn, alt, note, marks=marks, cases=whole_mark)

    return Panel(
        _("Service score by group"), _("The four as one by the declared weights; overlapping intervals are no order"),
        "composite", draw, (split,),
    )  # fmt: skip


def _wave(page: Page, item: Wave, mark: int) -> list[Cell]:
    language, row = page.look.language, item.satisfied
    interval = "" if row.low is None or row.high is None else format.interval(row.low, row.high, Unit.RATIO, language)
    return [
        Cell(item.name),
        Cell(format.percent(row.value, language), interval, number=True, mark=mark),
        Cell(format.percent(item.at_equal_mix, language), number=True),
        Cell(format.count(row.n, language), number=True),
        Cell(format.percent(item.response.value, language), number=True, mark=mark + 1),
    ]


def _weights(page: Page) -> str:
    _, language = page.words, page.look.language
    declared = [
        f"{metric_named(name).label.to(language)} {format.percent(weight, language, 0)}"
        for name, weight in weights(page.engine).items()
    ]
    text = _("Weights of the service score: {weights}.", weights=format.listed(declared, language))
    return text + (_(" Some categories are weighed otherwise.") if differs_by_category(page.engine) else "")
