"""Notes and named views: kept exactly as typed, found by their days, removed and brought back; and what is refused."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from data.entries import LONGEST, TURNING, read_day
from data.errors import InvalidEntry
from data.notes import KINDS, Notes
from data.state import State
from data.views import LONGEST_NAME, Views
from tests.charts.makers import HOSTILE

DAY = date(2026, 11, 11)
ALWAYS = (date.min, date.max)
SEEN = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="".join(TURNING))
TEXTS = st.text(SEEN, min_size=1, max_size=LONGEST).filter(str.strip) | st.sampled_from(HOSTILE)


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> State:
    """One state for properties that do not mind what else is in it."""
    return State(tmp_path_factory.mktemp("state"))


@pytest.fixture
def notes(store) -> Notes:
    return Notes(State(store.root))


@pytest.fixture
def views(store) -> Views:
    return Views(State(store.root))


@given(text=TEXTS, first=st.dates(), days=st.integers(0, 400) | st.none(), kind=st.sampled_from(sorted(KINDS)))
def test_any_text_and_any_days_survive_unchanged(shared, text, first, days, kind):
    assume(days is None or first <= date.max - timedelta(days))
    last = None if days is None else first + timedelta(days)
    note = Notes(shared).add(first, last, kind, text)
    assert (note.first, note.end, note.kind, note.text) == (first, last or first, kind, text)
    assert Notes(shared).get(note.id) == note
    assert note in Notes(shared).between(note.end, note.end)


@given(name=st.text(SEEN, min_size=1, max_size=LONGEST_NAME).filter(str.strip),
       parameters=st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5))  # fmt: skip
def test_any_name_and_any_link_survive_unchanged(shared, name, parameters):
    view = Views(shared).add(name, "complaints", parameters)
    try:
        assert (view.name, view.parameters) == (name, parameters)
        assert view in Views(shared).all()
    finally:
        Views(shared).remove(view.id)  # so that the name is free again


# by days


def test_notes_are_found_by_any_day_they_touch_and_come_in_the_order_of_their_days(notes):
    sale = notes.add(date(2026, 11, 1), date(2026, 11, 12), "promotion", "sale")
    outage = notes.add(date(2026, 10, 31), None, "outage", "outage")
    policy = notes.add(date(2026, 11, 12), None, "policy", "policy")

    def found(start: str, end: str) -> list[str]:
        return [note.text for note in notes.between(date.fromisoformat(start), date.fromisoformat(end))]

    assert [outage, sale, policy] == list(notes.between(*ALWAYS))
    assert found("2026-11-01", "2026-11-01") == found("2026-11-05", "2026-11-06") == ["sale"]
    assert found("2026-11-12", "2026-12-31") == ["sale", "policy"]
    assert found("2026-10-01", "2026-10-31") == ["outage"]
    assert found("2026-11-13", "2026-12-31") == found("2026-01-01", "2026-10-30") == []


def test_a_last_day_that_is_the_first_one_is_none(notes):
    assert notes.add(DAY, DAY, "other", "one day").last is None


# change, remove, restore


def test_a_note_takes_other_words_and_days_and_keeps_its_place_in_the_book(notes):
    note = notes.add(DAY, None, "other", "before")
    notes.change(note.id, date(2026, 1, 1), date(2026, 1, 3), "policy", "after")
    (changed,) = notes.between(*ALWAYS)
    assert (changed.id, changed.made_at) == (note.id, note.made_at)
    assert (changed.first, changed.last, changed.kind, changed.text) == (
        date(2026, 1, 1), date(2026, 1, 3), "policy", "after",
    )  # fmt: skip


def test_a_removed_note_is_shown_no_longer_stays_in_the_file_and_can_be_brought_back(notes):
    note, other = (notes.add(DAY, None, "other", text) for text in ("one", "two"))
    notes.remove(note.id)
    notes.remove(note.id)
    assert notes.between(*ALWAYS) == (other,)
    with closing(sqlite3.connect(notes.state.path)) as connection:
        kept = connection.execute("SELECT text, removed_at IS NOT NULL FROM notes ORDER BY id").fetchall()
    assert kept == [("one", 1), ("two", 0)]
    notes.restore(note.id)
    assert notes.between(*ALWAYS) == (note, other)


def test_what_was_removed_meanwhile_cannot_be_changed(notes, views, sentence):
    note, view = notes.add(DAY, None, "other", "one"), views.add("one", "complaints", {})
    notes.remove(note.id)
    views.remove(view.id)
    for change in (lambda: notes.change(note.id, DAY, None, "other", "two"), lambda: views.rename(view.id, "two")):
        with pytest.raises(InvalidEntry) as refused:
            change()
        sentence(refused.value, "removed meanwhile")
    notes.restore(note.id)
    assert notes.get(note.id).text == "one"


def test_a_view_has_a_name_of_its_own_which_is_free_again_once_it_is_removed(views, sentence):
    first = views.add("Weekly", "complaints", {"period": "2026Q3"})
    other = views.add("Other", "orders", {})
    for change in (lambda: views.add("Weekly", "orders", {}), lambda: views.rename(other.id, "Weekly")):
        with pytest.raises(InvalidEntry) as refused:
            change()
        sentence(refused.value, "already a view called “Weekly”")
    views.remove(first.id)
    views.rename(other.id, "Weekly")
    with pytest.raises(InvalidEntry) as refused:
        views.restore(first.id)
    sentence(refused.value, "already a view called “Weekly”")
    views.rename(other.id, "Yearly")
    views.restore(first.id)
    assert [(view.name, view.page, view.parameters) for view in views.all()] == [
        ("Weekly", "complaints", {"period": "2026Q3"}), ("Yearly", "orders", {}),
    ]  # fmt: skip


# what is refused


@pytest.mark.parametrize(
    ("text", "part"),
    [("", "empty"), (" \u3000\u00a0", "empty"), ("x" * (LONGEST + 1), f"{LONGEST + 1} characters"), ("备" * 201, "201"),
     ("two\nlines", "control"), ("a\x00b", "control"), ("tab\t", "control"), ("half \ud800", "control"),
     ("\u202egnp.exe", "control"), ("line\u2028break", "control")],
)  # fmt: skip
def test_a_text_that_cannot_be_kept_is_refused_in_words(notes, views, sentence, text, part):
    with pytest.raises(InvalidEntry) as refused:
        notes.add(DAY, None, "other", text)
    sentence(refused.value, part)
    with pytest.raises(InvalidEntry):
        views.add(text, "complaints", {})
    assert (notes.between(*ALWAYS), views.all()) == ((), ())


def test_a_text_of_just_the_length_is_kept(notes):
    assert notes.add(DAY, None, "other", "备" * LONGEST).text == "备" * LONGEST


def test_a_note_that_ends_before_it_begins_is_refused(notes, sentence):
    with pytest.raises(InvalidEntry) as refused:
        notes.add(DAY, date(2026, 11, 10), "other", "backwards")
    sentence(refused.value, "2026-11-10")
    assert notes.between(*ALWAYS) == ()


def test_a_kind_nobody_knows_is_refused(notes, sentence):
    with pytest.raises(InvalidEntry) as refused:
        notes.add(DAY, None, "weather", "rain")
    sentence(refused.value, "weather")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-11",
        "2026/11/11",
        "2026.11.11",
        " 2026-11-11 ",
        "2026年11月11日",
        "２０２６－１１－１１",
        "2026年 11月 11日",
    ],
)
def test_a_day_is_read_as_people_type_it(text):
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "11.11.2026", "2026-13-01", "2026-11", "20261111", "0000-01-01"]
)
def test_what_is_no_day_is_refused_with_an_example(text, sentence):
    with pytest.raises(InvalidEntry) as refused:
        read_day(text)
    sentence(refused.value, "2026-11-11")


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.year:04}年{day.month}月{day.day}日") == day
