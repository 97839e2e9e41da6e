"""The files open in LibreOffice as they are: every slide and sheet is drawn, with Chinese letters."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from data.words import LANGUAGES, Language
from tests.reports.conftest import Made
from tests.reports.reading import slides

Open = Callable[[Language], Made]
ERRORS = ("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "Err:5")
DOTS = "40"
"""Dots for each inch of a picture: enough to see whether something was drawn."""


@pytest.fixture(scope="session")
def drawn(made: Open, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with deck and workbook in both languages as LibreOffice prints them. In CI it has to be there."""
    programs = [shutil.which(name) for name in ("soffice", "pdftoppm", "pdftotext")]
    if None in programs:
        missing = "LibreOffice or poppler is missing; on Debian: apt-get install libreoffice-impress libreoffice-calc poppler-utils"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("office")
    for language in LANGUAGES:
        (folder / f"deck_{language}.pptx").write_bytes(made(language).deck)
        (folder / f"book_{language}.xlsx").write_bytes(made(language).workbook)
    files = sorted(path.name for path in folder.iterdir())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", *files],
        cwd=folder, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder


def words(file: Path) -> str:
    """The text of a PDF, without blanks."""
    done = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True)
    return "".join(done.stdout.split())


def pictures(file: Path) -> list[Image.Image]:
    """The pages of a PDF as grey pictures."""
    subprocess.run(["pdftoppm", "-r", DOTS, "-gray", "-png", file, file.with_suffix("")], check=True)
    return [Image.open(path) for path in sorted(file.parent.glob(f"{file.stem}-*.png"))]


def ink(picture: Image.Image) -> float:
    """The share of a picture that is not white."""
    counts = picture.histogram()
    return 1 - sum(counts[250:]) / sum(counts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_is_drawn_with_its_words_and_its_chart(made: Open, drawn: Path, language: Language) -> None:
    file, found = drawn / f"deck_{language}.pdf", made(language)
    shown = pictures(file)
    assert len(shown) == len(slides(found.deck)) >= 17 + 5
    assert all(ink(picture) > 0.01 for picture in shown)
    said = words(file)
    for item in found.file.promises:
        assert "".join(item.label.split()) in said
        for fact in item.facts[:3]:
            assert "".join(fact.text.split()) in said
        for month in item.months[::12]:
            assert "".join(month.short.split()) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_drawn_with_its_rates_and_without_an_error(made: Open, drawn: Path, language: Language) -> None:
    file, found = drawn / f"book_{language}.pdf", made(language)
    assert all(ink(picture) > 0.001 for picture in pictures(file))
    said = words(file)
    assert not [error for error in ERRORS if error in said]
    for item in found.file.promises:
        assert "".join(item.label.split()) in said
        if item.divides:
            assert f"{item.row.value:.1%}" in said


@pytest.mark.parametrize("name", ["deck_zh", "book_zh"])
def test_chinese_is_set_in_a_typeface_that_has_it(drawn: Path, name: str) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(drawn / f"{name}.pdf").pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("CJK" in font or "YaHei" in font or "Hei" in font for font in fonts)
