"""Who is short of a training and who falls due next, agent by agent."""

from charts import format
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.questions import last_day, where_for
from components.table import Cell, table
from metrics.falls_due import Owing, falls_due, short_now, within
from metrics.model import one_group

NAME = "agent_training"
MOST = 100


def falls_due_panel(page: Page, height: int = 232) -> Panel:
    """Agents short at the end of the period, then those who fall due within 90 days, in a table that scrolls."""
    _, language = page.words, page.look.language
    known = begun(page, NAME) and begun(page, "trainings_completed")

    def draw() -> Drawing | None:
        owing = falls_due(page.engine, last_day(page, NAME), where_for(page, NAME)) if known else ()
        if not owing:
            return None
        counts = {f"d{days}": format.count(within(owing, days), language) for days in (30, 60, 90)}
        said = _("{n} short now; {d30}, {d60} and {d90} more within 30, 60 and 90 days.",
                 n=format.count(short_now(owing), language), **counts)  # fmt: skip
        more = _("The first {n} of {all} agents.", n=MOST, all=len(owing)) if len(owing) > MOST else ""
        heads = [_("Agent"), _("Team"), _("Done"), _("Falls due")]
        rows = [_line(page, item, number) for number, item in enumerate(owing[:MOST])]
        return Drawing(
            None,
            said,
            format.sentences([part for part in (said, more) if part], language),
            table(heads, rows, height),
            marks=tuple(Mark(str(item.agent), NAME, (one_group("agent_id", item.agent),)) for item in owing[:MOST]),
        )

    return Panel(
        _("Who falls due"), _("Short at the end of the period, then due within 90 days unless trained"), "due", draw,
        empty=_("Nobody is short of a training or falls due within 90 days.") if known else "",
    )  # fmt: skip


def _line(page: Page, item: Owing, mark: int) -> list[Cell]:
    _, language, engine = page.words, page.look.language, page.engine
    agent = engine.value_label("agents", "agent_id", item.agent, language)
    team = engine.value_label("agents", "team", item.team, language)
    done = _("{done} of {due}", done=item.done, due=item.due)
    return [Cell(agent, mark=mark), Cell(team), Cell(done), _when(page, item)]


def _when(page: Page, item: Owing) -> Cell:
    """The day, and how far off it is; the mark says who is short already."""
    _, language = page.words, page.look.language
    if not item.within:
        named = format.short_day if item.day and item.day.year == last_day(page, NAME).year else format.day
        since = _("✕ short") if item.day is None else _("✕ since {day}", day=named(item.day, language))
        return Cell(since, state="bad")
    if item.day is None or item.left is None:
        return Cell(_("within {n} days", n=item.within))
    return Cell(_("{day}, in {n} days", day=format.short_day(item.day, language), n=item.left))
