"""What a run of a page brought to the screen, and what it should have brought."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from charts import format
from data.words import Language
from metrics.board import Standing
from metrics.catalog import metric
from metrics.verdict import WORDS

Figures = dict[str, tuple[str, str, str]]
"""Promise → actual, target and status, as written."""


@dataclass(frozen=True)
class Seen:
    """One panel as it stands on the page: title, chart, table, notes below, and sentences in place of a drawing."""

    title: str
    subtitle: str
    chart: dict[str, Any] | None
    table: str
    notes: tuple[str, ...]
    infos: tuple[str, ...]
    errors: tuple[str, ...]
    choices: tuple[str, ...]

    @property
    def shows_something(self) -> bool:
        """A chart, a table, or one sentence that says why there is none; never a drawing beside such a sentence."""
        drawn = self.chart is not None or bool(self.table) or bool(self.notes)
        return drawn != (len(self.infos) + len(self.errors) == 1)


def board_html(page: AppTest) -> str:
    """What the board's component was given; empty where there is no board."""
    given = [_given(part) for part in page.get("bidi_component") if part.proto.component_name == "kept_board"]
    return str(given[0]["html"]) if given else ""


def _given(component: Any) -> dict[str, Any]:
    """What a component of ours was given to show."""
    proto = component.proto
    given: dict[str, Any] = json.loads(proto.mixed.json or proto.json)
    return given


