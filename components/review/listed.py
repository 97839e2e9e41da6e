"""The reviews made so far, and the box in which one more is made."""

from datetime import datetime

import streamlit as st

from charts import format
from components.filters import remember_own
from components.frame import Page
from components.review.opened import reviews
from components.session import review_of
from components.typed import attempt, refused, removed, row, small_line, undo
from data.reviews import MadeReview
from metrics import periods
from metrics.board import is_running
from metrics.periods import parse
from metrics.review import quarters, reported
from metrics.verdict import Verdict

BOX = "review"
CHOSEN = "_review_quarter"


def make_box(page: Page) -> None:
    """Choose a quarter, and make its review from the version in force."""
    _, language, fiscal = page.words, page.look.language, page.engine.fiscal_start
    offered = {item.name(fiscal): item for item in quarters(page.engine)}
    over = (name for name, item in offered.items() if not is_running(page.engine, item))
    st.session_state.setdefault(CHOSEN, next(over, next(iter(offered), None)))  # what is reviewed is over, as a rule

    def make() -> None:
        period = offered[st.session_state[CHOSEN]]
        compared = periods.previous(period, fiscal)

        def keep() -> None:
            found = review_of(page.engine.manifest.version, period, compared)
            made = reviews().make(period.name(fiscal), compared.name(fiscal), found.version, reported(found))
            remember_own(page.view, page.engine, review=str(made.id), item="")

        attempt(BOX, keep)

    with st.container(border=True, key="panel_review_make"):
        small_line(
            _(
                "A review keeps the data and the targets as they are today: it can be opened with the same figures for ever."
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.selectbox(
                _("Quarter"), list(offered), key=CHOSEN, width=220, placeholder=_("Choose"),
                format_func=lambda name: format.period(offered[name], language, fiscal),
            )  # fmt: skip
            st.button(_("Make the review"), key="_review_make", type="primary", on_click=make)
        refused(BOX)


def made_list(page: Page) -> None:
    """The reviews that were made, the latest first, with the way into each."""
    _ = page.words
    found = reviews().all()
    undo(BOX, reviews().restore)
    if not found:
        small_line(_("No review has been made yet."))
    for made in found:
        _row(page, made)


def _row(page: Page, made: MadeReview) -> None:
    _ = page.words
    name = review_name(page, made)

    def remove() -> None:
        if attempt(BOX, lambda: reviews().remove(made.id)):
            removed(BOX, made.id, name)

    with row(f"review_{made.id}", name, told(page, made)):
        st.button(
            _("Open"),
            key=f"_review_open_{made.id}",
            on_click=remember_own,
            args=(page.view, page.engine),
            kwargs={"review": str(made.id)},
        )
        st.button(_("Remove"), key=f"_review_remove_{made.id}", type="tertiary", on_click=remove)


def review_name(page: Page, made: MadeReview) -> str:
    """“Review of Q3 2026”."""
    _, fiscal = page.words, page.engine.fiscal_start
    return _("Review of {period}", period=format.period(parse(made.period, fiscal), page.look.language, fiscal))


def told(page: Page, made: MadeReview) -> str:
    """When it was made, and how many promises were kept in it."""
    _, language = page.words, page.look.language
    moment = int(datetime.fromisoformat(made.made_at).timestamp())
    kept = sum(figure["verdict"] in (Verdict.KEPT, Verdict.ON_TRACK) for figure in made.figures)
    said = [_("made {moment}", moment=format.moment(moment, page.engine.zone, language))]
    said.append(_("{good} of {all} promises kept or on track", good=kept, all=len(made.figures)))
    return " · ".join(said)
