"""Improvement actions as Streamlit runs them: opened with their rule, listed, judged, changed, ticked off and removed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.actions import Actions, Plan
from data.checklists import Checklists
from data.judged_by import Origin, Rule
from data.reviews import Reviews
from data.state import FILE, State
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.promises import promises
from tests.charts.makers import HOSTILE, plain
from tests.metrics.action_world import START, tickets
from tests.metrics.worlds import import_rows
from tests.pages.conftest import Open
from tests.pages.reading import charts, drawn_html, everything, failures, panels

NAME = "complaint_resolved_48h"
RULE = Rule(NAME, (("team", ("a",)),), True, 0.1, 13, 12, comparison=(("team", ("b",)),))
ORIGIN = Origin(date(2026, 1, 1), date(2026, 3, 31), 0.55, 120, 0.46, 0.64, 0.95)
PLAN = Plan("two people ill", "one more shift", "李 L.", date(2026, 7, 31))
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return import_rows(tmp_path_factory.mktemp("actions"), tickets=tickets()).store


@pytest.fixture
def own(made: Store) -> Iterator[Store]:
    """Two teams' complaints, in whose store nobody has typed anything yet."""
    yield made
    for path in made.root.glob(f"{FILE}*"):
        path.unlink()


@pytest.fixture
def actions(own: Store) -> Actions:
    return Actions(State(own.root))


def opened(actions: Actions, plan: Plan = PLAN, **other: Any) -> int:
    """An action that works, of which nothing more is typed."""
    return actions.open(NAME, "55 % in Q1", plan, START, RULE, ORIGIN, filters=RULE.filters, promise=NAME, **other).id


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    page.run()
    return page


def refusals(page: AppTest) -> list[str]:
    return [str(part.value) for part in page.html if 'role="alert"' in str(part.value)]


def typed(page: AppTest, **values: str) -> AppTest:
    for name, value in values.items():
        page.text_input(key=f"_action_{name}").set_value(value)
    return page


def box() -> None:
    """A page that opens the box at every run, as the browser keeps it open."""
    from components.actions.open_action import open_action
    from components.frame import open_page

    page = open_page()
    open_action(page, "complaint_resolved_48h", page.view.where(), promise="complaint_resolved_48h")