def drawings(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → what was drawn: figure, table, twin, and the words for those who cannot see it."""
    found = (part for part in page.get("bidi_component") if part.proto.component_name == "kept_drawing")
    return {part.proto.id.rsplit("-", 1)[1]: _given(part) for part in found}


def drawn_html(page: AppTest) -> str:
    """The HTML of every drawing of a page."""
    return "".join(item["html"] for item in drawings(page).values())


def board_figures(page: AppTest) -> Figures:
    """The figures on the board."""
    pattern = (
        r'data-open="(?P<id>[^"]*)".*?class="actual">(?P<actual>[^<]*)<.*?class="small">(?P<target>[^<]*)<'
        r'.*?class="pill[^>]*><span[^>]*>[^<]*</span>(?P<word>[^<]*)</span>'
    )
    return {
        found["id"]: tuple(unescape(found[name]) for name in ("actual", "target", "word"))
        for found in re.finditer(pattern, board_html(page))
    }  # type: ignore[misc]


def wanted_figures(standings: Iterable[Standing], language: Language) -> Figures:
    """The figures the board should show."""
    found: Figures = {}
    for item in standings:
        unit = metric(item.promise.metric).unit
        target = format.target(item.promise.target, unit, language)
        word = {"en": "target ", "zh": "目标 "}[language]
        found[item.promise.id] = (
            format.value(item.row.value, unit, language),
            word + target,
            WORDS[item.verdict].to(language),
        )
    return found


def cards(page: AppTest) -> list[tuple[str, str, str, str]]:
    """Label, figure, verdict and note of the cards, in their order; without one, the verdict or the note is empty."""
    html = drawn_html(page)
    pattern = r'<div class="kept-card"><span>(?:<button[^>]*>)?([^<]*)(?:</button>)?</span><b>([^<]*)(?:<em class="[^"]*">([^<]*)</em>)?</b>(?:<i>([^<]*)</i>)?</div>'
    found = [tuple(map(unescape, parts)) for parts in re.findall(pattern, html)]
    assert len(found) == html.count('<div class="kept-card">')
    return found  # type: ignore[return-value]


def card_figures(page: AppTest) -> dict[str, tuple[str, str]]:
    """Label → figure and note of the cards."""
    return {label: (value, note) for label, value, _word, note in cards(page)}


def panels(page: AppTest) -> dict[str, Seen]:
    """Key → what the panel shows, in the order of the page."""
    return {key.removeprefix("panel_"): _seen(block) for key, block in _blocks(page.main) if key.startswith("panel_")}


def _blocks(node: Any) -> Iterator[tuple[str, Any]]:
    """Every container with a key of ours, and that key."""
    for child in getattr(node, "children", {}).values():
        key = getattr(child, "key", None)
        if key and hasattr(child, "children"):
            yield str(key), child
        yield from _blocks(child)


def _elements(node: Any) -> Iterator[Any]:
    for child in getattr(node, "children", {}).values():
        if hasattr(child, "children"):
            yield from _elements(child)
        else:
            yield child


def _seen(block: Any) -> Seen:
    found = list(_elements(block))
    drawn = [_given(item) for item in found if item.type == "bidi_component"]
    html = [str(item.value) for item in found if item.type == "html"] + [item["foot"] for item in drawn]
    titles = re.findall('kept-title">(.*?)</div>', "".join(html))
    lines = [
        unescape(text) for text in re.findall('<div class="kept-subtitle(?: kept-lead)?">(.*?)</div>', "".join(html))
    ]
    chart = next((json.loads(item["figure"]) for item in drawn if item["figure"]), None)
    return Seen(
        unescape(titles[0]) if titles else "", lines[0] if lines else "", chart,
        "".join(item["html"] for item in drawn), tuple(lines[1:]),
        tuple(item.value for item in found if item.type == "info"),
        tuple(item.value for item in found if item.type == "error"),
        tuple(item.key for item in found if item.type == "selectbox"),
    )  # fmt: skip


def charts(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → specification of the charts drawn."""
    return {
        key.removesuffix("_chart"): json.loads(item["figure"]) for key, item in drawings(page).items() if item["figure"]
    }


def alternatives(page: AppTest) -> list[str]:
    """What a person hears who cannot see the charts."""
    return [item["alt"] for item in drawings(page).values() if item["figure"]]


def everything(page: AppTest) -> str:
    """All texts of the page, the board's and the charts' too."""
    kinds = (
        page.title, page.subheader, page.markdown, page.caption, page.text, page.code, page.info, page.warning, page.error,
        page.html,
    )  # fmt: skip
    texts = [str(part.value) for kind in kinds for part in kind]
    return "\n".join(
        [
            *texts,
            *(part.proto.json for part in page.get("bidi_component")),
            *alternatives(page),
            *(unescape(item["foot"]) for item in drawings(page).values()),
        ]
    )


def words(page: AppTest) -> list[str]:
    """Every text a reader sees or hears, without its marks: those of tables, cards, charts, boxes and the board."""
    html = [*(part.value for part in page.html), board_html(page)]
    html += [part for item in drawings(page).values() for part in (item["html"], item["twin"], item["foot"])]
    found = [unescape(text) for part in html for text in re.findall(r">([^<>]+)<", _bare(part))]
    found += [unescape(text) for part in html for text in re.findall(r'(?:aria-label|title)="([^"]*)"', part)]
    for kind in (page.title, page.subheader, page.markdown, page.text, page.info, page.warning, page.error):
        found += [re.sub(r":[\w-]+\[|:material/\w+:|\\", " ", str(part.value)) for part in kind]
    for kind in (page.multiselect, page.selectbox, page.radio, page.slider, page.toggle, page.button):
        found += [str(part.label) for part in kind]
    for kind in (page.multiselect, page.selectbox, page.radio):
        found += [str(option) for part in kind for option in part.options]
    found += alternatives(page)
    for spec in charts(page).values():
        found += [re.sub("<[^>]*>", " ", text) for text in _texts_of(spec)]
    return found


def _bare(html: str) -> str:
    return re.sub("<style>.*?</style>", "", html, flags=re.S)


TEXTS_OF_A_CHART = {"text", "ticktext", "name", "customdata", "title", "x", "y", "hovertext"}


def _texts_of(part: Any, name: str = "") -> Iterator[str]:
    """The words in the specification of a chart."""
    if isinstance(part, str) and name in TEXTS_OF_A_CHART:
        yield part
    elif isinstance(part, list):
        for item in part:
            yield from _texts_of(item, name)
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from _texts_of(item, key)
