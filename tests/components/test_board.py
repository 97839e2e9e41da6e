"""The board as HTML: every text a text, every verdict a mark and a word, every row a link."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from charts.look import Look
from components.assets import ASSETS
from components.board import ASSURED, board_html
from data.words import LANGUAGES, Language
from metrics.board import Standing
from metrics.promises import GROUPS, promises
from metrics.signals import ASSURANCE_WORDS, Assurance
from metrics.verdict import WORDS, Budget, Verdict
from reports.verdict_marks import MARKS
from tests.charts.makers import HOSTILE, rate
from tests.components.html import Reader
from tests.components.makers import QUARTER, YEAR, called, standing

KNOWN_TAGS = {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "button",
    "span",
    "br",
    "svg",
    "path",
    "line",
    "circle",
    "rect",
}
LINK = {"period": "2026Q3", "lang": "en"}


def read(*items: Standing, language: Language = "en", compared: str | None = "2026 Q2", **link: str) -> Reader:
    return Reader(board_html(items, compared, Look(language), LINK | link))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text_wherever_it_stands(text: str) -> None:
    found = read(standing(promise=called(text, id=text)), compared=text, channel=text)
    assert found.tags <= KNOWN_TAGS
    assert not any(name.startswith("on") or name in {"style", "src", "srcset"} for name, _value in found.attributes)
    assert "".join(found.texts).count(text) >= 3
    asked, listed, *drawn = found.values("aria-label")
    assert asked == found.values("title")[0] == f"Why this promise: {text}"
    assert listed == found.values("title")[1] == f"Show the cases: {text}"
    assert [label.startswith(f"{text}: ") for label in drawn] == [True, True]
    assert found.values("data-open") == found.values("data-why") == found.values("data-cases") == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_link_stays_on_the_page_of_the_promise_and_carries_the_view(text: str) -> None:
    (href,) = read(standing(promise=called("name", id=text)), channel=text).values("href")
    parts = urlsplit(href)
    assert (parts.scheme, parts.netloc, parts.path) == ("", "", "orders")
    assert parse_qs(parts.query) == {"period": ["2026Q3"], "lang": ["en"], "channel": [text], "promise": [text]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_mark_and_a_word(verdict: Verdict, language: Language) -> None:
    state, mark = MARKS[verdict]
    found = read(standing(verdict), language=language)
    assert found.texts[-2:] == [mark, WORDS[verdict].to(language)]
    assert f"pill {state}" in found.values("class")
    _asked, _listed, *drawn = found.values("aria-label")
    assert all(label.endswith(WORDS[verdict].to(language)) for label in drawn)


def test_good_bad_risky_and_unknown_are_told_apart_without_colour() -> None:
    marks: dict[str, set[str]] = {}
    for state, mark in MARKS.values():
        marks.setdefault(state, set()).add(mark)
    assert MARKS.keys() == WORDS.keys() == set(Verdict)
    assert marks.keys() == {"good", "bad", "risk", "none"}
    assert len(set.union(*marks.values())) == sum(len(found) for found in marks.values())


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        ({}, ["n 100 · undecided 0", "misses 2"], ["判定 100 · 未定 0", "超时 2"]),
        ({"row": rate(1190, 1200, undecided=34)}, ["n 1,200 · undecided 34", "misses 10"], ["判定 1,200 · 未定 34", "超时 10"]),
        ({"budget": Budget(120, 3, 2)}, ["n 100 · undecided 0", "misses 2 of 3 allowed"],
         ["判定 100 · 未定 0", "超时 2，额度 3"]),
        ({"budget": Budget(120, 1, 2)}, ["n 100 · undecided 0", "misses 2, only 1 allowed"],
         ["判定 100 · 未定 0", "超时 2，已超额度 1"]),
        ({"row": rate(None), "compared": None}, ["no case fell due"], ["期内无到期单据"]),
        ({"row": rate(None, undecided=5), "compared": None}, ["n 0 · undecided 5"], ["判定 0 · 未定 5"]),
        ({"row": rate(None), "compared": None, "not_applicable": ("team", "channel")},
         ["not told apart by Team, Channel"], ["无法按团队、渠道区分"]),
    ],
)  # fmt: skip
def test_a_row_says_what_stands_behind_its_figure(
    changes: dict[str, Any], english: list[str], chinese: list[str]
) -> None:
    for language, lines in (("en", english), ("zh", chinese)):
        html = board_html([standing(**changes)], None, Look(language), LINK)
        cell = re.search(r'<td class="note[^"]*">(.*?)</td>', html)
        assert cell is not None
        assert cell[1].split("<br>") == lines


def test_a_row_says_what_moved_its_figure_where_something_is_compared() -> None:
    item, lines = standing(), ("Logistics −2.2 of −3.1", "above all <Phone>")
    moved = {item.promise.id: lines}
    html = board_html([item], "2026 Q2", Look("en"), LINK, moved=moved)
    assert '<td class="moved">Logistics −2.2 of −3.1<br>above all &lt;Phone&gt;</td>' in html
    assert "What moved it" in html
    without = board_html([item], None, Look("en"), LINK)
    assert '<td class="moved"></td>' in without
    assert "What moved it" not in without


@pytest.mark.parametrize("text", HOSTILE)
def test_a_group_from_the_data_stays_a_text(text: str) -> None:
    item = standing()
    found = Reader(board_html([item], "2026 Q2", Look("en"), LINK, moved={item.promise.id: [text]}))
    assert found.tags <= KNOWN_TAGS
    assert "".join(found.texts).count(text) == 1


def test_a_row_without_data_shows_dashes_and_no_bar() -> None:
    found = board_html(
        [standing(Verdict.NO_DATA, row=rate(None), change=None, compared=None, trend=())], None, Look("en"), LINK
    )
    assert '<span class="actual">–</span>' in found
    assert 'class="bar"' not in found
    assert "spark" not in found


def test_the_comparison_is_there_only_when_something_is_compared() -> None:
    assert "vs 2026 Q2" in read(standing()).texts
    assert "+2.0" in read(standing()).texts
    assert "+2.0" not in read(standing(compared=None), compared=None).texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("assurance", Assurance)
def test_what_the_process_does_to_a_promise_is_a_mark_and_a_word_below_the_verdict(
    assurance: Assurance, language: Language
) -> None:
    texts = read(standing(assurance=assurance), language=language).texts
    if assurance is Assurance.TOO_SHORT:
        assert not any(word.to(language) in "".join(texts) for word in ASSURANCE_WORDS.values())
        return
    assert [text.strip() for text in texts[-2:]] == [ASSURED[assurance], ASSURANCE_WORDS[assurance].to(language)]


def test_the_marks_of_the_process_differ_from_each_other_and_from_those_of_verdicts() -> None:
    assert set(ASSURED) == set(Assurance) - {Assurance.TOO_SHORT}
    assert len({*ASSURED.values(), *(mark for _state, mark in MARKS.values())}) == len(ASSURED) + len(
        {mark for _state, mark in MARKS.values()}
    )


def test_a_promise_the_filters_cannot_tell_apart_says_nothing_of_its_process() -> None:
    html = board_html([standing(assurance=Assurance.BY_LUCK, not_applicable=("team",))], None, Look("en"), LINK)
    assert ASSURED[Assurance.BY_LUCK] not in html


def test_a_promise_judged_over_another_period_than_the_one_on_screen_says_which() -> None:
    item = standing(period=YEAR)
    assert "2026" in small_lines(board_html([item], None, Look("en"), LINK, shown=QUARTER))[0]
    assert "2026年" in small_lines(board_html([item], None, Look("zh"), LINK, shown=QUARTER))[0]
    assert "2026" not in small_lines(board_html([item], None, Look("en"), LINK, shown=YEAR))[0]


def small_lines(html: str) -> list[str]:
    return re.findall(r'<span class="small">([^<]*)<', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promise_can_be_opened_and_asked_about_by_a_name_of_its_own(language: Language) -> None:
    found = read(*(standing(promise=item) for item in promises()), language=language)
    ids = [item.id for item in promises()]
    assert found.values("data-open") == found.values("data-why") == ids
    asked = [label for label in found.values("aria-label") if label in found.values("title")]
    assert len(set(asked)) == 2 * len(ids)
    assert [urlsplit(href).path for href in found.values("href")] == [item.page for item in promises()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_promises_stand_under_the_name_of_their_group(language: Language) -> None:
    texts = read(standing(), language=language).texts
    assert [title.to(language) for title in GROUPS.values() if title.to(language) in texts] == [
        GROUPS["speed"].to(language)
    ]


def test_the_dark_board_says_so() -> None:
    assert 'class="board dark"' in board_html([standing()], None, Look("en", dark=True), LINK)
    assert "dark" not in board_html([standing()], None, Look("en"), LINK)


@pytest.mark.parametrize("selector", [".board {", ".board.dark {"])
@pytest.mark.parametrize("state", ["good", "bad", "risk", "none"])
def test_the_word_of_a_verdict_can_be_read_on_its_colour(selector: str, state: str) -> None:
    """At least 4.5 : 1, as WCAG 2.2 asks of small text."""
    rules = (ASSETS / "board.css").read_text("utf-8").split(selector)[1].split("}")[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rules))
    darker, lighter = sorted((brightness(colours[state]), brightness(colours[f"{state}-bg"])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def brightness(colour: str) -> float:
    """The relative luminance of a colour."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WARNED = {"en": "\u26a0 data", "zh": "\u26a0 数据"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_data_that_fail_their_checks_are_a_word_on_the_row_with_the_reason_and_the_way_to_them(
    text: str, language: Language
) -> None:
    item = standing(promise=called("name", id=text))
    found = Reader(board_html([item], None, Look(language), LINK, doubts={text: ["57 of 577 rejected.", text]}))
    assert found.tags <= KNOWN_TAGS
    assert " ".join(part.strip() for part in found.texts[-2:]) == WARNED[language]
    assert found.values("data-doubted") == [text]
    between = {"en": " ", "zh": ""}[language]
    assert f"57 of 577 rejected.{between}{text}" in found.values("title")
    (_promise, href) = found.values("href")
    assert urlsplit(href).path == "quality"
    assert parse_qs(urlsplit(href).query) == {name: [value] for name, value in LINK.items()}


def test_data_that_pass_their_checks_are_not_mentioned() -> None:
    found = Reader(board_html([standing()], None, Look("en"), LINK, doubts={"another": ["reason"]}))
    assert found.values("data-doubted") == []
