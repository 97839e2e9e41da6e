-- Agents by their last day of work.
SELECT left_on AS day, 'counted' AS outcome, team AS grp
FROM rows.agents
WHERE left_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
