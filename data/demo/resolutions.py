"""When a case is solved, reopened and told: the promise on complaints, the slip, and the training that helped."""

import numpy as np

from data.demo.agents import TEAM
from data.demo.cases import Cases
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal, pick_by, promised
from data.demo.reasons import CHANNELS, COMPLAINT, LOGISTICS
from data.demo.rhythm import DAY, Rhythm
from data.demo.trainings import HELPFUL_DAYS_LEFT, HELPFUL_TEAM

HOUR = 3600
PHONE = CHANNELS.index("phone")

# Complaints resolved within 48 h: 96 % for a year, then complaints_b slips, above all on the phone about logistics.
COMPLAINT_LATE = 0.020
SLIPPING_TEAM = "complaints_b"
SLIP_DAYS_LEFT = (273, 80)  # from here on, until here in full
SLIP_LATE = (0.012, 0.065, 0.32)  # late on top: neither on the phone nor about logistics, one of them, both
SLIP_SLOWER = 0.30
RESOLVED_HOURS = (0.4, 15.0, 7.2, 2.0)  # median by kind; complaints from receipt, others from the reply
RESOLVED_SPREAD = (1.1, 0.95, 0.72, 1.2)
UNRESOLVED = (0.004, 0.003, 0.002, 0.012)  # by kind

# What the training did: complaints_a takes a fifth less time, and is late a little less often.
HELPED_FACTOR, HELPED_LATE = 0.80, 0.85

REOPENED = (0.008, 0.020, 0.040, 0.0)  # by kind
REOPENED_SOON = 0.40  # within hours; others within the week, and a few later
REOPENED_LATER = 0.14
REOPENED_AGAIN = 0.12
TOLD_NEXT_DAY, NEVER_TOLD = 0.18, 0.03


def slip_of(rhythm: Rhythm, team: Ints, cases: Cases) -> Floats:
    """For each case, 0 where all is as ever, 1 where the slipping team has slipped in full."""
    start, full = SLIP_DAYS_LEFT
    slid = np.clip((start - rhythm.span.days_left(cases.created)) / (start - full), 0, 1)
    return np.asarray(slid * (team == TEAM[SLIPPING_TEAM]))


def first_solved(
    rng: np.random.Generator, rhythm: Rhythm, cases: Cases, team: Ints, slower: Floats, slip: Floats, reply: Ints
) -> Ints:
    """First closure of each case."""
    size = len(team)
    trained = (team == TEAM[HELPFUL_TEAM]) & (rhythm.span.days_left(cases.created) < HELPFUL_DAYS_LEFT)
    factor = slower * np.where(trained, HELPED_FACTOR, 1.0) * (1 + SLIP_SLOWER * slip)
    median = np.array(RESOLVED_HOURS)[cases.kind] * HOUR * factor
    wait = np.maximum(lognormal(rng, median, np.array(RESOLVED_SPREAD)[cases.kind], size), 45)
    logistics, phone = cases.complaint_class == LOGISTICS, cases.channel == PHONE
    slid = np.choose(logistics.astype(np.int64) + phone, SLIP_LATE)
    late_share = COMPLAINT_LATE * np.where(trained, HELPED_LATE, 1.0) * slower + slid * slip
    late = chance(rng, late_share, size)
    of_complaint = cases.created + promised(rng, wait, 48.0 * HOUR, late, 0.45).astype(np.int64)
    solved = np.where(cases.kind == COMPLAINT, of_complaint, reply + wait.astype(np.int64))
    return np.where(chance(rng, np.array(UNRESOLVED)[cases.kind], size), NEVER, solved)


def reopen(
    rng: np.random.Generator, end: int, kind: Ints, solved: Ints, slower: Floats, by_bot: Flags
) -> tuple[Ints, Ints, Ints]:
    """First reopening, last closure, and how often it was reopened; what lies beyond the end has not happened."""
    size = len(kind)
    how = pick_by(rng, np.zeros(size, np.int64), ((REOPENED_SOON, 1 - REOPENED_SOON - REOPENED_LATER, REOPENED_LATER),))
    soon = lognormal(rng, 1.2 * HOUR, 0.8, size)
    week = (0.3 + 6.6 * rng.random(size) ** 1.5) * DAY
    later = (7.1 + 12 * rng.random(size)) * DAY
    after = np.choose(how, (np.minimum(soon, 2.0 * DAY), week, later)).astype(np.int64) + 60
    reopened = np.where(chance(rng, np.array(REOPENED)[kind], size) & ~by_bot, solved + after, NEVER)
    took = np.maximum(lognormal(rng, 5 * HOUR * slower, 0.9, size), 600).astype(np.int64)
    happened = reopened <= end
    count = happened * (1 + chance(rng, REOPENED_AGAIN, size))
    return reopened, np.where(happened, reopened + took * np.maximum(count, 1), solved), count


def told(rng: np.random.Generator, by_bot: Flags, resolved: Ints) -> Ints:
    """When the customer was told the result; the bot tells at once."""
    size = len(resolved)
    after = np.maximum(lognormal(rng, 35 * 60, 0.8, size), 60)
    after = np.where(chance(rng, TOLD_NEXT_DAY, size), (12 + 14 * rng.random(size)) * HOUR, after)
    told = np.where(chance(rng, NEVER_TOLD, size), NEVER, resolved + after.astype(np.int64))
    return np.where(by_bot, resolved, told)
