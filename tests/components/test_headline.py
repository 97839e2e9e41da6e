"""The sentences on top of the board, in both languages."""

from collections.abc import Sequence
from typing import Any

import pytest

from charts.look import Look
from components.headline import headline, summary
from metrics.board import Standing
from metrics.promises import promises
from metrics.verdict import Verdict
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
    assert headline(standings(verdicts, running=running), "Q", EN) == english
    assert headline(standings(verdicts, running=running), "Q", ZH) == chinese


@pytest.mark.parametrize("look", [EN, ZH], ids=["en", "zh"])
@pytest.mark.parametrize(
    "found", [[], [standing(EMPTY, not_applicable=("team",))]], ids=["not in force", "not told apart"]
)
def test_where_no_promise_can_be_told_the_headline_does_not_count_to_none(found: list[Standing], look: Look) -> None:
    assert "0" not in headline(found, "Q", look)


def test_a_promise_the_filters_cannot_tell_apart_is_counted_apart() -> None:
    found = [standing(KEPT), standing(EMPTY, not_applicable=("team",))]
    assert headline(found, "Q", EN) == "1 of 1 promises kept in Q"
    assert summary(found, EN) == "1 not told apart by these filters."
    assert summary(found, ZH) == "1 项无法按当前筛选区分。"


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
    assert summary(standings(verdicts), EN) == english
    assert summary(standings(verdicts), ZH) == chinese


def test_the_summary_names_the_promise_that_fell_furthest() -> None:
    orders, express = promises()[:2]
    found = [
        standing(BROKEN, change=-0.01, promise=orders),
        standing(KEPT, change=-0.04, promise=express),
        standing(KEPT),
    ]
    assert summary(found, EN) == f"1 broken. {express.label.en} fell furthest: −4.0 points."
    assert summary(found, ZH) == f"1 项未兑现。降幅最大：{express.label.zh}，−4.0 个百分点。"


@pytest.mark.parametrize("change", [None, 0.0, 0.03, -0.0001])
def test_no_fall_worth_a_figure_is_not_called_a_fall(change: float | None) -> None:
    assert summary([standing(KEPT, change=change)], EN) == ""
