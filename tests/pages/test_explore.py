"""Explore as Streamlit runs it: figures, links, choices, and a sentence for whatever a link asks in vain."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from components.explore.choices import GRAINS, OWN, Choices
from components.explore.kinds import KINDS, NEEDS, why_not
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.catalog import metric, metrics
from metrics.engine import Engine
from metrics.model import Filter, Grain, Query, Unit
from metrics.periods import parse
from metrics.pivot import pivot
from metrics.pivot_figures import ALL
from tests.builders import bring, ticket
from tests.charts.makers import HOSTILE
from tests.pages.conftest import Open
from tests.pages.reading import alternatives, charts, everything, failures, panels, sentences
from tests.pages.stores import engine_of, hostile_store
from tests.pages.tables import table_of

Q3 = parse("2026Q3")
FIRST = {"m": "aftersales_answered_48h", "by": "team", "grain": "month", "chart": "table"}
every_language = pytest.mark.parametrize("language", LANGUAGES)
TWO_WAYS = ("aftersales_answered_48h", "first_response_p50", "complaints_received", "csat_mean")


@pytest.fixture
def engine(demo: Store) -> Engine:
    return engine_of(demo)


def link(page: AppTest) -> dict[str, str]:
    """The page's own part of the link."""
    found = {name: page.query_params[name] for name in OWN if name in page.query_params}
    return {name: value[0] if isinstance(value, list) else value for name, value in found.items()}


def shown_value(value: float | None, name: str, language: Language) -> str:
    return format.value(value, metric(name).unit, language).replace("\u00a0", " ")


# opening


@every_language
def test_from_the_menu_it_opens_on_a_promise_by_team_and_month(shown: Open, language: Language) -> None:
    page = shown("explore", lang=language)
    assert not page.exception
    assert not page.warning
    assert link(page) == FIRST
    heads, *lines = table_of(page)
    months = [format.month(date(2026, month, 1), language) for month in (7, 8, 9)]
    assert heads[2:] == months
    assert len(lines) > 3


def test_a_figure_chosen_elsewhere_is_what_it_begins_with(shown: Open) -> None:
    assert link(shown("explore", metric="complaint_resolved_48h", lang="en"))["m"] == "complaint_resolved_48h"
    orders = link(shown("explore", metric="orders_placed", lang="en"))
    assert (orders["m"], orders["by"]) == ("orders_placed", "category")
    both = shown("explore", metric="orders_placed", m="nps", lang="en")
    assert link(both) == {"m": "nps", "chart": "table"}


def test_what_was_chosen_stays_in_the_link_when_a_filter_on_top_changes(open_page: Open) -> None:
    page = open_page("explore", lang="en", period="2026Q3", m="nps", by="channel", order="name")
    page.multiselect(key="_filter_region").set_value(["east"]).run()
    assert link(page) == {"m": "nps", "by": "channel", "chart": "table", "order": "name"}
    assert "region" in page.query_params


# figures


@every_language
@pytest.mark.parametrize("name", TWO_WAYS)
@pytest.mark.parametrize("filters", [{}, {"channel": "phone"}], ids=["all", "phone"])
def test_the_table_shows_what_the_engine_says(
    shown: Open, engine: Engine, name: str, filters: dict[str, str], language: Language
) -> None:
    by = "category" if "channel" in filters else "channel"
    page = shown("explore", lang=language, m=name, by=by, grain="month", **filters)
    where = tuple(Filter(key, (value,)) for key, value in filters.items())
    heads, *lines = table_of(page)
    source = metric(name).source
    wanted = {
        engine.value_label(source, by, row.group[0], language): row
        for row in engine.run(Query((name,), Q3.start, Q3.end, by=(by,), where=where)).rows
        if row.value is not None or row.n or row.undecided
    }
    whole = engine.run(Query((name,), Q3.start, Q3.end, where=where)).only(name)
    assert lines[0][1] == shown_value(whole.value, name, language)
    assert {line[0]: line[1] for line in lines[1:]} == {
        label: shown_value(row.value, name, language) for label, row in wanted.items()
    }
    months = engine.run(Query((name,), Q3.start, Q3.end, Grain.MONTH, where=where)).rows
    by_month = {
        format.month(row.period, language): shown_value(row.value, name, language) for row in months if row.period
    }
    assert dict(zip(heads[2:], lines[0][2:], strict=True)) == by_month


