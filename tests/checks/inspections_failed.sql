-- Goods that failed in the period, drawn at random or because of a complaint; failing again in a retest is no new failure.
SELECT CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day, 'counted' AS outcome, category AS grp
FROM rows.inspections
WHERE result = 'failed' AND draw <> 'retest' AND finished_at <= $as_of
