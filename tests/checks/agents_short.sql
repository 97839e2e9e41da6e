-- Agents employed on the day who lack a training they owe.
WITH employed AS (
    SELECT * FROM rows.agents WHERE joined_on <= $day AND (left_on IS NULL OR left_on >= $day)
),
sessions AS (
    SELECT agent_id, CAST(coalesce(finished_at, started_at) + INTERVAL 8 HOUR AS DATE) AS held_on
    FROM rows.trainings
    WHERE status = 'completed' AND (passed IS NULL OR passed)
),
people AS (
    SELECT
        e.*,
        -- two trainings a year; who has been here for less owes as many as fit into the time, rounded down
        least(2, floor(2 * date_diff('day', joined_on, $day) / 365)) AS due,
        (
            SELECT count(*)
            FROM sessions s
            WHERE s.agent_id = e.agent_id AND s.held_on <= $day AND date_diff('day', s.held_on, $day) < 365
        ) AS done
    FROM employed e
)
SELECT CASE WHEN done < due THEN 'counted' ELSE 'covered' END AS outcome, team AS grp FROM people