def test_four_figures_stand_side_by_side_and_what_one_lacks_is_said_in_its_column(shown: Open) -> None:
    page = shown("explore", lang="en", m="aftersales_answered_48h,orders_placed,nps", by="team,channel", grain="month")
    above, heads, whole, *lines = table_of(page)
    assert above[:4] == ["", "All", "All", "All"]
    assert above[4:] == ["Jul 2026", "Jul 2026", "Aug 2026", "Aug 2026", "Sep 2026", "Sep 2026"]
    assert heads[:4] == [
        "Team · Channel",
        "After-sales requests answered within 48 h",
        "Orders placed",
        "Net promoter score",
    ]
    assert whole[2] == "–|This figure is not told apart by team."
    assert {line[2] for line in lines} == {"–"}
    assert not sentences(page)


def test_subtotals_stand_above_the_groups_they_are_of(shown: Open, engine: Engine) -> None:
    page = shown("explore", lang="en", m="ticket_arrivals", by="team,channel,region", top="100")
    _heads, *lines = table_of(page)
    found = pivot(engine, ("ticket_arrivals",), ("team", "channel"), "region", Q3)
    teams = {
        engine.value_label("tickets", "team", group[0], "en"): found.at("ticket_arrivals", group[:1])
        for group in found.groups
    }
    by_name = {line[0]: line[1] for line in lines if line[0] in teams}
    assert by_name == {name: format.count(row.value, "en") for name, row in teams.items() if row is not None}
    assert len(lines) == 1 + len(teams) + len(found.groups)


def test_without_a_dimension_periods_stand_down_the_table_the_latest_first(shown: Open) -> None:
    page = shown("explore", lang="en", m="ticket_arrivals,nps", grain="month")
    heads, *lines = table_of(page)
    assert heads == ["Period", "Tickets received", "Net promoter score"]
    assert [line[0] for line in lines] == ["All", "Sep 2026", "Aug 2026", "Jul 2026"]


def test_the_first_of_many_groups_are_shown_and_the_rest_is_counted_in_all(shown: Open, engine: Engine) -> None:
    page = shown("explore", lang="en", m="ticket_arrivals", by="merchant_id", top="5")
    _heads, whole, *lines = table_of(page)
    merchants = [
        row for row in engine.run(Query(("ticket_arrivals",), Q3.start, Q3.end, by=("merchant_id",))).rows if row.n
    ]
    assert len(lines) == 5
    assert whole[1] == format.count(sum(row.n for row in merchants), "en")
    assert f"The first 5 of {len(merchants)} groups; “All” counts every one of them." in everything(page)
    assert [line[1] for line in lines] == [
        format.count(n, "en") for n in sorted((row.n for row in merchants), reverse=True)[:5]
    ]


def test_too_many_days_are_cut_to_the_latest(shown: Open) -> None:
    page = shown("explore", lang="en", period="2026", m="ticket_arrivals", by="team", grain="day")
    heads, *_lines = table_of(page)
    assert len(heads) == 62
    assert re.search(r"The latest 60 of \d+ periods\.", everything(page))


@pytest.mark.parametrize("order", ["high", "low", "name"])
def test_rows_are_sorted_as_asked(shown: Open, engine: Engine, order: str) -> None:
    page = shown("explore", lang="en", m="ticket_arrivals", by="category", order=order)
    counts = [int(line[1].replace(",", "")) for line in table_of(page)[2:]]
    names = [line[0] for line in table_of(page)[2:]]
    if order == "name":
        assert names == [
            *sorted((name for name in names if name != "not given"), key=str.casefold),
            *(["not given"] if "not given" in names else []),
        ]
    else:
        assert counts == sorted(counts, reverse=order == "high")


