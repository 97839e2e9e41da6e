"""What a panel is: a title that says what it shows, its choices, and a chart or a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from charts.figure import Figure
from components.mark import Mark


@dataclass(frozen=True)
class Drawing:
    """What a panel shows.

    Attributes:
        chart: a figure; None where the panel is a table, or has only its note to show.
        alt: its text alternative: what a person who cannot see it should know.
        note: a sentence under it, such as what cannot be told from it.
        html: a table, every text in it escaped.
        marks: what its bars, points, cells or rows stand for, in the order of the chart's own numbering.
        cases: the figure whose cases the panel can show; the first mark's, unless another is named.
    """

    chart: Figure | None
    alt: str
    note: str = ""
    html: str = ""
    marks: tuple[Mark, ...] = ()
    cases: Mark | None = None


@dataclass(frozen=True)
class Choice:
    """A choice a panel offers, such as the figure or the dimension; it lives in the panel only.

    `wide` gives it a row of its own, for options with long names; others stand beside the title. `wanted` is what the
    link asks for: it is chosen once, whenever the link asks for another.
    """

    key: str
    label: str
    options: Mapping[str, str]
    wide: bool = False
    wanted: str | None = None

    @property
    def value(self) -> str:
        """What is chosen; the first option unless a person chose another."""
        chosen = st.session_state.get(self.key)
        return str(chosen) if chosen in self.options else next(iter(self.options))

    def choose(self, value: str) -> None:
        """Choose one of the options; what is none is left alone."""
        if value in self.options:
            st.session_state[self.key] = value

    def follow(self) -> None:
        """Choose what the link asks for, if it did not ask for it before."""
        asked = f"{self.key}_wanted"
        if self.wanted is not None and st.session_state.get(asked) != self.wanted:
            self.choose(self.wanted)
        st.session_state[asked] = self.wanted


@dataclass(frozen=True)
class Panel:
    """A panel; `draw` gives None when there is nothing to show, in which case `empty` says so if given."""

    title: str
    subtitle: str
    key: str
    draw: Callable[[], Drawing | None]
    choices: tuple[Choice, ...] = ()
    empty: str = ""
