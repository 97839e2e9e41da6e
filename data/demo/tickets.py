"""Tickets as columns: cases and what became of them, as the ticket system would show them at the end."""

import numpy as np
import pyarrow as pa

from data.demo.agents import TEAMS, Agents
from data.demo.book import Book, order_codes
from data.demo.cases import CANCELLED, DUPLICATE, SPAM, Cases
from data.demo.columns import flags, happened, numbered, whole, words
from data.demo.customers import Customers
from data.demo.draws import NEVER, Flags, Ints
from data.demo.goods import REGIONS, Goods
from data.demo.handling import Handling
from data.demo.reasons import CHANNELS, CLASSES, COMPLAINT, KINDS, PRIORITIES, STAGES, TOPICS
from data.demo.rhythm import Span

STATUSES = ("open", "waiting", "resolved", "closed", "cancelled", "duplicate", "spam")
SOLVERS = ("bot", "human")


def ticket_codes(number: Ints, known: Flags | None = None) -> pa.Array:
    """Ticket numbers."""
    return numbered("T", number.astype(np.int64) + 100_000_000, 9, known)


def columns(
    span: Span,
    goods: Goods,
    customers: Customers,
    agents: Agents,
    book: Book,
    part: range,
    cases: Cases,
    done: Handling,
) -> dict[str, pa.Array]:
    """The source `tickets`, rows `part`."""
    resolved = done.resolved <= span.end
    customer = book.customer[cases.order]
    return {
        "ticket_id": ticket_codes(np.arange(part.start, part.stop)),
        "kind": words(cases.kind, tuple(KINDS)),
        "kind_now": words(np.maximum(done.kind_now, 0), tuple(KINDS), done.kind_now >= 0),
        "status": words(_status(span, cases, done), STATUSES),
        "priority": words(cases.priority, PRIORITIES),
        "stage": words(cases.stage, STAGES),
        "channel": words(cases.channel, CHANNELS),
        "topic": words(cases.topic, TOPICS),
        "complaint_class": words(cases.complaint_class, tuple(CLASSES), cases.kind == COMPLAINT),
        "team": words(done.team, tuple(TEAMS)),
        "agent_id": words(np.maximum(done.agent, 0), agents.codes, done.agent >= 0),
        "region": words(customers.region[customer], tuple(REGIONS)),
        **goods.of_skus(book.sku[cases.order], cases.with_goods),
        "order_id": order_codes(cases.order, cases.with_order),
        "customer_id": customers.codes(customer),
        "solved_by": words(np.where(done.by_bot, 0, 1), SOLVERS, resolved),
        "created_at": happened(span, cases.created),
        "first_auto_reply_at": happened(span, done.auto),
        "first_reply_at": happened(span, done.reply),
        "judged_at": happened(span, done.judged),
        "first_resolved_at": happened(span, done.first_resolved),
        "reopened_at": happened(span, done.reopened),
        "resolved_at": happened(span, done.resolved),
        "told_at": happened(span, done.told),
        "archived_at": happened(span, done.archived),
        "paused_seconds": whole(np.where(done.paused_at <= span.end, done.paused, 0)),
        "last_paused_at": happened(span, done.paused_at),
        "reopen_count": whole(done.reopen_count),
        "transfer_count": whole(done.transfers),
        "first_contact_resolved": flags(done.first_contact, resolved),
        "escalated": flags(done.escalated),
        "merged_into": ticket_codes(np.where(cases.merged < NEVER, cases.merged, 0), cases.merged < NEVER),
    }


def _status(span: Span, cases: Cases, done: Handling) -> Ints:
    waiting = (done.paused_at <= span.end) & (done.first_resolved > span.end)
    status = np.where(done.resolved <= span.end, np.where(done.archived <= span.end, 3, 2), np.where(waiting, 1, 0))
    gone = [cases.fate == fate for fate in (CANCELLED, DUPLICATE, SPAM)]
    return np.select(gone, [STATUSES.index(name) for name in ("cancelled", "duplicate", "spam")], status)
