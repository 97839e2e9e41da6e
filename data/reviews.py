"""Reviews that were made, and their minutes: notes and decisions on the promises spoken of."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.entries import checked_text
from data.errors import InvalidEntry
from data.state import State, now
from data.words import Text

KINDS = {"note": Text("Note", "备注"), "decision": Text("Decision", "决议")}
WORDS = Text("entry", "记录内容")
LONGEST = 500
MINUTE = "id, review, promise, kind, text, made_at"
Figure = Mapping[str, Any]
"""One promise as it was reported: what `metrics.review.reported` says of it."""


@dataclass(frozen=True)
class MadeReview:
    """A review as it was made: its period and the one compared with by name, the version of the data, what it reported."""

    id: int
    period: str
    compared: str | None
    version: str
    figures: tuple[Figure, ...]
    made_at: str


@dataclass(frozen=True)
class Minute:
    """A note or a decision; `promise` is the id of the promise it is about, None for the meeting as a whole."""

    id: int
    review: int
    promise: str | None
    kind: str
    text: str
    made_at: str


@dataclass(frozen=True)
class Reviews:
    """The reviews of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def all(self) -> tuple[MadeReview, ...]:
        """All reviews, the latest made first."""
        return self._found("")

    def get(self, review: int) -> MadeReview | None:
        """One review; None when there is none of that id."""
        return next(iter(self._found("AND id = ?", review)), None)

    def before(self, review: MadeReview) -> MadeReview | None:
        """The last review of an earlier period, whose decisions this one opens on."""
        return next(iter(self._found("AND period < ?", review.period)), None)

    def make(self, period: str, compared: str | None, version: str, figures: Sequence[Figure]) -> MadeReview:
        """Keep a review. It is never changed."""
        text, made_at = json.dumps([dict(figure) for figure in figures], ensure_ascii=False), now()
        with self.state.writing() as connection:
            done = connection.execute(
                "INSERT INTO reviews (period, compared, version, figures, made_at) VALUES (?, ?, ?, ?, ?)",
                (period, compared, version, text, made_at),
            )
        return _review(done.lastrowid or 0, period, compared, version, text, made_at)

    def remove(self, review: int) -> None:
        """Show a review no longer; it stays in the database."""
        with self.state.writing() as connection:
            connection.execute("UPDATE reviews SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), review))

    def restore(self, review: int) -> None:
        """Show a removed review again."""
        with self.state.writing() as connection:
            connection.execute("UPDATE reviews SET removed_at = NULL WHERE id = ?", (review,))

    def minutes(self, review: int) -> tuple[Minute, ...]:
        """The minutes of a review, as they were typed."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                f"SELECT {MINUTE} FROM minutes WHERE review = ? AND removed_at IS NULL ORDER BY id",
                (review,),
            ).fetchall()
        return tuple(Minute(*row) for row in found)

    def minute(self, minute: int) -> Minute | None:
        """One entry, also a removed one; None when there never was one of that id."""
        with self.state.reading() as connection:
            if connection is None:
                return None
            row = connection.execute(f"SELECT {MINUTE} FROM minutes WHERE id = ?", (minute,)).fetchone()
        return None if row is None else Minute(*row)

    def note(self, review: int, promise: str | None, kind: str, text: str) -> Minute:
        """Write down a note or a decision. Raises InvalidEntry, also when the review is not there."""
        if kind not in KINDS:
            raise InvalidEntry(f"There is no kind of entry “{kind}”.", f"没有“{kind}”这一记录类型。")
        checked, made_at = checked_text(text, WORDS, LONGEST), now()
        try:
            with self.state.writing() as connection:
                done = connection.execute(
                    "INSERT INTO minutes (review, promise, kind, text, made_at) VALUES (?, ?, ?, ?, ?)",
                    (review, promise, kind, checked, made_at),
                )
        except sqlite3.IntegrityError:
            raise InvalidEntry("This review is no longer there.", "该评审已不存在。") from None
        return Minute(done.lastrowid or 0, review, promise, kind, checked, made_at)

    def strike(self, minute: int) -> None:
        """Show an entry no longer; it stays in the database."""
        with self.state.writing() as connection:
            connection.execute("UPDATE minutes SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), minute))

    def _found(self, which: str, *values: object) -> tuple[MadeReview, ...]:
        """The reviews that are not removed, of those one literal condition picks, the latest made first."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                "SELECT id, period, compared, version, figures, made_at FROM reviews WHERE removed_at IS NULL"
                f" {which} ORDER BY id DESC",
                values,
            ).fetchall()
        return tuple(_review(*row) for row in found)


def _review(review: int, period: str, compared: str | None, version: str, figures: str, made_at: str) -> MadeReview:
    return MadeReview(review, period, compared, version, tuple(json.loads(figures)), made_at)