def test_chinese_names_are_sorted_by_their_sounds(shown: Open) -> None:
    names = [
        line[0] for line in table_of(shown("explore", lang="zh", m="ticket_arrivals", by="category", order="name"))[2:]
    ]
    assert names[:-1] == sorted(names[:-1], key=lambda name: name.encode("gb18030"))
    assert names != sorted(names)


# kinds of charts


CHOICES: list[dict[str, str]] = [
    {"m": "aftersales_answered_48h", "by": "team", "grain": "month", "chart": "line"},
    {"m": "ticket_arrivals,aftersales_answered_48h", "grain": "week", "chart": "line"},
    {"m": "ticket_arrivals", "by": "channel", "grain": "week", "chart": "line"},
    {"m": "aftersales_answered_48h,ticket_arrivals,nps,first_response_p50", "by": "channel", "chart": "bar"},
    {"m": "order_speedup,complaints_per_1000", "by": "category", "chart": "bar"},
    {"m": "aftersales_answered_48h", "by": "team", "grain": "month", "chart": "heat"},
    {"m": "ticket_arrivals,csat_mean", "by": "weekday,hour", "chart": "heat"},
    {"m": "backlog", "by": "team,age", "chart": "heat"},
    {"m": "complaint_resolved_48h", "by": "category", "grain": "month", "chart": "multiples"},
    {"m": "ticket_arrivals", "by": "team,channel", "chart": "multiples"},
    {"m": "first_response_p50,csat_mean,nps,complaint_resolved_48h", "chart": "distribution"},
    {"m": "first_response_p50,csat_mean,nps,complaint_resolved_48h", "by": "channel", "chart": "distribution"},
    {"m": "agent_training,agents_employed", "by": "team", "grain": "month", "chart": "line"},
]


def told(choice: dict[str, str]) -> str:
    return "-".join(choice.values())


@every_language
@pytest.mark.parametrize("choice", CHOICES, ids=told)
def test_every_kind_of_chart_draws_each_figure(shown: Open, choice: dict[str, str], language: Language) -> None:
    page = shown("explore", lang=language, **choice)
    assert not page.exception
    assert not failures(page)
    assert not page.warning
    assert not sentences(page)
    assert len(charts(page)) == len(choice["m"].split(","))
    assert link(page) == choice
    assert all(bool(re.search("[\u4e00-\u9fff]", text)) == (language == "zh") for text in alternatives(page))


def test_the_cells_of_a_heat_map_are_the_engines(shown: Open, engine: Engine) -> None:
    page = shown("explore", lang="en", m="ticket_arrivals", by="weekday,hour", chart="heat")
    grid = charts(page)["explore_0"]["data"][0]["z"]
    rows = engine.run(Query(("ticket_arrivals",), Q3.start, Q3.end, by=("weekday", "hour"))).rows
    counted = {row.group: row.value for row in rows}
    assert [[counted.get((day, hour), 0) for hour in range(24)] for day in range(1, 8)] == [
        [cell or 0 for cell in line] for line in grid
    ]


def test_lines_are_those_of_the_engine_with_the_whole_beside_them(shown: Open, engine: Engine) -> None:
    name = "aftersales_answered_48h"
    page = shown("explore", lang="en", m=name, by="team", grain="month", chart="line")
    drawn = sorted(
        [round(y, 9) if y is not None else None for y in trace["y"]] for trace in charts(page)["explore_0"]["data"]
    )
    found = pivot(engine, (name,), ("team",), Grain.MONTH, Q3)
    lines = [
        [
            None if (row := found.at(name, group, head)) is None or row.value is None else round(row.value, 9)
            for head in found.across
        ]
        for group in [(), *found.groups]
    ]
    assert drawn == sorted(lines)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "table"])
