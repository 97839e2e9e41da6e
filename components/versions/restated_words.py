"""One figure in two versions, in a sentence: “92.5 % as reported, 92.1 % as known today: 31 late rows, 4 corrections”."""

from collections.abc import Mapping

from charts import format
from charts.look import Look
from metrics.restated import Changed, Restated, Setting, Sort


def sentence(found: Restated, period: str, look: Look, *, after: str = "") -> str:
    """The sentence; `after` says as when the later version is known, today unless it is given."""
    _, language, unit = look.words, look.language, found.metric.unit
    figure = found.metric.label.to(language)
    now = after or _("as known today")
    before, later = (format.value(row.value, unit, language) for row in (found.before, found.after))
    head = _("{figure}, {period}: {before} as reported, {after} {known}", figure=figure, period=period, before=before, after=later, known=now)  # fmt: skip
    why = counts(found.changed, look) + [setting(item, look) for item in found.settings]
    if not why:
        return _("{head}: no case differs.", head=head)
    return _("{head}: {why}.", head=head, why=format.listed(why, language))


def counts(changed: Mapping[Sort, Changed], look: Look) -> list[str]:
    """How many cases of each sort: “31 late rows”."""
    return [_count(sort, item.n, look) for sort, item in changed.items()]


def sort_word(sort: Sort, look: Look) -> str:
    """What a single case of a sort is called."""
    _ = look.words
    return {
        Sort.LATE: _("late row"), Sort.CORRECTION: _("correction"), Sort.WITHDRAWN: _("withdrawn"), Sort.SINCE: _("since then"),
    }[sort]  # fmt: skip


def setting(item: Setting, look: Look) -> str:
    """A changed setting: “reopen window in days 7 → 3”."""
    _ = look.words
    label = item.label.to(look.language)
    if item.before is None or item.after is None:
        return _("{setting} changed", setting=label)
    return f"{label} {item.before} → {item.after}"


def _count(sort: Sort, n: int, look: Look) -> str:
    _, number = look.words, format.count(n, look.language)
    one = n == 1
    match sort:
        case Sort.LATE:
            return _("1 late row") if one else _("{n} late rows", n=number)
        case Sort.CORRECTION:
            return _("1 correction") if one else _("{n} corrections", n=number)
        case Sort.WITHDRAWN:
            return _("1 row withdrawn") if one else _("{n} rows withdrawn", n=number)
    return _("1 case since then") if one else _("{n} cases since then", n=number)
