"""The five steps of a complaint and the time each takes."""

from charts import format
from charts.step_times import Step, step_times
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.questions import ask
from metrics.definitions.complaints import STEPS
from metrics.model import Row
from reports.precision import binned


def steps_panel(page: Page) -> Panel:
    """Median and p90 of the time between the five steps, of the complaints received in the period."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        found: dict[str, Step] = {}
        medians: dict[str, Row] = {}
        for name, label, _start, _stop in STEPS:
            p50, p90 = ask(page, f"complaint_{name}_p50", f"complaint_{name}_p90")
            found[label.to(language)] = Step(label.to(language), p50.value, p90.value, p50.n)
            medians[label.to(language)] = p50
        if not any(step.n for step in found.values()):
            return None
        slowest = max(found.values(), key=lambda step: step.p50 or 0.0)
        alt = _(
            "The longest step is {step}, median {time}", step=slowest.label, time=format.hours(slowest.p50, language)
        )
        marks = tuple(Mark(label, row.metric, row=row) for label, row in medians.items())
        note = format.sentences(binned(medians.values(), page.look), language)
        return Drawing(step_times(list(found.values()), page.look), alt, note, marks=marks)

    return Panel(
        _("Where the time goes"), _("Median time of each step, and what nine in ten do not exceed"), "steps", draw,
    )  # fmt: skip
