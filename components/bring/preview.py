"""The first rows as they will be stored, each cell over what stands in the file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from components.language import language, words
from components.table import Cell, table
from data.contracts import contract
from data.contracts.model import Column, Type

HEIGHT = 330


def preview(trial: Mapping[str, Any], content: Mapping[str, Any], zone: ZoneInfo) -> None:
    """A table of the first rows of one source."""
    _, tongue = words(), language()
    shown, source = trial["preview"], contract(trial["source"])
    columns = [source.column(name) for name in shown["columns"]]
    places = [_place(content["columns"].get(column.name), shown["headers"]) for column in columns]
    heads = [_("Result"), *(column.label.to(tongue) for column in columns)]
    rows = []
    for raw, stored, wrong in zip(shown["rows"], shown["stored"], shown["wrong"], strict=True):
        said = Cell("✕", wrong[1] if tongue == "zh" else wrong[0], "bad") if wrong else Cell("✓", state="good")
        cells = [
            _cell(column, value, None if place is None else raw[place], zone)
            for column, value, place in zip(columns, stored, places, strict=True)
        ]
        rows.append([said, *cells])
    st.html(table(heads, rows, HEIGHT))


def _cell(column: Column, value: str | None, raw: str | None, zone: ZoneInfo) -> Cell:
    text = _stored(column, value, zone)
    return Cell(
        text, "" if raw is None or raw.strip() == text else raw.strip()[:60], "" if value is not None else "grey"
    )


def _stored(column: Column, value: str | None, zone: ZoneInfo) -> str:
    """A stored value as people read it: moments on the organisation's clock, codes by their names."""
    _, tongue = words(), language()
    if value is None:
        return "–"
    if column.type is Type.MOMENT:
        moment = datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(zone)
        return f"{moment:%Y-%m-%d %H:%M:%S}"
    if column.type is Type.BOOLEAN:
        return _("yes") if value == "true" else _("no")
    if column.type is Type.DECIMAL:
        return value.rstrip("0").rstrip(".") if "." in value else value
    return next((item.label.to(tongue) for item in column.values if item.code == value), value)


def _place(rule: Any, headers: Sequence[str]) -> int | None:
    """Where in the file the column stands that a rule reads; None for what is computed."""
    names = rule if isinstance(rule, str) else rule.get("from", rule.get("first", rule.get("add"))) if rule else None
    wanted = [names] if isinstance(names, str) else names or []
    lowered = [header.strip().lower() for header in headers]
    return next((lowered.index(name.strip().lower()) for name in wanted if name.strip().lower() in lowered), None)