@pytest.fixture
def opening(own: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The box on team a's complaints of the second quarter."""
    monkeypatch.setenv("KEPT_STORE", str(own.root))
    page = AppTest.from_function(box, default_timeout=30)
    for name, value in {"lang": "en", "team": "a", "period": "2026Q2"}.items():
        page.query_params[name] = value
    return page.run()


def test_the_box_proposes_the_problem_the_rule_and_the_other_groups(opening: AppTest) -> None:
    problem = opening.text_input(key=f"_action_problem_{NAME}").value
    assert problem == "Complaints resolved within 48 h, Team is a: 70.8 % in 2026 Q2, target 95 %"
    assert opening.text_input(key=f"_action_least_{NAME}").value == "10"
    assert opening.selectbox(key=f"_action_group_{NAME}").value == "team"
    weeks = [opening.selectbox(key=f"_action_{name}_{NAME}").value for name in ("before", "after", "lag")]
    assert weeks == [13, 13, 0]
    assert "cannot be changed later" in everything(opening)


def test_nothing_typed_is_lost_when_something_is_refused(opening: AppTest, actions: Actions) -> None:
    words = {"cause": "two people ill", "action": "one more shift", "owner": "Li", "start": "2026-05-06"}
    page = press(typed(opening, **words, due="2026-05-01"), "_action_keep")
    assert any("before it starts" in text for text in refusals(page))
    assert {name: page.text_input(key=f"_action_{name}").value for name in words} == words
    page.text_input(key=f"_action_least_{NAME}").set_value("some")
    assert any("is not a number" in text for text in refusals(press(typed(page, due="2026-07-31"), "_action_keep")))
    assert actions.all() == ()


def test_an_action_is_kept_with_the_rule_that_was_chosen(opening: AppTest, actions: Actions) -> None:
    page = typed(
        opening, cause="two people ill", action="one more shift", owner="Li", start="2026年5月6日", due="2026-07-31"
    )
    page.text_input(key=f"_action_least_{NAME}").set_value("7.5")
    page.selectbox(key=f"_action_group_{NAME}").set_value("-")
    page.selectbox(key=f"_action_after_{NAME}").set_value(8)
    page.selectbox(key=f"_action_lag_{NAME}").set_value(1)
    press(page, "_action_keep")
    (kept,) = actions.all()
    assert kept.rule == Rule(NAME, (("team", ("a",)),), True, 0.075, 13, 8, 1, None)
    assert (kept.start, kept.promise, kept.filters) == (START, NAME, (("team", ("a",)),))
    assert kept.plan == Plan("two people ill", "one more shift", "Li", date(2026, 7, 31))
    assert (kept.origin.n, kept.origin.target, kept.origin.start) == (130, 0.95, date(2026, 4, 1))


@pytest.mark.parametrize("asked", [{"metric": "complaints_received"}, {"promise": "feedback_answered_72h"}, {}])
def test_every_page_opens_the_box_on_what_it_shows(open_page: Open, own: Store, asked: dict[str, str]) -> None:
    page = open_page("complaints", own, lang="zh", team="a", period="2026Q2", **asked)
    assert "_action_figure" not in {item.key for item in page.selectbox}
    press(page, "open_action")
    assert not page.exception
    assert page.selectbox(key="_action_figure").value == next(iter(asked.values()), promises()[0].metric)
    assert ("团队为a" if asked else "其他筛选不适用于该指标") in everything(page)  # orders have no team


def test_a_promise_explained_can_be_acted_on(open_page: Open, own: Store) -> None:
    shown = open_page("promises", own, lang="en", period="2026Q2")
    shown.session_state["_action_asked"] = NAME
    shown.run()
    assert shown.selectbox(key="_action_figure").value == NAME
    shown.run()
    assert "_action_figure" not in {item.key for item in shown.selectbox}


@every_language
def test_without_actions_the_page_says_how_one_is_opened(open_page: Open, own: Store, language: Language) -> None:
    page = open_page("actions", own, lang=language)
    assert not page.exception
    assert {"en": "“New action” on top of any page", "zh": "点“新建措施”"}[language] in everything(page)


@every_language
def test_the_board_has_a_column_for_each_status_and_marks_what_is_overdue(
    open_page: Open, own: Store, actions: Actions, language: Language
) -> None:
    late, soon = opened(actions), opened(actions, replace(PLAN, due=date(2026, 8, 9)))
    done = opened(actions, replace(PLAN, status="done"))
    html = drawn_html(open_page("actions", own, lang=language))
    columns = html.split("kept-panel")[1:]
    assert [f'data-go="{number}"' in columns[0] for number in (late, soon, done)] == [True, True, False]
    assert f'data-go="{done}"' in columns[2]
    assert ["●" in column for column in columns] == [False, False, True, False]
    assert html.count({"en": "▲ overdue", "zh": "▲ 已逾期"}[language]) == 1
    listed = drawn_html(open_page("actions", own, lang=language, **{"as": "list"}))
    assert [listed.index(f'data-go="{number}"') for number in (late, soon, done)] == sorted(
        listed.index(f'data-go="{number}"') for number in (late, soon, done)
    )
    assert listed.count({"en": "● Worked", "zh": "● 有效"}[language]) == 3


@every_language
def test_an_action_is_shown_with_its_rule_its_figure_and_its_verdict(
    open_page: Open, own: Store, actions: Actions, language: Language
) -> None:
    page = open_page("actions", own, lang=language, action=str(opened(actions)))
    assert not page.exception
    assert failures(page) == []
    assert f'<em class="good">{({"en": "● Worked", "zh": "● 有效"})[language]}</em>' in drawn_html(page)
    (said,) = panels(page)["effect"].notes
    assert plain(said).startswith(
        {
            "en": "Complaints resolved within 48 h changed by +30.0 points",
            "zh": "投诉 48 小时解决率变化 +30.0 个百分点",
        }[language]
    )
    assert {
        "en": "13 weeks before with n 130, 12 weeks after with n 120",
        "zh": "开始前 13 周 n 130，开始后 12 周 n 120",
    }[language] in said
    told = plain(everything(page))
    assert {"en": "rises by at least 10.0 points", "zh": "上升至少 10.0 个百分点"}[language] in told
    assert {"en": "55.0 % in 2026 Q1 (n 120)", "zh": "2026年第1季度 55.0%（n 120）"}[language] in told
    assert {"en": "85.0 % in 2026 Q3 (n 60)", "zh": "2026年第3季度 85.0%（n 60）"}[language] in told
    assert {"en": "began 6 May", "zh": "5月6日开始"}[language] in [
        item["text"] for item in charts(page)["effect"]["layout"]["annotations"]
    ]


def test_the_decision_an_action_comes_from_is_told(open_page: Open, own: Store, actions: Actions) -> None:
    reviews = Reviews(actions.state)
    review = reviews.make("2026Q1", None, "v1", [])
    decided = reviews.note(review.id, NAME, "decision", "the depot works on Saturdays <i>too</i>")
    page = open_page("actions", own, lang="en", action=str(opened(actions, minute=decided.id)))
    assert "the depot works on Saturdays &lt;i&gt;too&lt;/i&gt;" in everything(page)


def test_a_plan_is_changed_and_what_is_refused_stays_as_typed(open_page: Open, own: Store, actions: Actions) -> None:
    number = opened(actions)
    page = open_page("actions", own, lang="en", action=str(number))
    page.text_input(key=f"_plan_{number}_owner").set_value("Wang")
    page.text_input(key=f"_plan_{number}_due").set_value("soon")
    press(page, "_plan_keep")
    assert any("is not a day" in text for text in refusals(page))
    assert page.text_input(key=f"_plan_{number}_owner").value == "Wang"
    assert actions.get(number).plan == PLAN
    page.text_input(key=f"_plan_{number}_due").set_value("2026-08-30")
    page.selectbox(key=f"_plan_{number}_status").set_value("running")
    press(page, "_plan_keep")
    assert refusals(page) == []
    assert actions.get(number).plan == replace(PLAN, owner="Wang", due=date(2026, 8, 30), status="running")


def test_an_action_is_removed_and_brought_back(open_page: Open, own: Store, actions: Actions) -> None:
    number = opened(actions)
    page = press(open_page("actions", own, lang="en", action=str(number)), "_action_remove")
    assert actions.all() == ()
    assert "No actions yet" in everything(page)
    press(page, "_actions_undo")
    assert [item.id for item in actions.all()] == [number]
    gone = open_page("actions", own, lang="en", action="99")
    assert ["no such action" in item.value for item in gone.warning] == [True]


def test_a_checklist_is_typed_ticked_and_taken_off(open_page: Open, own: Store, actions: Actions) -> None:
    number, lists = opened(actions), Checklists(actions.state)
    page = open_page("actions", own, lang="en", action=str(number))
    for text in ("ask the depot", "$x$ [link](https://evil.example)"):
        page.text_input(key="_step_text").set_value(text)
        press(page, "_step_keep")
    first, second = lists.of(number)
    assert page.text_input(key="_step_text").value == ""
    page.checkbox(key=f"_step_{first.id}").check().run()
    assert [step.done_at is not None for step in lists.of(number)] == [True, False]
    assert "](" not in page.checkbox(key=f"_step_{second.id}").label.replace("\\]\\(", "")
    page.checkbox(key=f"_step_{first.id}").uncheck().run()
    press(page, f"_step_remove_{second.id}")
    assert lists.of(number) == (first,)


def test_no_text_a_person_typed_is_more_than_a_text(open_page: Open, own: Store, actions: Actions) -> None:
    for text in HOSTILE:
        Checklists(actions.state).add(opened(actions, Plan(text, text, text[:60], date(2026, 7, 31))), text)
    number = actions.all()[0].id
    for parameters in ({}, {"as": "list"}, {"action": str(number)}):
        page = open_page("actions", own, lang="en", **parameters)
        assert failures(page) == []
        html = drawn_html(page) + "".join(str(part.value) for part in page.html if "<style" not in str(part.value))
        assert not [sign for sign in ("<a ", "<img", "<script", "<svg", "<b>bold") if sign in html]
        assert "](https" not in "".join(part.value.replace("\\]\\(", "") for part in page.subheader)


def test_what_cannot_be_told_any_more_leaves_the_page_alive(open_page: Open, own: Store, actions: Actions) -> None:
    lost = replace(RULE, filters=(("team", ("gone",)),))
    number = actions.open(NAME, "problem", PLAN, START, lost, ORIGIN).id
    page = open_page("actions", own, lang="en", action=str(number))
    assert not page.exception
    (said,) = panels(page)["effect"].infos
    assert "gone" in said
    assert "cannot be told" in drawn_html(open_page("actions", own, lang="en", **{"as": "list"}))


@every_language
def test_the_start_of_an_action_stands_on_the_trend_of_its_figure_alone(
    own: Store, open_page: Open, actions: Actions, language: Language
) -> None:
    opened(actions, replace(PLAN, action="<b>one more</b> shift"))
    said = {"en": "“<b>one more</b> shift” begins", "zh": "“<b>one more</b> shift”开始实施"}[language]
    page = open_page("response", own, lang=language, period="2026Q2", promise=NAME, metric=NAME)
    assert said in " ".join(panels(page)["trend"].notes)
    drawn = str(charts(page)["trend"])
    assert "①" in drawn
    assert "<b>one more" not in drawn
    page = open_page("response", own, lang=language, period="2026Q2", promise=NAME, metric="first_response_p50")
    assert said not in " ".join(panels(page)["trend"].notes)
