"""Reviews and their minutes are kept as they were made and typed."""

import sqlite3

import pytest

from data.errors import InvalidEntry
from data.reviews import LONGEST, Reviews
from data.state import State
from data.store import Store

FIGURES = ({"promise": "order_in_promise", "verdict": "kept", "value": 0.973, "numerator": 973, "denominator": 1000},)


@pytest.fixture
def reviews(store: Store) -> Reviews:
    return Reviews(State(store.root))


def test_a_review_is_read_back_as_it_was_made(reviews):
    assert reviews.all() == ()
    made = reviews.make("2026Q3", "2026Q2", "v1", FIGURES)
    other = reviews.make("2026Q4", None, "v2", ())
    assert reviews.all() == (other, made)
    assert reviews.get(made.id) == made
    assert made.figures == FIGURES
    assert reviews.get(99) is None


def test_a_removed_review_can_be_brought_back_with_its_minutes(reviews):
    made = reviews.make("2026Q3", None, "v1", FIGURES)
    minute = reviews.note(made.id, None, "note", "all were there")
    reviews.remove(made.id)
    assert reviews.all() == ()
    reviews.restore(made.id)
    assert (reviews.all(), reviews.minutes(made.id)) == ((made,), (minute,))


def test_minutes_stand_in_the_order_they_were_typed_and_can_be_struck(reviews):
    made = reviews.make("2026Q3", None, "v1", FIGURES)
    first = reviews.note(made.id, "order_in_promise", "decision", "两周内增加夜班人手")
    second = reviews.note(made.id, None, "note", "=cmd|' /C calc'!A0")
    assert reviews.minutes(made.id) == (first, second)
    assert second.text == "=cmd|' /C calc'!A0"
    reviews.strike(first.id)
    assert reviews.minutes(made.id) == (second,)
    assert reviews.minute(first.id) == first


def test_the_review_before_is_that_of_the_last_earlier_quarter(reviews):
    second = reviews.make("2026Q2", None, "v1", FIGURES)
    again = reviews.make("2026Q2", None, "v2", FIGURES)
    third = reviews.make("2026Q3", None, "v2", FIGURES)
    assert reviews.before(third) == again
    assert reviews.before(second) is None


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("note", " ", "empty"),
        ("note", "x" * (LONGEST + 1), "more than"),
        ("vote", "x", "no kind"),
        ("note", "a\u202eb", "control"),
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused_in_words(reviews, kind, text, said):
    made = reviews.make("2026Q3", None, "v1", FIGURES)
    with pytest.raises(InvalidEntry) as refusal:
        reviews.note(made.id, None, kind, text)
    assert said in refusal.value.to("en")
    assert reviews.minutes(made.id) == ()


def test_an_entry_on_a_review_that_is_not_there_is_refused(reviews):
    reviews.make("2026Q3", None, "v1", FIGURES)
    with pytest.raises(InvalidEntry):
        reviews.note(7, None, "note", "lost")


def test_the_rule_of_an_action_cannot_be_changed_even_by_sql(reviews):
    reviews.make("2026Q3", None, "v1", FIGURES)
    with reviews.state.writing() as connection:
        connection.execute(
            "INSERT INTO actions (metric, filters, origin, rule, start, opened_at, problem, cause, action, owner, due, status,"
            " changed_at) VALUES ('m', '{}', '{}', '{}', '2026-10-01', 't', 'p', '', 'a', 'o', '2026-12-01', 'open', 't')"
        )
    with pytest.raises(sqlite3.IntegrityError, match="frozen"), reviews.state.writing() as connection:
        connection.execute("UPDATE actions SET rule = '{\"least\": 0}'")
    with reviews.state.writing() as connection:
        connection.execute("UPDATE actions SET status = 'done', owner = 'another'")