@every_language
def test_a_kind_that_cannot_show_the_choice_is_a_table_with_a_sentence(
    shown: Open, kind: str, language: Language
) -> None:
    choice = {"line": {}, "bar": {}, "heat": {"by": "team"}, "multiples": {"grain": "month"}, "distribution": {}}[kind]
    page = shown("explore", lang=language, m="ticket_arrivals", chart=kind, **choice)
    assert [NEEDS[kind].to(language) in item.value for item in page.warning] == [True]
    assert panels(page)["explore"].table
    assert link(page)["chart"] == "table"
    assert kind not in page.selectbox(key="_explore_kind").options


def test_only_kinds_that_can_show_the_choice_are_offered(shown: Open) -> None:
    for choice in CHOICES:
        page = shown("explore", lang="en", **choice)
        names = tuple(choice["m"].split(","))
        by = tuple(filter(None, choice.get("by", "").split(",")))
        grain = Grain(choice["grain"]) if "grain" in choice else None
        assert page.selectbox(key="_explore_kind").options == [
            KINDS[kind].en for kind in KINDS if why_not(kind, names, by, grain) is None
        ]


# links


BAD: list[tuple[dict[str, str], str, dict[str, str]]] = [
    ({"m": "zzz"}, "m=zzz", FIRST),
    ({"m": "nps,zzz", "by": "channel"}, "m=zzz", {"m": "nps", "by": "channel", "chart": "table"}),
    ({"m": "nps", "by": "level"}, "by=level", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "by": "nonsense,channel"}, "by=nonsense", {"m": "nps", "by": "channel", "chart": "table"}),
    ({"m": "nps", "grain": "fortnight"}, "grain=fortnight", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "grain": "rolling_7"}, "grain=rolling_7", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "chart": "pie"}, "chart=pie", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "top": "-1", "order": "worst"}, "top=-1, order=worst", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "top": "999"}, "top=999", {"m": "nps", "chart": "table"}),
    ({"m": "nps", "channel": "pigeon"}, "channel=pigeon", {"m": "nps", "chart": "table"}),
]  # fmt: skip


@every_language
@pytest.mark.parametrize(("asked", "named", "kept"), BAD, ids=[named for _asked, named, _kept in BAD])
def test_what_a_link_asks_in_vain_is_left_out_and_named(
    shown: Open, asked: dict[str, str], named: str, kept: dict[str, str], language: Language
) -> None:
    page = shown("explore", lang=language, **asked)
    assert not page.exception
    assert any(named in item.value for item in page.warning)
    if asked == {"m": "zzz"}:
        kept = {**kept}
    assert link(page) == kept
    whole = table_of(page)
    assert whole
    clean = shown("explore", lang=language, **{key: value for key, value in kept.items() if key in OWN})
    assert not clean.warning
    assert table_of(clean) == whole


@every_language
def test_of_too_many_figures_and_dimensions_the_first_are_kept_and_the_rest_is_named(
    shown: Open, language: Language
) -> None:
    names = ["nps", "csat_mean", "ticket_arrivals", "orders_placed", "backlog", "review_score"]
    page = shown("explore", lang=language, m=",".join(names), by="channel,category,region,team,hour")
    assert link(page) == {"m": ",".join(names[:4]), "by": "channel,category,region", "chart": "table"}
    (sentence,) = (item.value for item in page.warning)
    for left in (metric("backlog").label, metric("review_score").label):
        assert left.to(language).replace("–", "–") in sentence.replace("\\", "")
    assert {"en": "Team, Hour of receipt", "zh": "团队、受理时段"}[language] in sentence.replace("\\", "")


def test_a_link_gives_the_same_page_again(open_page: Open) -> None:
    first = open_page("explore", lang="en", period="2026Q3", m="nps,csat_mean", by="channel,category", grain="month", order="name", top="5", team="-")  # fmt: skip
    values = {name: first.query_params[name] for name in first.query_params}
    again = open_page(
        "explore", **{name: value[0] if isinstance(value, list) else value for name, value in values.items()}
    )
    assert table_of(again) == table_of(first)
    assert link(again) == link(first)


