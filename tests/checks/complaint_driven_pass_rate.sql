-- Draws because of a complaint whose valid result came in the period, and those of them that passed.
SELECT
    CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE result WHEN 'passed' THEN 'hit' WHEN 'failed' THEN 'miss' END AS outcome,
    category AS grp
FROM rows.inspections
WHERE draw = 'complaint_driven' AND result IN ('passed', 'failed') AND finished_at <= $as_of
