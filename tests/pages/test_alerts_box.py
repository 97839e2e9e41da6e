"""The alerts on the page: quiet without any, escaped, and dealt with by name or put off."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest

from charts import format
from data.alerts import Alerts, Found
from data.state import FILE, State
from data.store import Store
from data.words import LANGUAGES, Language, Text
from metrics.watch import HEADS, Kind
from tests.charts.makers import HOSTILE
from tests.pages.conftest import Open
from tests.pages.test_keeping import html, press, refusals

LATE = (date.today() + timedelta(days=3)).isoformat()
PAGE = "versions"


@pytest.fixture(scope="module")
def copy(demo: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(Path(shutil.copytree(demo.root, tmp_path_factory.mktemp("alerts") / "store")))


@pytest.fixture
def own(copy: Store) -> Iterator[Store]:
    yield copy
    for path in copy.root.glob(f"{FILE}*"):
        path.unlink()


@pytest.fixture
def alerts(own: Store) -> Alerts:
    return Alerts(State(own.root))


def found(kind: Kind, subject: str, en: str = "in danger", zh: str = "有危险") -> Found:
    return Found(kind, subject, "2026Q3", Text(en, zh))


def test_where_there_are_no_alerts_nothing_is_shown(open_page: Open, own: Store) -> None:
    page = open_page(PAGE, own, lang="en")
    assert not [button for button in page.button if "_alert" in str(button.key)]
    assert not list(own.root.glob(f"{FILE}*"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_alerts_stand_with_their_kind_the_gravest_first_and_every_text_is_text(
    open_page: Open, own: Store, alerts: Alerts, language: Language
) -> None:
    texts = [f"{name} {place}" for place, name in enumerate(HOSTILE)]
    alerts.record(
        [found(Kind.STALE, str(place), text, text) for place, text in enumerate(texts)] + [found(Kind.LOST, "x")]
    )
    page = open_page(PAGE, own, lang=language)
    said = html(page)
    assert HEADS[Kind.LOST].to(language) in said
    assert said.index({"en": "in danger", "zh": "有危险"}[language]) < said.index(escape(texts[0]))
    assert all(escape(text) in said for text in texts)
    assert not any(text in said for text in texts if "<" in text)
    assert sum("_alert_seen_" in str(button.key) for button in page.button) == len(texts) + 1


def test_who_has_seen_an_alert_says_so_by_name_and_it_is_listed_as_seen(
    open_page: Open, own: Store, alerts: Alerts
) -> None:
    alerts.record([found(Kind.LOST, "a"), found(Kind.LOST, "b")])
    page = press(open_page(PAGE, own, lang="en"), "_alert_seen_1")
    assert "The name is empty" in refusals(page)[0]
    assert alerts.standing()[0].acknowledged_by is None
    page.text_input(key="_alert_by").set_value("王经理")
    press(page, "_alert_seen_1")
    assert [item.acknowledged_by for item in alerts.standing()] == ["王经理", None]
    keys = [str(button.key) for button in page.button]
    assert ("_alert_seen_1" in keys, "_alert_seen_2" in keys, refusals(page)) == (False, True, [])
    press(page, "_alert_seen_2")
    assert not [button for button in page.button if "_alert" in str(button.key)]
    assert html(page).count("seen by 王经理 on ") == 2


def test_an_alert_is_put_off_to_a_day(open_page: Open, own: Store, alerts: Alerts) -> None:
    alerts.record([found(Kind.AT_RISK, "a")])
    page = open_page(PAGE, own, lang="zh")
    page.text_input(key="_alert_until").set_value("soon")
    press(page, "_alert_later_1")
    assert "不是有效日期" in refusals(page)[0]
    page.text_input(key="_alert_until").set_value(LATE)
    press(page, "_alert_later_1")
    (item,) = alerts.standing()
    assert str(item.snoozed_until) == LATE
    assert f"暂缓至{format.day(item.snoozed_until, 'zh')}" in html(page)
    assert not [button for button in page.button if "_alert" in str(button.key)]


def test_an_alert_that_is_gone_meanwhile_is_told(open_page: Open, own: Store, alerts: Alerts) -> None:
    alerts.record([found(Kind.AT_RISK, "a"), found(Kind.AT_RISK, "b")])
    page = open_page(PAGE, own, lang="en")
    page.text_input(key="_alert_by").set_value("Wang")
    alerts.record([found(Kind.AT_RISK, "b")])
    press(page, "_alert_seen_1")
    assert "at_risk:b:2026Q3" in refusals(page)[0]
