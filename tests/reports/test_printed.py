"""The printed form says what the engine says, on every page what it is about, and leads back to every figure."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from data.errors import FileNotMade
from data.words import LANGUAGES, Language
from reports import print_font
from reports.print_font import typeface
from reports.printed import printed
from tests.charts.makers import HOSTILE
from tests.reports.conftest import LONG, MINUTES, Made
from tests.reports.makers import LINK, figures, hostile, review_of
from tests.reports.reading import addresses, pages
from tests.reports.test_sheet import FORMULAS

Open = Callable[[Language], Made]
A4 = (595.28, 841.89)


def squeezed(text: str) -> str:
    """A text without blanks and line ends, and with the signs that the typeface has."""
    return "".join(text.replace("✕", "×").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_every_promise_is_printed_beside_its_name(made: Open, language: Language) -> None:
    found = made(language)
    said = squeezed("\n".join(pages(found.printed)))
    place = 0
    for item in found.file.promises:
        place = said.index(squeezed(item.title), place)
        for fact in item.facts:
            place = said.index(squeezed(f"{fact.name}{fact.text}"), place)
        assert squeezed(item.moved) in said[place:]
        assert squeezed(item.definition) in said[place:]
        for month in item.months[::2]:
            assert squeezed(month.name) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_names_period_filters_version_and_its_number(made: Open, language: Language) -> None:
    found = made(language)
    shown = pages(found.printed)
    assert len(shown) > 5
    for number, text in enumerate(shown, start=1):
        for fact in found.file.facts[:3]:
            assert fact.text in text
        assert found.of.version in text
        assert text.replace("\n", "").endswith(f"{number} / {len(shown)}")


def test_every_figure_leads_to_where_it_can_be_opened(made: Open) -> None:
    found = made("en")
    leading = [address for page in addresses(found.printed) for address in page]
    for item in found.file.promises:
        assert leading.count(item.link) >= 2
    assert set(leading) == {item.link for item in found.file.promises}


def test_pages_are_a4_and_say_their_language(made: Open) -> None:
    reader = PdfReader(io.BytesIO(made("zh").printed))
    assert {tuple(round(float(side), 1) for side in page.mediabox[2:]) for page in reader.pages} == {(595.3, 841.9)}
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.metadata is not None
    assert reader.metadata.title == made("zh").file.title


def test_only_the_letters_that_are_used_are_embedded(made: Open) -> None:
    size = sum(face.path.stat().st_size for face in (typeface().regular, typeface().bold))
    assert len(made("zh").printed) < min(600_000, size / 10)


def test_minutes_and_actions_are_printed_whole(made: Open) -> None:
    said = squeezed("".join(pages(made("en").printed)))
    for minute in MINUTES:
        assert squeezed(minute.text) in said


def test_hostile_texts_are_only_texts_on_paper() -> None:
    reviews = [hostile(text) for text in (*FORMULAS, *HOSTILE, LONG * 4, "x" * 900, "ا\u202eب 😀")]
    actions = [action for review in reviews for action in review.actions]
    file = printed(
        replace(reviews[0], promises=[item for review in reviews for item in review.promises], actions=actions)
    )
    assert {address for page in addresses(file) for address in page} == {LINK}
    assert b"/JavaScript" not in file
    assert b"/Launch" not in file
    said = squeezed("".join(pages(file)))
    assert squeezed(FORMULAS[-1]) in said
    assert squeezed(HOSTILE[1]) in said


def test_nothing_is_printed_below_the_foot_or_beside_the_page() -> None:
    promises = [figures(id=f"p{place}", moved=LONG * (1 + place % 3)) for place in range(9)]
    promises.append(figures(moved=LONG * 40))
    reader = PdfReader(io.BytesIO(printed(review_of(*promises))))
    places: list[tuple[float, float]] = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size: places.append((tm[4], tm[5])) if text.strip() else None
        )
    assert len(places) > 100
    assert all(30 < x < A4[0] - 30 and 20 < y < A4[1] - 20 for x, y in places)


def test_without_a_chinese_typeface_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_font, "KNOWN", ())
    monkeypatch.setattr(print_font, "_matched", lambda _weight: None)
    typeface.cache_clear()
    try:
        with pytest.raises(FileNotMade, match="fonts-noto-cjk") as failed:
            printed(review_of())
    finally:
        typeface.cache_clear()
    assert "中文字体" in failed.value.to("zh")


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("{font}\n2\nen|zh-cn|ja", 2), ("{font}\n65538\nzh-cn", 2), ("{font}\n0\nen|fr", None),
        ("/nowhere.ttc\n0\nzh-cn", None), ("", None), ("{font}\nx\nzh-cn", None),
    ],
)  # fmt: skip
def test_only_a_typeface_that_has_chinese_letters_is_taken(
    answer: str, found: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = tmp_path / "font.ttc"
    font.write_bytes(b"")
    program = tmp_path / "fc-match"
    program.write_text(f"#!/bin/sh\nprintf '{answer.format(font=font)}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    face = print_font._matched("regular")
    assert (None if face is None else face.index) == found
