-- Agents covered on the day who lack a training some days later if none is added: they owe more by then, or a training has
-- grown too old. Those known to leave before are nobody's worry.
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
),
later AS (
    SELECT
        p.*,
        least(2, floor(2 * (date_diff('day', joined_on, $day) + $ahead) / 365)) AS due_later,
        (
            SELECT count(*)
            FROM sessions s
            WHERE s.agent_id = p.agent_id AND s.held_on <= $day AND date_diff('day', s.held_on, $day) + $ahead < 365
        ) AS done_later
    FROM people p
    WHERE left_on IS NULL OR date_diff('day', $day, left_on) >= $ahead
)
SELECT CASE WHEN done >= due AND done_later < due_later THEN 'counted' ELSE 'not due' END AS outcome, team AS grp FROM later
