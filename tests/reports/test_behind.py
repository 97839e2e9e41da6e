"""The short lines beside a figure of the board: what it rests on, for every kind of promise, in both languages."""

import re
from dataclasses import replace

import pytest

from charts.look import Look
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.board import Standing, board
from metrics.model import Row
from metrics.periods import parse, previous
from metrics.verdict import Budget, Forecast, Verdict
from metrics.whole_days import WholeDays
from reports.behind import behind
from tests.charts.makers import amount, figure_of, plain, rate
from tests.components.makers import YEAR, month, of
from tests.pages.stores import engine_of

SEVENTY = figure_of(-0.15, n=70, low=-0.21, high=-0.105)
MONTHS = tuple(
    month(number, value, "reviews_collected") for number, value in ((6, 1200), (7, 990), (8, 1040), (9, 1010))
)
SAID = {
    "a rate that runs": (
        of("order_normal_24h", rate(1190, 1200, undecided=34), running=True, budget=Budget(1500, 30, 10),
           forecast=Forecast(0.9917, 0.985, 0.996)),
        ["n 1,200 · undecided 34", "misses 10 of 30 allowed", "forecast 99.2 % (98.5–99.6 %)"],
    ),
    "a rate beyond its budget": (
        of("complaint_resolved_48h", rate(90, 100), running=True, budget=Budget(120, 6, 10), forecast=Forecast(0.9, 0.85, 0.94)),
        ["n 100 · undecided 0", "misses 10, only 6 allowed", "forecast 90.0 % (85.0–94.0 %)"],
    ),
    "a rate of which none may be missed": (
        of("aftersales_answered_48h", rate(122, 122), running=True, budget=Budget(130, 0, 0), forecast=Forecast(1.0, 0.98, 1.0)),
        ["n 122 · undecided 0", "misses 0, none allowed", "forecast 100.0 % (98.0–100.0 %)"],
    ),
    "a rate that is over": (of("feedback_answered_72h", rate(95, 100)), ["n 100 · undecided 0", "misses 5"]),
    "a rate with nothing decided": (of("feedback_answered_72h", rate(None, undecided=5)), ["n 0 · undecided 5"]),
    "dates without a time of day": (
        replace(of("feedback_answered_72h", rate(None)), whole_days=WholeDays(("resolved_at",), 4, 2, 1)),
        ["between 50.0 % and 75.0 %", "of 4: 2 surely kept, 1 surely missed", "dates without a time of day"],
    ),
    "dates without a time of day that tell all": (
        replace(of("feedback_answered_72h", rate(None)), whole_days=WholeDays(("resolved_at",), 4, 3, 1)),
        ["75.0 %", "of 4: 3 surely kept, 1 surely missed", "dates without a time of day"],
    ),
    "a rate without cases": (of("feedback_answered_72h", rate(None)), ["no case fell due"]),
    "a survey with people who did not answer": (
        of("aftersales_satisfaction", replace(rate(45, 60), undecided=58)), ["n 60 · unanswered 58", "95 % interval 62.8–84.2 %"],
    ),
    "a sample in which everybody is counted": (
        of("inspection_pass_rate", rate(72, 74)), ["n 74", "95 % interval 90.7–99.3 %"],
    ),
    "a survey that runs": (
        of("customer_satisfaction", replace(rate(393, 475), undecided=725), running=True, period=YEAR, budget=Budget(633, 95, 82),
           forecast=Forecast(0.827, 0.81, 0.845)),
        ["n 475 · unanswered 725", "failures 82 of 95 allowed", "forecast 82.7 % (81.0–84.5 %)"],
    ),
    "no survey sent": (of("customer_satisfaction", rate(None)), ["nothing counted"]),
    "several months": (
        of("reviews_collected", replace(amount(990), value=990.0), parts=MONTHS), ["Jun 1,200, Jul 990, Aug 1,040, Sep 1,010"],
    ),
    "several months of which the last one runs": (
        of("reviews_collected", amount(300), running=True, forecast=Forecast(900, 800, 1010), parts=MONTHS),
        ["Jun 1,200, Jul 990, Aug 1,040, Sep 1,010", "forecast 900 (800–1,010)"],
    ),
    "one month alone": (of("reviews_collected", amount(1040), parts=MONTHS[2:3]), []),
    "different kinds while they are counted": (
        of("kinds_sampled", amount(144), running=True, forecast=Forecast(214.2, 203.4, 226.1)), ["forecast 214 (203–226)"],
    ),
    "people who hold a state": (of("agent_training", rate(33, 34)), ["33 of 34"]),
    "a state while its window runs": (
        of("agent_training", rate(33, 34), running=True, forecast=Forecast(0.97, 0.9, 1.0)), ["33 of 34"],
    ),
    "a change against the baseline": (of("order_speedup", SEVENTY), ["n 70", "95 % interval −21.0 to −10.5 %"]),
    "a change read from bins": (
        of("order_speedup", replace(SEVENTY, error=0.002)), ["n 70 · within 0.2 points", "95 % interval −21.0 to −10.5 %"],
    ),
    "a change while its window runs": (
        of("order_speedup", SEVENTY, running=True, forecast=Forecast(-0.15, -0.21, -0.105)),
        ["n 70", "95 % interval −21.0 to −10.5 %"],
    ),
    "a count of which none is allowed": (
        of("no_leaks", amount(0), running=True, budget=Budget(0, 0, 0), forecast=Forecast(0.0, 0.0, 2.4)),
        ["0, none allowed", "forecast 0 (0–2)"],
    ),
    "one of which none is allowed": (
        of("no_leaks", amount(1), running=True, verdict=Verdict.LOST, budget=Budget(2, 0, 1), forecast=Forecast(2.0, 1.0, 4.0)),
        ["1, none allowed", "forecast 2 (1–4)"],
    ),
    "a figure the filters cannot tell apart": (
        of("order_normal_24h", rate(None), not_applicable=("team", "channel")), ["not told apart by Team, Channel"],
    ),
}  # fmt: skip
every_case = pytest.mark.parametrize(("item", "lines"), SAID.values(), ids=SAID)


