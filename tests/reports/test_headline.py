"""The sentences on top of the board, in both languages."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from charts.look import Look
from metrics.board import Standing
from metrics.promises import promise, promises
from metrics.verdict import Verdict
from reports.headline import headline, summary
from tests.components.makers import standing

EN, ZH = Look("en"), Look("zh")
KEPT, BROKEN, LOST, TRACK = Verdict.KEPT, Verdict.BROKEN, Verdict.LOST, Verdict.ON_TRACK
RISK, UNSURE, EMPTY = Verdict.AT_RISK, Verdict.CANNOT_TELL, Verdict.NO_DATA


def standings(verdicts: Sequence[Verdict], **changes: Any) -> list[Standing]:
    return [standing(verdict, **changes) for verdict in verdicts]


@pytest.mark.parametrize(
    ("verdicts", "running", "english", "chinese"),
    [
        ([KEPT, KEPT, BROKEN], False, "2 of 3 promises kept in Q", "Q：3 项承诺兑现 2 项"),
        ([BROKEN, EMPTY], False, "0 of 2 promises kept in Q", "Q：2 项承诺兑现 0 项"),
        ([TRACK, RISK, LOST, EMPTY], True, "1 of 4 promises on track in Q so far", "Q至今：4 项承诺中 1 项正常推进"),
        ([TRACK, KEPT], True, "2 of 2 promises on track in Q so far", "Q至今：2 项承诺中 2 项正常推进"),
    ],
)
def test_the_headline_says_how_many_promises_are_kept(
    verdicts: list[Verdict], running: bool, english: str, chinese: str
) -> None:
    assert headline(standings(verdicts, running=running), "Q", EN, running=running) == english
    assert headline(standings(verdicts, running=running), "Q", ZH, running=running) == chinese


@pytest.mark.parametrize("look", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize(
    "found", [[], [standing(EMPTY, not_applicable=("team",))]], ids=["not in force", "not told apart"]
)
def test_where_no_promise_can_be_told_the_headline_does_not_count_to_none(found: list[Standing], look: Look) -> None:
    assert "0" not in headline(found, "Q", look, running=False)


def test_a_promise_the_filters_cannot_tell_apart_is_counted_apart() -> None:
    found = [standing(KEPT), standing(EMPTY, not_applicable=("team",))]
    assert headline(found, "Q", EN, running=False) == "1 of 1 promises kept in Q"
    assert summary(found, EN, running=False) == "1 not told apart by these filters."
    assert summary(found, ZH, running=False) == "1 项无法按当前筛选区分。"


@pytest.mark.parametrize(
    ("verdicts", "english", "chinese"),
    [
        ([KEPT, TRACK], "", ""),
        ([KEPT, BROKEN, BROKEN], "2 broken.", "2 项未兑现。"),
        ([LOST, RISK, RISK], "1 lost, 2 at risk.", "1 项已无望，2 项有风险。"),
        ([UNSURE, EMPTY], "1 cannot be told, 1 without data.", "1 项无法判定，1 项无数据。"),
    ],
)
def test_the_summary_counts_what_is_not_kept(verdicts: list[Verdict], english: str, chinese: str) -> None:
    assert summary(standings(verdicts), EN, running=False) == english
    assert summary(standings(verdicts), ZH, running=False) == chinese


def test_the_summary_names_the_promise_that_fell_furthest() -> None:
    orders, express = promises()[:2]
    found = [
        standing(BROKEN, change=-0.01, promise=orders),
        standing(KEPT, change=-0.04, promise=express),
        standing(KEPT),
    ]
    assert summary(found, EN, running=False) == f"1 broken. {express.label.en} fell furthest: −4.0 points."
    assert summary(found, ZH, running=False) == f"1 项未兑现。降幅最大：{express.label.zh}，−4.0 个百分点。"


def test_the_summary_ends_with_what_moved_it() -> None:
    found = [standing(BROKEN, change=-0.04)]
    name = found[0].promise.label
    said = summary(found, EN, running=False, because="mostly Logistics −3.1")
    assert said == f"1 broken. {name.en} fell furthest: −4.0 points, mostly Logistics −3.1."
    chinese = summary(found, ZH, running=False, because="主要来自物流 −3.1")
    assert chinese == f"1 项未兑现。降幅最大：{name.zh}，−4.0 个百分点，主要来自物流 −3.1。"
    assert summary([standing(KEPT)], EN, running=False, because="mostly Logistics") == ""


@pytest.mark.parametrize("change", [None, 0.0, 0.03, -0.0001])
def test_no_fall_worth_a_figure_is_not_called_a_fall(change: float | None) -> None:
    assert summary([standing(KEPT, change=change)], EN, running=False) == ""


LONGER = [
    standing(KEPT),
    standing(BROKEN),
    standing(TRACK, running=True),
    standing(RISK, running=True),
    standing(RISK, running=True),
]


def test_promises_whose_longer_window_still_runs_are_no_part_of_the_count_of_a_finished_period() -> None:
    assert headline(LONGER, "Q", EN, running=False) == "1 of 2 promises kept in Q"
    assert headline(LONGER, "Q", ZH, running=False) == "Q：2 项承诺兑现 1 项"


def test_they_are_named_after_it_good_ones_too() -> None:
    said = summary(LONGER, EN, running=False)
    assert said == "1 broken. 3 are judged over a longer window, not over by then: 1 on track, 2 at risk."
    chinese = summary(LONGER, ZH, running=False)
    assert chinese.startswith("1 项未兑现。")
    assert not re.search("[A-Za-z]", chinese)


def test_while_the_period_runs_they_are_counted_like_the_others() -> None:
    assert headline(LONGER, "Q", EN, running=True) == "2 of 5 promises on track in Q so far"
    assert summary(LONGER, EN, running=True) == "1 broken, 2 at risk."


def test_where_every_window_still_runs_a_finished_period_counts_none_of_them() -> None:
    found = standings([TRACK, RISK], running=True)
    assert headline(found, "Q", EN, running=False) == "No promise can be told in Q"
    assert summary(found, EN, running=False).startswith("2 are judged over a longer window, not over by then:")


@pytest.mark.parametrize("look", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize(
    ("good", "others", "running"),
    [([KEPT], [BROKEN, UNSURE, EMPTY], False), ([KEPT, TRACK], [LOST, RISK, EMPTY, UNSURE, BROKEN], True)],
    ids=["over", "running"],
)
def test_every_verdict_is_counted_once_in_the_headline_or_in_its_summary(
    good: list[Verdict], others: list[Verdict], running: bool, look: Look
) -> None:
    found = standings([*good, *others, *others], change=None, running=running)
    title, rest = headline(found, "Q", look, running=running), summary(found, look, running=running)
    assert sorted(map(int, re.findall(r"\d+", title))) == [len(good), len(found)]
    assert list(map(int, re.findall(r"\d+", rest))) == [2] * len(others)


def test_only_rates_are_said_to_fall_furthest_in_points() -> None:
    found = standing(KEPT, change=-50.0, promise=promise("kinds_sampled"))
    assert summary([found], EN, running=False) == ""
