"""The sentence on top of the board: how many promises are kept, and which one fell furthest."""

from collections import Counter
from collections.abc import Sequence

from charts import format
from charts.look import Look
from metrics.board import Standing
from metrics.catalog import metric
from metrics.verdict import Verdict


def headline(standings: Sequence[Standing], period: str, look: Look) -> str:
    """“8 of 11 promises kept in 2026 Q3”; of a running period, how many are on track."""
    _ = look.words
    told = [item for item in standings if not item.not_applicable]
    counts = Counter(item.verdict for item in told)
    if not told:
        return _("No promise can be told in {period}", period=period)
    if any(item.running for item in standings):
        good = counts[Verdict.ON_TRACK] + counts[Verdict.KEPT]
        return _("{good} of {all} promises on track in {period} so far", good=good, all=len(told), period=period)
    return _("{good} of {all} promises kept in {period}", good=counts[Verdict.KEPT], all=len(told), period=period)


def summary(standings: Sequence[Standing], look: Look) -> str:
    """The other verdicts in one line, and the promise that fell furthest against the period compared with."""
    _, language = look.words, look.language
    told = [item for item in standings if not item.not_applicable]
    counts = Counter(item.verdict for item in told)
    words = {
        Verdict.BROKEN: _("{n} broken"), Verdict.LOST: _("{n} lost"), Verdict.AT_RISK: _("{n} at risk"),
        Verdict.CANNOT_TELL: _("{n} cannot be told"), Verdict.NO_DATA: _("{n} without data"),
    }  # fmt: skip
    parts = [text.format(n=counts[verdict]) for verdict, text in words.items() if counts[verdict]]
    if len(told) < len(standings):
        parts.append(_("{n} not told apart by these filters", n=len(standings) - len(told)))
    sentences = [_("{verdicts}.", verdicts=format.clauses(parts, language))] if parts else []
    falls = [item for item in standings if item.change is not None and round(item.change, 3) < 0]
    if falls:
        worst = min(falls, key=lambda item: item.change or 0.0)
        unit = metric(worst.promise.metric).unit
        change = format.change(worst.change, unit, language)
        name = worst.promise.label.to(language)
        sentences.append(_("{promise} fell furthest: {change} points.", promise=name, change=change))
    return format.sentences(sentences, language)
