"""Who reached the targets of the promises that can be told by them: teams, agents or merchants, without a rank."""

from collections.abc import Sequence

from charts import format
from components.frame import Page
from components.mark import Mark
from components.merchant_names import merchant_names
from components.panel import Choice, Drawing, Panel
from components.questions import group_name
from components.table import Cell, table
from metrics.board import is_running
from metrics.catalog import metric as metric_named
from metrics.dimensions import label_of
from metrics.intervals import SMALL_N
from metrics.model import one_group
from metrics.promises import Promise
from metrics.rewards import REWARDED, Reward, Rewards, Value, rewards

MOST = 60


def rewards_panel(page: Page, by: Sequence[str] = REWARDED, *, key: str = "rewards", height: int = 320) -> Panel:
    """One line per group that reached a target; `by` are the dimensions offered."""
    _, language = page.words, page.look.language
    choice = Choice(f"{key}_by", _("By"), {name: label_of(name).to(language) for name in by})
    running = is_running(page.engine, page.view.period)

    def draw() -> Drawing | None:
        found = rewards(page.engine, page.view.period, choice.value, where=page.view.where())
        if not found.promises:
            return None
        alt = _("{n} of {all} reached a target", n=len(found.groups), all=found.judged)
        if not found.groups:
            text = format.sentences([_("Nobody reached a target."), *_left_out(page, found)], language)
            return Drawing(None, alt, text)
        return _drawing(page, found, alt, height)

    subtitle = (
        _("Targets reached so far, with 95 % intervals and n")
        if running
        else _("Targets reached, with 95 % intervals and n")
    )
    return Panel(_("Rewards"), subtitle, key, draw, (choice,), _("No promise can be told by them."))  # fmt: skip


def _drawing(page: Page, found: Rewards, alt: str, height: int) -> Drawing:
    called = merchant_names(page) if found.by == "merchant_id" else {}
    shown = list(found.groups.items())[:MOST]
    heads = [label_of(found.by).to(page.look.language), *(_head(page, promise) for promise in found.promises)]
    marks: list[Mark] = []
    rows = []
    for group, reached in shown:
        code = group_name(page, found.promises[0].metric, found.by, group)
        name = called.get(str(group), "")
        cells = [Cell(name or code, code if name else "")]
        for promise in found.promises:
            reward = reached.get(promise.id)
            cells.append(Cell("", number=True) if reward is None else _cell(page, reward, len(marks)))
            marks += [] if reward is None else [_mark(name or code, found.by, group, reward)]
        rows.append(cells)
    return Drawing(None, alt, _note(page, found), table(heads, rows, height), tuple(marks))


def _mark(name: str, by: str, group: Value, reward: Reward) -> Mark:
    return Mark(name, reward.promise.metric, (one_group(by, group),), row=reward.row)


def _head(page: Page, promise: Promise) -> str:
    """The promise and its target."""
    language = page.look.language
    target = format.target(promise.target, metric_named(promise.metric).unit, language)
    return f"{promise.short.to(language)} {'≥' if promise.at_least else '≤'} {target}"


def _cell(page: Page, reward: Reward, mark: int) -> Cell:
    """Value, interval and n; what is not sure is grey and has a hollow sign."""
    _, language, row = page.words, page.look.language, reward.row
    unit = metric_named(reward.promise.metric).unit
    small = [f"n {format.count(row.n, language)}"]
    if row.low is not None and row.high is not None:
        small.insert(0, format.interval(row.low, row.high, unit, language))
    sign, state = ("✓", "good") if reward.sure else ("○", "grey")
    meaning = _("reached") if reward.sure else _("reached, not yet sure")
    return Cell(
        f"{sign} {format.value(row.value, unit, language)}", " · ".join(small), state, number=True, meaning=meaning, mark=mark
    )  # fmt: skip


def _note(page: Page, found: Rewards) -> str:
    _ = page.words
    notes = [_("✓ reached; ○ reached, not yet sure: the interval still touches the target. No rank.")]
    if len(found.groups) > MOST:
        notes.append(_("The first {n} of {all} lines.", n=MOST, all=len(found.groups)))
    return format.sentences([*notes, *_left_out(page, found)], page.look.language)


def _left_out(page: Page, found: Rewards) -> list[str]:
    _ = page.words
    return [_("{n} with fewer than {least} cases are not judged.", n=found.small, least=SMALL_N)] if found.small else []
