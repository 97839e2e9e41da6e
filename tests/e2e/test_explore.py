"""Exploring in a real browser: choosing by clicking, figures as the engine's, links that give the same again."""

import re
from itertools import cycle
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from charts import format
from components.explore.kinds import KINDS
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.catalog import metric
from metrics.dimensions import label_of
from metrics.model import Filter, Grain
from metrics.periods import parse
from metrics.pivot import pivot
from metrics.pivot_figures import ALL
from metrics.subjects import SUBJECTS
from tests.e2e.conftest import PANEL, Visit, Visitor, at_width
from tests.e2e.reading import chosen_cut, clipped, cut_off, out_of_panel, overlaps, turned
from tests.e2e.test_every_page import REACH, STREAMLITS_OWN
from tests.pages.stores import engine_of
from tests.pages.tables import table_lines

Q3 = parse("2026Q3")
TABLE = ".kept-table"
WORDS = {
    "Figures": "指标（最多四项）", "Split by": "拆分维度", "Periods": "时间粒度", "Shown as": "展示方式", "Filter by …": "按其他维度筛选…",
    "Values": "取值", "Dimension": "维度", "Left out of this link": "已从链接中去掉", "Link": "链接",
}  # fmt: skip
every_language = pytest.mark.parametrize("language", ["en", "zh"])


def word(text: str, language: Language) -> str:
    return WORDS[text] if language == "zh" else text


