"""Nothing runs out of its box, and nothing is lost without a sign of it."""

from hypothesis import given, strategies as st

from reports.fitting import LEADING, cut, fitted, lines, width

TEXTS = st.text(st.sampled_from("abc WM 承诺，。（）投诉98%\u00a0—"), max_size=300)


@given(TEXTS, st.floats(60, 400), st.sampled_from([9.0, 12.0, 26.0]))
def test_no_line_is_wider_than_its_room_and_no_sign_is_lost(text: str, room: float, size: float) -> None:
    found = lines(text, room, size)
    assert all(width(line, size) <= room for line in found if len(line) > 1)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(TEXTS, st.floats(60, 400), st.integers(1, 4))
def test_a_text_that_is_cut_fits_and_says_so(text: str, room: float, most: int) -> None:
    shown = cut(text, room, 12, most)
    assert len(lines(shown, room, 12)) <= most
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@given(TEXTS, st.floats(100, 400), st.floats(20, 80))
def test_a_text_is_made_smaller_before_it_is_cut(text: str, room: float, height: float) -> None:
    shown = fitted(text, room, height, (14, 12, 10))
    assert len(lines(shown.text, room, shown.size)) * shown.size * LEADING <= max(height, 10 * LEADING)
    assert shown.whole == (shown.text == text)
    assert shown.whole or shown.size == 10


def test_lines_end_at_words_and_no_line_begins_with_a_chinese_comma() -> None:
    assert lines("broken at words only", 70, 12) == ["broken at", "words only"]
    chinese = lines("投诉处理，投诉处理，投诉处理", 60, 12)
    assert len(chinese) > 1
    assert not any(line.startswith("，") for line in chinese)
