-- Of the places in sessions begun in the period, those whose agent did not come.
-- a session belongs to the team of the agent where it names none, and to its first day where no end is told
WITH held AS (
    SELECT t.* REPLACE (coalesce(t.team, a.team) AS team), coalesce(finished_at, started_at) AS over_at
    FROM rows.trainings t
    LEFT JOIN rows.agents a USING (agent_id)
)
SELECT
    CAST(started_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status = 'missed' THEN 'hit' WHEN status IN ('attended', 'completed') THEN 'miss' WHEN status = 'registered' THEN 'undecided' ELSE 'not told' END AS outcome,
    team AS grp
FROM held
WHERE started_at <= $as_of
