"""What the lines of a list of cases lead to."""

import pytest

from components.case_list import OPEN
from tests.pages.conftest import Open
from tests.pages.reading import drawn_html


def list_of(open_page: Open, metric: str) -> str:
    """The list of a figure's cases as HTML."""
    html = drawn_html(open_page("cases", lang="en", period="2026Q3", metric=metric))
    return html[html.index("kept-cases") :]


def test_a_line_that_is_one_record_opens_it(open_page: Open) -> None:
    html = list_of(open_page, "inspection_pass")
    assert f'data-go="{OPEN}0"' in html
    assert "case?" in html


@pytest.mark.parametrize("metric", ["kinds_sampled", "survey_each_quarter"])
def test_a_line_that_is_many_records_opens_none(metric: str, open_page: Open) -> None:
    html = list_of(open_page, metric)
    assert html.count("<tr>") > 1
    assert OPEN not in html
    assert "case?" not in html
