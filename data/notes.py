"""Dated notes on the organisation's life, shown on every trend: a promotion, a change of policy, an outage."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from data.entries import checked_text
from data.errors import InvalidEntry
from data.state import State, now
from data.words import Text

KINDS = {
    "promotion": Text("Promotion", "促销活动"),
    "policy": Text("Change of policy", "政策调整"),
    "outage": Text("Outage", "系统故障"),
    "other": Text("Other", "其他"),
}
TEXT = Text("note", "备注内容")


@dataclass(frozen=True)
class Note:
    """A note on one day, or on all days from `first` to `last` (both included); `made_at` is UTC, ISO 8601."""

    id: int
    first: date
    last: date | None
    kind: str
    text: str
    made_at: str

    @property
    def end(self) -> date:
        """Its last day."""
        return self.last or self.first


@dataclass(frozen=True)
class Notes:
    """The notes of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def between(self, start: date, end: date) -> tuple[Note, ...]:
        """The notes that touch the days from `start` to `end`, in the order of their days."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                "SELECT id, first, last, kind, text, made_at FROM notes"
                " WHERE removed_at IS NULL AND first <= ? AND coalesce(last, first) >= ? ORDER BY first, id",
                (end.isoformat(), start.isoformat()),
            ).fetchall()
        return tuple(_note(*row) for row in found)

    def get(self, note: int) -> Note | None:
        """One note, also a removed one; None when there never was one of that id."""
        with self.state.reading() as connection:
            if connection is None:
                return None
            row = connection.execute(
                "SELECT id, first, last, kind, text, made_at FROM notes WHERE id = ?", (note,)
            ).fetchone()
        return None if row is None else _note(*row)

    def add(self, first: date, last: date | None, kind: str, text: str) -> Note:
        """Keep a new note. Raises InvalidEntry."""
        fields, made_at = _checked(first, last, kind, text), now()
        with self.state.writing() as connection:
            done = connection.execute(
                "INSERT INTO notes (first, last, kind, text, made_at) VALUES (?, ?, ?, ?, ?)", (*fields, made_at)
            )
        return _note(done.lastrowid or 0, *fields, made_at)

    def change(self, note: int, first: date, last: date | None, kind: str, text: str) -> None:
        """Put other words or days in the place of a note's. Raises InvalidEntry, also when it is no longer there."""
        fields = _checked(first, last, kind, text)
        with self.state.writing() as connection:
            done = connection.execute(
                "UPDATE notes SET first = ?, last = ?, kind = ?, text = ? WHERE id = ? AND removed_at IS NULL",
                (*fields, note),
            )
            _must_be_there(done)

    def remove(self, note: int) -> None:
        """Show a note no longer; it stays in the database. Removing twice changes nothing."""
        with self.state.writing() as connection:
            connection.execute("UPDATE notes SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), note))

    def restore(self, note: int) -> None:
        """Show a removed note again."""
        with self.state.writing() as connection:
            connection.execute("UPDATE notes SET removed_at = NULL WHERE id = ?", (note,))


def _checked(first: date, last: date | None, kind: str, text: str) -> tuple[str, str | None, str, str]:
    """The fields as they are stored; a last day that is the first one is none."""
    if kind not in KINDS:
        raise InvalidEntry(f"There is no kind of note “{kind}”.", f"没有“{kind}”这一备注类型。")
    if last is not None and last < first:
        raise InvalidEntry(
            f"The last day ({last}) lies before the first ({first}). Exchange them, or leave the last day empty.",
            f"结束日（{last}）早于开始日（{first}）。请互换，或将结束日留空。",
        )
    shown = None if last is None or last == first else last.isoformat()
    return first.isoformat(), shown, kind, checked_text(text, TEXT)


def _must_be_there(done: sqlite3.Cursor) -> None:
    if not done.rowcount:
        raise InvalidEntry(
            "This note was removed meanwhile. Add it anew if it is still needed.",
            "该备注已被删除。如仍需要，请重新添加。",
        )


def _note(note: int, first: str, last: str | None, kind: str, text: str, made_at: str) -> Note:
    end = None if last is None else date.fromisoformat(last)
    return Note(note, date.fromisoformat(first), end, kind, text, made_at)
