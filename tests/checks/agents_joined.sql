-- Agents by their first day of work.
SELECT joined_on AS day, 'counted' AS outcome, team AS grp
FROM rows.agents
WHERE joined_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