@every_case
def test_every_kind_of_promise_says_what_its_figure_rests_on(item: Standing, lines: list[str]) -> None:
    assert [plain(line) for line in behind(item, Look("en"))] == lines


@every_case
def test_it_is_said_in_chinese_with_the_same_figures(item: Standing, lines: list[str]) -> None:
    found = behind(item, Look("zh"))
    assert len(found) == len(lines)
    assert [line for line in found if re.search("[A-Za-z]{2,}", line)] == []
    for line, english in zip(found, lines, strict=True):
        if len(item.parts) < 2:  # months have numbers of their own in Chinese
            assert numbers(line) == numbers(english)


def numbers(text: str) -> list[str]:
    """The figures of a line, in the order of size: the languages need not name them in the same order."""
    return sorted(re.findall(r"[+−]?\d[\d,.]*\d|\d", text))


@pytest.mark.parametrize("name", ["aftersales_satisfaction", "inspection_pass_rate", "no_leaks"])
def test_only_a_promise_with_a_clock_speaks_of_overrun_time(name: str) -> None:
    """超时 says that a time limit was overrun: an unhappy customer, a failed inspection or a leak is no such thing."""
    row: Row = amount(1) if name == "no_leaks" else rate(90, 100)
    item = of(name, row, running=True, budget=Budget(120, 0, 1), forecast=Forecast(1.0, 1.0, 2.0))
    assert [line for line in behind(item, Look("zh")) if "超时" in line] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["2026Q3", "2026", "2026-08", "2026-08-04..2026-08-31", "2018"])
def test_no_promise_of_real_answers_needs_more_than_three_lines_but_for_the_figure_beside_it(
    demo: Store, period: str, language: Language
) -> None:
    shown = parse(period)
    for item in board(engine_of(demo), shown, compared=previous(shown)):
        lines = behind(item, Look(language))
        assert len(lines) <= (3 if item.beside is None else 4)
        assert all(line.strip() == line and line for line in lines)
        assert not any(re.search(r"\b(None|nan|inf)\b", line) for line in lines)
