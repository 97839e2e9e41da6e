"""Training (D8): who has had the trainings due, on the head-count at a day, and how the sessions went."""

from data.words import Text
from metrics.definitions.forms import count, mean_of, share, state
from metrics.model import Direction, Metric, Unit

YEAR = 365
COMPLETED = "status = 'completed' AND COALESCE(passed, true)"
AHEAD = (0, 30, 60, 90)
EMPLOYED = "joined_day <= $day AND COALESCE(left_day, $day) >= $day"


def _due(ahead: int) -> str:
    """Trainings due of an agent `ahead` days on: two a year, pro rata in the first year (0, 1 or 2)."""
    tenure = f"($day + {ahead} - joined_day)"
    return f"CASE WHEN {tenure} >= {YEAR} THEN 2 WHEN 2 * {tenure} >= {YEAR} THEN 1 ELSE 0 END"


def _done(ahead: int) -> str:
    """Trainings done by `$day` that still count `ahead` days on."""
    return f"SUM(CASE WHEN t.day > $day + {ahead - YEAR} AND t.day <= $day THEN 1 ELSE 0 END)"


TRAINED = (
    "SELECT a.agent_id, a.team, a.level, a.role, a.joined_day, a.left_day, a.excluded, "
    + ", ".join(f"COALESCE({_done(ahead)}, 0) AS done_{ahead}" for ahead in AHEAD)
    + f" FROM agents a LEFT JOIN (SELECT agent_id, ended_day AS day FROM trainings WHERE {COMPLETED}) t"
    " ON CAST(t.agent_id AS VARCHAR) = CAST(a.agent_id AS VARCHAR)"
    " GROUP BY a.agent_id, a.team, a.level, a.role, a.joined_day, a.left_day, a.excluded"
)
"""One row per agent with the trainings done in the 365 days up to the day, and those that still count later on."""

COVERED = f"done_0 >= {_due(0)}"
BEHIND = (
    ("trainings_due", Text("Trainings due", "应训次数"), _due(0)),
    ("trainings_done", Text("Done in 365 days", "近 365 天完成次数"), "done_0"),
)
"""What says why an agent is covered or short."""

METRICS: tuple[Metric, ...] = (
    state(
        "agent_training", Text("Training coverage", "培训覆盖率"),
        Text("Of the agents employed at the end of the period, the share with the trainings due completed and passed in the 365 days before: two, or pro rata in the first year (none in the first half-year).",
             "期末在职客服中，近 365 天内完成并通过应训次数的比例；应训两次，入职首年按比例折算（前半年为零次）。"),
        subject="training", source="agents", where=EMPLOYED, unit=Unit.RATIO, direction=Direction.UP, relation=TRAINED, evidence=BEHIND,
        reach="trainings", measures={"numerator": COVERED, "denominator": "true"}, decision="training", card=True,
    ),
    state(
        "agent_training_due", Text("Coverage of agents with a training due", "应训人员覆盖率"),
        Text("The same among the agents who have been employed long enough for a training to be due.",
             "同上，但只看入职时间已达应训条件的客服。"),
        subject="training", source="agents", where=f"{EMPLOYED} AND ({_due(0)}) > 0", unit=Unit.RATIO,
        direction=Direction.UP, relation=TRAINED, evidence=BEHIND, reach="trainings",
        measures={"numerator": COVERED, "denominator": "true"}, decision="training",
    ),
    state(
        "agents_employed", Text("Head-count", "在职人数"), Text("Agents employed at the end of the period.", "期末在职的客服人数。"),
        subject="training", source="agents", where=EMPLOYED, measures={"numerator": "true"}, reach="trainings",
        decision="training", card=True,
    ),
    state(
        "agents_short", Text("Agents short of a training", "欠训人数"),
        Text("Agents employed at the end of the period who lack a training that is due.", "期末在职、应训而未完成的客服人数。"),
        subject="training", source="agents", where=EMPLOYED, measures={"numerator": f"NOT ({COVERED})"}, relation=TRAINED, evidence=BEHIND,
        reach="trainings", direction=Direction.DOWN, decision="training", card=True,
    ),
    *(
        state(
            f"agents_due_{ahead}", Text(f"Falling due within {ahead} days", f"{ahead} 天内到期人数"),
            Text(f"Agents covered at the end of the period who will be short within {ahead} days unless they are trained.",
                 f"期末已达标、但若不再培训将在 {ahead} 天内欠训的客服人数。"),
            subject="training", source="agents", where=f"{EMPLOYED} AND COALESCE(left_day, $day + {ahead}) >= $day + {ahead}",
            measures={"numerator": f"{COVERED} AND done_{ahead} < {_due(ahead)}"}, relation=TRAINED, evidence=BEHIND, reach="trainings",
            direction=Direction.DOWN, decision="training", card=ahead == 30,
        )
        for ahead in AHEAD[1:]
    ),
    count(
        "agents_joined", Text("Joined", "入职人数"), Text("Agents who joined in the period.", "期内入职的客服人数。"),
        subject="training", source="agents", axis="joined", where="joined_day <= $day", decision="training",
    ),
    count(
        "agents_left", Text("Left", "离职人数"), Text("Agents whose last day lies in the period.", "最后工作日在期内的客服人数。"),
        subject="training", source="agents", axis="left", where="left_day <= $day", decision="training",
    ),
    count(
        "trainings_completed", Text("Trainings completed", "完成培训人次"),
        Text("Trainings completed in the period, and passed where there was a test; one agent in one session counts once.",
             "期内完成（有考核的须通过）的培训人次；一人一场计一次。"),
        subject="training", source="trainings", axis="ended", where=f"{COMPLETED} AND ended_s <= $as_of",
        decision="training", card=True,
    ),
    share(
        "training_missed", Text("Sessions missed", "缺席率"),
        Text("Of the places in sessions held in the period, the share missed.", "期内举行的培训场次中，缺席人次的比例。"),
        subject="training", source="trainings", axis="started", where="started_s <= $as_of", hit="status = 'missed'",
        decided="status <> 'registered'", undecided="status = 'registered'", direction=Direction.DOWN, decision="training",
    ),
    share(
        "training_passed", Text("Tests passed", "考核通过率"),
        Text("Of the tests taken in the period, the share passed.", "期内参加的考核中通过的比例。"),
        subject="training", source="trainings", axis="ended", where="ended_s <= $as_of", hit="passed",
        decided="passed IS NOT NULL", decision="training",
    ),
    mean_of(
        "training_score", Text("Mean test score", "考核平均分"),
        Text("Mean score of the tests taken in the period, 0–100, with its standard deviation.", "期内考核成绩（0–100）的平均值，附标准差。"),
        subject="training", source="trainings", axis="ended", where="ended_s <= $as_of",
        value="CAST(ROUND(score * 100) AS BIGINT)", scale=0.01, decision="training", card=True,
    ),
)  # fmt: skip
