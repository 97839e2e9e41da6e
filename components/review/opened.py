"""A review that is open: what it said when it was made, on the version of the data it was made on."""

from dataclasses import dataclass, replace

from components.frame import Page
from components.session import current_state, engine_of, review_of
from components.view import Own, View
from data.errors import UsageError
from data.reviews import MadeReview, Reviews
from metrics.periods import parse
from metrics.review import Review

OWN: Own = {
    "review": lambda text: text.isdecimal() and len(text) < 10,
    "item": str.isprintable,
    "present": lambda text: text == "1",
}
"""The parameters only this page knows: which review, which of its subjects, and whether it is on a projector."""


@dataclass(frozen=True)
class Opened:
    """A review, its quarter as its own version of the data knows it, and the page on the version in force.

    `page` is on the review's own version, quarter and comparison, without filters: what it draws stays as it was.
    """

    made: MadeReview
    found: Review
    page: Page
    now: Page

    @property
    def unchanged(self) -> bool:
        """Whether the version in force is still the one the review was made on."""
        return self.made.version == self.now.engine.manifest.version


def reviews() -> Reviews:
    """The reviews of the store in force."""
    return Reviews(current_state())


def asked_for(page: Page) -> MadeReview | None:
    """The review a link names; None without one. Raises UsageError where there is none of that number."""
    number = page.view.asked("review")
    if not number:
        return None
    made = reviews().get(int(number))
    if made is None:
        raise UsageError(
            f"There is no review {number}. Choose one of the list.", f"没有编号为 {number} 的评审，请从列表中选择。"
        )
    return made


def opened(page: Page, made: MadeReview) -> Opened:
    """The review on its own version. Raises StoreError where that version is not kept any more."""
    engine = engine_of(made.version)
    period = parse(made.period, engine.fiscal_start)
    compared = None if made.compared is None else parse(made.compared, engine.fiscal_start)
    found = review_of(made.version, period, compared)
    view = View(period, "none" if compared is None else compared.name(engine.fiscal_start))
    return Opened(made, found, replace(page, engine=engine, view=view, compared=compared), page)
