"""The part of the box that says by what an action will be judged: proposed, to be changed now or never."""

from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from components.page import Page
from components.typed import small_line
from data.entries import read_number
from data.judged_by import Chosen, Rule
from metrics.catalog import metric as metric_named
from metrics.course import filters
from metrics.dimensions import label_of
from metrics.model import Unit
from metrics.proposed_rule import comparisons

WEEKS, LAGS = (4, 8, 13, 26), (0, 1, 2, 4, 8)
ALONE = "-"
SHOWN_IN = {Unit.RATIO: 100.0, Unit.CHANGE: 100.0}
"""What is typed for one of the figure's unit: rates are typed in points."""


@dataclass(frozen=True)
class RuleForm:
    """The widgets of a rule on one figure, and what was chosen in them."""

    page: Page
    metric: str
    proposed: Rule

    def draw(self) -> None:
        """The widgets, and what they mean."""
        _, language, rule = self.page.words, self.page.look.language, self.proposed
        heading = _("How it will be judged")
        st.html(f'<div class="kept-title">{escape(heading)}</div>')
        small_line(_("Rule, window and comparison group are written down now and cannot be changed later."))
        if rule.metric != self.metric:
            label = metric_named(rule.metric).label.to(language)
            small_line(_("A change is judged by what changes: “{figure}”, week by week.", figure=label))
        ways = {"up": _("it rises"), "down": _("it falls")}
        left, middle, right = st.columns(3, gap="small")
        left.selectbox(
            _("Success means"), list(ways), 0 if rule.higher else 1, key=self._key("way"), format_func=lambda way: ways[way],
            placeholder=_("Choose"),
        )  # fmt: skip
        middle.text_input(self._least_label(), f"{rule.least * self._scale:g}", key=self._key("least"))
        groups = self._groups()
        right.selectbox(
            _("Compared with"), list(groups), key=self._key("group"), format_func=lambda name: groups[name], placeholder=_("Choose")
        )  # fmt: skip
        parts = (("before", _("Weeks before"), WEEKS, rule.before), ("after", _("Weeks after"), WEEKS, rule.after),
                 ("lag", _("Weeks left out after the start"), LAGS, rule.lag))  # fmt: skip
        for column, (name, label, offered, value) in zip(st.columns(3, gap="small"), parts, strict=True):
            column.selectbox(label, offered, offered.index(value), key=self._key(name), placeholder=_("Choose"))

    def read(self) -> Rule:
        """What was chosen. Raises InvalidEntry."""
        chosen = {
            name: st.session_state[self._key(name)] for name in ("way", "least", "group", "before", "after", "lag")
        }
        least = read_number(chosen["least"]) / self._scale
        return replace(
            self.proposed, higher=chosen["way"] == "up", least=least, before=chosen["before"], after=chosen["after"],
            lag=chosen["lag"], comparison=self._comparisons().get(chosen["group"]),
        )  # fmt: skip

    @property
    def _scale(self) -> float:
        return SHOWN_IN.get(metric_named(self.proposed.metric).unit, 1.0)

    def _key(self, name: str) -> str:
        return f"_action_{name}_{self.metric}"

    def _comparisons(self) -> dict[str, Chosen]:
        return comparisons(self.page.engine, self.proposed.metric, filters(self.proposed.filters))

    def _groups(self) -> dict[str, str]:
        """The groups on offer in words, the one proposed first, and none."""
        _, language = self.page.words, self.page.look.language
        names = {
            name: _("all others by {dimension}", dimension=label_of(name).to(language)) for name in self._comparisons()
        }
        return {**names, ALONE: _("nothing: its own course before")}

    def _least_label(self) -> str:
        _ = self.page.words
        match metric_named(self.proposed.metric).unit:
            case Unit.RATIO | Unit.CHANGE:
                return _("By at least (points)")
            case Unit.HOURS:
                return _("By at least (hours)")
            case Unit.COUNT:
                return _("By at least (a week)")
        return _("By at least")
