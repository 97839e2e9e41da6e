"""How scores spread, with their mean and standard deviation: stars of reviews, and results of tests."""

from charts import format
from charts.distribution import distribution
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Drawing, Panel
from components.questions import ask, one
from metrics.model import Grain, Row, Unit
from metrics.score_bands import place_of, score_bands

STARS = (1, 2, 3, 4, 5)
ONE_TEST = ("agent_id", "topic", "mode")
"""With the day, fine enough to tell single tests apart."""


def stars_panel(page: Page, height: int = 190) -> Panel:
    """Valid reviews by stars."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        found = {row.group[0]: row for row in ask(page, "reviews_collected", by=("score",))}
        mean = one(page, "review_score")
        if mean.value is None:
            return None
        rows = [found.get(star, Row("reviews_collected", None, (star,), 0.0, 0, None, 0)) for star in STARS]
        labels = [format.count(star, language) + "★" for star in STARS]
        drawn = distribution(
            rows, labels, page.look, mean=mean.value, sd=mean.sd, mean_place=mean.value - STARS[0], height=height
        )
        marks = group_marks(rows, labels, ("score",))
        return Drawing(drawn, _alt(page, mean), marks=marks, cases=Mark("", "review_score"))

    return Panel(_("Review scores"), _("Valid reviews given in the period, by stars"), "stars", draw)


def exam_panel(page: Page, height: int = 190) -> Panel:
    """Tests taken in the period by bands of their score."""
    _ = page.words

    def draw() -> Drawing | None:
        bands = score_bands(ask(page, "training_score", by=ONE_TEST, grain=Grain.DAY))
        mean = one(page, "training_score")
        if not bands or mean.value is None:
            return None
        rows = [
            Row("training_score", None, (item.low,), float(item.count), item.count, None, item.count) for item in bands
        ]
        drawn = distribution(
            rows, [f"{item.low}–{item.high}" for item in bands], page.look, mean=mean.value, sd=mean.sd,
            mean_place=place_of(mean.value, bands), height=height,
        )  # fmt: skip
        counts = [format.count(item.count, page.look.language) for item in bands]
        marks = tuple(
            Mark(f"{item.low}–{item.high}", "training_score", told=count, opens=False)
            for item, count in zip(bands, counts, strict=True)
        )
        return Drawing(drawn, _alt(page, mean), marks=marks, cases=Mark("", "training_score"))

    return Panel(
        _("Test scores"), _("Tests taken in the period, by score from 0 to 100"), "tests", draw,
        empty=_("No test was taken in this period."),
    )  # fmt: skip


def _alt(page: Page, mean: Row) -> str:
    _, language = page.words, page.look.language
    return _("{n} scores, mean {mean}, standard deviation {sd}", n=format.count(mean.n, language),
             mean=format.value(mean.value, Unit.SCORE, language), sd=format.value(mean.sd, Unit.SCORE, language))  # fmt: skip
