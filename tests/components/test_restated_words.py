"""The sentence on one figure in two versions, in both languages."""

import pytest

from charts.look import Look
from components.versions.restated_words import sentence
from data.words import Language
from metrics.answers import rate
from metrics.catalog import metric
from metrics.model import Row
from metrics.restated import SETTINGS, Changed, Restated, Setting, Sort

EMPTY = Row("complaint_resolved_48h", None, (), None, None, None, 0)


def found(changed: dict[Sort, Changed], settings: tuple[Setting, ...] = ()) -> Restated:
    return Restated(metric("complaint_resolved_48h"), rate(EMPTY, 925, 1000), rate(EMPTY, 921, 1000), changed, settings)


MANY = {Sort.LATE: Changed(31, 20, 31), Sort.CORRECTION: Changed(4, -4, 0)}
ONE = {sort: Changed(1, 1, 1) for sort in Sort}
WINDOW = (Setting(SETTINGS["reopen_window_days"], "7", "3"), Setting(SETTINGS["calendars"], None, None))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Complaints resolved within 48 h, Q2: 92.5\u00a0% as reported, 92.1\u00a0% as known today: 31 late rows, 4 corrections."),
     ("zh", "投诉 48 小时解决率，Q2：报告时 92.5%，按目前所知 92.1%：31 条迟到记录、4 处更正。")],
)  # fmt: skip
def test_the_sentence_says_both_figures_and_why_they_differ(language: Language, said: str) -> None:
    assert sentence(found(MANY), "Q2", Look(language)) == said


def test_one_of_a_sort_is_not_told_in_the_plural() -> None:
    told = sentence(found(ONE), "Q2", Look("en"))
    assert told.endswith("1 late row, 1 correction, 1 row withdrawn, 1 case since then.")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "4 corrections, reopen window in days 7 → 3, business calendars changed."),
     ("zh", "4 处更正、重开期天数 7 → 3、工作日历有变化。")],
)  # fmt: skip
def test_settings_that_changed_stand_beside_the_cases(language: Language, said: str) -> None:
    told = sentence(found({Sort.CORRECTION: Changed(4, -4, 0)}, WINDOW), "Q2", Look(language))
    assert told.endswith(said)


@pytest.mark.parametrize(("language", "said"), [("en", "no case differs."), ("zh", "没有单据不同。")])
def test_versions_that_agree_are_said_to_agree(language: Language, said: str) -> None:
    assert sentence(found({}), "Q2", Look(language)).endswith(said)
