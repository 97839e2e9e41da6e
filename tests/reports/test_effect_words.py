"""The rule, the effect and the verdict in words, in both languages; every caution has its sentence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from charts.look import Look
from data.judged_by import Rule
from metrics.autocorrelated import Estimate
from metrics.course import Course, weeks_of
from metrics.effect import Caution, Effect, Outcome
from metrics.model import Unit
from metrics.weekly import Weekly
from reports.effect_words import caution_sentences, effect_sentence, verdict_sentence
from reports.rule_words import cases_words, rule_sentences, signed
from tests.charts.makers import plain
from tests.metrics.small import ticket
from tests.metrics.worlds import World, import_rows

LABELS = """
[labels.team]
a = { en = "Team A", zh = "一组" }
b = { en = "Team B", zh = "二组" }
"""
EN, ZH = Look("en"), Look("zh")
START = date(2026, 5, 6)
RULE = Rule("complaint_resolved_48h", (("team", ("a",)),), True, 0.02, comparison=(("team", ("b",)),))
FOUND = Effect(
    Outcome.WORKED, Estimate(0.042, 0.011, 0.073), None, False, (13, 12), (2301, 2411), (5000, 5100), (),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rows = [ticket("complaint", team=team, ticket_id=team) for team in "abcdefghij"]
    found = import_rows(tmp_path_factory.mktemp("effect"), organisation=LABELS, tickets=rows)
    yield found
    found.close()


def course_with(effect: Effect) -> Course:
    mondays, place = weeks_of(RULE, START)
    flat = Weekly(np.full(len(mondays), 0.8), np.full(len(mondays), 100.0), np.full(len(mondays), 0.0016), known=True)
    return Course(mondays, place, flat, flat, effect)


def test_the_rule_is_told_in_whole_sentences(world: World) -> None:
    assert [plain(text) for text in rule_sentences(replace(RULE, lag=2), START, world.engine, EN)] == [
        "It has worked when “Complaints resolved within 48 h” (Team is Team A) rises by at least 2.0 points, beyond chance.",
        "Compared are the 13 full weeks before 6 May 2026 and the 13 full weeks after it.",
        "The first 2 weeks after the start are left out.",
        "The comparison group, which the action does not touch: Team is Team B.",
    ]
    lower = replace(RULE, metric="order_processing_p50", filters=(), higher=False, least=3.0, comparison=None)
    assert [plain(text) for text in rule_sentences(lower, START, world.engine, ZH)] == [
        "“订单处理时长 P50”（全部单据）下降至少 3.0 小时，且超出偶然，即为有效。",
        "比较2026年5月6日之前的 13 个完整周与之后的 13 个完整周。",
        "没有对照组：与指标自身此前的走势比较。",
    ]


def test_many_values_of_a_filter_are_counted(world: World) -> None:
    chosen = (("team", tuple("abcdefghij")),)
    assert cases_words("complaint_resolved_48h", chosen, world.engine, EN) == "Team is Team A or Team B or 8 others"
    assert cases_words("complaint_resolved_48h", chosen, world.engine, ZH) == "团队为一组、二组等，另有 8 项"
    assert cases_words("complaint_resolved_48h", (), world.engine, EN) == "all cases"


def test_the_effect_is_one_sentence_with_interval_n_and_method(world: World) -> None:
    assert plain(effect_sentence(course_with(FOUND), RULE, world.engine, EN)) == (
        "Complaints resolved within 48 h changed by +4.2 points (95 % interval +1.1 to +7.3): 13 weeks before with n 2,301,"
        " 12 weeks after with n 2,411; difference-in-differences against Team is Team B."
    )
    alone = replace(RULE, comparison=None)
    assert plain(effect_sentence(course_with(replace(FOUND, trend=True)), alone, world.engine, ZH)) == (
        "投诉 48 小时解决率变化 +4.2 个百分点（95% 区间 +1.1 至 +7.3）：开始前 13 周 n 2,301，开始后 12 周 n 2,411；"
        "分段回归，已计入此前趋势。"
    )
    assert "show no trend" in effect_sentence(course_with(FOUND), alone, world.engine, EN)
    nothing = effect_sentence(course_with(replace(FOUND, estimate=None, weeks=(3, 13))), RULE, world.engine, EN)
    assert nothing.startswith("No effect can be computed: 3 full weeks")


def test_the_verdict_says_what_was_asked_for(world: World) -> None:
    told = {outcome: verdict_sentence(replace(FOUND, outcome=outcome), RULE, EN) for outcome in Outcome}
    assert told[Outcome.WORKED] == "The gain is beyond chance and reaches the 2.0 points asked for."
    assert told[Outcome.DID_NOT] == "The interval leaves no room for the 2.0 points asked for."
    assert told[Outcome.NO_EVIDENCE] == "What is known fits a gain of 2.0 points as well as less."
    running = replace(FOUND, outcome=Outcome.NO_EVIDENCE, cautions=(Caution.NOT_OVER,))
    assert verdict_sentence(running, RULE, EN) == ""


def test_every_caution_has_a_sentence_and_the_unlucky_start_tells_both_figures() -> None:
    found = course_with(replace(FOUND, unguarded=Estimate(0.08, 0.05, 0.11), cautions=tuple(Caution)))
    for look in (EN, ZH):
        told = caution_sentences(found, RULE, look)
        assert len({*told}) == len(Caution)
    (unlucky,) = [text for text in caution_sentences(found, RULE, EN) if "Regression to the mean" in text]
    assert unlucky.endswith("set against the bad weeks the change would be +8.0 points.")
    assert "9 Aug 2026" in plain(caution_sentences(found, RULE, EN)[0])
    assert found.ends == START + timedelta(days=95)
    assert caution_sentences(course_with(FOUND), RULE, EN) == []


@pytest.mark.parametrize(
    ("amount", "unit", "en", "zh"),
    [
        (-0.031, "ratio", "−3.1 points", "−3.1 个百分点"), (1.5, "hours", "+1.5 h", "+1.5 小时"),
        (-0.5, "hours", "−30 min", "−30 分钟"), (12, "count", "+12 a week", "每周 +12"), (0.24, "score", "+0.2", "+0.2"),
    ],
)  # fmt: skip
def test_differences_carry_their_unit(amount: float, unit: str, en: str, zh: str) -> None:
    assert (plain(signed(amount, Unit(unit), EN)), plain(signed(amount, Unit(unit), ZH))) == (en, zh)
