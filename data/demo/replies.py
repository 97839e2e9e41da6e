"""Who takes a ticket, and when a person first replies.

The two promises on replies live here: which replies are late is drawn first, by team and channel.
"""

import numpy as np

from data.demo.agents import TEAM
from data.demo.cases import Cases
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal, promised
from data.demo.reasons import AFTER_SALES, CHANNELS, FEEDBACK
from data.demo.rhythm import DAY

HOUR = 3600
EMAIL = CHANNELS.index("email")

# First human reply: median in minutes by channel, what each kind makes of it, and the night.
REPLY_MINUTES = {"app_chat": 4, "phone": 1, "wechat": 8, "marketplace": 25, "email": 300, "weibo": 45}
REPLY_FACTOR = (1.0, 3.0, 2.0, 12.0)
REPLY_SPREAD = 1.1
NIGHT_FACTOR = 2.5
NIGHT = (22, 8)

# After-sales answered within 48 h: nearly always, but for the night team and the mail.
AFTER_SALES_LATE, NIGHT_LATE, EMAIL_LATE = 0.0018, 0.022, 0.036
# Feedback answered within 72 h: from 91 to 94 %.
FEEDBACK_LATE_FROM, FEEDBACK_LATE_TO = 0.082, 0.044
UNANSWERED = (0.006, 0.0008, 0.0, 0.010)  # by kind
REPLY_LIMIT = (24, 48, 48, 72)  # hours, by kind
INQUIRY_LATE = 0.01


def _at_night(created: Ints) -> Flags:
    hour = created % DAY // HOUR
    return (hour >= NIGHT[0]) | (hour < NIGHT[1])


def team_of(rng: np.random.Generator, cases: Cases) -> Ints:
    """The team in charge: by kind, and after-sales at night by the night team."""
    size = len(cases.created)
    first = chance(rng, 0.53, size)
    consulting = np.where(first, TEAM["consulting_a"], TEAM["consulting_b"])
    by_day = np.where(first, TEAM["after_sales_a"], TEAM["after_sales_b"])
    after_sales = np.where(_at_night(cases.created), TEAM["after_sales_night"], by_day)
    complaints = np.where(chance(rng, 0.5, size), TEAM["complaints_a"], TEAM["complaints_b"])
    return np.choose(cases.kind, (consulting, after_sales, complaints, consulting))


def agent_of(rng: np.random.Generator, duty: tuple[Ints, Ints], team: Ints, day: Ints) -> Ints:
    """Somebody of the team who is at work on that day."""
    people, count = duty
    place = (rng.random(len(team)) * count[team, day]).astype(np.int64)
    return people[team, day, place].astype(np.int64)


def first_reply(rng: np.random.Generator, cases: Cases, team: Ints, slower: Floats, progress: Floats) -> Ints:
    """First human reply; `progress` goes from 0 on the first day to 1 on the last."""
    size = len(team)
    minutes = np.array([REPLY_MINUTES[name] for name in CHANNELS])[cases.channel] * np.array(REPLY_FACTOR)[cases.kind]
    night = np.where(_at_night(cases.created), NIGHT_FACTOR, 1.0)
    wait = lognormal(rng, minutes * 60 * night * slower, REPLY_SPREAD, size) + 5
    night_team = team == TEAM["after_sales_night"]
    after_sales = AFTER_SALES_LATE + NIGHT_LATE * night_team + EMAIL_LATE * (cases.channel == EMAIL)
    feedback = FEEDBACK_LATE_FROM + (FEEDBACK_LATE_TO - FEEDBACK_LATE_FROM) * progress
    late_share = np.select([cases.kind == AFTER_SALES, cases.kind == FEEDBACK], [after_sales, feedback], INQUIRY_LATE)
    limit = np.array(REPLY_LIMIT)[cases.kind] * float(HOUR)
    wait = promised(rng, wait, limit, chance(rng, late_share, size), 0.5)
    unanswered = chance(rng, np.array(UNANSWERED)[cases.kind], size)
    return np.where(unanswered, NEVER, cases.created + np.maximum(wait, 5).astype(np.int64))
