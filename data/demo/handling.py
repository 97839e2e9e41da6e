"""How tickets are handled: everything that becomes of a case.

The whole future of a ticket is drawn, also beyond the end of the data; what lies there is left out only when columns
are written. So the open tickets at the end are those whose answer is still to come, and nothing contradicts.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.agents import Agents
from data.demo.cases import Cases
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal, pick_by
from data.demo.reasons import AFTER_SALES, CHAT, COMPLAINT, INQUIRY
from data.demo.replies import agent_of, first_reply, team_of
from data.demo.resolutions import first_solved, reopen, slip_of, told
from data.demo.rhythm import DAY, Rhythm

HOUR = 3600
PEAK_SLOWER = 0.45  # what twice the usual orders add to every wait
BOT_SHARE = (0.36, 0.49)  # of inquiries in chat, at the start and at the end
AUTO_REPLY = 0.60
# By kind: changes of hands (0, 1, 2, 3), escalated, solved at first contact, re-labelled later.
TRANSFERS = ((0.90, 0.09, 0.01, 0.0), (0.74, 0.20, 0.05, 0.01), (0.52, 0.33, 0.11, 0.04), (0.85, 0.13, 0.02, 0.0))
ESCALATED = (0.004, 0.02, 0.08, 0.005)
FIRST_CONTACT = (0.86, 0.55, 0.40, 0.80)
PAUSED = 0.14  # of cases with a reply
FLATTERED = 0.45  # late complaints of the slipping team, paused shortly before they fell due
RELABELLED = (0.004, 0.008, 0.020, 0.010)
ESCALATED_LATE = 0.25  # more, of complaints beyond 48 h


@dataclass
class Handling:
    """What became of each case; moments beyond the end have not happened yet."""

    team: Ints
    agent: Ints
    by_bot: Flags
    auto: Ints
    reply: Ints
    judged: Ints
    first_resolved: Ints
    reopened: Ints
    resolved: Ints
    told: Ints
    archived: Ints
    paused_at: Ints
    paused: Ints
    reopen_count: Ints
    transfers: Ints
    escalated: Flags
    first_contact: Flags
    kind_now: Ints  # -1 where it was not changed


def handle(rng: np.random.Generator, rhythm: Rhythm, agents: Agents, duty: tuple[Ints, Ints], cases: Cases) -> Handling:
    """Everything that happens to `cases`."""
    size = len(cases.created)
    team = team_of(rng, cases)
    agent = agent_of(rng, duty, team, cases.created // DAY)
    progress = cases.created / rhythm.span.end
    bot_share = BOT_SHARE[0] + (BOT_SHARE[1] - BOT_SHARE[0]) * progress
    by_bot = (cases.kind == INQUIRY) & CHAT[cases.channel] & chance(rng, bot_share, size)
    slower = (1 + PEAK_SLOWER * rhythm.pressure[cases.created // DAY]) * agents.slowness[agent]
    slip = slip_of(rhythm, team, cases)

    reply = first_reply(rng, cases, team, slower, progress)
    solved = first_solved(rng, rhythm, cases, team, slower, slip, reply)
    complaint = cases.kind == COMPLAINT
    # A complaint is answered and judged on the way to its solution.
    early = cases.created + ((solved - cases.created) * (0.05 + 0.45 * rng.random(size))).astype(np.int64)
    reply = np.where(complaint, np.minimum(reply, early), reply)
    judged = np.where(complaint, reply + ((solved - reply) * (0.3 + 0.5 * rng.random(size))).astype(np.int64), NEVER)

    automatic = CHAT[cases.channel] & chance(rng, AUTO_REPLY, size) | by_bot
    bot_time = cases.created + lognormal(rng, 150, 0.7, size).astype(np.int64) + 10
    reply = np.where(by_bot, NEVER, reply)
    solved = np.where(by_bot, bot_time, solved)
    end = rhythm.span.end
    reopened, resolved, count = reopen(rng, end, cases.kind, solved, slower, by_bot)
    paused_at, paused = _pause(rng, cases, reply, solved, slip, end)
    transfers = np.where(by_bot, 0, pick_by(rng, cases.kind, TRANSFERS))
    late = solved - cases.created > 2 * DAY
    handling = Handling(
        team=team,
        agent=np.where(by_bot | (reply > end) & chance(rng, 0.6, size), -1, agent),
        by_bot=by_bot & (solved <= end),
        auto=np.where(automatic, cases.created + rng.integers(1, 9, size), NEVER),
        reply=reply,
        judged=judged,
        first_resolved=solved,
        reopened=reopened,
        resolved=resolved,
        told=told(rng, by_bot, resolved),
        archived=resolved + np.where(by_bot, DAY, rng.integers(3 * DAY, 8 * DAY, size)),
        paused_at=paused_at,
        paused=paused,
        reopen_count=count,
        transfers=transfers,
        escalated=chance(rng, np.array(ESCALATED)[cases.kind] + ESCALATED_LATE * late * complaint, size) & ~by_bot,
        first_contact=chance(rng, np.array(FIRST_CONTACT)[cases.kind], size) & (transfers == 0) & (reopened > end),
        kind_now=_relabelled(rng, cases.kind),
    )
    _leave_out(rng, cases.fate, handling)
    return handling


def _pause(
    rng: np.random.Generator, cases: Cases, reply: Ints, solved: Ints, slip: Floats, end: int
) -> tuple[Ints, Ints]:
    """Begin of the last pause, and all waiting for the customer in seconds."""
    size = len(reply)
    open_for = np.minimum(solved, end) - reply
    begin = reply + (open_for * (0.1 + 0.6 * rng.random(size))).astype(np.int64)
    due = cases.created + 48 * HOUR
    tempting = (cases.kind == COMPLAINT) & (slip > 0) & (solved > due) & (reply < due - 4 * HOUR) & (due < end)
    flattered = tempting & chance(rng, FLATTERED * slip, size)
    begin = np.where(flattered, due - rng.integers(HOUR // 4, 3 * HOUR, size), begin)
    paused = (chance(rng, PAUSED, size) | flattered) & (open_for > 600)
    # A case that is still open with a pause is still waiting.
    length = (np.minimum(solved, end) - begin) * np.where(solved > end, 1.0, 0.2 + 0.7 * rng.random(size))
    return np.where(paused, begin, NEVER), np.where(paused, length.astype(np.int64), 0)


def _relabelled(rng: np.random.Generator, kind: Ints) -> Ints:
    other = np.array((AFTER_SALES, COMPLAINT, INQUIRY, INQUIRY))[kind]
    return np.where(chance(rng, np.array(RELABELLED)[kind], len(kind)), other, -1)


def _leave_out(rng: np.random.Generator, fate: Ints, handling: Handling) -> None:
    """Cancelled cases end before a solution, half of them before a reply; duplicates and spam get neither."""
    gone = fate > 0
    unseen = (fate > 1) | (fate == 1) & chance(rng, 0.5, len(fate))
    for moments in (
        handling.judged, handling.first_resolved, handling.reopened, handling.resolved, handling.told,
        handling.archived, handling.paused_at,
    ):  # fmt: skip
        moments[gone] = NEVER
    handling.reply[unseen] = NEVER
    handling.agent[unseen] = -1
    handling.kind_now[gone] = -1
    for values in (handling.paused, handling.reopen_count, handling.transfers):
        values[gone] = 0
    for marks in (handling.by_bot, handling.escalated, handling.first_contact):
        marks[gone] = False
