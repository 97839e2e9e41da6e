"""What a run of a page brought to the screen, and what it should have brought."""

import json
import re
from collections.abc import Iterable
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


def board_figures(page: AppTest) -> Figures:
    """The figures on the board."""
    html = json.loads(page.get("bidi_component")[0].proto.mixed.json or page.get("bidi_component")[0].proto.json)[
        "html"
    ]
    pattern = (
        r'data-open="(?P<id>[^"]*)".*?class="actual">(?P<actual>[^<]*)<.*?class="small">(?P<target>[^<]*)<'
        r".*?</span>(?P<word>[^<]*)</span></td></tr>"
    )
    return {
        found["id"]: tuple(unescape(found[name]) for name in ("actual", "target", "word"))
        for found in re.finditer(pattern, html)
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


def card_figures(page: AppTest) -> dict[str, tuple[str, str]]:
    """Label → figure and note of the cards."""
    html = next(part.value for part in page.html if "kept-card" in part.value)
    found = re.findall(r"<span>([^<]*)</span><b>([^<]*)</b><i>([^<]*)</i>", html)
    return {unescape(label): (unescape(value), unescape(note)) for label, value, note in found}


def charts(page: AppTest) -> dict[str, dict[str, Any]]:
    """Key → specification of the charts drawn."""
    return {
        chart.proto.id.rsplit("-", 1)[1].removesuffix("_chart"): json.loads(chart.proto.spec)
        for chart in page.get("plotly_chart")
    }


def alternatives(page: AppTest) -> list[str]:
    """What a person hears who cannot see the charts."""
    return [chart.proto.alt for chart in page.get("plotly_chart")]


def everything(page: AppTest) -> str:
    """All texts of the page, the board's and the charts' too."""
    kinds = (
        page.title,
        page.subheader,
        page.markdown,
        page.caption,
        page.text,
        page.code,
        page.info,
        page.warning,
        page.error,
        page.html,
    )
    texts = [str(part.value) for kind in kinds for part in kind]
    return "\n".join(
        [
            *texts,
            *(part.proto.json for part in page.get("bidi_component")),
            *alternatives(page),
            *(chart.proto.spec for chart in page.get("plotly_chart")),
        ]
    )
