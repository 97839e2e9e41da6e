"""What was found, what does most to a promise first: the sentence, and between what the promise's figure could lie."""

from collections.abc import Sequence

from charts import format
from components.frame import Page
from components.panel import Drawing, Panel
from components.table import Cell, table
from data.contracts import contract
from metrics.catalog import metric
from metrics.data_defects import MISSING, NO_EFFECT, Defect, Effect, is_rate
from reports.quality_levels import STATES, level_word

MOST_EFFECTS = 3


def findings_panel(page: Page, found: Sequence[Defect]) -> Panel:
    """All findings; where there are none, a sentence that says so."""
    _ = page.words
    return Panel(
        _("What was found, and what it does to promises"),
        _("The promise it could change most stands first. Bounds, not estimates: all cases concerned missed, or all kept."),
        "findings", lambda: _draw(page, found),
    )  # fmt: skip


def _draw(page: Page, found: Sequence[Defect]) -> Drawing:
    _ = page.words
    if not found:
        return Drawing(None, "", note=_("Every check passed."))
    heads = [_("Level"), _("Source"), _("What was found"), _("Up to"), _("What it does to which promise")]
    return Drawing(None, _("What was found"), html=table(heads, [_line(page, item) for item in found]))


def _line(page: Page, item: Defect) -> list[Cell]:
    language, finding = page.look.language, item.finding
    points = _points(page, item.points) if item.points else ""
    told = [_effect(page, item, effect) for effect in _shown(item)]
    return [
        Cell(level_word(finding.severity, page.look), state=STATES[finding.severity][0]),
        Cell(contract(finding.source).label.to(language)),
        Cell(finding.says.to(language)), Cell(points),
        Cell(told[0] if told else _none(page, item), _more(page, item, told)),
    ]  # fmt: skip


def _shown(item: Defect) -> list[Effect]:
    """The effects on figures that can be told, the largest first; without any, those that cannot."""
    told = [effect for effect in item.effects if effect.largest]
    told.sort(key=lambda effect: (not is_rate(effect.promise), -(effect.largest or 0.0)))
    return told or list(item.effects)


def _more(page: Page, item: Defect, told: Sequence[str]) -> str:
    _ = page.words
    more = list(told[1:MOST_EFFECTS])
    if len(told) > MOST_EFFECTS:
        more.append(_("and {n} more promises", n=len(told) - MOST_EFFECTS))
    return " ".join(more) if page.look.language == "en" else "".join(more)


def _effect(page: Page, item: Defect, effect: Effect) -> str:
    """What a promise says and between what it could lie: “92.5 % could be 90.1–93.0 % (12 cases)”."""
    _, language = page.words, page.look.language
    unit = metric(effect.promise.metric).unit
    window = (
        _("all periods") if effect.window is None else format.period(effect.window, language, page.engine.fiscal_start)
    )
    words = {"promise": effect.promise.label.to(language), "window": window, "n": format.count(effect.n, language)}
    if effect.low is None or effect.high is None or effect.row.value is None:
        if item.finding.check in MISSING and not effect.n:
            return _("{promise}: no record of {window} is concerned.", **words)
        return _("{promise}: by how much cannot be told.", **words)
    value = format.value(effect.row.value, unit, language)
    between = format.interval(effect.low, effect.high, unit, language)
    return _("{promise}, {window}: {value} could be {between} ({n} cases).", value=value, between=between, **words)


def _none(page: Page, item: Defect) -> str:
    _ = page.words
    if item.finding.check in NO_EFFECT:
        return _("Changes no figure.")
    return _("Changes no promise in its latest period.")


def _points(page: Page, change: float) -> str:
    """A change without a sign, since it can go either way."""
    _ = page.words
    number = format.points(change, page.look.language).lstrip("+−")
    return _("{n} points", n=number)
