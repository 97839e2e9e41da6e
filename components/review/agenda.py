"""The agenda of a review: what to speak of, in order, with what moved each promise in one line."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from charts import format
from components.drawing import drawn_html
from components.escape import markdown_safe
from components.review.opened import Opened
from metrics.catalog import metric
from metrics.review import REASON_WORDS, Reason, Section
from metrics.signals import RULE_WORDS
from metrics.verdict import WORDS
from reports.headline import headline, summary
from reports.moved_words import moved_sentence
from reports.verdict_marks import MARKS


def agenda(item: Opened) -> str:
    """Draw it; gives the promise that was just pressed, empty if none."""
    page, found = item.page, item.found
    _, look = page.words, page.look
    period = format.period(found.period, look.language, page.engine.fiscal_start)
    st.subheader(markdown_safe(headline(found.standings, period, look, running=found.running)), anchor=False)
    st.markdown(summary(found.standings, look, running=found.running))
    pressed = drawn_html("review_agenda", agenda_html(item))
    return pressed if any(pressed == section.standing.promise.id for section in found.sections) else ""


def agenda_html(item: Opened) -> str:
    """The table: promise, figure against its target, change, and why it is spoken of; every text escaped."""
    _, look = item.page.words, item.page.look
    compared = item.found.compared
    against = format.period(compared, look.language, item.page.engine.fiscal_start) if compared else ""
    heads = [_("Promise"), _("Status"), _("Actual"), _("Target")]
    heads += [_("vs {period}", period=against)] if against else []
    heads += [_("What to say")]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_rows(item, reason, len(heads)) for reason in (*Reason, None))
    return (
        f'<div class="kept-table kept-agenda"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _rows(item: Opened, reason: Reason | None, columns: int) -> str:
    """The promises spoken of for one reason, under its name; at the end those that need not be spoken of."""
    _, language = item.page.words, item.page.look.language
    sections = [
        section for section in item.found.sections if (section.reasons[0] if section.reasons else None) is reason
    ]
    if not sections:
        return ""
    name = REASON_WORDS[reason].to(language) if reason is not None else _("Nothing to report")
    rows = "".join(_row(item, section) for section in sections)
    return f'<tr class="group"><td colspan="{columns}">{escape(name)}</td></tr>{rows}'


def _row(item: Opened, section: Section) -> str:
    look, standing = item.page.look, section.standing
    language, unit = look.language, metric(standing.promise.metric).unit
    state, mark = MARKS[standing.verdict]
    name = escape(standing.promise.label.to(language))
    cells = [
        f'<td><button type="button" data-go="{escape(standing.promise.id, quote=True)}">{name}</button></td>',
        f'<td class="{state} verdict"><span aria-hidden="true">{mark}</span> {escape(WORDS[standing.verdict].to(language))}</td>',
        f'<td class="num">{escape(format.value(standing.row.value, unit, language))}</td>',
        f'<td class="num">{escape(format.target(standing.promise.target, unit, language))}</td>',
    ]
    if item.found.compared is not None:
        cells.append(f'<td class="num">{escape(format.change(standing.change, unit, language))}</td>')
    return f"<tr>{''.join(cells)}<td>{escape(why_spoken_of(item, section))}</td></tr>"


def why_spoken_of(item: Opened, section: Section) -> str:
    """What moved it, and the signals of its months, in sentences; nothing where there is nothing to say."""
    _, look = item.page.words, item.page.look
    said = [] if section.moved is None else [moved_sentence(section.moved, item.page.engine, look)]
    if section.signals:
        rules: Mapping[str, str] = {rule: RULE_WORDS[rule].to(look.language) for rule in section.signals}
        said.append(_("Signal: {rules}.", rules=format.listed(list(rules.values()), look.language)))
    return format.sentences(said, look.language)
