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
    given: dict[str, Any] = json.loads(proto.bytes or proto.mixed.json or proto.json)
    return given


def drawings(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → what was drawn, in the order of the page: figure, table, twin, choices, and the words beside them."""
    found = (_given(part) for part in page.get("bidi_component") if part.proto.component_name == "kept_drawing")
    return {part["key"]: part for given in found for column in given["columns"] for part in column}


def drawn_html(page: AppTest) -> str:
    """The HTML of every drawing of a page."""
    return "".join(item["html"] for item in drawings(page).values())


def choices(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → the choice boxes inside panels: label, options as pairs of value and text, and the value chosen."""
    return {box["key"]: box for item in drawings(page).values() for box in item["boxes"]}


def choose(page: AppTest, key: str, value: str) -> None:
    """Choose in a panel, as its box does."""
    assert value in dict(choices(page)[key]["options"])
    page.session_state[key] = value
    page.run()


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
    boxed = {key.removeprefix("panel_"): _boxed(block) for key, block in _blocks(page.main) if key.startswith("panel_")}
    return {key: _seen(item) for key, item in drawings(page).items() if item["title"]} | boxed


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


def _seen(item: dict[str, Any]) -> Seen:
    """A panel drawn by our component."""
    chart = json.loads(item["figure"]) if item["figure"] else None
    said = (item["said"],) if item["said"] else ()
    failed = item["state"] == "error"
    return Seen(
        item["title"], item["lead"], chart, item["html"], (item["foot"],) if item["foot"] else (),
        () if failed else said, said if failed else (), tuple(box["key"] for box in item["boxes"]),
    )  # fmt: skip


def _boxed(block: Any) -> Seen:
    """A panel made of Streamlit's own elements."""
    found = list(_elements(block))
    drawn = [
        part for item in found if item.type == "bidi_component" for column in _given(item)["columns"] for part in column
    ]
    html = [str(item.value) for item in found if item.type == "html"]
    titles = re.findall('kept-title">(.*?)</div>', "".join(html))
    return Seen(
        unescape(titles[0]) if titles else "", "", None, "".join(item["html"] for item in drawn), (),
        tuple(item.value for item in found if item.type == "info"),
        tuple(item.value for item in found if item.type == "error"),
        tuple(item.key for item in found if item.type == "selectbox"),
    )  # fmt: skip


def sentences(page: AppTest) -> list[str]:
    """Every sentence that stands where something would be drawn, or tells of a failure."""
    return [str(item.value) for kind in (page.info, page.error) for item in kind] + [
        item["said"] for item in drawings(page).values() if item["said"]
    ]


def failures(page: AppTest) -> list[str]:
    """Every sentence that tells of a failure."""
    said = [item["said"] for item in drawings(page).values() if item["state"] == "error"]
    return [str(item.value) for item in page.error] + said


def charts(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → specification of the charts drawn."""
    return {key: json.loads(item["figure"]) for key, item in drawings(page).items() if item["figure"]}


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
            *(json.dumps(_given(part), ensure_ascii=False) for part in page.get("bidi_component")),
            *alternatives(page),
        ]
    )


def words(page: AppTest) -> list[str]:
    """Every text a reader sees or hears, without its marks: those of tables, cards, charts, boxes and the board."""
    html = [*(part.value for part in page.html), board_html(page)]
    html += [part for item in drawings(page).values() for part in (item["html"], item["twin"])]
    found = [unescape(text) for part in html for text in re.findall(r">([^<>]+)<", _bare(part))]
    found += [unescape(text) for part in html for text in re.findall(r'(?:aria-label|title)="([^"]*)"', part)]
    for kind in (page.title, page.subheader, page.markdown, page.text, page.info, page.warning, page.error):
        found += [re.sub(r":[\w-]+\[|:material/\w+:|\\", " ", str(part.value)) for part in kind]
    for kind in (page.multiselect, page.selectbox, page.radio, page.slider, page.toggle, page.button):
        found += [str(part.label) for part in kind]
    for kind in (page.multiselect, page.selectbox, page.radio):
        found += [str(option) for part in kind for option in part.options]
    found += alternatives(page)
    for item in drawings(page).values():
        found += [item[name] for name in ("title", "lead", "foot", "said")]
        found += [text for box in item["boxes"] for text in (box["label"], *(text for _value, text in box["options"]))]
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
