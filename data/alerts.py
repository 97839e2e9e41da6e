"""What a watch found and told: each alert stands from when it was found until it no longer holds, and is told once."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.entries import checked_text
from data.errors import InvalidEntry, UnknownName
from data.state import State, now
from data.words import Text

BY = Text("name", "姓名")
ALERT = Text("alert", "提醒")


@dataclass(frozen=True)
class Found:
    """Something worth telling: of what kind, about what, in or since when; `key` is the same as long as these are."""

    kind: str
    subject: str
    period: str
    text: Text

    @property
    def key(self) -> str:
        """Kind, subject and period."""
        return f"{self.kind}:{self.subject}:{self.period}"


@dataclass(frozen=True)
class Alert(Found):
    """What was found and still holds. Moments are UTC, ISO 8601; None where it did not happen."""

    id: int
    found_at: str
    sent_at: str | None
    snoozed_until: date | None
    acknowledged_at: str | None
    acknowledged_by: str | None

    def quiet(self, today: date) -> bool:
        """Whether nobody wants to hear of it today."""
        snoozed = self.snoozed_until is not None and today < self.snoozed_until
        return snoozed or self.acknowledged_at is not None


@dataclass(frozen=True)
class Alerts:
    """The alerts of a store. All of these raise StoreError when the database cannot be used."""

    state: State

    def standing(self) -> tuple[Alert, ...]:
        """The alerts that hold, the first found first."""
        with self.state.reading() as connection:
            if connection is None:
                return ()
            found = connection.execute(
                "SELECT id, key, kind, subject, text_en, text_zh, found_at, sent_at, snoozed_until, acknowledged_at,"
                " acknowledged_by FROM alerts WHERE gone_at IS NULL ORDER BY id"
            ).fetchall()
        return tuple(_alert(*row) for row in found)

    def record(self, found: Iterable[Found]) -> None:
        """Keep what was found now and was not there before; what was there and was not found is gone."""
        wanted = {item.key: item for item in found}
        if wanted.keys() == {item.key for item in self.standing()}:
            return  # nothing to write down, and so no database where nobody typed anything yet
        moment = now()
        with self.state.writing() as connection:
            there = {key for (key,) in connection.execute("SELECT key FROM alerts WHERE gone_at IS NULL")}
            connection.executemany(
                "UPDATE alerts SET gone_at = ? WHERE key = ? AND gone_at IS NULL",
                [(moment, key) for key in there - wanted.keys()],
            )
            connection.executemany(
                "INSERT INTO alerts (key, kind, subject, text_en, text_zh, found_at) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (key, item.kind, item.subject, item.text.en, item.text.zh, moment)
                    for key, item in wanted.items()
                    if key not in there
                ],
            )

    def untold(self, today: date) -> tuple[Alert, ...]:
        """The alerts that hold and still have to be sent."""
        return tuple(item for item in self.standing() if item.sent_at is None and not item.quiet(today))

    def sent(self, alerts: Sequence[Alert]) -> None:
        """Write down that alerts were told."""
        moment = now()
        with self.state.writing() as connection:
            connection.executemany("UPDATE alerts SET sent_at = ? WHERE id = ?", [(moment, item.id) for item in alerts])

    def snooze(self, key: str, until: date, today: date) -> None:
        """Keep an alert quiet; if it holds on that day it is sent once more. Raises UnknownName or InvalidEntry."""
        if until <= today:
            raise InvalidEntry(
                f"{until} is not a day to come. Name one after {today}.",
                f"{until} 不是将来的日期。请选 {today} 之后的日期。",
            )
        with self.state.writing() as connection:
            done = connection.execute(
                "UPDATE alerts SET snoozed_until = ?, sent_at = NULL, acknowledged_at = NULL, acknowledged_by = NULL"
                " WHERE key = ? AND gone_at IS NULL",
                (until.isoformat(), key),
            )
        self._must_stand(done, key)

    def acknowledge(self, key: str, by: str) -> None:
        """Say who has seen an alert: it is not told again. Raises UnknownName or InvalidEntry."""
        name = checked_text(by, BY)
        with self.state.writing() as connection:
            done = connection.execute(
                "UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ? WHERE key = ? AND gone_at IS NULL",
                (name, now(), key),
            )
        self._must_stand(done, key)

    def _must_stand(self, done: sqlite3.Cursor, key: str) -> None:
        if not done.rowcount:
            raise UnknownName(ALERT, key, [item.key for item in self.standing()])


def _alert(
    number: int, key: str, kind: str, subject: str, en: str, zh: str, found_at: str, sent_at: str | None,
    snoozed_until: str | None, acknowledged_at: str | None, acknowledged_by: str | None,
) -> Alert:  # fmt: skip
    until = None if snoozed_until is None else date.fromisoformat(snoozed_until)
    period = key.rsplit(":", 1)[1]
    return Alert(
        kind, subject, period, Text(en, zh), number, found_at, sent_at, until, acknowledged_at, acknowledged_by
    )
