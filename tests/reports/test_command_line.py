"""`python -m reports` writes the three files, and says what is wrong in a sentence."""

import shutil
from pathlib import Path

import pytest

from data.reviews import Reviews
from data.state import State
from data.store import Store
from reports.__main__ import main
from tests.reports.reading import addresses, notes, slides


@pytest.fixture
def store(tmp_path: Path, demo: Store) -> Store:
    """A copy, since a review is written down in it."""
    return Store(Path(shutil.copytree(demo.root, tmp_path / "store")))


def test_a_review_is_written_as_three_files_with_its_minutes_and_links(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = Reviews(State(store.root))
    made = reviews.make("2026Q2", None, "v", [])
    reviews.note(made.id, "complaint_resolved_48h", "decision", "周一增派两人")
    folder = tmp_path / "new" / "folder"
    words = [
        "2026q2",
        "--language",
        "zh",
        "--out",
        str(folder),
        "--url",
        "https://kept.example/",
        "--store",
        str(store.root),
    ]
    assert main(words) == 0
    assert capsys.readouterr().out.split() == [str(folder / f"review.{kind}") for kind in ("pptx", "xlsx", "pdf")]
    assert "决议：周一增派两人" in "".join(notes(slide) for slide in slides((folder / "review.pptx").read_bytes()))
    leading = {address for page in addresses((folder / "review.pdf").read_bytes()) for address in page}
    assert len(leading) == 17
    assert "https://kept.example/complaints?period=2026Q2&versus=2026Q1&promise=complaint_resolved_48h" in leading
    assert (folder / "review.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(["2026Q9"], 2, "2026Q9"), (["2026Q3", "--store", "/nowhere/at/all"], 1, "/nowhere"), (["2026Q3", "--out", "/dev/null/x"], 1, "/dev/null/x")],
)  # fmt: skip
def test_what_cannot_be_written_is_said_in_a_sentence(
    words: list[str], code: int, said: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [] if "--store" in words else ["--store", str(store.root)]
    assert main([*words, *where]) == code
    assert said in capsys.readouterr().err
