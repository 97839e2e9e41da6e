-- Of the tests taken in the period, those passed.
-- a session belongs to the team of the agent where it names none, and to its first day where no end is told
WITH held AS (
    SELECT t.* REPLACE (coalesce(t.team, a.team) AS team), coalesce(finished_at, started_at) AS over_at
    FROM rows.trainings t
    LEFT JOIN rows.agents a USING (agent_id)
)
SELECT CAST(over_at + INTERVAL 8 HOUR AS DATE) AS day, CASE WHEN passed THEN 'hit' WHEN NOT passed THEN 'miss' ELSE 'no test' END AS outcome, team AS grp
FROM held
WHERE over_at <= $as_of
