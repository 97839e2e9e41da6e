"""Views a person named and kept: a page with the parameters of its link."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from data.entries import checked_text
from data.errors import InvalidEntry
from data.state import State, now
from data.words import Text

LONGEST_NAME = 60
NAME = Text("name", "名称")


@dataclass(frozen=True)
class SavedView:
    """A named view; `parameters` are those of its link, without the language. `made_at` is UTC, ISO 8601."""

    id: int
    name: str
    page: str
    parameters: dict[str, str]
    made_at: str


@dataclass(frozen=True)
class Views:
    """The named views of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def all(self) -> tuple[SavedView, ...]:
        """The views kept, by name."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                "SELECT id, name, page, parameters, made_at FROM views WHERE removed_at IS NULL ORDER BY name, id"
            ).fetchall()
        return tuple(SavedView(number, name, page, json.loads(text), at) for number, name, page, text, at in found)

    def add(self, name: str, page: str, parameters: Mapping[str, str]) -> SavedView:
        """Keep a view under a name no other one has. Raises InvalidEntry."""
        text, made_at = json.dumps(dict(parameters)), now()
        with self.state.writing() as connection, _named_once(name):
            done = connection.execute(
                "INSERT INTO views (name, page, parameters, made_at) VALUES (?, ?, ?, ?)",
                (checked_text(name, NAME, LONGEST_NAME), page, text, made_at),
            )
        return SavedView(done.lastrowid or 0, name, page, dict(parameters), made_at)

    def rename(self, view: int, name: str) -> None:
        """Give a view another name. Raises InvalidEntry, also when it is no longer there."""
        with self.state.writing() as connection, _named_once(name):
            done = connection.execute(
                "UPDATE views SET name = ? WHERE id = ? AND removed_at IS NULL",
                (checked_text(name, NAME, LONGEST_NAME), view),
            )
            if not done.rowcount:
                raise InvalidEntry(
                    "This view was removed meanwhile. Keep it anew if it is still needed.",
                    "该视图已被删除。如仍需要，请重新保存。",
                )

    def remove(self, view: int) -> None:
        """Show a view no longer; it stays in the database. Removing twice changes nothing."""
        with self.state.writing() as connection:
            connection.execute("UPDATE views SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), view))

    def restore(self, view: int) -> None:
        """Show a removed view again. Raises InvalidEntry when another one has its name by now."""
        with self.state.writing() as connection:
            row = connection.execute("SELECT name FROM views WHERE id = ?", (view,)).fetchone()
            with _named_once("" if row is None else row[0]):
                connection.execute("UPDATE views SET removed_at = NULL WHERE id = ?", (view,))


@contextmanager
def _named_once(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise InvalidEntry(
            f"There is already a view called “{name}”. Choose another name.", f"已有名为“{name}”的视图，请换一个名称。"
        ) from error
