-- Draws of any kind whose valid result came in the period.
SELECT CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day, 'counted' AS outcome, category AS grp
FROM rows.inspections
WHERE result IN ('passed', 'failed') AND finished_at <= $as_of
