"""Questionnaires after tickets: who is asked, and how content the wait, the agent and the team left them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.agents import TEAM, TEAMS, Agents
from data.demo.answers import about, answers
from data.demo.book import Book, order_codes
from data.demo.cases import Cases
from data.demo.columns import numbered, one_word, words
from data.demo.customers import Customers
from data.demo.draws import Flags, Floats, Ints, chance, lognormal
from data.demo.goods import Goods
from data.demo.handling import Handling
from data.demo.reasons import AFTER_SALES, CHANNELS, COMPLAINT, INQUIRY
from data.demo.rhythm import Span
from data.demo.tickets import ticket_codes
from data.demo.trainings import HELPFUL_DAYS_LEFT, HELPFUL_TEAM

ASKED = 0.30  # of closed after-sales requests and complaints
ASKED_INQUIRY = 0.05  # of closed inquiries, solved by the bot or by a person
# How content customers are, in standard deviations above the line between three and four stars.
CONTENT_AFTER_SALES, CONTENT_COMPLAINT, CONTENT_INQUIRY = 0.80, 0.60, 0.85
BOT_LESS = 0.75  # what those answered by the bot alone feel less
SLOW, LATE, REOPENED = 0.20, 0.45, 0.60  # what waiting takes away: per doubling of the usual, beyond 48 h, reopening
USUAL_HOURS = (20.0, 7.5, 1.0)  # wait until solved: after-sales, complaints, inquiries
HELPED = 0.22  # what the training gave complaints_a


@dataclass
class Asked:
    """Ticket questionnaires of one part, kept small until all can be put in order of time."""

    ticket: Ints
    order: Ints
    with_order: Flags
    with_goods: Flags
    agent: Ints
    team: Ints
    channel: Ints
    sent: Ints
    content: Floats
    waited: Floats  # doublings of the usual wait

    def only(self, rows: Ints | slice) -> "Asked":
        """The questionnaires at these positions."""
        return Asked(**{name: getattr(self, name)[rows] for name in Asked.__dataclass_fields__})

    @staticmethod
    def join(groups: list["Asked"]) -> "Asked":
        """All of them in order of sending."""
        names = Asked.__dataclass_fields__
        joined = Asked(**{name: np.concatenate([getattr(group, name) for group in groups]) for name in names})
        return joined.only(np.argsort(joined.sent, kind="stable"))


def ask(rng: np.random.Generator, span: Span, agents: Agents, part: range, cases: Cases, done: Handling) -> Asked:
    """Who is asked about which ticket, and how content they are."""
    served = (done.agent >= 0) | done.by_bot
    share = np.where(np.isin(cases.kind, (AFTER_SALES, COMPLAINT)), ASKED, ASKED_INQUIRY * (cases.kind == INQUIRY))
    asked = (done.resolved <= span.end) & served
    rows = np.flatnonzero(asked & chance(rng, share, len(asked)))
    sent = done.resolved[rows] + np.maximum(lognormal(rng, 4 * 3600, 0.7, len(rows)), 1800).astype(np.int64)
    rows, sent = rows[sent <= span.end], sent[sent <= span.end]
    complaint, inquiry = cases.kind[rows] == COMPLAINT, cases.kind[rows] == INQUIRY
    team, bot = done.team[rows], done.by_bot[rows]
    hours = np.maximum(done.resolved[rows] - cases.created[rows], 60) / 3600
    waited = np.log2(hours / np.select([complaint, inquiry], USUAL_HOURS[1:], USUAL_HOURS[0]))
    helped = (team == TEAM[HELPFUL_TEAM]) & (span.days_left(cases.created[rows]) < HELPFUL_DAYS_LEFT)
    late = np.where(complaint | bot, hours, (done.reply[rows] - cases.created[rows]) / 3600) > 48
    content = np.select([complaint, inquiry], [CONTENT_COMPLAINT, CONTENT_INQUIRY], CONTENT_AFTER_SALES)
    content = content + np.where(bot, -BOT_LESS, agents.warmth[done.agent[rows]])
    content = content - SLOW * np.clip(waited, -2, 4) - LATE * late - REOPENED * (done.reopen_count[rows] > 0)
    return Asked(
        ticket=rows + part.start,
        order=cases.order[rows].astype(np.int32),
        with_order=cases.with_order[rows],
        with_goods=cases.with_goods[rows],
        agent=done.agent[rows].astype(np.int16),
        team=team.astype(np.int8),
        channel=cases.channel[rows].astype(np.int8),
        sent=sent.astype(np.int32),
        content=content + HELPED * helped,
        waited=waited,
    )


def after_tickets(
    rng: np.random.Generator, span: Span, goods: Goods, customers: Customers, agents: Agents, book: Book,
    asked: Asked, start: int,
) -> dict[str, pa.Array]:  # fmt: skip
    """Ticket questionnaires as columns; `start` is the number of the first."""
    size = len(asked.ticket)
    always = np.ones(size, dtype=np.bool_)
    return {
        "survey_id": numbered("Q", np.arange(start, start + size) + 1, 8),
        "kind": one_word("ticket", size),
        "wave": words(np.zeros(size, np.int32), ("",), ~always),
        "ticket_id": ticket_codes(asked.ticket),
        "order_id": order_codes(asked.order, asked.with_order),
        **about(goods, customers, book, asked.order, asked.with_goods),
        "agent_id": words(np.maximum(asked.agent, 0), agents.codes, asked.agent >= 0),
        "team": words(asked.team, tuple(TEAMS), asked.agent >= 0),
        "channel": words(asked.channel, CHANNELS),
        **answers(rng, span, customers.group[book.customer[asked.order]], asked.sent, asked.content, asked.waited),
    }
