"""The checklists of actions: what is still to be done, line by line."""

import sqlite3
from dataclasses import dataclass

from data.actions import gone
from data.entries import checked_text
from data.state import State, now
from data.words import Text

STEP = Text("step", "步骤")


@dataclass(frozen=True)
class Step:
    """A line of an action's checklist; `done_at` is when it was ticked, None while it is to be done."""

    id: int
    action: int
    text: str
    done_at: str | None


@dataclass(frozen=True)
class Checklists:
    """The checklists of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def of(self, action: int) -> tuple[Step, ...]:
        """The checklist of an action, as it was typed."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                "SELECT id, action, text, done_at FROM steps WHERE action = ? AND removed_at IS NULL ORDER BY id",
                (action,),
            ).fetchall()
        return tuple(Step(*row) for row in found)

    def add(self, action: int, text: str) -> Step:
        """One more line on a checklist. Raises InvalidEntry, also when the action is not there."""
        checked = checked_text(text, STEP)
        try:
            with self.state.writing() as connection:
                done = connection.execute("INSERT INTO steps (action, text) VALUES (?, ?)", (action, checked))
        except sqlite3.IntegrityError:
            raise gone() from None
        return Step(done.lastrowid or 0, action, checked, None)

    def tick(self, step: int) -> None:
        """Say that a step is done; of one that is, the moment stays."""
        with self.state.writing() as connection:
            connection.execute("UPDATE steps SET done_at = ? WHERE id = ? AND done_at IS NULL", (now(), step))

    def untick(self, step: int) -> None:
        """Say that a step is to be done again."""
        with self.state.writing() as connection:
            connection.execute("UPDATE steps SET done_at = NULL WHERE id = ?", (step,))

    def remove(self, step: int) -> None:
        """Show a step no longer; it stays in the database."""
        with self.state.writing() as connection:
            connection.execute("UPDATE steps SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), step))
