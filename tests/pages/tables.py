"""A table of ours as text, cell by cell."""

from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest

from tests.pages.reading import panels


class _Cells(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[list[str]] = []
        self.spans: list[list[int]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.lines.append([])
            self.spans.append([])
        elif tag in ("th", "td"):
            self.lines[-1].append("")
            self.spans[-1].append(int(dict(attrs).get("colspan") or 1))
        elif tag == "small":
            self.lines[-1][-1] += "|"

    def handle_data(self, data: str) -> None:
        if self.lines and self.lines[-1]:
            self.lines[-1][-1] += data


def table_lines(html: str) -> list[list[str]]:
    """Every line of a table from its heads down; a head over several columns is repeated."""
    found = _Cells(html[html.index("<table") :])
    return [
        [text.replace("\u00a0", " ") for text, span in zip(line, spans, strict=True) for _ in range(span)]
        for line, spans in zip(found.lines, found.spans, strict=True)
    ]


def table_of(page: AppTest, key: str = "explore") -> list[list[str]]:
    """The table in a panel."""
    return table_lines(panels(page)[key].table)
