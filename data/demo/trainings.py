"""Who was trained when.

Sessions stand on a grid of fortnights, one per role, and each agent comes to one every four to six months: so agents
share sessions, and nearly everybody has two in any 365 days. The rows begin a year before the other sources, since
"twice within a year" could otherwise not be judged in the first year.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.agents import ROLE_OF_TEAM, TEAM, Agents
from data.demo.columns import decimals, flags, happened, numbered, words
from data.demo.draws import Flags, Ints, chance, generator, lognormal
from data.demo.rhythm import DAY, Span

YEAR_BEFORE = 365
GAP = (122, 160)  # days between two trainings of an agent
NEGLECTED = 0.045  # agents who come half as often
MISSED = 0.09  # sessions missed and made up for a fortnight later
ATTENDED_ONLY = 0.012  # came, did not finish
NOT_YET_RECORDED = 9  # days in which a session may still stand as registered
PASS_MARK = 66

# The training that helps: complaints_a had it, complaints_b did not. See `handling` and `surveys` for what it did.
HELPFUL_TOPIC = "complaint_handling"
HELPFUL_TEAM = "complaints_a"
HELPFUL_DAYS_LEFT = 456  # about 15 months before the end

TOPICS = (
    "product_knowledge", "communication", "promotion_rules", "return_policy", "logistics_cases", "de_escalation",
    "consumer_law", "data_protection", "induction", HELPFUL_TOPIC,
)  # fmt: skip
# By role, the topics that take turns; data_protection is the compliance training of all.
TURNS = np.array([[0, 1, 7, 2], [3, 1, 7, 4], [5, 6, 7, 4]])
MODES = ("online", "video", "classroom", "one_to_one", "case")
MODE_TURNS = np.array([0, 2, 4, 0, 1, 2, 3])
PURPOSES = ("induction", "in_service", "compliance")
STATUSES = ("registered", "attended", "completed", "missed")
# Numbers of these sessions; the others count fortnights.
INDUCTION, HELPFUL, ONE_TO_ONE = 50_000, 90_000, 1_000_000


@dataclass
class _Rows:
    agent: Ints
    session: Ints
    day: Ints
    topic: Ints
    mode: Ints
    missed: Ints

    @staticmethod
    def join(groups: list["_Rows"]) -> "_Rows":
        names = _Rows.__dataclass_fields__
        return _Rows(**{name: np.concatenate([getattr(group, name) for group in groups]) for name in names})

    def only(self, kept: Ints | Flags) -> "_Rows":
        return _Rows(**{name: getattr(self, name)[kept] for name in _Rows.__dataclass_fields__})


def columns(span: Span, agents: Agents, seed: int) -> dict[str, pa.Array]:
    """The source `trainings`, in order of time."""
    rng = generator(seed, "trainings")
    rows = _Rows.join([_regular(rng, span, agents), _induction(agents), _helpful(span, agents)])
    rows = rows.only((rows.day > agents.joined[rows.agent]) & (rows.day < agents.left[rows.agent]))
    rows = rows.only((rows.day >= -YEAR_BEFORE) & (rows.day < span.days))
    rows = rows.only(np.lexsort((rows.agent, rows.session, rows.day)))
    return _results(rng, span, agents, rows)


def _regular(rng: np.random.Generator, span: Span, agents: Agents) -> _Rows:
    size = len(agents.team)
    turns = (span.days + YEAR_BEFORE) // GAP[0] + 2
    pace = np.where(chance(rng, NEGLECTED, size), 2.0, 1.0)
    gaps = rng.integers(*GAP, (size, turns)) * pace[:, None]
    new = agents.joined > -YEAR_BEFORE
    begin = np.where(new, agents.joined, -YEAR_BEFORE - rng.integers(0, 120, size))
    # Those employed for long had trainings before, too: their first gap is already running.
    days = (begin[:, None] + np.cumsum(gaps, axis=1)).astype(np.int64)
    agent = np.repeat(np.arange(size), turns)
    fortnight = days.ravel() // 14
    made_up = chance(rng, MISSED, len(agent))
    again = np.concatenate((agent, agent[made_up]))
    fortnights = np.concatenate((fortnight, fortnight[made_up] - 1))
    missed = np.concatenate((np.zeros(len(agent), np.int64), np.ones(int(made_up.sum()), np.int64)))
    role = ROLE_OF_TEAM[agents.team[again]]
    session = (fortnights + 200) * 10 + role
    mode = MODE_TURNS[session % len(MODE_TURNS)]
    session = np.where(mode == MODES.index("one_to_one"), ONE_TO_ONE + session * 1000 + again, session)
    # Wednesday, Thursday and Friday of the fortnight's first week.
    day = fortnights * 14 + 2 + role - span.first.weekday()
    return _Rows(again, session, day, TURNS[role, (fortnights + role) % 4], mode, missed)


def _induction(agents: Agents) -> _Rows:
    agent = np.arange(len(agents.team))
    day = agents.joined + 2
    topic = np.full(len(agent), TOPICS.index("induction"))
    mode = np.full(len(agent), MODES.index("classroom"))
    return _Rows(agent, INDUCTION + day, day, topic, mode, np.zeros(len(agent), np.int64))


def _helpful(span: Span, agents: Agents) -> _Rows:
    agent = np.flatnonzero(agents.team == TEAM[HELPFUL_TEAM])
    group = np.arange(len(agent)) % 2
    topic = np.full(len(agent), TOPICS.index(HELPFUL_TOPIC))
    mode = np.full(len(agent), MODES.index("classroom"))
    day = span.days - HELPFUL_DAYS_LEFT - 1 - group
    return _Rows(agent, HELPFUL + group, day, topic, mode, np.zeros(len(agent), np.int64))


def _results(rng: np.random.Generator, span: Span, agents: Agents, rows: _Rows) -> dict[str, pa.Array]:
    size = len(rows.day)
    hour = np.where(rows.session % 2 == 0, 14 * 3600, 9 * 3600 + 1800)
    started = rows.day * DAY + hour
    finished = started + np.where(rows.topic == TOPICS.index("induction"), 7 * 3600, 2 * 3600 + 900)
    recent = (rows.day > span.days - NOT_YET_RECORDED) & chance(rng, 0.5, size)
    status = np.where(chance(rng, ATTENDED_ONLY, size), 1, 2)
    status = np.where(rows.missed == 1, 3, np.where(recent, 0, status))
    tested = (status == 2) & (rows.mode != MODES.index("video"))
    score = np.clip(np.round(102 - lognormal(rng, 15, 0.42, size)), 60, 100)
    by_purpose = [rows.topic == TOPICS.index(topic) for topic in ("induction", "data_protection")]
    purpose = np.select(by_purpose, [PURPOSES.index("induction"), PURPOSES.index("compliance")], 1)
    return {
        "session_id": numbered("S", rows.session, 7),
        "agent_id": words(rows.agent, agents.codes),
        "topic": words(rows.topic, TOPICS),
        "mode": words(rows.mode, MODES),
        "purpose": words(purpose, PURPOSES),
        "mandatory": flags((purpose != 1) | (rows.topic == TOPICS.index(HELPFUL_TOPIC))),
        "started_at": happened(span, started),
        "finished_at": happened(span, finished),
        "status": words(status, STATUSES),
        "passed": flags(score >= PASS_MARK, tested),
        "score": decimals(score, tested),
    }
