"""Why a case is what it is, in words, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from charts import format
from charts.look import Look
from components.case_words import role_words, state_of, why
from data.words import LANGUAGES, Language
from metrics.cases import Case, Order, Role, cases
from metrics.catalog import metric, metrics
from metrics.model import Query
from metrics.periods import parse
from tests.charts.makers import plain
from tests.metrics.worlds import moment
from tests.pages.stores import demo_store, engine_of

DUE = moment("2026-09-14 10:02")
AS_OF = moment("2026-09-20 10:02")


def said(case: Case, name: str, language: Language, engine) -> str:
    return plain(why(case, metric(name), (), engine, Look(language), AS_OF))


@pytest.fixture
def engine(tmp_path_factory):
    return engine_of(demo_store(tmp_path_factory.getbasetemp()))


@pytest.mark.parametrize(
    ("role", "stopped", "english", "chinese"),
    [
        (Role.MISS, "2026-09-15 09:40", "due 14 Sep 10:02, answered 15 Sep 09:40, 23 h 38 min late",
         "应于 9月14日 10:02 前首次回复，实际 9月15日 09:40，超时 23 小时 38 分"),
        (Role.HIT, "2026-09-14 09:32", "due 14 Sep 10:02, answered 14 Sep 09:32, 30 min to spare",
         "应于 9月14日 10:02 前首次回复，实际 9月14日 09:32，提前 30 分"),
        (Role.MISS, None, "due 14 Sep 10:02, not answered yet, 6 d late so far",
         "应于 9月14日 10:02 前首次回复，尚未首次回复，已超时 6 天"),
    ],
)  # fmt: skip
def test_a_case_with_a_clock_says_when_it_was_due_and_by_how_much_it_was_late(
    role, stopped, english, chinese, engine
) -> None:
    case = Case(role, None, None, DUE, moment(stopped) if stopped else None, {})
    assert said(case, "aftersales_answered_48h", "en", engine) == english
    assert said(case, "aftersales_answered_48h", "zh", engine) == chinese


def test_an_undecided_case_says_how_much_time_is_left(engine) -> None:
    case = Case(Role.UNDECIDED, None, None, AS_OF + 3 * 3600, None, {})
    assert said(case, "aftersales_answered_48h", "en", engine).endswith("not answered yet, 3 h left")


def test_a_case_left_out_says_why(engine) -> None:
    case = Case(Role.EXCLUDED, None, "spam", DUE, None, {})
    assert said(case, "aftersales_answered_48h", "en", engine) == "spam"
    assert said(case, "aftersales_answered_48h", "zh", engine) == "垃圾信息"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(metrics()))
def test_every_figure_has_words_for_its_cases(name: str, language: Language, engine) -> None:
    period = parse("2026Q3")
    found = cases(engine, Query((name,), period.start, period.end), order=Order("role"))
    for case in found.cases[:5]:
        assert role_words(found.metric)[case.role].to(language)
        assert state_of(found.metric, case.role)[1]
        text = why(case, found.metric, found.columns, engine, Look(language), found.as_of or 0)
        assert "None" not in text


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [(45, "45 s", "45 秒"), (60, "1 min", "1 分"), (3600, "1 h", "1 小时"), (85_080, "23 h 38 min", "23 小时 38 分"),
     (72 * 3600 - 60, "71 h 59 min", "71 小时 59 分"), (72 * 3600, "3 d", "3 天"), (-(4 * 86_400 + 3600), "4 d 1 h", "4 天 1 小时"), (0, "0 s", "0 秒")],
)  # fmt: skip
def test_a_duration_is_said_to_the_minute(seconds: int, english: str, chinese: str) -> None:
    assert plain(format.duration(seconds, "en")) == english
    assert plain(format.duration(seconds, "zh")) == chinese


def test_a_moment_names_its_year_only_where_it_is_another_one() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert format.short_moment(DUE, zone, "en", 2026) == "14 Sep 10:02"
    assert format.short_moment(DUE, zone, "en", 2027) == "14 Sep 2026 10:02"
    assert format.sortable_moment(DUE, zone) == "2026-09-14 10:02:00"
