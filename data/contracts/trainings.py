"""Trainings: one agent's part in one training session."""

from data.contracts.columns import TEAM, code, decimal, flag, moment, values
from data.contracts.model import Check, Computed, Contract, Inherited
from data.words import Text

CONTRACT = Contract(
    name="trainings",
    label=Text("Trainings", "培训"),
    meaning=Text("One row per agent and training session.", "每位客服参加每场培训一行。"),
    key=("session_id", "agent_id"),
    columns=(
        code("session_id", "Session", "培训场次", "Number of the session", "培训场次编号", required=True, dimension=False),
        code("agent_id", "Agent", "客服", "Code of the agent, never a name", "客服工号，不得是姓名", required=True, personal=True),
        TEAM,
        code("level", "Level", "级别", "Level of the agent", "客服级别"),
        code("topic", "Topic", "主题", "Topic of the training", "培训主题"),
        code("mode", "Mode", "方式", "How it was given", "培训方式", values=values(
            online=("On-line course", "在线课程"), video=("Video", "视频"), classroom=("Class", "面授"),
            one_to_one=("One to one", "一对一"), case=("Case study", "案例"))),
        code("purpose", "Purpose", "性质", "Induction, in-service or compliance", "入职、在职或合规", values=values(
            induction=("Induction", "入职培训"), in_service=("In service", "在职培训"), compliance=("Compliance", "合规培训"))),
        flag("mandatory", "Mandatory", "必修", "Whether the agent had to take part", "是否必修", dimension=True),
        moment("started_at", "Started at", "开始时间", "When the session began", "培训开始的时间", required=True, axis=True),
        moment("finished_at", "Finished at", "结束时间", "When the session ended", "培训结束的时间", axis=True),
        code("status", "Status", "状态", "What became of it", "参训状态", values=values(
            registered=("Registered", "已报名"), attended=("Attended", "已参加"), completed=("Completed", "已完成"),
            missed=("Missed", "缺席"))),
        flag("passed", "Passed", "通过", "Passed the test; empty where there is none", "是否通过考核；无考核留空"),
        decimal("score", "Score", "成绩", "Score of the test", "考核成绩", "score 0-100"),
    ),
    checks=(
        Check("finished_before_started", "finished_at >= started_at", Text("ended before it began", "结束早于开始")),
        Check("score_outside_0_100", "score BETWEEN 0 AND 100", Text("score outside 0-100", "成绩不在 0–100 之间")),
    ),
    computed=(
        Computed("ended_s", "coalesce(finished_s, started_s)",
                 Text("When the session ended; when it began, where no end is known", "培训结束的时间；没有结束时间的取开始时间"),
                 axis=True),
    ),
    inherited=Inherited("agents", "agent_id", (("team", "team"), ("level", "level"))),
)  # fmt: skip
