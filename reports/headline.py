"""The sentence on top of the board: how many promises are kept, and which one fell furthest."""

from collections import Counter
from collections.abc import Sequence

from charts import format
from charts.look import Look
from metrics.board import Standing, worst
from metrics.catalog import metric
from metrics.verdict import Verdict


def headline(standings: Sequence[Standing], period: str, look: Look, *, running: bool) -> str:
    """“8 of 11 promises kept in 2026 Q3”; of a running period, how many are on track.

    Promises judged over a longer window that has not ended are no part of a finished period's count.
    """
    _ = look.words
    told = [item for item in standings if not item.not_applicable and (running or not item.running)]
    counts = Counter(item.verdict for item in told)
    if not told:
        return _("No promise can be told in {period}", period=period)
    if running:
        good = counts[Verdict.ON_TRACK] + counts[Verdict.KEPT]
        return _("{good} of {all} promises on track in {period} so far", good=good, all=len(told), period=period)
    return _("{good} of {all} promises kept in {period}", good=counts[Verdict.KEPT], all=len(told), period=period)


def summary(standings: Sequence[Standing], look: Look, *, running: bool, because: str = "") -> str:
    """The other verdicts in one line, what runs on, and the promise that fell furthest against the period compared with.

    `because` is the clause that says what moved that promise; empty where nothing is to be said.
    """
    _, language = look.words, look.language
    told = [item for item in standings if not item.not_applicable and (running or not item.running)]
    parts = _verdicts(told, look)
    missing = sum(bool(item.not_applicable) for item in standings)
    if missing:
        parts.append(_("{n} not told apart by these filters", n=missing))
    sentences = [_("{verdicts}.", verdicts=format.clauses(parts, language))] if parts else []
    longer = [item for item in standings if item.running and not running]
    if longer:
        verdicts = format.clauses(_verdicts(longer, look, good=True), language)
        sentences.append(
            _("{n} are judged over a longer window, not over by then: {verdicts}.", n=len(longer), verdicts=verdicts)
        )
    furthest = worst(standings)
    if furthest is not None:
        change = format.change(furthest.change, metric(furthest.promise.metric).unit, language)
        name = furthest.promise.label.to(language)
        if because:
            said = _(
                "{promise} fell furthest: {change} points, {because}.", promise=name, change=change, because=because
            )
        else:
            said = _("{promise} fell furthest: {change} points.", promise=name, change=change)
        sentences.append(said)
    return format.sentences(sentences, language)


def _verdicts(told: Sequence[Standing], look: Look, *, good: bool = False) -> list[str]:
    """How many there are of each verdict but the good ones, which the headline counts (unless asked for)."""
    _ = look.words
    counts = Counter(item.verdict for item in told)
    words = {
        Verdict.ON_TRACK: _("{n} on track"), Verdict.BROKEN: _("{n} broken"), Verdict.LOST: _("{n} lost"),
        Verdict.AT_RISK: _("{n} at risk"), Verdict.CANNOT_TELL: _("{n} cannot be told"), Verdict.NO_DATA: _("{n} without data"),
    }  # fmt: skip
    if not good:
        del words[Verdict.ON_TRACK]
    return [text.format(n=counts[verdict]) for verdict, text in words.items() if counts[verdict]]