@pytest.mark.parametrize("text", [*HOSTILE, ",,,", "-", "\\", "nps" * 500, "__class__", "' OR 1=1 --"])
@pytest.mark.parametrize("name", OWN)
def test_no_text_in_a_link_brings_the_page_down(open_page: Open, name: str, text: str) -> None:
    page = open_page("explore", lang="en", period="2026Q3", **{name: text})
    assert not page.exception
    assert not failures(page)
    assert panels(page)["explore"].shows_something


def test_choices_are_read_back_from_their_parameters() -> None:
    choices = Choices(("nps", "backlog"), ("team",), Grain.WEEK, "line", 5, None)
    assert dict(choices.parameters()) == {
        "m": "nps,backlog",
        "by": "team",
        "grain": "week",
        "chart": "line",
        "top": "5",
    }
    assert all(OWN[name](text) for name, text in choices.parameters())
    assert all(OWN["grain"](grain.value) for grain in GRAINS)
    assert not any(OWN["top"](text) for text in ("0", "", "١", "5.0", "101", "9" * 5000))


# choosing


def test_each_choice_goes_into_the_link(open_page: Open) -> None:
    page = open_page("explore", lang="en", period="2026Q3")
    page.multiselect(key="_explore_figures").set_value(["nps", "ticket_arrivals"]).run()
    assert link(page)["m"] == "nps,ticket_arrivals"
    page.multiselect(key="_explore_by").set_value(["channel", "category"]).run()
    page.selectbox(key="_explore_grain").set_value("").run()
    page.selectbox(key="_explore_kind").set_value("heat").run()
    page.selectbox(key="_explore_order").set_value("name").run()
    page.selectbox(key="_explore_top").set_value(5).run()
    assert link(page) == {
        "m": "nps,ticket_arrivals",
        "by": "channel,category",
        "chart": "heat",
        "top": "5",
        "order": "name",
    }
    assert charts(page).keys() == {"explore_0", "explore_1"}
    assert not page.warning
    page.selectbox(key="_explore_order").set_value("low").run()
    assert "order" not in link(page)


def test_a_fifth_figure_is_not_taken_and_named(open_page: Open) -> None:
    names = ["nps", "csat_mean", "ticket_arrivals", "backlog", "orders_placed"]
    page = open_page("explore", lang="en", period="2026Q3")
    page.multiselect(key="_explore_figures").set_value(names).run()
    assert link(page)["m"] == ",".join(names[:4])
    assert "Left out: Orders placed" in page.warning[0].value


def test_without_any_figure_it_begins_anew(open_page: Open) -> None:
    page = open_page("explore", lang="en", period="2026Q3", m="nps", by="channel")
    page.multiselect(key="_explore_figures").set_value([]).run()
    assert link(page)["m"] == FIRST["m"]
    assert not page.exception


def test_any_other_dimension_can_be_filtered_by(open_page: Open, engine: Engine) -> None:
    page = open_page("explore", lang="en", period="2026Q3", m="ticket_arrivals", by="channel")
    page.selectbox(key="_explore_filter").set_value("kind").run()
    page.multiselect(key="_explore_values").set_value(["complaint"]).run()
    assert page.query_params["kind"] in ("complaint", ["complaint"])
    assert link(page)["by"] == "channel"
    whole = engine.run(Query(("ticket_arrivals",), Q3.start, Q3.end, where=(Filter("kind", ("complaint",)),))).only(
        "ticket_arrivals"
    )
    assert table_of(page)[1][1] == format.count(whole.value, "en")
    assert "take_off_kind" in {button.key for button in page.button}
    assert "explore" in panels(page)


def test_only_dimensions_of_the_figures_are_offered(shown: Open) -> None:
    offered = shown("explore", lang="en", m="orders_placed").multiselect(key="_explore_by").options
    assert "Team" not in offered
    assert {"Category", "Region"} <= set(offered)
    both = shown("explore", lang="en", m="orders_placed,ticket_arrivals").multiselect(key="_explore_by").options
    assert "Team" in both


