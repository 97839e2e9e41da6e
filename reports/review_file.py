"""What the deck, the workbook and the printed form of a review are made of: one value, so that no file reckons anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts import format
from charts.look import Look
from data.contracts import contract
from data.reviews import Minute
from metrics.board import latest_period, worst
from metrics.data_defects import Defect, defects
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Grain, Scope
from metrics.promises import source
from metrics.review import Review, Section
from reports.headline import headline, summary
from reports.moved_words import moved_clause
from reports.printable import printable
from reports.promise_figures import Fact, PromiseFigures, promise_figures, said_in
from reports.quality_levels import STATES, level_word

Link = Callable[[Section], str]
"""The absolute address at which the figures of a section are opened again."""


@dataclass(frozen=True)
class ActionLine:
    """An action as a file tells it; `verdict` is the sentence on its effect."""

    problem: str
    owner: str
    due: str
    status: str
    verdict: str


@dataclass(frozen=True)
class Doubt:
    """A finding on the data: how grave, where, what, and by how much a promise could be off (empty: by nothing)."""

    level: str
    state: str
    source: str
    says: str
    points: str


@dataclass(frozen=True)
class ReviewFile:
    """A review in one language. `promises` stand in the order of the review, those on the agenda first.

    Attributes:
        period, compared: by name; `compared` is empty without a comparison.
        facts: what the figures rest on: period, filters, reach of the data, version, document promised in.
        minutes: notes and decisions on the meeting as a whole.
    """

    look: Look
    title: str
    headline: str
    summary: str
    period: str
    compared: str
    facts: tuple[Fact, ...]
    footer: str
    promises: tuple[PromiseFigures, ...]
    minutes: tuple[Fact, ...]
    actions: tuple[ActionLine, ...]
    doubts: tuple[Doubt, ...]

    @property
    def agenda(self) -> tuple[PromiseFigures, ...]:
        """What the meeting speaks of."""
        return tuple(item for item in self.promises if item.reasons)


def review_file(
    engine: Engine, of: Review, look: Look, link: Link, *, minutes: Sequence[Minute] = (), actions: Sequence[ActionLine] = (),
    filters: Sequence[str] = (), scope: Scope = ALL_ROWS,
) -> ReviewFile:  # fmt: skip
    """The review as its files tell it; `engine` is that of the version reviewed. Raises QueryFailed.

    `scope`: the rows the review was made of; `filters` says in words which these are.
    """
    _, language = look.words, look.language
    period = format.period(of.period, language, engine.fiscal_start)
    compared = format.period(of.compared, language, engine.fiscal_start) if of.compared else ""
    reach = latest_period(engine, Grain.DAY)
    day = format.DASH if reach is None else format.day(reach.end, language)
    limited = [printable(text) for text in filters]
    facts = (
        Fact(_("Period"), period),
        Fact(_("Compared with"), compared or format.DASH),
        Fact(_("Filters"), format.listed(limited, language) if limited else _("none")),
        Fact(_("Data to"), day),
        Fact(_("Version"), of.version),
        Fact(_("Promised in"), source().to(language)),
    )
    return ReviewFile(
        look, _("Review of service promises, {period}", period=period),
        headline(of.standings, period, look, running=of.running), _summary(engine, of, look),
        period, compared, facts, _("Data to {day} · version {version}", day=day, version=of.version),
        tuple(promise_figures(engine, item, of, look, minutes, link(item), scope) for item in of.sections),
        said_in(minutes, None, look), tuple(_printable(item) for item in actions),
        tuple(_doubt(item, look) for item in defects(engine)),
    )  # fmt: skip


def _summary(engine: Engine, of: Review, look: Look) -> str:
    """The line below the headline, with what moved the promise that fell furthest."""
    furthest = worst(of.standings)
    moved = next((item.moved for item in of.sections if item.standing is furthest), None)
    because = "" if moved is None else moved_clause(moved, engine, look)
    return printable(summary(of.standings, look, running=of.running, because=because))


def _printable(item: ActionLine) -> ActionLine:
    texts = (item.problem, item.owner, item.due, item.status, item.verdict)
    return ActionLine(*(printable(text) for text in texts))


def _doubt(item: Defect, look: Look) -> Doubt:
    _, language, finding = look.words, look.language, item.finding
    points = format.points(item.points, language).lstrip("+") if item.points else ""
    return Doubt(
        level_word(finding.severity, look), STATES[finding.severity][0],
        contract(finding.source).label.to(language), printable(finding.says.to(language)),
        _("{n} points", n=points) if points else "",
    )  # fmt: skip
