-- Reviews deleted since they were given; those given for a reward are counted as such.
SELECT
    CAST(collected_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN deleted_at IS NULL OR coalesce(incentivised, false) THEN 'for another reason, or none' ELSE 'counted' END AS outcome,
    channel AS grp
FROM rows.reviews
WHERE collected_at <= $as_of