@every_language
def test_all_figures_are_offered_under_their_subject(shown: Open, language: Language) -> None:
    options = shown("explore", lang=language).multiselect(key="_explore_figures").options
    assert len(options) == len(metrics())
    subjects = [option.split(" · ")[0] for option in options]
    assert subjects == [subject for subject in dict.fromkeys(subjects) for _ in range(subjects.count(subject))]


# what cannot be told


@every_language
def test_a_filter_the_only_figure_lacks_gives_a_sentence(shown: Open, engine: Engine, language: Language) -> None:
    team = str(engine.values("tickets", "team")[0])
    page = shown("explore", lang=language, m="orders_placed", by="category", team=team)
    assert not panels(page)["explore"].table
    assert {"en": "cannot be told apart by team", "zh": "无法按团队区分"}[language] in sentences(page)[0]


def test_the_backlog_by_age_and_period_says_why_not(shown: Open) -> None:
    page = shown("explore", lang="en", m="backlog", by="age", grain="month")
    assert "told at one moment" in sentences(page)[0]


def test_a_period_without_data_has_a_sentence(shown: Open) -> None:
    for kind in ({"chart": "table"}, {"chart": "heat", "grain": "month"}, {"chart": "distribution"}):
        page = shown("explore", lang="en", period="2019", m="aftersales_answered_48h", by="team", **kind)
        assert sentences(page) == ["No data in this period with these filters."]


def test_figures_whose_data_were_never_imported_say_so(open_page: Open, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.root.mkdir()
    bring(store, "tickets", [ticket(kind="feedback", created_at="2026-08-03 10:00:00", channel="phone")])
    page = open_page("explore", store, lang="en", period="2026Q3", m="orders_placed,ticket_arrivals", by="channel")
    assert not page.exception
    assert "none have been imported yet" in table_of(page)[1][1]


@pytest.mark.parametrize("choice", [*CHOICES, {"m": "ticket_arrivals", "by": "channel,team,region"}], ids=told)
def test_no_name_from_the_data_becomes_markup(
    open_page: Open, tmp_path_factory: pytest.TempPathFactory, choice: dict[str, str]
) -> None:
    page = open_page("explore", hostile_store(tmp_path_factory.getbasetemp()), lang="en", period="2026Q3", **choice)
    assert not page.exception
    assert not failures(page)
    for html in page.html:
        assert not re.search(r"<(a|img|script|svg)[\s>]", html.value)
    assert not re.search(r"<(a|img|script|svg)\b", json.dumps(list(charts(page).values())), re.I)


# what drawn marks stand for


@pytest.mark.parametrize("choice", [item for item in CHOICES if item["chart"] != "distribution"], ids=told)
def test_every_mark_of_a_chart_stands_for_a_figure_asked_alone(
    shown: Open, engine: Engine, monkeypatch: pytest.MonkeyPatch, choice: dict[str, str], open_page: Open
) -> None:
    """What a point says it stands for, asked by itself, has the value that is drawn."""
    from components.explore import drawings

    seen: list[drawings.Shown] = []
    real = drawings.chart_shown

    def watched(*args: Any) -> drawings.Shown | None:
        found = real(*args)
        if found is not None:
            seen.append(found)
        return found

    monkeypatch.setattr(drawings, "chart_shown", watched)
    open_page("explore", lang="en", period="2026Q3", **choice)
    assert len(seen) == len(choice["m"].split(","))
    for item in seen:
        for number in {0, len(item.points) // 2, len(item.points) - 1}:
            point = item.points[number]
            days = point.period or Q3
            rows = engine.run(Query((point.metric,), days.start, days.end, where=point.where)).rows
            direct = rows[0].value if rows else None
            if point.row.value is not None:
                assert point.row.value == pytest.approx(direct), point
            assert point.label


def test_the_whole_is_called_all_and_stands_first(shown: Open) -> None:
    for language, word in (("en", "All"), ("zh", "全部")):
        lines = table_of(shown("explore", lang=language))
        assert lines[0][1] == lines[1][0] == word
    assert ALL.value == "all"
    assert metric("nps").unit is Unit.NPS
