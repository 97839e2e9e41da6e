"""What a sample proves: an honest sentence, and how often luck alone lets a sample pass."""

from charts import format
from charts.curve import Mark, curve
from components.frame import Page
from components.mark import Mark as Rows
from components.panel import Drawing, Panel
from components.questions import one
from metrics.model import Unit
from metrics.sample_proof import SampleProof, sample_proof
from metrics.targets import promise_on

CONFIDENCE = 0.95


def proof_panel(page: Page, name: str, height: int = 176) -> Panel:
    """The operating-characteristic curve of the plan in use, for a pass rate that has a promise."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        promised = promise_on(page.engine, name, page.view.period)
        found = None if promised is None else sample_proof(one(page, name), promised.target)
        if found is None:
            return None
        marks = [
            Mark(share, chance, _("{chance} at {share} bad", chance=format.percent(chance, language, 0),
                                  share=format.target(share, Unit.RATIO, language)))
            for share, chance in found.marks()
        ]  # fmt: skip
        title = _("chance that {n} kinds pass with up to {accept} failures", n=format.count(found.n, language),
                  accept=format.count(found.accept, language))  # fmt: skip
        drawn = curve(
            found.curve(), page.look, x_title=_("true share of bad kinds"), y_title=title, marks=marks, height=height
        )
        said = _said(page, found)
        table = tuple(Rows(mark.label, name, told=format.percent(mark.y, language, 0), opens=False) for mark in marks)
        return Drawing(drawn, said, said, marks=table, cases=Rows("", name))

    return Panel(
        _("What the sample proves"), _("How often luck alone would let goods pass"), "proof", draw,
    )  # fmt: skip


def _said(page: Page, found: SampleProof) -> str:
    _, language = page.words, page.look.language
    n, passed, failures = (format.count(number, language) for number in (found.n, found.passed, found.failures))
    claimed = format.target(found.claimed, Unit.RATIO, language)
    sure = format.percent(CONFIDENCE, language, 0)
    if found.allowed is None and found.least is not None:
        return _("{passed} of {n} passed. To show ≥ {target} with {sure} confidence it takes {least} without any failure: this sample is too small.",
                 passed=passed, n=n, target=claimed, sure=sure, least=format.count(found.least, language))  # fmt: skip
    if found.allowed is None:
        return _("{passed} of {n} passed. No sample can show {target}.", passed=passed, n=n, target=claimed)
    said = {"passed": passed, "n": n, "failures": failures, "target": claimed, "sure": sure,
            "allowed": format.count(found.allowed, language)}  # fmt: skip
    if found.shown:
        return _(
            "{passed} of {n} passed: {failures} failures. To show ≥ {target} with {sure} confidence at most {allowed} are allowed; so this sample shows it.",
            **said,
        )
    return _(
        "{passed} of {n} passed: {failures} failures. To show ≥ {target} with {sure} confidence at most {allowed} are allowed; so this sample cannot show it.",
        **said,
    )
