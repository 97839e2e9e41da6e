-- Of the goods that failed in the period (retests aside), those that the merchant has fixed since.
SELECT
    CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN fixed_at <= $as_of THEN 'hit' ELSE 'miss' END AS outcome,
    category AS grp
FROM rows.inspections
WHERE result = 'failed' AND draw <> 'retest' AND finished_at <= $as_of
