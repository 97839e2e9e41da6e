-- How long the goods that failed in the period (retests aside) stayed on sale after the result.
SELECT
    CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN taken_down_at <= $as_of THEN 'ended' ELSE 'open' END AS outcome,
    date_diff('second', finished_at, taken_down_at) / 3600.0 AS hours,
    0.5 AS quantile,
    category AS grp
FROM rows.inspections
WHERE result = 'failed' AND draw <> 'retest' AND finished_at <= $as_of