def link(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def table(page: Page) -> list[list[str]]:
    """The table on screen, line by line."""
    return table_lines(str(page.locator(TABLE).first.evaluate("table => table.outerHTML")))


def choose(visitor: Visitor, box: str, option: str, language: Language, until: str) -> None:
    """Choose an option of one of the page's boxes, and wait until the link says so."""
    page = visitor.page
    page.get_by_test_id("stMain").get_by_label(word(box, language), exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_url(re.compile(until))
    page.keyboard.press("Escape")
    visitor.ready(PANEL)


def figure_name(name: str, language: Language) -> str:
    found = metric(name)
    return f"{SUBJECTS[found.subject].label.to(language)} · {found.label.to(language)}"


@every_language
def test_what_is_chosen_by_clicking_is_what_the_engine_says(visit: Visit, served: Store, language: Language) -> None:
    visitor = visit()
    page = visitor.go("explore", TABLE, lang=language, period="2026Q3")
    assert link(page) == {
        "period": "2026Q3", "m": "aftersales_answered_48h", "by": "team", "grain": "month", "chart": "table", "lang": language,
    }  # fmt: skip
    choose(visitor, "Figures", figure_name("first_response_p50", language), language, "first_response_p50")
    choose(visitor, "Split by", label_of("channel").to(language), language, "team%2Cchannel|team,channel")
    names = ("aftersales_answered_48h", "first_response_p50")
    expect(page.locator(f"{TABLE} thead tr")).to_have_count(2)
    engine = engine_of(served)
    found = pivot(engine, names, ("team", "channel"), Grain.MONTH, Q3)
    _above, _heads, *lines = table(page)
    wanted = {}
    for group in {(), *found.groups, *(group[:1] for group in found.groups)}:
        places = [(name, head) for head in (ALL, *found.across) for name in names]
        values = [
            format.value(
                None if (row := found.at(name, group, head)) is None else row.value, metric(name).unit, language
            )
            for name, head in places
        ]
        label = (
            engine.value_label("tickets", ("team", "channel")[len(group) - 1], group[-1], language)
            if group
            else word_all(language)
        )
        wanted.setdefault(label, []).append([value.replace("\u00a0", " ") for value in values])
    shown: dict[str, list[list[str]]] = {}
    for line in lines:
        shown.setdefault(line[0], []).append(line[1:])
    assert {label: sorted(rows) for label, rows in shown.items()} == {
        label: sorted(rows) for label, rows in wanted.items()
    }


def word_all(language: Language) -> str:
    return {"en": "All", "zh": "全部"}[language]


@every_language
def test_a_chart_chosen_by_clicking_is_drawn_and_a_reload_and_another_visitor_see_the_same(
    visit: Visit, browser: Browser, language: Language
) -> None:
    visitor = visit()
    page = visitor.go("explore", TABLE, lang=language, period="2026Q3")
    choose(visitor, "Shown as", KINDS["heat"].to(language), language, "chart=heat")
    page.locator(".js-plotly-plot .hm").first.wait_for()
    texts = page.locator(".js-plotly-plot text").all_text_contents()
    assert any("%" in text for text in texts)
    address = page.url
    page.reload()
    visitor.ready(".js-plotly-plot .hm")
    assert page.url == address
    assert page.locator(".js-plotly-plot text").all_text_contents() == texts
    with browser.new_context(viewport={"width": 1440, "height": 900}) as fresh:
        other = Visitor(fresh.new_page(), visitor.root)
        other.page.goto(address)
        other.ready(".js-plotly-plot .hm")
        assert other.page.locator(".js-plotly-plot text").all_text_contents() == texts
        assert other.wrong == []


@every_language
def test_a_link_with_bad_parts_opens_with_a_sentence_and_figures_of_what_is_left(
    visit: Visit, served: Store, language: Language
) -> None:
    visitor = visit()
    page = visitor.go(
        "explore",
        TABLE,
        lang=language,
        period="2026Q3",
        m="nps,zzz",
        by="channel,level",
        chart="pie",
        channel="phone,pigeon",
    )
    warnings = " ".join(page.get_by_test_id("stAlertContentWarning").all_text_contents())
    assert word("Left out of this link", language) in warnings
    for part in ("m=zzz", "by=level", "chart=pie", "channel=pigeon"):
        assert part in warnings
    found = pivot(
        engine_of(served), ("nps",), ("channel",), None, Q3, where=lambda _name: (Filter("channel", ("phone",)),)
    )
    row = found.at("nps", ())
    assert row is not None
    assert table(page)[1][1] == format.value(row.value, metric("nps").unit, language)
    assert link(page) == {
        "period": "2026Q3",
        "channel": "phone",
        "m": "nps",
        "by": "channel",
        "chart": "table",
        "lang": language,
    }
    page.reload()
    visitor.ready(TABLE)
    assert page.get_by_test_id("stAlertContentWarning").count() == 0


def test_filtering_by_another_dimension_narrows_the_figures_and_a_click_takes_it_off(
    visit: Visit, served: Store
) -> None:
    visitor = visit()
    page = visitor.go("explore", TABLE, lang="en", period="2026Q3", m="ticket_arrivals", by="team")
    before = table(page)
    page.get_by_role("button", name=re.compile("Filter by")).click()
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_role("combobox").last.click()
    page.get_by_role("option", name="Complaint", exact=True).click()
    page.wait_for_url(re.compile("kind=complaint"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    found = pivot(
        engine_of(served),
        ("ticket_arrivals",),
        ("team",),
        None,
        Q3,
        where=lambda _name: (Filter("kind", ("complaint",)),),
    )
    row = found.at("ticket_arrivals", ())
    assert row is not None
    expect(page.locator(f"{TABLE} tbody tr").first).to_contain_text(format.count(row.n, "en"))
    page.get_by_role("button", name="Kind is Complaint").click()
    page.wait_for_function("() => !location.search.includes('kind')")
    expect(page.locator(f"{TABLE} tbody tr").first).to_contain_text(before[1][1])
    assert link(page)["by"] == "team"


def test_the_link_to_copy_is_the_address_of_the_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("explore", TABLE, lang="en", period="2026Q3", m="nps", by="channel", top="5")
    page.get_by_role("button", name="Link", exact=True).click()
    written = page.get_by_test_id("stPopoverBody").locator("code").text_content()
    assert written is not None
    assert dict(parse_qsl(urlsplit(written).query)) == link(page)
    assert urlsplit(written).path == urlsplit(page.url).path == "/explore"


def test_heads_of_a_long_table_stay_while_it_scrolls(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(
        "explore",
        TABLE,
        lang="en",
        period="2026",
        m="ticket_arrivals,nps",
        by="team,channel,category",
        grain="week",
        top="100",
    )
    box = page.locator(TABLE).first.bounding_box()
    page.locator(TABLE).first.evaluate("table => table.scrollTo(900, 400)")
    page.wait_for_timeout(200)
    assert box is not None
    head = page.locator(f"{TABLE} thead").bounding_box()
    names = page.locator(f"{TABLE} tbody th").nth(30).bounding_box()
    corner = page.locator(f"{TABLE} thead tr").last.locator("th").first.bounding_box()
    assert head is not None
    assert names is not None
    assert corner is not None
    assert abs(head["y"] - box["y"]) < 2
    assert abs(names["x"] - box["x"]) < 2
    assert abs(corner["x"] - box["x"]) < 2
    paper = page.locator(f"{TABLE} tbody th").nth(30).evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert re.fullmatch(r"rgb\(\d+, \d+, \d+\)", paper)  # nothing shines through


VIEWS: dict[str, dict[str, str]] = {
    "table": {
        "m": "aftersales_answered_48h,first_response_p50,orders_placed,csat_mean",
        "by": "team,channel",
        "grain": "month",
    },
    "line": {"m": "aftersales_answered_48h", "by": "channel", "grain": "week", "chart": "line"},
    "lines of two": {"m": "first_response_p50,ticket_arrivals", "by": "channel", "grain": "month", "chart": "line"},
    "bar": {"m": "complaint_resolved_48h,ticket_arrivals", "by": "category", "chart": "bar"},
    "heat": {"m": "ticket_arrivals", "by": "weekday,hour", "chart": "heat"},
    "two heats": {"m": "aftersales_answered_48h,nps", "by": "channel", "grain": "month", "chart": "heat"},
    "multiples": {"m": "complaint_resolved_48h", "by": "category", "grain": "month", "chart": "multiples"},
    "two multiples": {"m": "csat_mean,ticket_arrivals", "by": "channel,region", "chart": "multiples"},
    "distribution": {"m": "first_response_p50,csat_mean,nps,complaint_resolved_48h", "chart": "distribution"},
    "distributions": {"m": "first_response_p50", "by": "channel", "chart": "distribution"},
}


@pytest.mark.parametrize(("name", "language"), list(zip(VIEWS, cycle(LANGUAGES), strict=False)))
def test_every_kind_can_be_read_at_every_width(visit: Visit, name: str, language: Language) -> None:
    """No text lies on another, is turned, cut or out of its panel."""
    visitor = visit()
    page = visitor.go("explore", f"{PANEL} .js-plotly-plot, {TABLE}", lang=language, period="2026Q3", **VIEWS[name])
    wrong: dict[int, dict[str, list[str]]] = {}
    for width in (1440, 1280, 1920):
        at_width(page, width)
        found = {"clipped": clipped(page), "outside": out_of_panel(page), "on each other": overlaps(page), "turned": turned(page),
                 "cut off": cut_off(page), "chosen": chosen_cut(page)}  # fmt: skip
        if page.evaluate(REACH) > width:
            found["wide"] = [str(page.evaluate(REACH))]
        if any(found.values()):
            wrong[width] = {key: parts for key, parts in found.items() if parts}
    assert wrong == {}


@pytest.mark.parametrize(("name", "scheme"), [("table", "dark"), ("heat", "light"), ("multiples", "dark")])
def test_axe_finds_no_barrier_in_any_kind(visit: Visit, name: str, scheme: str) -> None:
    visitor = visit(color_scheme=scheme)
    page = visitor.go("explore", f"{PANEL} .js-plotly-plot, {TABLE}", lang="en", period="2026Q3", **VIEWS[name])
    found = Axe().run(page)
    barriers = [
        f"{item['impact']} {item['id']}: {node['html'][:200]} {[check['message'] for check in node['any']]}"
        for item in found.response["violations"]
        for node in item["nodes"]
        if (item["id"], node["html"][1:].split()[0]) not in STREAMLITS_OWN
    ]
    assert barriers == []


def test_pointing_at_a_cell_says_what_it_is_whether_coloured_or_grey(visit: Visit, served: Store) -> None:
    visitor = visit()
    page = visitor.go(
        "explore",
        f"{PANEL} .hm",
        lang="en",
        period="2026Q3",
        m="aftersales_answered_48h",
        by="team,channel",
        grain="month",
        chart="heat",
    )
    plot = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert plot is not None
    rows = page.locator(".js-plotly-plot .ytick").count()
    said = []
    for row in range(rows):
        page.mouse.move(plot["x"] + plot["width"] / 6, plot["y"] + plot["height"] * (row + 0.5) / rows)
        page.locator(".hoverlayer text").first.wait_for()
        page.wait_for_timeout(120)
        said.append(" ".join(page.locator(".hoverlayer text").all_text_contents()))
    assert all("Jul 2026" in text for text in said)
    assert len(set(said)) == rows
    cases = [int(match.group(1).replace(",", "")) for text in said if (match := re.search(r"n = ([\d,]+)", text))]
    assert min(cases) < 10 <= max(cases)
