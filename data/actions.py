"""Improvement actions: a problem, its cause, what is done about it by whom and when, and by what it will be judged.

What an action is judged by is written down when it is opened and frozen; the database refuses to change it.
"""

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from data.entries import checked_text
from data.errors import InvalidEntry
from data.judged_by import Chosen, Origin, Rule, as_text, chosen, read_origin, read_rule
from data.state import State, now
from data.words import Text

STATUSES = {
    "open": Text("Open", "待启动"),
    "running": Text("Running", "进行中"),
    "done": Text("Done", "已完成"),
    "dropped": Text("Dropped", "已取消"),
}
ENDED = ("done", "dropped")
LONGEST, LONGEST_NAME = 500, 60
PROBLEM, CAUSE, ACTION = Text("problem", "问题"), Text("cause", "原因"), Text("action", "措施")
OWNER = Text("owner", "负责人")
FIELDS = (
    "id, metric, promise, filters, origin, rule, start, minute, opened_at, problem, cause, action, owner, due, status,"
    " changed_at"
)


@dataclass(frozen=True)
class Plan:
    """What may still be changed of an action: what is thought to be the cause, what is done, by whom, until when."""

    cause: str
    action: str
    owner: str
    due: date
    status: str = "open"


@dataclass(frozen=True)
class Action:
    """An action; `minute` is the id of the decision it comes from, `opened_at` UTC, ISO 8601."""

    id: int
    metric: str
    promise: str | None
    filters: Chosen
    origin: Origin
    rule: Rule
    start: date
    minute: int | None
    opened_at: str
    problem: str
    plan: Plan
    changed_at: str

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.plan.status in ENDED

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by a day; nothing due on the day itself is late."""
        return not self.ended and self.plan.due < today


@dataclass(frozen=True)
class Actions:
    """The actions of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def all(self) -> tuple[Action, ...]:
        """All actions, the latest opened first."""
        return self._found("ORDER BY id DESC")

    def get(self, action: int) -> Action | None:
        """One action; None when there is none of that id."""
        return next(iter(self._found("AND id = ?", action)), None)

    def of_promise(self, promise: str) -> tuple[Action, ...]:
        """The actions on one promise, the latest opened first."""
        return self._found("AND promise = ? ORDER BY id DESC", promise)

    def open(
        self, metric: str, problem: str, plan: Plan, start: date, rule: Rule, origin: Origin, *,
        filters: Chosen = (), promise: str | None = None, minute: int | None = None,
    ) -> Action:  # fmt: skip
        """Keep a new action, with what it will be judged by. Raises InvalidEntry, also when its decision is not there."""
        checked_text(problem, PROBLEM, LONGEST)
        _check_plan(plan, start)
        rule.check()
        at = now()
        values = (
            metric, promise, json.dumps(filters), as_text(origin), as_text(rule), start.isoformat(), minute, at,
            problem, plan.cause, plan.action, plan.owner, plan.due.isoformat(), plan.status, at,
        )  # fmt: skip
        try:
            with self.state.writing() as connection:
                done = connection.execute(
                    "INSERT INTO actions (metric, promise, filters, origin, rule, start, minute, opened_at, problem, cause,"
                    " action, owner, due, status, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
        except sqlite3.IntegrityError:
            raise InvalidEntry(
                "The decision this action comes from is no longer there.", "该措施所依据的决议已不存在。"
            ) from None
        return _action(done.lastrowid or 0, *values)

    def change(self, action: int, plan: Plan) -> None:
        """Put another plan in the place of an action's. Raises InvalidEntry, also when it is no longer there."""
        found = self.get(action)
        if found is None:
            raise gone()
        _check_plan(plan, found.start)
        with self.state.writing() as connection:
            done = connection.execute(
                "UPDATE actions SET cause = ?, action = ?, owner = ?, due = ?, status = ?, changed_at = ?"
                " WHERE id = ? AND removed_at IS NULL",
                (plan.cause, plan.action, plan.owner, plan.due.isoformat(), plan.status, now(), action),
            )
            if not done.rowcount:
                raise gone()

    def set_status(self, action: int, status: str) -> None:
        """Say how far an action is. Raises InvalidEntry."""
        found = self.get(action)
        if found is None:
            raise gone()
        self.change(action, replace(found.plan, status=status))

    def remove(self, action: int) -> None:
        """Show an action no longer; it stays in the database. Removing twice changes nothing."""
        with self.state.writing() as connection:
            connection.execute("UPDATE actions SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now(), action))

    def restore(self, action: int) -> None:
        """Show a removed action again."""
        with self.state.writing() as connection:
            connection.execute("UPDATE actions SET removed_at = NULL WHERE id = ?", (action,))

    def _found(self, rest: str, *values: str | int) -> tuple[Action, ...]:
        """The actions that are shown, of those a fixed piece of SQL keeps."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(f"SELECT {FIELDS} FROM actions WHERE removed_at IS NULL {rest}", values)
            return tuple(_action(*row) for row in rows)


def _check_plan(plan: Plan, start: date) -> None:
    checked_text(plan.cause, CAUSE, LONGEST)
    checked_text(plan.action, ACTION, LONGEST)
    checked_text(plan.owner, OWNER, LONGEST_NAME)
    if plan.status not in STATUSES:
        raise InvalidEntry(f"There is no status “{plan.status}”.", f"没有“{plan.status}”这一状态。")
    if plan.due < start:
        raise InvalidEntry(
            f"The action is due ({plan.due}) before it starts ({start}). Choose a later day.",
            f"完成期限（{plan.due}）早于开始日（{start}）。请选择更晚的日期。",
        )


def gone() -> InvalidEntry:
    """The error for an action that is not there."""
    return InvalidEntry("This action was removed meanwhile.", "该措施已被删除。")


def _action(
    action: int, metric: str, promise: str | None, filters: str, origin: str, rule: str, start: str, minute: int | None,
    opened_at: str, problem: str, cause: str, done: str, owner: str, due: str, status: str, changed_at: str,
) -> Action:  # fmt: skip
    plan = Plan(cause, done, owner, date.fromisoformat(due), status)
    return Action(
        action, metric, promise, chosen(json.loads(filters)), read_origin(origin), read_rule(rule),
        date.fromisoformat(start), minute, opened_at, problem, plan, changed_at,
    )  # fmt: skip
