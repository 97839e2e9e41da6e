"""The pages of data quality and of versions, used as a person would: read, compare, undo, choose."""

import re
import shutil
from pathlib import Path

import pytest

from data.store import Store
from data.words import LANGUAGES, Language
from metrics.data_defects import defects
from tests.builders import bring
from tests.pages.conftest import Open
from tests.pages.reading import board_html, drawn_html, everything, panels
from tests.pages.stores import engine_of

HOSTILE_NAME = "<img src=x onerror=alert(1)>.csv"


def complaint(name: str, resolved: str = "2026-05-12 08:00:00", **cells: object) -> dict[str, object]:
    return {"ticket_id": name, "kind": "complaint", "status": "closed", "created_at": "2026-05-11 09:00:00",
            "resolved_at": resolved, **cells}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Ten complaints; then a file with two late ones, a correction and a rejected row."""
    store = Store(tmp_path_factory.mktemp("versions") / "store")
    bring(store, "tickets", [complaint(f"C{number}") for number in range(10)], name="may.csv")
    late = "2026-05-20 09:00:00"
    changes = [complaint("L1"), complaint("L2", late), complaint("C1", late), complaint("R1", "2026-01-01 09:00:00")]
    bring(store, "tickets", changes, name=HOSTILE_NAME)
    return store


@pytest.fixture
def store(made: Store, tmp_path: Path) -> Store:
    """A copy that a test may change."""
    return Store(shutil.copytree(made.root, tmp_path / "store"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "100.0\u00a0% as reported, 83.3\u00a0% as known today: 2 late rows, 1 correction."),
     ("zh", "报告时 100.0%，按目前所知 83.3%：2 条迟到记录、1 处更正。")],
)  # fmt: skip
def test_the_last_import_is_compared_with_the_one_before(
    open_page: Open, made: Store, language: Language, said: str
) -> None:
    page = open_page("versions", made, lang=language, period="2026Q2")
    assert not page.exception
    html = drawn_html(page)
    assert said in html
    cases = re.findall(r"<th scope=\"row\"[^>]*>(\w+)</th>", html)
    assert cases == ["C1", "L1", "L2"]


def test_an_import_is_undone_after_a_second_question_and_can_be_brought_back(open_page: Open, store: Store) -> None:
    first, second = store.versions()
    page = open_page("versions", store, lang="en", period="2026Q2")
    page.button(key=f"_version_{second}").click().run()
    assert "comes back" in everything(page)
    assert store.current_id() == second
    page.button(key="_version_yes").click().run()
    assert store.current_id() == first
    assert "undone" in everything(page)
    page.button(key=f"_version_{second}").click().run()
    page.button(key="_version_no").click().run()
    assert store.current_id() == first
    page.button(key=f"_version_{second}").click().run()
    page.button(key="_version_yes").click().run()
    assert store.current_id() == second
    assert not page.exception


def test_what_cannot_be_done_is_said(open_page: Open, store: Store) -> None:
    _first, second = store.versions()
    page = open_page("versions", store, lang="en")
    page.button(key=f"_version_{second}").click().run()
    with store.writing():
        page.button(key="_version_yes").click().run()
    assert "Another import is writing" in everything(page)
    assert store.current_id() == second


def test_names_of_files_stay_names_and_the_rejected_rows_can_be_taken_away(open_page: Open, made: Store) -> None:
    page = open_page("versions", made, lang="en")
    html = "".join(str(part.value) for part in page.html)
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert len(page.get("download_button")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_stands_on_the_quality_page_with_its_numbers(
    open_page: Open, made: Store, language: Language
) -> None:
    page = open_page("quality", made, lang=language)
    assert not page.exception
    found = panels(page)
    assert list(found) == ["sources", "findings", "columns"]
    for item in defects(engine_of(made)):
        assert item.finding.says.to(language).replace("\u00a0", " ") in found["findings"].table.replace("\u00a0", " ")
    assert {"en": "up to", "zh": "至多"}[language] in everything(page)


def test_the_board_marks_the_promises_whose_data_fail(open_page: Open, made: Store, demo: Store) -> None:
    html = board_html(open_page("promises", made, lang="en", period="2026Q2"))
    assert 'data-doubted="complaint_resolved_48h"' in html
    assert "cannot be true and were rejected" in html
    assert "data-doubted" not in board_html(open_page("promises", demo, lang="en", period="2026Q3"))
