"""The panel of rewards: the lines of the engine, escaped, in both languages, by whom it is asked for."""

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.catalog import metric
from metrics.periods import parse
from metrics.rewards import REWARDED, rewards
from tests.builders import bring, ticket
from tests.charts.makers import HOSTILE
from tests.pages.reading import choose, drawings, failures
from tests.pages.stores import engine_of
from tests.pages.tables import table_of

SCRIPT = """
from components.frame import open_page
from components.panel_rows import panel
from components.panels.rewards import rewards_panel

panel(rewards_panel(open_page()))
"""


def opened(store: Store, monkeypatch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    monkeypatch.setenv("KEPT_STORE", str(store.root))
    page = AppTest.from_string(SCRIPT, default_timeout=30)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_and_figure_is_the_engines(demo: Store, monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    page = opened(demo, monkeypatch, period="2026Q3", lang=language)
    for by in REWARDED:
        choose(page, "rewards_by", by)
        found = rewards(engine_of(demo), parse("2026Q3"), by)
        head, *lines = table_of(page, "rewards")
        assert len(head) == 1 + len(found.promises)
        assert len(lines) == len(found.groups) > 0
        for line, reached in zip(lines, found.groups.values(), strict=True):
            for cell, promise in zip(line[1:], found.promises, strict=True):
                assert bool(cell) == (promise.id in reached)
                if cell:
                    reward = reached[promise.id]
                    value = format.value(reward.row.value, metric(promise.metric).unit, language).replace("\u00a0", " ")
                    sign, figure = cell.partition("|")[0].split(" ", 1)
                    assert (sign, figure) == ("✓" if reward.sure else "○", value)
                    assert cell.endswith(f"n {format.count(reward.row.n, language)}")
        alt = drawings(page)["rewards"]["alt"]
        assert all(str(number) in alt for number in (len(found.groups), found.judged))
    assert failures(page) == []


def test_a_quarter_that_runs_says_that_it_is_so_far(demo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    over = drawings(opened(demo, monkeypatch, period="2026Q3", lang="en"))["rewards"]
    runs = drawings(opened(demo, monkeypatch, period="2026", lang="en"))["rewards"]
    assert ("so far" in over["lead"], "so far" in runs["lead"]) == (False, True)


def test_names_of_groups_are_text_and_nothing_else(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them with twelve complaints in time."""
    names = sorted(set(HOSTILE))
    bring(
        store, "tickets",
        [
            ticket(f"T{place}", team=names[place % len(names)], created_at="2026-07-01 09:00:00", resolved_at="2026-07-02 09:00:00")
            for place in range(12 * len(names))
        ],
    )  # fmt: skip
    page = opened(store, monkeypatch, period="2026Q3", lang="en")
    html = drawings(page)["rewards"]["html"]
    assert failures(page) == []
    assert not any(name in html for name in names if "<" in name)
    assert [line[0] for line in table_of(page, "rewards")[1:]] == [name.strip() for name in names]


def test_where_nothing_can_be_told_a_sentence_says_so(demo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(demo, monkeypatch, period="2020Q1", lang="en")
    assert drawings(page)["rewards"]["said"] == "No promise can be told by them."
